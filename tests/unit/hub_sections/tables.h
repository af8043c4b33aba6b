// Finding things in the tables of a profile, and worlds to make profiles of.  Throws when there is none: the test has
// then failed.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "hub/sections/joint_profile.h"
#include "tests/unit/hub_profile/world.h"

namespace svd::test {

inline const FigureTable& table(const AreaProfile& profile, std::string_view id) {
    const auto found = std::ranges::find(profile.tables, id, &FigureTable::id);
    if (found == profile.tables.end()) throw std::runtime_error("no such table in the profile: " + std::string(id));
    return *found;
}

inline bool has_table(const AreaProfile& profile, std::string_view id) {
    return std::ranges::find(profile.tables, id, &FigureTable::id) != profile.tables.end();
}

inline const FigureRow* find_row(const FigureTable& table, std::string_view party, const std::vector<std::string>& keys,
                                 std::string_view measure = {}) {
    const auto found = std::ranges::find_if(table.rows, [&](const FigureRow& row) {
        return row.party == party && row.keys == keys && row.measure == measure;
    });
    return found == table.rows.end() ? nullptr : &*found;
}

inline const FigureRow& row_of(const FigureTable& table, std::string_view party, const std::vector<std::string>& keys,
                               std::string_view measure = {}) {
    const FigureRow* found = find_row(table, party, keys, measure);
    if (found != nullptr) return *found;
    std::string text;
    for (const std::string& key : keys) text += key + " ";
    throw std::runtime_error("no such row in " + table.id + ": " + std::string(party) + " " + text);
}

inline const FigureRow& only_row(const FigureTable& table) {
    if (table.rows.size() != 1) throw std::runtime_error("not one row in " + table.id);
    return table.rows.front();
}

inline const Statistic& statistic(const FigureRow& row, StatisticKind kind) {
    const auto found = std::ranges::find(row.statistics, kind, &Statistic::kind);
    if (found == row.statistics.end()) throw std::runtime_error("no such statistic in the row");
    return *found;
}

// The figure of the column of that name.
inline const Figure& figure(const FigureTable& table, const FigureRow& row, std::string_view column) {
    const auto found = std::ranges::find(table.columns, column);
    if (found == table.columns.end()) throw std::runtime_error("no such column in " + table.id);
    return row.figures.at(static_cast<std::size_t>(found - table.columns.begin()));
}

inline Definition robberies_of_people() {
    return Definition::parse(R"(
[definition]
name = "robberies"
version = 3
title = "Robberies"
source = "S"
source_date = "2024"
[[measure]]
name = "robbery"
title = "Robbery of people"
units = ["recorded_crime", "attendance"]
[measure.all_of]
kind = ["robbery_personal"]
)",
                             "test.toml")
        .value();
}

// A month's records of one party, and nothing else: whatever it did not send of another month is not supplied.
class SectionWorld : public World {
public:
    static constexpr const char* kPolice = "test-police";
    static constexpr const char* kHospital = "test-ed";

    void send(const char* party, const std::vector<Incident>& incidents) {
        if (!entries.apply(party, of_incidents(incidents))) throw std::runtime_error("the test's records are refused");
    }
    // Every month of the period says something, so that nothing counted is a true zero.
    void cover(const char* party, CountUnit unit, const Period& months) {
        for (Month when = months.from; when <= months.to; when = when + 1) {
            send(party, {incident(kind("drugs"), when, kPort2021, unit)});
        }
    }
    AreaProfile made(std::string_view area, const Period& asked, const Withheld& withheld = {}) const {
        const Definition definition = robberies_of_people();
        const JointRequest request{{code(area), asked, std::nullopt, withheld}, {&definition}};
        return build_joint_profile(request, entries.state, geography, parties, nullptr).value();
    }
};

inline Code code_of(Vocabulary vocabulary, std::string_view name) { return find_term(vocabulary, name).value(); }

}  // namespace svd::test
