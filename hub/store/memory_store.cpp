#include "hub/store/memory_store.h"

namespace svd {

Result<void> MemoryStore::commit(const WriteSet& writes) {
    const std::lock_guard lock(mutex_);
    for (const Write& write : writes) tables_[static_cast<std::size_t>(write.table)][write.key] = write.value;
    return {};
}

Result<std::optional<std::string>> MemoryStore::get(Table table, std::string_view key) const {
    const std::lock_guard lock(mutex_);
    const auto& rows = tables_[static_cast<std::size_t>(table)];
    const auto found = rows.find(key);
    if (found == rows.end()) return std::optional<std::string>();
    return std::optional(found->second);
}

// Visits a copy: the visitor may ask the store for something else.
Result<void> MemoryStore::scan(Table table, std::string_view first, const StoreVisitor& visit) const {
    std::vector<std::pair<std::string, std::string>> rows;
    {
        const std::lock_guard lock(mutex_);
        const auto& held = tables_[static_cast<std::size_t>(table)];
        rows.assign(held.lower_bound(first), held.end());
    }
    for (const auto& [key, value] : rows) {
        if (!visit(key, value)) break;
    }
    return {};
}

}  // namespace svd
