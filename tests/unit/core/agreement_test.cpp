#include "core/domain/agreement.h"

#include <doctest/doctest.h>

#include <functional>

#include "core/rules/agreement_rules.h"
#include "tests/support/small_world.h"

namespace svd {
namespace {

using test::crime;
using test::month;
using test::submission_of;

TEST_CASE("purpose: every one has its name and section, and only the Duty's are the Duty's") {
    for (const Purpose purpose : all_purposes()) {
        CHECK(find_purpose(purpose_name(purpose)) == purpose);
        CHECK(purpose_section(purpose).starts_with("section"));
        CHECK(kDutyPurposes.contains(purpose) == (purpose != Purpose::kSupplyToLocalPolicingBody));
    }
    CHECK_FALSE(find_purpose("curiosity").has_value());
    CHECK_FALSE(find_purpose("").has_value());
}

TEST_CASE("row_kind: every list of a submission is found by its name") {
    for (const RowKind kind : all_row_kinds()) CHECK(find_row_kind(row_kind_name(kind)) == kind);
    CHECK_FALSE(find_row_kind("rows").has_value());
}

TEST_CASE("enum_set: holds what was put in, and nothing from beyond the word") {
    EnumSet<AreaLevel> levels = {AreaLevel::kLsoa, AreaLevel::kGroup};
    CHECK(levels.size() == 2);
    levels.insert(static_cast<AreaLevel>(200));
    CHECK(levels.size() == 2);
    CHECK_FALSE(levels.contains(static_cast<AreaLevel>(200)));
    CHECK_FALSE(levels.contains(static_cast<AreaLevel>(10 + 64)));
    levels.erase(AreaLevel::kLsoa);
    CHECK(levels == EnumSet<AreaLevel>{AreaLevel::kGroup});
    CHECK(kEveryField.size() == kFieldCount);
    CHECK(kEveryMessage.size() == all_row_kinds().size());
}

struct Admission {
    const char* finest;
    const char* admitted;  // in the order of the vocabulary
};

const Admission kAdmissions[] = {
    {"lsoa", "lsoa msoa ward district county csp police_force fire_authority icb group"},
    {"msoa", "msoa district county csp police_force fire_authority icb group"},
    {"ward", "ward district county csp police_force fire_authority icb group"},
    {"district", "district county csp police_force fire_authority icb group"},
    {"county", "county police_force fire_authority"},
    {"csp", "county csp police_force fire_authority icb"},
    {"police_force", "police_force"},
    {"fire_authority", "fire_authority"},
    {"icb", "icb"},
    {"group", "group"},
};

AreaLevel level(std::string_view name) {
    return static_cast<AreaLevel>(find_term(Vocabulary::kAreaLevel, name).value());
}

TEST_CASE("agreement: a level is admitted when it is made of whole areas of the finest") {
    for (const Admission& each : kAdmissions) {
        SUBCASE(each.finest) {
            std::string admitted;
            for (const Term& term : terms(Vocabulary::kAreaLevel)) {
                if (!admits(level(each.finest), static_cast<AreaLevel>(term.code))) continue;
                admitted.append(admitted.empty() ? "" : " ").append(term.name);
            }
            CHECK(admitted == each.admitted);
            for (const int no_level : {0, 1, 9, 20, 255}) {
                CHECK_FALSE(admits(level(each.finest), static_cast<AreaLevel>(no_level)));
            }
        }
    }
    CHECK(std::size(kAdmissions) == terms(Vocabulary::kAreaLevel).size());
}

TEST_CASE("agreement: a month is past retention when so many full months have gone since it ended") {
    Agreement agreement{"A", month("2020-01")};
    CHECK_FALSE(agreement.is_past_retention(month("2020-01"), month("2199-12")));
    agreement.retain_months = 12;
    CHECK_FALSE(agreement.is_past_retention(month("2020-01"), month("2020-01")));
    CHECK_FALSE(agreement.is_past_retention(month("2020-01"), month("2021-01")));
    CHECK(agreement.is_past_retention(month("2020-01"), month("2021-02")));
}

TEST_CASE("agreement: only what has a term for not being given can be left out") {
    CHECK_FALSE(may_be_left_out(Field::kCountUnit));
    CHECK_FALSE(may_be_left_out(Field::kTimePrecision));
    CHECK(may_be_left_out(Field::kKind));
    CHECK(may_be_left_out(Field::kLocation));
    CHECK(may_be_left_out(Field::kGravity));
    CHECK(may_be_left_out(Field::kExclusionPermanent));
}

// What a submission is made to look like, under which agreement, and which clauses are named.
struct Case {
    const char* name;
    std::function<void(Agreement&, Submission&)> change;
    std::vector<std::string> told;  // code and clause
};

void without(Agreement& agreement, std::initializer_list<Field> fields) {
    for (const Field field : fields) agreement.fields.erase(field);
}

AggregateReturn counted(AreaLevel at, const char* code) {
    AggregateReturn aggregate;
    aggregate.count_unit = static_cast<Code>(CountUnit::kRecordedCrime);
    aggregate.kind = aggregate.weapon = aggregate.setting = aggregate.victim_age = kNotCollected;
    aggregate.victim_sex = aggregate.reported_to_police = kWithheld;
    aggregate.place = {term::kLocationArea, static_cast<Code>(at), kNotCollected, true, true, test::area(code, 2024)};
    return aggregate;
}

const Case kCases[] = {
    {"all defaults", [](Agreement&, Submission&) {}, {}},

    {"a month before it began",
     [](Agreement& a, Submission&) { a.valid_from = month("2021-05"); },
     {"E106 agreement.from"}},
    {"a month after it ended", [](Agreement& a, Submission&) { a.valid_to = month("2021-03"); }, {"E106 agreement.to"}},
    {"its last month", [](Agreement& a, Submission&) { a.valid_to = month("2021-04"); }, {}},
    {"months on either side, each clause once",
     [](Agreement& a, Submission& s) {
         a.valid_from = month("2021-04");
         a.valid_to = month("2021-04");
         s.months = {202101, 202102, 202104, 202105, 202106};
     },
     {"E106 agreement.from", "E106 agreement.to"}},
    {"what is no month is another rule's", [](Agreement&, Submission& s) { s.months = {202113}; }, {}},

    {"the last month that may be kept", [](Agreement& a, Submission&) { a.retain_months = 2; }, {}},
    {"a month longer ago than may be kept",
     [](Agreement& a, Submission&) { a.retain_months = 1; },
     {"E120 agreement.retain_months"}},

    {"records where only counts are allowed",
     [](Agreement& a, Submission&) { a.messages = messages_by_default(false); },
     {"E116 agreement.messages.incidents"}},
    {"a correction where only counts are allowed",
     [](Agreement& a, Submission& s) {
         a.messages = messages_by_default(false);
         s.amendments = {{RowAddress{}, s.incidents.front()}};
         s.incidents.clear();
     },
     {"E116 agreement.messages.amendments"}},
    {"a correction where records are allowed but not that",
     [](Agreement& a, Submission& s) {
         a.messages.erase(RowKind::kAmendment);
         s.amendments = {{RowAddress{}, s.incidents.front()}};
     },
     {"E117 agreement.messages.amendments"}},
    {"every kind that is not allowed is named",
     [](Agreement& a, Submission& s) {
         a.messages = {RowKind::kIncident};
         s.aggregates.resize(1);
         s.cohorts.resize(1);
         s.nil_returns.resize(1);
         s.not_available.resize(1);
         s.withdrawals.resize(2);
     },
     {"E117 agreement.messages.aggregates", "E117 agreement.messages.cohorts", "E117 agreement.messages.nil_returns",
      "E117 agreement.messages.not_available", "E117 agreement.messages.withdrawals"}},

    {"fields not allowed and not given",
     [](Agreement& a, Submission& s) {
         without(a, {Field::kWeapon, Field::kHour, Field::kPoliceOutcome, Field::kGravity});
         s.incidents[0][Field::kWeapon] = kWithheld;
     },
     {}},
    {"a field not allowed and given",
     [](Agreement& a, Submission& s) {
         without(a, {Field::kWeapon});
         s.incidents[0][Field::kWeapon] = term::kWeaponNone;
     },
     {"E118 agreement.fields.weapon"}},
    {"unknown says that it was asked",
     [](Agreement& a, Submission& s) {
         without(a, {Field::kAlcohol});
         s.incidents[0][Field::kAlcohol] = kUnknown;
     },
     {"E118 agreement.fields.alcohol"}},
    {"a number that is no term is given all the same",
     [](Agreement& a, Submission& s) {
         without(a, {Field::kAlcohol});
         s.incidents[0][Field::kAlcohol] = kNoTerm;
     },
     {"E118 agreement.fields.alcohol"}},
    {"gravity 2 is not the term not_collected",
     [](Agreement& a, Submission& s) {
         without(a, {Field::kGravity});
         s.incidents[0][Field::kGravity] = 2;
     },
     {"E118 agreement.fields.gravity"}},
    {"an extra not allowed and given",
     [](Agreement& a, Submission& s) {
         without(a, {Field::kPoliceOutcome});
         s.incidents[0][Field::kPoliceOutcome] = 10;
     },
     {"E118 agreement.fields.police_outcome"}},
    {"a place not allowed and given",
     [](Agreement& a, Submission&) { without(a, {Field::kLocation}); },
     {"E118 agreement.fields.location"}},
    {"a code beside a location that says withheld",
     [](Agreement& a, Submission& s) {
         without(a, {Field::kLocation});
         s.incidents[0][Field::kLocation] = s.incidents[0].place.location = kWithheld;
     },
     {"E118 agreement.fields.location"}},
    {"every field of every list, each once",
     [](Agreement& a, Submission& s) {
         without(a, {Field::kKind, Field::kWeapon, Field::kVictimSex, Field::kSetting});
         s.incidents.push_back(s.incidents.front());
         s.amendments = {{RowAddress{}, s.incidents.front()}};
         s.amendments[0].replacement[Field::kWeapon] = term::kWeaponNone;
         s.aggregates = {counted(AreaLevel::kDistrict, "E07000901")};
         s.aggregates[0].victim_sex = 10;
     },
     {"E118 agreement.fields.kind", "E118 agreement.fields.weapon", "E118 agreement.fields.victim_sex"}},

    {"an area finer than agreed",
     [](Agreement& a, Submission&) { a.finest_geography = AreaLevel::kMsoa; },
     {"E119 agreement.finest_geography"}},
    {"a wider area than agreed",
     [](Agreement& a, Submission& s) {
         a.finest_geography = AreaLevel::kMsoa;
         s.incidents[0].place.level = static_cast<Code>(AreaLevel::kDistrict);
     },
     {}},
    {"no area at all",
     [](Agreement& a, Submission& s) {
         a.finest_geography = AreaLevel::kDistrict;
         s.incidents[0].place = {};
     },
     {}},
    {"an area whose level is not said",
     [](Agreement& a, Submission& s) {
         a.finest_geography = AreaLevel::kDistrict;
         s.incidents[0].place.level = kUnspecified;
     },
     {"E119 agreement.finest_geography"}},
    {"a count of finer areas",
     [](Agreement& a, Submission& s) {
         a.finest_geography = AreaLevel::kDistrict;
         s.incidents.clear();
         s.aggregates = {counted(AreaLevel::kDistrict, "E07000901"), counted(AreaLevel::kWard, "E05000901")};
     },
     {"E119 agreement.finest_geography"}},
    {"a correction to a finer area",
     [](Agreement& a, Submission& s) {
         a.finest_geography = AreaLevel::kDistrict;
         s.amendments = {{RowAddress{}, s.incidents.front()}};
         s.incidents.clear();
     },
     {"E119 agreement.finest_geography"}},
    {"a cohort of a finer area",
     [](Agreement& a, Submission& s) {
         a.finest_geography = AreaLevel::kPoliceForce;
         s.incidents.clear();
         s.cohorts.resize(1);
         s.cohorts[0].place = counted(AreaLevel::kDistrict, "E07000901").place;
     },
     {"E119 agreement.finest_geography"}},

    {"everything at once",
     [](Agreement& a, Submission& s) {
         a.valid_to = month("2021-03");
         a.retain_months = 1;
         a.messages.erase(RowKind::kNilReturn);
         a.finest_geography = AreaLevel::kDistrict;
         without(a, {Field::kKind});
         s.nil_returns.resize(1);
     },
     {"E106 agreement.to", "E120 agreement.retain_months", "E117 agreement.messages.nil_returns",
      "E118 agreement.fields.kind", "E119 agreement.finest_geography"}},
};

TEST_CASE("agreement: what is outside it refuses the whole submission, with the clause named") {
    for (const Case& each : kCases) {
        SUBCASE(each.name) {
            Agreement agreement{"A-1", month("2020-01")};
            Submission submission = submission_of({crime("E01900001", "2021-04")});
            each.change(agreement, submission);
            Verdict verdict;
            check_agreement(submission, agreement, month("2021-06"), verdict);
            std::vector<std::string> told;
            for (const Finding& finding : verdict.file) {
                told.push_back(code_text(finding.code) + " " + std::string(finding.field));
                CHECK(text_of(finding.code).severity == Severity::kFileReject);
            }
            CHECK(told == each.told);
            CHECK(verdict.refused.empty());
            CHECK(verdict.warnings.empty());
        }
    }
}

TEST_CASE("agreement: the rules of a submission ask its agreement") {
    const Geography geography = test::small_geography();
    Party party = test::small_parties()[0];
    party.agreements[0].finest_geography = AreaLevel::kDistrict;
    party.agreements[0].retain_months = 1;
    const Submission submission = submission_of({crime("E01900001", "2021-04")});
    const Verdict verdict = check_submission(submission, {party, geography, month("2021-06")});
    REQUIRE(verdict.file.size() == 2);
    CHECK(verdict.file[0].code == FindingCode::kPastRetention);
    CHECK(verdict.file[1].code == FindingCode::kFinerThanAgreed);
}

struct Reading {
    const char* name;
    std::function<void(Agreement&)> change;
    const char* reader;
    Purpose purpose;
    const char* about;
    std::optional<Clause> broken;
};

const auto kOnlyVru = [](Agreement& a) { a.recipients = {false, {{Role::kAnalyst, "vru"}}}; };

const Reading kReadings[] = {
    {"any analyst, by default", [](Agreement&) {}, "urn:svd:analyst:vru", Purpose::kIdentifyKinds, "2021-04", {}},
    {"no agency, by default", [](Agreement&) {}, "urn:svd:agency:fire", Purpose::kIdentifyKinds, "2021-04",
     Clause::kRecipients},
    {"no auditor, whoever is named", [](Agreement&) {}, "urn:svd:auditor:vru", Purpose::kMonitor, "2021-04",
     Clause::kRecipients},
    {"no operator", [](Agreement&) {}, "urn:svd:operator:vru", Purpose::kMonitor, "2021-04", Clause::kRecipients},
    {"the analyst who is named", kOnlyVru, "urn:svd:analyst:vru", Purpose::kMonitor, "2021-04", {}},
    {"another analyst", kOnlyVru, "urn:svd:analyst:vendor", Purpose::kMonitor, "2021-04", Clause::kRecipients},
    {"an agency of the analyst's id", kOnlyVru, "urn:svd:agency:vru", Purpose::kMonitor, "2021-04",
     Clause::kRecipients},
    {"an agency that is named beside every analyst",
     [](Agreement& a) { a.recipients.named = {{Role::kAgency, "fire"}}; },
     "urn:svd:agency:fire",
     Purpose::kMonitor,
     "2021-04",
     {}},
    {"section 17 is not among the Duty's purposes", [](Agreement&) {}, "urn:svd:analyst:pcc",
     Purpose::kSupplyToLocalPolicingBody, "2021-04", Clause::kPurposes},
    {"section 17 where it is agreed",
     [](Agreement& a) { a.purposes = {Purpose::kSupplyToLocalPolicingBody}; },
     "urn:svd:analyst:pcc",
     Purpose::kSupplyToLocalPolicingBody,
     "2021-04",
     {}},
    {"a purpose that was taken out", [](Agreement& a) { a.purposes.erase(Purpose::kMonitor); }, "urn:svd:analyst:vru",
     Purpose::kMonitor, "2021-04", Clause::kPurposes},
    {"a month before", [](Agreement&) {}, "urn:svd:analyst:vru", Purpose::kMonitor, "2019-12", Clause::kFrom},
    {"a month after", [](Agreement& a) { a.valid_to = month("2021-03"); }, "urn:svd:analyst:vru", Purpose::kMonitor,
     "2021-04", Clause::kTo},
    {"a month that is kept no longer", [](Agreement& a) { a.retain_months = 1; }, "urn:svd:analyst:vru",
     Purpose::kMonitor, "2021-04", Clause::kRetainMonths},
    {"a month that is just kept",
     [](Agreement& a) { a.retain_months = 2; },
     "urn:svd:analyst:vru",
     Purpose::kMonitor,
     "2021-04",
     {}},
};

TEST_CASE("agreement: a reading outside it names the clause that forbids it") {
    for (const Reading& each : kReadings) {
        SUBCASE(each.name) {
            Agreement agreement{"A-1", month("2020-01")};
            each.change(agreement);
            const auto breach = read_breach(agreement, Identity::parse(each.reader).value(), each.purpose,
                                            month(each.about), month("2021-06"));
            CHECK(breach.has_value() == each.broken.has_value());
            if (breach && each.broken) CHECK(clause_name(breach->clause) == clause_name(*each.broken));
        }
    }
}

}  // namespace
}  // namespace svd
