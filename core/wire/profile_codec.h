// Area profiles onto the wire.  The same profile is the same bytes, whenever and wherever it is encoded.
#pragma once

#include <string>

#include "core/base/bytes.h"
#include "core/domain/area_profile.h"

namespace svd::wire {

// Names what the profile says, in whatever form it is given: SHA-256 of its deterministic protobuf without the digest.
Digest profile_digest(const AreaProfile& profile);

enum class ProfileFormat { kProtobuf, kJson };

// JSON is protobuf's own mapping with the names of the schema, on one line with a line end.
std::string encode_profile(const AreaProfile& profile, ProfileFormat format);

}  // namespace svd::wire
