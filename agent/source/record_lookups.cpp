// What single cells become.
#include <algorithm>
#include <charconv>

#include "agent/source/personal_data.h"
#include "agent/source/record_mapper.h"
#include "agent/source/when.h"

namespace svd::agent {
namespace {

constexpr int kFirstMonthYear = 1970;  // of Month

// Whole years, as a number of at most three digits.
std::optional<int> read_age(std::string_view text) {
    int years = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), years);
    const bool whole = failed == std::errc{} && end == text.data() + text.size() && text.size() <= 3;
    return whole && years >= 0 && years <= kOldestYears ? std::optional(years) : std::nullopt;
}

}  // namespace

RecordMapper::Term RecordMapper::look_up(const FieldRule& rule, std::string_view text) const {
    const std::string folded = fold(text);
    const auto at = rule.table.find(folded);
    if (at != rule.table.end()) return {at->second, folded.empty(), std::nullopt};
    if (folded.empty() && rule.blank) return {*rule.blank, true, std::nullopt};
    if (rule.reading == Reading::kAge) {
        if (const auto years = read_age(folded)) return {age_band(*years), false, std::nullopt};
    }
    return look_up_unknown(rule, text, folded.empty());
}

RecordMapper::Term RecordMapper::look_up_unknown(const FieldRule& rule, std::string_view text, bool blank) const {
    const auto personal = find_personal(text);
    const bool expected = rule.reading == Reading::kDateOfBirth && personal == PersonalKind::kDate;
    if (personal && !expected) return {kUnspecified, false, FindingCode::kLooksPersonal};
    const auto code = rule.reading == Reading::kTerms ? FindingCode::kValueNotInTable : FindingCode::kValueNotReadable;
    if (rule.unknown == OnUnknown::kReject) return {kUnspecified, false, code};
    if (rule.unknown == OnUnknown::kUnknown) return {kUnknown, blank, std::nullopt};
    // A warning, though the code's own severity is to refuse: the mapping says that this column may surprise.
    return {kUnknown, blank, code};
}

// The year of birth gives the band for ages, the day decides at its edges; both are forgotten here.
RecordMapper::Term RecordMapper::look_up_birth(const FieldRule& rule, std::string_view text,
                                               const LocalTime& time) const {
    const std::string_view trimmed = trimmed_cell(text);
    if (const auto born = read_time(trimmed, rule.formats)) {
        if (const auto band = age_band_at(born->date, time)) return {*band, false, std::nullopt};
    }
    return look_up(rule, text);
}

RecordMapper::When RecordMapper::look_up_time(std::string_view text) const {
    const std::string_view trimmed = trimmed_cell(text);
    const auto time = read_time(trimmed, mapping_->time.formats);
    if (time && static_cast<int>(time->date.year()) >= kFirstMonthYear) return {*time, std::nullopt};
    const auto personal = find_personal(trimmed);
    const bool other_than_date = personal && *personal != PersonalKind::kDate;
    return {{}, other_than_date ? FindingCode::kLooksPersonal : FindingCode::kValueNotReadable};
}

RecordMapper::Where RecordMapper::found_area(AreaIndex index, Code level) const {
    Where where{defaults_.incident.place, std::nullopt};
    const bool own = std::ranges::any_of(
        context_.party.areas, [&](const AreaCode& within) { return context_.geography.lies_in(index, within); });
    where.place.location = own ? term::kLocationArea : term::kLocationOutsideArea;
    if (!own) return where;  // where it was stays here
    where.place.has_area = true;
    where.place.code_well_formed = true;
    where.place.area = context_.geography.area(index).ref;
    where.place.level = level;
    return where;
}

// By the agency's own name or number for it.
RecordMapper::Where RecordMapper::look_up_name(std::string_view text) const {
    const AreaRule& rule = *mapping_->area;
    Where where{defaults_.incident.place, std::nullopt};
    where.place.location = kUnknown;
    const auto named = rule.table.find(fold(text));
    if (named != rule.table.end()) {
        const auto index = context_.geography.find_in_vintages(named->second.code, rule.vintages);
        if (index) return found_area(*index, named->second.level);
        where.finding = FindingCode::kAreaUnknown;
    } else if (find_personal(text)) {
        where.finding = FindingCode::kLooksPersonal;
    } else if (rule.unknown != OnUnknown::kUnknown) {
        where.finding = FindingCode::kValueNotInTable;
        where.only_warns = rule.unknown == OnUnknown::kWarn;
    }
    return where;
}

RecordMapper::Where RecordMapper::look_up_area(std::string_view text) const {
    const AreaRule& rule = *mapping_->area;
    const std::string_view trimmed = trimmed_cell(text);
    Where where{defaults_.incident.place, std::nullopt};
    where.place.location = rule.blank;
    if (trimmed.empty()) return where;
    if (std::ranges::find(rule.placeholders, fold(trimmed)) != rule.placeholders.end()) {
        where.finding = FindingCode::kPlaceholderLocation;
        return where;
    }
    if (!rule.table_name.empty()) return look_up_name(trimmed);
    const auto code = AreaCode::parse(trimmed);
    const auto index = code ? context_.geography.find_in_vintages(*code, rule.vintages) : std::nullopt;
    if (index) return found_area(*index, rule.level);
    where.finding = find_personal(trimmed) ? FindingCode::kLooksPersonal : FindingCode::kAreaUnknown;
    return where;
}

}  // namespace svd::agent
