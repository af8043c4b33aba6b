#include "hub/state/cells.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <tuple>

#include "core/base/check.h"

namespace svd {
namespace {

bool sorts_before(const CellChange& a, const CellChange& b) {
    return std::tie(a.area, a.month, a.key) < std::tie(b.area, b.month, b.key);
}

void keep(std::vector<Cell>& cells, const CellKey& key, std::int64_t count, KeySum sum) {
    SVD_CHECK(count >= 0);
    if (count > 0) cells.push_back({key, static_cast<std::uint64_t>(count), sum});
    else SVD_CHECK(sum == 0);
}

// Both sorted by key; a key may come several times among the changes.
std::vector<Cell> merge(std::span<const Cell> held, std::span<const CellChange> changes) {
    std::vector<Cell> merged;
    merged.reserve(held.size() + changes.size());
    auto cell = held.begin();
    for (auto change = changes.begin(); change != changes.end();) {
        const CellKey& key = change->key;
        for (; cell != held.end() && cell->key < key; ++cell) merged.push_back(*cell);
        std::int64_t count = 0;
        KeySum sum = 0;
        if (cell != held.end() && cell->key == key) {
            count = static_cast<std::int64_t>(cell->count);
            sum = (cell++)->sum;
        }
        for (; change != changes.end() && change->key == key; ++change) {
            count += change->change;
            sum += change->sum;
        }
        keep(merged, key, count, sum);
    }
    merged.insert(merged.end(), cell, held.end());
    return merged;
}

}  // namespace

Block& Cells::AreaMonths::block_of(Month month) {
    if (blocks.empty()) first = month;
    if (month < first) {
        std::vector<Block> earlier(static_cast<std::size_t>(first - month));
        std::ranges::move(blocks, std::back_inserter(earlier));
        blocks = std::move(earlier);
        first = month;
    }
    const auto offset = static_cast<std::size_t>(month - first);
    if (offset >= blocks.size()) blocks.resize(offset + 1);
    return blocks[offset];
}

void Cells::AreaMonths::trim() {
    while (!blocks.empty() && blocks.back().empty()) blocks.pop_back();
    const auto held = std::ranges::find_if_not(blocks, &Block::empty);
    first = first + static_cast<int>(held - blocks.begin());
    blocks.erase(blocks.begin(), held);
}

void Cells::apply(std::vector<CellChange> changes) {
    std::ranges::sort(changes, sorts_before);
    std::vector<Cell> cells;
    for (auto begin = changes.begin(); begin != changes.end();) {
        const AreaRef area = begin->area;
        AreaMonths& months = areas_[area];
        while (begin != changes.end() && begin->area == area) {
            const auto end = std::find_if(begin, changes.end(), [&](const CellChange& change) {
                return change.area != area || change.month != begin->month;
            });
            Block& block = months.block_of(begin->month);
            block.unpack(cells);
            block = Block(merge(cells, {begin, end}));
            begin = end;
        }
        months.trim();
        if (months.blocks.empty()) areas_.erase(area);
    }
}

std::vector<AreaRef> Cells::areas() const {
    std::vector<AreaRef> areas;
    areas.reserve(areas_.size());
    for (const auto& [area, months] : areas_) areas.push_back(area);
    std::ranges::sort(areas);
    return areas;
}

std::size_t Cells::size_bytes() const {
    std::size_t size = areas_.bucket_count() * sizeof(void*);
    for (const auto& [area, months] : areas_) {
        size += sizeof(area) + sizeof(months) + 2 * sizeof(void*) + months.blocks.capacity() * sizeof(Block);
        for (const Block& block : months.blocks) size += block.size_bytes();
    }
    return size;
}

}  // namespace svd
