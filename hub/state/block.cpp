#include "hub/state/block.h"

#include <algorithm>
#include <bit>

#include "core/base/check.h"

namespace svd {
namespace {

constexpr std::size_t kRowsOffset = 0;
constexpr std::size_t kVaryingOffset = sizeof(std::uint32_t);
constexpr std::size_t kHeaderBytes = kVaryingOffset + sizeof(std::uint64_t);

constexpr std::uint64_t bit(std::size_t number) { return std::uint64_t{1} << number; }
constexpr std::uint64_t bits_below(std::size_t number) { return bit(number) - 1; }

constexpr std::uint8_t low_count(const Cell& cell) { return static_cast<std::uint8_t>(cell.count & 0xFFU); }
constexpr std::uint64_t high_count(const Cell& cell) { return cell.count >> 8U; }

}  // namespace

// Which columns differ anywhere from the first row.
std::uint64_t Block::varying_columns(std::span<const Cell> cells) {
    std::array<Code, kFieldCount> differs{};
    unsigned party = 0;
    std::uint64_t count = 0;
    KeySum sum = 0;
    const Cell& first = cells.front();
    for (const Cell& cell : cells) {
        for (std::size_t i = 0; i < kFieldCount; ++i) {
            differs[i] = static_cast<Code>(differs[i] | (cell.key.codes[i] ^ first.key.codes[i]));
        }
        party |= static_cast<unsigned>(cell.key.party ^ first.key.party);
        count |= cell.count ^ first.count;
        sum |= cell.sum ^ first.sum;
    }
    std::uint64_t varying = 0;
    for (std::size_t i = 0; i < kFieldCount; ++i) varying |= differs[i] != 0 ? bit(i) : 0;
    if (party != 0) varying |= bit(kPartyColumn);
    if ((count & 0xFFU) != 0) varying |= bit(kLowCountColumn);
    if ((count >> 8U) != 0) varying |= bit(kHighCountColumn);
    if (sum != 0) varying |= bit(kSumColumn);
    return varying;
}

// The bytes that one row takes in those of `columns` that come before column `number`.
std::size_t Block::width_below(std::uint64_t columns, std::size_t number) {
    const std::uint64_t below = columns & bits_below(number);
    std::size_t width = static_cast<std::size_t>(std::popcount(below));  // one byte each, and the wide ones more
    if ((below & bit(kPartyColumn)) != 0) width += sizeof(PartyIndex) - 1;
    if ((below & bit(kHighCountColumn)) != 0) width += sizeof(std::uint64_t) - 1;
    if ((below & bit(kSumColumn)) != 0) width += sizeof(KeySum) - 1;
    return width;
}

Block::Place Block::place_of(std::size_t number, std::size_t rows, std::uint64_t varying) {
    const std::uint64_t same = ~varying & bits_below(kColumns);
    if ((same & bit(number)) != 0) return {kHeaderBytes + width_below(same, number), true};
    return {kHeaderBytes + width_below(same, kColumns) + rows * width_below(varying, number), false};
}

Block::Block(std::span<const Cell> cells) {
    if (cells.empty()) return;
    const std::size_t rows = cells.size();
    const std::uint64_t varying = varying_columns(cells);
    const std::uint64_t same = ~varying & bits_below(kColumns);
    const std::size_t size = kHeaderBytes + width_below(same, kColumns) + rows * width_below(varying, kColumns);
    bytes_ = std::make_unique_for_overwrite<std::byte[]>(size);
    const auto rows_written = static_cast<std::uint32_t>(rows);
    std::memcpy(bytes_.get() + kRowsOffset, &rows_written, sizeof(rows_written));
    std::memcpy(bytes_.get() + kVaryingOffset, &varying, sizeof(varying));

    const auto write = [&](std::size_t number, auto value_of) {
        const Place place = place_of(number, rows, varying);
        std::byte* to = bytes_.get() + place.offset;
        for (const Cell& cell : place.same ? cells.first(1) : cells) {
            const auto value = value_of(cell);
            std::memcpy(to, &value, sizeof(value));
            to += sizeof(value);
        }
    };
    for (std::size_t i = 0; i < kFieldCount; ++i) write(i, [i](const Cell& cell) { return cell.key.codes[i]; });
    write(kPartyColumn, [](const Cell& cell) { return cell.key.party; });
    write(kLowCountColumn, low_count);
    write(kHighCountColumn, high_count);
    write(kSumColumn, [](const Cell& cell) { return cell.sum; });
}

std::size_t Block::rows() const {
    if (empty()) return 0;
    std::uint32_t rows = 0;
    std::memcpy(&rows, bytes_.get() + kRowsOffset, sizeof(rows));
    return rows;
}

std::uint64_t Block::varying() const {
    SVD_CHECK(!empty());
    std::uint64_t varying = 0;
    std::memcpy(&varying, bytes_.get() + kVaryingOffset, sizeof(varying));
    return varying;
}

// Most columns are one value throughout: those are copied with the first row, and only the others are walked.
void Block::unpack(std::vector<Cell>& cells) const {
    cells.clear();
    if (empty()) return;
    Cell first;
    for (const Field field : all_fields()) first.key.codes[index_of(field)] = codes(field)[0];
    cells.assign(rows(), first);
    for (std::uint64_t left = varying() & bits_below(kFieldCount); left != 0; left &= left - 1) {
        const auto number = static_cast<std::size_t>(std::countr_zero(left));
        const Column<Code> column = codes(static_cast<Field>(number));
        for (std::size_t row = 0; row < cells.size(); ++row) cells[row].key.codes[number] = column[row];
    }
    const Column<PartyIndex> owners = parties();
    const Counts tallies = counts();
    const Column<KeySum> key_sums = sums();
    for (std::size_t row = 0; row < cells.size(); ++row) {
        cells[row].key.party = owners[row];
        cells[row].count = tallies[row];
        cells[row].sum = key_sums[row];
    }
}

std::size_t Block::size_bytes() const {
    if (empty()) return 0;
    const std::uint64_t same = ~varying() & bits_below(kColumns);
    return kHeaderBytes + width_below(same, kColumns) + rows() * width_below(varying(), kColumns);
}

bool Block::operator==(const Block& other) const {
    const std::size_t size = size_bytes();
    return size == other.size_bytes() && (size == 0 || std::memcmp(bytes_.get(), other.bytes_.get(), size) == 0);
}

}  // namespace svd
