#include "core/domain/area.h"

#include <algorithm>

namespace svd {

Result<AreaCode> AreaCode::parse(std::string_view text) {
    std::array<char, 9> chars{};
    if (text.size() != chars.size() || text[0] < 'A' || text[0] > 'Z' ||
        !std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; })) {
        return invalid("an area code is a capital letter and eight digits");
    }
    std::ranges::copy(text, chars.begin());
    return AreaCode(chars);
}

std::uint64_t AreaCode::packed() const {
    std::uint64_t number = static_cast<std::uint8_t>(chars_[0]);
    for (std::size_t i = 1; i < chars_.size(); ++i) {
        number = number * 10 + static_cast<std::uint64_t>(chars_[i] - '0');
    }
    return number;
}

}  // namespace svd
