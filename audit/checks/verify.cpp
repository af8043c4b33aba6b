#include "audit/checks/verify.h"

#include "audit/checks/file_check.h"
#include "audit/checks/table_check.h"
#include "audit/checks/tree_check.h"
#include "core/base/limits.h"

namespace svd::audit {
namespace {

void check_key(const LogCopy& copy, const Trust& trust, Report& report) {
    const auto key = copy.key();
    if (!key && key.error().code == Errc::kNotFound) return;
    if (!key || *key != tlog::format_verifier_key(trust.log)) report.add(Code::kKeyDiffers, std::nullopt, "key");
}

class Walk {
public:
    Walk(const LogCopy& copy, const VerifyOptions& options, Verified& result)
        : copy_(copy),
          result_(result),
          tree_(copy, result.report),
          entries_(copy, options.with_contents, result.report),
          tables_(copy, result.report) {}

    Result<void> run(const tlog::Checkpoint& says) {
        for (std::uint64_t first = 0; first < says.size; first += tlog::kTileWidth) {
            if (result_.report.times(Code::kBundleMissing) > limits::kFilesMissingMax) {
                result_.report.add(Code::kTooMuchMissing, first, "of " + std::to_string(says.size) + " entries");
                return {};
            }
            if (auto read = read_bundle(bundle_of(first, says.size)); !read) return read;
        }
        tree_.finish(says.root);
        entries_.finish();
        tables_.finish();
        result_.older_files = check_files(copy_, says.size, entries_, result_.report);
        result_.tiles = tree_.tiles();
        result_.counted = entries_.counts();
        return {};
    }

private:
    Result<void> read_bundle(const tlog::BundleAddress& address) {
        const auto bundle = copy_.bundle(address);
        if (!bundle && bundle.error().code == Errc::kInternal) return bundle.error();
        if (!bundle) {
            const bool missing = bundle.error().code == Errc::kNotFound;
            result_.report.add(missing ? Code::kBundleMissing : Code::kBundleUnreadable,
                               address.index * tlog::kTileWidth, tlog::bundle_path(address.index, address.width));
            tree_.append_from_tile({0, address.index, address.width});
            entries_.skip(address.width);
            return {};
        }
        ++result_.bundles;
        std::uint64_t index = address.index * tlog::kTileWidth;
        for (const std::string& bytes : *bundle) {
            tree_.append(tlog::leaf_hash(bytes));
            const auto entry = entries_.check(bytes);
            if (entry && tables_.looks()) tables_.check(index, *entry);
            ++index;
        }
        return {};
    }

    const LogCopy& copy_;
    Verified& result_;
    TreeCheck tree_;
    EntryCheck entries_;
    TableCheck tables_;
};

}  // namespace

Result<Verified> verify_copy(const LogCopy& copy, const Trust& trust, const VerifyOptions& options) {
    auto note = copy.checkpoint();
    if (!note && note.error().code != Errc::kCorrupt) return note.error();
    Verified result;
    check_key(copy, trust, result.report);
    if (!note) {
        result.report.add(Code::kCheckpointUnreadable, std::nullopt, note.error().detail);
        return result;
    }
    result.checkpoint = check_checkpoint(*std::move(note), trust, result.report);
    if (!result.checkpoint.says) return result;
    Walk walk(copy, options, result);
    if (auto done = walk.run(*result.checkpoint.says); !done) return done.error();
    return result;
}

}  // namespace svd::audit
