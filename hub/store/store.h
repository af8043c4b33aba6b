// All the hub asks of a disk: a few tables of bytes, and one way to write.
//
// A write set is written whole and is durable when `commit` returns, or it is not written at all.  RocksStore is
// the real one; MemoryStore has the same tests run against it.
//
// One thread writes; any thread may read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace svd {

enum class Table : std::uint8_t {
    kEntries,   // index, big-endian -> LogEntry: a leaf of the log
    kContents,  // index -> StoredContent: a submission's receipt, and the salt of the entry's commitment to it
    kPayloads,  // index -> the submission's bytes as they arrived, compressed as one value
    kTiles,     // level, index -> the 256 hashes of a full tile
    kMeta       // name -> value: what kind of store this is, and what the log signed last
};
inline constexpr std::size_t kTableCount = 5;

struct Write {
    Table table;
    std::string key;
    std::string value;
};
using WriteSet = std::vector<Write>;

// Returns false to stop.
using StoreVisitor = std::function<bool(std::string_view key, std::string_view value)>;

class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    virtual Result<void> commit(const WriteSet& writes) = 0;
    virtual Result<std::optional<std::string>> get(Table table, std::string_view key) const = 0;
    // What was overwritten since is in no file of the store any more when this returns; it may take a while.
    virtual Result<void> forget_overwritten() = 0;
    // A copy of the whole store as it is now, in a new folder.  Any thread.
    virtual Result<void> copy_to(const std::filesystem::path& folder) const = 0;
    // In the order of the keys' bytes, from `first` on.
    virtual Result<void> scan(Table table, std::string_view first, const StoreVisitor& visit) const = 0;
};

}  // namespace svd
