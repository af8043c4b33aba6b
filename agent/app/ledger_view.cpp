#include "agent/app/ledger_view.h"

#include <fmt/format.h>

namespace svd::agent {

Result<Ledger> view_ledger(const AgentConfig& config, FileSystem& disk) {
    return Ledger::open(disk, Spool(disk, config.spool).ledger_file());
}

Outlook look_ahead(const AgentConfig& config, const Extract& extract, const Console& console) {
    Outlook outlook;
    if (extract.mapper().returned_from_quarantine()) return outlook;
    ReadOnlyDisk disk;
    const auto ledger = view_ledger(config, disk);
    if (!ledger) {
        console.complain(fmt::format("it cannot be said what the file would replace: {}", ledger.error().detail));
        return outlook;
    }
    outlook.replaces = what_it_replaces(*ledger, config.dataset, extract.tally().ready_by_month);
    outlook.held = reason_not_to_shrink(outlook.replaces, config.max_shrink_percent);
    return outlook;
}

void say_outlook(const Outlook& outlook, const Extract& extract, const Console& console) {
    if (extract.mapper().returned_from_quarantine()) {
        console.say("  it came back from the quarantine: its records are added to what its months hold");
    }
    for (const Replaced& replaced : outlook.replaces) console.say(fmt::format("  {}", replaces_text(replaced)));
    if (!outlook.held.empty()) console.say(fmt::format("  it would be held: {}.", outlook.held));
}

}  // namespace svd::agent
