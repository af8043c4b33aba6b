#include "hub/store/rocks_store.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/checkpoint.h>

#include <array>

#include "core/base/limits.h"

namespace svd {
namespace {

constexpr std::array<const char*, kTableCount> kTableNames = {"entries", "contents", "payloads", "tiles", "meta"};

// Sized for a county's server beside other programs: RocksDB's defaults are for a machine of its own.
rocksdb::DBOptions database_options() {
    rocksdb::DBOptions options;
    options.create_if_missing = true;
    options.create_missing_column_families = true;
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.track_and_verify_wals_in_manifest = true;
    options.max_open_files = 128;
    options.keep_log_file_num = 5;
    options.max_log_file_size = 8 * limits::kMiB;
    options.db_write_buffer_size = 32 * limits::kMiB;
    options.max_total_wal_size = 64 * limits::kMiB;
    options.bytes_per_sync = limits::kMiB;
    options.max_background_jobs = 2;
    options.stats_dump_period_sec = 0;
    return options;
}

rocksdb::ColumnFamilyOptions table_options(const std::shared_ptr<rocksdb::Cache>& cache, bool compress) {
    rocksdb::BlockBasedTableOptions blocks;
    blocks.block_cache = cache;
    blocks.cache_index_and_filter_blocks = true;
    rocksdb::ColumnFamilyOptions options;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
    options.level_compaction_dynamic_level_bytes = true;
    options.compression = compress ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
    return options;
}

Error error_of(const rocksdb::Status& status) {
    return {status.IsCorruption() ? Errc::kCorrupt : Errc::kInternal, "store: " + status.ToString()};
}

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

struct RocksStore::Database {
    std::unique_ptr<rocksdb::DB> db;
    std::array<rocksdb::ColumnFamilyHandle*, kTableCount> tables{};

    rocksdb::ColumnFamilyHandle* table(Table which) const { return tables[static_cast<std::size_t>(which)]; }
};

RocksStore::RocksStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}

RocksStore::~RocksStore() {
    for (auto* table : database_->tables) database_->db->DestroyColumnFamilyHandle(table);
    database_->db->SyncWAL();
    database_->db->Close();
}

Result<std::unique_ptr<RocksStore>> RocksStore::open(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return Error{Errc::kInternal, folder.string() + ": " + failed.message()};
    const auto cache = rocksdb::NewLRUCache(64 * limits::kMiB);
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    families.emplace_back(rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions());
    for (std::size_t i = 0; i < kTableCount; ++i) {
        const bool compress = static_cast<Table>(i) != Table::kPayloads;  // those are compressed by us, each whole
        families.emplace_back(kTableNames[i], table_options(cache, compress));
    }
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    const auto status = rocksdb::DB::Open(database_options(), folder.string(), families, &handles, &opened);
    if (status.IsIOError() && status.ToString().find("LOCK") != std::string::npos) {
        return Error{Errc::kBusy, folder.string() + " is in use: another svd-hub is running on this data folder"};
    }
    if (!status.ok()) return error_of(status);
    auto database = std::make_unique<Database>();
    database->db.reset(opened);
    opened->DestroyColumnFamilyHandle(handles[0]);  // the default one, which we do not use
    for (std::size_t i = 0; i < kTableCount; ++i) database->tables[i] = handles[i + 1];
    return std::unique_ptr<RocksStore>(new RocksStore(std::move(database)));
}

Result<void> RocksStore::commit(const WriteSet& writes) {
    rocksdb::WriteBatch batch;
    for (const Write& write : writes) {
        const auto status = batch.Put(database_->table(write.table), write.key, write.value);
        if (!status.ok()) return error_of(status);
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    const auto status = database_->db->Write(options, &batch);
    if (!status.ok()) return error_of(status);
    return {};
}

Result<std::optional<std::string>> RocksStore::get(Table table, std::string_view key) const {
    std::string value;
    const auto status = database_->db->Get(rocksdb::ReadOptions(), database_->table(table), slice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    if (!status.ok()) return error_of(status);
    return std::optional(std::move(value));
}

// Old versions are in the table files until these are written anew, and in the write-ahead log until all it holds
// is in table files.
Result<void> RocksStore::forget_overwritten() {
    rocksdb::CompactRangeOptions options;
    options.exclusive_manual_compaction = false;
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
    const std::vector<rocksdb::ColumnFamilyHandle*> all(database_->tables.begin(), database_->tables.end());
    auto status = database_->db->Flush(rocksdb::FlushOptions(), all);
    for (const Table which : {Table::kContents, Table::kPayloads}) {
        if (status.ok()) status = database_->db->CompactRange(options, database_->table(which), nullptr, nullptr);
    }
    if (!status.ok()) return error_of(status);
    return {};
}

// Table files never change, so that they are linked where the disk is the same one; the rest is copied.
Result<void> RocksStore::copy_to(const std::filesystem::path& folder) const {
    rocksdb::Checkpoint* made = nullptr;
    auto status = rocksdb::Checkpoint::Create(database_->db.get(), &made);
    if (!status.ok()) return error_of(status);
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
    status = checkpoint->CreateCheckpoint(folder.string());
    if (!status.ok()) return error_of(status);
    return {};
}

Result<void> RocksStore::scan(Table table, std::string_view first, const StoreVisitor& visit) const {
    const std::unique_ptr<rocksdb::Iterator> row(
        database_->db->NewIterator(rocksdb::ReadOptions(), database_->table(table)));
    for (row->Seek(slice(first)); row->Valid(); row->Next()) {
        if (!visit(row->key().ToStringView(), row->value().ToStringView())) break;
    }
    if (!row->status().ok()) return error_of(row->status());
    return {};
}

}  // namespace svd
