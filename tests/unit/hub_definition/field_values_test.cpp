#include "hub/definition/field_values.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/domain/coarse_terms.h"

namespace svd {
namespace {

std::string names(Field field, Codes codes) {
    std::string text;
    for (std::size_t code = 0; code < 256; ++code) {
        if (codes.test(code)) text += (text.empty() ? "" : " ") + code_name(field, static_cast<Code>(code));
    }
    return text;
}

TEST_CASE("coarse terms: every part is a term in full detail of the same vocabulary") {
    for (std::size_t v = 0; v < kVocabularyCount; ++v) {
        const auto vocabulary = static_cast<Vocabulary>(v);
        for (const Term& term : terms(vocabulary)) {
            const auto parts = parts_of(vocabulary, term.code);
            CHECK(std::ranges::is_sorted(parts));
            for (const Code part : parts) {
                CAPTURE(term.name);
                CHECK(is_term(vocabulary, part));
                CHECK((part == term.code || parts_of(vocabulary, part).empty()));
            }
        }
    }
}

TEST_CASE("coarse terms: a term named unsplit, or a band, has parts") {
    for (const Term& kind : terms(Vocabulary::kKind)) {
        CHECK(parts_of(Vocabulary::kKind, kind.code).empty() ==
              (!kind.name.ends_with("_unsplit") && kind.name != "public_order"));
    }
    for (const Term& hour : terms(Vocabulary::kHour)) {
        CHECK(parts_of(Vocabulary::kHour, hour.code).empty() == !hour.name.starts_with("band_"));
    }
    CHECK(parts_of(Vocabulary::kHour, kUnknown).empty());
}

TEST_CASE("coarse terms: the hour bands hold each hour once") {
    std::vector<Code> hours;
    for (Code band = 50; band <= 55; ++band) {
        const auto parts = parts_of(Vocabulary::kHour, band);
        hours.insert(hours.end(), parts.begin(), parts.end());
    }
    std::vector<Code> expected;
    for (Code hour = term::kHourFirst; hour <= term::kHourLast; ++hour) expected.push_back(hour);
    CHECK(hours == expected);
}

TEST_CASE("field values: what codes may stand for") {
    struct Case {
        Field field;
        Code code;
        const char* values;
    };
    for (const Case& c : {
             Case{Field::kVictimAge, 13, "18_24"},
             Case{Field::kVictimAge, 30, "under_10 10_14 15_17"},
             Case{Field::kVictimAge, 31, "25_34 35_44 45_54 55_64 65_over"},
             Case{Field::kVictimSex, kUnknown, "female male other_recorded"},
             Case{Field::kVictimSex, kWithheld, "female male other_recorded"},
             Case{Field::kWeekday, 31, "saturday sunday"},
             Case{Field::kWeekday, 30, "monday tuesday wednesday thursday friday"},
             Case{Field::kHour, 52, "12 13 14"},
             Case{Field::kKind, 41, "robbery_personal robbery_business"},
             Case{Field::kKind, 69, "violent_disorder public_order"},
             Case{Field::kKind, 73, "asb_personal asb_nuisance asb_environmental"},
             Case{Field::kKind, 68, "arson_or_fire_setting violent_property_damage criminal_damage"},
             Case{Field::kKind, 40,
                  "homicide attempted_homicide assault_with_injury assault_without_injury rape_or_penetration "
                  "other_sexual threats stalking_harassment_coercion kidnap_or_trafficking child_cruelty_or_neglect "
                  "violence_to_workers other_violence other_crime"},
             Case{Field::kGravity, 3, "3"},
             Case{Field::kGravity, 0, "1 2 3 4 5 6 7 8"},
             Case{Field::kKnifeFlagSource, 0, "tag ndqis"},
             Case{Field::kExclusionReason1, 0, "pp pa vp va ow sm da bu other_code"},
             Case{Field::kExclusionReason2, 0, "unspecified"},
             Case{Field::kExclusionReason2, kUnknown, "unspecified pp pa vp va ow sm da bu other_code"},
             Case{Field::kWeapon, 99, "?"},
         }) {
        CAPTURE(field_name(c.field));
        CAPTURE(int{c.code});
        CHECK(names(c.field, may_stand_for(c.field, c.code)) == c.values);
    }
}

TEST_CASE("field values: codes are found by the names they are given") {
    for (const Field field : all_fields()) {
        for (std::size_t code = 1; code < 256; ++code) {
            if (!values_of(field).test(code)) continue;
            CHECK(find_code(field, code_name(field, static_cast<Code>(code))) == static_cast<Code>(code));
        }
        CHECK_FALSE(find_code(field, "nothing-like-it").has_value());
    }
    for (const char* text : {"0", "9", "12", "", "a"}) CHECK_FALSE(find_code(Field::kGravity, text).has_value());
}

}  // namespace
}  // namespace svd
