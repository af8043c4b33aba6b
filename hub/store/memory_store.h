// A Store that forgets: for tests, and for measuring what the disk costs.
#pragma once

#include <array>
#include <map>
#include <mutex>

#include "hub/store/store.h"

namespace svd {

class MemoryStore final : public Store {
public:
    Result<void> commit(const WriteSet& writes) override;
    Result<std::optional<std::string>> get(Table table, std::string_view key) const override;
    Result<void> forget_overwritten() override { return {}; }
    Result<void> copy_to(const std::filesystem::path&) const override {
        return invalid("a store in memory cannot be copied");
    }
    Result<void> scan(Table table, std::string_view first, const StoreVisitor& visit) const override;

private:
    mutable std::mutex mutex_;
    std::array<std::map<std::string, std::string, std::less<>>, kTableCount> tables_;
};

}  // namespace svd
