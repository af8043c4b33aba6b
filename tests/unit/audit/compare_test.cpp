#include "audit/checks/compare.h"

#include <doctest/doctest.h>

#include "tests/unit/audit/command.h"

namespace svd {
namespace {

using audit::Likeness;
using test::has;
using test::svd_audit;
using test::TempDir;

std::vector<std::string> readings(std::size_t count, const std::string& of) {
    LogEntry entry;
    entry.at = "2021-06-18T07:06:40Z";
    entry.actor = kHubActor;
    std::vector<std::string> entries;
    for (std::size_t i = 0; i < count; ++i) {
        entry.event = i == 0 ? LogEvent::kLogBegun : LogEvent::kConsulted;
        entry.subject = (i < 290 ? "" : of) + std::to_string(i);
        entries.push_back(wire::encode_log_entry(entry));
    }
    return entries;
}

audit::Compared compared(const TempDir& first, const TempDir& second) {
    return audit::compare_copies(audit::LogCopy(first.path()), audit::LogCopy(second.path()), test::trust_in_test_log())
        .value();
}

TEST_CASE("compare: the same log, the beginning of one, and a fork") {
    for (const std::size_t size : {1U, 256U, 290U, 291U, 300U, 512U, 600U}) {
        CAPTURE(size);
        const TempDir ours, same, longer, other;
        test::write_copy_of(readings(size, "a"), ours.path());
        test::write_copy_of(readings(size, "a"), same.path());
        test::write_copy_of(readings(size + 300, "a"), longer.path());
        test::write_copy_of(readings(size + 300, "b"), other.path());
        CHECK(compared(ours, same).likeness == Likeness::kSame);
        CHECK(compared(ours, longer).likeness == Likeness::kFirstIsPrefix);
        CHECK(compared(longer, ours).likeness == Likeness::kSecondIsPrefix);
        const auto fork = compared(longer, other);
        CHECK(fork.likeness == Likeness::kForked);
        CHECK(fork.parts_at == 290);
        CHECK(fork.report.has(audit::Code::kForked));
        CHECK(compared(ours, other).likeness == (size <= 290 ? Likeness::kFirstIsPrefix : Likeness::kForked));
    }
}

TEST_CASE("compare: a hub that was put back to an old backup is a shorter copy of the same log") {
    test::SmallHub hub;
    const TempDir before, after;
    hub.write_copy(before.path());
    hub.submit(test::submission_of({test::crime("E01900001", "2021-05")}, SupplyKind::kAddition));
    hub.write_copy(after.path());
    const auto result = svd_audit({"compare", after.path(), before.path(), "--key", hub.key()});
    CHECK(result.status == 0);
    CHECK(has(result.out, "the second is the beginning of the first"));
}

TEST_CASE("compare: nothing is said of a copy that is damaged or of another key") {
    const TempDir ours, damaged, foreign;
    test::write_copy_of(readings(300, "a"), ours.path());
    test::write_copy_of(readings(300, "a"), damaged.path());
    test::write_copy_of(readings(300, "b"), foreign.path(),
                        tlog::NoteSigner("hub.test/log", Ed25519PrivateKey::from_seed({66})));
    std::string bundle = test::read_all(damaged.path() / "tile/entries/000");
    bundle[200] ^= 1;
    test::write_all(damaged.path() / "tile/entries/000", bundle);
    const auto with_damage = compared(ours, damaged);
    CHECK(with_damage.likeness == Likeness::kUnknown);
    CHECK(test::codes_of(with_damage.report) == std::set<std::string>{"A602"});
    const auto with_foreign = compared(foreign, ours);
    CHECK(with_foreign.likeness == Likeness::kUnknown);
    CHECK(with_foreign.report.has(audit::Code::kCheckpointNotSigned));
    std::filesystem::remove(damaged.path() / "tile/entries/000");
    CHECK(compared(ours, damaged).likeness == Likeness::kUnknown);
}

TEST_CASE("compare: a fork ends with 65 and names both checkpoints") {
    const TempDir ours, other;
    test::write_copy_of(readings(300, "a"), ours.path());
    test::write_copy_of(readings(310, "b"), other.path());
    const std::string key = tlog::format_verifier_key(test::test_signer().verifier_key());
    const auto told = svd_audit({"compare", ours.path(), other.path(), "--key", key});
    CHECK(told.status == 65);
    CHECK(has(told.out, "FORKED"));
    CHECK(has(told.out, (ours.path() / "checkpoint").string()));
    CHECK(has(told.out, (other.path() / "checkpoint").string()));
    const auto json = svd_audit({"compare", ours.path(), other.path(), "--key", key, "--json"});
    CHECK(json.status == 65);
    CHECK(has(json.out, "\"likeness\":\"forked\""));
    CHECK(has(json.out, "\"parts_at\":290"));
    CHECK(svd_audit({"compare", ours.path(), ours.path() / "none", "--key", key}).status == 66);
}

}  // namespace
}  // namespace svd
