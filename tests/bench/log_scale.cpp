// log_scale ENTRIES [FOLDER]: makes a log of so many entries as an auditor's copy, verifies all of it, and proves
// entries of it at random.  Prints rates, times and the largest memory; asserts only what must hold anywhere.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>

#include "audit/checks/verify.h"
#include "core/base/check.h"
#include "core/crypto/digest.h"
#include "core/tlog/edge.h"
#include "core/wire/log_codec.h"
#include "tests/support/temp_dir.h"

namespace svd {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

long peak_kib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

// Half of them figures that were handed out, half readings of lists: what a busy hub's log mostly holds.
std::string entry_bytes(std::uint64_t index) {
    LogEntry entry;
    entry.event = index == 0 ? LogEvent::kLogBegun : index % 2 == 0 ? LogEvent::kConsulted : LogEvent::kDisclosed;
    entry.at = rfc3339(UtcTime(std::chrono::seconds(1'700'000'000 + index / 10)));
    entry.actor = "urn:svd:analyst:violence-reduction-unit";
    entry.subject = index % 2 == 0 ? "submissions" : "profile";
    if (index % 2 == 0) {
        entry.counts = {{"submissions", index % 1'000}};
        return wire::encode_log_entry(entry);
    }
    entry.purpose = "identify_kinds";
    entry.area = "E07000115";
    entry.from = Month::parse("2021-04").value();
    entry.to = Month::parse("2022-03").value();
    entry.digest = sha256(big_endian(index));
    entry.snapshot = index;
    entry.counts = {{"party:kent-police", index % 10'000}, {"party:medway-council", 7}};
    entry.question = "/v1/areas/E07000115/profile.json from=2021-04 to=2022-03 geography=district";
    return wire::encode_log_entry(entry);
}

void write(const fs::path& file, std::string_view bytes) {
    fs::create_directories(file.parent_path());
    SVD_CHECK(audit::write_new_file(file, bytes).has_value());
}

tlog::NoteSigner signer() { return {"bench.test/log", Ed25519PrivateKey::from_seed({5})}; }

void make_copy(const fs::path& folder, std::uint64_t size) {
    const auto begin = Clock::now();
    tlog::Edge edge;
    std::string bundle;
    std::uint64_t bytes = 0;
    for (std::uint64_t index = 0; index < size; ++index) {
        const std::string entry = entry_bytes(index);
        bytes += entry.size();
        tlog::append_to_bundle(bundle, entry);
        for (const tlog::FullTile& tile : edge.append(tlog::leaf_hash(entry))) {
            write(folder / tlog::tile_path({tile.level, tile.index}), tlog::encode_tile(tile.hashes));
        }
        const auto width = static_cast<unsigned>(index % tlog::kTileWidth + 1);
        if (width < tlog::kTileWidth && index + 1 < size) continue;
        write(folder / tlog::bundle_path(index / tlog::kTileWidth, width), bundle);
        bundle.clear();
    }
    for (unsigned level = 0; level < tlog::kTileLevels; ++level) {
        const auto hashes = edge.partial(level);
        if (hashes.empty()) continue;
        const std::uint64_t index = tlog::hashes_at(level, size) / tlog::kTileWidth;
        write(folder / tlog::tile_path({level, index, static_cast<unsigned>(hashes.size())}),
              tlog::encode_tile(hashes));
    }
    write(folder / "checkpoint", tlog::sign_checkpoint(size, edge.root(), signer()));
    const double took = seconds_since(begin);
    std::printf("made      %llu entries of %.0f bytes in %.1f s: %.0f entries/s; peak memory %ld MiB\n",
                static_cast<unsigned long long>(size), static_cast<double>(bytes) / static_cast<double>(size), took,
                static_cast<double>(size) / took, peak_kib() / 1024);
}

void verify(const fs::path& folder, std::uint64_t size) {
    const auto begin = Clock::now();
    const std::clock_t cpu = std::clock();
    const auto done = audit::verify_copy(audit::LogCopy(folder), {signer().verifier_key(), std::nullopt}, {});
    SVD_CHECK(done.has_value() && done->report.findings().empty() && done->counted.entries == size);
    const double took = seconds_since(begin);
    const double cpu_took = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    std::printf("verified  in %.1f s (%.1f s of one core): %.0f entries/s, %.0f a core; peak memory %ld MiB\n", took,
                cpu_took, static_cast<double>(size) / took, static_cast<double>(size) / cpu_took, peak_kib() / 1024);
}

void hash_only(std::uint64_t size) {
    const std::uint64_t count = std::min<std::uint64_t>(size, 1'000'000);
    const std::string entry = entry_bytes(1);
    tlog::CompactRange range;
    const auto begin = Clock::now();
    for (std::uint64_t i = 0; i < count; ++i) range.append(tlog::leaf_hash(entry));
    std::printf("hashed    %.0f entries/s: leaf and tree alone\n", static_cast<double>(count) / seconds_since(begin));
}

double cpu_seconds() {
    timespec now{};
    SVD_CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void print_times(const char* what, std::vector<double>& times) {
    std::ranges::sort(times);
    std::printf("          median %.0f us, 99 %% %.0f us, longest %.0f us %s\n", times[times.size() / 2],
                times[times.size() * 99 / 100], times.back(), what);
}

void prove(const fs::path& folder, std::uint64_t size) {
    const audit::LogCopy copy(folder);
    const auto checkpoint = copy.unverified_checkpoint().value();
    std::mt19937_64 random(20'261'123);  // NOLINT(cert-msc51-cpp): the same ones every time
    std::vector<double> times, cpu_times;
    for (int i = 0; i < 2'000; ++i) {
        const std::uint64_t index = random() % size;
        const auto begin = Clock::now();
        const double cpu_begin = cpu_seconds();
        const tlog::TiledTree tree(size, [&](const tlog::TileAddress& address) -> Result<std::vector<Digest>> {
            const auto bytes = copy.tile(address);
            if (!bytes) return bytes.error();
            return tlog::decode_tile(*bytes, address.width);
        });
        const auto proof = tlog::prove_inclusion(index, size, tree).value();
        times.push_back(seconds_since(begin) * 1e6);
        cpu_times.push_back((cpu_seconds() - cpu_begin) * 1e6);
        SVD_CHECK(tlog::verify_inclusion(index, size, tlog::leaf_hash(entry_bytes(index)), proof, checkpoint.root));
    }
    std::printf("proved    2000 entries from tiles on disk, each anew\n");
    print_times("on the clock", times);
    print_times("of the processor, without what others took of it", cpu_times);
}

}  // namespace
}  // namespace svd

int main(int argc, char** argv) {
    const std::uint64_t size = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 0;
    if (size == 0) {
        std::fprintf(stderr, "log_scale ENTRIES [FOLDER]\n");
        return 2;
    }
    const svd::test::TempDir temporary;
    const std::filesystem::path folder = argc > 2 ? std::filesystem::path(argv[2]) : temporary.path();
    svd::make_copy(folder / "copy", size);
    svd::verify(folder / "copy", size);
    svd::hash_only(size);
    svd::prove(folder / "copy", size);
    return 0;
}
