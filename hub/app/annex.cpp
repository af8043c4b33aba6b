#include "hub/app/annex.h"

#include <fmt/format.h>

#include <algorithm>

#include "hub/app/annex_words.h"

namespace svd {
namespace {

class Annex {
public:
    Annex(const Party& party, const std::vector<Party>& parties, const Geography& geography)
        : party_(party), parties_(parties), geography_(geography) {}

    std::string text() {
        line("# Annex: data that {} shares", party_.name);
        line(
            "\nMade by svd-hub from its configuration. Months are calendar months. Sections are those of the Police, "
            "Crime, Sentencing and Courts Act 2022. Names in `code` are those that the programs use. This annex is no "
            "legal advice.");
        for (const Agreement& agreement : party_.agreements) write(agreement);
        return std::move(text_);
    }

private:
    template <class... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
        text_ += '\n';
    }

    void write(const Agreement& agreement) {
        line("\n## Agreement `{}`", agreement.id);
        write_who(agreement);
        write_law(agreement);
        write_sent(agreement);
        write_never_sent(agreement);
        write_recipients(agreement);
        write_bounds(agreement);
    }

    void write_who(const Agreement& agreement) {
        const std::string until =
            agreement.valid_to ? fmt::format("to {}", agreement.valid_to->text()) : std::string("with no end set");
        line("\n### Who, and about when\n");
        line("- {} (`{}`, of the kind `{}`), known by the certificate `{}`.", party_.name, party_.id,
             agency_kind_name(party_.kind), Identity{Role::kAgency, party_.id}.uri());
        line("- It speaks for these areas and what lies in them (geography edition {}): {}.", geography_.edition(),
             areas());
        line("- Data about months from {} {}.", agreement.valid_from.text(), until);
    }

    std::string areas() const {
        std::vector<std::string> names;
        for (const AreaCode& code : party_.areas) {
            const auto index = geography_.find(code);
            const std::string name = index ? geography_.area(*index).name : std::string();
            names.push_back(fmt::format("{}{}{}", name, name.empty() ? "" : " ", code.text()));
        }
        return fmt::format("{}", fmt::join(names, ", "));
    }

    void write_law(const Agreement& agreement) {
        line("\n### Under which sections\n");
        line(
            "- Section 16(1): a specified authority, local policing body, educational, prison or youth custody "
            "authority "
            "may disclose information to another, for the purposes of that other's functions under Part 2, Chapter 1.");
        line(
            "- Section 16(4): that does not authorise the disclosure of patient information, of personal information "
            "by a "
            "health or social care authority, or of anything that data protection legislation or the Investigatory "
            "Powers Act 2016 forbids. {}",
            agreement.messages.contains(RowKind::kIncident)
                ? "This agreement allows single records: whether a record as described below is such "
                  "information is for those who sign to judge."
                : "This agreement allows no single records.");
        if (agreement.purposes.contains(Purpose::kSupplyToLocalPolicingBody)) {
            line(
                "- Section 17: what the local policing body asks for, of what the authority holds already and about "
                "its "
                "own functions. It is for that body's use alone.");
        }
    }

    // Counts have fewer fields than records have.
    EnumSet<Field> possible_fields(const Agreement& agreement) const {
        if (agreement.messages.contains(RowKind::kIncident)) return allowed_fields({}, party_.kind);
        return agreement.messages.contains(RowKind::kAggregate) ? kAggregateFields : EnumSet<Field>();
    }

    void write_sent(const Agreement& agreement) {
        line("\n### What is sent\n");
        for (const RowKind kind : all_row_kinds()) {
            if (agreement.messages.contains(kind)) line("- `{}`: {}", row_kind_name(kind), words_for(kind));
        }
        write_fields(agreement);
        const bool has_places = agreement.messages.contains(RowKind::kCohort) || !possible_fields(agreement).empty();
        if (!has_places) return;
        line("\nThe finest area is {} (`{}`), or one made of whole areas of that kind.",
             words_for(agreement.finest_geography),
             term_name(Vocabulary::kAreaLevel, static_cast<Code>(agreement.finest_geography)));
    }

    void write_fields(const Agreement& agreement) {
        const EnumSet<Field> possible = possible_fields(agreement);
        if (possible.empty()) return;
        line(
            "\nOf each record, or each group that is counted: the month, the code of its area, and these fields, each "
            "as one term of a published list.\n");
        line("| Field | What it says |\n|---|---|");
        for (const Field field : all_fields()) {
            if (possible.contains(field) && agreement.fields.contains(field)) {
                line("| `{}` | {} |", field_name(field), words_for(field));
            }
        }
    }

    void write_never_sent(const Agreement& agreement) {
        line("\n### What is never sent\n");
        for (const std::string_view what : never_sent()) line("- {}", what);
        for (const RowKind kind : all_row_kinds()) {
            if (!agreement.messages.contains(kind)) line("- `{}`: {}", row_kind_name(kind), words_for(kind));
        }
        const EnumSet<Field> possible = possible_fields(agreement);
        for (const Field field : all_fields()) {
            if (possible.contains(field) && !agreement.fields.contains(field)) {
                line("- `{}`: {}", field_name(field), words_for(field));
            }
        }
    }

    std::string name_of(const Identity& recipient) const {
        const auto found = std::ranges::find(parties_, recipient.id, &Party::id);
        if (recipient.role != Role::kAgency || found == parties_.end()) return recipient.id;
        return found->name;
    }

    void write_recipients(const Agreement& agreement) {
        line("\n### Who receives it, and for what\n");
        if (agreement.recipients.every_analyst) line("- Every analyst of the partnership (`*`)");
        for (const Identity& recipient : agreement.recipients.named) {
            line("- {} (`{}`)", name_of(recipient), recipient.uri());
        }
        line("\nFor these purposes and no others:\n");
        for (const Purpose purpose : all_purposes()) {
            if (agreement.purposes.contains(purpose)) {
                line("- `{}`: {} ({})", purpose_name(purpose), words_for(purpose), purpose_section(purpose));
            }
        }
    }

    void write_bounds(const Agreement& agreement) {
        line("\n### How long, and how small\n");
        if (agreement.retain_months) {
            line("- Data about a month is kept for {} {} after the end of that month.", *agreement.retain_months,
                 *agreement.retain_months == 1 ? "month" : "months");
        } else {
            line("- No time is set after which data is erased.");
        }
        if (agreement.display_threshold) line("- Disclosure threshold: {}.", *agreement.display_threshold);
        else line("- No disclosure threshold is set.");
    }

    const Party& party_;
    const std::vector<Party>& parties_;
    const Geography& geography_;
    std::string text_;
};

}  // namespace

std::string annex_text(const Party& party, const std::vector<Party>& parties, const Geography& geography) {
    return Annex(party, parties, geography).text();
}

}  // namespace svd
