// The ledger for commands that only look: nothing is locked, written or mended.
#pragma once

#include "agent/app/config.h"
#include "agent/app/console.h"
#include "agent/source/extract.h"
#include "agent/spool/ledger.h"
#include "agent/spool/replaced.h"

namespace svd::agent {

// Refuses every change.  A running agent may be appending, so that a last line without its end is left alone.
class ReadOnlyDisk final : public FileSystem {
public:
    Result<std::unique_ptr<OutFile>> create(const fs::path&) override { return refuse(); }
    Result<std::unique_ptr<OutFile>> append(const fs::path&) override { return refuse(); }
    Result<void> truncate(const fs::path&, std::uint64_t) override { return {}; }
    Result<void> rename(const fs::path&, const fs::path&) override { return refuse(); }
    Result<void> remove(const fs::path&) override { return refuse(); }
    Result<void> make_folders(const fs::path&) override { return refuse(); }
    Result<void> sync_folder(const fs::path&) override { return refuse(); }

private:
    static Error refuse() { return {Errc::kInternal, "this command only reads"}; }
};

Result<Ledger> view_ledger(const AgentConfig& config, FileSystem& disk);

// What the file would replace if it were sent now, and whether it would be held for that.
struct Outlook {
    std::vector<Replaced> replaces;
    std::string held;  // why, empty when it would not be
};
Outlook look_ahead(const AgentConfig& config, const Extract& extract, const Console& console);
void say_outlook(const Outlook& outlook, const Extract& extract, const Console& console);

}  // namespace svd::agent
