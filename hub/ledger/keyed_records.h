// The keys of records, from a secret of the hub's own (docs/decisions/0007-keys-of-records.md).
//
//   R        = HMAC-SHA-256(secret, "svd-hub:record-keys:v1")
//   S        = HMAC-SHA-256(R, "svd-hub:rk:v1" 00 | length of the party's id, one byte | the id | the submission's SHA-256)
//   a row's  = block number `row` of the AES-256-CTR stream under S, read as a little-endian number
//
// What never happens: the secret, or a key, in an error, in a log line, in the store, or in a backup.
//
// Any thread.
#pragma once

#include <filesystem>
#include <memory>

#include "core/crypto/secret_key.h"
#include "hub/state/record_keys.h"
#include "hub/store/store.h"

namespace svd {

class KeyedRecords final : public RecordKeys {
public:
    explicit KeyedRecords(const SecretKey& secret);
    void read(std::string_view party, const Digest& submission, std::uint32_t first,
              std::span<KeySum> keys) const override;

private:
    SecretKey key_;
};

// The hub's secret, made when there is none.  The store remembers a mark of it from then on, which tells nothing about
// it: with another secret every figure would get other noise, and two figures of one thing tell more than one.  So a
// secret that is missing or another than the store has known is kInvalid.
Result<SecretKey> open_secret(Store& store, const std::filesystem::path& file);

}  // namespace svd
