// What the entry of an erasure says of what is left: the digest that binds the hub to it.
//
// Of each left-over SHA-256("svd-hub left-over v1\n", SHA-256(receipt), SHA-256(submission)); of the erasure
// SHA-256("svd-hub erasure v1\n", those of its left-overs one after another, in the ascending order of the entries
// that they lie beside).  The labels are ASCII, each digest is 32 bytes, and nothing stands between the pieces.
// What is hashed are the bytes of `receipt` and `payload` of svd.v1.LeftOver; `erased_by` is the entry itself.
//
// Unlike the commitment to a submission it has no salt: what is left is no secret, and an auditor may have it.
//
// Functions of their arguments.
#pragma once

#include <map>
#include <string_view>

#include "core/base/bytes.h"

namespace svd {

Digest digest_of_left_over(std::string_view receipt_bytes, std::string_view payload);

// By the indices of the entries that they lie beside.
Digest commit_to_left_overs(const std::map<std::uint64_t, Digest>& left_overs);

}  // namespace svd
