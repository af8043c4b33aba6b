#include "audit/app/trust_options.h"

#include "core/base/limits.h"

namespace svd::audit {
namespace {

Result<tlog::VerifierKey> log_key(std::string_view vkey, const std::string& from) {
    auto key = tlog::parse_verifier_key(vkey);
    if (!key) return invalid(from + " is no verifier key: " + key.error().detail);
    if (key->type != tlog::KeyType::kEd25519) return invalid(from + " is a witness's key, not a log's");
    return key;
}

// A vkey has a "+"; whatever is there as a file is taken for one first.
Result<tlog::VerifierKey> given_key(const std::string& given) {
    auto text = read_file(given, limits::kKeyFileBytesMax);
    if (!text && given.find('+') != std::string::npos) return log_key(given, "--key");
    if (!text) return text.error();
    if (text->ends_with('\n')) text->pop_back();
    return log_key(*text, given);
}

Result<tlog::VerifierKey> key_of_copy(const LogCopy& copy, const Console& console) {
    const auto text = copy.key();
    if (!text) return invalid("no --key was given, and the copy names none");
    console.complain(
        "WARNING: no --key was given. The key in the copy itself is used, which whoever made the copy "
        "could have put there. This shows at most that the copy agrees with itself.");
    return log_key(*text, (copy.folder() / "key").string());
}

}  // namespace

Result<Trust> read_trust(const TrustOptions& options, const LogCopy* copy, const Console& console) {
    Trust trust;
    if (!options.policy.empty()) {
        const auto text = read_file(options.policy, limits::kPolicyBytesMax);
        if (!text) return text.error();
        auto policy = tlog::parse_policy(*text, options.policy);
        if (!policy) return policy.error();
        trust.policy = *std::move(policy);
    }
    if (options.key.empty() && trust.policy && trust.policy->logs.size() == 1) {
        trust.log = trust.policy->logs.front().key;
        return trust;
    }
    if (options.key.empty() && copy == nullptr)
        return invalid("the log's verifier key, or a --policy with one log, is needed");
    auto key = options.key.empty() ? key_of_copy(*copy, console) : given_key(options.key);
    if (!key) return key.error();
    trust.log = *std::move(key);
    return trust;
}

Result<tlog::VerifierKey> read_pinned_key(const TrustOptions& options, const LogCopy& copy, const Console& console) {
    if (options.key.empty() && options.policy.empty()) {
        const auto text = copy.key();
        if (text) return log_key(*text, (copy.folder() / "key").string());
        return invalid(
            "a first fetch needs the log's verifier key, by --log-key or by a --policy that names it: have it from "
            "the hub's operator by another way than from the hub");
    }
    const auto trust = read_trust(options, nullptr, console);
    if (!trust) return trust.error();
    return trust->log;
}

}  // namespace svd::audit
