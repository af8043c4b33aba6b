// Proofs from the log as it was at one moment: from its right edge, which is in memory, and from full tiles, each read
// once.  What was appended last is proved from the edge alone.
//
// One thread.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "core/tlog/tile_nodes.h"
#include "core/tlog/tree.h"
#include "hub/log/hub_log.h"

namespace svd {

class LogProofs final : private tlog::NodeSource {
public:
    explicit LogProofs(const HubLog& log) : LogProofs(log, log.seen()) {}

    std::uint64_t size() const { return seen_->edge.size(); }
    const std::string& checkpoint() const { return seen_->checkpoint; }  // of that very size
    Result<Digest> root(std::uint64_t size) const;
    Result<tlog::Proof> inclusion(std::uint64_t index, std::uint64_t size) const;
    Result<tlog::Proof> consistency(std::uint64_t old_size, std::uint64_t size) const;

    // All the hashes that a tile has so far.
    Result<std::vector<Digest>> tile(unsigned level, std::uint64_t index) const;

private:
    friend class HubLog;
    using Address = std::pair<unsigned, std::uint64_t>;  // level, index

    LogProofs(const HubLog& log, std::shared_ptr<const HubLog::Seen> seen) : log_(log), seen_(std::move(seen)) {}
    Result<Digest> node(unsigned level, std::uint64_t index) const override;
    Result<std::vector<Digest>> read_tile(unsigned level, std::uint64_t index) const;
    Result<void> check_size(std::uint64_t size) const;

    const HubLog& log_;
    std::shared_ptr<const HubLog::Seen> seen_;
    mutable std::map<Address, tlog::TileNodes> tiles_;
};

}  // namespace svd
