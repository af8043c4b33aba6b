#include "hub/state/cells.h"

#include <doctest/doctest.h>

#include "tests/unit/hub_state/sequence.h"

namespace svd {
namespace {

using test::area;
using test::month;

CellKey key(PartyIndex party, Code kind) {
    CellKey made;
    made.party = party;
    made.codes[index_of(Field::kKind)] = kind;
    return made;
}

CellChange change(const AreaRef& where, Month when, const CellKey& what, std::int64_t by, KeySum sum = 0) {
    return {where, when, what, by, sum};
}

constexpr KeySum kHigh = KeySum{1} << 127U;

const AreaRef kHere = area("E01000001", 2021);
const AreaRef kThere = area("E01000002", 2021);
const Period kAlways{month("1970-01"), month("2199-12")};

TEST_CASE("block: unpacks to what was packed") {
    std::vector<Cell> cells;
    for (Code kind = 10; kind < 30; ++kind) {
        Cell cell{key(kind < 20 ? 0 : 1, kind), kind * 70'000U, kHigh + kind};
        cell.key.codes[index_of(Field::kHarm)] = static_cast<Code>(kind % 3);
        cells.push_back(cell);
    }
    const Block block(cells);
    std::vector<Cell> unpacked;
    block.unpack(unpacked);
    CHECK(unpacked == cells);
    CHECK(block.codes(Field::kKind)[19] == 29);
    CHECK(block.parties()[19] == 1);
    CHECK(block.counts()[19] == 29 * 70'000U);
    CHECK((block.sums()[19] == kHigh + 29));
    CHECK(block.codes(Field::kWeapon).is_same());
    CHECK_FALSE(block.codes(Field::kKind).is_same());
}

TEST_CASE("block: a column of one value costs one byte") {
    std::vector<Cell> cells;
    for (int i = 0; i < 50; ++i) cells.push_back({key(3, static_cast<Code>(10 + i)), 1, 7});
    const std::size_t one_varies = Block(cells).size_bytes();
    // The header and one value each - codes, party, count in two parts, sum - but for the kind, which has fifty.
    CHECK(one_varies == 12 + 32 + 2 + 1 + 8 + 16 + 50);
    cells.back().count = 2;
    CHECK(Block(cells).size_bytes() == one_varies - 1 + 50 * 1);
    cells.back().sum = 8;
    CHECK(Block(cells).size_bytes() == one_varies - 1 + 50 * 1 - 16 + 50 * 16);
    cells.back().count = 256 + 1;
    CHECK(Block(cells).size_bytes() == one_varies - 8 + 50 * 8 - 16 + 50 * 16);
}

TEST_CASE("block: nothing takes no room") {
    const Block block;
    CHECK(block.empty());
    CHECK(block.size_bytes() == 0);
    CHECK(block == Block(std::span<const Cell>{}));
}

TEST_CASE("cells: records alike share a cell and keep their number") {
    Cells cells;
    cells.apply({change(kHere, month("2021-04"), key(0, 10), 1), change(kHere, month("2021-04"), key(0, 10), 1),
                 change(kHere, month("2021-04"), key(1, 10), 1)});
    const auto held = test::lines(cells);
    REQUIRE(held.size() == 2);
    CHECK(held[0].count == 2);
    CHECK(held[1].key.party == 1);
}

TEST_CASE("cells: more records alike than 32 bits can count") {
    constexpr std::int64_t kMany = std::int64_t{1} << 40;
    Cells cells;
    cells.apply({change(kHere, month("2021-04"), key(0, 10), kMany - 1, 5)});
    cells.apply({change(kHere, month("2021-04"), key(0, 10), 1, 6), change(kHere, month("2021-04"), key(0, 11), 1, 1)});
    CHECK(test::lines(cells).front().count == static_cast<std::uint64_t>(kMany));
    cells.apply({change(kHere, month("2021-04"), key(0, 10), 1 - kMany, KeySum{0} - 5)});
    CHECK(test::lines(cells).front().count == 1);
    CHECK((test::lines(cells).front().sum == 6));
}

TEST_CASE("cells: keys are added modulo 2 to the 128, in one go or in many") {
    Cells many;
    many.apply({change(kHere, month("2021-04"), key(0, 10), 1, kHigh + 3)});
    many.apply({change(kHere, month("2021-04"), key(0, 10), 1, kHigh + 4)});
    Cells one;
    one.apply({change(kHere, month("2021-04"), key(0, 10), 1, kHigh + 4),
               change(kHere, month("2021-04"), key(0, 10), 1, kHigh + 3)});
    CHECK(one == many);
    CHECK((test::lines(one).front().sum == 7));
    Cells other;
    other.apply({change(kHere, month("2021-04"), key(0, 10), 2, 8)});
    CHECK_FALSE(one == other);
    one.apply({change(kHere, month("2021-04"), key(0, 10), -1, KeySum{0} - (kHigh + 4))});
    CHECK((test::lines(one).front().sum == kHigh + 3));
    one.apply({change(kHere, month("2021-04"), key(0, 10), -1, kHigh - 3)});
    CHECK(one.empty());
}

TEST_CASE("cells: what is taken away again leaves no trace") {
    Cells cells;
    cells.apply({change(kHere, month("2021-04"), key(0, 10), 5)});
    cells.apply({change(kHere, month("2020-01"), key(0, 10), 1), change(kThere, month("2022-01"), key(0, 11), 1),
                 change(kHere, month("2023-12"), key(0, 10), 1), change(kNoArea, month("2021-04"), key(0, 10), 1)});
    cells.apply({change(kHere, month("2020-01"), key(0, 10), -1), change(kThere, month("2022-01"), key(0, 11), -1),
                 change(kHere, month("2023-12"), key(0, 10), -1), change(kNoArea, month("2021-04"), key(0, 10), -1)});
    Cells plain;
    plain.apply({change(kHere, month("2021-04"), key(0, 10), 5)});
    CHECK(cells == plain);
    cells.apply({change(kHere, month("2021-04"), key(0, 10), -5)});
    CHECK(cells.empty());
    CHECK(cells == Cells{});
}

TEST_CASE("cells: the order of arrival does not matter") {
    const std::vector<CellChange> changes = {
        change(kHere, month("2021-04"), key(0, 12), 1), change(kHere, month("2021-06"), key(0, 10), 2),
        change(kThere, month("2021-04"), key(1, 11), 3), change(kHere, month("2021-04"), key(0, 10), 4)};
    Cells forwards;
    for (const CellChange& one : changes) forwards.apply({one});
    Cells backwards;
    for (auto one = changes.rbegin(); one != changes.rend(); ++one) backwards.apply({*one});
    CHECK(forwards == backwards);
}

TEST_CASE("cells: a visit stays within its area and period") {
    Cells cells;
    cells.apply({change(kHere, month("2021-03"), key(0, 10), 1), change(kHere, month("2021-04"), key(0, 10), 1),
                 change(kHere, month("2021-08"), key(0, 10), 1), change(kHere, month("2021-09"), key(0, 10), 1),
                 change(kThere, month("2021-05"), key(0, 10), 1)});
    std::vector<std::string> seen;
    cells.visit(kHere, {month("2021-04"), month("2021-08")},
                [&](Month when, const Block&) { seen.push_back(when.text()); });
    CHECK(seen == std::vector<std::string>{"2021-04", "2021-08"});
    cells.visit(area("E01000002", 2011), kAlways,
                [&](Month, const Block&) { FAIL("another vintage is another area"); });
}

}  // namespace
}  // namespace svd
