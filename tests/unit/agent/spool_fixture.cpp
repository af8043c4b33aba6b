#include "tests/unit/agent/spool_fixture.h"

#include <doctest/doctest.h>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"

namespace svd::agent::test {
namespace {

constexpr ConsoleSettings kSilent{.json = false, .quiet = true};
constexpr const char* kIdentity = "urn:svd:agency:kent-police";

Error broken() { return {Errc::kInternal, "broken by the test"}; }

class FaultyFile final : public OutFile {
public:
    FaultyFile(std::unique_ptr<OutFile> file, FaultyDisk& disk) : file_(std::move(file)), disk_(disk) {}

    Result<void> write(std::string_view bytes) override {
        if (!disk_.fails_now()) return file_->write(bytes);
        (void)file_->write(bytes.substr(0, bytes.size() / 2));
        return broken();
    }
    Result<void> sync() override { return disk_.fails_now() ? Result<void>(broken()) : file_->sync(); }

private:
    std::unique_ptr<OutFile> file_;
    FaultyDisk& disk_;
};

}  // namespace

bool FaultyDisk::fails_now() {
    ++calls_;
    return crash_ ? calls_ >= broken_call_ : calls_ == broken_call_;
}

Result<std::unique_ptr<OutFile>> FaultyDisk::create(const fs::path& file) {
    if (fails_now()) return broken();
    auto out = disk_.create(file);
    if (!out) return out;
    return std::make_unique<FaultyFile>(std::move(*out), *this);
}

Result<std::unique_ptr<OutFile>> FaultyDisk::append(const fs::path& file) {
    if (fails_now()) return broken();
    auto out = disk_.append(file);
    if (!out) return out;
    return std::make_unique<FaultyFile>(std::move(*out), *this);
}

Result<void> FaultyDisk::truncate(const fs::path& file, std::uint64_t bytes) {
    return fails_now() ? Result<void>(broken()) : disk_.truncate(file, bytes);
}

Result<void> FaultyDisk::rename(const fs::path& from, const fs::path& to) {
    return fails_now() ? Result<void>(broken()) : disk_.rename(from, to);
}

Result<void> FaultyDisk::remove(const fs::path& file) {
    return fails_now() ? Result<void>(broken()) : disk_.remove(file);
}

Result<void> FaultyDisk::make_folders(const fs::path& folder) {
    return fails_now() ? Result<void>(broken()) : disk_.make_folders(folder);
}

Result<void> FaultyDisk::sync_folder(const fs::path& folder) {
    return fails_now() ? Result<void>(broken()) : disk_.sync_folder(folder);
}

TestAgent::TestAgent() { fs::create_directories(state() / "inbox"); }

Workbench& TestAgent::bench() const {
    Workbench& bench = shipped_bench();
    bench.config.spool.state = state();
    bench.config.spool.inbox = state() / "inbox";
    bench.config.spool.settle = std::chrono::seconds(0);
    bench.config.spool.move = move;
    bench.config.log_key = log_key;
    bench.config.smallest_group = smallest_group;
    return bench;
}

Result<std::unique_ptr<Runner>> TestAgent::runner(FileSystem& disk, Console& console) {
    return Runner::set_up(bench(), hub, disk, clock, console, kIdentity);
}

int TestAgent::run(FileSystem& disk) {
    Console console(kSilent);
    auto runner = this->runner(disk, console);
    if (!runner) return exit_code::kUnexpected;
    if (allow_shrinking) (*runner)->allow_shrinking();
    (*runner)->stop_when(stop);
    auto report = (*runner)->round(true);
    return report ? report->exit_status : exit_code::kUnexpected;
}

int TestAgent::resend(FileSystem& disk, bool dry_run) {
    Console console(kSilent);
    return resend_lost(bench(), dry_run, hub, disk, clock, console, kIdentity);
}

int TestAgent::resend(bool dry_run) {
    PosixFileSystem disk;
    return resend(disk, dry_run);
}

int TestAgent::preview(const fs::path& file, const EvidencePlaces& places) {
    Console console(kSilent);
    return preview_file(bench(), file, places, console);
}

Result<std::string> TestAgent::seal_nil(const NilRequest& request) {
    PosixFileSystem disk;
    Console console(kSilent);
    auto runner = this->runner(disk, console);
    return runner ? (*runner)->seal_nil(request) : runner.error();
}

int TestAgent::run() {
    PosixFileSystem disk;
    return run(disk);
}

std::string sample_file() {
    std::vector<StreetRow> rows;
    for (int i = 0; i < 6; ++i) {
        rows.push_back({.month = i % 2 == 0 ? "2021-04" : "2021-05"});
        rows.push_back({.crime_type = "Anti-social behaviour", .outcome = ""});
    }
    rows.push_back({.crime_type = "Piracy"});
    return street_file(rows);
}

std::string month_file(const std::string& month, std::size_t rows, const std::string& type) {
    return street_file(std::vector<StreetRow>(rows, StreetRow{.crime_type = type, .month = month}));
}

void check_finished(TestAgent& agent, std::size_t submissions, std::size_t rows) {
    CHECK(agent.hub.accepted.size() == submissions);
    CHECK(agent.hub.rows_in_force() == rows);
    CHECK(list_folder(agent.state() / "outbox").empty());
    CHECK(list_folder(agent.state() / "work").empty());
    CHECK(list_folder(agent.state() / "inbox").empty());
}

}  // namespace svd::agent::test
