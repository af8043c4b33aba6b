// What the text formats of a log have in common: lines, numbers and hashes that have one spelling each.
//
// Functions of their arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/tlog/merkle.h"

namespace svd::tlog {

// UTF-8 (RFC 3629) without control characters below U+0020, line ends apart.
bool is_plain_text(std::string_view text);

// UTF-8 without white space (Unicode's property White_Space) and without control characters.
bool is_one_word(std::string_view text);

// Takes the first line off the text; its line end is not part of it.  Nothing where there is no line end.
std::optional<std::string_view> take_line(std::string_view& text);

// Takes off a line that is "WORD REST", and gives the rest.
std::optional<std::string_view> take_line_of(std::string_view word, std::string_view& text);

// Decimal digits without leading zeros, up to `max`.
std::optional<std::uint64_t> parse_decimal(std::string_view text, std::uint64_t max);

std::string format_hash(const Digest& hash);
std::optional<Digest> parse_hash(std::string_view base64);

// A proof as lines, one hash each, and the empty line after them.
std::string format_proof_lines(const Proof& proof);
Result<Proof> take_proof_lines(std::string_view& text);

}  // namespace svd::tlog
