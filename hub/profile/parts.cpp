#include "hub/profile/parts.h"

#include <algorithm>
#include <charconv>

namespace svd {
namespace {

bool is_small(AreaLevel level) {
    return level == AreaLevel::kLsoa || level == AreaLevel::kMsoa || level == AreaLevel::kWard;
}

bool valid_within(const Area& area, const Period& period) {
    return !(area.valid_from && *area.valid_from > period.to) && !(area.valid_to && *area.valid_to < period.from);
}

}  // namespace

Result<PartsLevel> parse_parts_level(std::string_view text) {
    const std::size_t hyphen = std::min(text.find('-'), text.size());
    const std::optional<Code> level = find_term(Vocabulary::kAreaLevel, text.substr(0, hyphen));
    if (!level) return invalid("geography is a level, such as district, or a level and a year, such as msoa-2021");
    PartsLevel parsed{static_cast<AreaLevel>(*level), 0};
    if (hyphen < text.size()) {
        const std::string_view year = text.substr(hyphen + 1);
        const auto read = std::from_chars(year.data(), year.data() + year.size(), parsed.vintage);
        if (read.ec != std::errc{} || read.ptr != year.data() + year.size() || year.size() != 4) {
            return invalid("the year of a geography has four digits, as in msoa-2021");
        }
    } else if (is_small(parsed.level)) {
        return invalid("a geography of small areas needs its year, as in msoa-2021");
    }
    return parsed;
}

Parts::Parts(const Geography& geography, PartsLevel level, const AreaCode& whole, const AreaIndexes& members,
             const Period& period)
    : geography_(geography), level_(level) {
    for (const AreaIndex index : members) {
        const Area& area = geography.area(index);
        if (area.level != level.level || area.ref.code == whole) continue;
        const bool wanted = level.vintage == 0 ? valid_within(area, period) : area.ref.vintage == level.vintage;
        if (wanted) areas_.try_emplace(index, 1);
    }
}

void Parts::add(AreaIndex area, const Block& block) {
    const auto to = carry(area);
    if (const auto* carried = std::get_if<Carried>(&to)) {
        areas_.try_emplace(carried->part, 1).first->second.add(block, 0, carried->best_fit);
    } else {
        not_carried_.try_emplace(std::get<NotCarriedReason>(to), 1).first->second.add(block, 0, false);
    }
}

std::variant<Parts::Carried, NotCarriedReason> Parts::carry(AreaIndex from) const {
    // Links to a level may exist only for another boundary set in which the area is the same.
    const AreaCode& code = geography_.area(from).ref.code;
    AreaIndexes versions = {from};
    for (const auto other : {geography_.find(AreaRef{code, level_.vintage}), geography_.find(code)}) {
        if (other && in_vintage(from, geography_.area(*other).ref.vintage) == other) versions.push_back(*other);
    }
    bool reached = false;
    for (const AreaIndex version : versions) {
        const auto ancestor = geography_.ancestor(version, level_.level);
        if (!ancestor) continue;
        reached = true;
        if (const auto part = in_vintage(*ancestor, level_.vintage)) {
            return Carried{*part, !geography_.exact_up_to(version, level_.level)};
        }
    }
    if (reached || geography_.boundary_changed(from)) return NotCarriedReason::kBoundaryChanged;
    const bool is_wider = std::ranges::any_of(
        geography_.members(code), [&](AreaIndex index) { return geography_.area(index).level == level_.level; });
    return is_wider ? NotCarriedReason::kAreaTooWide : NotCarriedReason::kNoLookup;
}

std::optional<AreaIndex> Parts::in_vintage(AreaIndex area, std::uint16_t vintage) const {
    const AreaRef& ref = geography_.area(area).ref;
    if (vintage == 0 || ref.vintage == vintage) return area;
    const auto other = geography_.find(AreaRef{ref.code, vintage});
    if (!other) return std::nullopt;
    const AreaIndex older = vintage < ref.vintage ? *other : area;
    return geography_.boundary_changed(older) ? std::nullopt : other;
}

}  // namespace svd
