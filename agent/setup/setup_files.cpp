#include "agent/setup/setup_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace svd::agent {
namespace {

std::string toml_text(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        if (static_cast<unsigned char>(c) < 0x20) {
            result += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        } else {
            result += c;
        }
    }
    return result + '"';
}

std::string list_of(const std::vector<std::string>& texts) {
    std::vector<std::string> each;
    each.reserve(texts.size());
    for (const std::string& text : texts) each.push_back(toml_text(text));
    return fmt::format("[{}]", fmt::join(each, ", "));
}

std::string csv_cell(std::string_view text) {
    if (text.find_first_of("\",\n") == std::string_view::npos) return std::string(text);
    std::string cell = "\"";
    for (const char c : text) {
        if (c == '"') cell += '"';
        cell += c;
    }
    return cell + '"';
}

std::string table_text(Slot slot, const TermTable& table) {
    std::map<std::string, Code> sorted(table.begin(), table.end());
    const auto vocabulary = vocabulary_of(slot);
    std::string text = "source,term\n";
    for (const auto& [source, code] : sorted) {
        text += fmt::format("{},{}\n", csv_cell(source),
                            vocabulary ? std::string(term_name(*vocabulary, code)) : std::to_string(code));
    }
    return text;
}

std::string time_text(const ProposedTime& time) {
    if (time.month_only) {
        return fmt::format(
            "# Only the month is there, and only the month leaves.\n[map.month]\nfrom = {}\nformat = {}\n\n"
            "[map.time_precision]\nconstant = \"month\"\n",
            toml_text(time.column), list_of(time.formats));
    }
    std::string text = fmt::format(
        "# The date never leaves: the month does, the day of the week, and the hour or its band.\n[map.time]\nfrom = "
        "{}\nformat = {}\n",
        toml_text(time.column), list_of(time.formats));
    if (!time.clock.empty()) {
        text += fmt::format("clock = {}\nclock_format = {}\n", toml_text(time.clock), list_of(time.clock_formats));
    }
    if (time.midnight_is_unknown) {
        text += "midnight = \"unknown\"        # so many are at 00:00 that it seems to mean that no time was given\n";
    }
    text += fmt::format(
        "finest = \"{}\"            # the finest that leaves: \"hour\", \"band\", \"weekday\" or \"month\"\n",
        time.finest);
    return text;
}

std::string area_text(const ProposedArea& area) {
    std::string text = fmt::format("\n[map.area]\nfrom = {}\n", toml_text(area.column));
    if (area.names.empty()) {
        text += "via = \"gss\"\n";
    } else {
        text += "via = \"table\"\ntable = \"areas.csv\"\nunknown = \"reject\"\n";
    }
    text += fmt::format("level = \"{}\"\nvintages = [{}]\nblank = \"unknown\"\n", area.level,
                        fmt::join(area.vintages, ", "));
    text += fmt::format(
        "\n# Whose place it is: \"incident\", \"victim_home\", \"offender_home\", \"treatment_site\" or "
        "\"office\".\n[map.place_basis]\nconstant = \"{}\"\n",
        area.place_basis);
    return text;
}

std::string how_much(const ProposedField& field) {
    if (field.unknown == 0) return "every cell of the sample is known";
    return fmt::format(
        "cells of the sample that it has: {}, that it has not: {} (`svd-agent check` says in which lines)", field.known,
        field.unknown);
}

std::string field_text(const ProposedField& field) {
    const std::string name(slot_name(RowKind::kIncident, field.slot));
    std::string text = "\n";
    switch (field.reading) {
        case Reading::kDateOfBirth:
            text += fmt::format(
                "# Only the age band leaves, as it was on the day of the incident; {}.\n[map.{}]\nfrom = {}\nvia = "
                "\"date_of_birth\"\nformat = {}\n",
                how_much(field), name, toml_text(field.column), list_of(field.formats));
            break;
        case Reading::kAge:
            text += fmt::format("# Only the age band leaves; {}.\n[map.{}]\nfrom = {}\nvia = \"age\"\n",
                                how_much(field), name, toml_text(field.column));
            break;
        case Reading::kTerms:
            text += fmt::format("# The list is {}; {}.\n[map.{}]\nfrom = {}\ntable = \"{}.csv\"\n", field.list,
                                how_much(field), name, toml_text(field.column), name);
            break;
    }
    const bool needed = field.slot == Field::kKind || field.slot == Field::kCountUnit;
    const bool may_be_unknown = find_term(*vocabulary_of(field.slot), "unknown").has_value();
    if (!needed && may_be_unknown) text += "unknown = \"warn\"\nblank = \"unknown\"\n";
    return text;
}

