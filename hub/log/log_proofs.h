// Proofs from the log as it was at one moment.  Every node that has been worked out is kept, so that the proofs of
// one write share their work.
//
// One thread.
#pragma once

#include <map>
#include <memory>
#include <vector>

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
    using Node = std::pair<unsigned, std::uint64_t>;

    LogProofs(const HubLog& log, std::shared_ptr<const HubLog::Seen> seen) : log_(log), seen_(std::move(seen)) {}
    Result<Digest> node(unsigned level, std::uint64_t index) const override;
    Result<void> check_size(std::uint64_t size) const;

    const HubLog& log_;
    std::shared_ptr<const HubLog::Seen> seen_;
    mutable std::map<Node, std::vector<Digest>> tiles_;
    mutable std::map<Node, Digest> nodes_;
};

}  // namespace svd
