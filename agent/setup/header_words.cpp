#include "agent/setup/header_words.h"

#include <algorithm>

#include "agent/source/letters.h"
#include "agent/source/mapping.h"

namespace svd::agent {
namespace {

constexpr std::size_t kWholeBelow = 5;  // shorter words must stand alone

std::vector<std::string> words_of(std::string_view header) {
    std::vector<std::string> words(1);
    for (const char c : fold(header)) {
        if (is_word(c)) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

bool of_others(std::string_view header) {
    return has_word(header, {"suspect", "offender", "perpetrator", "accused", "client", "officer"});
}

}  // namespace

bool has_word(std::string_view header, std::initializer_list<std::string_view> wanted) {
    const auto words = words_of(header);
    return std::ranges::any_of(wanted, [&](std::string_view each) {
        return std::ranges::any_of(words, [&](const std::string& word) {
            return word == each || (each.size() >= kWholeBelow && word.starts_with(each));
        });
    });
}

bool hints_at(std::string_view header, Slot slot) {
    const auto field = slot.field();
    if (!field) return false;
    switch (*field) {
        case Field::kKind:
            return has_word(header,
                            {"offence", "crime", "category", "class", "type", "determinant", "incident", "code"});
        case Field::kWeapon: return has_word(header, {"weapon", "knife", "method", "mechanism", "determinant"});
        case Field::kSetting:
            return has_word(header, {"setting", "location", "premises", "property", "place", "where", "venue"});
        case Field::kVictimAge: return has_word(header, {"age"}) && !of_others(header);
        case Field::kVictimSex: return has_word(header, {"sex", "gender"}) && !of_others(header);
        case Field::kRelationship: return has_word(header, {"relationship"});
        case Field::kHarm: return has_word(header, {"harm", "injury", "severity"});
        case Field::kDomesticAbuse: return has_word(header, {"domestic", "da", "dv"});
        case Field::kAlcohol: return has_word(header, {"alcohol", "drink"});
        case Field::kDrugs: return has_word(header, {"drugs", "drug"});
        case Field::kHate: return has_word(header, {"hate"});
        case Field::kGroup: return has_word(header, {"gang", "group"});
        case Field::kExploitation: return has_word(header, {"exploitation", "county"});
        case Field::kReportedToPolice: return has_word(header, {"police"});
        case Field::kPoliceOutcome: return has_word(header, {"outcome", "disposal"});
        case Field::kEdDisposal: return has_word(header, {"disposal", "discharge"});
        case Field::kGravity: return has_word(header, {"gravity", "seriousness"});
        default: return false;
    }
}

}  // namespace svd::agent
