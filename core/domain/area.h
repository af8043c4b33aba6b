// Where: a GSS code, the year of the boundary set it belongs to, and the level it is at.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/domain/vocabulary.h"

namespace svd {

// Nine characters, a capital letter and eight digits: E07000115.  Whether such an area exists is for the
// geography to say.
class AreaCode {
public:
    AreaCode() = default;  // for containers only
    static Result<AreaCode> parse(std::string_view text);
    std::string_view text() const { return {chars_.data(), chars_.size()}; }
    std::uint64_t packed() const;  // unique, ordered as the text is
    auto operator<=>(const AreaCode&) const = default;

private:
    explicit AreaCode(std::array<char, 9> chars) : chars_(chars) {}
    std::array<char, 9> chars_{};
};

// One area of one boundary set.  LSOA codes that did not change carry two vintages and are one place.
struct AreaRef {
    AreaCode code;
    std::uint16_t vintage = 0;
    auto operator<=>(const AreaRef&) const = default;
};

struct AreaRefHash {
    std::size_t operator()(const AreaRef& area) const noexcept {
        return std::hash<std::uint64_t>{}(area.code.packed() * 4099 + area.vintage);
    }
};

}  // namespace svd
