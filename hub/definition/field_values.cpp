#include "hub/definition/field_values.h"

#include <algorithm>
#include <array>

#include "core/domain/coarse_terms.h"

namespace svd {
namespace {

constexpr Code kGravityHighest = 8;

// The first reason is always given where there is an exclusion at all, the others only where there are several.
bool may_be_none(Field field) { return field == Field::kExclusionReason2 || field == Field::kExclusionReason3; }

Codes find_values(Field field) {
    Codes values;
    if (may_be_none(field)) values.set(kUnspecified);
    const auto vocabulary = vocabulary_of(field);
    if (!vocabulary) {
        for (Code gravity = 1; gravity <= kGravityHighest; ++gravity) values.set(gravity);
        return values;
    }
    for (const Term& term : terms(*vocabulary)) {
        const auto parts = parts_of(*vocabulary, term.code);
        const bool finest = parts.empty() || std::ranges::binary_search(parts, term.code);
        if (term.code >= kFirstValue && finest) values.set(term.code);
    }
    return values;
}

}  // namespace

const Codes& values_of(Field field) {
    static const auto all = [] {
        std::array<Codes, kFieldCount> made;
        for (const Field each : all_fields()) made[index_of(each)] = find_values(each);
        return made;
    }();
    return all[index_of(field)];
}

bool is_absence(Code code) { return code >= kUnknown && code <= kWithheld; }

Codes may_stand_for(Field field, Code code) {
    const Codes& values = values_of(field);
    if (values.test(code) && field == Field::kGravity) return Codes{}.set(code);
    if (is_absence(code)) return values;
    if (code == kUnspecified && !may_be_none(field)) return values;  // an extra that the record does not have
    const auto vocabulary = vocabulary_of(field);
    Codes found;
    if (vocabulary) {
        for (const Code part : parts_of(*vocabulary, code)) found.set(part);
    }
    return found.none() ? found.set(code) : found;
}

std::string code_name(Field field, Code code) {
    const auto vocabulary = vocabulary_of(field);
    return vocabulary ? std::string(term_name(*vocabulary, code)) : std::to_string(code);
}

std::optional<Code> find_code(Field field, std::string_view name) {
    if (const auto vocabulary = vocabulary_of(field)) return find_term(*vocabulary, name);
    const bool digit = name.size() == 1 && name[0] >= '1' && name[0] <= '0' + kGravityHighest;
    return digit ? std::optional(static_cast<Code>(name[0] - '0')) : std::nullopt;
}

std::vector<std::string> code_names(Field field) {
    std::vector<std::string> names;
    if (const auto vocabulary = vocabulary_of(field)) {
        for (const Term& term : terms(*vocabulary)) names.emplace_back(term.name);
    }
    return names;
}

}  // namespace svd
