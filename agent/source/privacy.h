// Whether records of one export stand out, and how they are made coarser until they do not.
//
// A record stands out when fewer than `smallest_group` records that are sent are alike in month, count unit, kind, area,
// weekday, hour, weapon, setting, and the victim's age and sex.  Those that do go down a ladder, one rung at a time and
// only as far as they must: the hour becomes a band, the weekday a working day or the weekend, the area an MSOA and
// then a district, the age one of three bands (and a sex recorded as other, unknown), the weapon sharp, gun or other,
// and at last nothing but month, kind and area is left, as in a table of counts.  On each rung only the records that
// have come down to it count as alike, because the others can be told from them.
//
// What is coarser than a rung already stays as it is.  An area goes up only where that area is the agency's own and
// existed in that month.  What stands out on the last rung leaves as a count would, and is tallied apart.
//
// The order of records makes no difference.  Memory grows with the number of groups, up to kGroupsMost.  Reckoned in one
// export: records that were sent before are not known.  Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>

#include "core/base/result.h"
#include "core/domain/submission.h"
#include "core/rules/rules.h"

namespace svd::agent {

enum class Rung : std::uint8_t { kWhole, kHour, kWeekday, kMsoa, kDistrict, kPerson, kWeapon, kCount, kAlone };
inline constexpr std::size_t kRungs = 9;
// What was done to the records that came down to it: "as far as the hour: its band".
std::string_view rung_words(Rung rung);
std::string_view rung_name(Rung rung);  // hour

class Privacy {
public:
    static constexpr std::size_t kGroupsMost = 250'000;

    Privacy(const RuleContext& context, std::uint32_t smallest_group)
        : context_(context), smallest_group_(smallest_group) {}

    Result<void> count(const Incident& incident);  // every record that would be sent; kTooMany past kGroupsMost
    void settle();  // once, after all were counted
    Rung coarsen(Incident& incident) const;  // one that was counted

private:
    struct Key {
        std::uint64_t area = 0;
        std::array<Code, 12> codes{};
        std::uint32_t month = 0;
        std::uint16_t vintage = 0;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    struct Group {
        std::uint32_t records = 0;
        Incident example;  // only what the key holds means anything
    };
    using Groups = std::unordered_map<Key, Group, KeyHash>;

    static Key key_of(const Incident& incident);
    void step_down(Incident& incident, Rung to) const;
    void widen_area(Incident& incident, AreaLevel level) const;

    RuleContext context_;
    std::uint32_t smallest_group_;
    std::array<Groups, kRungs - 1> groups_;  // by rung; of kAlone there are none
};

}  // namespace svd::agent