std::string staying_text(const Proposal& proposal) {
    std::string text = "# Known, and never sent.\nignore = [\n";
    for (const StayingColumn& column : proposal.stays) {
        text += fmt::format("    {},{}\n", toml_text(column.name),
                            column.why.empty() ? "" : fmt::format("  # {}", column.why));
    }
    return text + "]\n";
}

}  // namespace

std::map<std::string, std::string> mapping_files(const SetupAnswers& answers, const Proposal& proposal,
                                                 const Sample& sample) {
    std::map<std::string, std::string> files;
    std::string text =
        "# Proposed by `svd-agent init` from the names of the columns and from what they hold in one sample.  Read it\n"
        "# once, line by line: it says all that can leave.  docs/reference/mapping.md describes every setting.\n";
    for (const std::string& doubt : proposal.doubts) text += fmt::format("# MISSING: {}.\n", doubt);
    text += fmt::format(
        "\n[mapping]\nname = \"{}.export\"\nversion = 1                 # raise it with every "
        "change\n\n[csv]\nencoding "
        "= \"auto\"            # the sample is {}\ndelimiter = \"auto\"\n",
        answers.agency, encoding_name(sample.csv.encoding));
    text += staying_text(proposal) + "\n";
    if (proposal.time) {
        text += time_text(*proposal.time);
        text += fmt::format(
            "\n# Of what the time is: \"event\", \"arrival\", \"reported\" or "
            "\"recorded\".\n[map.time_basis]\nconstant "
            "= \"{}\"\n",
            proposal.time->basis);
    }
    if (proposal.area) {
        text += area_text(*proposal.area);
        if (!proposal.area->names.empty()) {
            std::string& table = files["areas.csv"];
            table = "source,area\n";
            for (const auto& [name, ref] : proposal.area->names) {
                table += fmt::format("{},{}\n", csv_cell(name), ref.code.text());
            }
        }
    }
    if (!proposal.count_unit.empty())
        text += fmt::format("\n[map.count_unit]\nconstant = \"{}\"\n", proposal.count_unit);
    for (const ProposedField& field : proposal.fields) {
        text += field_text(field);
        if (field.reading == Reading::kTerms) {
            files[fmt::format("{}.csv", slot_name(RowKind::kIncident, field.slot))] =
                table_text(field.slot, field.table);
        }
    }
    files["mapping.toml"] = std::move(text);
    return files;
}

std::string agent_toml(const SetupAnswers& answers) {
    return fmt::format(
        R"(# svd-agent's configuration, written by `svd-agent init`.  Relative paths are relative to this file.
# `svd-agent doctor` checks all that it names.

[agent]
id = {id}                   # as in the certificate: urn:svd:agency:{plain_id}
kind = "{kind}"             # as in the hub's configuration
areas = {areas}             # what the agency may speak for; codes elsewhere do not leave
agreement = {agreement}     # the data-sharing agreement, as the hub knows it

[hub]
url = {hub}
ca = "certs/hub-ca.pem"     # from the hub's operator
cert = "certs/agency.pem"   # from the hub's operator, for the key below
key = "certs/agency.key"    # made here, readable by the agent alone, never sent
proxy = ""                  # such as "http://proxy.council.example:3128"

[reference]
path = {reference}          # the areas, the same edition as the hub's

[mapping]
path = "mapping/mapping.toml"

[spool]
path = "spool"              # work, sent, rejected, quarantine, outbox, receipts, ledger, witness
settle_seconds = 60         # a file is ready when it has not changed for so long, or FILE.done is there
after = "move"              # "leave" for an inbox on another file system or a read-only share

[inbox]
path = "spool/inbox"        # where the case system puts its exports
pattern = "*.csv"
dataset = "export"          # a later file of one data set replaces what it supplied for the same months

[limits]
max_rejected_percent = 5    # with more, the whole file is held for a person
max_shrink_percent = 20     # a file that makes a month smaller by more is held, see `run --allow-shrinking`
smallest_group = 5          # records that fewer are alike to are made coarser until so many are; 1 for none
)",
        fmt::arg("id", toml_text(answers.agency)), fmt::arg("plain_id", answers.agency),
        fmt::arg("kind", agency_kind_name(answers.kind)), fmt::arg("areas", list_of(answers.areas)),
        fmt::arg("agreement", toml_text(answers.agreement)), fmt::arg("hub", toml_text(answers.hub)),
        fmt::arg("reference", toml_text(answers.reference)));
}

}  // namespace svd::agent
