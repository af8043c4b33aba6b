#include "hub/app/partnership.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "tests/support/full_partnership.h"
#include "tests/support/golden.h"

namespace svd {
namespace {

using test::full_partnership;

bool keys_are_sorted(const boost::json::value& value) {
    if (const auto* list = value.if_array()) return std::ranges::all_of(*list, keys_are_sorted);
    const auto* object = value.if_object();
    if (object == nullptr) return true;
    std::vector<std::string> keys;
    for (const auto& member : *object) {
        keys.emplace_back(member.key());
        if (!keys_are_sorted(member.value())) return false;
    }
    return std::ranges::is_sorted(keys);
}

TEST_CASE("partnership: its bytes do not move") {
    const std::string document = partnership_document(full_partnership(), "test-1");
    CHECK(document == test::golden("partnership_v1.json", document));
    CHECK(keys_are_sorted(boost::json::parse(document)));
}

TEST_CASE("partnership: the order of the file does not matter") {
    std::vector<Party> turned = full_partnership();
    turned[0].areas.push_back(AreaCode::parse("E07000902").value());
    const std::string document = partnership_document(turned, "test-1");
    std::ranges::reverse(turned);
    for (Party& party : turned) {
        std::ranges::reverse(party.areas);
        std::ranges::reverse(party.agreements);
        for (Agreement& agreement : party.agreements) std::ranges::reverse(agreement.recipients.named);
    }
    CHECK(partnership_document(turned, "test-1") == document);
}

TEST_CASE("partnership: no clause changes without another document") {
    const std::string document = partnership_document(full_partnership(), "test-1");
    CHECK(partnership_document(full_partnership(), "test-2") != document);
    const std::vector<std::pair<const char*, void (*)(Agreement&)>> changes = {
        {"id", [](Agreement& a) { a.id = "A-2"; }},
        {"from", [](Agreement& a) { a.valid_from = test::month("2020-02"); }},
        {"to", [](Agreement& a) { a.valid_to.reset(); }},
        {"messages", [](Agreement& a) { a.messages.insert(RowKind::kCohort); }},
        {"fields", [](Agreement& a) { a.fields.insert(Field::kHour); }},
        {"finest_geography", [](Agreement& a) { a.finest_geography = AreaLevel::kWard; }},
        {"every analyst", [](Agreement& a) { a.recipients.every_analyst = true; }},
        {"recipients", [](Agreement& a) { a.recipients.named.pop_back(); }},
        {"purposes", [](Agreement& a) { a.purposes.erase(Purpose::kMonitor); }},
        {"retain_months", [](Agreement& a) { a.retain_months = 85; }},
        {"display_threshold", [](Agreement& a) { a.display_threshold.reset(); }},
    };
    for (const auto& [name, change] : changes) {
        SUBCASE(name) {
            std::vector<Party> changed = full_partnership();
            change(changed[0].agreements[0]);
            CHECK(partnership_document(changed, "test-1") != document);
        }
    }
}

}  // namespace
}  // namespace svd
