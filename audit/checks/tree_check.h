// Grows the tree again from the entries, and holds every tile of a copy against it as soon as it is full.
//
// Not thread-safe.
#pragma once

#include "audit/checks/report.h"
#include "audit/copy/log_copy.h"
#include "core/tlog/edge.h"

namespace svd::audit {

class TreeCheck {
public:
    TreeCheck(const LogCopy& copy, Report& report) : copy_(copy), report_(report) {}

    void append(const Digest& leaf);

    // The entries of a bundle cannot be read: its tile's hashes stand in for them, so that all that follows can still
    // be checked against the root.  Without the tile the tree cannot be known from here on.
    void append_from_tile(const tlog::TileAddress& address);

    // The tiles that are not full, and the root.
    void finish(const Digest& root);

    std::uint64_t tiles() const { return tiles_; }

private:
    void compare(const tlog::TileAddress& address, std::span<const Digest> hashes);

    const LogCopy& copy_;
    Report& report_;
    tlog::Edge edge_;
    std::uint64_t tiles_ = 0;
    bool lost_ = false;
};

}  // namespace svd::audit
