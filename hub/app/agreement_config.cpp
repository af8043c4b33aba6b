#include "hub/app/agreement_config.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/limits.h"

namespace svd {
namespace {

struct Word {
    std::string what;  // what it is none of, such as "purpose"
    std::vector<std::string> all;
};

template <class Values, class Name>
std::vector<std::string> names_of(const Values& values, Name name) {
    std::vector<std::string> names;
    names.reserve(std::size(values));
    for (const auto& value : values) names.emplace_back(name(value));
    return names;
}

// Any of the words, each once; `fallback` when the key is not there.
template <class Value, class Find>
EnumSet<Value> read_words(TomlReader& table, std::string_view key, EnumSet<Value> fallback, const Word& word,
                          Find find) {
    if (!table.has(key)) return fallback;
    EnumSet<Value> read;
    for (const std::string& text : table.text_or_list(key)) {
        const auto value = find(text);
        if (!value) {
            table.problem(key, fmt::format("\"{}\" is no {}.{} They are {}.", text, word.what,
                                           did_you_mean(text, word.all), fmt::join(word.all, ", ")));
        } else if (read.contains(*value)) {
            table.problem(key, fmt::format("names {} twice.", text));
        } else {
            read.insert(*value);
        }
    }
    return read;
}

void read_messages(TomlReader& table, AgencyKind kind, Agreement& agreement) {
    agreement.messages = read_words(table, "messages", messages_by_default(rows_by_default(kind)),
                                    {"kind of message", names_of(all_row_kinds(), row_kind_name)}, find_row_kind);
    if (agreement.messages.contains(RowKind::kAmendment) && !agreement.messages.contains(RowKind::kIncident)) {
        table.problem("messages", "amendments are records: name incidents too, or leave them out.");
    }
}

void read_fields(TomlReader& table, AgencyKind kind, Agreement& agreement) {
    if (!table.has("fields")) return;
    std::vector<std::string> own;
    for (const Field field : all_fields()) {
        if (may_give(kind, field)) own.emplace_back(field_name(field));
    }
    const auto find_own = [&](const std::string& text) {
        const auto field = find_field(text);
        return field && may_give(kind, *field) ? field : std::nullopt;
    };
    const Word word{"field of " + std::string(agency_kind_name(kind)), own};
    agreement.fields = read_words(table, "fields", kEveryField, word, find_own);
    for (const Field field : all_fields()) {
        if (!agreement.fields.contains(field) && !may_be_left_out(field)) {
            table.problem("fields", fmt::format("{} cannot be left out: every record has it.", field_name(field)));
        }
    }
}

void read_recipients(TomlReader& table, const std::set<std::string>& agencies, Agreement& agreement) {
    if (!table.has("recipients")) return;
    const std::vector<std::string> texts = table.text_or_list("recipients");
    Recipients& recipients = agreement.recipients;
    recipients.every_analyst = std::ranges::find(texts, "*") != texts.end();
    if (std::ranges::count(texts, "*") > 1) table.problem("recipients", "names \"*\" twice.");
    for (const std::string& text : texts) {
        if (text == "*") continue;
        const auto identity = Identity::parse(text);
        if (!identity || (identity->role != Role::kAnalyst && identity->role != Role::kAgency)) {
            table.problem("recipients", fmt::format("\"{}\" is no recipient: urn:svd:analyst:ID, urn:svd:agency:ID, or "
                                                    "\"*\" for every analyst.",
                                                    text));
        } else if (identity->role == Role::kAgency && !agencies.contains(identity->id)) {
            const std::vector<std::string> known(agencies.begin(), agencies.end());
            table.problem("recipients", fmt::format("no party has the id \"{}\".{}", identity->id,
                                                    did_you_mean(identity->id, known)));
        } else if (identity->role == Role::kAnalyst && recipients.every_analyst) {
            table.problem("recipients", fmt::format("\"*\" is every analyst, {} among them.", text));
        } else if (std::ranges::find(recipients.named, *identity) != recipients.named.end()) {
            table.problem("recipients", fmt::format("names {} twice.", text));
        } else {
            recipients.named.push_back(*identity);
        }
    }
}

void read_geography(TomlReader& table, Agreement& agreement) {
    const std::string text = table.text("finest_geography", "lsoa");
    const auto level = find_term(Vocabulary::kAreaLevel, text);
    if (level) agreement.finest_geography = static_cast<AreaLevel>(*level);
    const auto names = names_of(terms(Vocabulary::kAreaLevel), [](const Term& term) { return term.name; });
    if (!level) {
        table.problem("finest_geography", fmt::format("\"{}\" is no level.{} They are {}.", text,
                                                      did_you_mean(text, names), fmt::join(names, ", ")));
    }
}

std::optional<int> read_number(TomlReader& table, std::string_view key, int highest) {
    if (!table.has(key)) return std::nullopt;
    return static_cast<int>(table.number(key, 1, 1, highest));
}

}  // namespace

Month read_month(TomlReader& table, std::string_view key) {
    const auto parsed = Month::parse(table.required_text(key));
    if (!parsed) table.problem(key, "must be a month such as 2021-04");
    return parsed ? *parsed : Month();
}

Agreement read_agreement(TomlReader& table, const Party& party, const std::set<std::string>& agencies) {
    Agreement agreement;
    agreement.id = table.required_text("id");
    if (agreement.id.size() > limits::kNameBytesMax) table.problem("id", "is longer than 64 bytes.");
    if (party.find_agreement(agreement.id) != nullptr) table.problem("id", "is that of another of its agreements.");
    agreement.valid_from = read_month(table, "from");
    if (table.has("to")) {
        agreement.valid_to = read_month(table, "to");
        if (*agreement.valid_to < agreement.valid_from) table.problem("to", "is before from.");
    }
    read_messages(table, party.kind, agreement);
    read_fields(table, party.kind, agreement);
    read_geography(table, agreement);
    read_recipients(table, agencies, agreement);
    agreement.purposes =
        read_words(table, "purposes", kDutyPurposes, {"purpose", names_of(all_purposes(), purpose_name)}, find_purpose);
    agreement.retain_months = read_number(table, "retain_months", limits::kRetainMonthsMax);
    agreement.display_threshold = read_number(table, "display_threshold", limits::kDisplayThresholdMax);
    table.finish();
    return agreement;
}

}  // namespace svd
