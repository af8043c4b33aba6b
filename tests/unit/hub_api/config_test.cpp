#include "hub/app/config.h"

#include <doctest/doctest.h>

#include "tests/support/small_world.h"

namespace svd {
namespace {

constexpr const char* kGood = R"([hub]
data = "data"
log_origin = "hub.test/log"
listen = "127.0.0.1:0"
disclosure = "off"
[tls]
certificate = "cert.pem"
key = "key.pem"
ca = "ca.pem"
crl = "crl.pem"
[reference]
path = "reference"
[[party]]
id = "test-police"
name = "Test Police"
kind = "police"
areas = ["E23000099"]
[[party.agreement]]
id = "A-1"
from = "2020-01"
[[party]]
id = "test-ed"
name = "Test ED"
kind = "emergency_department"
areas = ["E23000099"]
[[party.agreement]]
id = "H-1"
from = "2020-01"
to = "2020-12"
)";

Result<HubConfig> load(const std::string& text) {
    const test::TempDir folder;
    folder.write("hub.toml", text);
    auto config = load_config(folder.path() / "hub.toml");
    if (config) config->data = config->data.filename();
    return config;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

TEST_CASE("config: a good file is read and messages follow the kind of agency") {
    const auto config = load(kGood);
    REQUIRE_MESSAGE(config.has_value(), (config ? std::string() : config.error().detail));
    CHECK(config->data == "data");
    CHECK(config->disclosure_off);
    CHECK(config->listen.port == 0);
    REQUIRE(config->parties.size() == 2);
    CHECK(config->parties[1].agreements[0].messages == kEveryMessage);
    CHECK(config->parties[0].agreements[0].messages == messages_by_default(false));
    CHECK(config->parties[0].agreements[0].valid_to == test::month("2020-12"));
}

struct Broken {
    const char* name;
    const char* from;
    const char* to;
    const char* told;
};

const Broken kBroken[] = {
    {"not TOML", "[hub]", "[hub", "hub.toml:1"},
    {"key misspelt", "listen =", "lisen =", "hub.toml:4"},
    {"disclosure not said clearly", "\"off\"", "\"maybe\"", "disclosure"},
    {"port missing", "127.0.0.1:0", "127.0.0.1", "listen"},
    {"kind unknown", "\"police\"", "\"polis\"", "kind"},
    {"area malformed", "E23000099", "Kent", "areas"},
    {"two parties of one id", "test-ed", "test-police", "id"},
    {"id with capitals", "\"test-police\"", "\"Test\"", "id"},
    {"agreement without a start", "from = \"2020-01\"", "", "from"},
    {"agreement from a day", "\"2020-01\"", "\"2020-01-01\"", "from"},
    {"certificate not named", "certificate = \"cert.pem\"", "", "certificate"},
};

TEST_CASE("config: what is wrong is named with its line") {
    for (const Broken& each : kBroken) {
        SUBCASE(each.name) {
            const auto config = load(with(kGood, each.from, each.to));
            REQUIRE_FALSE(config.has_value());
            CAPTURE(config.error().detail);
            CHECK(config.error().detail.find("hub.toml") != std::string::npos);
            CHECK(config.error().detail.find(each.told) != std::string::npos);
        }
    }
}

TEST_CASE("config: disclosure control is required unless it is said that it is off") {
    const auto config = load(with(kGood, "disclosure = \"off\"\n", ""));
    REQUIRE(config.has_value());
    CHECK_FALSE(config->disclosure_off);
}

TEST_CASE("config: a party's area that the reference data lacks is an error") {
    const auto config = load(with(kGood, "E23000099", "E23000077"));
    REQUIRE(config.has_value());
    const auto checked = check_against(*config, test::small_geography());
    REQUIRE_FALSE(checked.has_value());
    CHECK(checked.error().detail.find("E23000077") != std::string::npos);
}

}  // namespace
}  // namespace svd
