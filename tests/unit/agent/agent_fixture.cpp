#include "tests/unit/agent/agent_fixture.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <set>
#include <sstream>
#include <unistd.h>

#include "core/crypto/digest.h"
#include "core/wire/receipt_codec.h"
#include "core/wire/submission_codec.h"

namespace svd::agent::test {

TempFolder::TempFolder() {
    static std::atomic<int> number{0};
    path_ = std::filesystem::temp_directory_path() / fmt::format("svd-agent-test-{}-{}", ::getpid(), number++);
    std::filesystem::create_directories(path_);
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void write_text(const std::filesystem::path& file, std::string_view text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    REQUIRE(stream);
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    REQUIRE(stream);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::vector<std::string> list_folder(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

UtcTime test_time() { return UtcTime(std::chrono::seconds(1'795'000'000)); }  // November 2026

Workbench& shipped_bench() {
    static const std::unique_ptr<Workbench> bench = [] {
        const TempFolder folder;
        const std::string root = SVD_SOURCE_DIR;
        write_text(folder.path() / "agent.toml", fmt::format(R"(
[agent]
id = "kent-police"
kind = "police"
areas = ["E23000032"]
agreement = "kent-svd-2023"
[hub]
url = "https://127.0.0.1:1"
ca = "ca"
cert = "cert"
key = "key"
[reference]
path = "{0}/deploy/reference"
[mapping]
path = "{0}/deploy/mappings/data-police-uk-street/mapping.toml"
[spool]
path = "state"
settle_seconds = 0
[inbox]
dataset = "street"
[limits]
max_rejected_percent = 20
)",
                                                             root));
        auto made = Workbench::set_up(folder.path() / "agent.toml", ManualClock(test_time()));
        REQUIRE_MESSAGE(made.has_value(), made.error().detail);
        return std::move(*made);
    }();
    return *bench;
}

std::string street_header() {
    return "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
           "Last outcome category,Context";
}

std::string street_line(const StreetRow& row) {
    return fmt::format(",{},Kent Police,Kent Police,0.9,51.1,On or near High Street,{},Ashford 001D,{},{},", row.month,
                       row.lsoa, row.crime_type, row.outcome);
}

std::string street_file(const std::vector<StreetRow>& rows) {
    std::string text = street_header() + "\r\n";
    for (const StreetRow& row : rows) text += street_line(row) + "\r\n";
    return text;
}

HubAnswer problem(int status, std::string_view json) {
    HubAnswer answer;
    answer.status = status;
    answer.content_type = "application/problem+json";
    answer.body = json;
    return answer;
}

Submission FakeHub::submission(std::size_t index) const {
    return *wire::decode_submission(bytes_of.at(accepted.at(index)), wire::Encoding::kProtobuf);
}

namespace {

std::set<std::pair<std::uint32_t, Code>> spoken_for(const Submission& submission) {
    std::set<std::pair<std::uint32_t, Code>> pairs;
    for (const Incident& incident : submission.incidents) {
        pairs.emplace(incident.month_number, incident[Field::kCountUnit]);
    }
    for (const AggregateReturn& counted : submission.aggregates) {
        for (const std::uint32_t month : submission.months) pairs.emplace(month, counted.count_unit);
    }
    for (const CohortSnapshot& cohort : submission.cohorts) {
        pairs.emplace(cohort.as_at_month, static_cast<Code>(CountUnit::kPerson));
    }
    return pairs;
}

}  // namespace

std::size_t FakeHub::rows_in_force() const {
    std::set<Digest> superseded;
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        for (const auto& digest : submission(i).supersedes) superseded.insert(*digest);
    }
    std::size_t rows = 0;
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        if (!superseded.contains(accepted[i])) rows += submission(i).rows();
    }
    return rows;
}

bool FakeHub::suits(const Submission& arrived) const {
    std::set<Digest> superseded;
    for (const auto& digest : arrived.supersedes) {
        if (!bytes_of.contains(*digest)) return false;
        superseded.insert(*digest);
    }
    std::set<std::pair<std::uint32_t, Code>> held;
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        for (const auto& digest : submission(i).supersedes) superseded.insert(*digest);
    }
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        if (!superseded.contains(accepted[i])) held.merge(spoken_for(submission(i)));
    }
    const bool continues_nothing =
        arrived.part_of && (!bytes_of.contains(*arrived.part_of) || superseded.contains(*arrived.part_of));
    if (continues_nothing) return false;
    const auto speaks = spoken_for(arrived);
    const auto is_held = [&](const auto& pair) { return held.contains(pair); };
    switch (static_cast<SupplyKind>(arrived.supply)) {
        case SupplyKind::kFirst: return std::ranges::none_of(speaks, is_held);
        case SupplyKind::kAddition: return std::ranges::all_of(speaks, is_held);
        case SupplyKind::kReplacement: return !arrived.supersedes.empty() && std::ranges::none_of(speaks, is_held);
        default: return false;
    }
}

void FakeHub::keep_only(std::size_t first) {
    for (std::size_t i = first; i < accepted.size(); ++i) {
        bytes_of.erase(accepted[i]);
        receipt_of_.erase(accepted[i]);
    }
    accepted.resize(std::min(first, accepted.size()));
}

Result<HubAnswer> FakeHub::receipt(const Digest& sha256_given) {
    ++asked;
    if (unreachable) return *unreachable;
    if (always) return *always;
    if (about) {
        if (auto answer = about(sha256_given)) return *answer;
    }
    if (erased.contains(sha256_given)) return problem(410, R"({"title":"Erased.","code":"erased"})");
    const auto held = receipt_of_.find(sha256_given);
    if (held == receipt_of_.end()) return problem(404, R"({"title":"Unknown.","code":"submission-unknown"})");
    return page(held->second);
}

Result<HubAnswer> FakeHub::put_submission(const Digest& sha256_given, std::string_view bytes) {
    ++asked;
    if (unreachable) return *unreachable;
    if (always) return *always;
    REQUIRE(sha256(bytes) == sha256_given);
    HubAnswer answer;
    answer.content_type = "text/plain; charset=utf-8";
    answer.status = 200;
    if (!receipt_of_.contains(sha256_given)) {
        const auto decoded = wire::decode_submission(bytes, wire::Encoding::kProtobuf);
        REQUIRE(ok(decoded));
        if (!suits(*decoded)) return problem(409, R"({"title":"It contradicts what is held.","code":"E113"})");
        wire::Receipt receipt;
        receipt.submission = sha256_given;
        receipt.sequence = receipts_from->size();
        receipt.party = "kent-police";
        receipt.received_at = "2026-11-20T09:30:00Z";
        receipt.agreement = decoded->agreement;
        receipt.months = decoded->months;
        receipt.supply = decoded->supply;
        receipt.accepted.incidents = static_cast<std::uint32_t>(decoded->incidents.size());
        receipt.accepted.aggregates = static_cast<std::uint32_t>(decoded->aggregates.size());
        receipt.accepted.cohorts = static_cast<std::uint32_t>(decoded->cohorts.size());
        receipt_of_[sha256_given] = receipts_from->receipt_file(receipt);
        bytes_of[sha256_given] = bytes;
        accepted.push_back(sha256_given);
        answer.status = 201;
    }
    answer.body = receipt_of_[sha256_given];
    return answer;
}

}  // namespace svd::agent::test
