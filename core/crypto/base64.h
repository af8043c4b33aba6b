// Base64 with padding (RFC 4648 section 4), strict: what is decoded has one text only.
//
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace svd {

std::string base64_encode(std::string_view bytes);

// Nothing where the text is not what base64_encode would write: spaces, line ends, missing padding, stray last bits.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace svd
