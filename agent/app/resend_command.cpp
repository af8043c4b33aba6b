#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "agent/app/commands.h"
#include "agent/app/credentials.h"
#include "agent/app/exit_codes.h"
#include "agent/app/ledger_view.h"
#include "agent/sync/resend.h"
#include "agent/witness/witness.h"
#include "core/crypto/certificate.h"

namespace svd::agent {
namespace {

int status_of(HeldKind end) {
    switch (end) {
        case HeldKind::kDenied: return exit_code::kNotAccepted;
        case HeldKind::kMisconfigured: return exit_code::kConfiguration;
        case HeldKind::kTryLater: return exit_code::kTryLater;
        case HeldKind::kHeld:
        case HeldKind::kErased:
        case HeldKind::kLost: break;
    }
    return exit_code::kDone;
}

int status_of(const Contact& contact) {
    switch (contact.end) {
        case ContactEnd::kGood: return exit_code::kDone;
        case ContactEnd::kTryLater: return exit_code::kTryLater;
        case ContactEnd::kDenied: return exit_code::kNotAccepted;
        case ContactEnd::kMisconfigured: return exit_code::kConfiguration;
        case ContactEnd::kAlarm: return exit_code::kAlarm;
    }
    return exit_code::kUnexpected;
}

std::string_view end_name(BackEnd end) {
    switch (end) {
        case BackEnd::kPutBack: return "put_back";
        case BackEnd::kMadeAgain: return "made_again";
        case BackEnd::kReplacedSince: return "replaced_since";
        case BackEnd::kNoSource: return "no_source";
    }
    return "?";
}

std::string months_text(const std::vector<Period>& periods) {
    std::string text;
    for (const Period& period : periods) text += (text.empty() ? "" : ", ") + period_text(period);
    return text;
}

void say_survey(const Survey& survey, const Console& console, boost::json::object& json) {
    boost::json::array lost;
    for (const LostPart& part : survey.lost) {
        console.say(fmt::format("lost      {}  {}  {}  {}{}", short_digest(part.sha256), period_text(part.period),
                                counted(part.rows, "record"), printable(part.file),
                                part.counted ? "" : ", which was replaced: it is not sent again"));
        lost.push_back({{"sha256", to_hex(part.sha256)},
                        {"file", printable(part.file)},
                        {"months", period_text(part.period)},
                        {"records", part.rows},
                        {"counted", part.counted}});
    }
    console.say(fmt::format("{} held, {} erased on purpose, {} lost", counted(survey.held, "submission"),
                            grouped(survey.erased), grouped(survey.lost.size())));
    json["held"] = survey.held;
    json["erased"] = survey.erased;
    json["lost"] = std::move(lost);
}

std::string back_text(const BroughtBack& back) {
    const std::string months = months_text(back.periods);
    switch (back.end) {
        case BackEnd::kPutBack: return fmt::format("{}: {} is sent again by the next run", back.name, months);
        case BackEnd::kMadeAgain: return fmt::format("{}: made again, and sent by the next run", back.name);
        case BackEnd::kReplacedSince:
            return fmt::format("{}: not sent again, {}; export those of its months again that are missing: {}",
                               back.name, back.detail, months);
        case BackEnd::kNoSource: return fmt::format("{}: {}; export {} again", back.name, back.detail, months);
    }
    return back.name;
}

int say_brought_back(const std::vector<BroughtBack>& all, const Console& console, boost::json::object& json) {
    boost::json::array files;
    int status = exit_code::kDone;
    for (const BroughtBack& back : all) {
        const bool for_a_person = back.end == BackEnd::kNoSource || back.end == BackEnd::kReplacedSince;
        if (for_a_person) status = exit_code::kFileRejected;
        if (for_a_person) console.complain(back_text(back));
        else console.say(back_text(back));
        files.push_back({{"file", printable(back.name)},
                         {"state", end_name(back.end)},
                         {"months", months_text(back.periods)},
                         {"detail", printable(back.detail)}});
    }
    json["files"] = std::move(files);
    return status;
}

int end_with(int status, std::string_view next, boost::json::object json, const Console& console) {
    json["exit_status"] = status;
    json["next"] = next;
    console.print(json);
    console.next(next);
    return status;
}

int give_up(int status, const std::string& why, const Console& console) {
    console.complain(why);
    return end_with(status,
                    status == exit_code::kAlarm ? "`svd-agent witness status` says what to do about the alarm."
                                                : "see to the reason above, then give this command again.",
                    {{"reason", why}}, console);
}

Result<Ledger> lock_and_open(Spool& spool, FileSystem& disk) {
    if (auto made = spool.prepare(); !made) return made.error();
    if (auto locked = spool.lock(); !locked) return locked.error();
    return Ledger::open(disk, spool.ledger_file());
}

int look_only(const AgentConfig& config, Hub& hub, Console& console) {
    ReadOnlyDisk disk;
    const auto ledger = view_ledger(config, disk);
    if (!ledger) return give_up(exit_code::kUnexpected, ledger.error().detail, console);
    if (const auto alarm = alarm_text(config)) return give_up(exit_code::kAlarm, *alarm, console);
    const Survey survey = Resend::ask(*ledger, hub);
    if (survey.end != HeldKind::kHeld) return give_up(status_of(survey.end), survey.message, console);
    boost::json::object json;
    say_survey(survey, console, json);
    const bool all_there = survey.lost.empty() && std::ranges::none_of(ledger->files(), [](const FileEntry& file) {
                               return file.state == FileState::kLost;  // marked before
                           });
    return end_with(exit_code::kDone,
                    all_there ? "nothing; the hub has all that it should have."
                              : "nothing was changed; without --dry-run what was lost is put back.",
                    std::move(json), console);
}

}  // namespace

int resend_lost(Workbench& bench, bool dry_run, Hub& hub, FileSystem& disk, const Clock& clock, Console& console,
                const std::string& identity) {
    if (dry_run) return look_only(bench.config, hub, console);
    Spool spool(disk, bench.config.spool);
    auto ledger = lock_and_open(spool, disk);
    if (!ledger) {
        const bool busy = ledger.error().code == Errc::kBusy;
        return give_up(busy ? exit_code::kTryLater : exit_code::kUnexpected, ledger.error().detail, console);
    }
    Witness witness(disk, spool, *ledger, hub, clock, {identity, bench.config.log_key});
    const auto contact = witness.contact();
    if (!contact) return give_up(exit_code::kUnexpected, contact.error().detail, console);
    if (contact->end != ContactEnd::kGood) return give_up(status_of(*contact), contact->message, console);
    const Survey survey = Resend::ask(*ledger, hub);
    if (survey.end != HeldKind::kHeld) return give_up(status_of(survey.end), survey.message, console);

    boost::json::object json;
    say_survey(survey, console, json);
    Outbox outbox(disk, spool);
    Resend resend(spool, *ledger, outbox, clock);
    const auto marked = resend.mark(survey);
    const auto make_nil = [&](Month month, const std::vector<Code>& units) -> Result<void> {
        const auto sealed =
            seal_nil_return({month, units}, bench.mapping, bench.intake_settings(), *ledger, outbox, clock);
        return sealed ? Result<void>() : Result<void>(sealed.error());
    };
    const auto back = marked ? resend.bring_back(make_nil) : marked.error();
    if (!back) return give_up(exit_code::kUnexpected, back.error().detail, console);
    const int status = say_brought_back(*back, console, json);
    const bool waits = !ledger->waiting().empty() || !back->empty();
    return end_with(status,
                    waits ? "`svd-agent run --once` sends again what was put back; then `svd-agent mirror` shows it."
                          : "nothing; the hub has all that it should have.",
                    std::move(json), console);
}

int resend_lost(Workbench& bench, bool dry_run, const Clock& clock, Console& console) {
    if (const auto good = check_hub_files(bench.config.hub); !good) {
        return give_up(exit_code::kConfiguration, good.error().detail, console);
    }
    const auto chain = read_chain_file(bench.config.hub.cert.string());
    if (!chain) return give_up(exit_code::kConfiguration, fmt::format("hub.cert: {}", chain.error().detail), console);
    PosixFileSystem disk;
    const auto hub = connect_hub(bench.config.hub);
    return resend_lost(bench, dry_run, *hub, disk, clock, console, chain->identity.uri());
}

}  // namespace svd::agent
