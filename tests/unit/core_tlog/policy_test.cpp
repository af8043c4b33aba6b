#include "core/tlog/policy.h"

#include <doctest/doctest.h>

#include "core/tlog/checkpoint.h"
#include "core/tlog/cosignature.h"
#include "tests/unit/core_tlog/sample_log.h"

namespace svd::tlog {
namespace {

const NoteSigner& log_signer() {
    static const NoteSigner signer("log.example", test::counting_key(0));
    return signer;
}
Cosigner witness(unsigned number) { return {"witness" + std::to_string(number), test::counting_key(10 * number)}; }
std::string log_line() { return "log " + format_verifier_key(log_signer().verifier_key()) + "\n"; }
std::string witness_line(const std::string& name, unsigned number) {
    return "witness " + name + " " + format_verifier_key(witness(number).verifier_key()) + "\n";
}

// Two operators: X with three witnesses, of which two are needed, and Y with two, of which one is.
std::string two_operators() {
    return "# who is trusted\n\n" + log_line() + witness_line("X1", 1) + witness_line("X2", 2) + witness_line("X3", 3) +
           " group\tX  2 X1 X2 X3 \n" + witness_line("Y1", 4) + witness_line("Y2", 5) +
           "group Y any Y1 Y2\n\t# both\ngroup both all X Y\nquorum both\n";
}

SignedNote checkpoint_signed_by(const std::vector<unsigned>& witnesses) {
    SignedNote note;
    note.text = format_checkpoint({"log.example", 1, leaf_hash("x")});
    note.signatures.push_back(log_signer().sign(note.text));
    for (const unsigned number : witnesses) {
        note.signatures.push_back(witness(number).sign(note.text, UtcTime(std::chrono::seconds(1700000000))));
    }
    return note;
}

TEST_CASE("policy: reads what the specification shows and writes the same policy") {
    const Policy policy = parse_policy(two_operators(), "policy").value();
    CHECK(policy.logs.size() == 1);
    CHECK(policy.witnesses.size() == 5);
    REQUIRE(policy.groups.size() == 3);
    CHECK(policy.groups[0].threshold == 2);
    CHECK(policy.groups[1].threshold == 1);
    CHECK(policy.groups[2].threshold == 2);
    CHECK(policy.quorum == "both");
    CHECK(parse_policy(format_policy(policy), "policy").value() == policy);
    const Policy with_urls = parse_policy("log " + std::string(test::kLogKey) + " https://hub.example/log\nwitness w " +
                                              test::kWitnessKey + " https://w.example/\nquorum w\n",
                                          "policy")
                                 .value();
    CHECK(with_urls.logs[0].url == "https://hub.example/log");
    CHECK(with_urls.witnesses[0].url == "https://w.example/");
    CHECK(parse_policy(format_policy(with_urls), "policy").value() == with_urls);
}

TEST_CASE("policy: counts cosignatures through groups") {
    const Policy policy = parse_policy(two_operators(), "policy").value();
    struct QuorumCase {
        std::vector<unsigned> witnesses;
        bool satisfied;
    };
    const QuorumCase cases[] = {{{}, false},        {{1, 4}, false},         {{1, 2}, false},        {{1, 2, 4}, true},
                                {{3, 5, 2}, true},  {{1, 2, 3}, false},      {{4, 5}, false},        {{1, 1, 4}, false},
                                {{1, 2, 6}, false}, {{1, 2, 3, 4, 5}, true}, {{1, 3, 5, 6, 7}, true}};
    for (const QuorumCase& c : cases) {
        std::string names;
        for (const unsigned number : c.witnesses) names += std::to_string(number) + " ";
        CAPTURE(names);
        CHECK(satisfied(policy, checkpoint_signed_by(c.witnesses)) == c.satisfied);
    }
}

TEST_CASE("policy: a quorum of one witness or of none") {
    const Policy one = parse_policy(log_line() + witness_line("w", 1) + "quorum w\n", "policy").value();
    CHECK(satisfied(one, checkpoint_signed_by({1})));
    CHECK_FALSE(satisfied(one, checkpoint_signed_by({2})));
    const Policy none = parse_policy(log_line() + "quorum none\n", "policy").value();
    CHECK(satisfied(none, checkpoint_signed_by({})));
    const Policy no_log = parse_policy("quorum none\n", "policy").value();
    CHECK_FALSE(satisfied(no_log, checkpoint_signed_by({})));
}

TEST_CASE("policy: is not satisfied without the log or by lies") {
    const Policy policy = parse_policy(log_line() + witness_line("w", 1) + "quorum w\n", "policy").value();
    SignedNote unsigned_by_log = checkpoint_signed_by({1});
    unsigned_by_log.signatures.erase(unsigned_by_log.signatures.begin());
    CHECK_FALSE(satisfied(policy, unsigned_by_log));

    SignedNote lie = checkpoint_signed_by({1, 1});
    lie.signatures.back().bytes.back() = static_cast<char>(lie.signatures.back().bytes.back() ^ 1);
    CHECK_FALSE(satisfied(policy, lie));

    SignedNote other_origin;
    other_origin.text = format_checkpoint({"other.example", 1, leaf_hash("x")});
    other_origin.signatures = {log_signer().sign(other_origin.text),
                               witness(1).sign(other_origin.text, UtcTime(std::chrono::seconds(1)))};
    CHECK_FALSE(satisfied(policy, other_origin));

    SignedNote prose{"hello\n", {}};
    prose.signatures = {log_signer().sign(prose.text), witness(1).sign(prose.text, UtcTime(std::chrono::seconds(1)))};
    CHECK_FALSE(satisfied(policy, prose));
}

TEST_CASE("policy: a mistake is told with its line") {
    const std::string two = log_line() + witness_line("w", 1);  // the next line is the third
    const std::string log_key = format_verifier_key(log_signer().verifier_key());
    const std::string witness_key = format_verifier_key(witness(2).verifier_key());
    struct MistakeCase {
        const char* name;
        std::string text;
        const char* error;
    };
    const MistakeCase cases[] = {
        {"no quorum", two, "p: there is no quorum"},
        {"nothing", "", "p: there is no quorum"},
        {"two quorums", two + "quorum w\nquorum w\n", "p:4: there is a quorum line already"},
        {"an unknown word", two + "quorate w\n", "p:3: a line is none of"},
        {"a word with a capital", two + "Quorum w\n", "p:3: a line is none of"},
        {"an undefined quorum", two + "quorum v\n", "p:3: not defined before: v"},
        {"a quorum of two", two + "quorum w w\n", "p:3: expected: quorum"},
        {"a member defined later", two + "group g any v\n" + witness_line("v", 2), "p:3: the member is not defined"},
        {"a group in itself", two + "group g any g\n", "p:3: the member is not defined"},
        {"none as a member", two + "group g any none\n", "p:3: the member is not defined"},
        {"a member twice", two + "group g any w w\n", "p:3: the member is one already: w"},
        {"a member of two groups", two + "group g any w\ngroup h any w\n", "p:4: the member is one already: w"},
        {"a group without members", two + "group g any\n", "p:3: expected: group"},
        {"a threshold of 0", two + "group g 0 w\n", "p:3: a group needs"},
        {"a threshold above the members", two + "group g 2 w\n", "p:3: a group needs"},
        {"a threshold with a leading zero", two + "group g 01 w\n", "p:3: a group needs"},
        {"a name twice", two + witness_line("w", 2), "p:3: the name is taken: w"},
        {"a group named as a witness", two + "group w any w\n", "p:3: the name is taken: w"},
        {"a witness named none", two + witness_line("none", 2), "p:3: the name is taken: none"},
        {"a witness twice", two + witness_line("v", 1), "p:3: the key was on a line before"},
        {"a log twice", two + log_line(), "p:3: the key was on a line before"},
        {"a log with a witness's key", two + "log " + witness_key + "\n", "p:3: the key is of the wrong type"},
        {"a witness with a log's key", two + "witness v " + log_key + "\n", "p:3: the key is of the wrong type"},
        {"a log without a key", two + "log\n", "p:3: expected: log"},
        {"a log with too much", two + "log " + log_key + " url url\n", "p:3: expected: log"},
        {"a witness without a key", two + "witness v\n", "p:3: expected: witness"},
        {"a broken key", two + "log x+00000000+AAAA\n", "p:3: a key"},
        {"a comment after items", two + "quorum w # w\n", "p:3: expected: quorum"},
        {"a file that is cut off", two + "quorum w", "p:3: the last line has no end"},
        {"CR LF", two + "quorum w\r\n", "p:3: control characters"},
        {"too large", std::string(limits::kPolicyBytesMax + 1, '\n'), "p: too large"}};
    for (const MistakeCase& c : cases) {
        CAPTURE(c.name);
        const auto policy = parse_policy(c.text, "p");
        REQUIRE_FALSE(policy.has_value());
        CHECK(policy.error().code == Errc::kInvalid);
        CHECK(policy.error().detail.substr(0, std::string_view(c.error).size()) == c.error);
    }
}

}  // namespace
}  // namespace svd::tlog
