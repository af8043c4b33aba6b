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

}  // namespace
}  // namespace svd
