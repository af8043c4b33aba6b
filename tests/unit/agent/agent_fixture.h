// What the agent's tests share: a folder that goes away, the shipped mapping and reference data, a hub in memory.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
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

    std::vector<Digest> accepted;  // in order, each once
    std::map<Digest, std::string> bytes_of;
    std::size_t asked = 0;
    std::optional<Error> unreachable;
    std::optional<HubAnswer> always;
    std::size_t rows_in_force() const;  // of what is not superseded
    Submission submission(std::size_t index) const;

    svd::test::ProvingLog log;

private:
    bool suits(const Submission& submission) const;
    std::map<Digest, std::string> receipt_of_;
};

HubAnswer problem(int status, std::string_view json);

}  // namespace svd::agent::test
