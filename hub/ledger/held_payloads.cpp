#include "hub/ledger/held_payloads.h"

#include "core/base/limits.h"
#include "hub/store/compression.h"

namespace svd {

Result<wire::Entry> stored_entry(const Store& store, Sequence sequence) {
    auto bytes = store.get(Table::kEntries, big_endian(sequence));
    if (!bytes) return bytes.error();
    if (!bytes->has_value()) return Error{Errc::kNotFound, "no entry " + std::to_string(sequence)};
    auto entry = wire::decode_entry(**bytes);
    if (entry && entry->sequence != sequence) {
        return Error{Errc::kCorrupt, "entry " + std::to_string(sequence) + " says it is another"};
    }
    return entry;
}

Result<std::string> stored_payload(const Store& store, Sequence sequence) {
    auto bytes = store.get(Table::kPayloads, big_endian(sequence));
    if (!bytes) return bytes.error();
    if (!bytes->has_value()) return Error{Errc::kNotFound, "no payload " + std::to_string(sequence)};
    return decompress(**bytes, limits::kSubmissionBytesMax);
}

Result<Submission> HeldPayloads::submission(Sequence sequence) const {
    auto entry = stored_entry(store_, sequence);
    if (!entry) return entry.error();
    auto payload = stored_payload(store_, sequence);
    if (!payload) return payload.error();
    return wire::decode_submission(*payload, entry->encoding);
}

}  // namespace svd
