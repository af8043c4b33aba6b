#include "tests/support/small_world.h"

#include <set>

namespace svd::test {

void write_small_geography(const TempDir& folder) {
    folder.write("edition.toml", "name = \"test-1\"\n");
    folder.write("areas.csv",
                 "code,level,vintage,name,valid_from,valid_to\n"
                 "E23000099,police_force,2024,Test Force,,\n"
                 "E23000098,police_force,2024,Other Force,,\n"
                 "E07000901,district,2024,Oldtown,,\n"
                 "E07000902,district,2024,Newtown,,\n"
                 "E07000903,district,2015,Gonetown,,2015-03\n"
                 "E07000999,district,2024,Elsewhere,,\n"
                 "E02900001,msoa,2021,Oldtown 001,,\n"
                 "E01900001,lsoa,2011,Oldtown 001A,,\n"
                 "E01900001,lsoa,2021,Oldtown 001A,,\n"
                 "E01900002,lsoa,2011,Oldtown 001B,,\n"
                 "E01900012,lsoa,2021,Oldtown 001C,,\n"
                 "E01900013,lsoa,2021,Oldtown 001D,,\n"
                 "E01900003,lsoa,2021,Newtown 001A,,\n"
                 "E01900009,lsoa,2021,Elsewhere 001A,,\n");
    folder.write("within.csv",
                 "code,vintage,parent,parent_vintage,basis\n"
                 "E07000901,2024,E23000099,2024,exact\n"
                 "E07000902,2024,E23000099,2024,exact\n"
                 "E07000903,2015,E23000099,2024,exact\n"
                 "E07000999,2024,E23000098,2024,exact\n"
                 "E01900001,2011,E07000901,2024,exact\n"
                 "E01900001,2021,E07000901,2024,exact\n"
                 "E01900001,2021,E02900001,2021,exact\n"
                 "E02900001,2021,E07000901,2024,exact\n"
                 "E01900002,2011,E07000901,2024,exact\n"
                 "E01900012,2021,E07000901,2024,exact\n"
                 "E01900013,2021,E07000901,2024,best_fit\n"
                 "E01900003,2021,E07000902,2024,exact\n"
                 "E01900009,2021,E07000999,2024,exact\n");
    folder.write("former_names.csv", "code,name,valid_from,valid_to\nE07000901,Aldtoun,,2019-12\n");
    folder.write("changes.csv",
                 "from_code,from_vintage,to_code,to_vintage,change\n"
                 "E01900002,2011,E01900012,2021,split\n"
                 "E01900002,2011,E01900013,2021,split\n");
    folder.write("population.csv",
                 "code,vintage,reference_date,source,sex,age_from,age_to,persons\n"
                 "E07000901,2024,2020-06-30,mid-2020,persons,0,,1000\n"
                 "E07000901,2024,2020-06-30,mid-2020,persons,0,9,100\n"
                 "E07000901,2024,2021-03-21,census-2021,persons,0,,1100\n");
}

Geography small_geography() {
    const TempDir folder;
    write_small_geography(folder);
    return Geography::load(folder.path()).value();
}

std::vector<Party> small_parties() {
    Party police{"test-police", "Test Police", AgencyKind::kPolice, {AreaCode::parse("E23000099").value()}, {}};
    police.agreements.push_back({"A-1", month("2020-01")});
    police.agreements.push_back({"A-0", month("2019-01"), month("2019-12")});
    Party hospital{"test-ed", "Test ED", AgencyKind::kEmergencyDepartment, {AreaCode::parse("E23000099").value()}, {}};
    hospital.agreements.push_back({"H-1", month("2020-01"), std::nullopt, messages_by_default(false)});
    return {police, hospital};
}

AreaRef area(const char* code, std::uint16_t vintage) { return {AreaCode::parse(code).value(), vintage}; }

Month month(const char* text) { return Month::parse(text).value(); }

Incident crime(const char* lsoa_2021, const char* month_text, const char* kind) {
    Incident incident;
    for (std::size_t i = 0; i < kFirstExtraField; ++i) incident.codes[i] = kNotCollected;
    incident[Field::kCountUnit] = static_cast<Code>(CountUnit::kRecordedCrime);
    incident[Field::kKind] = find_term(Vocabulary::kKind, kind).value();
    incident[Field::kTimeBasis] = find_term(Vocabulary::kTimeBasis, "recorded").value();
    incident[Field::kTimePrecision] = term::kPrecisionMonth;
    incident[Field::kLocation] = term::kLocationArea;
    incident[Field::kPlaceBasis] = find_term(Vocabulary::kPlaceBasis, "map_point").value();
    incident.month = month(month_text);
    incident.month_number = incident.month.number();
    incident.place = {
        term::kLocationArea,  static_cast<Code>(AreaLevel::kLsoa), incident[Field::kPlaceBasis], true, true,
        area(lsoa_2021, 2021)};
    return incident;
}

Submission submission_of(std::vector<Incident> incidents, SupplyKind supply) {
    Submission submission;
    submission.format = 1;
    submission.mapping_name = "test-mapping";
    submission.mapping_version = 1;
    submission.agreement = "A-1";
    submission.supply = static_cast<Code>(supply);
    std::set<std::uint32_t> months;
    for (const Incident& incident : incidents) months.insert(incident.month_number);
    submission.months.assign(months.begin(), months.end());
    submission.incidents = std::move(incidents);
    return submission;
}

}  // namespace svd::test
