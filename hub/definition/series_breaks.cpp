#include "hub/definition/series_breaks.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/domain/identity.h"
#include "hub/definition/definition.h"
#include "hub/definition/toml_terms.h"

namespace svd {

class SeriesBreaksReader {
public:
    SeriesBreaksReader(const TomlTable& file, std::string_view name)
        : problems_(std::string(name)), root_(file, "", 1, problems_) {}

    Result<SeriesBreaks> read() {
        if (auto head = root_.table("series_breaks")) {
            found_.version_ = read_version(*head);
            head->finish();
        } else {
            root_.problem("series_breaks", "the table [series_breaks] with the version is required.");
        }
        std::vector<TomlReader> breaks = root_.tables("break");
        if (breaks.size() > limits::kSeriesBreaksMax) {
            root_.problem("break", fmt::format("at most {} of them.", limits::kSeriesBreaksMax));
        }
        for (TomlReader& each : breaks) found_.breaks_.push_back(read_break(each));
        root_.finish();
        if (!problems_.empty()) return invalid(problems_.text());
        std::ranges::sort(found_.breaks_, {}, [](const SeriesBreak& each) { return std::tie(each.from, each.name); });
        return std::move(found_);
    }

private:
    SeriesBreak read_break(TomlReader& table) {
        SeriesBreak found;
        found.name = read_name(table, "name");
        if (!names_.insert(found.name).second) table.problem("name", "another break has this name.");
        found.from = read_month(table, "from", table.required_text("from"));
        found.settled = table.has("settled") ? read_month(table, "settled", table.text("settled", "")) : found.from;
        if (found.settled < found.from) table.problem("settled", "must not be before `from`.");
        found.parties = table.text_or_list("parties");
        for (const std::string& party : found.parties) {
            if (!Identity::parse("urn:svd:agency:" + party)) {
                table.problem("parties", fmt::format("\"{}\" is no party's id.", party));
            }
        }
        std::ranges::sort(found.parties);
        found.agencies = read_agencies(table, "agencies");
        if (!table.has("parties") && !table.has("agencies")) {
            table.problem("agencies", "whose series? `agencies` or `parties` is required.");
        }
        found.units = read_units(table, "units");
        found.kinds = read_codes(table, "kinds", Field::kKind, Listed::kValues);
        for (const std::string& name : table.text_or_list("fields")) {
            const auto field = find_field(name);
            if (field) found.fields.insert(*field);
            else
                table.problem("fields",
                              fmt::format("there is no field \"{}\".{}", name, did_you_mean(name, field_names())));
        }
        found.what = read_statement(table, "what", true);
        found.source = read_statement(table, "source", true);
        table.finish();
        return found;
    }

    static Month read_month(TomlReader& table, std::string_view key, const std::string& text) {
        const auto month = Month::parse(text);
        if (month) return *month;
        if (!text.empty()) table.problem(key, "expected a month in quotes, such as 2023-05.");
        return Month{};
    }

    Problems problems_;
    TomlReader root_;
    SeriesBreaks found_;
    std::set<std::string> names_;
};

namespace {

bool shares(EnumSet<Field> left, EnumSet<Field> right) {
    return std::ranges::any_of(all_fields(),
                               [&](Field field) { return left.contains(field) && right.contains(field); });
}

bool concerns(const SeriesBreak& change, const Series& series) {
    if (std::ranges::binary_search(change.parties, series.party)) return true;
    return series.agency ? change.agencies.contains(*series.agency) : !change.agencies.empty();
}

// The kinds in full detail that records of the series may be.
Codes kinds_in(const Series& series) {
    if (series.kinds.none()) return values_of(Field::kKind);
    Codes kinds;
    for (std::size_t code = 0; code < series.kinds.size(); ++code) {
        if (series.kinds.test(code)) kinds |= may_stand_for(Field::kKind, static_cast<Code>(code));
    }
    return kinds;
}

void append(std::string& text, std::string_view key, const std::vector<std::string>& words) {
    if (!words.empty()) text += fmt::format("  {} {}\n", key, fmt::join(words, " "));
}

void break_lines(std::string& text, const SeriesBreak& change) {
    text += fmt::format("break {}\n  from {}\n  settled {}\n", change.name, change.from.text(), change.settled.text());
    append(text, "parties", change.parties);
    std::vector<std::string> agencies, units, kinds, fields;
    for (int kind = 0; kind <= static_cast<int>(AgencyKind::kYouthCustody); ++kind) {
        const auto agency = static_cast<AgencyKind>(kind);
        if (change.agencies.contains(agency)) agencies.emplace_back(agency_kind_name(agency));
    }
    for (const Term& unit : terms(Vocabulary::kCountUnit)) {
        if (change.units.contains(static_cast<CountUnit>(unit.code))) units.emplace_back(unit.name);
    }
    for (const Term& kind : terms(Vocabulary::kKind)) {
        if (change.kinds.test(kind.code)) kinds.emplace_back(kind.name);
    }
    for (const Field field : all_fields()) {
        if (change.fields.contains(field)) fields.emplace_back(field_name(field));
    }
    append(text, "agencies", agencies);
    append(text, "units", units);
    append(text, "kinds", kinds);
    append(text, "fields", fields);
    text += fmt::format("  what {}\n  source {}\n", change.what, change.source);
}

}  // namespace

bool crosses(const Series& series, const SeriesBreak& change) {
    // Some month is not wholly in the new way, and some later one is not wholly in the old.
    const bool both_sides = series.period.from < series.period.to && series.period.to >= change.from &&
                            series.period.from < std::max(change.settled, change.from);
    if (!both_sides || !concerns(change, series)) return false;
    if (!change.units.empty() && !change.units.contains(series.unit)) return false;
    if (!change.fields.empty() && !shares(change.fields, series.fields)) return false;
    return change.kinds.none() || (change.kinds & kinds_in(series)).any();
}

Series series_of(const Measure& measure, std::string party, std::optional<AgencyKind> agency, CountUnit unit,
                 const Period& period) {
    return {std::move(party), agency, unit, measure.kinds(), measure.fields(), period};
}

std::vector<const SeriesBreak*> SeriesBreaks::crossed_by(const Series& series) const {
    std::vector<const SeriesBreak*> found;
    for (const SeriesBreak& each : breaks_) {
        if (crosses(series, each)) found.push_back(&each);
    }
    return found;
}

std::string SeriesBreaks::canonical() const {
    std::string text = fmt::format("svd-series-breaks 1\nversion {}\n", version_);
    for (const SeriesBreak& each : breaks_) break_lines(text, each);
    return text;
}

Digest SeriesBreaks::digest() const { return sha256(canonical()); }

Result<SeriesBreaks> SeriesBreaks::parse(std::string_view toml, std::string_view file_name) {
    auto table = parse_document(toml, file_name);
    if (!table) return table.error();
    return SeriesBreaksReader(*table, file_name).read();
}

Result<SeriesBreaks> SeriesBreaks::load(const std::filesystem::path& file) {
    const auto text = read_document(file);
    if (!text) return text.error();
    return parse(*text, file.filename().string());
}

}  // namespace svd
