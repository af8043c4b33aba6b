#include "core/domain/vocabulary.h"

#include <doctest/doctest.h>
#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include "svd/v1/submission.pb.h"
#include "svd/v1/vocabulary.pb.h"

namespace svd {
namespace {

const google::protobuf::FileDescriptor& wire_vocabulary() {
    return *svd::v1::IncidentSummary::descriptor()->FindFieldByName("kind")->enum_type()->file();
}

// WeaponUse -> WEAPON_USE_
std::string value_prefix(std::string_view enum_name) {
    std::string prefix;
    for (const char c : enum_name) {
        if (std::isupper(static_cast<unsigned char>(c)) != 0 && !prefix.empty()) prefix += '_';
        prefix += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return prefix + "_";
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

TEST_CASE("vocabulary: every enum of the wire is ours with the same numbers and names") {
    CHECK(wire_vocabulary().enum_type_count() == static_cast<int>(kVocabularyCount));
    for (std::size_t v = 0; v < kVocabularyCount; ++v) {
        const auto vocabulary = static_cast<Vocabulary>(v);
        const std::string name(proto_enum_name(vocabulary));
        CAPTURE(name);
        const auto* descriptor = wire_vocabulary().FindEnumTypeByName(name);
        REQUIRE(descriptor != nullptr);
        const auto ours = terms(vocabulary);
        REQUIRE(descriptor->value_count() == static_cast<int>(ours.size()) + 1);
        for (int i = 0; i < descriptor->value_count(); ++i) {
            const auto& value = *descriptor->value(i);
            CAPTURE(value.name());
            REQUIRE(value.name().starts_with(value_prefix(name)));
            const std::string term = lower(value.name().substr(value_prefix(name).size()));
            CHECK(term_name(vocabulary, static_cast<Code>(value.number())) == term);
            CHECK(is_term(vocabulary, static_cast<Code>(value.number())) == (value.number() != 0));
        }
    }
}

TEST_CASE("vocabulary: 0 is unspecified and the three absences have the same numbers everywhere") {
    for (int i = 0; i < wire_vocabulary().enum_type_count(); ++i) {
        const auto& descriptor = *wire_vocabulary().enum_type(i);
        const std::string prefix = value_prefix(descriptor.name());
        CAPTURE(descriptor.name());
        REQUIRE(descriptor.FindValueByNumber(0) != nullptr);
        CHECK(descriptor.FindValueByNumber(0)->name() == prefix + "UNSPECIFIED");
        for (int v = 1; v < descriptor.value_count(); ++v) {
            const auto& value = *descriptor.value(v);
            const bool absence = value.number() == 1   ? value.name() == prefix + "UNKNOWN"
                                 : value.number() == 2 ? value.name() == prefix + "NOT_COLLECTED"
                                 : value.number() == 3 ? value.name() == prefix + "WITHHELD"
                                                       : false;
            CHECK_MESSAGE((absence || value.number() >= kFirstValue), value.name());
        }
    }
}

TEST_CASE("vocabulary: terms and fields are found by their names and no others") {
    CHECK(find_term(Vocabulary::kWeapon, "knife_or_sharp") == Code{11});
    CHECK(find_term(Vocabulary::kWeapon, "KNIFE_OR_SHARP") == std::nullopt);
    CHECK(find_term(Vocabulary::kWeapon, "unspecified") == std::nullopt);
    CHECK_FALSE(is_term(Vocabulary::kWeapon, 0));
    CHECK_FALSE(is_term(Vocabulary::kWeapon, 255));
    std::set<std::string_view> names;
    for (const Field field : all_fields()) {
        CHECK(find_field(field_name(field)) == field);
        names.insert(field_name(field));
    }
    CHECK(names.size() == kFieldCount);
    CHECK(find_field("surname") == std::nullopt);
}

}  // namespace
}  // namespace svd
