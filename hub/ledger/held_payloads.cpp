#include "hub/ledger/held_payloads.h"

#include "core/base/limits.h"
#include "hub/store/compression.h"

namespace svd {

Result<wire::StoredContent> stored_content(const Store& store, Sequence sequence) {
    auto bytes = store.get(Table::kContents, big_endian(sequence));
    if (!bytes) return bytes.error();
    if (!bytes->has_value()) return Error{Errc::kNotFound, "nothing is kept beside entry " + std::to_string(sequence)};
    return wire::decode_content(**bytes);
}

Result<std::string> stored_payload(const Store& store, Sequence sequence) {
    auto bytes = store.get(Table::kPayloads, big_endian(sequence));
    if (!bytes) return bytes.error();
    if (!bytes->has_value()) return Error{Errc::kNotFound, "no payload " + std::to_string(sequence)};
    return decompress(**bytes, limits::kSubmissionBytesMax);
}

Result<Submission> HeldPayloads::submission(Sequence sequence) const {
    auto content = stored_content(store_, sequence);
    if (!content) return content.error();
    auto payload = stored_payload(store_, sequence);
    if (!payload) return payload.error();
    return wire::decode_submission(*payload, content->encoding);
}

}  // namespace svd
