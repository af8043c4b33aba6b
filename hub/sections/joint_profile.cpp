#include "hub/sections/joint_profile.h"

#include <algorithm>
#include <iterator>

#include "hub/sections/cross_table.h"
#include "hub/sections/section.h"

namespace svd {
namespace {

constexpr const char* kMethods = "statistics-1";  // docs/reference/statistics.md

using MakeSection = Section (*)(const SectionInput&);
constexpr MakeSection kOfRecords[] = {
    kinds_section,           kind_series_section,     week_section,         ages_section,
    weapons_section,         knives_section,          settings_section,     relationships_section,
    flags_section,           hidden_violence_section, young_people_section, fires_section,
    domestic_sexual_section, data_quality_section};
constexpr MakeSection kOfMeasures[] = {headline_section,       league_section,           measure_series_section,
                                       measure_week_section,   measure_ages_section,     measure_weapons_section,
                                       measure_knives_section, measure_settings_section, measure_relationships_section,
                                       measure_flags_section,  hot_spots_section,        measure_young_people_section};

std::vector<SectionParty> parties_of(const AreaProfile& profile, const State& state,
                                     const std::vector<Party>& configured, const Withheld& withheld) {
    std::vector<SectionParty> parties;
    for (const PartyProfile& shown : profile.parties) {
        if (withheld.contains(shown.id)) continue;
        SectionParty party{shown.id, state.party_index(shown.id), std::nullopt, nullptr, shown.whole_area, {}};
        const auto found = std::ranges::find(configured, shown.id, &Party::id);
        if (found != configured.end()) {
            party.kind = found->kind;
            party.configured = &*found;
        }
        for (const UnitProfile& unit : shown.units) party.units.insert(unit.unit);
        parties.push_back(std::move(party));
    }
    std::ranges::sort(parties, {}, &SectionParty::id);
    return parties;
}

// Replaces what `matches` holds.
void match_rows(const CompiledDefinition& definition, const Block& block, std::vector<Matches>& matches) {
    matches.resize(block.rows());
    const ColumnMatcher matcher(definition, block);
    for (std::size_t row = 0; row < matches.size(); ++row) matches[row] = matcher[row];
}

std::optional<AreaIndex> area_compared_in(const Geography& geography, AreaIndex whole) {
    const AreaLevel level = geography.area(whole).level;
    if (level > AreaLevel::kDistrict) return whole;
    if (level < AreaLevel::kDistrict) return std::nullopt;
    const auto force = geography.ancestor(whole, AreaLevel::kPoliceForce);
    return force ? force : geography.ancestor(whole, AreaLevel::kCounty);
}

Breakdown of_areas(const SectionInput& input) {
    const Period& year = input.windows.latest;
    if (input.compiled == nullptr) {
        return {{Field::kKind, Field::kReportedToPolice}, false, Spans::whole(year), violence_kinds()};
    }
    std::vector<Period> quarters;
    for (Month first = year.from; first <= year.to; first = first + 3) quarters.push_back({first, first + 2});
    return {{}, true, Spans::periods(quarters)};
}

// Which area a stored one is counted for: measures are folded later, records of all kinds are too many cells for that.
std::optional<AreaIndex> counted_for(const SectionInput& input, AreaIndex area) {
    return input.compiled != nullptr ? area : input.geography.ancestor(area, AreaLevel::kDistrict);
}

// What the walk over the area has not counted: its neighbours.
void add_neighbours(const SectionInput& input, const Cells& cells, AreaCounts& by_area) {
    if (input.compiled == nullptr || !input.compared_in || *input.compared_in == input.ground.whole()) return;
    const Ground wide(input.geography, cells, *input.compared_in, input.windows.latest);
    std::vector<Matches> matches;
    wide.visit(input.windows.latest, [&](AreaIndex area, Month month, const Block& block) {
        if (input.ground.has(area)) return;
        match_rows(*input.compiled, block, matches);
        by_area.add(area, month, block, matches);
    });
}

// Counts all breakdowns of the sections in one walk, and then has each make its tables.
void add_sections(std::span<const MakeSection> makers, SectionInput& input, std::vector<FigureTable>& tables) {
    std::vector<Section> sections;
    std::vector<std::vector<BreakdownCounts>> counts;
    const std::size_t measures = input.definition == nullptr ? 0 : input.definition->measures.size();
    for (const MakeSection make : makers) {
        sections.push_back(make(input));
        counts.emplace_back();
        for (const Breakdown& breakdown : sections.back().breakdowns) counts.back().emplace_back(breakdown, measures);
    }
    AreaCounts by_area(of_areas(input), measures);
    std::vector<Matches> matches;
    input.ground.visit(input.windows.all(), [&](AreaIndex area, Month month, const Block& block) {
        if (input.compiled != nullptr) match_rows(*input.compiled, block, matches);
        for (auto& of_section : counts) {
            for (BreakdownCounts& each : of_section) each.add(block, month, matches);
        }
        if (month < input.windows.latest.from) return;
        if (const auto to = counted_for(input, area)) by_area.add(*to, month, block, matches);
    });
    add_neighbours(input, input.state.cells(), by_area);
    input.by_area = &by_area;
    for (std::size_t i = 0; i < sections.size(); ++i)
        std::ranges::move(sections[i].make(input, counts[i]), std::back_inserter(tables));
    input.by_area = nullptr;
}

DocumentVersion version_of(const Definition& definition) {
    return {definition.name, definition.version, to_hex(definition.digest()), definition.title};
}

void write_versions(const JointRequest& request, const SeriesBreaks* breaks, AreaProfile& profile) {
    profile.versions.methods = kMethods;
    for (const Definition* definition : request.definitions) {
        profile.versions.definitions.push_back(version_of(*definition));
    }
    if (!request.definitions.empty()) {
        profile.definition = request.definitions.front()->name;
        profile.definition_version = request.definitions.front()->version;
    }
    if (breaks != nullptr) {
        profile.versions.series_breaks =
            DocumentVersion{"series_breaks", breaks->version(), to_hex(breaks->digest()), {}};
    }
    for (const ProfileResidents& residents : profile.area.residents) {
        profile.versions.denominators.push_back(residents.source + ", " + residents.reference_date);
    }
}

}  // namespace

Period months_read(const Period& asked) { return Windows(asked).all(); }

Result<AreaProfile> build_joint_profile(const JointRequest& request, const State& state, const Geography& geography,
                                        const std::vector<Party>& parties, const SeriesBreaks* breaks) {
    auto profile = build_profile(request.profile, state, geography, parties);
    if (!profile) return profile;
    write_versions(request, breaks, *profile);
    const Windows windows(request.profile.period);
    const Ground ground(geography, state.cells(), *geography.find(request.profile.area), windows.all());
    SectionInput input{
        state,   geography, ground, windows, parties_of(*profile, state, parties, request.profile.withheld),
        nullptr, nullptr,   breaks};
    input.shown = profile->parties;
    input.compared_in = area_compared_in(geography, ground.whole());
    add_sections(kOfRecords, input, profile->tables);
    for (const Definition* definition : request.definitions) {
        const CompiledDefinition compiled(*definition);
        input.definition = definition;
        input.compiled = &compiled;
        add_sections(kOfMeasures, input, profile->tables);
    }
    return profile;
}

}  // namespace svd
