// The ledger for commands that only look: nothing is locked, written or mended.
#pragma once

#include "agent/app/console.h"
#include "agent/app/workbench.h"
#include "agent/spool/hold_rules.h"
#include "agent/spool/part_builder.h"

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

// The last line of a command that foretells that a file would be held.
inline constexpr std::string_view kHowNotToBeHeld =
    "the file would be held, for the reason above; `svd-agent explain CODE` says what to do about records set aside.";

Result<Ledger> view_ledger(const AgentConfig& config, FileSystem& disk);

// What would become of the file if `run` took it now.
struct Outlook {
    std::vector<Replaced> replaces;
    std::string held;     // why, empty when it would not be
    std::string sent_at;  // of what was sent already, RFC 3339; empty when it was not
};

// Builds the submissions as `run` would, keeps their digests, and judges by the same rules.
class LookAhead {
public:
    // Says so when the ledger cannot be read, and then judges as if nothing had been sent.
    // `see` is shown every submission as it is built, and may be nothing.
    using See = std::function<Result<void>(const SealedPart&)>;
    LookAhead(const Workbench& bench, const FileFacts& facts, const Extract& extract, const Console& console,
              See see = {});
    Result<void> add();  // the record that the extract stands at
    Result<Outlook> finish();
    const std::vector<Part>& parts() const { return parts_; }  // what `run` would seal, after finish()

private:
    const Workbench& bench_;
    Digest digest_;
    const Extract& extract_;
    ReadOnlyDisk disk_;
    Ledger ledger_;
    std::vector<Part> parts_;
    See see_;
    PartBuilder builder_;
};
void say_outlook(const Outlook& outlook, const Extract& extract, const Console& console);

}  // namespace svd::agent
