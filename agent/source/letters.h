// Bytes of a cell told apart as ASCII has it, whatever the locale.
#pragma once

namespace svd::agent {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
constexpr bool is_word(char c) { return is_digit(c) || is_letter(c); }

}  // namespace svd::agent
