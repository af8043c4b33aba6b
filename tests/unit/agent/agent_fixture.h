// What the agent's tests share: a folder that goes away, the shipped mapping and reference data, a hub in memory.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/app/runner.h"
#include "agent/app/workbench.h"
#include "agent/sync/hub.h"
#include "core/base/clock.h"
#include "core/domain/submission.h"
#include "tests/support/proving_log.h"

namespace svd::agent::test {

class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

void write_text(const std::filesystem::path& file, std::string_view text);
std::string read_text(const std::filesystem::path& file);
std::vector<std::string> list_folder(const std::filesystem::path& folder);  // names, sorted

// For doctest, which would print a Result and cannot.
bool ok(const auto& result) { return result.has_value(); }

UtcTime test_time();

// Kent Police with the mapping and the reference data that the repository ships; the spool is for the test to set.
// Made once, because the reference data takes a while.
Workbench& shipped_bench();

struct StreetRow {
    std::string crime_type = "Burglary";
    std::string outcome = "Under investigation";
    std::string lsoa = "E01024040";
    std::string month = "2021-04";
};
std::string street_header();
std::string street_line(const StreetRow& row);
std::string street_file(const std::vector<StreetRow>& rows);

// Holds what it accepted, judges first supplies and additions as the hub does, answers a repetition with the same
// receipt, and can be told to fail.
class FakeHub final : public Hub {
public:
    Result<HubAnswer> put_submission(const Digest& sha256, std::string_view bytes) override;
    Result<HubAnswer> receipt(const Digest& sha256) override;
    Result<HubAnswer> log_key() override;
    Result<HubAnswer> growth_since(std::string_view checkpoint) override;
    Result<HubAnswer> take_cosignature(std::string_view body) override;
    Result<HubAnswer> log_tile(const tlog::TileAddress& address) override;
    Result<HubAnswer> log_entries(std::string_view cursor) override;

    void keep_only(std::size_t first);  // as if put back to an older copy, with its log in order

    std::vector<Digest> accepted;  // in order, each once
    std::set<Digest> erased;
    std::function<std::optional<HubAnswer>(const Digest&)> about;  // instead of the receipt
    std::map<Digest, std::string> bytes_of;
    std::size_t asked = 0;
    std::optional<Error> unreachable;
    std::optional<HubAnswer> always;
    std::size_t rows_in_force() const;  // of what is not superseded
    Submission submission(std::size_t index) const;

    svd::test::ProvingLog log;
    svd::test::ProvingLog* shown = &log;          // to witnesses
    svd::test::ProvingLog* receipts_from = &log;
    bool two_faced = false;                       // answers each checkpoint from the log that it is of
    bool grows = false;                           // with every question
    std::function<std::optional<HubAnswer>(std::string_view)> instead;  // of the growth since a checkpoint
    std::optional<HubAnswer> cosignature_answer;
    std::size_t log_asked = 0;
    std::vector<std::string> cosigned;            // the bodies
    std::vector<std::string> pages;               // of entries, as they are given

private:
    std::optional<HubAnswer> growth_in(const svd::test::ProvingLog& one, std::string_view checkpoint) const;
    bool suits(const Submission& submission) const;
    std::map<Digest, std::string> receipt_of_;
};

HubAnswer problem(int status, std::string_view json);
HubAnswer page(std::string body, std::string_view type = "text/plain; charset=utf-8");

}  // namespace svd::agent::test
