// Everything that can be done to a small copy by somebody who has not the hub's key: each is found, none missed.
#include <doctest/doctest.h>

#include "tests/unit/audit/audited_hub.h"

namespace svd {
namespace {

namespace fs = std::filesystem;
using test::SmallHub;
using test::TempDir;
using test::verified;

// One bit of every `step`-th byte of the file, another bit each time.  Returns how many were tried, and adds the
// places at which nothing was noticed.
std::size_t flip_bits(const fs::path& folder, const std::string& file, std::size_t step,
                      std::vector<std::string>& missed) {
    const std::string bytes = test::read_all(folder / file);
    std::size_t tried = 0;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
        test::write_all(folder / file, changed);
        ++tried;
        if (verified(folder).report.failures() == 0) missed.push_back(file + " at " + std::to_string(at));
    }
    test::write_all(folder / file, bytes);
    return tried;
}

TEST_CASE("tamper: one bit of every byte of every file of a small copy") {
    const SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    std::size_t bytes = 0;
    std::size_t tried = 0;
    std::vector<std::string> missed;
    for (const std::string& file : test::files_below(folder.path())) {
        if (file == "key") continue;
        bytes += fs::file_size(folder.path() / file);
        tried += flip_bits(folder.path(), file, 1, missed);
    }
    CHECK(missed == std::vector<std::string>{});
    CHECK(tried == bytes);
    CHECK(tried > 4'000);
    MESSAGE(tried, " bits flipped, each found");
    REQUIRE(verified(folder.path()).report.findings().empty());
}

std::vector<std::string> long_log() {
    LogEntry entry;
    entry.at = "2021-06-18T07:06:40Z";
    entry.actor = kHubActor;
    std::vector<std::string> entries;
    for (int i = 0; i < 300; ++i) {
        entry.event = i == 0 ? LogEvent::kLogBegun : LogEvent::kConsulted;
        entry.subject = "reading " + std::to_string(i);
        entries.push_back(wire::encode_log_entry(entry));
    }
    return entries;
}

TEST_CASE("tamper: bits of a log of several tiles") {
    const TempDir folder;
    test::write_copy_of(long_log(), folder.path());
    std::vector<std::string> missed;
    std::size_t tried = 0;
    for (const std::string& file : test::files_below(folder.path())) {
        if (file == "key") continue;
        tried += flip_bits(folder.path(), file, fs::file_size(folder.path() / file) < 100 ? 1 : 97, missed);
    }
    CHECK(missed == std::vector<std::string>{});
    CHECK(tried > 250);
}

TEST_CASE("tamper: every file cut short or made longer by a byte, or removed") {
    const SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    for (const std::string& file : test::files_below(folder.path())) {
        if (file == "key" || file.starts_with("partnerships/")) continue;
        CAPTURE(file);
        const std::string bytes = test::read_all(folder.path() / file);
        for (const std::string& changed :
             {bytes.substr(0, bytes.size() - 1), bytes.substr(1), bytes + bytes.back(), std::string()}) {
            test::write_all(folder.path() / file, changed);
            CHECK(verified(folder.path()).report.failures() > 0);
        }
        fs::remove(folder.path() / file);
        if (file.starts_with("left/")) {  // is only warned of
            CHECK(test::codes_of(verified(folder.path()).report) == std::set<std::string>{"A413"});
            test::write_all(folder.path() / file, bytes);
            continue;
        }
        const auto gone = audit::verify_copy(audit::LogCopy(folder.path()), test::trust_in_test_log(), {});
        CHECK((!gone || gone->report.failures() > 0));
        test::write_all(folder.path() / file, bytes);
    }
    REQUIRE(verified(folder.path()).report.failures() == 0);
}

// Somebody writes bundles and tiles anew so that they agree, and keeps the signed checkpoint as far as they can.
void check_rewritten(const std::vector<std::string>& entries, const std::string& checkpoint) {
    const TempDir folder;
    const tlog::NoteSigner forger("hub.test/log", Ed25519PrivateKey::from_seed({66}));
    test::write_copy_of(entries, folder.path(), forger);
    CHECK(test::codes_of(verified(folder.path()).report).contains("A102"));  // with a key of their own
    test::write_all(folder.path() / "checkpoint", checkpoint);
    fs::remove(folder.path() / "key");
    const auto result = verified(folder.path(), {.with_contents = false});
    CHECK(result.report.failures() > 0);
}

TEST_CASE("tamper: entries dropped, swapped, doubled, changed and added, with the tree made anew") {
    const SmallHub hub;
    const std::vector<std::string> entries = hub.entries();
    const TempDir folder;
    hub.write_copy(folder.path());
    const std::string checkpoint = test::read_all(folder.path() / "checkpoint");
    std::size_t tried = 0;
    const auto check = [&](const std::vector<std::string>& changed) {
        check_rewritten(changed, checkpoint);
        ++tried;
    };
    for (std::size_t i = 0; i < entries.size(); ++i) {
        CAPTURE(i);
        auto changed = entries;
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
        check(changed);
        changed = entries;
        changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(i), entries[i]);
        check(changed);
        changed = entries;
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
        changed.push_back(entries[i] + "\x01");
        check(changed);
        changed = entries;
        changed.resize(i);
        check(changed);
        for (std::size_t j = i + 1; j < entries.size(); ++j) {
            changed = entries;
            std::swap(changed[i], changed[j]);
            check(changed);
        }
    }
    auto longer = entries;
    longer.push_back(entries.back());
    check(longer);
    CHECK(tried == 13 * 4 + 13 * 12 / 2 + 1);
}

TEST_CASE("tamper: contents exchanged between entries") {
    const SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    std::vector<fs::path> contents;
    for (const auto& each : fs::directory_iterator(folder.path() / "contents")) contents.push_back(each.path());
    REQUIRE(contents.size() == 4);
    for (const fs::path& one : contents) {
        for (const fs::path& other : contents) {
            if (one == other) continue;
            const std::string bytes = test::read_all(one);
            test::write_all(one, test::read_all(other));
            CHECK(test::codes_of(verified(folder.path()).report) == std::set<std::string>{"A404"});
            test::write_all(one, bytes);
        }
    }
}

// What only the hub could do: the entry is in the log, and what lies beside it is of its own making.
TEST_CASE("tamper: content that the entry commits to must still agree with it") {
    SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    const auto content = wire::decode_content_export(test::read_all(folder.path() / "contents/3")).value();
    const auto receipt = wire::decode_receipt(content.receipt_bytes).value();
    const auto entry = wire::decode_log_entry(hub.entries()[3]).value();
    const auto codes = [&](LogEntry changed_entry, wire::Receipt changed_receipt, wire::ContentExport changed) {
        changed.receipt_bytes = wire::encode_receipt(changed_receipt);
        changed_entry.commitment = commit_to(changed.salt, changed_receipt.submission, changed.receipt_bytes);
        auto entries = hub.entries();
        entries[3] = wire::encode_log_entry(changed_entry);
        test::write_copy_of(entries, folder.path());
        test::write_all(folder.path() / "contents/3", wire::encode_content_export(changed));
        return test::codes_of(verified(folder.path()).report);
    };
    using Codes = std::set<std::string>;
    CHECK(codes(entry, receipt, content) == Codes{});
    auto other = receipt;
    other.sequence = 4;
    CHECK(codes(entry, other, content) == Codes{"A405"});
    other = receipt;
    other.party = "test-ed";
    CHECK(codes(entry, other, content) == Codes{"A405"});
    other = receipt;
    other.accepted.incidents = 1;
    CHECK(codes(entry, other, content) == Codes{"A406"});
    other = receipt;
    other.months = {202104, 202106};
    CHECK(codes(entry, other, content) == Codes{"A406"});
    auto dated_back = entry;
    dated_back.at = "2021-06-18T07:06:39Z";
    CHECK(codes(dated_back, receipt, content) == Codes{"A406"});
    auto bytes = content;
    bytes.payload += "x";
    CHECK(codes(entry, receipt, bytes) == Codes{"A403"});
    bytes = content;
    bytes.encoding = wire::Encoding::kProtobufJson;
    CHECK(codes(entry, receipt, bytes) == Codes{"A402"});
}

struct LeftOverCase {
    const char* name;
    std::function<void(wire::Receipt&, Submission&, wire::LeftOverExport&)> change;
    const char* code;
};

const LeftOverCase kLeftOverCases[] = {
    {"nothing", [](auto&, auto&, auto&) {}, ""},
    {"a statement less",
     [](auto& receipt, auto& left, auto&) {
         left.not_available.pop_back();
         receipt.accepted.not_available = 0;
     },
     "A414"},  // so it is with one that was superseded: only the digest tells
    {"a statement more",
     [](auto& receipt, auto& left, auto&) {
         left.not_available.push_back(left.not_available[0]);
         left.not_available[1].count_unit += 1;
         receipt.accepted.not_available = 2;
     },
     "A414"},
    {"of another submission", [](auto& receipt, auto&, auto&) { receipt.submission[0] ^= 1; }, "A414"},
    {"a row", [](auto&, auto& left, auto&) { left.incidents.push_back(test::crime("E01900001", "2020-01")); }, "A410"},
    {"a row that the receipt counts",
     [](auto& receipt, auto& left, auto&) {
         left.incidents.push_back(test::crime("E01900001", "2020-01"));
         receipt.accepted.incidents = 1;
     },
     "A410"},
    {"a nil return", [](auto&, auto& left, auto&) { left.nil_returns = {{202001, 10}}; }, "A410"},
    {"a withdrawal", [](auto&, auto& left, auto&) { left.withdrawals = {{RowAddress{Digest{1}, 0}, 10}}; }, "A410"},
    {"how many records were read", [](auto&, auto& left, auto&) { left.records_read = 2; }, "A410"},
    {"another reason", [](auto&, auto& left, auto&) { left.not_available[0].reason = term::kReasonErased - 1; },
     "A410"},
    {"a statement twice",
     [](auto& receipt, auto& left, auto&) {
         left.not_available.push_back(left.not_available[0]);
         receipt.accepted.not_available = 2;
     },
     "A410"},
    {"a finding", [](auto& receipt, auto&, auto&) { receipt.refused = {{RowKind::kIncident, 0, "E204", "kind"}}; },
     "A410"},
    {"counts of what there was", [](auto& receipt, auto&, auto&) { receipt.accepted.incidents = 2; }, "A410"},
    {"a statement that is not counted", [](auto& receipt, auto&, auto&) { receipt.accepted = {}; }, "A410"},
    {"of another entry", [](auto& receipt, auto&, auto&) { receipt.sequence = 3; }, "A411"},
    {"of another party", [](auto& receipt, auto&, auto&) { receipt.party = "test-ed"; }, "A411"},
    {"at another time", [](auto& receipt, auto&, auto&) { receipt.received_at = "2021-06-18T07:06:39Z"; }, "A411"},
    {"under another agreement", [](auto& receipt, auto& left, auto&) { receipt.agreement = left.agreement = "B"; },
     "A411"},
    {"under two agreements", [](auto&, auto& left, auto&) { left.agreement = "B"; }, "A411"},
    {"of other months", [](auto& receipt, auto& left, auto&) { receipt.months = left.months = {202002}; }, "A411"},
    {"of months that the receipt has not", [](auto&, auto& left, auto&) { left.months = {202001, 202002}; }, "A411"},
    {"a statement of another month", [](auto&, auto& left, auto&) { left.not_available[0].month = 202002; }, "A411"},
    {"erased by another entry", [](auto&, auto&, auto& stored) { stored.erased_by -= 1; }, "A411"},
    {"erased by one that is not there", [](auto&, auto&, auto& stored) { stored.erased_by = 99; }, "A411"},
    {"no receipt", [](auto&, auto&, auto& stored) { stored.receipt_bytes = "x"; }, "A409"},
    {"no submission", [](auto&, auto&, auto& stored) { stored.payload = "x"; }, "A409"},
};

// What it may say is little, also where no entry commits to it.
TEST_CASE("tamper: what is left of an erased submission says that it was erased, fits its entries, and is no more") {
    const SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    const fs::path file = folder.path() / "left/4";
    const auto stored = wire::decode_left_over(test::read_all(file)).value();
    for (const LeftOverCase& each : kLeftOverCases) {
        CAPTURE(each.name);
        auto receipt = wire::decode_receipt(stored.receipt_bytes).value();
        auto left = wire::decode_submission(stored.payload, wire::Encoding::kProtobuf).value();
        REQUIRE(left.not_available.size() == 1);
        wire::LeftOverExport changed = stored;
        each.change(receipt, left, changed);
        if (changed.receipt_bytes == stored.receipt_bytes) changed.receipt_bytes = wire::encode_receipt(receipt);
        if (changed.payload == stored.payload) {
            changed.payload = wire::encode_submission(left, wire::Encoding::kProtobuf);
        }
        test::write_all(file, wire::encode_left_over(changed));
        const auto codes = test::codes_of(verified(folder.path()).report);
        CHECK(codes == (*each.code == '\0' ? std::set<std::string>{} : std::set<std::string>{each.code}));
    }
    auto hidden = stored;
    hidden.payload += "\xfa\x3f\x04name";  // a field that no version knows
    test::write_all(file, wire::encode_left_over(hidden));
    CHECK(test::codes_of(verified(folder.path()).report) == std::set<std::string>{"A410"});
}

// What only a hub could do, or one of an earlier version.
TEST_CASE("tamper: an erasure that commits to something else or to nothing or names more than there is") {
    const SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    const auto codes = [&](const std::function<void(LogEntry&)>& change) {
        auto entries = hub.entries();
        auto entry = wire::decode_log_entry(entries[11]).value();
        REQUIRE(entry.event == LogEvent::kErased);
        change(entry);
        entries[11] = wire::encode_log_entry(entry);
        test::write_copy_of(entries, folder.path());
        return test::codes_of(verified(folder.path()).report);
    };
    using Codes = std::set<std::string>;
    CHECK(codes([](LogEntry&) {}) == Codes{});
    CHECK(codes([](LogEntry& entry) { entry.digest->front() ^= 1; }) == Codes{"A414"});
    CHECK(codes([](LogEntry& entry) { entry.digest.reset(); }) == Codes{"A415"});
    CHECK(verified(folder.path()).report.failures() == 0);
    // No content belongs to entry 0: it is not a way round the digest.
    CHECK(codes([](LogEntry& entry) {
              entry.refers_to.insert(entry.refers_to.begin(), 0);
              entry.digest->front() ^= 1;
          }) == Codes{"A414"});
}

TEST_CASE("tamper: a left-over that would hide a submission of which nothing was erased") {
    const SmallHub hub;
    const TempDir folder;
    hub.write_copy(folder.path());
    const auto content = wire::decode_content_export(test::read_all(folder.path() / "contents/3")).value();
    auto receipt = wire::decode_receipt(content.receipt_bytes).value();
    auto left = wire::decode_submission(content.payload, content.encoding).value();
    left.incidents.clear();
    receipt.accepted = {};
    const std::string payload = wire::encode_submission(left, wire::Encoding::kProtobuf);
    const auto codes_if_erased_by = [&](std::uint64_t entry) {
        test::write_all(folder.path() / "left/3",
                        wire::encode_left_over({wire::encode_receipt(receipt), payload, entry}));
        return test::codes_of(verified(folder.path()).report);
    };
    CHECK(codes_if_erased_by(11) == std::set<std::string>{"A412"});  // which erased another one
    CHECK(codes_if_erased_by(5) == std::set<std::string>{"A412"});
    CHECK(codes_if_erased_by(13) == std::set<std::string>{"A207"});  // which this log has not got yet
}

}  // namespace
}  // namespace svd
