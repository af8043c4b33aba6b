#include "hub/app/agreement_config.h"

#include <doctest/doctest.h>

#include "core/base/limits.h"
#include "tests/support/small_world.h"

namespace svd {
namespace {

struct Read {
    Agreement agreement;
    std::string problems;
};

// An agreement of a police force, from line 3 of a file; `clauses` follow what is required.
Read read(const std::string& clauses, AgencyKind kind = AgencyKind::kPolice) {
    const auto toml = parse_toml("\n\nid = \"A-1\"\nfrom = \"2020-01\"\n" + clauses, "hub.toml");
    REQUIRE_MESSAGE(toml.has_value(), (toml ? std::string() : toml.error().detail));
    Problems problems("hub.toml");
    TomlReader table(*toml, "party.agreement", 1, problems);
    Party party{"test-police", "Test Police", kind, {}, {}};
    party.agreements.push_back({"A-0", test::month("2019-01")});
    Agreement agreement = read_agreement(table, party, {"test-police", "test-fire"});
    return {agreement, problems.text()};
}

TEST_CASE("agreement config: what is not said is at its default") {
    const Read found = read("");
    CHECK(found.problems.empty());
    CHECK(found.agreement.messages == kEveryMessage);
    CHECK(found.agreement.fields == kEveryField);
    CHECK(found.agreement.finest_geography == AreaLevel::kLsoa);
    CHECK(found.agreement.recipients.every_analyst);
    CHECK(found.agreement.recipients.named.empty());
    CHECK(found.agreement.purposes == kDutyPurposes);
    CHECK_FALSE(found.agreement.retain_months.has_value());
    CHECK_FALSE(found.agreement.display_threshold.has_value());
    const Read hospital = read("", AgencyKind::kHospital);
    CHECK_FALSE(hospital.agreement.messages.contains(RowKind::kIncident));
    CHECK_FALSE(hospital.agreement.messages.contains(RowKind::kAmendment));
    CHECK(hospital.agreement.messages.contains(RowKind::kAggregate));
}

TEST_CASE("agreement config: every clause is read") {
    const Read found = read(R"(to = "2026-03"
messages = ["incidents", "nil_returns"]
fields = ["count_unit", "time_precision", "kind", "police_outcome"]
finest_geography = "msoa"
recipients = ["*", "urn:svd:agency:test-fire"]
purposes = ["identify_kinds", "supply_to_local_policing_body"]
retain_months = 84
display_threshold = 5
)");
    CHECK(found.problems == "");
    const Agreement& agreement = found.agreement;
    CHECK(agreement.valid_to == test::month("2026-03"));
    CHECK(agreement.messages == EnumSet{RowKind::kIncident, RowKind::kNilReturn});
    CHECK(agreement.fields == EnumSet{Field::kCountUnit, Field::kTimePrecision, Field::kKind, Field::kPoliceOutcome});
    CHECK(agreement.finest_geography == AreaLevel::kMsoa);
    CHECK(agreement.recipients.every_analyst);
    CHECK(agreement.recipients.named == std::vector<Identity>{{Role::kAgency, "test-fire"}});
    CHECK(agreement.purposes == EnumSet{Purpose::kIdentifyKinds, Purpose::kSupplyToLocalPolicingBody});
    CHECK(agreement.retain_months == 84);
    CHECK(agreement.display_threshold == 5);
    CHECK_FALSE(read("recipients = \"urn:svd:analyst:vru\"").agreement.recipients.every_analyst);
}

struct Wrong {
    const char* name;
    const char* clauses;
    const char* told;
};

const Wrong kWrong[] = {
    {"ends before it begins", "to = \"2019-12\"", "hub.toml:5: party.agreement.to: is before from."},
    {"key misspelt", "\nfinest_geograpy = \"msoa\"",
     "hub.toml:6: unknown key \"party.agreement.finest_geograpy\". Did "
     "you mean \"finest_geography\"?"},
    {"message misspelt", "messages = [\"incident\"]",
     "hub.toml:5: party.agreement.messages: \"incident\" is no kind of "
     "message. Did you mean \"incidents\"?"},
    {"message twice", "messages = [\"incidents\", \"incidents\"]", "names incidents twice"},
    {"no message at all", "messages = []", "expected text, or a list of texts"},
    {"corrections of records without records", "messages = [\"aggregates\", \"amendments\"]", "name incidents too"},
    {"rows, as it once was", "rows = \"counts_only\"", "unknown key \"party.agreement.rows\""},
    {"field misspelt", "fields = [\"count_unit\", \"time_precision\", \"wepon\"]", "Did you mean \"weapon\"?"},
    {"another agency's field", "fields = [\"count_unit\", \"time_precision\", \"ed_disposal\"]", "no field of police"},
    {"a field that every record has", "fields = [\"time_precision\"]", "count_unit cannot be left out"},
    {"the area is no field", "fields = [\"count_unit\", \"time_precision\", \"area\"]", "\"area\" is no field"},
    {"level misspelt", "finest_geography = \"mosa\"", "Did you mean \"msoa\"?"},
    {"two levels", "finest_geography = [\"msoa\", \"ward\"]", "text in quotes"},
    {"recipient by name", "recipients = [\"VRU\"]", "\"VRU\" is no recipient"},
    {"auditor as recipient", "recipients = [\"urn:svd:auditor:oversight\"]", "is no recipient"},
    {"agency that is no party", "recipients = [\"urn:svd:agency:test-fir\"]", "Did you mean \"test-fire\"?"},
    {"recipient twice", "recipients = [\"urn:svd:analyst:a\", \"urn:svd:analyst:a\"]", "twice"},
    {"everybody twice", "recipients = [\"*\", \"*\"]", "twice"},
    {"everybody and one of them", "recipients = [\"*\", \"urn:svd:analyst:a\"]", "among them"},
    {"purpose misspelt", "purposes = [\"identify_kind\"]", "Did you mean \"identify_kinds\"?"},
    {"kept for no time", "retain_months = 0", "a whole number from 1 to 1200"},
    {"kept for a time in words", "retain_months = \"7 years\"", "a whole number"},
    {"threshold that is a fraction", "display_threshold = 2.5", "a whole number"},
    {"threshold beyond reason", "display_threshold = 1001", "a whole number from 1 to 1000"},
};

TEST_CASE("agreement config: what is wrong is named with its line, and with what was meant") {
    for (const Wrong& each : kWrong) {
        SUBCASE(each.name) {
            const Read found = read(each.clauses);
            CAPTURE(found.problems);
            CHECK(found.problems.find(each.told) != std::string::npos);
            CHECK(found.problems.starts_with("hub.toml:"));
            CHECK(found.problems.find('\n') == std::string::npos);
        }
    }
}

TEST_CASE("agreement config: an id is short and no other agreement's") {
    const auto with_id = [](const std::string& id) {
        const auto toml = parse_toml("id = \"" + id + "\"\nfrom = \"2020-01\"\n", "hub.toml");
        Problems problems("hub.toml");
        TomlReader table(*toml, "party.agreement", 1, problems);
        Party party;
        party.agreements.push_back({"A-0", test::month("2019-01")});
        read_agreement(table, party, {});
        return problems.text();
    };
    CHECK(with_id(std::string(limits::kNameBytesMax, 'a')).empty());
    CHECK(with_id(std::string(limits::kNameBytesMax + 1, 'a')).find("longer than 64 bytes") != std::string::npos);
    CHECK(with_id("A-0").find("another of its agreements") != std::string::npos);
}

}  // namespace
}  // namespace svd
