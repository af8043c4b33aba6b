// Fetches the entries that a copy has not got, and makes the tiles over them.
//
// Nothing is believed: the entries, put behind those of the copy, must make the root that was signed.  What an earlier
// fetch that did not end has left is used if it does.  Tiles are not fetched: there is one way to make them.
//
// One thread.
#pragma once

#include <functional>
#include <optional>

#include "audit/checks/report.h"
#include "audit/copy/log_copy.h"
#include "audit/fetch/copy_writer.h"
#include "audit/fetch/patience.h"
#include "core/tlog/edge.h"

namespace svd::audit {

// How far it has come, of how much.
using Progress = std::function<void(std::string_view what, std::uint64_t done, std::uint64_t of)>;

struct EntryFetched {
    std::uint64_t bundles = 0;  // asked of the hub
    std::uint64_t tiles = 0;    // written
};

class EntryFetch {
public:
    EntryFetch(PatientSource& source, const LogCopy& copy, const CopyWriter& writer, const Progress& progress)
        : source_(source), copy_(copy), writer_(writer), progress_(progress) {}

    // From `older`, which the copy holds and which `newer` continues.  Adds to the report A602 when the copy's own
    // tiles do not make `older`, and A201, A202 or A205 when the hub's entries are not what it signed.
    Result<EntryFetched> run(const tlog::Checkpoint& older, const tlog::Checkpoint& newer, Report& report);

private:
    enum class LeftOver { kUsed, kFetchedAnew };
    std::optional<tlog::Edge> edge_of_copy(const tlog::Checkpoint& older) const;
    Result<bool> grow(tlog::Edge edge, const tlog::Checkpoint& newer, LeftOver left_over, Report& report);
    Result<std::vector<std::string>> entries(const tlog::BundleAddress& address, LeftOver left_over, Report& report);
    Result<void> put_tile(const tlog::TileAddress& address, std::span<const Digest> hashes);
    Result<void> put_partials(const tlog::Edge& edge);

    PatientSource& source_;
    const LogCopy& copy_;
    const CopyWriter& writer_;
    const Progress& progress_;
    EntryFetched fetched_;
    bool used_left_over_ = false;
};

}  // namespace svd::audit
