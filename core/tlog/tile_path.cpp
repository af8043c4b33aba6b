#include <algorithm>
#include <charconv>

#include "core/base/check.h"
#include "core/base/limits.h"
#include "core/tlog/tile.h"

namespace svd::tlog {
namespace {

constexpr std::string_view kTiles = "tile/";
constexpr std::string_view kBundles = "tile/entries/";
constexpr std::string_view kPartial = ".p/";

bool is_tile_width(unsigned width) { return width >= 1 && width <= kTileWidth; }

// 1234067 is x001/x234/067: no folder has more than a thousand names.
std::string index_path(std::uint64_t index) {
    const auto group = [](std::uint64_t number) { return std::to_string(1000 + number % 1000).substr(1); };
    std::string path = group(index);
    for (index /= 1000; index != 0; index /= 1000) path.insert(0, "x" + group(index) + "/");
    return path;
}

std::string width_suffix(unsigned width) {
    SVD_CHECK(is_tile_width(width));
    return width == kTileWidth ? std::string() : std::string(kPartial) + std::to_string(width);
}

// Digits only.  Leading zeros pass: whoever calls this compares the whole path afterwards.
template <class Number>
bool read_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

// The part of a path after its folder.  Read generously.
bool read_place(std::string_view path, std::uint64_t& index, unsigned& width) {
    if (const std::size_t at = path.rfind(kPartial); at != std::string_view::npos) {
        if (!read_number(path.substr(at + kPartial.size()), width) || !is_tile_width(width)) return false;
        path = path.substr(0, at);
    }
    std::string digits(path);
    std::erase_if(digits, [](char c) { return c == 'x' || c == '/'; });
    return read_number(std::string_view(digits), index) && index <= limits::kTreeSizeMax / kTileWidth;
}

Error no_path(std::string_view of) { return invalid("this is not the path of " + std::string(of)); }

}  // namespace

std::string tile_path(const TileAddress& address) {
    SVD_CHECK(address.level < kTileLevels);
    return std::string(kTiles) + std::to_string(address.level) + "/" + index_path(address.index) +
           width_suffix(address.width);
}

std::string bundle_path(std::uint64_t index, unsigned width) {
    return std::string(kBundles) + index_path(index) + width_suffix(width);
}

Result<TileAddress> parse_tile_path(std::string_view path) {
    const std::size_t level_at = kTiles.size();
    const std::size_t level_end = path.find('/', level_at);
    TileAddress address;
    const bool read = path.starts_with(kTiles) && level_end != std::string_view::npos &&
                      read_number(path.substr(level_at, level_end - level_at), address.level) &&
                      address.level < kTileLevels &&
                      read_place(path.substr(level_end + 1), address.index, address.width);
    if (!read || tile_path(address) != path) return no_path("a tile");
    return address;
}

Result<BundleAddress> parse_bundle_path(std::string_view path) {
    BundleAddress address;
    const bool read =
        path.starts_with(kBundles) && read_place(path.substr(kBundles.size()), address.index, address.width);
    if (!read || bundle_path(address.index, address.width) != path) return no_path("an entry bundle");
    return address;
}

}  // namespace svd::tlog
