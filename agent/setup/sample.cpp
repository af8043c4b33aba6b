#include "agent/setup/sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <span>

#include "agent/source/delimiter.h"
#include "agent/source/mapping.h"
#include "agent/source/record_mapper.h"
#include "agent/source/time_text.h"

namespace svd::agent {
namespace {

constexpr std::size_t kRecordsLooked = 2'000;
constexpr int kOldestAge = 120;

// Never month before day: 03/04/2021 would be guessed.
const std::vector<std::string> kTimeFormats = {"%d/%m/%Y %H:%M:%S",
                                               "%d/%m/%Y %H:%M",
                                               "%d/%m/%Y",
                                               "%Y-%m-%dT%H:%M:%S",
                                               "%Y-%m-%d %H:%M:%S",
                                               "%Y-%m-%d %H:%M",
                                               "%Y-%m-%dT%H:%M",
                                               "%Y-%m-%d",
                                               "%d-%b-%Y %H:%M",
                                               "%d-%b-%Y",
                                               "%d %b %Y %H:%M",
                                               "%d %b %Y",
                                               "%d-%m-%Y %H:%M",
                                               "%d-%m-%Y",
                                               "%d.%m.%Y %H:%M",
                                               "%d.%m.%Y",
                                               "%Y/%m/%d",
                                               "%Y%m%d",
                                               "%Y-%m",
                                               "%b %Y",
                                               "%b-%Y",
                                               "%m/%Y"};
const std::vector<std::string> kClockFormats = {"%H:%M:%S", "%H:%M", "%H%M"};

void use(std::vector<std::string>& used, const std::string& format) {
    if (std::ranges::find(used, format) == used.end()) used.push_back(format);
}

void look_at_time(std::string_view text, SampleColumn& column) {
    for (const std::string& format : kTimeFormats) {
        const auto time = read_time(text, std::span(&format, 1));
        if (!time) continue;
        use(column.time_formats, format);
        ++column.times;
        if (time->clock && time->clock->is_midnight()) ++column.midnights;
        return;
    }
    for (const std::string& format : kClockFormats) {
        const auto clock = read_clock(text, std::span(&format, 1));
        if (!clock) continue;
        use(column.clock_formats, format);
        ++column.clocks;
        if (clock->is_midnight()) ++column.midnights;
        return;
    }
}

void look_at_place(std::string_view text, const Geography& geography, const std::map<std::string, AreaIndex>& districts,
                   SampleColumn& column) {
    const auto code = AreaCode::parse(text);
    const auto index = code ? geography.find(*code) : std::nullopt;
    if (index) {
        ++column.gss[geography.area(*index).level];
        for (const std::uint16_t vintage :
             {std::uint16_t{2024}, std::uint16_t{2023}, std::uint16_t{2021}, std::uint16_t{2011}}) {
            if (geography.find(AreaRef{*code, vintage})) column.vintages.insert(vintage);
        }
        return;
    }
    const auto named = districts.find(fold(text));
    if (named == districts.end()) return;
    ++column.named_districts;
    column.districts.emplace(named->first, geography.area(named->second).ref);
}

void look_at(std::string_view text, const Geography& geography, const std::map<std::string, AreaIndex>& districts,
             SampleColumn& column) {
    ++column.filled;
    std::string folded = fold(text);
    const auto known = column.values.find(folded);
    if (known != column.values.end()) {
        ++known->second;
    } else if (column.values.size() < SampleColumn::kValuesMost) {
        column.values.emplace(std::move(folded), 1);
    }
    if (const auto personal = find_personal(text)) ++column.personal[*personal];
    look_at_time(text, column);
    int age = -1;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), age);
    if (failed == std::errc{} && end == text.data() + text.size() && age >= 0 && age <= kOldestAge) ++column.ages;
    look_at_place(text, geography, districts, column);
}

std::map<std::string, AreaIndex> names_of_districts(const Geography& geography) {
    std::map<std::string, AreaIndex> names;
    const auto areas = geography.areas();
    for (AreaIndex index = 0; index < areas.size(); ++index) {
        const Area& area = areas[index];
        if (area.level != AreaLevel::kDistrict || area.name.empty()) continue;
        const std::string name = fold(area.name);
        names[name] = index;
        const std::size_t both = name.find(" and ");
        if (both != std::string::npos) names[std::string(name).replace(both, 5, " & ")] = index;
    }
    return names;
}

}  // namespace

std::optional<PersonalKind> SampleColumn::identifies() const {
    for (const auto& [kind, count] : personal) {
        if (kind != PersonalKind::kDate && count * 10 >= filled * 3) return kind;
    }
    return std::nullopt;
}

Result<Sample> read_sample(const std::filesystem::path& file, const Geography& geography) {
    auto facts = inspect_file(file);
    if (!facts) return facts.error();
    if (facts->workbook) return invalid("it is a spreadsheet workbook, not a CSV file: open it, save it as CSV UTF-8");
    Sample sample;
    sample.facts = *facts;
    sample.csv = with_delimiter(file, {facts->guess, kDelimiterAuto, 1});
    std::ifstream stream(file, std::ios::binary);
    CsvReader reader(stream, sample.csv);
    auto header = reader.read_header();
    if (!header) return header.error();
    for (const std::string& name : *header) {
        SampleColumn column;
        column.name = name;
        column.shown = find_personal(name) ? fmt::format("column {}", sample.columns.size() + 1) : name;
        sample.columns.push_back(std::move(column));
    }
    const auto districts = names_of_districts(geography);
    CsvRecord record;
    while (sample.records < kRecordsLooked) {
        auto more = reader.next(record);
        if (!more) return more.error();
        if (!*more) break;
        if (record.malformed || record.fields.size() != sample.columns.size()) continue;
        ++sample.records;
        for (std::size_t i = 0; i < record.fields.size(); ++i) {
            const std::string_view text = trimmed_cell(record.fields[i]);
            if (!text.empty()) look_at(text, geography, districts, sample.columns[i]);
        }
    }
    return sample;
}

}  // namespace svd::agent
