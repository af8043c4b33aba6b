#include "core/rules/rules.h"

#include <doctest/doctest.h>

#include <functional>
#include <set>

#include "core/base/limits.h"
#include "tests/support/small_world.h"

namespace svd {
namespace {

using test::crime;
using test::month;
using test::submission_of;

struct World {
    Geography geography = test::small_geography();
    std::vector<Party> parties = test::small_parties();
    Verdict check(const Submission& submission, std::size_t party = 0) const {
        return check_submission(submission, {parties[party], geography, month("2021-06")});
    }
};

std::set<std::string> codes(const std::vector<Finding>& findings) {
    std::set<std::string> found;
    for (const Finding& finding : findings) found.insert(code_text(finding.code));
    return found;
}

using Codes = std::set<std::string>;

Code kind(const char* name) { return find_term(Vocabulary::kKind, name).value(); }

TEST_CASE("rules: a well-formed submission has no findings at all") {
    const World world;
    const Verdict verdict = world.check(submission_of({crime("E01900001", "2021-04"), crime("E01900003", "2021-05")}));
    CHECK(verdict.file.empty());
    CHECK(verdict.refused.empty());
    CHECK(verdict.warnings.empty());
}

struct FileCase {
    const char* name;
    std::function<void(Submission&)> damage;
    Codes codes;
};

const FileCase kFileCases[] = {
    {"format of the future", [](Submission& s) { s.format = 2; }, {"E102"}},
    {"fields without a place", [](Submission& s) { s.has_unknown_fields = true; }, {"E103"}},
    {"mapping without a name", [](Submission& s) { s.mapping_name.clear(); }, {"E104"}},
    {"mapping named like a sentence", [](Submission& s) { s.mapping_name = "Mr A Smith"; }, {"E104"}},
    {"mapping with a very long name", [](Submission& s) { s.mapping_name.assign(65, 'a'); }, {"E104"}},
    {"mapping without a version", [](Submission& s) { s.mapping_version = 0; }, {"E104"}},
    {"agreement unknown", [](Submission& s) { s.agreement = "A-2"; }, {"E105"}},
    {"agreement ended", [](Submission& s) { s.agreement = "A-0"; }, {"E106"}},
    {"supply missing", [](Submission& s) { s.supply = 0; }, {"E107"}},
    {"supply unknown", [](Submission& s) { s.supply = 99; }, {"E107"}},
    {"replacement of nothing", [](Submission& s) { s.supply = 12; }, {"E107"}},
    {"first that supersedes", [](Submission& s) { s.supersedes.push_back(Digest{}); }, {"E107"}},
    {"first with a withdrawal", [](Submission& s) { s.withdrawals.push_back({RowAddress{}, 10}); }, {"E107"}},
    {"correction with rows", [](Submission& s) { s.supply = 13; }, {"E107"}},
    {"first that is a part", [](Submission& s) { s.part_of = Digest{}; }, {"E107"}},
    {"addition that is part of half a digest",
     [](Submission& s) {
         s.supply = 11;
         s.part_of_malformed = true;
     },
     {"E107"}},
    {"superseded twice",
     [](Submission& s) {
         s.supply = 12;
         s.supersedes = {Digest{}, Digest{}};
     },
     {"E111"}},
    {"superseded by half a digest",
     [](Submission& s) {
         s.supply = 12;
         s.supersedes = {std::nullopt};
     },
     {"E111"}},
    {"no months", [](Submission& s) { s.months.clear(); }, {"E108"}},
    {"month malformed", [](Submission& s) { s.months = {202113}; }, {"E108"}},
    {"month twice", [](Submission& s) { s.months = {202104, 202104}; }, {"E108"}},
    {"months out of order", [](Submission& s) { s.months = {202105, 202104}; }, {"E108"}},
    {"month in the future", [](Submission& s) { s.months = {202104, 202107}; }, {"E108"}},
    {"nothing in it", [](Submission& s) { s.incidents.clear(); }, {"E110"}},
    {"too many rows",
     [](Submission& s) { s.incidents.assign(limits::kSubmissionRowsMax + 1, s.incidents.front()); },
     {"E109"}},
    {"not one good row", [](Submission& s) { s.incidents.front()[Field::kKind] = 0; }, {"E115"}},
    {"everything at once",
     [](Submission& s) {
         s.format = 0;
         s.agreement = "";
         s.supply = 0;
     },
     {"E102", "E105", "E107"}},
};

TEST_CASE("rules: what is wrong with the whole refuses the whole - and all of it is said at once") {
    const World world;
    for (const FileCase& each : kFileCases) {
        SUBCASE(each.name) {
            Submission submission = submission_of({crime("E01900001", "2021-04")});
            each.damage(submission);
            CHECK(codes(world.check(submission).file) == each.codes);
        }
    }
}

struct RowCase {
    const char* name;
    std::function<void(Incident&)> damage;
    Codes codes;
};

void place_at(Incident& incident, const char* code, std::uint16_t vintage, AreaLevel level = AreaLevel::kLsoa) {
    incident.place.area = test::area(code, vintage);
    incident.place.level = static_cast<Code>(level);
}

void no_place(Incident& incident, Code location) {
    incident.place = {};
    incident.place.location = location;
    incident.place.basis = kNotCollected;
    incident[Field::kLocation] = location;
    incident[Field::kPlaceBasis] = kNotCollected;
}

const RowCase kRowCases[] = {
    {"as it should be", [](Incident&) {}, {}},
    {"kind missing", [](Incident& i) { i[Field::kKind] = 0; }, {"E201"}},
    {"kind no term", [](Incident& i) { i[Field::kKind] = 200; }, {"E202"}},
    {"flag missing", [](Incident& i) { i[Field::kAlcohol] = 0; }, {"E201"}},
    {"month not a month",
     [](Incident& i) {
         i.month_number = 202113;
         i.month = Month();
     },
     {"E203"}},
    {"month not declared",
     [](Incident& i) {
         i.month_number = 202103;
         i.month = month("2021-03");
     },
     {"E205"}},
    {"month in the future",
     [](Incident& i) {
         i.month_number = 202107;
         i.month = month("2021-07");
     },
     {"E204", "E205"}},
    {"weekday with month precision", [](Incident& i) { i[Field::kWeekday] = 10; }, {"E206"}},
    {"hour precision without an hour", [](Incident& i) { i[Field::kTimePrecision] = term::kPrecisionHour; }, {"E206"}},
    {"hour precision with a band",
     [](Incident& i) {
         i[Field::kTimePrecision] = term::kPrecisionHour;
         i[Field::kHour] = term::kHourBandFirst;
     },
     {"E206"}},
    {"hour precision with an hour",
     [](Incident& i) {
         i[Field::kTimePrecision] = term::kPrecisionHour;
         i[Field::kHour] = term::kHourLast;
         i[Field::kWeekday] = 16;
     },
     {}},
    {"band precision with a band",
     [](Incident& i) {
         i[Field::kTimePrecision] = term::kPrecisionBand;
         i[Field::kHour] = term::kHourBandFirst;
     },
     {}},
    {"weekday precision without a weekday",
     [](Incident& i) { i[Field::kTimePrecision] = term::kPrecisionWeekday; },
     {"E206"}},
    {"hospital unit from the police", [](Incident& i) { i[Field::kCountUnit] = 12; }, {"E207"}},
    {"people as incidents", [](Incident& i) { i[Field::kCountUnit] = 17; }, {"E207", "E208"}},
    {"anti-social behaviour as crime", [](Incident& i) { i[Field::kKind] = kind("asb_unsplit"); }, {"E208"}},
    {"anti-social behaviour as a report",
     [](Incident& i) {
         i[Field::kKind] = kind("asb_unsplit");
         i[Field::kCountUnit] = static_cast<Code>(CountUnit::kIncidentReport);
     },
     {}},
    {"police extra", [](Incident& i) { i[Field::kPoliceOutcome] = i[Field::kKnifeFlagSource] = 10; }, {}},
    {"hospital extra from the police", [](Incident& i) { i[Field::kEdDisposal] = 10; }, {"E209"}},
    {"gravity from the police",
     [](Incident& i) {
         i[Field::kGravityScale] = 10;
         i[Field::kGravity] = 9;
     },
     {"E209", "E212"}},
    {"bodily force that injured with a weapon",
     [](Incident& i) {
         i[Field::kWeapon] = term::kWeaponNone;
         i[Field::kWeaponUse] = 10;
     },
     {"E210"}},
    {"area that is not there", [](Incident& i) { place_at(i, "E01999999", 2021); }, {"E301"}},
    {"area of the other vintage", [](Incident& i) { place_at(i, "E01900002", 2021); }, {"E301"}},
    {"area code malformed", [](Incident& i) { i.place.code_well_formed = false; }, {"E301"}},
    {"area at another level", [](Incident& i) { i.place.level = static_cast<Code>(AreaLevel::kMsoa); }, {"E302"}},
    {"area of another force", [](Incident& i) { place_at(i, "E01900009", 2021); }, {"E303"}},
    {"district in its own force", [](Incident& i) { place_at(i, "E07000902", 2024, AreaLevel::kDistrict); }, {}},
    {"no location", [](Incident& i) { no_place(i, kUnknown); }, {}},
    {"outside the area", [](Incident& i) { no_place(i, term::kLocationOutsideArea); }, {}},
    {"area with no location", [](Incident& i) { i.place.location = i[Field::kLocation] = kUnknown; }, {"E304"}},
    {"location without an area", [](Incident& i) { i.place.has_area = false; }, {"E304"}},
    {"two things wrong",
     [](Incident& i) {
         i[Field::kWeapon] = 0;
         place_at(i, "E01900009", 2021);
     },
     {"E201", "E303"}},
};

TEST_CASE("rules: a row with an error is refused alone - with every reason") {
    const World world;
    for (const RowCase& each : kRowCases) {
        SUBCASE(each.name) {
            Submission submission = submission_of({crime("E01900001", "2021-04"), crime("E01900003", "2021-04")});
            each.damage(submission.incidents[1]);
            const Verdict verdict = world.check(submission);
            CHECK(verdict.file.empty());
            CHECK(codes(verdict.refused) == each.codes);
            for (const Finding& finding : verdict.refused) CHECK(finding.row == 1);
        }
    }
}

TEST_CASE("rules: of a row with many errors only so many are kept") {
    const World world;
    Submission submission = submission_of({crime("E01900001", "2021-04"), crime("E01900003", "2021-04")});
    submission.incidents.insert(submission.incidents.begin(), 3, Incident{});
    const Verdict verdict = world.check(submission);
    CHECK(verdict.file.empty());
    CHECK(verdict.refused.size() == 3 * limits::kRowFindingsMax);
    for (std::size_t i = 0; i < verdict.refused.size(); ++i) {
        CHECK(verdict.refused[i].row == i / limits::kRowFindingsMax);
    }
}

TEST_CASE("rules: a submission with errors without end is refused as a whole and remembers only so many") {
    const World world;
    Submission submission = submission_of({crime("E01900001", "2021-04")});
    Incident wrong = submission.incidents.front();
    wrong[Field::kKind] = 0;
    submission.incidents.resize(limits::kSubmissionFindingsMax + 1, wrong);
    CHECK(world.check(submission).file.empty());
    CHECK(world.check(submission).refused.size() == limits::kSubmissionFindingsMax);
    submission.incidents.push_back(wrong);
    CHECK(codes(world.check(submission).file) == Codes{"E140"});
    submission.incidents.assign(limits::kSubmissionRowsMax, Incident{});
    const Verdict verdict = world.check(submission);
    REQUIRE(verdict.file.size() == 1);
    CHECK(verdict.file[0].code == FindingCode::kTooManyFindings);
    CHECK(verdict.refused.size() == limits::kSubmissionFindingsMax);
}

TEST_CASE("rules: as many warnings as rows refuse nothing") {
    const World world;
    Submission submission = submission_of({crime("E01900001", "2021-04")});
    place_at(submission.incidents[0], "E07000903", 2015, AreaLevel::kDistrict);
    submission.incidents.resize(limits::kSubmissionFindingsMax + 1, submission.incidents[0]);
    const Verdict verdict = world.check(submission);
    CHECK(verdict.file.empty());
    CHECK(verdict.warnings.size() == submission.incidents.size());
}

TEST_CASE("rules: an area that had gone by then is accepted with a warning") {
    const World world;
    Submission submission = submission_of({crime("E01900001", "2021-04")});
    place_at(submission.incidents[0], "E07000903", 2015, AreaLevel::kDistrict);
    const Verdict verdict = world.check(submission);
    CHECK(verdict.file.empty());
    CHECK(codes(verdict.warnings) == Codes{"E306"});
}

TEST_CASE("rules: a body that may send only counts cannot send rows") {
    const World world;
    Submission submission = submission_of({crime("E01900001", "2021-04")});
    submission.agreement = "H-1";
    CHECK(codes(world.check(submission, 1).file) == Codes{"E116"});
}

AggregateReturn attendances() {
    AggregateReturn aggregate;
    aggregate.count_unit = static_cast<Code>(CountUnit::kAttendance);
    aggregate.kind = kind("assault_with_injury");
    aggregate.weapon = aggregate.setting = aggregate.victim_age = aggregate.victim_sex = kNotCollected;
    aggregate.reported_to_police = kNotCollected;
    aggregate.treatment = 10;
    aggregate.from_month = aggregate.to_month = 202104;
    aggregate.place = {term::kLocationArea,          static_cast<Code>(AreaLevel::kDistrict), 10, true, true,
                       test::area("E07000901", 2024)};
    aggregate.count = 12;
    return aggregate;
}

struct AggregateCase {
    const char* name;
    std::function<void(AggregateReturn&)> damage;
    Codes codes;
};

const AggregateCase kAggregateCases[] = {
    {"as it should be", [](AggregateReturn&) {}, {}},
    {"unit of the police", [](AggregateReturn& a) { a.count_unit = 10; }, {"E207"}},
    {"rounded but not", [](AggregateReturn& a) { a.treatment = 11; }, {"E213"}},
    {"rounded",
     [](AggregateReturn& a) {
         a.treatment = 12;
         a.count = 15;
     },
     {}},
    {"suppressed with its count", [](AggregateReturn& a) { a.treatment = 13; }, {"E213"}},
    {"suppressed",
     [](AggregateReturn& a) {
         a.treatment = 13;
         a.count = 0;
     },
     {}},
    {"beyond belief", [](AggregateReturn& a) { a.count = limits::kAggregateCountMax + 1; }, {"E213"}},
    {"ends before it begins", [](AggregateReturn& a) { a.to_month = 202103; }, {"E214"}},
    {"month not declared", [](AggregateReturn& a) { a.to_month = 202105; }, {"E205"}},
    {"weapon missing", [](AggregateReturn& a) { a.weapon = 0; }, {"E201"}},
};

TEST_CASE("rules: a ready-made count must be possible") {
    const World world;
    for (const AggregateCase& each : kAggregateCases) {
        SUBCASE(each.name) {
            Submission submission = submission_of({});
            submission.agreement = "H-1";
            submission.months = {202104};
            submission.aggregates = {attendances(), attendances()};
            each.damage(submission.aggregates[1]);
            const Verdict verdict = world.check(submission, 1);
            CHECK(verdict.file.empty());
            CHECK(codes(verdict.refused) == each.codes);
        }
    }
}

TEST_CASE("rules: a nil return beside rows of that month and unit contradicts them") {
    const World world;
    Submission submission = submission_of({crime("E01900001", "2021-04")});
    submission.nil_returns = {{202104, static_cast<Code>(CountUnit::kRecordedCrime)},
                              {202104, static_cast<Code>(CountUnit::kIncidentReport)}};
    const Verdict verdict = world.check(submission);
    REQUIRE(verdict.refused.size() == 1);
    CHECK(verdict.refused[0].code == FindingCode::kNilContradictsRows);
    CHECK(verdict.refused[0].rows == RowKind::kNilReturn);
    CHECK(verdict.refused[0].row == 0);
}

TEST_CASE("findings: every code has its words and is found by its text") {
    std::set<std::string> texts;
    for (const FindingText& text : all_findings()) {
        const std::string code = code_text(text.code);
        CAPTURE(code);
        CHECK(texts.insert(code).second);
        CHECK(find_finding(code) == text.code);
        CHECK(text.title.ends_with("."));
        CHECK(text.why.ends_with("."));
        CHECK(text.next.ends_with("."));
    }
    CHECK_FALSE(find_finding("E999").has_value());
    CHECK_FALSE(find_finding("201").has_value());
    CHECK_FALSE(find_finding("E201x").has_value());
    CHECK_FALSE(find_finding("").has_value());
}

}  // namespace
}  // namespace svd
