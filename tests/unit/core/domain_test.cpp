#include <doctest/doctest.h>

#include "core/base/bytes.h"
#include "core/base/log.h"
#include "core/domain/area.h"
#include "core/domain/month.h"
#include "core/domain/party.h"

namespace svd {
namespace {

TEST_CASE("month: reads what is a month and refuses what is not") {
    CHECK(Month::parse("2021-04").value().number() == 202104);
    CHECK(Month::parse("2021-04").value().text() == "2021-04");
    for (const char* wrong : {"", "2021", "2021-4", "2021-00", "2021-13", "2021/04", "2021-04-01", "202104", "abcd-ef",
                              "1969-12", "2200-01", "+021-04", "2021--4"}) {
        CAPTURE(wrong);
        CHECK_FALSE(Month::parse(wrong).has_value());
    }
    for (const std::uint32_t wrong : {0U, 202100U, 202113U, 196912U, 220001U, 4294967295U}) {
        CAPTURE(wrong);
        CHECK_FALSE(Month::from_number(wrong).has_value());
    }
}

TEST_CASE("month: counts across a year's end") {
    const Month december = Month::parse("2021-12").value();
    CHECK((december + 1).text() == "2022-01");
    CHECK((december + (-12)).text() == "2020-12");
    CHECK(Month::parse("2022-03").value() - Month::parse("2021-04").value() == 11);
    CHECK(Period{Month::parse("2021-04").value(), Month::parse("2022-03").value()}.months() == 12);
    CHECK(Month::of(UtcTime(std::chrono::seconds(1'617'235'199))).text() == "2021-03");
    CHECK(Month::of(UtcTime(std::chrono::seconds(1'617'235'200))).text() == "2021-04");
}

TEST_CASE("area_code: is a capital letter and eight digits") {
    CHECK(AreaCode::parse("E07000115").value().text() == "E07000115");
    for (const char* wrong : {"", "e07000115", "E0700011", "E070001155", "E0700011X", " E0700011", "07000115E"}) {
        CAPTURE(wrong);
        CHECK_FALSE(AreaCode::parse(wrong).has_value());
    }
    CHECK(AreaCode::parse("E07000115").value().packed() < AreaCode::parse("E07000116").value().packed());
    CHECK(AreaCode::parse("E99999999").value().packed() < AreaCode::parse("W00000000").value().packed());
}

TEST_CASE("identity: comes from one form of name only") {
    const auto police = Identity::parse("urn:svd:agency:kent-police");
    REQUIRE(police.has_value());
    CHECK(police->role == Role::kAgency);
    CHECK(police->id == "kent-police");
    CHECK(police->uri() == "urn:svd:agency:kent-police");
    for (const char* wrong :
         {"", "urn:svd:agency", "urn:svd:agency:", "urn:svd:admin:x", "urn:svd:agency:Kent", "urn:svd:agency:-x",
          "urn:svd:agency:x-", "urn:svd:agency:a b", "URN:svd:agency:x", "urn:svd:agency:x:y", "https://agency/x"}) {
        CAPTURE(wrong);
        CHECK_FALSE(Identity::parse(wrong).has_value());
    }
}

TEST_CASE("party: health and social care bodies send counts unless their agreement says otherwise") {
    CHECK(rows_by_default(AgencyKind::kPolice));
    CHECK(rows_by_default(AgencyKind::kFireRescue));
    CHECK(rows_by_default(AgencyKind::kDistrictCouncil));
    for (const AgencyKind kind : {AgencyKind::kEmergencyDepartment, AgencyKind::kAmbulance, AgencyKind::kHospital,
                                  AgencyKind::kIntegratedCare, AgencyKind::kUpperTierCouncil, AgencyKind::kProbation}) {
        CHECK_FALSE(rows_by_default(kind));
    }
    CHECK(may_count(AgencyKind::kPolice, CountUnit::kRecordedCrime));
    CHECK_FALSE(may_count(AgencyKind::kPolice, CountUnit::kAttendance));
    CHECK_FALSE(may_count(AgencyKind::kEmergencyDepartment, CountUnit::kRecordedCrime));
}

TEST_CASE("bytes: hexadecimal is read in one form only and numbers keep their order") {
    const Digest digest = digest_from_hex("00ff" + std::string(60, 'a')).value();
    CHECK(to_hex(digest) == "00ff" + std::string(60, 'a'));
    CHECK_FALSE(digest_from_hex("00FF" + std::string(60, 'a')).has_value());
    CHECK_FALSE(digest_from_hex(std::string(63, 'a')).has_value());
    CHECK_FALSE(digest_from_hex(std::string(64, 'g')).has_value());
    CHECK(from_big_endian(big_endian(0x0102030405060708ULL)) == 0x0102030405060708ULL);
    CHECK(big_endian(255) < big_endian(256));
    CHECK_FALSE(from_big_endian("short").has_value());
}

TEST_CASE("log: a line is one JSON object whatever is in its fields") {
    const std::string line = log::line("2026-11-20T09:30:00.000Z", log::Level::kWarning, "test.event",
                                       {{"a", std::string_view("quote \" newline \n")}, {"b", std::int64_t{7}}});
    CHECK(line == R"({"@timestamp":"2026-11-20T09:30:00.000Z","log.level":"warning","service.name":"svd",)"
                  R"("service.version":"0","event.action":"test.event","a":"quote \" newline \n","b":7})");
}

}  // namespace
}  // namespace svd
