#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"
#include "agent/app/ledger_view.h"
#include "agent/app/tally_text.h"
#include "core/wire/submission_codec.h"

namespace svd::agent {
namespace {

constexpr std::size_t kRowsInOutput = 1'000;

struct Leaving {
    std::string field, example, column, how;
};

std::string term_text(Field field, Code code) {
    if (code == kUnspecified) return "-";
    const auto vocabulary = vocabulary_of(field);
    return vocabulary ? std::string(term_name(*vocabulary, code)) : std::to_string(code);
}

// The whole table of what an incident carries: field, example, source, rule.
std::vector<Leaving> leaving_fields(const Mapping& mapping, const RecordMapper& mapper, const Incident& example) {
    std::vector<Leaving> rows;
    const std::string time_column(mapper.column_name(mapper.time_column()));
    const std::string clock_column(mapper.column_name(mapper.clock_column()));
    rows.push_back({"month", example.month.text(), time_column, "the month only; the date stays here"});
    if (mapping.time.sets_precision) {
        const auto add = [&](Field field, const std::string& column, std::string how) {
            rows.push_back({std::string(field_name(field)), term_text(field, example[field]), column, std::move(how)});
        };
        add(Field::kWeekday, time_column, "the day of the week only");
        add(Field::kHour, clock_column.empty() ? time_column : clock_column, "the hour or its band; minutes stay here");
        add(Field::kTimePrecision, "", "what the record has of these");
    }
    if (mapping.area) {
        rows.push_back({"area", example.place.has_area ? std::string(example.place.area.code.text()) : "-",
                        std::string(mapper.column_name(mapper.area_column())),
                        "the GSS code, only inside the agency's own areas"});
    }
    rows.push_back({"location", term_text(Field::kLocation, example.place.location), "", "follows from the area"});
    for (const FieldRule& rule : mapping.fields) {
        const std::string how = rule.constant                           ? "always this"
                                : rule.reading == Reading::kAge         ? "the age band only"
                                : rule.reading == Reading::kDateOfBirth ? "the age band only; the date stays here"
                                : rule.table_name == "values"           ? "values in the mapping"
                                                                        : fmt::format("table {}", rule.table_name);
        rows.push_back({std::string(field_name(rule.field)), term_text(rule.field, example[rule.field]),
                        std::string(mapper.column_name(mapper.column_of(rule.field))), how});
    }
    return rows;
}

std::vector<std::string> by_default(const Mapping& mapping, const Incident& example) {
    std::vector<std::string> names;
    for (const Field field : all_fields()) {
        const bool of_time = field == Field::kWeekday || field == Field::kHour || field == Field::kTimePrecision;
        const bool mapped =
            field == Field::kLocation || (of_time && mapping.time.sets_precision) ||
            std::ranges::any_of(mapping.fields, [&](const FieldRule& rule) { return rule.field == field; });
        if (!mapped && example[field] != kUnspecified) {
            names.push_back(fmt::format("{} = {}", field_name(field), term_text(field, example[field])));
        }
    }
    return names;
}

bool write_output(const std::filesystem::path& file, const Submission& submission, Console& console) {
    std::ofstream stream(file, std::ios::binary);
    stream << "# The first " << submission.incidents.size() << " records of what would be sent, as protobuf text.\n"
           << wire::submission_text(submission);
    stream.close();
    if (!stream) console.complain(fmt::format("cannot write {}", file.string()));
    return bool{stream};
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

int preview_file(Workbench& bench, const std::filesystem::path& file,
                 const std::optional<std::filesystem::path>& output, Console& console) {
    const auto fail = [&](const Error& error) {
        console.complain(fmt::format("{}: {}", file.filename().string(), error.detail));
        if (error.code == Errc::kNotFound) return exit_code::kUsage;
        return error.code == Errc::kInvalid ? exit_code::kFileRejected : exit_code::kUnexpected;
    };
    auto facts = inspect_file(file);
    if (!facts) return fail(facts.error());
    auto opened = Extract::open(file, *facts, bench.mapping, bench.rules);
    if (!opened) return fail(opened.error());
    Extract& extract = **opened;
    LookAhead ahead(bench, *facts, extract, console);
    Submission sample;
    sample.format = 1;
    sample.mapping_name = bench.mapping.name;
    sample.mapping_version = bench.mapping.version;
    sample.agreement = bench.config.agreement;
    Incident example;
    bool has_example = false;
    while (true) {
        auto more = extract.next();
        if (!more) return fail(more.error());
        if (!*more) break;
        if (auto added = ahead.add(); !added) return fail(added.error());
        const MappedRecord& mapped = extract.mapped();
        if (mapped.refused) continue;
        if (sample.incidents.size() < kRowsInOutput) sample.incidents.push_back(mapped.incident);
        if (!has_example || (!example.place.has_area && mapped.incident.place.has_area)) example = mapped.incident;
        has_example = true;
    }
    const auto leaving = leaving_fields(bench.mapping, extract.mapper(), example);
    const auto defaults = by_default(bench.mapping, example);
    console.heading(fmt::format("{}   {}", file.filename().string(), encoding_name(extract.encoding())));
    const auto foretold = ahead.finish();
    if (!foretold) return fail(foretold.error());
    const Outlook& outlook = *foretold;
    say_preview(extract, leaving, defaults, console);
    say_outlook(outlook, extract, console);
    boost::json::object report = preview_json(extract, leaving, defaults);
    report["file"] = file.filename().string();
    report["encoding"] = encoding_name(extract.encoding());
    report["replaces"] = replaces_json(outlook.replaces);
    if (!outlook.held.empty()) report["reason"] = outlook.held;
    console.print(report);
    if (output && !write_output(*output, sample, console)) return exit_code::kUnexpected;
    if (!outlook.held.empty()) {
        console.next(kHowNotToBeHeld);
        return exit_code::kFileRejected;
    }
    console.next("nothing has been sent; put the file into the inbox and `svd-agent run --once` sends it.");
    return extract.tally().set_aside > 0 ? exit_code::kSomeSetAside : exit_code::kDone;
}

}  // namespace svd::agent
