#include "core/tlog/policy.h"

#include <algorithm>
#include <set>

#include "core/base/limits.h"
#include "core/tlog/checkpoint.h"
#include "core/tlog/text.h"

namespace svd::tlog {
namespace {

constexpr std::string_view kNone = "none";

using Items = std::vector<std::string>;

Items items_of(std::string_view line) {
    constexpr std::string_view kBlanks = " \t";
    Items items;
    for (std::size_t at = line.find_first_not_of(kBlanks); at != std::string_view::npos;) {
        const std::size_t end = std::min(line.find_first_of(kBlanks, at), line.size());
        items.emplace_back(line.substr(at, end - at));
        at = line.find_first_not_of(kBlanks, end);
    }
    return items;
}

bool has_control_characters(std::string_view line) {
    return std::ranges::any_of(line, [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7F; });
}

class Reader {
public:
    Result<void> read(const Items& items) {
        const std::string& kind = items.front();
        if (kind == "log") return read_log(items);
        if (kind == "witness") return read_witness(items);
        if (kind == "group") return read_group(items);
        if (kind == "quorum") return read_quorum(items);
        return invalid("a line is none of log, witness, group, quorum");
    }

    Result<Policy> finish() && {
        if (policy_.quorum.empty()) return invalid("there is no quorum line");
        return std::move(policy_);
    }

private:
    // What logs and witnesses have in common.
    template <class Signer>
    static Result<void> add_signer(std::vector<Signer>& signers, Signer signer, KeyType type) {
        if (signer.key.type != type) return invalid("the key is of the wrong type for this line");
        if (signers.size() == limits::kPolicyLinesMax) return invalid("there are too many lines of this kind");
        const auto same = [&](const Signer& other) { return other.key.public_key == signer.key.public_key; };
        if (std::ranges::any_of(signers, same)) return invalid("the key was on a line before");
        signers.push_back(std::move(signer));
        return {};
    }

    Result<void> define(const std::string& name) {
        if (name == kNone || !names_.insert(name).second) return invalid("the name is taken: " + name);
        return {};
    }

    Result<void> read_log(const Items& items) {
        if (items.size() < 2 || items.size() > 3) return invalid("expected: log VKEY [URL]");
        auto key = parse_verifier_key(items[1]);
        if (!key) return key.error();
        return add_signer(policy_.logs, {*std::move(key), items.size() > 2 ? items[2] : ""}, KeyType::kEd25519);
    }

    Result<void> read_witness(const Items& items) {
        if (items.size() < 3 || items.size() > 4) return invalid("expected: witness NAME VKEY [URL]");
        if (auto done = define(items[1]); !done) return done;
        auto key = parse_verifier_key(items[2]);
        if (!key) return key.error();
        return add_signer(policy_.witnesses, {items[1], *std::move(key), items.size() > 3 ? items[3] : ""},
                          KeyType::kCosignature);
    }

    Result<void> read_group(const Items& items) {
        if (items.size() < 4) return invalid("expected: group NAME all|any|COUNT MEMBER...");
        if (policy_.groups.size() == limits::kPolicyLinesMax) return invalid("there are too many groups");
        Policy::Group group{items[1], 0, {items.begin() + 3, items.end()}};
        const auto threshold = items[2] == "all"   ? group.members.size()
                               : items[2] == "any" ? 1
                                                   : parse_decimal(items[2], group.members.size()).value_or(0);
        if (threshold == 0) return invalid("a group needs all, any, or a number from 1 to that of its members");
        group.threshold = threshold;
        for (const std::string& member : group.members) {
            if (!names_.contains(member)) return invalid("the member is not defined before: " + member);
            if (!members_.insert(member).second) return invalid("the member is one already: " + member);
        }
        if (auto done = define(group.name); !done) return done;
        policy_.groups.push_back(std::move(group));
        return {};
    }

    Result<void> read_quorum(const Items& items) {
        if (items.size() != 2) return invalid("expected: quorum NAME|none");
        if (!policy_.quorum.empty()) return invalid("there is a quorum line already");
        if (items[1] != kNone && !names_.contains(items[1])) return invalid("not defined before: " + items[1]);
        policy_.quorum = items[1];
        return {};
    }

    Policy policy_;
    std::set<std::string> names_;
    std::set<std::string> members_;
};

std::string with_url(const std::string& url) { return url.empty() ? "\n" : " " + url + "\n"; }

// The names of the witnesses that signed, and of the groups of which enough members did.
std::set<std::string> witnessed(const Policy& policy, const std::vector<VerifierKey>& signers) {
    std::set<std::string> names;
    for (const Policy::Witness& witness : policy.witnesses) {
        if (std::ranges::find(signers, witness.key) != signers.end()) names.insert(witness.name);
    }
    for (const Policy::Group& group : policy.groups) {  // each after its members
        const auto count = std::ranges::count_if(group.members, [&](const auto& name) { return names.contains(name); });
        if (static_cast<std::size_t>(count) >= group.threshold) names.insert(group.name);
    }
    return names;
}

}  // namespace

Result<Policy> parse_policy(std::string_view text, std::string_view file_name) {
    if (text.size() > limits::kPolicyBytesMax) return invalid(std::string(file_name) + ": too large for a policy");
    Reader reader;
    for (int number = 1; !text.empty(); ++number) {
        const auto here = [&](const Error& error) {
            return invalid(std::string(file_name) + ":" + std::to_string(number) + ": " + error.detail);
        };
        const auto line = take_line(text);
        if (!line) return here(invalid("the last line has no end: the file may have been cut off"));
        if (has_control_characters(*line)) return here(invalid("control characters"));
        const Items items = items_of(*line);
        if (items.empty() || items.front().starts_with('#')) continue;
        if (auto done = reader.read(items); !done) return here(done.error());
    }
    auto policy = std::move(reader).finish();
    if (!policy) return invalid(std::string(file_name) + ": " + policy.error().detail);
    return policy;
}

std::string format_policy(const Policy& policy) {
    std::string text;
    for (const auto& log : policy.logs) text += "log " + format_verifier_key(log.key) + with_url(log.url);
    for (const auto& witness : policy.witnesses) {
        text += "witness " + witness.name + " " + format_verifier_key(witness.key) + with_url(witness.url);
    }
    for (const auto& group : policy.groups) {
        text += "group " + group.name + " " + std::to_string(group.threshold);
        for (const std::string& member : group.members) text += " " + member;
        text += "\n";
    }
    return text + "quorum " + policy.quorum + "\n";
}

bool satisfied(const Policy& policy, const SignedNote& note) {
    std::vector<VerifierKey> known;
    known.reserve(policy.logs.size() + policy.witnesses.size());
    for (const auto& log : policy.logs) known.push_back(log.key);
    for (const auto& witness : policy.witnesses) known.push_back(witness.key);
    const auto checkpoint = parse_checkpoint(note.text);
    const auto signers = verify_note(note, known);
    if (!checkpoint || !signers) return false;
    const bool by_its_log = std::ranges::any_of(*signers, [&](const VerifierKey& key) {
        return key.type == KeyType::kEd25519 && key.name == checkpoint->origin;
    });
    return by_its_log && (policy.quorum == kNone || witnessed(policy, *signers).contains(policy.quorum));
}

}  // namespace svd::tlog
