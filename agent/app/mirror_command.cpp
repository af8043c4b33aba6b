#include <fmt/format.h>

#include <boost/json.hpp>

#include "agent/app/commands.h"
#include "agent/app/credentials.h"
#include "agent/app/exit_codes.h"
#include "agent/app/ledger_view.h"
#include "agent/app/mirror.h"
#include "core/domain/log_entry.h"
#include "core/https/problem.h"

namespace svd::agent {
namespace {

using boost::json::object;

std::string or_dash(std::string text) { return text.empty() ? "-" : printable(text); }

std::string months_of(const object& item) {
    const std::string from = text_at(item, "from");
    const std::string to = text_at(item, "to");
    return from == to ? from : fmt::format("{} to {}", from, to);
}

std::string counts_of(const object& item) {
    const auto* counts = item.if_contains("counts");
    std::string text;
    if (counts == nullptr || !counts->is_object()) return text;
    for (const auto& [of, number] : counts->as_object()) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", boost::json::serialize(number), std::string(of));
    }
    return text;
}

std::string codes_of(const object& item) {
    const auto* codes = item.if_contains("codes");
    std::string text;
    if (codes == nullptr || !codes->is_array()) return text;
    for (const auto& code : codes->as_array()) {
        if (code.is_string()) text += fmt::format(" {}", std::string(code.as_string()));
    }
    return text;
}

std::string state_of(const MirrorEntry& entry) {
    if (entry.event == log_event_name(LogEvent::kSubmissionRefused)) return "refused" + codes_of(entry.item);
    std::string state = entry.event == log_event_name(LogEvent::kCorrectionAccepted) ? "correction" : "accepted";
    if (!entry.superseded_by.empty()) state = fmt::format("superseded by {}", fmt::join(entry.superseded_by, ", "));
    if (!entry.erased_by.empty()) state = fmt::format("erased, see {}", fmt::join(entry.erased_by, ", "));
    return state;
}

void say_sent(const std::vector<MirrorEntry>& entries, const Console& console) {
    console.heading("WHAT YOU SENT");
    if (entries.empty()) console.say("  nothing");
    for (const MirrorEntry& entry : entries) {
        console.say(fmt::format("  {:>8}  {}  {:<24}  {:<18}  {:<28}  {}", entry.index, text_at(entry.item, "at"),
                                or_dash(state_of(entry)), or_dash(months_of(entry.item)),
                                or_dash(counts_of(entry.item)), or_dash(entry.file)));
    }
}

void say_read(const std::vector<MirrorEntry>& entries, const Console& console) {
    console.say("");
    console.heading("WHO READ IT, OR A FIGURE WITH IT IN");
    if (entries.empty()) console.say("  nobody");
    for (const MirrorEntry& entry : entries) {
        const bool refused = entry.event == log_event_name(LogEvent::kDisclosureRefused);
        console.say(fmt::format("  {:>8}  {}  {:<28}  {:<22}  {:<10}  {:<18}  {}{}", entry.index,
                                text_at(entry.item, "at"), or_dash(text_at(entry.item, "actor")),
                                or_dash(text_at(entry.item, "purpose")), or_dash(text_at(entry.item, "area")),
                                or_dash(months_of(entry.item)), refused ? "refused" : entry.event,
                                refused ? codes_of(entry.item) : ""));
    }
}

void say_other(const std::vector<MirrorEntry>& entries, const Console& console) {
    if (entries.empty()) return;
    console.say("");
    console.heading("WHAT ELSE");
    for (const MirrorEntry& entry : entries) {
        console.say(fmt::format("  {:>8}  {}  {:<24}  {:<28}  {}", entry.index, text_at(entry.item, "at"), entry.event,
                                or_dash(text_at(entry.item, "actor")), or_dash(text_at(entry.item, "subject"))));
    }
}

boost::json::array list_json(const std::vector<MirrorEntry>& entries) {
    boost::json::array list;
    for (const MirrorEntry& entry : entries) {
        object each = entry.item;
        if (!entry.file.empty()) each["file"] = entry.file;
        if (!entry.superseded_by.empty()) each["superseded_by"] = boost::json::value_from(entry.superseded_by);
        if (!entry.erased_by.empty()) each["erased_by"] = boost::json::value_from(entry.erased_by);
        list.push_back(std::move(each));
    }
    return list;
}

}  // namespace

int show_mirror(const AgentConfig& config, Hub& hub, Console& console) {
    ReadOnlyDisk disk;
    const auto ledger = view_ledger(config, disk);
    if (!ledger) {
        console.complain(ledger.error().detail);
        return exit_code::kUnexpected;
    }
    const auto mirror = read_mirror(hub, names_by_commitment(Spool(disk, config.spool), *ledger));
    if (!mirror) {
        console.complain(mirror.error().detail);
        return mirror.error().code == Errc::kDenied    ? exit_code::kNotAccepted
               : mirror.error().code == Errc::kInvalid ? exit_code::kConfiguration
                                                       : exit_code::kTryLater;
    }
    const auto alarm = alarm_text(config);
    if (alarm) {
        console.heading("ALARM: do not rely on what follows");
        console.say(fmt::format("  {}\n", *alarm));
    }
    console.say(fmt::format("{}, by the hub's log of {} entries\n", config.party.id, grouped(mirror->size)));
    say_sent(mirror->sent, console);
    say_read(mirror->read, console);
    say_other(mirror->other, console);
    console.print({{"agency", config.party.id},
                   {"alarm", alarm ? boost::json::value(*alarm) : boost::json::value(nullptr)},
                   {"size", mirror->size},
                   {"sent", list_json(mirror->sent)},
                   {"read", list_json(mirror->read)},
                   {"other", list_json(mirror->other)}});
    console.next(alarm ? "`svd-agent witness status` says what to do about the alarm."
                       : "`svd-agent receipts verify` proves what was sent without asking the hub.");
    return alarm ? exit_code::kAlarm : exit_code::kDone;
}

int show_mirror(const AgentConfig& config, Console& console) {
    if (const auto good = check_hub_files(config.hub); !good) {
        console.complain(good.error().detail);
        return exit_code::kConfiguration;
    }
    const auto hub = connect_hub(config.hub);
    return show_mirror(config, *hub, console);
}

}  // namespace svd::agent
