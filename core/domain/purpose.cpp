#include "core/domain/purpose.h"

#include <algorithm>

namespace svd {
namespace {

struct PurposeRow {
    std::string_view name;
    std::string_view section;
};

// In the order of enum Purpose.
constexpr std::array<PurposeRow, 6> kPurposes = {{
    {"identify_kinds", "section 8(3)(a)"},
    {"identify_causes", "section 8(3)(b)"},
    {"prepare_strategy", "section 8(3)(c)"},
    {"implement_strategy", "section 8(3)(c)"},
    {"monitor", "sections 8 and 9"},
    {"supply_to_local_policing_body", "section 17"},
}};

const PurposeRow& row_of(Purpose purpose) { return kPurposes[static_cast<std::size_t>(purpose)]; }

}  // namespace

const std::array<Purpose, 6>& all_purposes() {
    static constexpr std::array<Purpose, 6> kAll = {Purpose::kIdentifyKinds,   Purpose::kIdentifyCauses,
                                                    Purpose::kPrepareStrategy, Purpose::kImplementStrategy,
                                                    Purpose::kMonitor,         Purpose::kSupplyToLocalPolicingBody};
    return kAll;
}

std::string_view purpose_name(Purpose purpose) { return row_of(purpose).name; }

std::string_view purpose_section(Purpose purpose) { return row_of(purpose).section; }

std::optional<Purpose> find_purpose(std::string_view name) {
    const auto found = std::ranges::find(kPurposes, name, &PurposeRow::name);
    if (found == kPurposes.end()) return std::nullopt;
    return static_cast<Purpose>(found - kPurposes.begin());
}

}  // namespace svd
