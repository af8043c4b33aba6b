// A whole agent over a temporary spool, and a disk of which any one call can be broken.
#pragma once

#include <functional>
#include <memory>

#include "agent/app/evidence.h"
#include "tests/unit/agent/agent_fixture.h"

namespace svd::agent::test {

// The n-th call that changes the disk fails; a write leaves half of its bytes there.  When `crash`, every call
// after it fails too, as if the process were dead.
class FaultyDisk final : public FileSystem {
public:
    FaultyDisk(int broken_call, bool crash) : broken_call_(broken_call), crash_(crash) {}

    Result<std::unique_ptr<OutFile>> create(const fs::path& file) override;
    Result<std::unique_ptr<OutFile>> append(const fs::path& file) override;
    Result<void> truncate(const fs::path& file, std::uint64_t bytes) override;
    Result<void> rename(const fs::path& from, const fs::path& to) override;
    Result<void> remove(const fs::path& file) override;
    Result<void> make_folders(const fs::path& folder) override;
    Result<void> sync_folder(const fs::path& folder) override;

    bool broke() const { return calls_ >= broken_call_; }
    bool fails_now();

private:
    PosixFileSystem disk_;
    int broken_call_;
    bool crash_;
    int calls_ = 0;
};

class TestAgent {
public:
    TestAgent();
    const fs::path& state() const { return folder_.path(); }
    void drop(const std::string& name, const std::string& text) { write_text(state() / "inbox" / name, text); }

    // One `run --once`: the exit status, or kUnexpected when it stopped with an error.
    int run(FileSystem& disk);
    int run();
    int resend(FileSystem& disk, bool dry_run = false);  // `receipts resend`
    int resend(bool dry_run = false);
    int preview(const fs::path& file, const EvidencePlaces& places);
    Result<std::string> seal_nil(const NilRequest& request);  // for the next run to send

    FakeHub hub;
    ManualClock clock{test_time()};
    std::optional<tlog::VerifierKey> log_key;  // as configured
    bool move = true;
    bool allow_shrinking = false;
    int smallest_group = 1;
    std::function<bool()> stop;

private:
    Workbench& bench() const;
    Result<std::unique_ptr<Runner>> runner(FileSystem& disk, Console& console);

    TempFolder folder_;
};

// Two months, both units, one record set aside.
std::string sample_file();
std::string month_file(const std::string& month, std::size_t rows, const std::string& type = "Burglary");
void check_finished(TestAgent& agent, std::size_t submissions, std::size_t rows);

}  // namespace svd::agent::test
