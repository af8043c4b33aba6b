#include "audit/replay/question.h"

namespace svd::audit {
namespace {

constexpr std::string_view kBefore = "/v1/areas/";
constexpr std::string_view kAfter = "/profile";

// The area's code, and what comes after the path's last word.
bool take_path(std::string_view path, std::string_view& area, std::string_view& suffix) {
    const std::size_t after = path.rfind(kAfter);
    if (!path.starts_with(kBefore) || after == std::string_view::npos || after < kBefore.size()) return false;
    area = path.substr(kBefore.size(), after - kBefore.size());
    suffix = path.substr(after + kAfter.size());
    return true;
}

std::optional<std::vector<BytesForm>> forms_of(std::string_view suffix) {
    if (suffix.empty()) return std::vector{BytesForm::kJson, BytesForm::kCsv, BytesForm::kProtobuf};
    if (suffix == ".json") return std::vector{BytesForm::kJson};
    if (suffix == ".csv") return std::vector{BytesForm::kCsv};
    if (suffix == ".pb") return std::vector{BytesForm::kProtobuf};
    return std::nullopt;
}

std::string_view take_word(std::string_view& text) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return word;
}

}  // namespace

Result<Question> read_question(const LogEntry& entry) {
    std::string_view rest = entry.question;
    std::string_view area_text, suffix;
    if (!take_path(take_word(rest), area_text, suffix)) return invalid("the entry's question is not for a profile");
    const auto forms = forms_of(suffix);
    // An address may spell the code in other ways (%35 for 5): the entry has it as it was understood.
    const auto area = AreaCode::parse(entry.area);
    const bool same_area = area_text == entry.area || area_text.find('%') != std::string_view::npos;
    if (!forms || !area || !same_area || !entry.from || !entry.to) {
        return invalid("the entry's question and its fields do not say the same");
    }
    const auto identity = Identity::parse(entry.actor);
    const auto purpose = find_purpose(entry.purpose);
    const auto read_in = Month::parse(entry.at.substr(0, 7));
    if (!identity || !purpose || !read_in) return invalid("the entry does not say who read, why and when");
    Question question{{*area, {*entry.from, *entry.to}, std::nullopt}, {*identity, *purpose, *read_in}, {}, {}, *forms};
    while (!rest.empty()) {
        const std::string_view word = take_word(rest);
        const std::size_t equals = std::min(word.find('='), word.size());
        const std::string_view name = word.substr(0, equals);
        const std::string_view value = word.substr(std::min(equals + 1, word.size()));
        if (name == "geography") {
            const auto parts = parse_parts_level(value);
            if (!parts) return invalid(parts.error().detail);
            question.request.parts = *parts;
        } else if ((name == "from" && value == entry.from->text()) || (name == "to" && value == entry.to->text())) {
            continue;
        } else if (name == "definition") {
            question.definitions = value;
        } else if (name == "catalogue") {
            question.catalogue = value;
        } else {
            return invalid("the question has a parameter that this program does not know: " + std::string(name));
        }
    }
    return question;
}

}  // namespace svd::audit
