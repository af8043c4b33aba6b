#include "agent/app/doctor.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/base/limits.h"
#include "tests/unit/agent/agent_fixture.h"

namespace svd::agent {
namespace {

using namespace test;
using namespace std::chrono_literals;

AgentConfig config() {
    AgentConfig config;
    config.party.id = "kent-police";
    config.party.kind = AgencyKind::kPolice;
    config.party.areas = {*AreaCode::parse("E23000032")};
    config.agreement = "KM";
    config.hub.url = "https://hub.example:8443";
    return config;
}

constexpr const char* kGood =
    R"({"identity": "urn:svd:agency:kent-police", "role": "agency", "id": "kent-police",
        "party": {"name": "Kent Police", "kind": "police", "areas": ["E23000032"], "agreements": ["KM"]}})";

HttpsAnswer answer(int status, std::string body, std::optional<UtcTime> date = test_time()) {
    return {status, "application/json", std::move(body), std::nullopt, date};
}

std::string text_of(const std::vector<Checkup>& checkups) {
    std::string text;
    for (const Checkup& each : checkups) text += fmt::format("{}={} ", each.subject, health_name(each.health));
    return text;
}

}  // namespace

TEST_CASE("doctor: what the hub answers is told apart") {
    struct Case {
        const char* name;
        Result<HttpsAnswer> contact;
        const char* expected;
    };
    const std::string other_kind = std::string(kGood).replace(std::string(kGood).find("\"police\""), 8, "\"prison\"");
    const std::string other_area = std::string(kGood).replace(std::string(kGood).find("E23000032"), 9, "E23000001");
    const std::string no_agreement = std::string(kGood).replace(std::string(kGood).find("[\"KM\"]"), 6, "[]");
    const Case cases[] = {
        {"all is well", answer(200, kGood), "connection=good clock=good authorisation=good agreement=good "},
        {"another kind", answer(200, other_kind),
         "connection=good clock=good authorisation=good authorisation=bad agreement=good "},
        {"another area", answer(200, other_area),
         "connection=good clock=good authorisation=good authorisation=warning agreement=good "},
        {"no agreement", answer(200, no_agreement), "connection=good clock=good authorisation=good agreement=bad "},
        {"not in the configuration", answer(200, R"({"role": "agency", "id": "kent-police", "party": null})"),
         "connection=good clock=good authorisation=good authorisation=bad "},
        {"forbidden", answer(403, R"({"title": "No"})"), "connection=good clock=good authorisation=bad "},
        {"busy", answer(503, R"({"title": "Busy"})"), "connection=good clock=good authorisation=warning "},
        {"a proxy's page", answer(407, "<html>"), "connection=bad "},
        {"a page of nobody we know", answer(200, "<html>"), "connection=bad "},
        {"no time given", answer(403, "{}", std::nullopt), "connection=good clock=not_looked authorisation=bad "},
        {"refused certificate", Error{Errc::kDenied, "alert certificate revoked"}, "authorisation=bad "},
        {"a proxy that opens TLS", Error{Errc::kInvalid, "hub.ca did not issue the certificate"}, "chain=bad "},
        {"nobody there", Error{Errc::kUnreachable, "connection refused"}, "connection=bad "},
        {"no answer", Error{Errc::kTimedOut, "timed out"}, "connection=bad "},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const auto checkups = judge_contact(c.contact, config(), test_time());
        CHECK(text_of(checkups) == c.expected);
        for (const Checkup& each : checkups) {
            CHECK_FALSE(each.says.empty());
            const bool needs_fix = each.health == Health::kBad || each.health == Health::kWarning;
            CHECK(needs_fix == !each.fix.empty());
        }
    }
}

TEST_CASE("doctor: the clock may be two minutes off and no more, either way") {
    for (const auto& [off, health] : {std::pair{0s, Health::kGood}, std::pair{120s, Health::kGood},
                                      std::pair{121s, Health::kBad}, std::pair{7200s, Health::kBad}}) {
        CAPTURE(off.count());
        CHECK(judge_clock(answer(200, ""), test_time() + off).health == health);
        CHECK(judge_clock(answer(200, ""), test_time() - off).health == health);
    }
    CHECK(judge_clock(answer(200, ""), test_time() + 2h).says == "the clock is 120 minutes ahead of the hub's");
}

