// A log's key as people and the hub give it: one line, NAME+KEYID+BASE64.
//
// Thread-safe: a function of its argument.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/tlog/note.h"

namespace svd::agent {

// With or without its line end.  kInvalid for the key of a witness, too: it signs other things.
inline Result<tlog::VerifierKey> parse_log_key(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    auto key = tlog::parse_verifier_key(line);
    if (key && key->type != tlog::KeyType::kEd25519) return invalid("it is not the key of a log");
    return key;
}

}  // namespace svd::agent
