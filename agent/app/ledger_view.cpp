#include "agent/app/ledger_view.h"

#include <fmt/format.h>

namespace svd::agent {

Result<Ledger> view_ledger(const AgentConfig& config, FileSystem& disk) {
    return Ledger::open(disk, Spool(disk, config.spool).ledger_file());
}

namespace {

Ledger ledger_or_empty(const AgentConfig& config, FileSystem& disk, const Console& console) {
    auto ledger = view_ledger(config, disk);
    if (ledger) return *std::move(ledger);
    console.complain(fmt::format("it cannot be said what the file would replace: {}", ledger.error().detail));
    return Ledger::open(disk, {}).value();
}

}  // namespace

LookAhead::LookAhead(const Workbench& bench, const FileFacts& facts, const Extract& extract, const Console& console,
                     See see)
    : bench_(bench),
      digest_(facts.digest),
      extract_(extract),
      ledger_(ledger_or_empty(bench.config, disk_, console)),
      see_(std::move(see)),
      builder_(
          {bench.mapping.name, bench.mapping.version, bench.config.agreement},
          [this](const Period& period) {
              const bool returned = extract_.mapper().returned_from_quarantine();
              return plan_period(ledger_, {digest_, bench_.config.dataset, returned}, period);
          },
          [this](SealedPart sealed) -> Result<void> {
              if (see_) {
                  if (auto seen = see_(sealed); !seen) return seen;
              }
              parts_.push_back(std::move(sealed.part));
              return {};
          }) {}

Result<void> LookAhead::add() {
    if (extract_.mapped().ready()) return builder_.add(extract_.mapped().row, extract_.record().line);
    if (extract_.mapped().refused) builder_.add_set_aside();
    return {};
}

Result<Outlook> LookAhead::finish() {
    if (auto built = builder_.finish(); !built) return built.error();
    Outlook outlook;
    const FileEntry* known = ledger_.find(digest_);
    if (known != nullptr && known->state == FileState::kSent && ledger_.in_force(*known)) {
        outlook.sent_at = known->at;
        return outlook;
    }
    const IntakeSettings settings = bench_.intake_settings();
    if (!extract_.mapper().returned_from_quarantine()) {
        outlook.replaces = what_it_replaces(ledger_, settings.dataset, extract_.tally().ready_by_period);
    }
    outlook.held = reason_to_hold({digest_, extract_, parts_}, ledger_, settings);
    return outlook;
}

void say_outlook(const Outlook& outlook, const Extract& extract, const Console& console) {
    if (extract.mapper().returned_from_quarantine()) {
        console.say("  it came back from the quarantine: its records are added to what its months hold");
    }
    for (const Replaced& replaced : outlook.replaces) console.say(fmt::format("  {}", replaces_text(replaced)));
    if (!outlook.sent_at.empty()) {
        console.say(fmt::format("  it was sent on {}, and would not be sent again", plain_day(outlook.sent_at)));
    }
    if (!outlook.held.empty()) console.say(fmt::format("  it would be held: {}.", outlook.held));
}

}  // namespace svd::agent