TEST_CASE("doctor: a certificate is warned of thirty, fourteen, seven days and one day before its end") {
    Certificate own;
    own.not_before = test_time() - 24h;
    struct Case {
        std::chrono::hours left;
        Health health;
        const char* words;
    };
    const Case cases[] = {
        {31 * 24h, Health::kGood, "holds until"},          {29 * 24h, Health::kWarning, "less than 30 days"},
        {13 * 24h, Health::kWarning, "less than 14 days"}, {6 * 24h, Health::kWarning, "less than 7 days"},
        {5h, Health::kWarning, "less than 1 day"},         {0h, Health::kBad, "ran out"}};
    for (const Case& c : cases) {
        CAPTURE(c.left.count());
        own.not_after = test_time() + c.left;
        const Checkup checkup = judge_certificate(own, test_time());
        CHECK(checkup.health == c.health);
        CHECK(checkup.says.find(c.words) != std::string::npos);
    }
    own.not_after = test_time() + 1000h;
    CHECK(judge_certificate(own, own.not_before - 1s).health == Health::kBad);
}

TEST_CASE("doctor: the certificate must be of the agency of the configuration") {
    CHECK(judge_name("urn:svd:agency:kent-police", config()).health == Health::kGood);
    CHECK(judge_name("urn:svd:agency:kent", config()).health == Health::kBad);
    CHECK(judge_name("urn:svd:analyst:kent-police", config()).health == Health::kBad);
}

TEST_CASE("doctor: a proxy of the environment is told of when none is configured") {
    HubSettings hub;
    CHECK(judge_proxy(hub, "").health == Health::kGood);
    CHECK(judge_proxy(hub, "http://p:3128").health == Health::kWarning);
    hub.proxy = "http://p:3128";
    CHECK(judge_proxy(hub, "http://q:3128").health == Health::kGood);
}

TEST_CASE("doctor: the host that is looked up is the first that is connected to") {
    const std::pair<const char*, const char*> cases[] = {{"https://hub.example:8443", "hub.example"},
                                                         {"https://hub.example", "hub.example"},
                                                         {"https://hub.example/path", "hub.example"},
                                                         {"https://[2001:db8::1]:8443", "2001:db8::1"}};
    for (const auto& [url, host] : cases) {
        HubSettings hub;
        hub.url = url;
        CHECK(first_host(hub) == host);
    }
    HubSettings hub;
    hub.url = "https://hub.example";
    hub.proxy = "http://user:secret@proxy.example:3128";
    CHECK(first_host(hub) == "proxy.example");
}

TEST_CASE("doctor: room on the disk") {
    CHECK(judge_disk(5'000 * limits::kMiB).health == Health::kGood);
    CHECK(judge_disk(500 * limits::kMiB).health == Health::kWarning);
    CHECK(judge_disk(50 * limits::kMiB).health == Health::kBad);
}

TEST_CASE("doctor: a key that others may read and a missing inbox are found") {
    TempFolder folder;
    AgentConfig own = config();
    own.spool.state = folder.path() / "spool";
    own.spool.inbox = folder.path() / "spool/inbox";
    own.hub.key = folder.path() / "key.pem";
    write_text(own.hub.key, "x");
    fs::permissions(own.hub.key, fs::perms::owner_read | fs::perms::group_read);
    CHECK(look_at_permissions(own).fix.starts_with("chmod 600"));
    fs::permissions(own.hub.key, fs::perms::owner_read);
    CHECK(look_at_permissions(own).health == Health::kWarning);
    fs::create_directories(own.spool.inbox);
    CHECK(look_at_permissions(own).health == Health::kGood);
    CHECK(look_at_queue(own).health == Health::kGood);
}

}  // namespace svd::agent
