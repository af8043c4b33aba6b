// Why somebody reads: the functions of the Serious Violence Duty, Police, Crime, Sentencing and Courts Act 2022,
// Part 2, Chapter 1.
//
// Section 16(1) lets information be disclosed for the purposes of functions under that Chapter and for no other, so
// every reading states one of these.  Section 17 is another power with its own bounds: what is supplied under it
// serves that local policing body only, so its purpose never comes with the Duty's.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/enum_set.h"

namespace svd {

enum class Purpose : std::uint8_t {
    kIdentifyKinds,              // s.8(3)(a): the kinds of serious violence that occur in the area
    kIdentifyCauses,             // s.8(3)(b): its causes, so far as possible
    kPrepareStrategy,            // s.8(3)(c)
    kImplementStrategy,          // s.8(3)(c)
    kMonitor,                    // s.8: how the strategy does, to keep it under review; s.9 over a wider area
    kSupplyToLocalPolicingBody,  // s.17: what a local policing body asks for, to assist or to monitor
};

inline constexpr EnumSet<Purpose> kDutyPurposes = EnumSet<Purpose>::range(Purpose::kIdentifyKinds, Purpose::kMonitor);

const std::array<Purpose, 6>& all_purposes();
std::string_view purpose_name(Purpose purpose);     // identify_kinds
std::string_view purpose_section(Purpose purpose);  // section 8(3)(a)
std::optional<Purpose> find_purpose(std::string_view name);

}  // namespace svd
