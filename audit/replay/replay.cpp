#include "audit/replay/replay.h"

#include <algorithm>
#include <vector>

#include "audit/checks/content_check.h"
#include "audit/copy/partnership_reader.h"
#include "audit/replay/question.h"
#include "core/crypto/digest.h"
#include "core/wire/profile_codec.h"
#include "hub/profile/profile_csv.h"
#include "hub/profile/sharing.h"
#include "hub/state/log_facts.h"

namespace svd::audit {
namespace {

// An entry read by itself, by whoever needs one that is not next.
Result<LogEntry> entry_at(const LogCopy& copy, std::uint64_t size, std::uint64_t index) {
    std::optional<LogEntry> found;
    const auto read = for_each_entry(copy, index, size, [&](std::uint64_t, const LogEntry& entry) {
        found = entry;
        return false;
    });
    if (!read) return read.error();
    if (!found) return Error{Errc::kNotFound, "the log has no entry " + std::to_string(index)};
    return *std::move(found);
}

class CopiedSubmissions final : public HeldSubmissions {
public:
    CopiedSubmissions(const LogCopy& copy, std::uint64_t size) : copy_(copy), size_(size) {}

    Result<Submission> submission(std::uint64_t sequence) const override {
        const auto entry = entry_at(copy_, size_, sequence);
        if (!entry) return entry.error();
        auto content = content_of(sequence, *entry);
        if (!content) return content.error();
        return std::move(content->submission);
    }

    Result<Content> content_of(std::uint64_t index, const LogEntry& entry) const {
        const auto bytes = copy_.content(index);
        if (!bytes) return bytes.error();
        auto opened = open_content(index, entry, *bytes);
        if (const auto* bad = std::get_if<Problem>(&opened)) {
            return Error{Errc::kCorrupt, code_text(bad->code) + " " + bad->detail};
        }
        return std::get<Content>(std::move(opened));
    }

private:
    const LogCopy& copy_;
    std::uint64_t size_;
};

class Replay {
public:
    Replay(const LogCopy& copy, std::uint64_t size, std::uint64_t index, const Geography& geography)
        : copy_(copy), size_(size), index_(index), geography_(geography), held_(copy, size) {}

    Result<Replayed> run() {
        auto entry = entry_at(copy_, size_, index_);
        if (!entry) return entry.error();
        result_.entry = *std::move(entry);
        if (result_.entry.event != LogEvent::kDisclosed || !result_.entry.digest) {
            return impossible("entry " + std::to_string(index_) + " is no disclosure of figures");
        }
        const auto question = read_question(result_.entry);
        if (!question) return impossible(question.error().detail);
        if (auto applied = apply_entries(); !applied) return applied.error();
        if (!broken_.empty()) return impossible(missing_ ? why_missing_ : broken_);
        if (auto made = compare_all(*question); !made) return impossible(made.error().detail);
        if (result_.verdict == ReplayVerdict::kDifferent && missing_) return impossible(why_missing_);
        return result_;
    }

private:
    Result<Replayed> impossible(std::string why) {
        result_.verdict = ReplayVerdict::kImpossible;
        result_.why = std::move(why);
        return result_;
    }

    // All submissions before the snapshot, into the state, and what else was so at the time.  What is missing is left
    // out: figures about other months do not need it, and if the bytes are the same nothing was missing from them.
    Result<void> apply_entries() {
        return for_each_entry(copy_, 0, size_, [&](std::uint64_t at, const LogEntry& entry) {
            if (missing_ && tell_erased(at, entry) && at >= index_) return false;
            if (at >= index_) return missing_.has_value();  // looks on for when it was erased
            follow_facts(at, entry);
            if (!brings_content(entry.event) || at >= result_.entry.snapshot || !broken_.empty()) return true;
            apply(at, entry);
            return broken_.empty() || missing_;
        });
    }

    void apply(std::uint64_t at, const LogEntry& entry) {
        const auto content = held_.content_of(at, entry);
        if (!content && content.error().code == Errc::kNotFound) {
            ++result_.left_out;
            if (!missing_) why_missing_ = "the content of entry " + std::to_string(at) + " is not in the copy";
            if (!missing_) missing_ = at;
            return;
        }
        const auto applied = content ? state_.apply(content->receipt, content->submission, held_) : content.error();
        if (applied) ++result_.submissions;
        else broken_ = "entry " + std::to_string(at) + ": " + applied.error().detail;
    }

