// A made-up county, its parties, and short ways to ask about them.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "hub/profile/profile_builder.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/hub_state/sequence.h"

namespace svd::test {

inline AreaCode code(std::string_view text) { return AreaCode::parse(text).value(); }

inline const AreaRef kOldtown = area("E07000901", 2024);
inline const AreaRef kSame2011 = area("E01900001", 2011);   // in Oldtown, unchanged in 2021
inline const AreaRef kSame2021 = area("E01900001", 2021);
inline const AreaRef kSplit2011 = area("E01900002", 2011);  // in Oldtown, split in 2021 into ...12 and ...13
inline const AreaRef kFit2011 = area("E01900005", 2011);    // most of it in Oldtown
inline const AreaRef kNew2021 = area("E01900012", 2021);
inline const AreaRef kNewtown2021 = area("E01900003", 2021);
inline const AreaRef kPort2021 = area("E01900004", 2021);   // in the unitary, which is not of the county

// Force E23000099 has the county E10000099 (districts E07000901 Oldtown, which was Aldtoun, and E07000902 Newtown)
// and the unitary E06000903 Port.  Group Z00000001 is Oldtown and Port.  E07000999 is of another force.
// Newtown's ward E05900003 East has, by a best fit, the only small area of its MSOA E02900002.
inline Geography county() {
    const TempDir folder;
    folder.write("edition.toml", "name = \"test-1\"\n");
    folder.write("areas.csv",
                 "code,level,vintage,name,valid_from,valid_to\n"
                 "E23000099,police_force,2024,Test Force,,\nE23000098,police_force,2024,Other Force,,\n"
                 "E10000099,county,2023,Testshire,,\nZ00000001,group,2028,Oldtown and Port,,\n"
                 "E07000901,district,2024,Oldtown,,\nE07000902,district,2024,Newtown,,\n"
                 "E06000903,district,2024,Port,,\nE07000904,district,2015,Gonetown,,2015-03\n"
                 "E07000999,district,2024,Elsewhere,,\n"
                 "E02900001,msoa,2011,,,\nE02900001,msoa,2021,,,\nE02900002,msoa,2021,,,\n"
                 "E05900001,ward,2024,North,,\nE05900002,ward,2024,South,,\nE05900003,ward,2024,East,,\n"
                 "E01900001,lsoa,2011,,,\nE01900001,lsoa,2021,,,\nE01900002,lsoa,2011,,,\nE01900012,lsoa,2021,,,\n"
                 "E01900013,lsoa,2021,,,\nE01900003,lsoa,2021,,,\nE01900004,lsoa,2021,,,\nE01900009,lsoa,2021,,,"
                 "\nE01900005,lsoa,2011,,,\n");
    folder.write("within.csv",
                 "code,vintage,parent,parent_vintage,basis\n"
                 "E07000901,2024,E10000099,2023,exact\nE07000902,2024,E10000099,2023,exact\n"
                 "E07000901,2024,E23000099,2024,exact\nE07000902,2024,E23000099,2024,exact\n"
                 "E06000903,2024,E23000099,2024,exact\nE07000904,2015,E23000099,2024,exact\n"
                 "E07000901,2024,Z00000001,2028,exact\nE06000903,2024,Z00000001,2028,exact\n"
                 "E07000999,2024,E23000098,2024,exact\n"
                 "E02900001,2011,E07000901,2024,exact\nE02900001,2021,E07000901,2024,exact\n"
                 "E02900002,2021,E07000902,2024,exact\n"
                 "E05900001,2024,E07000901,2024,exact\nE05900002,2024,E07000901,2024,exact\n"
                 "E01900001,2011,E02900001,2011,exact\nE01900001,2011,E07000901,2024,exact\n"
                 "E01900002,2011,E02900001,2011,exact\nE01900002,2011,E07000901,2024,exact\n"
                 "E01900005,2011,E07000901,2024,best_fit\n"
                 "E01900001,2021,E02900001,2021,exact\nE01900001,2021,E07000901,2024,exact\n"
                 "E01900001,2021,E05900001,2024,best_fit\n"
                 "E01900012,2021,E02900001,2021,exact\nE01900012,2021,E07000901,2024,exact\n"
                 "E01900012,2021,E05900001,2024,best_fit\n"
                 "E01900013,2021,E02900001,2021,exact\nE01900013,2021,E07000901,2024,exact\n"
                 "E01900013,2021,E05900002,2024,best_fit\n"
                 "E01900003,2021,E02900002,2021,exact\nE01900003,2021,E07000902,2024,exact\n"
                 "E05900003,2024,E07000902,2024,exact\nE01900003,2021,E05900003,2024,best_fit\n"
                 "E01900004,2021,E06000903,2024,exact\nE01900009,2021,E07000999,2024,exact\n");
    folder.write("former_names.csv", "code,name,valid_from,valid_to\nE07000901,Aldtoun,,2019-12\n");
    folder.write("changes.csv",
                 "from_code,from_vintage,to_code,to_vintage,change\n"
                 "E01900002,2011,E01900012,2021,split\nE01900002,2011,E01900013,2021,split\n");
    folder.write("population.csv",
                 "code,vintage,reference_date,source,sex,age_from,age_to,persons\n"
                 "E07000901,2024,2020-06-30,ons-mid-2020,persons,0,,132700\n"
                 "E07000901,2024,2020-06-30,ons-mid-2020,female,18,18,1000\n"
                 "E07000901,2024,2020-06-30,ons-mid-2020,female,19,24,4000\n"
                 "E07000901,2024,2020-06-30,ons-mid-2020,persons,18,24,11000\n"
                 "E07000901,2024,2020-06-30,ons-mid-2020,persons,10,14,8000\n"
                 "E07000901,2024,2020-06-30,ons-mid-2020,persons,15,17,4500\n"
                 "E07000902,2024,2020-06-30,ons-mid-2020,persons,0,,100000\n"
                 "E06000903,2024,2020-06-30,ons-mid-2020,persons,0,,200000\n");
    return Geography::load(folder.path()).value();
}

inline std::vector<Party> county_parties() {
    return {{"test-police", "Test Police", AgencyKind::kPolice, {code("E23000099")}, {}},
            {"test-ed", "Test ED", AgencyKind::kEmergencyDepartment, {code("E23000099")}, {}},
            {"oldtown-council", "Oldtown Council", AgencyKind::kDistrictCouncil, {code("E07000901")}, {}},
            {"far-fire", "Far Fire", AgencyKind::kFireRescue, {code("E23000098")}, {}}};
}

inline Code kind(std::string_view name) { return find_term(Vocabulary::kKind, name).value(); }

inline Period period(std::string_view from, std::string_view to) { return {month(from), month(to)}; }

class World {
public:
    Result<AreaProfile> ask(std::string_view area_code, Period when, std::optional<PartsLevel> parts = {}) const {
        return build_profile({code(area_code), when, parts}, entries.state, geography, parties);
    }
    AreaProfile profile(std::string_view area_code, Period when, std::optional<PartsLevel> parts = {}) const {
        return ask(area_code, when, parts).value();
    }

    Geography geography = county();
    std::vector<Party> parties = county_parties();
    SequenceOfEntries entries;
};

inline const PartyProfile* find_party(const AreaProfile& profile, std::string_view id) {
    const auto found = std::ranges::find(profile.parties, id, &PartyProfile::id);
    return found == profile.parties.end() ? nullptr : &*found;
}

// Throws when there is none: the test has then failed.
inline const UnitProfile& unit_of(const AreaProfile& profile, std::string_view id, CountUnit unit) {
    const PartyProfile* party = find_party(profile, id);
    if (party == nullptr) throw std::runtime_error("no such party in the profile");
    const auto found = std::ranges::find(party->units, unit, &UnitProfile::unit);
    if (found == party->units.end()) throw std::runtime_error("no such unit in the profile");
    return *found;
}

template <class Unit>
const KindFigures& kind_of(const Unit& unit, Code wanted) {
    const auto found = std::ranges::find(unit.kinds, wanted, &KindFigures::kind);
    if (found == unit.kinds.end()) throw std::runtime_error("no such kind in the profile");
    return *found;
}

}  // namespace svd::test
