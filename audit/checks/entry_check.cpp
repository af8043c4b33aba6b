#include "audit/checks/entry_check.h"

#include "audit/checks/content_check.h"
#include "audit/checks/left_over_check.h"
#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/domain/entry_time.h"
#include "core/receipts/erasure_commitment.h"
#include "core/wire/log_codec.h"

namespace svd::audit {

std::optional<LogEntry> EntryCheck::check(std::string_view bytes) {
    const std::uint64_t index = next_++;
    ++counts_.entries;
    due_.push_back(false);
    missing_.push_back(false);
    auto entry = wire::decode_log_entry(bytes);
    if (!entry) {
        report_.add(Code::kEntryUnreadable, index, entry.error().detail);
        due_[index] = true;  // for all that is known
        return std::nullopt;
    }
    if (wire::encode_log_entry(*entry) != bytes) report_.add(Code::kEntryNotPlain, index, "");
    check_order(index, *entry);
    check_complete(index, *entry);
    check_time(index, *entry);
    if (brings_content(entry->event)) check_content(index, *entry);
    if (brings_content(entry->event) && with_contents_) check_left_over(index, *entry);
    if (entry->event == LogEvent::kErased) follow_erasure(index, *entry);
    if (entry->event == LogEvent::kConfigurationChanged && entry->digest) check_partnership(index, *entry->digest);
    return *std::move(entry);
}

void EntryCheck::skip(std::uint64_t entries) {
    next_ += entries;
    due_.resize(next_, true);  // whether content belongs to them cannot be said
    missing_.resize(next_, false);
    gaps_ = true;
}

void EntryCheck::check_order(std::uint64_t index, const LogEntry& entry) {
    const bool begins = entry.event == LogEvent::kLogBegun || entry.event == LogEvent::kLogKeyRotated;
    if (index == 0 && entry.event != LogEvent::kLogBegun)
        report_.add(Code::kNotBegun, index, std::string(log_event_name(entry.event)));
    const bool replaces = begins && entry.question.starts_with("replaces ");
    if (replaces) {
        report_.add(Code::kLogReplaces, index,
                    entry.question + ", which had " + std::to_string(entry.snapshot) + " entries");
    } else if (index != 0 && begins) {
        report_.add(Code::kBegunAgain, index, "");
    }
    for (const std::uint64_t earlier : entry.refers_to) {
        if (earlier >= index) report_.add(Code::kRefersAhead, index, "to " + std::to_string(earlier));
    }
    if (entry.snapshot > index && !replaces) report_.add(Code::kSnapshotAhead, index, std::to_string(entry.snapshot));
}

void EntryCheck::check_complete(std::uint64_t index, const LogEntry& entry) {
    const auto lacks = [&](const char* what) {
        report_.add(Code::kEntryIncomplete, index, std::string(log_event_name(entry.event)) + " without " + what);
    };
    if (brings_content(entry.event) && !entry.commitment) lacks("a commitment");
    if (brings_content(entry.event) && entry.party.empty()) lacks("a party");
    if (entry.event == LogEvent::kDisclosed && !entry.digest) lacks("a digest");
    if (entry.event == LogEvent::kConfigurationChanged && !entry.digest) lacks("a digest");
    if (entry.event == LogEvent::kErased && entry.refers_to.empty()) lacks("what was erased");
}

void EntryCheck::check_time(std::uint64_t index, const LogEntry& entry) {
    const auto at = parse_time(entry.at);
    if (!at) {
        report_.add(Code::kTimeUnreadable, index, "");
        return;
    }
    if (latest_ && *at < *latest_ - limits::kClockStepBackMax) {
        report_.add(Code::kTimeWentBack, index, entry.at + " after " + rfc3339(*latest_));
    }
    if (!latest_ || *at > *latest_) latest_ = *at;
}

void EntryCheck::check_content(std::uint64_t index, const LogEntry& entry) {
    due_[index] = true;
    if (!with_contents_) {
        ++counts_.no_content_looked_for;
        return;
    }
    const auto bytes = in_folder_ ? copy_.content(index) : Error{Errc::kNotFound, {}};
    if (!bytes && bytes.error().code == Errc::kNotFound) {
        missing_[index] = true;
    } else if (!bytes) {
        report_.add(Code::kContentUnreadable, index, bytes.error().detail);
    } else if (const auto opened = open_content(index, entry, *bytes);
               const auto* bad = std::get_if<Problem>(&opened)) {
        report_.add(bad->code, index, bad->detail);
    } else {
        ++counts_.contents;
    }
}

void EntryCheck::check_left_over(std::uint64_t index, const LogEntry& entry) {
    const auto bytes = copy_.left_over(index);
    if (!bytes && bytes.error().code == Errc::kNotFound) return;
    LeftOverSeen& seen = left_overs_[index];
    if (!bytes) return report_.add(Code::kLeftOverUnreadable, index, bytes.error().detail);
    const auto opened = open_left_over(index, entry, *bytes);
    if (const auto* bad = std::get_if<Problem>(&opened)) report_.add(bad->code, index, bad->detail);
    else seen = {std::get<LeftOver>(opened).erased_by, false, std::get<LeftOver>(opened).digest};
}

void EntryCheck::follow_erasure(std::uint64_t index, const LogEntry& entry) {
    for (const std::uint64_t earlier : entry.refers_to) {
        if (earlier >= index || !due_[earlier]) continue;
        ++counts_.erased;
        if (with_contents_) follow_erased_content(earlier, index);
        missing_[earlier] = false;
    }
    if (with_contents_) check_commitment(index, entry);
}

// Where one of the left-overs is missing or cannot be believed, that was said, and nothing can be said of the rest.
void EntryCheck::check_commitment(std::uint64_t index, const LogEntry& entry) {
    if (!entry.digest) return report_.add(Code::kLeftOverNotCommitted, index, "");
    std::map<std::uint64_t, Digest> left;
    for (const std::uint64_t earlier : entry.refers_to) {
        if (earlier >= index || !due_[earlier]) continue;
        const auto seen = left_overs_.find(earlier);
        if (seen == left_overs_.end() || seen->second.says == 0) return;
        left[earlier] = seen->second.digest;
    }
    if (commit_to_left_overs(left) != *entry.digest) {
        report_.add(Code::kLeftOverWrong, index, "of " + std::to_string(left.size()) + " submissions");
    }
}

void EntryCheck::follow_erased_content(std::uint64_t index, std::uint64_t by) {
    const std::string by_entry = "erased by entry " + std::to_string(by);
    if (!missing_[index] && copy_.has_content(index)) report_.add(Code::kErasedStillHere, index, by_entry);
    const auto seen = left_overs_.find(index);
    if (seen == left_overs_.end()) {
        // What lies beside an entry that could not be read has not been looked at.
        if (!copy_.has_left_over(index)) report_.add(Code::kLeftOverMissing, index, by_entry);
        return;
    }
    if (seen->second.says != 0 && seen->second.says != by) {
        report_.add(Code::kLeftOverDiffers, index, by_entry + ", and it says by " + std::to_string(seen->second.says));
    }
    seen->second.erased = true;
}

void EntryCheck::finish() {
    for (std::uint64_t index = 0; index < next_; ++index) {
        if (missing_[index]) report_.add(Code::kContentMissing, index, content_path(index));
    }
    for (const auto& [index, seen] : left_overs_) {
        if (seen.erased || gaps_) continue;
        // A fetch that was interrupted has it from a longer log than it has vouched for.
        const bool of_longer_log = seen.says >= next_;
        report_.add(of_longer_log ? Code::kFileUnknown : Code::kLeftOverNotErased, index, left_over_path(index));
    }
}

void EntryCheck::check_partnership(std::uint64_t index, const Digest& digest) {
    if (!partnerships_.insert(digest).second) return;
    const auto document = copy_.partnership(digest);
    if (!document && document.error().code == Errc::kNotFound) {
        report_.add(Code::kPartnershipMissing, index, partnership_path(digest));
    } else if (!document) {
        report_.add(Code::kPartnershipWrong, index, document.error().detail);
    } else if (sha256(*document) != digest) {
        report_.add(Code::kPartnershipWrong, index, partnership_path(digest));
    }
}

}  // namespace svd::audit
