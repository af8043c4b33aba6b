#include "core/receipts/erasure_commitment.h"

#include "core/crypto/digest.h"

namespace svd {
namespace {

// They keep these digests apart from any other that is made in the same way.
constexpr std::string_view kLeftOverLabel = "svd-hub left-over v1\n";
constexpr std::string_view kErasureLabel = "svd-hub erasure v1\n";

}  // namespace

Digest digest_of_left_over(std::string_view receipt_bytes, std::string_view payload) {
    return sha256_joined({kLeftOverLabel, as_bytes(sha256(receipt_bytes)), as_bytes(sha256(payload))});
}

Digest commit_to_left_overs(const std::map<std::uint64_t, Digest>& left_overs) {
    Sha256Stream all;
    all.add(kErasureLabel);
    for (const auto& [index, digest] : left_overs) all.add(as_bytes(digest));
    return all.finish();
}

}  // namespace svd
