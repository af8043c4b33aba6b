#include <fmt/format.h>

#include <boost/json.hpp>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"
#include "agent/app/ledger_view.h"
#include "agent/app/tally_text.h"

namespace svd::agent {
namespace {

struct Leaving {
    std::string field, example, column, how;
};

std::string term_text(Slot slot, Code code) {
    if (code == kUnspecified) return "-";
    const auto vocabulary = vocabulary_of(slot);
    return vocabulary ? std::string(term_name(*vocabulary, code)) : std::to_string(code);
}

// Month, weekday and hour of an incident.
void add_time(const Mapping& mapping, const RecordMapper& mapper, const Row& example, std::vector<Leaving>& rows) {
    const std::string column(mapper.column_name(mapper.time_column()));
    const std::string clock(mapper.column_name(mapper.clock_column()));
    rows.push_back({"month", period_text(period_of(example)), column, "the month only; the date stays here"});
    if (!mapping.time.sets_precision) return;
    const auto add = [&](Field field, const std::string& from, std::string how) {
        rows.push_back({std::string(field_name(field)), term_text(field, code_at(example, field)), from, how});
    };
    add(Field::kWeekday, column, "the day of the week only");
    add(Field::kHour, clock.empty() ? column : clock, "the hour or its band; minutes stay here");
    add(Field::kTimePrecision, "", "what the record has of these");
}

// Period and figure of a count.
void add_figure(const Mapping& mapping, const RecordMapper& mapper, const Row& example, std::vector<Leaving>& rows) {
    const bool cohorts = mapping.rows == RowKind::kCohort;
    rows.push_back({cohorts ? "as_at" : "period", period_text(period_of(example)),
                    std::string(mapper.column_name(mapper.time_column())),
                    cohorts ? "the last day of this month" : "the months that the count is of"});
    const auto* cohort = std::get_if<CohortSnapshot>(&example);
    const auto* counted = std::get_if<AggregateReturn>(&example);
    const std::uint64_t count = cohort != nullptr ? cohort->people : counted != nullptr ? counted->count : 0;
    rows.push_back({"count", grouped(count), std::string(mapper.column_name(mapper.count_column())),
                    fmt::format("{}, or suppressed", term_name(Vocabulary::kCountTreatment, mapping.count.treatment))});
}

std::string how_it_comes(const FieldRule& rule) {
    if (rule.constant) return "always this";
    if (rule.reading == Reading::kAge) return "the age band only";
    if (rule.reading == Reading::kDateOfBirth) return "the age band only; the date stays here";
    return rule.table_name == "values" ? "values in the mapping" : fmt::format("table {}", rule.table_name);
}

// The whole table of what a row carries: field, example, source, rule.
std::vector<Leaving> leaving_fields(const Mapping& mapping, const RecordMapper& mapper, const Row& example) {
    std::vector<Leaving> rows;
    if (mapping.rows == RowKind::kIncident) {
        add_time(mapping, mapper, example, rows);
    } else {
        add_figure(mapping, mapper, example, rows);
    }
    const Place& place = place_of(example);
    if (mapping.area) {
        const bool by_table = !mapping.area->table_name.empty();
        rows.push_back(
            {"area", place.has_area ? std::string(place.area.code.text()) : "-",
             std::string(mapper.column_name(mapper.area_column())),
             by_table ? fmt::format("the GSS code by {}, only inside the agency's own areas", mapping.area->table_name)
                      : "the GSS code, only inside the agency's own areas"});
    }
    rows.push_back({"location", term_text(Field::kLocation, place.location), "", "follows from the area"});
    for (const FieldRule& rule : mapping.fields) {
        rows.push_back({std::string(slot_name(mapping.rows, rule.field)),
                        term_text(rule.field, code_at(example, rule.field)),
                        std::string(mapper.column_name(mapper.column_of(rule.field))), how_it_comes(rule)});
    }
    return rows;
}

std::vector<std::string> by_default(const Mapping& mapping, const Row& example) {
    std::vector<std::string> names;
    for (const Slot slot : slots_of(mapping.rows)) {
        const bool of_time = slot == Field::kWeekday || slot == Field::kHour || slot == Field::kTimePrecision;
        const bool mapped =
            (of_time && mapping.time.sets_precision) ||
            std::ranges::any_of(mapping.fields, [&](const FieldRule& rule) { return rule.field == slot; });
        const Code code = code_at(example, slot);
        if (!mapped && code != kUnspecified) {
            names.push_back(fmt::format("{} = {}", slot_name(mapping.rows, slot), term_text(slot, code)));
        }
    }
    return names;
}

void say_submissions(const std::vector<Part>& parts, const Console& console) {
    console.heading("AS EVIDENCE");
    for (const Part& part : parts) {
        console.say(fmt::format("  SHA-256 {}  {} of {}, {} bytes", to_hex(part.sha256), counted(part.rows, "record"),
                                period_text(part.period), grouped(part.bytes)));
    }
    console.say("  run sends exactly these bytes, as long as nothing else of these months is sent before.");
    console.say("");
}

boost::json::array submissions_json(const std::vector<Part>& parts) {
    boost::json::array list;
    for (const Part& part : parts) {
        list.push_back({{"sha256", to_hex(part.sha256)},
                        {"records", part.rows},
                        {"bytes", part.bytes},
                        {"period", period_text(part.period)}});
    }
    return list;
}

void say_preview(const Extract& extract, const std::vector<Leaving>& leaving, const std::vector<std::string>& defaults,
                 const Console& console) {
    say_tally(extract.tally(), extract.mapper().column_names(), console);
    console.say("");
    console.heading(fmt::format("{:<20} {:<32} {:<24} {}", "LEAVES THE BUILDING", "SUCH AS", "FROM", "HOW"));
    for (const Leaving& row : leaving) {
        console.say(fmt::format("  {:<18} {:<32} {:<24} {}", row.field, row.example, row.column, row.how));
    }
    if (!defaults.empty()) {
        console.say(fmt::format("  and, the same for every record: {}", fmt::join(defaults, ", ")));
    }
    console.say("");
    console.heading("NEVER LEAVES");
    console.say(fmt::format("  {}", fmt::join(extract.mapper().staying(), ", ")));
    console.say("");
}

boost::json::object preview_json(const Extract& extract, const std::vector<Leaving>& leaving,
                                 const std::vector<std::string>& defaults) {
    boost::json::array fields;
    for (const Leaving& row : leaving) {
        fields.push_back({{"field", row.field}, {"example", row.example}, {"from", row.column}, {"how", row.how}});
    }
    boost::json::object report = tally_json(extract.tally(), extract.mapper().column_names());
    report["leaves"] = fields;
    report["always"] = boost::json::value_from(defaults);
    report["never_leaves"] = boost::json::value_from(extract.mapper().staying());
    return report;
}

}  // namespace

int preview_file(Workbench& bench, const std::filesystem::path& file, const EvidencePlaces& places, Console& console) {
    const auto fail = [&](const Error& error) {
        console.complain(fmt::format("{}: {}", file.filename().string(), error.detail));
        if (error.code == Errc::kNotFound) return exit_code::kUsage;
        return error.code == Errc::kInvalid ? exit_code::kFileRejected : exit_code::kUnexpected;
    };
    auto facts = inspect_file(file);
    if (!facts) return fail(facts.error());
    auto opened = open_export(bench, file, *facts);
    if (!opened) return fail(opened.error());
    Extract& extract = **opened;
    KeptEvidence evidence(places);
    LookAhead ahead(bench, *facts, extract, console, [&](const SealedPart& sealed) { return evidence.add(sealed); });
    Row example;
    bool has_example = false;
    while (true) {
        auto more = extract.next();
        if (!more) return fail(more.error());
        if (!*more) break;
        if (auto added = ahead.add(); !added) return fail(added.error());
        const MappedRecord& mapped = extract.mapped();
        if (!mapped.ready()) continue;
        const bool better = !place_of(example).has_area && place_of(mapped.row).has_area;
        if (!has_example || better) example = mapped.row;
        has_example = true;
    }
    const auto leaving = leaving_fields(bench.mapping, extract.mapper(), example);
    const auto defaults = by_default(bench.mapping, example);
    console.heading(fmt::format("{}   {}", file.filename().string(), encoding_name(extract.encoding())));
    const auto foretold = ahead.finish();
    if (!foretold) return fail(foretold.error());
    if (const auto kept = evidence.finish(); !kept) return fail(kept.error());
    const Outlook& outlook = *foretold;
    const bool sends = outlook.held.empty() && outlook.sent_at.empty();
    say_preview(extract, leaving, defaults, console);
    if (sends) say_submissions(ahead.parts(), console);
    say_outlook(outlook, extract, console);
    boost::json::object report = preview_json(extract, leaving, defaults);
    report["file"] = file.filename().string();
    report["encoding"] = encoding_name(extract.encoding());
    report["replaces"] = replaces_json(outlook.replaces);
    report["submissions"] = sends ? submissions_json(ahead.parts()) : boost::json::array{};
    if (!outlook.held.empty()) report["reason"] = outlook.held;
    console.print(report);
    if (!outlook.held.empty()) {
        console.next(kHowNotToBeHeld);
        return exit_code::kFileRejected;
    }
    console.next("nothing has been sent; put the file into the inbox and `svd-agent run --once` sends it.");
    return extract.tally().set_aside > 0 ? exit_code::kSomeSetAside : exit_code::kDone;
}

}  // namespace svd::agent
