#include "hub/log/hub_log.h"

#include <vector>

#include "core/tlog/tile.h"
#include "hub/log/log_proofs.h"

namespace svd {
namespace {

Error corrupt(std::string detail) { return {Errc::kCorrupt, std::move(detail)}; }

std::string tile_key(unsigned level, std::uint64_t index) {
    return std::string(1, static_cast<char>(level)) + big_endian(index);
}

Write tile_write(const tlog::FullTile& tile) {
    return {Table::kTiles, tile_key(tile.level, tile.index), tlog::encode_tile(tile.hashes)};
}

}  // namespace

std::uint64_t LogDraft::add(std::string entry_bytes) {
    const std::uint64_t index = size_++;
    if (mode_ == LogMode::kCounting) return index;
    for (const tlog::FullTile& tile : edge_.append(tlog::leaf_hash(entry_bytes))) writes_.push_back(tile_write(tile));
    writes_.push_back({Table::kEntries, big_endian(index), std::move(entry_bytes)});
    return index;
}

Result<std::unique_ptr<HubLog>> HubLog::open(Store& store, tlog::NoteSigner signer, LogMode mode) {
    std::unique_ptr<HubLog> log(new HubLog(store, std::move(signer), mode));
    if (auto done = log->read_all(); !done) return done.error();
    return log;
}

Result<void> HubLog::read_all() {
    tlog::Edge edge;
    std::vector<tlog::FullTile> full;
    Result<void> outcome;
    Result<void> scanned = store_.scan(Table::kEntries, "", [&](std::string_view key, std::string_view value) {
        if (from_big_endian(key) != edge.size()) {
            outcome = corrupt("the log is broken: entry " + std::to_string(edge.size()) + " is missing");
            return false;
        }
        for (const tlog::FullTile& tile : edge.append(tlog::leaf_hash(value))) {
            const Write wanted = tile_write(tile);
            const auto stored = store_.get(Table::kTiles, wanted.key);
            if (!stored) outcome = stored.error();
            else if (*stored != wanted.value) {
                outcome = corrupt("the log is broken: tile " + tlog::tile_path({tile.level, tile.index, 256}) +
                                  " is not what its entries make it");
            }
        }
        return outcome.has_value();
    });
    if (!scanned) return scanned;
    if (!outcome) return outcome;
    if (auto same = check_last_signed(edge); !same) return same;
    const std::uint64_t size = edge.size();
    publish(std::move(edge), size);
    return {};
}

// A tree that does not continue the one signed before must never be signed.
Result<void> HubLog::check_last_signed(const tlog::Edge& edge) const {
    const auto stored = store_.get(Table::kMeta, kLastCheckpointKey);
    if (!stored) return stored.error();
    if (!stored->has_value() || (*stored)->empty()) return {};
    const auto signed_before = tlog::open_checkpoint(**stored, signer_.verifier_key());
    if (!signed_before) {
        return corrupt("the log was signed last as another, or with another key: " + signed_before.error().detail);
    }
    const LogProofs proofs(*this, std::make_shared<const Seen>(Seen{edge, edge.size(), {}}));
    const auto root = proofs.root(signed_before->size);
    if (!root || *root != signed_before->root) {
        return corrupt("the log is not the one that was signed at " + std::to_string(signed_before->size) + " entries");
    }
    return {};
}

LogDraft HubLog::draft() const { return LogDraft(seen()->edge, size(), mode_); }

Result<void> HubLog::commit(LogDraft draft) {
    // The newest signed one goes with the next write: losing it in a crash loses nothing, since what it speaks of
    // was on disk before it was signed.
    if (const std::string newest = checkpoint(); !newest.empty()) {
        draft.write_also({Table::kMeta, std::string(kLastCheckpointKey), newest});
    }
    if (auto done = store_.commit(draft.writes_); !done) return done;
    publish(std::move(draft.edge_), draft.size_);
    return {};
}

Result<void> HubLog::keep_checkpoint() {
    return store_.commit({{Table::kMeta, std::string(kLastCheckpointKey), checkpoint()}});
}

void HubLog::publish(tlog::Edge edge, std::uint64_t size) {
    std::string checkpoint;
    if (mode_ == LogMode::kProving) checkpoint = tlog::sign_checkpoint(size, edge.root(), signer_);
    auto seen = std::make_shared<const Seen>(Seen{std::move(edge), size, std::move(checkpoint)});
    const std::lock_guard lock(mutex_);
    seen_ = std::move(seen);
}

std::shared_ptr<const HubLog::Seen> HubLog::seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
}

Result<std::string> HubLog::checkpoint_at(std::uint64_t size) const {
    const auto root = LogProofs(*this).root(size);
    if (!root) return root.error();
    return tlog::sign_checkpoint(size, *root, signer_);
}

Result<std::string> HubLog::entry(std::uint64_t index) const {
    auto bytes = store_.get(Table::kEntries, big_endian(index));
    if (!bytes) return bytes.error();
    if (!bytes->has_value()) return Error{Errc::kNotFound, "no entry " + std::to_string(index)};
    return **std::move(bytes);
}

Result<void> HubLog::scan(std::uint64_t first,
                          const std::function<bool(std::uint64_t, std::string_view)>& visit) const {
    std::uint64_t index = first;
    return store_.scan(Table::kEntries, big_endian(first),
                       [&](std::string_view, std::string_view value) { return visit(index++, value); });
}

Result<std::string> HubLog::tile(unsigned level, std::uint64_t index, unsigned width) const {
    auto hashes = LogProofs(*this).tile(level, index);
    if (!hashes) return hashes.error();
    if (width == 0 || width > hashes->size()) return Error{Errc::kNotFound, "the log is not that long"};
    hashes->resize(width);
    return tlog::encode_tile(*hashes);
}

Result<std::string> HubLog::bundle(std::uint64_t index, unsigned width) const {
    const std::uint64_t first = index * tlog::kTileWidth;
    if (width == 0 || width > tlog::kTileWidth || first + width > size()) {
        return Error{Errc::kNotFound, "the log is not that long"};
    }
    std::vector<std::string> entries;
    const auto scanned = store_.scan(Table::kEntries, big_endian(first), [&](std::string_view, std::string_view value) {
        entries.emplace_back(value);
        return entries.size() < width;
    });
    if (!scanned) return scanned.error();
    if (entries.size() != width) return corrupt("entries are missing");
    return tlog::encode_bundle(entries);
}

}  // namespace svd
