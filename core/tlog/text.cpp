#include "core/tlog/text.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <iterator>

#include "core/base/limits.h"
#include "core/crypto/base64.h"

namespace svd::tlog {
namespace {

// Takes one character off the text.  Nothing for what is no UTF-8: overlong forms, surrogates, beyond U+10FFFF.
std::optional<char32_t> take_character(std::string_view& text) {
    static constexpr char32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};  // by the number of following bytes
    const auto first = static_cast<std::uint8_t>(text.front());
    const auto ones = static_cast<std::size_t>(std::countl_one(first));
    const std::size_t following = ones == 0 ? 0 : ones - 1;
    if (ones == 1 || ones > 4 || text.size() <= following) return std::nullopt;
    char32_t character = ones == 0 ? first : first & (0x3FU >> following);
    for (const char c : text.substr(1, following)) {
        const auto byte = static_cast<std::uint8_t>(c);
        if ((byte & 0xC0U) != 0x80U) return std::nullopt;
        character = (character << 6U) | (byte & 0x3FU);
    }
    const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
    if (character < kSmallest[following] || character > 0x10FFFF || surrogate) return std::nullopt;
    text.remove_prefix(1 + following);
    return character;
}

template <class Accepted>
bool consists_of(std::string_view text, const Accepted& accepted) {
    while (!text.empty()) {
        const auto character = take_character(text);
        if (!character || !accepted(*character)) return false;
    }
    return true;
}

bool is_white_space(char32_t c) {
    static constexpr char32_t kSingle[] = {0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000};
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x2000 && c <= 0x200A) ||
           std::ranges::find(kSingle, c) != std::end(kSingle);
}

}  // namespace

bool is_plain_text(std::string_view text) {
    return consists_of(text, [](char32_t c) { return c >= 0x20 || c == '\n'; });
}

bool is_one_word(std::string_view text) {
    return consists_of(text, [](char32_t c) { return c >= 0x20 && !is_white_space(c); });
}

std::optional<std::string_view> take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

std::optional<std::string_view> take_line_of(std::string_view word, std::string_view& text) {
    std::string_view rest = text;
    auto line = take_line(rest);
    if (!line || !line->starts_with(word) || !line->substr(word.size()).starts_with(' ')) return std::nullopt;
    text = rest;
    return line->substr(word.size() + 1);
}

std::optional<std::uint64_t> parse_decimal(std::string_view text, std::uint64_t max) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool leading_zero = text.size() > 1 && text.front() == '0';
    if (error != std::errc() || end != text.data() + text.size() || leading_zero || number > max) return std::nullopt;
    return number;
}

std::string format_hash(const Digest& hash) { return base64_encode(as_bytes(hash)); }

std::optional<Digest> parse_hash(std::string_view base64) {
    const auto bytes = base64_decode(base64);
    return bytes ? digest_from_bytes(*bytes) : std::nullopt;
}

std::string format_proof_lines(const Proof& proof) {
    std::string lines;
    for (const Digest& hash : proof) lines.append(format_hash(hash)).append("\n");
    return lines.append("\n");
}

Result<Proof> take_proof_lines(std::string_view& text) {
    Proof proof;
    for (auto line = take_line(text); line; line = take_line(text)) {
        if (line->empty()) return proof;
        const auto hash = parse_hash(*line);
        if (!hash) return invalid("a line of the proof is not a hash in base64");
        if (proof.size() == limits::kProofHashesMax) return invalid("the proof is too long");
        proof.push_back(*hash);
    }
    return invalid("no empty line after the proof");
}

}  // namespace svd::tlog
