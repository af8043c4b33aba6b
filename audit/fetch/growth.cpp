#include "audit/fetch/growth.h"

#include <fmt/format.h>

#include "core/base/limits.h"
#include "core/tlog/tile.h"

namespace svd::audit {

Result<void> check_growth(PatientSource& source, const tlog::Checkpoint& older, const tlog::Checkpoint& newer,
                          Report& report) {
    const auto contradicted = [&](std::string what) { report.add(Code::kNotContinued, std::nullopt, std::move(what)); };
    if (newer.size < older.size) {
        contradicted(fmt::format("the copy has {} entries, and the hub shows {}", older.size, newer.size));
        return {};
    }
    if (newer.size == older.size) {
        if (newer.root != older.root) {
            contradicted(fmt::format("the hub shows {} entries as in the copy, but they are not the same", older.size));
        }
        return {};
    }
    if (older.size == 0) return {};  // every log begins with none
    const tlog::TiledTree tree(newer.size, [&](const tlog::TileAddress& address) -> Result<std::vector<Digest>> {
        const auto bytes = source.need("/v1/log/" + tlog::tile_path(address), limits::kTileBytesMax);
        if (!bytes) return bytes.error();
        return tlog::decode_tile(*bytes, address.width);
    });
    const auto proof = tlog::prove_consistency(older.size, newer.size, tree);
    const bool told = proof || proof.error().code == Errc::kNotFound || proof.error().code == Errc::kInvalid ||
                      proof.error().code == Errc::kCorrupt;
    if (!told) return proof.error();
    if (!proof || !tlog::verify_consistency(older.size, older.root, newer.size, newer.root, *proof)) {
        contradicted(fmt::format("the hub cannot prove that its {} entries begin with the {} in the copy", newer.size,
                                 older.size));
    }
    return {};
}

}  // namespace svd::audit
