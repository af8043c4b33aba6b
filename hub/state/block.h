// The cells of one area and month, packed by column.
//
// One allocation: a row count, which columns vary, one value for each column that is the same throughout, then
// the varying columns one after the other.  A street extract fills three of its thirty-three fields with
// anything but one value, so most columns cost their one value and no more.  Rows are sorted and distinct:
// equal contents are equal bytes.
//
// A further column for each row is a further number beside kPartyColumn, with its width: nothing else knows the layout.
//
// Immutable; any thread.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include "core/domain/vocabulary.h"
#include "hub/state/record_keys.h"

namespace svd {

using PartyIndex = std::uint16_t;  // in the order in which parties first sent something
inline constexpr PartyIndex kNoParty = 0xFFFF;

// What the records of one cell have in common, beside their area and month.
struct CellKey {
    PartyIndex party = kNoParty;
    std::array<Code, kFieldCount> codes{};

    Code operator[](Field field) const { return codes[index_of(field)]; }
    auto operator<=>(const CellKey&) const = default;
};

struct Cell {
    CellKey key;
    std::uint64_t count = 0;
    KeySum sum = 0;  // of the keys of those records
    bool operator==(const Cell&) const = default;
};

// One column as a reader sees it.  Valid as long as its block.
template <class T>
class Column {
public:
    Column(const std::byte* first, bool same) : first_(first), step_(same ? 0 : sizeof(T)) {}
    T operator[](std::size_t row) const {
        T value;
        std::memcpy(&value, first_ + row * step_, sizeof(T));
        return value;
    }
    bool is_same() const { return step_ == 0; }  // every row holds what row 0 holds

private:
    const std::byte* first_;
    std::size_t step_;
};

// How many records each row stands for.  Few rows stand for more than a byte can say.
class Counts {
public:
    Counts(Column<std::uint8_t> low, Column<std::uint64_t> high) : low_(low), high_(high) {}
    std::uint64_t operator[](std::size_t row) const { return (high_[row] << 8U) + low_[row]; }

private:
    Column<std::uint8_t> low_;
    Column<std::uint64_t> high_;  // the count without its lowest byte
};

class Block {
public:
    Block() = default;  // empty
    explicit Block(std::span<const Cell> cells);  // sorted by key, distinct

    bool empty() const { return bytes_ == nullptr; }
    std::size_t rows() const;
    Column<Code> codes(Field field) const { return column<Code>(index_of(field)); }
    Column<PartyIndex> parties() const { return column<PartyIndex>(kPartyColumn); }
    Counts counts() const { return {column<std::uint8_t>(kLowCountColumn), column<std::uint64_t>(kHighCountColumn)}; }
    Column<KeySum> sums() const { return column<KeySum>(kSumColumn); }
    void unpack(std::vector<Cell>& cells) const;  // replaces what `cells` holds
    std::size_t size_bytes() const;
    bool operator==(const Block& other) const;

private:
    static constexpr std::size_t kPartyColumn = kFieldCount;
    static constexpr std::size_t kLowCountColumn = kFieldCount + 1;
    static constexpr std::size_t kHighCountColumn = kFieldCount + 2;
    static constexpr std::size_t kSumColumn = kFieldCount + 3;
    static constexpr std::size_t kColumns = kFieldCount + 4;
    static_assert(kColumns <= 64, "one bit for each column");

    // Where column `number` starts, and whether it is one value for all rows.
    struct Place {
        std::size_t offset;
        bool same;
    };
    static std::uint64_t varying_columns(std::span<const Cell> cells);
    static std::size_t width_below(std::uint64_t columns, std::size_t number);
    static Place place_of(std::size_t number, std::size_t rows, std::uint64_t varying);
    std::uint64_t varying() const;

    template <class T>
    Column<T> column(std::size_t number) const {
        const Place place = place_of(number, rows(), varying());
        return {bytes_.get() + place.offset, place.same};
    }

    std::unique_ptr<std::byte[]> bytes_;
};

}  // namespace svd
