#include "audit/copy/log_copy.h"

#include <algorithm>

#include "core/base/limits.h"
#include "core/tlog/text.h"
#include "core/wire/log_codec.h"

namespace svd::audit {
namespace {

constexpr std::string_view kPartnerships = "partnerships";
constexpr std::string_view kLeftOvers = "left";
constexpr std::string_view kJson = ".json";

Error corrupt(std::string detail) { return {Errc::kCorrupt, std::move(detail)}; }

// What is too large, or no file, is not what was written there.
Result<std::string> read(const fs::path& file, std::size_t bytes_max) {
    auto bytes = read_file(file, bytes_max);
    if (bytes || bytes.error().code == Errc::kNotFound || bytes.error().code == Errc::kInternal) return bytes;
    return corrupt(bytes.error().detail);
}

}  // namespace

std::string content_path(std::uint64_t index) { return "contents/" + std::to_string(index); }

std::string left_over_path(std::uint64_t index) { return std::string(kLeftOvers) + "/" + std::to_string(index); }

std::optional<std::uint64_t> parse_left_over_path(std::string_view path) {
    if (!path.starts_with(kLeftOvers) || !path.substr(kLeftOvers.size()).starts_with('/')) return std::nullopt;
    return tlog::parse_decimal(path.substr(kLeftOvers.size() + 1), limits::kTreeSizeMax);
}

std::string partnership_path(const Digest& digest) {
    return std::string(kPartnerships) + "/" + to_hex(digest) + std::string(kJson);
}

std::optional<Digest> parse_partnership_path(std::string_view path) {
    constexpr std::size_t kBefore = kPartnerships.size() + 1;
    constexpr std::size_t kDigits = 2 * sizeof(Digest);
    if (path.size() != kBefore + kDigits + kJson.size()) return std::nullopt;
    const auto digest = digest_from_hex(path.substr(kBefore, kDigits));
    return digest && path == partnership_path(*digest) ? digest : std::nullopt;
}

tlog::BundleAddress bundle_of(std::uint64_t index, std::uint64_t size) {
    const std::uint64_t bundle = index / tlog::kTileWidth;
    const std::uint64_t width = std::min<std::uint64_t>(size - bundle * tlog::kTileWidth, tlog::kTileWidth);
    return {bundle, static_cast<unsigned>(width)};
}

Result<std::string> LogCopy::checkpoint() const { return read(folder_ / "checkpoint", limits::kNoteBytesMax); }

Result<std::string> LogCopy::key() const {
    auto text = read(folder_ / "key", limits::kKeyFileBytesMax);
    if (text && text->ends_with('\n')) text->pop_back();
    return text;
}

Result<std::string> LogCopy::partnership(const Digest& digest) const {
    return read(folder_ / partnership_path(digest), limits::kPartnershipBytesMax);
}

Result<std::string> LogCopy::tile(const tlog::TileAddress& address) const {
    return read(folder_ / tlog::tile_path(address), limits::kTileBytesMax);
}

Result<std::vector<std::string>> LogCopy::bundle(const tlog::BundleAddress& address) const {
    const std::string path = tlog::bundle_path(address.index, address.width);
    const auto bytes = read(folder_ / path, limits::kBundleBytesMax);
    if (!bytes) return bytes.error();
    auto entries = tlog::decode_bundle(*bytes, address.width);
    if (!entries) return corrupt(path + ": " + entries.error().detail);
    return entries;
}

Result<std::string> LogCopy::content(std::uint64_t index) const {
    return read(folder_ / content_path(index), limits::kContentExportBytesMax);
}

Result<std::string> LogCopy::left_over(std::uint64_t index) const {
    return read(folder_ / left_over_path(index), limits::kContentExportBytesMax);
}

bool LogCopy::has_left_over(std::uint64_t index) const { return is_ordinary_file(folder_ / left_over_path(index)); }

std::vector<std::uint64_t> LogCopy::left_overs() const {
    std::vector<std::uint64_t> found;
    std::error_code problem;
    for (fs::directory_iterator at(folder_ / kLeftOvers, problem), end; !problem && at != end; at.increment(problem)) {
        const auto index = parse_left_over_path(at->path().lexically_relative(folder_).generic_string());
        if (index && is_ordinary_file(at->path())) found.push_back(*index);
    }
    std::ranges::sort(found);
    return found;
}

bool LogCopy::has_contents() const {
    std::error_code ignored;
    return fs::is_directory(folder_ / "contents", ignored);
}

bool LogCopy::has_partnerships() const {
    std::error_code ignored;
    return fs::is_directory(folder_ / kPartnerships, ignored);
}

bool LogCopy::has_partnership(const Digest& digest) const {
    return is_ordinary_file(folder_ / partnership_path(digest));
}

bool LogCopy::has_content(std::uint64_t index) const { return is_ordinary_file(folder_ / content_path(index)); }

Result<tlog::Checkpoint> LogCopy::unverified_checkpoint() const {
    const auto bytes = checkpoint();
    if (!bytes) return bytes.error();
    const auto note = tlog::parse_note(*bytes);
    if (!note) return corrupt("checkpoint: " + note.error().detail);
    auto parsed = tlog::parse_checkpoint(note->text);
    if (!parsed) return corrupt("checkpoint: " + parsed.error().detail);
    return parsed;
}

Result<void> for_each_entry(const LogCopy& copy, std::uint64_t first, std::uint64_t size, const EntryVisitor& visit) {
    while (first < size) {
        const tlog::BundleAddress address = bundle_of(first, size);
        const auto entries = copy.bundle(address);
        if (!entries) return entries.error();
        const std::uint64_t begin = address.index * tlog::kTileWidth;
        for (; first < begin + address.width; ++first) {
            const auto entry = wire::decode_log_entry((*entries)[first - begin]);
            if (!entry) return corrupt("entry " + std::to_string(first) + ": " + entry.error().detail);
            if (!visit(first, *entry)) return {};
        }
    }
    return {};
}

}  // namespace svd::audit
