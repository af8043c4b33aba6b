// Every record held, as counts of records that are alike with the sums of their keys, in blocks of one area and month.
//
// The area is the one that was sent, with its vintage: nothing is converted on the way in.  Records without an
// area are in the blocks of kNoArea.  A cell whose count falls to nothing is gone, and an area or month without
// cells takes no room, so two stores that count the same records are equal however they came to it.
//
// Subtracting what is not there, or leaving a sum where no record is left, is a bug of ours and stops the program.  Not thread-safe.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/domain/area.h"
#include "core/domain/month.h"
#include "hub/state/block.h"

namespace svd {

inline constexpr AreaRef kNoArea{};

// So many more, or fewer, of these records.
struct CellChange {
    AreaRef area;
    Month month;
    CellKey key;
    std::int64_t change = 0;
    KeySum sum = 0;  // of the keys of those records; of fewer, what has to be added to be rid of them
};

class Cells {
public:
    // All of them, in one pass over each block that is touched.
    void apply(std::vector<CellChange> changes);

    // Calls visit(Month, const Block&) for the months of `period` that hold anything, in their order.
    template <class Visit>
    void visit(const AreaRef& area, const Period& period, Visit&& visit) const {
        const auto found = areas_.find(area);
        if (found == areas_.end()) return;
        const AreaMonths& held = found->second;
        const Month last = held.first + (static_cast<int>(held.blocks.size()) - 1);
        for (Month month = std::max(period.from, held.first); month <= std::min(period.to, last); month = month + 1) {
            const Block& block = held.blocks[static_cast<std::size_t>(month - held.first)];
            if (!block.empty()) visit(month, block);
        }
    }

    std::vector<AreaRef> areas() const;  // ascending; kNoArea first when there is such a record
    bool empty() const { return areas_.empty(); }
    std::size_t size_bytes() const;  // of the blocks and what points at them
    bool operator==(const Cells&) const = default;

private:
    // blocks[i] is of month first + i.  The first and the last are never empty.
    struct AreaMonths {
        Month first;
        std::vector<Block> blocks;
        Block& block_of(Month month);
        void trim();
        bool operator==(const AreaMonths&) const = default;
    };

    std::unordered_map<AreaRef, AreaMonths, AreaRefHash> areas_;
};

}  // namespace svd
