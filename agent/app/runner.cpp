#include "agent/app/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "agent/app/exit_codes.h"
#include "agent/app/tally_text.h"
#include "core/base/limits.h"

namespace svd::agent {
namespace {

// Waiting mends none of these.
bool ends_all(DrainEnd end) {
    return end == DrainEnd::kDenied || end == DrainEnd::kMisconfigured || end == DrainEnd::kAlarm;
}

}  // namespace

Result<std::unique_ptr<Runner>> Runner::set_up(Workbench& bench, Hub& hub, FileSystem& disk, const Clock& clock,
                                               Console& console, const std::string& identity) {
    std::unique_ptr<Runner> runner(new Runner(bench, hub, disk, clock, console));
    if (auto made = runner->spool_.prepare(); !made) return made.error();
    if (auto locked = runner->spool_.lock(); !locked) return locked.error();
    if (auto clean = runner->spool_.discard_unfinished(); !clean) return clean.error();
    auto ledger = Ledger::open(disk, runner->spool_.ledger_file());
    if (!ledger) return ledger.error();
    runner->ledger_ = std::make_unique<Ledger>(std::move(*ledger));
    runner->witness_ = std::make_unique<Witness>(disk, runner->spool_, *runner->ledger_, hub, clock,
                                                 WitnessSettings{identity, bench.config.log_key});
    if (auto clean = runner->outbox_.discard_orphans(*runner->ledger_); !clean) return clean.error();
    return runner;
}

void Runner::tell(const IntakeReport& taken, RoundReport& report) {
    console_.progress_over();
    boost::json::object json = tally_json(taken.tally, taken.header);
    json["file"] = taken.name;
    json["sha256"] = to_hex(taken.digest);
    const auto say = [&](std::string_view state, std::string_view line) {
        console_.say(fmt::format("{}: {}", taken.name, line));
        json["state"] = state;
    };
    switch (taken.end) {
        case IntakeEnd::kSealed:
            say("sealed", fmt::format("{}, {} ready in {}, {} set aside", counted(taken.tally.read, "record"),
                                      grouped(taken.tally.ready), counted(taken.parts, "submission"),
                                      grouped(taken.tally.set_aside)));
            if (taken.tally.set_aside > 0) {
                report.exit_status = exit_code::worse(report.exit_status, exit_code::kSomeSetAside);
            }
            break;
        case IntakeEnd::kHeld:
            say("held", fmt::format("held for a person: {}", taken.reason));
            report.exit_status = exit_code::worse(report.exit_status, exit_code::kFileRejected);
            break;
        case IntakeEnd::kWaits:
            say("waits", fmt::format("waits: {}", taken.reason));
            report.exit_status = exit_code::worse(report.exit_status, exit_code::kTryLater);
            break;
        case IntakeEnd::kAlreadySealed: say("sealed", "is being sent"); break;
        case IntakeEnd::kAlreadySent:
            say("sent", fmt::format("was sent on {}; nothing to do", plain_day(taken.reason)));
            break;
        case IntakeEnd::kReplacedSince:
            say("sent", fmt::format("was sent, and a later file has replaced it; write it anew to send it again"));
            break;
    }
    if (taken.end == IntakeEnd::kSealed) {
        for (const Replaced& replaced : taken.replaces) console_.say(fmt::format("  {}", replaces_text(replaced)));
    }
    if (const std::uint64_t coarser = taken.tally.made_coarser(); coarser > 0) {
        console_.say(fmt::format("  {} made coarser, because few are alike", counted(coarser, "record")));
        json["made_coarser"] = coarser;
    }
    json["replaces"] = replaces_json(taken.replaces);
    json["not_mapped"] = boost::json::value_from(taken.not_mapped);
    for (const std::string& column : taken.not_mapped) {
        console_.say(
            fmt::format("  {}  not mapped, stays here: [{}]", code_text(FindingCode::kColumnNotMapped), column));
    }
    if (!taken.quarantine.empty()) {
        console_.say(fmt::format("  set aside in {}", taken.quarantine.string()));
        json["quarantine"] = taken.quarantine.string();
    }
    if (!taken.reason.empty()) json["reason"] = taken.reason;
    console_.print(json);
}

void Runner::tell(const DrainReport& drained, RoundReport& report) {
    for (const SentFile& file : drained.sent) {
        console_.say(fmt::format("{}: sent; {} accepted, {} refused by the hub, {}", file.name,
                                 counted(file.accepted, "row"), grouped(file.refused),
                                 counted(file.parts, "submission")));
        console_.print({{"file", file.name},
                        {"state", "sent"},
                        {"submissions", file.parts},
                        {"accepted", file.accepted},
                        {"refused", file.refused}});
        if (file.refused + file.set_aside > 0) {
            report.exit_status = exit_code::worse(report.exit_status, exit_code::kSomeSetAside);
        }
    }
    for (const RejectedFile& file : drained.rejected) {
        const bool by_hub = file.state == FileState::kRefused;
        console_.complain(
            fmt::format("{}: {}: {}", file.name, by_hub ? "refused by the hub" : "held for a person", file.reason));
        console_.print({{"file", file.name},
                        {"state", file_state_name(file.state)},
                        {"reason", file.reason},
                        {"codes", boost::json::value_from(file.codes)}});
        report.exit_status = exit_code::worse(report.exit_status, exit_code::kFileRejected);
    }
    report.hub = drained.end;
    report.retry_after = drained.retry_after;
    for (const std::string& remark : drained.remarks) {
        if (complaints_.insert(remark).second) console_.complain(remark);
    }
    if (drained.end == DrainEnd::kEmpty || drained.end == DrainEnd::kStopped) return;
    if (drained.end == DrainEnd::kAlarm) {
        tell_alarm({ContactEnd::kAlarm, drained.message, std::nullopt}, report);
        return;
    }
    console_.complain(drained.message);
    const int status = drained.end == DrainEnd::kDenied          ? exit_code::kNotAccepted
                       : drained.end == DrainEnd::kMisconfigured ? exit_code::kConfiguration
                                                                 : exit_code::kTryLater;
    report.exit_status = exit_code::worse(report.exit_status, status);
}

void Runner::tell_alarm(const Contact& alarm, RoundReport& report) {
    report.hub = DrainEnd::kAlarm;
    report.exit_status = exit_code::worse(report.exit_status, exit_code::kAlarm);
    console_.progress_over();
    console_.complain(alarm.message);
    console_.print({{"alarm", alarm.message}});
}

// Only an alarm counts: what is not to be sent does not wait for anything.
Result<void> Runner::look_at_log(RoundReport& report) {
    if (look_from_ && clock_.now() < *look_from_) return {};
    look_from_ = clock_.now() + limits::kWitnessEvery;
    const auto contact = witness_->contact();
    if (!contact) return contact.error();
    if (contact->end == ContactEnd::kAlarm) {
        tell_alarm(*contact, report);
        return {};
    }
    if (contact->end != ContactEnd::kGood) {
        console_.say(fmt::format("the hub's log could not be looked at: {}", contact->message));
    } else if (!witness_->remark().empty() && complaints_.insert(witness_->remark()).second) {
        console_.complain(witness_->remark());
    }
    return {};
}

Result<void> Runner::drain(RoundReport& report) {
    if (!ledger_->waiting().empty()) look_from_ = clock_.now() + limits::kWitnessEvery;
    Uploader uploader(spool_, *ledger_, outbox_, hub_, *witness_, clock_, stop_);
    auto drained = uploader.drain();
    if (!drained) return drained.error();
    report.did_something = report.did_something || drained->parts_acknowledged > 0;
    tell(*drained, report);
    return spool_.note_waiting(drained->end == DrainEnd::kEmpty ? std::string_view{} : drained->message);
}

// An error with one file must not keep the others from being sent.
void Runner::tell_failure(const fs::path& file, const Error& error, RoundReport& report) {
    const std::string name = printable(file.filename().string());
    std::error_code failed;
    if (error.code == Errc::kNotFound && !fs::exists(file, failed) && !fs::exists(spool_.work() / file.filename())) {
        console_.say(fmt::format("{}: gone before it was read", name));
        return;
    }
    const int status = error.code == Errc::kInvalid    ? exit_code::kConfiguration
                       : error.code == Errc::kConflict ? exit_code::kFileRejected
                                                       : exit_code::kUnexpected;
    report.exit_status = exit_code::worse(report.exit_status, status);
    const std::string complaint = fmt::format("{}: {}", name, error.detail);
    if (!complaints_.insert(complaint).second) return;
    console_.progress_over();
    console_.complain(complaint);
    console_.print({{"file", name}, {"state", "failed"}, {"reason", error.detail}});
}

Result<std::vector<fs::path>> Runner::files_to_read() {
    auto files = spool_.in_work();
    if (!files) return files;
    auto fresh = spool_.ready(clock_.now());
    if (!fresh) return fresh;
    files->insert(files->end(), fresh->begin(), fresh->end());
    // What the hub has lost comes first, and in the order in which it was sent: what adds to another then finds it.
    std::map<std::string, std::size_t> places;
    for (const FileEntry& file : ledger_->files()) {
        if (file.state != FileState::kLost) continue;
        places.emplace(file.name, places.size());
        places.emplace(Spool::beside_its_namesake(file.name, file.digest), places.size());
    }
    std::map<std::size_t, fs::path> again;
    std::erase_if(*files, [&](const fs::path& file) {
        const auto place = places.find(file.filename().string());
        return place != places.end() && again.emplace(place->second, file).second;
    });
    std::vector<fs::path> ordered;
    ordered.reserve(again.size() + files->size());
    for (const auto& [place, file] : again) ordered.push_back(file);
    ordered.insert(ordered.end(), files->begin(), files->end());
    return ordered;
}

IntakeSettings Runner::intake_settings() const {
    IntakeSettings settings = bench_.intake_settings();
    settings.allow_shrinking = allow_shrinking_;
    return settings;
}

Result<std::string> Runner::seal_nil(const NilRequest& request) {
    return seal_nil_return(request, bench_.mapping, intake_settings(), *ledger_, outbox_, clock_);
}

Result<void> Runner::take_in(const fs::path& file, RoundReport& report) {
    if (!is_utf8(file.filename().string())) {
        return Error{Errc::kConflict,
                     fmt::format("the name of {} is not UTF-8 text and cannot be noted: rename the file",
                                 printable(file.string()))};
    }
    fs::path source = file;
    const bool in_work = file.parent_path() == spool_.work();
    const bool stays = !in_work && !spool_.settings().move;
    std::error_code failed;
    const auto changed = fs::last_write_time(file, failed);
    if (!in_work) {
        const auto left = left_.find(file);
        if (stays && left != left_.end() && left->second == changed) return {};
        auto claimed = spool_.claim(file);
        if (!claimed && claimed.error().code == Errc::kBusy) {
            console_.say(claimed.error().detail);
            report.exit_status = exit_code::worse(report.exit_status, exit_code::kTryLater);
            return {};
        }
        if (!claimed) return claimed.error();
        source = *claimed;
    }
    Intake intake(disk_, spool_, *ledger_, outbox_, bench_.mapping, bench_.rules, intake_settings(), clock_);
    auto taken = intake.take(source, [&](const Extract& extract, std::uint64_t bytes_all) {
        console_.progress(source.filename().string(), extract.tally().read, extract.bytes_read(), bytes_all);
    });
    if (!taken) return taken.error();
    if (stays && taken->end != IntakeEnd::kWaits) left_[file] = changed;
    if (taken->end != IntakeEnd::kAlreadySealed) {
        report.did_something = true;
        tell(*taken, report);
    }
    return {};
}

Result<RoundReport> Runner::round(bool may_send) {
    RoundReport report;
    bench_.rules.current_month = Month::of(clock_.now());  // an agent that stays up sees months begin
    if (const Contact alarm = witness_->standing(); alarm.end != ContactEnd::kGood) {
        tell_alarm(alarm, report);
        return report;
    }
    if (may_send) {
        if (auto drained = drain(report); !drained) return drained.error();
        if (ends_all(report.hub)) return report;
    }
    auto files = files_to_read();
    if (!files) return files.error();
    for (const fs::path& file : *files) {
        if (stop_ && stop_()) return report;
        if (auto taken = take_in(file, report); !taken) {
            tell_failure(file, taken.error(), report);
            if (!ledger_->writable()) return taken.error();
        }
        if (!may_send || report.hub != DrainEnd::kEmpty) continue;
        if (auto drained = drain(report); !drained) return drained.error();
        if (ends_all(report.hub)) return report;
    }
    if (may_send && report.hub == DrainEnd::kEmpty) {
        if (auto looked = look_at_log(report); !looked) return looked.error();
    }
    return report;
}

}  // namespace svd::agent
