#include "agent/witness/witness.h"

#include <fmt/format.h>

#include "agent/witness/log_key.h"
#include "core/base/check.h"
#include "core/https/problem.h"
#include "core/receipts/receipt_file.h"

namespace svd::agent {
namespace {

constexpr std::string_view kContradicted = "log-contradicted";

bool is_page(const HttpsAnswer& answer) { return answer.status == 200; }

Contact later(std::string why, std::optional<std::chrono::seconds> wait = std::nullopt) {
    return {ContactEnd::kTryLater, std::move(why), wait};
}

Contact of_error(const Error& error) {
    const ContactEnd end = error.code == Errc::kDenied    ? ContactEnd::kDenied
                           : error.code == Errc::kInvalid ? ContactEnd::kMisconfigured
                                                          : ContactEnd::kTryLater;
    return {end, error.detail, std::nullopt};
}

// What an answer that is none means; nothing of the log's has been said.
Contact of_refusal(const HttpsAnswer& answer) {
    const auto problem = read_problem(answer);
    if (!problem) return later(not_the_hubs(answer), answer.retry_after);
    const bool denied = answer.status == 401 || answer.status == 403;
    if (denied) return {ContactEnd::kDenied, problem->text, answer.retry_after};
    return later(
        fmt::format("the hub did not show its log, and nothing is sent to a hub that does not: {}", problem->text),
        answer.retry_after);
}

Contact alarm_at(const fs::path& folder, std::string_view what) {
    return {ContactEnd::kAlarm,
            fmt::format("ALARM: {} Nothing is sent. The evidence is in {}. `svd-agent witness status` says what to do.",
                        what, folder.string()),
            std::nullopt};
}

}  // namespace

Contact Witness::standing() const {
    const auto alarm = store_.standing();
    return alarm ? alarm_at(alarm->folder, alarm->what) : Contact{};
}

// Said even when it cannot be written down: then the next run finds the same anew, or the disk is still broken.
Contact Witness::raise(Alarm alarm) {
    if (log_) alarm.evidence.push_back({"log.vkey", tlog::format_verifier_key(*log_) + "\n"});
    const auto folder = store_.raise(alarm, clock_.now());
    if (const auto stands = store_.standing()) return alarm_at(stands->folder, alarm.what + ".");
    return {ContactEnd::kAlarm,
            fmt::format("ALARM: {}. Nothing is sent. The evidence could not be written: {}", alarm.what,
                        folder ? std::string{} : folder.error().detail),
            std::nullopt};
}

Result<Contact> Witness::contact() {
    if (Contact alarm = standing(); alarm.end != ContactEnd::kGood) return alarm;
    remark_.clear();
    for (const auto step : {&Witness::settle_key, &Witness::follow, &Witness::cosign, &Witness::show_receipts}) {
        auto done = (this->*step)();
        if (!done || done->end != ContactEnd::kGood) return done;
    }
    return Contact{};
}

Result<Contact> Witness::fetch_key(tlog::VerifierKey& key) {
    const auto answer = source_.log_key();
    if (!answer) return of_error(answer.error());
    if (!is_page(*answer)) return of_refusal(*answer);
    const auto parsed = parse_log_key(answer->body);
    if (!parsed) return later(fmt::format("the answer is not the key of a log: {}", parsed.error().detail));
    key = *parsed;
    return Contact{};
}

Result<Contact> Witness::settle_key() {
    const auto pinned = store_.log_key();
    if (!pinned && pinned.error().code != Errc::kCorrupt) return pinned.error();
    if (!pinned) return raise({AlarmKind::kRecordDamaged, pinned.error().detail, {}});
    if (*pinned) {
        log_ = **pinned;
        if (!settings_.log_key || *settings_.log_key == *log_) return Contact{};
        return raise({AlarmKind::kKeyChanged,
                      "hub.log_key in the configuration is not the key that this agent has followed until now",
                      {{"configured.vkey", tlog::format_verifier_key(*settings_.log_key) + "\n"}}});
    }
    tlog::VerifierKey key;
    if (settings_.log_key) key = *settings_.log_key;
    if (!settings_.log_key) {
        auto fetched = fetch_key(key);
        if (!fetched || fetched->end != ContactEnd::kGood) return fetched;
    }
    if (auto kept = store_.keep_log_key(key); !kept) return kept.error();
    log_ = key;
    return Contact{};
}

Result<Contact> Witness::follow() {
    auto note = store_.checkpoint();
    if (!note && note.error().code != Errc::kCorrupt) return note.error();
    if (!note) return raise({AlarmKind::kRecordDamaged, note.error().detail, {}});
    std::optional<SeenCheckpoint> seen;
    if (*note) {
        Judgement opened =
            open_seen(**std::move(note), *log_, AlarmKind::kRecordDamaged, "the checkpoint that this agent has kept");
        if (auto* alarm = std::get_if<Alarm>(&opened)) return raise(std::move(*alarm));
        seen = std::get<SeenCheckpoint>(std::move(opened));
    }
    SeenCheckpoint newest;
    auto asked = ask_growth(seen, newest);
    if (!asked || asked->end != ContactEnd::kGood) return asked;
    newest_ = seen;
    return keep(std::move(newest));
}

Result<Contact> Witness::keep(SeenCheckpoint newest) {
    if (newest_ && newest_->checkpoint == newest.checkpoint) return Contact{};
    if (auto kept = store_.keep_checkpoint(newest.note); !kept) return kept.error();
    newest_ = std::move(newest);
    return Contact{};
}

Result<Contact> Witness::ask_growth(const std::optional<SeenCheckpoint>& seen, SeenCheckpoint& newest) {
    const auto answer = source_.growth_since(seen ? std::string_view(seen->note) : std::string_view{});
    if (!answer || !is_page(*answer)) return not_shown(answer, seen);
    const auto shown = tlog::parse_add_checkpoint(answer->body);
    if (!shown) return later(fmt::format("the answer does not show how the log has grown: {}", shown.error().detail));
    Judgement judged = judge_growth(*log_, seen, *shown, answer->body);
    if (auto* found = std::get_if<SeenCheckpoint>(&judged)) {
        newest = std::move(*found);
        return Contact{};
    }
    Alarm alarm = std::get<Alarm>(std::move(judged));
    tlog::VerifierKey now;
    if (alarm.kind == AlarmKind::kUnsigned) {
        const auto fetched = fetch_key(now);
        if (fetched && fetched->end == ContactEnd::kGood && now != *log_) {
            alarm.kind = AlarmKind::kKeyChanged;
            alarm.what = "the hub's log is signed by another key than until now";
            alarm.evidence.push_back({"hub-now.vkey", tlog::format_verifier_key(now) + "\n"});
        }
    }
    return raise(std::move(alarm));
}

// A hub whose key is another one cannot read what the old key has signed, and says so with 400.
Result<Contact> Witness::not_shown(const Result<HttpsAnswer>& answer, const std::optional<SeenCheckpoint>& seen) {
    if (!answer) return of_error(answer.error());
    const auto problem = read_problem(*answer);
    const std::vector<Evidence> evidence = {{"seen-before", seen ? seen->note : std::string{}},
                                            {"answer", answer->body}};
    if (problem && answer->status == 409 && problem->code == kContradicted) {
        return raise({AlarmKind::kContradicted,
                      fmt::format("the hub says that its log does not contain the {} entries that were seen before",
                                  seen ? seen->checkpoint.size : 0),
                      evidence});
    }
    if (problem && answer->status == 400 && seen) {
        tlog::VerifierKey now;
        auto fetched = fetch_key(now);
        if (!fetched || fetched->end != ContactEnd::kGood) return fetched;
        if (now != *log_) {
            Alarm alarm{AlarmKind::kKeyChanged, "the hub's log has another key than until now", evidence};
            alarm.evidence.push_back({"hub-now.vkey", tlog::format_verifier_key(now) + "\n"});
            return raise(std::move(alarm));
        }
    }
    return of_refusal(*answer);
}

// What was verified and kept is signed; that the hub will not have it stops nothing, and is said.
Result<Contact> Witness::cosign() {
    const UtcTime now = clock_.now();
    if (now < UtcTime{}) return Contact{};
    auto key = store_.cosigner_key();
    if (!key) return key.error();
    const tlog::Cosigner cosigner(settings_.cosigner, *std::move(key));
    const std::string text = tlog::format_checkpoint(newest_->checkpoint);
    const std::string body = fmt::format("vkey {}\n{}", tlog::format_verifier_key(cosigner.verifier_key()),
                                         tlog::format_note({text, {cosigner.sign(text, now)}}));
    const auto answer = source_.take_cosignature(body);
    if (answer && answer->status / 100 == 2) return Contact{};
    const auto problem = answer ? read_problem(*answer) : std::nullopt;
    remark_ =
        fmt::format("the hub did not take this agency's cosignature of its log: {}", !answer   ? answer.error().detail
                                                                                     : problem ? problem->text
                                                                                               : not_the_hubs(*answer));
    return Contact{};
}

Result<Contact> Witness::check_receipt(std::string_view file) {
    SVD_CHECK(log_.has_value());
    const auto proven = verify_receipt_file(file, *log_);
    if (proven) return Contact{};
    if (proven.error().code != Errc::kDenied) {
        return later(fmt::format("the receipt cannot be read: {}", proven.error().detail));
    }
    return raise({AlarmKind::kFalseReceipt,
                  fmt::format("the hub gave a receipt that is not in its log ({})", proven.error().detail),
                  {{"receipt.tlog-proof", std::string(file)}, {"seen-before", newest_->note}}});
}

}  // namespace svd::agent
