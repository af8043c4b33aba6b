// A copy of a log in a folder: what `svd-audit fetch` writes, and what any C2SP reader can read.
//
//     checkpoint, key, tile/<L>/<N>[.p/<W>], tile/entries/<N>[.p/<W>], contents/<index>, left/<index>,
//     partnerships/<sha256>.json
//
// Nothing that is read here is believed: audit/checks says what holds.  No more than one bundle and one tile is in
// memory at a time, however long the log.
//
// Errors: kNotFound for a file that is not there, kCorrupt for one that cannot be what it should be, kInternal for a
// disk that does not answer.  Not thread-safe only in so far as the folder changes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/copy/files.h"
#include "core/domain/log_entry.h"
#include "core/tlog/checkpoint.h"
#include "core/tlog/tile.h"

namespace svd::audit {

class LogCopy {
public:
    explicit LogCopy(fs::path folder) : folder_(std::move(folder)) {}
    const fs::path& folder() const { return folder_; }

    Result<std::string> checkpoint() const;  // the note
    Result<std::string> key() const;         // a vkey, without its line end
    Result<std::string> partnership(const Digest& digest) const;  // that an entry names by that digest
    Result<std::string> tile(const tlog::TileAddress& address) const;
    Result<std::vector<std::string>> bundle(const tlog::BundleAddress& address) const;
    Result<std::string> content(std::uint64_t index) const;
    Result<std::string> left_over(std::uint64_t index) const;  // of a content that was erased
    bool has_left_over(std::uint64_t index) const;
    std::vector<std::uint64_t> left_overs() const;  // which there are, ascending
    bool has_contents() const;  // whether there is a folder of them at all
    bool has_content(std::uint64_t index) const;
    bool has_partnerships() const;
    bool has_partnership(const Digest& digest) const;

    // What the checkpoint says, whoever signed it: for those who list and do not verify.
    Result<tlog::Checkpoint> unverified_checkpoint() const;

private:
    fs::path folder_;
};

// Where a fetch keeps checkpoints that contradict the copy.
inline constexpr std::string_view kAlarmFolder = "alarm/";

std::string content_path(std::uint64_t index);          // contents/17
std::string left_over_path(std::uint64_t index);        // left/17
std::optional<std::uint64_t> parse_left_over_path(std::string_view path);
std::string partnership_path(const Digest& digest);     // partnerships/5dc9...json
std::optional<Digest> parse_partnership_path(std::string_view path);

// The bundle that an entry is in, as wide as it is in a log of that size.
tlog::BundleAddress bundle_of(std::uint64_t index, std::uint64_t size);

// The entries from `first` to before `size`, until the visitor says false.  An entry that cannot be read is an error.
using EntryVisitor = std::function<bool(std::uint64_t index, const LogEntry& entry)>;
Result<void> for_each_entry(const LogCopy& copy, std::uint64_t first, std::uint64_t size, const EntryVisitor& visit);

}  // namespace svd::audit
