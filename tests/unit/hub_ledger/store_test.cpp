#include <doctest/doctest.h>

#include <memory>

#include "core/base/bytes.h"
#include "hub/store/compression.h"
#include "hub/store/memory_store.h"
#include "hub/store/rocks_store.h"
#include "tests/support/temp_dir.h"

namespace svd {
namespace {

// The same expectations of both kinds of store.
void check_store(Store& store) {
    CHECK(store
              .commit({{Table::kEntries, big_endian(2), "two"},
                       {Table::kEntries, big_endian(300), "three hundred"},
                       {Table::kEntries, big_endian(1), "one"},
                       {Table::kPayloads, big_endian(1), std::string("\0\xff", 2)}})
              .has_value());
    CHECK(store.get(Table::kEntries, big_endian(1)).value() == "one");
    CHECK(store.get(Table::kPayloads, big_endian(1)).value() == std::string("\0\xff", 2));
    CHECK(store.get(Table::kMeta, big_endian(1)).value() == std::nullopt);
    std::string seen;
    const auto gather = [&](std::string_view, std::string_view value) {
        seen += std::string(value) + ";";
        return true;
    };
    CHECK(store.scan(Table::kEntries, "", gather).has_value());
    CHECK(seen == "one;two;three hundred;");
    seen.clear();
    CHECK(store.scan(Table::kEntries, big_endian(2), gather).has_value());
    CHECK(seen == "two;three hundred;");
    int visits = 0;
    CHECK(store.scan(Table::kEntries, "", [&](auto, auto) { return ++visits < 2; }).has_value());
    CHECK(visits == 2);
}

TEST_CASE("store: in memory") {
    MemoryStore store;
    check_store(store);
}

TEST_CASE("store: on disk and there again after it was closed") {
    const test::TempDir folder;
    {
        const auto store = RocksStore::open(folder.path() / "db").value();
        check_store(*store);
        CHECK_FALSE(RocksStore::open(folder.path() / "db").has_value());  // one at a time
    }
    const auto again = RocksStore::open(folder.path() / "db").value();
    CHECK(again->get(Table::kEntries, big_endian(300)).value() == "three hundred");
}

TEST_CASE("store: a damaged log of writes is not opened as if nothing had happened") {
    const test::TempDir folder;
    {
        check_store(*RocksStore::open(folder.path()).value());
    }
    std::size_t damaged = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
        if (file.path().extension() != ".log" || file.file_size() < 40) continue;
        std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(20);
        bytes.put('\x7e');
        ++damaged;
    }
    REQUIRE(damaged > 0);
    const auto opened = RocksStore::open(folder.path());
    if (opened) {
        // The one record was the tail: then it must be gone as a whole, which the ledger notices by its sequence.
        CHECK(opened.value()->get(Table::kEntries, big_endian(1)).value() == std::nullopt);
        CHECK(opened.value()->get(Table::kEntries, big_endian(2)).value() == std::nullopt);
    }
}

TEST_CASE("compression: gives back the bytes or says that they are damaged") {
    const std::string bytes(100'000, 'x');
    const std::string small = compress(bytes);
    CHECK(small.size() < 1'000);
    CHECK(decompress(small, bytes.size()).value() == bytes);
    CHECK(decompress(compress(""), 0).value().empty());
    CHECK_FALSE(decompress(small, bytes.size() - 1).has_value());
    CHECK_FALSE(decompress("not compressed", 1'000).has_value());
    CHECK_FALSE(decompress(small.substr(0, small.size() - 1), bytes.size()).has_value());
    CHECK_FALSE(decompress("", 1'000).has_value());
}

}  // namespace
}  // namespace svd
