// A set of an enum's values, all below 64: one word, and usable in constants.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace svd {

template <class Enum>
class EnumSet {
public:
    constexpr EnumSet() = default;
    constexpr EnumSet(std::initializer_list<Enum> values) {
        for (const Enum value : values) insert(value);
    }
    // Both ends belong to it.
    static constexpr EnumSet range(Enum first, Enum last) {
        EnumSet set;
        for (auto i = static_cast<unsigned>(first); i <= static_cast<unsigned>(last); ++i) set.bits_ |= bit(i);
        return set;
    }

    constexpr bool contains(Enum value) const { return (bits_ & bit(static_cast<unsigned>(value))) != 0; }
    constexpr void insert(Enum value) { bits_ |= bit(static_cast<unsigned>(value)); }
    constexpr void erase(Enum value) { bits_ &= ~bit(static_cast<unsigned>(value)); }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr std::size_t size() const { return static_cast<std::size_t>(std::popcount(bits_)); }
    bool operator==(const EnumSet&) const = default;

private:
    // Nothing beyond the word is ever a member: a value off the wire may be anything.
    static constexpr std::uint64_t bit(unsigned value) { return value < 64 ? std::uint64_t{1} << value : 0; }
    std::uint64_t bits_ = 0;
};

}  // namespace svd
