#include <algorithm>
#include <array>

#include "core/domain/coarse_terms.h"
#include "hub/sections/hidden_violence.h"

namespace svd::hidden {
namespace {

constexpr std::array kHealthUnits{CountUnit::kAttendance, CountUnit::kDispatch, CountUnit::kAdmission};
constexpr std::string_view kUnsplit = "violence_and_sexual_unsplit";

Codes kinds_named(std::initializer_list<std::string_view> names) {
    Codes kinds;
    for (const std::string_view name : names) kinds.set(find_term(Vocabulary::kKind, name).value());
    return kinds;
}

// Violence with injury, where the police say so; the wider category where that is all they send.
Codes police_kinds(const SectionInput& input, const SectionParty& party, CountUnit unit) {
    const auto reported = input.state.supplies().kinds(party.index, unit, input.windows.latest);
    return reported.contains(find_term(Vocabulary::kKind, kUnsplit).value()) ? against_people() : with_injury();
}

// What has those positions, whatever its kind of those compared and whatever the police were told.
void add(const Side& side, const BreakdownCounts& counts, std::vector<std::size_t> positions, std::size_t span,
         Slice& slice) {
    const FieldCodes& kinds = counts.codes(0);
    const FieldCodes& told = counts.codes(positions.size() - 1);
    const BreakdownCounts::View view = counts.view(side.key(), span);
    for (std::size_t kind = 0; kind < kinds.codes.size(); ++kind) {
        if (!side.kinds.test(kinds.codes[kind])) continue;
        positions.front() = kind;
        for (std::size_t flag = 0; flag < told.codes.size(); ++flag) {
            positions.back() = flag;
            const std::uint64_t count = view(positions);
            slice.count += count;
            if (told.codes[flag] == kFlagYes) slice.told += count;
            if (told.codes[flag] == kFlagNo) slice.not_told += count;
        }
    }
}

Slice start(const Side& side) {
    Slice slice;
    slice.status = side.coverage.status;
    slice.months_covered = side.coverage.months_covered;
    return slice;
}

// `slots` has the row of each code; codes without one are in no row.
using Slots = std::array<std::optional<std::size_t>, 256>;

std::vector<Slice> field_slices(const Side& side, const BreakdownCounts& counts, std::size_t rows, const Slots& slots) {
    std::vector<Slice> slices(rows, start(side));
    Knowledge knowledge;
    const FieldCodes& codes = counts.codes(1);
    for (std::size_t position = 0; position < codes.codes.size(); ++position) {
        Slice here;
        add(side, counts, {0, position, 0}, 0, here);
        knowledge.add(codes.codes[position], here.count);
        const std::optional<std::size_t> slot = slots[codes.codes[position]];
        if (!slot) continue;
        slices[*slot].count += here.count;
        slices[*slot].told += here.told;
        slices[*slot].not_told += here.not_told;
    }
    for (Slice& slice : slices) slice.knowledge = knowledge;
    return slices;
}

}  // namespace

const Codes& against_people() {
    static const Codes kinds = kinds_named(
        {"homicide", "attempted_homicide", "assault_with_injury", "assault_without_injury", "rape_or_penetration",
         "other_sexual", "threats", "stalking_harassment_coercion", "kidnap_or_trafficking", "child_cruelty_or_neglect",
         "violence_to_workers", "other_violence", kUnsplit});
    return kinds;
}

const Codes& with_injury() {
    static const Codes kinds = kinds_named({"homicide", "attempted_homicide", "assault_with_injury"});
    return kinds;
}

Sides sides_of(const SectionInput& input) {
    Sides sides;
    for_each_unit(input, input.windows.latest,
                  [&](const SectionParty& party, CountUnit unit, const Coverage& coverage) {
                      if (std::ranges::find(kHealthUnits, unit) != kHealthUnits.end()) {
                          sides.health.push_back({&party, unit, coverage, against_people()});
                      }
                      if (party.kind == AgencyKind::kPolice && unit == CountUnit::kRecordedCrime) {
                          sides.police.push_back({&party, unit, coverage, police_kinds(input, party, unit)});
                      }
                  });
    return sides;
}

std::vector<Breakdown> breakdowns(const SectionInput& input) {
    const Spans year = Spans::whole(input.windows.latest);
    const Codes& kinds = against_people();
    return {{{Field::kKind, Field::kReportedToPolice}, false, Spans::months(input.windows.latest), kinds},
            {{Field::kKind, Field::kVictimAge, Field::kReportedToPolice}, false, year, kinds},
            {{Field::kKind, Field::kHour, Field::kReportedToPolice}, false, year, kinds}};
}

Slice whole_slice(const Side& side, const BreakdownCounts& by_month) {
    Slice sum = start(side);
    for (std::size_t i = 0; i < side.coverage.months.size(); ++i) add(side, by_month, {0, 0}, i, sum);
    sum.knowledge.known = sum.count;
    return sum;
}

std::vector<Slice> month_slices(const Side& side, const BreakdownCounts& by_month) {
    std::vector<Slice> slices;
    for (std::size_t i = 0; i < side.coverage.months.size(); ++i) {
        Slice slice;
        slice.status = side.coverage.months[i].status;
        slice.months_covered = is_covered(slice.status) ? 1 : 0;
        add(side, by_month, {0, 0}, i, slice);
        slice.knowledge.known = slice.count;
        slices.push_back(slice);
    }
    return slices;
}

std::vector<std::string> age_names() {
    std::vector<std::string> names;
    for (const Term& term : terms(Vocabulary::kAgeBand)) {
        if (is_full_detail(Vocabulary::kAgeBand, term.code)) names.emplace_back(term.name);
    }
    return names;
}

std::vector<Slice> age_slices(const Side& side, const BreakdownCounts& by_age) {
    std::size_t rows = 0;
    Slots slots;
    for (const Term& term : terms(Vocabulary::kAgeBand)) {
        if (is_full_detail(Vocabulary::kAgeBand, term.code)) slots[term.code] = rows++;
    }
    return field_slices(side, by_age, rows, slots);
}

std::vector<std::string> hours_names() {
    std::vector<std::string> names;
    for (const Term& term : terms(Vocabulary::kHour)) {
        if (term.code >= term::kHourBandFirst) names.emplace_back(term.name);
    }
    return names;
}

std::vector<Slice> hours_slices(const Side& side, const BreakdownCounts& by_hour) {
    std::size_t rows = 0;
    Slots slots;
    for (const Term& term : terms(Vocabulary::kHour)) {
        if (term.code < term::kHourBandFirst) continue;
        slots[term.code] = rows;
        for (const Code hour : parts_of(Vocabulary::kHour, term.code)) slots[hour] = rows;
        ++rows;
    }
    return field_slices(side, by_hour, rows, slots);
}

std::vector<Slice> district_slices(const Side& side, Districts& districts, const AreaCounts& by_area) {
    std::vector<Slice> slices;
    for (std::size_t i = 0; i < districts.all().size(); ++i) {
        Slice slice = start(side);
        slice.spoken_for = districts.speaks_for(*side.party, i);
        const BreakdownCounts* counts = by_area.find(districts.all()[i]);
        if (counts != nullptr) add(side, *counts, {0, 0}, 0, slice);
        slice.knowledge.known = slice.count;
        slices.push_back(slice);
    }
    return slices;
}

}  // namespace svd::hidden
