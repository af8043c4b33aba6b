#include "audit/copy/partnership_reader.h"

#include <doctest/doctest.h>

#include "hub/app/partnership.h"
#include "tests/support/full_partnership.h"
#include "tests/support/golden.h"

namespace svd {
namespace {

using audit::read_partnership;

std::string document() { return partnership_document(test::full_partnership(), "test-1"); }

std::string with(std::string text, const std::string& old, const std::string& now) {
    const std::size_t at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), now);
}

TEST_CASE("partnership: what the hub writes is read back and gives the same bytes") {
    const std::string bytes = test::golden("partnership_v1.json", document());
    const auto read = read_partnership(bytes);
    REQUIRE(read.has_value());
    CHECK(read->geography == "test-1");
    CHECK(partnership_document(read->parties, read->geography) == bytes);
    CHECK(partnership_document(read_partnership(partnership_document({}, "e"))->parties, "e") ==
          partnership_document({}, "e"));
}

TEST_CASE("partnership: another form is refused") {
    const std::string good = document();
    const std::pair<const char*, std::string> cases[] = {
        {"nothing", ""},
        {"no object", "[]"},
        {"no members", "{}"},
        {"another format", with(good, "\"format\":1", "\"format\":2")},
        {"white space", with(good, "{", "{ ")},
        {"a member more", with(good, "{\"format\"", "{\"extra\":1,\"format\"")},
        {"a member twice", with(good, "{\"format\"", "{\"format\":1,\"format\"")},
        {"an unknown kind", with(good, "emergency_department", "emergency_depot")},
        {"an unknown field", with(good, "weekday", "weekend")},
        {"a field twice", with(good, "\"weekday\"", "\"kind\"")},
        {"no month", with(good, "2020-01", "2020-13")},
        {"no area", with(good, "E23000099", "E2300009")},
        {"no recipient", with(good, "urn:svd:analyst:vru", "urn:svd:somebody:vru")},
        {"a large number", with(good, "\"retain_months\":84", "\"retain_months\":1201")},
        {"a number that is text", with(good, "\"retain_months\":84", "\"retain_months\":\"84\"")},
        {"an unknown level", with(good, "msoa", "street")},
        {"something after it", good + "x"}};
    for (const auto& [name, text] : cases) {
        CAPTURE(name);
        CHECK_FALSE(read_partnership(text).has_value());
    }
}

TEST_CASE("partnership: every text that differs in a bit is refused or says what it says") {
    const std::string good = document();
    std::size_t refused = 0;
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string changed = good;
        changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 7)));
        const auto read = read_partnership(changed);
        if (!read) ++refused;
        else CHECK(partnership_document(read->parties, read->geography).size() == good.size());
    }
    CHECK(refused > good.size() * 8 / 10);
}

}  // namespace
}  // namespace svd
