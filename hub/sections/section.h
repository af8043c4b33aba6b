// A section of the joint profile: which breakdowns it needs of the walk over the area's records, and how it makes its
// tables from them.
//
// All sections' breakdowns are counted in one walk, and with them what leagues and hot spots need of each stored area.
// A section makes no figure of a party that is withheld from the reader: such parties are not in SectionInput.
//
// Pure functions of their input; any thread that may read the state.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/domain/area_profile.h"
#include "core/domain/figure_table.h"
#include "core/domain/party.h"
#include "core/geography/geography.h"
#include "hub/definition/compiled.h"
#include "hub/definition/definition.h"
#include "hub/definition/series_breaks.h"
#include "hub/profile/coverage.h"
#include "hub/sections/area_counts.h"
#include "hub/sections/breakdown.h"
#include "hub/sections/ground.h"
#include "hub/state/state.h"

namespace svd {

// The spans of time that sections speak of.  All end with the last month asked for.
struct Windows {
    explicit Windows(const Period& asked);
    Period asked;
    Period latest;    // twelve months
    Period previous;  // the twelve before
    Period series;    // 36 months, or what was asked for if that is longer
    // From the first to the last month that any of them holds.
    Period all() const { return {std::min(series.from, asked.from), asked.to}; }
};

struct SectionParty {
    std::string id;
    PartyIndex index = kNoParty;
    std::optional<AgencyKind> kind;  // nothing for one that is no longer configured
    const Party* configured = nullptr;
    bool whole_area = true;          // it speaks for all of the area
    std::set<CountUnit> units;
};

struct SectionInput {
    const State& state;
    const Geography& geography;
    const Ground& ground;
    Windows windows;
    std::vector<SectionParty> parties;  // that the reader may be given, and that the profile names; by id
    // The definition, when one was asked for: sections by measure make nothing without it.
    const Definition* definition = nullptr;
    const CompiledDefinition* compiled = nullptr;
    const SeriesBreaks* breaks = nullptr;
    std::span<const PartyProfile> shown = {};  // as the profile has them: how well fields are known
    // The area whose districts are compared with each other: the one asked for when it is wider than a district, or the
    // police force area or county that it lies in.  Nothing for smaller areas.
    std::optional<AreaIndex> compared_in = std::nullopt;
    // The latest twelve months.  With a definition: its measures by quarter and stored area, also of the area compared
    // in.  Without: kinds, and whether the police were told, by district.
    const AreaCounts* by_area = nullptr;
    std::optional<AgencyKind> kind_of(PartyIndex party) const;
};

struct Section {
    std::vector<Breakdown> breakdowns;
    // `counts` are those of the breakdowns, in their order.
    std::vector<FigureTable> (*make)(const SectionInput& input, std::span<const BreakdownCounts> counts);
};

// T1, T2 and so on are the outputs of a strategic needs assessment that docs/reference/profile.md describes.  Those of
// measures need a definition in their input; those of records are made once, whatever definitions were asked for.
// Of records.
Section kinds_section(const SectionInput& input);  // T2
Section kind_series_section(const SectionInput& input);  // T4
Section week_section(const SectionInput& input);  // T5
Section ages_section(const SectionInput& input);  // T6
Section weapons_section(const SectionInput& input);  // T7
Section knives_section(const SectionInput& input);  // T7
Section settings_section(const SectionInput& input);  // T8
Section relationships_section(const SectionInput& input);  // T9
Section hidden_violence_section(const SectionInput& input);  // T12
Section young_people_section(const SectionInput& input);  // T13
Section fires_section(const SectionInput& input);  // T15
Section flags_section(const SectionInput& input);  // T16
Section domestic_sexual_section(const SectionInput& input);  // T17
Section data_quality_section(const SectionInput& input);  // T19

// Of measures.
Section headline_section(const SectionInput& input);  // T1
Section league_section(const SectionInput& input);  // T3
Section measure_series_section(const SectionInput& input);  // T4
Section measure_week_section(const SectionInput& input);  // T5
Section measure_ages_section(const SectionInput& input);  // T6
Section measure_weapons_section(const SectionInput& input);  // T7
Section measure_knives_section(const SectionInput& input);  // T7
Section measure_settings_section(const SectionInput& input);  // T8
Section measure_relationships_section(const SectionInput& input);  // T9
Section hot_spots_section(const SectionInput& input);  // T10
Section measure_young_people_section(const SectionInput& input);  // T13
Section measure_flags_section(const SectionInput& input);  // T16

}  // namespace svd
