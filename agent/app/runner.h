// One round of `run`: send what waits, read what is ready, send again.  With nothing to send it looks at the hub's
// log now and then all the same: a witness that only comes when it has something is easily avoided.
//
// While an alarm of the witness stands, a round does nothing.
//
// Holds the spool's lock from set_up() on.  One thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "agent/app/console.h"
#include "agent/app/workbench.h"
#include "agent/spool/nil_return.h"
#include "agent/sync/uploader.h"

namespace svd::agent {

struct RoundReport {
    int exit_status = 0;
    DrainEnd hub = DrainEnd::kEmpty;
    std::optional<std::chrono::seconds> retry_after;
    bool did_something = false;
};

class Runner {
public:
    // kBusy when another agent works in the same spool.  `identity` is the agency's URI, which cosigns.
    static Result<std::unique_ptr<Runner>> set_up(Workbench& bench, Hub& hub, FileSystem& disk, const Clock& clock,
                                                  Console& console, const std::string& identity);
    // Seals a nil return, for the next round to send.
    Result<std::string> seal_nil(const NilRequest& request);
    // For once, files that make a month much smaller are not held.
    void allow_shrinking() { allow_shrinking_ = true; }
    // Asked between files and between submissions: a round ends early, and the next one goes on from there.
    void stop_when(std::function<bool()> stop) { stop_ = std::move(stop); }
    // `may_send` is false while the hub has asked to be left alone.  A file that cannot be taken in is complained of
    // and counts in the exit status, and the others go on.
    Result<RoundReport> round(bool may_send);

private:
    Runner(Workbench& bench, Hub& hub, FileSystem& disk, const Clock& clock, Console& console)
        : bench_(bench),
          hub_(hub),
          disk_(disk),
          clock_(clock),
          console_(console),
          spool_(disk, bench.config.spool),
          outbox_(disk, spool_) {}

    IntakeSettings intake_settings() const;
    Result<void> look_at_log(RoundReport& report);
    Result<void> drain(RoundReport& report);
    Result<void> take_in(const fs::path& file, RoundReport& report);
    Result<std::vector<fs::path>> files_to_read();
    void tell(const IntakeReport& taken, RoundReport& report);
    void tell(const DrainReport& drained, RoundReport& report);
    void tell_alarm(const Contact& alarm, RoundReport& report);
    void tell_failure(const fs::path& file, const Error& error, RoundReport& report);

    Workbench& bench_;
    Hub& hub_;
    FileSystem& disk_;
    const Clock& clock_;
    Console& console_;
    Spool spool_;
    Outbox outbox_;
    std::unique_ptr<Ledger> ledger_;
    std::unique_ptr<Witness> witness_;
    std::optional<UtcTime> look_from_;
    bool allow_shrinking_ = false;
    std::function<bool()> stop_;
    std::map<fs::path, fs::file_time_type> left_;  // with after = "leave": done with, as last changed then
    std::set<std::string> complaints_;  // each is made once, not every few seconds
};

}  // namespace svd::agent
