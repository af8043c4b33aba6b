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

Result<void> MemoryStore::scan(Table table, std::string_view first, const StoreVisitor& visit) const {
    const std::lock_guard lock(mutex_);
    const auto& rows = tables_[static_cast<std::size_t>(table)];
    for (auto row = rows.lower_bound(first); row != rows.end(); ++row) {
        if (!visit(row->first, row->second)) break;
    }
    return {};
}

}  // namespace svd
