#include "hub/app/backup_command.h"

#include <date/date.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "core/base/clock.h"
#include "hub/app/complaint.h"
#include "hub/app/exit_codes.h"
#include "hub/ledger/ledger.h"
#include "hub/store/rocks_store.h"

namespace svd {
namespace {

namespace fs = std::filesystem;

// The copy is opened where it will be used: a backup itself is never written to.
Result<void> check(const HubConfig& config, const fs::path& folder, std::string_view reason) {
    const auto store = RocksStore::open(folder);
    if (!store) return store.error();
    auto key = Ed25519PrivateKey::read_pem_file(config.log_key.string());
    if (!key) return key.error();
    const auto ledger = Ledger::open(**store, tlog::NoteSigner(config.log_origin, *std::move(key)));
    if (!ledger) return ledger.error();
    if ((*ledger)->log().size() == 0) return Error{Errc::kCorrupt, "there is no log in it"};
    return (*store)->commit({{Table::kMeta, std::string(kRestoredKey), std::string(reason)}});
}

}  // namespace

BackupCommand::BackupCommand(CLI::App& program)
    : backup_(program.add_subcommand("backup", "Have the running hub copy its store into hub.backups")),
      restore_(program.add_subcommand("restore", "Put a backup in the store's place; not while the hub runs")) {
    backup_->fallthrough();
    as_.add_to(*backup_);
    restore_->fallthrough();
    restore_->add_option("FOLDER", folder_, "The backup")->required()->check(CLI::ExistingDirectory);
    restore_->add_option("--reason", reason_, "One word for the log, such as disk-failure")->required();
}

bool BackupCommand::was_given() const { return backup_->parsed() || restore_->parsed(); }

int BackupCommand::run(const HubConfig& config) const { return backup_->parsed() ? back_up(config) : restore(config); }

int BackupCommand::back_up(const HubConfig& config) const {
    const auto answer = ask_hub(config, as_, "POST", "/v1/backups", "");
    if (!answer) return complain(exit_code::kUnexpected, "no backup was made: " + answer.error().detail);
    const auto body = boost::json::parse(*answer);
    fmt::print("{}\n", boost::json::value_to<std::string>(body.at("folder")));
    return exit_code::kDone;
}

int BackupCommand::restore(const HubConfig& config) const {
    const fs::path store = config.data / "store";
    const fs::path incoming = config.data / "store.incoming";
    std::error_code failed;
    fs::remove_all(incoming, failed);  // of an attempt that did not come to its end
    fs::create_directories(config.data, failed);
    fs::copy(folder_, incoming, fs::copy_options::recursive, failed);
    if (failed)
        return complain(exit_code::kUnexpected, fmt::format("nothing was restored: {}: {}", folder_, failed.message()));
    if (const auto good = check(config, incoming, reason_); !good) {
        return complain(exit_code::kUnexpected,
                        "nothing was restored: the backup is not whole, or is of another hub: " + good.error().detail);
    }
    const std::string time = date::format("%Y%m%dT%H%M%SZ", SystemClock().now());
    const fs::path aside = config.data / ("store.before-" + time);
    if (fs::exists(store)) {
        // So that no hub is running on it: opening takes the lock.
        if (const auto free = RocksStore::open(store); !free && free.error().code == Errc::kBusy) {
            return complain(exit_code::kUnexpected, "nothing was restored: " + free.error().detail);
        }
        fs::rename(store, aside, failed);
    }
    if (!failed) fs::rename(incoming, store, failed);
    if (failed)
        return complain(exit_code::kUnexpected, fmt::format("the store cannot be put in place: {}", failed.message()));
    fmt::print(
        "Restored. The store as it was is in {}. Start the hub: it adds nothing until agencies confirm its log.\n",
        fs::exists(aside) ? aside.string() : "no place, there was none");
    return exit_code::kDone;
}

}  // namespace svd
