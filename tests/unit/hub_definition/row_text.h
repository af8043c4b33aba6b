// Rows and definitions as tests write them.
#pragma once

#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "core/base/check.h"
#include "hub/definition/compiled.h"

namespace svd::test {

// "kind=homicide weapon=unknown": what is not named was not collected; extras are not there; the unit is a crime.
inline RowCodes row(const std::string& text) {
    RowCodes codes{};
    for (const Field field : all_fields()) {
        codes[index_of(field)] = index_of(field) >= kFirstExtraField ? kUnspecified : kNotCollected;
    }
    codes[index_of(Field::kCountUnit)] = static_cast<Code>(CountUnit::kRecordedCrime);
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const std::size_t equals = word.find('=');
        const auto field = find_field(word.substr(0, equals));
        CAPTURE(word);
        REQUIRE(field.has_value());
        const auto code = find_code(*field, word.substr(equals + 1));
        REQUIRE(code.has_value());
        codes[index_of(*field)] = *code;
    }
    return codes;
}

inline Definition definition_of(const std::string& toml) {
    auto definition = Definition::parse(toml, "test.toml");
    if (!definition) FAIL(definition.error().detail);
    return *definition;
}

// "counts", "may count" or "no", of one measure.
inline std::string answer(Matches matches, std::size_t measure) {
    const std::uint32_t flag = std::uint32_t{1} << measure;
    SVD_CHECK((matches.counts & matches.may_count) == 0);
    return (matches.counts & flag) != 0 ? "counts" : (matches.may_count & flag) != 0 ? "may count" : "no";
}

}  // namespace svd::test
