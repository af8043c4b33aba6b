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

CellChange change(const AreaRef& where, Month when, const CellKey& what, std::int64_t by) {
    return {where, when, what, by};
}

const AreaRef kHere = area("E01000001", 2021);
const AreaRef kThere = area("E01000002", 2021);
const Period kAlways{month("1970-01"), month("2199-12")};

TEST_CASE("block: unpacks to what was packed") {
    std::vector<Cell> cells;
    for (Code kind = 10; kind < 30; ++kind) {
        Cell cell{key(kind < 20 ? 0 : 1, kind), kind * 70'000U};
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
    CHECK(block.codes(Field::kWeapon).is_same());
    CHECK_FALSE(block.codes(Field::kKind).is_same());
}

TEST_CASE("block: a column of one value costs one byte") {
    std::vector<Cell> cells;
    for (int i = 0; i < 50; ++i) cells.push_back({key(3, static_cast<Code>(10 + i)), 1});
    const std::size_t one_varies = Block(cells).size_bytes();
    CHECK(one_varies == 12 + 32 + 2 + 4 + 50);  // header and one value each but for the kind, which has fifty
    cells.back().count = 2;
    CHECK(Block(cells).size_bytes() == one_varies - 4 + 50 * 4);
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
