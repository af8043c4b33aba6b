#include "hub/log/hub_log.h"

#include <doctest/doctest.h>

#include "core/tlog/tile.h"
#include "hub/log/log_proofs.h"
#include "hub/store/memory_store.h"

namespace svd {
namespace {

tlog::NoteSigner signer(std::uint8_t seed = 1, std::string name = "hub.test/log") {
    return {std::move(name), Ed25519PrivateKey::from_seed({seed})};
}

std::unique_ptr<HubLog> open(Store& store) { return HubLog::open(store, signer()).value(); }

void add(HubLog& log, std::uint64_t count) {
    LogDraft draft = log.draft();
    for (std::uint64_t i = 0; i < count; ++i) draft.add(std::to_string(draft.size()));
    REQUIRE(log.commit(std::move(draft)).has_value());
}

// By the definition, from the entries "0", "1", ...
Digest slow_root(std::uint64_t size) {
    tlog::CompactRange range;
    for (std::uint64_t i = 0; i < size; ++i) range.append(tlog::leaf_hash(std::to_string(i)));
    return range.root();
}

TEST_CASE("log: signs the root of its entries at every size, also over several tiles") {
    MemoryStore store;
    const auto log = open(store);
    std::uint64_t size = 0;
    for (const std::uint64_t more : {0U, 1U, 2U, 252U, 1U, 1U, 300U, 66'000U, 1U}) {
        add(*log, more);
        size += more;
        CAPTURE(size);
        const auto checkpoint = tlog::open_checkpoint(log->checkpoint(), log->verifier());
        REQUIRE(checkpoint.has_value());
        CHECK(checkpoint->size == size);
        CHECK(checkpoint->root == slow_root(size));
    }
}

TEST_CASE("log: proofs lead from any entry and any earlier size to the newest root") {
    MemoryStore store;
    const auto log = open(store);
    add(*log, 70'000);
    const LogProofs proofs(*log);
    const Digest root = proofs.root(70'000).value();
    for (const std::uint64_t at : {0ULL, 1ULL, 255ULL, 256ULL, 65'535ULL, 65'536ULL, 69'887ULL, 69'999ULL}) {
        CAPTURE(at);
        const Digest leaf = tlog::leaf_hash(std::to_string(at));
        CHECK(tlog::verify_inclusion(at, 70'000, leaf, proofs.inclusion(at, 70'000).value(), root));
        if (at == 0) continue;
        CHECK(tlog::verify_consistency(at, proofs.root(at).value(), 70'000, root,
                                       proofs.consistency(at, 70'000).value()));
    }
    CHECK_FALSE(proofs.inclusion(0, 70'001).has_value());
}

TEST_CASE("log: an earlier checkpoint is signed again with the same bytes") {
    MemoryStore store;
    const auto log = open(store);
    add(*log, 300);
    const std::string then = log->checkpoint();
    add(*log, 300);
    CHECK(log->checkpoint_at(300).value() == then);
    CHECK_FALSE(log->checkpoint_at(601).has_value());
}

TEST_CASE("log: tiles and bundles are served for every width there is and no other") {
    MemoryStore store;
    const auto log = open(store);
    add(*log, 600);
    CHECK(log->tile(0, 0, 256)->size() == 256 * 32);
    CHECK(log->tile(0, 2, 88)->size() == 88 * 32);
    CHECK(log->tile(0, 2, 7).value() == log->tile(0, 2, 88)->substr(0, 7 * 32));
    CHECK(log->tile(1, 0, 2)->size() == 64);
    for (const auto& [level, index, width] : {std::tuple(0U, 2U, 89U), std::tuple(0U, 3U, 1U), std::tuple(1U, 0U, 3U),
                                              std::tuple(2U, 0U, 1U), std::tuple(0U, 0U, 0U), std::tuple(7U, 0U, 1U)}) {
        CAPTURE(level);
        CAPTURE(index);
        CAPTURE(width);
        CHECK_FALSE(log->tile(level, index, width).has_value());
    }
    const auto entries = tlog::decode_bundle(log->bundle(2, 88).value(), 88);
    REQUIRE(entries.has_value());
    CHECK(entries->front() == "512");
    CHECK(entries->back() == "599");
    CHECK_FALSE(log->bundle(2, 89).has_value());
    CHECK_FALSE(log->bundle(2, 0).has_value());
}

TEST_CASE("log: a change that did not reach the disk has not happened") {
    class FullDisk final : public Store {
    public:
        explicit FullDisk(Store& disk) : disk_(disk) {}
        Result<void> commit(const WriteSet& writes) override {
            return full ? Result<void>(Error{Errc::kInternal, "full"}) : disk_.commit(writes);
        }
        Result<std::optional<std::string>> get(Table table, std::string_view key) const override {
            return disk_.get(table, key);
        }
        Result<void> forget_overwritten() override { return disk_.forget_overwritten(); }
        Result<void> copy_to(const std::filesystem::path& folder) const override { return disk_.copy_to(folder); }
        Result<void> scan(Table table, std::string_view first, const StoreVisitor& visit) const override {
            return disk_.scan(table, first, visit);
        }
        bool full = false;

    private:
        Store& disk_;
    };
    MemoryStore memory;
    FullDisk store(memory);
    const auto log = open(store);
    add(*log, 3);
    const std::string before = log->checkpoint();
    store.full = true;
    LogDraft draft = log->draft();
    draft.add("3");
    CHECK_FALSE(log->commit(std::move(draft)).has_value());
    CHECK(log->checkpoint() == before);
    CHECK(log->size() == 3);
    store.full = false;
    add(*log, 1);
    CHECK(LogProofs(*log).root(4).value() == slow_root(4));
}

// Every stored byte of entries and tiles, changed in turn, and each record lost.
TEST_CASE("log: whatever is changed on its disk, it does not open as if nothing had been") {
    MemoryStore good;
    {
        const auto log = open(good);
        add(*log, 258);
        REQUIRE(log->keep_checkpoint().has_value());
    }
    int tried = 0;
    for (const Table table : {Table::kEntries, Table::kTiles}) {
        std::vector<std::pair<std::string, std::string>> records;
        REQUIRE(good.scan(table, "",
                          [&](std::string_view key, std::string_view value) {
                              records.emplace_back(key, value);
                              return true;
                          })
                    .has_value());
        for (const auto& [key, value] : records) {
            for (std::size_t i = 0; i < value.size(); i += table == Table::kTiles ? 97 : 1) {
                std::string changed = value;
                changed[i] = static_cast<char>(changed[i] ^ 0x10);
                REQUIRE(good.commit({{table, key, changed}}).has_value());
                CHECK_FALSE(HubLog::open(good, signer()).has_value());
                ++tried;
            }
            REQUIRE(good.commit({{table, key, value}}).has_value());
        }
    }
    CHECK(tried > 700);
    CHECK(HubLog::open(good, signer()).has_value());
}

TEST_CASE("log: entries that are lost at the end, in the middle or swapped are missed") {
    for (const char* damage : {"end", "middle", "swapped"}) {
        CAPTURE(damage);
        MemoryStore damaged;
        MemoryStore whole;
        {
            const auto log = open(whole);
            add(*log, 20);
            REQUIRE(log->keep_checkpoint().has_value());
        }
        WriteSet kept;
        REQUIRE(whole
                    .scan(Table::kEntries, "",
                          [&](std::string_view key, std::string_view value) {
                              const auto index = from_big_endian(key).value();
                              const std::string name(damage);
                              if ((name == "end" && index == 19) || (name == "middle" && index == 7)) return true;
                              const bool swap = name == "swapped" && (index == 7 || index == 8);
                              kept.push_back({Table::kEntries, swap ? big_endian(15 - index) : std::string(key),
                                              std::string(value)});
                              return true;
                          })
                    .has_value());
        kept.push_back({Table::kMeta, std::string(kLastCheckpointKey),
                        whole.get(Table::kMeta, kLastCheckpointKey).value().value()});
        REQUIRE(damaged.commit(kept).has_value());
        CHECK_FALSE(HubLog::open(damaged, signer()).has_value());
    }
}

TEST_CASE("log: another key or another origin does not go on with a log") {
    MemoryStore store;
    {
        const auto log = open(store);
        add(*log, 2);
        REQUIRE(log->keep_checkpoint().has_value());
    }
    CHECK_FALSE(HubLog::open(store, signer(2)).has_value());
    CHECK_FALSE(HubLog::open(store, signer(1, "hub.test/other")).has_value());
    CHECK(HubLog::open(store, signer()).has_value());
}

}  // namespace
}  // namespace svd
