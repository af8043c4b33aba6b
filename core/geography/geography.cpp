#include "core/geography/geography.h"

#include <algorithm>

namespace svd {

std::optional<AreaIndex> Geography::find(const AreaRef& ref) const {
    const auto found = by_ref_.find(ref);
    if (found == by_ref_.end()) return std::nullopt;
    return found->second;
}

std::optional<AreaIndex> Geography::find(const AreaCode& code) const {
    const auto found = vintages_.find(code.packed());
    if (found == vintages_.end()) return std::nullopt;
    return found->second.front();
}

std::optional<AreaIndex> Geography::find_in_vintages(const AreaCode& code,
                                                     std::span<const std::uint16_t> vintages) const {
    for (const std::uint16_t vintage : vintages) {
        if (const auto found = find(AreaRef{code, vintage})) return found;
    }
    return std::nullopt;
}

// The links are checked to be free of cycles when they are read, so that climbing ends.
std::optional<AreaIndex> Geography::ancestor(AreaIndex index, AreaLevel level) const {
    if (areas_[index].level == level) return index;
    for (const Link& link : parents_[index]) {
        if (const auto found = ancestor(link.parent, level)) return found;
    }
    return std::nullopt;
}

std::vector<AreaIndex> Geography::ancestors(AreaIndex index, AreaLevel level) const {
    if (areas_[index].level == level) return {index};
    std::vector<AreaIndex> found;
    for (const Link& link : parents_[index]) {
        const std::vector<AreaIndex> higher = ancestors(link.parent, level);
        found.insert(found.end(), higher.begin(), higher.end());
    }
    return found;
}

bool Geography::lies_in(AreaIndex index, const AreaCode& within) const {
    if (areas_[index].ref.code == within) return true;
    return std::ranges::any_of(parents_[index], [&](const Link& link) { return lies_in(link.parent, within); });
}

bool Geography::exact_up_to(AreaIndex index, AreaLevel level) const {
    if (areas_[index].level == level) return true;
    return std::ranges::any_of(parents_[index],
                               [&](const Link& link) { return link.exact && exact_up_to(link.parent, level); });
}

std::vector<AreaIndex> Geography::members(const AreaCode& code) const {
    std::vector<AreaIndex> found;
    const auto own = vintages_.find(code.packed());
    if (own == vintages_.end()) return found;
    found = own->second;
    for (std::size_t next = 0; next < found.size(); ++next) {
        const std::vector<AreaIndex>& children = children_[found[next]];
        found.insert(found.end(), children.begin(), children.end());
    }
    // An area that is reached by two chains is one member.
    std::ranges::sort(found);
    const auto repeated = std::ranges::unique(found);
    found.erase(repeated.begin(), repeated.end());
    return found;
}

std::string_view Geography::name_in(AreaIndex index, Month month) const {
    const auto former = former_names_.find(areas_[index].ref.code.packed());
    if (former != former_names_.end() && former->second.until && month <= *former->second.until) {
        return former->second.name;
    }
    return areas_[index].name;
}

std::optional<std::uint64_t> Residents::of(ResidentSex sex, unsigned from, std::optional<unsigned> to) const {
    std::uint64_t sum = 0;
    unsigned next = from;
    for (;;) {
        // The widest group that begins here and does not go beyond; single years always fit.
        const AgeGroup* widest = nullptr;
        for (const AgeGroup& each : groups) {
            const bool fits = each.sex == sex && each.from == next && (!to || (each.to && *each.to <= *to));
            if (fits && (widest == nullptr || !each.to || (widest->to && *each.to > *widest->to))) widest = &each;
        }
        if (widest == nullptr) return std::nullopt;
        sum += widest->persons;
        if (widest->to == to) return sum;
        next = *widest->to + 1;
    }
}

std::span<const Residents> Geography::residents(AreaIndex index) const {
    const auto found = residents_.find(index);
    if (found == residents_.end()) return {};
    return found->second;
}

}  // namespace svd
