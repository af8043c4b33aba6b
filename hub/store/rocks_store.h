// The hub's disk: RocksDB, with the options a small server needs.
//
// What is acknowledged is fsynced: every commit is one write batch with sync.  Recovery drops an incomplete last
// record and refuses to open on any other damage, because what has a receipt must not be rolled back quietly.
#pragma once

#include <filesystem>
#include <memory>

#include "hub/store/store.h"

namespace svd {

class RocksStore final : public Store {
public:
    // Makes the folder if there is none.  Only one process may have it open.
    static Result<std::unique_ptr<RocksStore>> open(const std::filesystem::path& folder);
    ~RocksStore() override;

    Result<void> commit(const WriteSet& writes) override;
    Result<std::optional<std::string>> get(Table table, std::string_view key) const override;
    Result<void> forget_overwritten() override;
    Result<void> copy_to(const std::filesystem::path& folder) const override;
    Result<void> scan(Table table, std::string_view first, const StoreVisitor& visit) const override;

private:
    struct Database;
    explicit RocksStore(std::unique_ptr<Database> database);
    std::unique_ptr<Database> database_;
};

}  // namespace svd
