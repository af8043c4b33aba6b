#include "audit/reports/pack.h"

#include <fstream>
#include <set>

#include "audit/copy/entry_tables.h"
#include "core/base/limits.h"

namespace svd::audit {
namespace {

constexpr std::string_view kReadMe =
    "This folder is evidence: the whole log of a hub as it was when the file `checkpoint` was signed.\n"
    "\n"
    "  checkpoint           what the hub signed: the log's name, its size, the root of its tree, and the\n"
    "                       cosignatures of witnesses (C2SP tlog-checkpoint, signed-note, tlog-cosignature)\n"
    "  key                  the key that the hub says is its own; trust one that you had by another way\n"
    "  tile/entries/...     the entries, 256 in a file, each behind its length in two bytes (C2SP tlog-tiles)\n"
    "  tile/0/... and up    the hashes of the tree (RFC 6962, SHA-256)\n"
    "  contents/<entry>     of submissions whose retention has not ended: salt, receipt, the submission's bytes\n"
    "  left/<entry>         of submissions that were erased: receipt and statement of what was erased, and by which "
    "entry\n"
    "  partnerships/...     who took part under which agreements: each is named after its SHA-256, which is in a\n"
    "                       configuration_changed entry\n"
    "  entries.jsonl        the entries again, one line of JSON each\n"
    "  entries.csv          the same as a table\n"
    "\n"
    "To verify all of it:\n"
    "\n"
    "  svd-audit verify . --key KEY [--policy FILE]\n"
    "\n"
    "KEY is the hub's verifier key or a file with it. A policy names the witnesses that must have cosigned (C2SP\n"
    "tlog-policy).\n"
    "\n"
    "Without svd-audit: the folder is a C2SP tlog-tiles log, which other tools read, such as `fsck` of\n"
    "github.com/transparency-dev/tessera:\n"
    "\n"
    "  fsck --storage_url=file:///PATH/OF/THIS/FOLDER/ --public_key=KEYFILE --ui=false\n"
    "\n"
    "KEYFILE holds the verifier key without a line end. By hand: a leaf is SHA-256(0x00 || entry), a node\n"
    "SHA-256(0x01 || left || right), and the signed bytes are the checkpoint's first three lines with their ends.\n";

class PackWriter {
public:
    PackWriter(const LogCopy& copy, const fs::path& out) : copy_(copy), out_(out) {}

    Result<Packed> write() {
        const auto checkpoint = copy_.unverified_checkpoint();
        if (!checkpoint) return checkpoint.error();
        if (auto begun = begin(); !begun) return begun.error();
        for (const char* name : {"checkpoint", "key"}) {
            if (auto done = take(name, limits::kNoteBytesMax, false); !done) return done.error();
        }
        if (auto done = take_entries(checkpoint->size); !done) return done.error();
        if (auto done = take_tiles(checkpoint->size); !done) return done.error();
        if (auto done = write_new_file(out_ / "README.txt", kReadMe); !done) return done.error();
        ++packed_.files;
        return packed_;
    }

private:
    Result<void> begin() {
        std::error_code problem;
        fs::create_directories(out_, problem);
        if (!problem && !fs::is_empty(out_, problem) && !problem) {
            return Error{Errc::kConflict, out_.string() + " is not empty"};
        }
        if (problem) return Error{Errc::kInternal, out_.string() + ": " + problem.message()};
        json_.open(out_ / kJsonLinesFile, std::ios::binary);
        csv_.open(out_ / kCsvFile, std::ios::binary);
        csv_ << csv_header();
        packed_.files += 2;
        return {};
    }

    Result<void> take(const std::string& path, std::size_t bytes_max, bool required) {
        const auto bytes = read_file(copy_.folder() / path, bytes_max);
        if (!bytes && bytes.error().code == Errc::kNotFound && !required) return {};
        if (!bytes) return bytes.error();
        ++packed_.files;
        return write_new_file(out_ / path, *bytes);
    }

    Result<void> take_entries(std::uint64_t size) {
        Result<void> outcome;
        auto read = for_each_entry(copy_, 0, size, [&](std::uint64_t index, const LogEntry& entry) {
            if (index % tlog::kTileWidth == 0) {
                const tlog::BundleAddress bundle = bundle_of(index, size);
                outcome = take(tlog::bundle_path(bundle.index, bundle.width), limits::kBundleBytesMax, true);
            }
            json_ << json_line(index, entry);
            csv_ << csv_row(index, entry);
            ++packed_.entries;
            if (outcome && entry.commitment) outcome = take_beside(index);
            if (outcome) outcome = take_partnership(entry);
            return outcome.has_value();
        });
        if (!read) return read;
        json_.close();
        csv_.close();
        if (outcome && (!json_ || !csv_)) return Error{Errc::kInternal, out_.string() + ": cannot be written"};
        return outcome;
    }

    Result<void> take_beside(std::uint64_t index) {
        auto done = take(content_path(index), limits::kContentExportBytesMax, false);
        return done ? take(left_over_path(index), limits::kContentExportBytesMax, false) : done;
    }

    Result<void> take_partnership(const LogEntry& entry) {
        if (entry.event != LogEvent::kConfigurationChanged || !entry.digest) return {};
        if (!partnerships_.insert(*entry.digest).second) return {};
        return take(partnership_path(*entry.digest), limits::kPartnershipBytesMax, false);
    }

    Result<void> take_tiles(std::uint64_t size) {
        for (const tlog::TileAddress& tile : tlog::tiles_of(size)) {
            if (auto done = take(tlog::tile_path(tile), limits::kTileBytesMax, true); !done) return done;
        }
        return {};
    }

    const LogCopy& copy_;
    fs::path out_;
    std::ofstream json_;
    std::ofstream csv_;
    std::set<Digest> partnerships_;  // taken
    Packed packed_;
};

}  // namespace

Result<Packed> write_pack(const LogCopy& copy, const fs::path& out) { return PackWriter(copy, out).write(); }

}  // namespace svd::audit