    // An agreement may have been suspended after the figures were made and before they were entered: each such moment
    // is one that they may be of.
    void follow_facts(std::uint64_t at, const LogEntry& entry) {
        LogFacts facts = facts_.back();
        facts.follow(entry);
        if (facts == facts_.back()) return;
        if (at < result_.entry.snapshot) facts_.back() = std::move(facts);
        else facts_.push_back(std::move(facts));
    }

    // Whether this entry says that the first of what is missing was erased.
    bool tell_erased(std::uint64_t at, const LogEntry& entry) {
        const bool erased = entry.event == LogEvent::kErased && std::ranges::count(entry.refers_to, *missing_) > 0;
        if (!erased) return false;
        why_missing_ = "the content of entry " + std::to_string(*missing_) + " was erased at entry " +
                       std::to_string(at) + ", " + entry.at;
        return true;
    }

    static std::pair<std::string, std::string> bytes_in(BytesForm form, const AreaProfile& profile) {
        switch (form) {
            case BytesForm::kJson: return {"json", wire::encode_profile(profile, wire::ProfileFormat::kJson)};
            case BytesForm::kProtobuf:
                return {"protobuf", wire::encode_profile(profile, wire::ProfileFormat::kProtobuf)};
            case BytesForm::kCsv: break;
        }
        return {"csv", profile_csv(profile)};
    }

    // The document that was in force, by the digest that the log names it by.
    Result<std::vector<Party>> parties_of(const std::optional<Digest>& configuration) const {
        if (!configuration) return invalid("no entry before it says who took part");
        const std::string path = partnership_path(*configuration);
        const auto document = copy_.partnership(*configuration);
        if (!document) return invalid("the copy has not got the partnership of that time, " + path);
        if (sha256(*document) != *configuration) return invalid(code_text(Code::kPartnershipWrong) + " " + path);
        auto partnership = read_partnership(*document);
        if (!partnership) return invalid(path + ": " + partnership.error().detail);
        if (partnership->geography != geography_.edition()) {
            return invalid("the figures need the reference data " + partnership->geography + ", not " +
                           geography_.edition());
        }
        return std::move(partnership->parties);
    }

    // What is wrong with one of the moments does not matter if the figures are those of another.
    Result<void> compare_all(const Question& question) {
        result_.verdict = ReplayVerdict::kDifferent;
        Result<void> outcome;
        for (auto facts = facts_.rbegin(); facts != facts_.rend(); ++facts) {
            if (auto compared = compare_at(question, *facts); !compared && outcome) outcome = compared;
            if (result_.verdict == ReplayVerdict::kSame) return {};
        }
        return outcome;
    }

    Result<void> compare_at(const Question& question, const LogFacts& facts) {
        const auto parties = parties_of(facts.configuration);
        if (!parties) return parties.error();
        ProfileRequest request = question.request;
        request.withheld = withheld_from(question.reader, request.period, state_, facts, *parties);
        const auto profile = build_profile(request, state_, geography_, *parties);
        if (!profile) return invalid("the profile cannot be made: " + profile.error().detail);
        compare(question, *profile);
        return {};
    }

    void compare(const Question& question, const AreaProfile& profile) {
        for (const BytesForm form : question.forms) {
            const auto [name, bytes] = bytes_in(form, profile);
            const Digest digest = sha256(bytes);
            if (result_.computed.empty()) result_.computed = to_hex(digest);
            if (digest != result_.entry.digest) continue;
            result_.verdict = ReplayVerdict::kSame;
            result_.form = name;
            result_.computed = to_hex(digest);
            return;
        }
    }

    const LogCopy& copy_;
    std::uint64_t size_;
    std::uint64_t index_;
    const Geography& geography_;
    CopiedSubmissions held_;
    State state_;
    std::vector<LogFacts> facts_{1};
    std::optional<std::uint64_t> missing_;  // the first content that is not there
    std::string why_missing_;
    std::string broken_;  // why no further submission could be applied
    Replayed result_;
};

}  // namespace

Result<Replayed> replay_profile(const LogCopy& copy, std::uint64_t size, std::uint64_t index,
                                const Geography& geography) {
    return Replay(copy, size, index, geography).run();
}

}  // namespace svd::audit
