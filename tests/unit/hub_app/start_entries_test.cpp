#include "hub/app/start_entries.h"

#include <doctest/doctest.h>

namespace svd {
namespace {

const UtcTime kNow{std::chrono::seconds(1'700'000'000)};

std::string document(const std::string& agreements) {
    return R"({"parties":[{"id":"kent-police","agreements":[)" + agreements + "]}]}";
}

std::vector<std::string> events(bool empty, const std::optional<std::string>& before, const std::string& now) {
    std::vector<std::string> names;
    for (const LogEntry& entry : start_entries(empty, before, now, kNow).value()) {
        names.push_back(std::string(log_event_name(entry.event)) +
                        (entry.agreement.empty() ? "" : " " + entry.party + "/" + entry.agreement));
    }
    return names;
}

using Names = std::vector<std::string>;
const std::string kOne = R"({"id":"A","from":"2021-01"})";
const std::string kOneChanged = R"({"id":"A","from":"2021-02"})";
const std::string kTwo = R"({"id":"B","from":"2021-01"})";

TEST_CASE("start: what is written depends on what was in force") {
    CHECK(events(true, std::nullopt, document(kOne)) ==
          Names{"log_begun", "started", "configuration_changed", "agreement_made kent-police/A"});
    CHECK(events(false, document(kOne), document(kOne)) == Names{"started"});
    CHECK(events(false, document(kOne), document(kOneChanged)) ==
          Names{"started", "configuration_changed", "agreement_changed kent-police/A"});
    CHECK(events(false, document(kOne), document(kTwo)) ==
          Names{"started", "configuration_changed", "agreement_made kent-police/B", "agreement_ended kent-police/A"});
}

TEST_CASE("start: a document in force that cannot be read is not passed over") {
    CHECK_FALSE(start_entries(false, "garbage", document(kOne), kNow).has_value());
}

}  // namespace
}  // namespace svd
