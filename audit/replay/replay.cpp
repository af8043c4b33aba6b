#include "audit/replay/replay.h"

#include <vector>

#include "audit/copy/partnership_reader.h"
#include "audit/replay/copied_submissions.h"
#include "audit/replay/question.h"
#include "core/crypto/digest.h"
#include "core/wire/profile_codec.h"
#include "hub/profile/profile_csv.h"
#include "hub/profile/sharing.h"
#include "hub/sections/joint_profile.h"
#include "hub/state/log_facts.h"

namespace svd::audit {
namespace {

class Replay {
public:
    Replay(const LogCopy& copy, std::uint64_t size, std::uint64_t index, const Geography& geography,
           const Catalogue& catalogue)
        : copy_(copy), size_(size), index_(index), geography_(geography), catalogue_(catalogue), held_(copy, size) {}

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
        if (!broken_.empty()) return impossible(missing_.empty() ? broken_ : missing_);
        if (auto made = compare_all(*question); !made) return impossible(made.error().detail);
        if (result_.verdict == ReplayVerdict::kDifferent && !missing_.empty()) return impossible(missing_);
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
        if (auto found = held_.find_erasures(); !found) return found;
        return for_each_entry(copy_, 0, size_, [&](std::uint64_t at, const LogEntry& entry) {
            if (at >= index_) return false;
            follow_facts(at, entry);
            if (at >= result_.entry.snapshot) return true;
            if (entry.event == LogEvent::kErased) state_.note_erasure(at);
            if (brings_content(entry.event)) apply(at, entry);
            return broken_.empty();
        });
    }

    // What had been erased when the figures were made is what was left of it.  What was erased since is missing; what
    // is left of it stands in, so that a correction of it can be applied.
    void apply(std::uint64_t at, const LogEntry& entry) {
        const auto by = held_.erased_by(at);
        if (by && *by < result_.entry.snapshot) return apply_left_over(at, entry, *by);
        const auto content = held_.content_of(at, entry);
        if (!content && content.error().code == Errc::kNotFound) {
            ++result_.left_out;
            if (!by) return note_missing("the content of entry " + std::to_string(at) + " is not in the copy");
            note_missing("the content of entry " + std::to_string(at) + " was erased at entry " + when(*by));
            return apply_left_over(at, entry, *by);
        }
        const auto applied = content ? state_.apply(content->receipt, content->submission, held_) : content.error();
        if (applied) ++result_.submissions;
        else broken_ = "entry " + std::to_string(at) + ": " + applied.error().detail;
    }

    void apply_left_over(std::uint64_t at, const LogEntry& entry, std::uint64_t by) {
        const auto left = held_.left_over_of(at, entry);
        if (!left && left.error().code == Errc::kNotFound) {
            return note_missing("what is left of entry " + std::to_string(at) + ", which was erased at entry " +
                                when(by) + ", is not in the copy");
        }
        const auto applied = left ? state_.apply(left->receipt, left->submission, held_) : left.error();
        if (!applied) {
            broken_ = "entry " + std::to_string(at) + ": " + applied.error().detail;
            return;
        }
        state_.mark_erased(at, by);
        if (by < result_.entry.snapshot) ++result_.erased;
    }

    void note_missing(std::string why) {
        if (!missing_.empty()) return;
        missing_ = std::move(why);
    }

    // The entry's number and its time.
    std::string when(std::uint64_t index) const {
        const auto entry = entry_at(copy_, size_, index);
        return std::to_string(index) + (entry ? ", " + entry->at : "");
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

    Result<std::vector<const Definition*>> definitions_of(const Question& question) const {
        auto definitions = catalogue_.find_all(question.definitions);
        if (!definitions) return invalid("the figures need definitions: " + definitions.error().detail);
        if (!question.catalogue.empty() && to_hex(catalogue_.digest(*definitions)) != question.catalogue) {
            return invalid("the definitions and breaks given are not those that the figures were made with, " +
                           question.catalogue);
        }
        return definitions;
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
        auto definitions = definitions_of(question);
        if (!definitions) return definitions.error();
        JointRequest request{question.request, *std::move(definitions)};
        request.profile.withheld =
            withheld_from(question.reader, months_read(request.profile.period), state_, facts, *parties);
        const SeriesBreaks* breaks = question.catalogue.empty() ? nullptr : catalogue_.breaks();
        const auto profile = build_joint_profile(request, state_, geography_, *parties, breaks);
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
    const Catalogue& catalogue_;
    CopiedSubmissions held_;
    State state_;
    std::vector<LogFacts> facts_{1};
    std::string missing_;  // the first that is not there, and why
    std::string broken_;  // why no further submission could be applied
    Replayed result_;
};

}  // namespace

Result<Replayed> replay_profile(const LogCopy& copy, std::uint64_t size, std::uint64_t index,
                                const Geography& geography, const Catalogue& catalogue) {
    return Replay(copy, size, index, geography, catalogue).run();
}

}  // namespace svd::audit
