// The agencies that watch the log: the key of each, and the newest checkpoint that it has cosigned.
//
// A cosignature says that the agency has seen this tree and that it continues what it saw before.  The hub cannot
// make one, and cannot take back a key it has accepted: another key for the same agency is refused.
//
// Kept in the store's meta table.  Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/tlog/checkpoint.h"
#include "core/tlog/cosignature.h"
#include "hub/store/store.h"

namespace svd {

struct Witness {
    tlog::VerifierKey key;   // its name is the agency's URI
    std::uint64_t size = 0;  // of the newest checkpoint it has cosigned
    tlog::NoteSignature signature;
};

class Witnesses {
public:
    static Result<Witnesses> load(const Store& store);
    Witnesses(Witnesses&& other) noexcept : known_(std::move(other.known_)) {}

    std::optional<Witness> find(const std::string& name) const;
    std::vector<Witness> all() const;
    // Whose cosignature covers the first `size` entries, because their tree is as large.
    std::vector<std::string> covering(std::uint64_t size) const;
    // The signatures of exactly that tree size.
    std::vector<tlog::NoteSignature> signatures_at(std::uint64_t size) const;

    // Keeps the witness's newest; the caller writes what `record_of` gives.
    void keep(Witness witness);
    static Write record_of(const Witness& witness);

private:
    Witnesses() = default;
    mutable std::mutex mutex_;
    std::map<std::string, Witness> known_;
};

}  // namespace svd
