#include "agent/source/record_mapper.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "agent/source/personal_data.h"
#include "agent/source/when.h"

namespace svd::agent {
namespace {

// What quarantine files have behind the source's own columns.
constexpr std::array<std::string_view, 4> kQuarantineColumns = {"_row", "_column", "_code", "_message"};

std::string_view trim(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// One cell may feed two fields, and is then wrong for both: that is one reason.
void note_once(MappedRecord& mapped, const RecordFinding& finding) {
    const bool known = std::ranges::any_of(mapped.findings, [&](const RecordFinding& each) {
        if (each.code != finding.code || each.column != finding.column) return false;
        return finding.column >= 0 || each.field == finding.field;
    });
    if (!known) mapped.findings.push_back(finding);
}

constexpr int kFirstMonthYear = 1970;  // of Month

// Whole years, as a number of at most three digits.
std::optional<int> read_age(std::string_view text) {
    int years = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), years);
    const bool whole = failed == std::errc{} && end == text.data() + text.size() && text.size() <= 3;
    return whole && years >= 0 && years <= kOldestYears ? std::optional(years) : std::nullopt;
}

bool refuses(FindingCode code) { return text_of(code).severity != Severity::kWarning; }

}  // namespace

Result<RecordMapper> RecordMapper::make(const Mapping& mapping, std::vector<std::string> header,
                                        const RuleContext& context) {
    RecordMapper mapper(mapping, std::move(header), context);
    for (std::size_t i = 0; i < mapper.names_.size(); ++i) {
        if (find_personal(mapper.names_[i])) mapper.names_[i] = fmt::format("column {}", i + 1);
    }
    std::string missing = mapper.settle_columns();
    if (!missing.empty()) return invalid(std::move(missing));
    mapper.settle_defaults();
    return mapper;
}

std::int32_t RecordMapper::find_column(const std::vector<std::string>& alternatives) const {
    for (const std::string& wanted : alternatives) {
        const std::string folded = fold(wanted);
        for (std::size_t i = 0; i < header_.size(); ++i) {
            if (fold(header_[i]) == folded) return static_cast<std::int32_t>(i);
        }
    }
    return -1;
}

// What is missing, one a line.
std::string RecordMapper::settle_columns() {
    std::string missing;
    const auto need = [&](const std::vector<std::string>& alternatives, std::string_view field) {
        const std::int32_t column = find_column(alternatives);
        if (column < 0) {
            missing +=
                fmt::format("{}{}: the file has no column \"{}\", which {} comes from.", missing.empty() ? "" : "\n",
                            code_text(FindingCode::kColumnMissing), fmt::join(alternatives, "\" or \""), field);
        }
        return column;
    };
    time_column_ = need(mapping_->time.columns, "month");
    if (!mapping_->time.clock_columns.empty()) clock_column_ = need(mapping_->time.clock_columns, "hour");
    if (mapping_->area) area_column_ = need(mapping_->area->columns, "area");
    for (const FieldRule& rule : mapping_->fields) {
        if (!rule.constant) columns_.push_back({&rule, need(rule.columns, field_name(rule.field)), {}});
    }
    row_column_ = find_column({std::string(kQuarantineColumns[0])});
    returned_ = std::ranges::all_of(kQuarantineColumns,
                                    [&](std::string_view name) { return find_column({std::string(name)}) >= 0; });
    return missing;
}

void RecordMapper::settle_defaults() {
    const Code usual = mapping_->default_term.value_or(kNotCollected);
    for (const Field field : all_fields()) {
        const auto vocabulary = vocabulary_of(field);
        const bool extra = index_of(field) >= kFirstExtraField;  // a record without an extra says nothing of it
        if (vocabulary && !extra && is_term(*vocabulary, usual)) defaults_[field] = usual;
    }
    for (const FieldRule& rule : mapping_->fields) {
        if (rule.constant) defaults_[rule.field] = *rule.constant;
    }
    defaults_.place.location = defaults_[Field::kLocation];
    defaults_.place.basis = defaults_[Field::kPlaceBasis];
}

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
    const std::string_view trimmed = trim(text);
    if (const auto born = read_time(trimmed, rule.formats)) {
        if (const auto band = age_band_at(born->date, time)) return {*band, false, std::nullopt};
    }
    return look_up(rule, text);
}

RecordMapper::When RecordMapper::look_up_time(std::string_view text) const {
    const std::string_view trimmed = trim(text);
    const auto time = read_time(trimmed, mapping_->time.formats);
    if (time && static_cast<int>(time->date.year()) >= kFirstMonthYear) return {*time, std::nullopt};
    const auto personal = find_personal(trimmed);
    const bool other_than_date = personal && *personal != PersonalKind::kDate;
    return {{}, other_than_date ? FindingCode::kLooksPersonal : FindingCode::kValueNotReadable};
}

RecordMapper::Where RecordMapper::look_up_area(std::string_view text) const {
    const AreaRule& rule = *mapping_->area;
    const std::string_view trimmed = trim(text);
    Where where{defaults_.place, std::nullopt};
    where.place.location = rule.blank;
    if (trimmed.empty()) return where;
    if (std::ranges::find(rule.placeholders, fold(trimmed)) != rule.placeholders.end()) {
        where.finding = FindingCode::kPlaceholderLocation;
        return where;
    }
    const auto code = AreaCode::parse(trimmed);
    const auto index = code ? context_.geography.find_in_vintages(*code, rule.vintages) : std::nullopt;
    if (!index) {
        where.finding = find_personal(trimmed) ? FindingCode::kLooksPersonal : FindingCode::kAreaUnknown;
        return where;
    }
    const bool own = std::ranges::any_of(
        context_.party.areas, [&](const AreaCode& within) { return context_.geography.lies_in(*index, within); });
    where.place.location = own ? term::kLocationArea : term::kLocationOutsideArea;
    if (!own) return where;  // where it was stays here
    where.place.has_area = true;
    where.place.code_well_formed = true;
    where.place.area = context_.geography.area(*index).ref;
    where.place.level = rule.level;
    return where;
}

void RecordMapper::note(MappedRecord& mapped, FindingCode code, std::int32_t column, std::string_view field) const {
    note_once(mapped, {code, column, field});
    mapped.refused = mapped.refused || refuses(code);
}

void RecordMapper::set_term(const Column& column, const Term& term, MappedRecord& mapped) {
    const FieldRule& rule = *column.rule;
    mapped.incident[rule.field] = term.code;
    blank_[index_of(rule.field)] = term.blank;
    blank_again_ = blank_again_ || (term.blank && !rule.blank_when.empty());
    if (!term.finding) return;
    note_once(mapped, {*term.finding, column.column, field_name(rule.field)});
    const bool only_warns = *term.finding != FindingCode::kLooksPersonal && rule.unknown == OnUnknown::kWarn;
    mapped.refused = mapped.refused || !only_warns;
}

void RecordMapper::map_fields(const CsvRecord& record, MappedRecord& mapped) {
    blank_again_ = false;
    blank_.fill(false);
    for (Column& column : columns_) {
        if (column.rule->reading == Reading::kDateOfBirth) continue;  // needs the time of the incident
        const std::string_view text = record.fields[static_cast<std::size_t>(column.column)];
        const Term* known = column.cache.find(text);
        Term term;
        if (known == nullptr) {
            term = look_up(*column.rule, text);
            column.cache.keep(text, term);
            known = &term;
        }
        set_term(column, *known, mapped);
    }
}

void RecordMapper::map_births(const CsvRecord& record, const LocalTime& time, MappedRecord& mapped) {
    for (const Column& column : columns_) {
        if (column.rule->reading != Reading::kDateOfBirth) continue;
        const std::string_view text = record.fields[static_cast<std::size_t>(column.column)];
        set_term(column, look_up_birth(*column.rule, text, time), mapped);
    }
}

void RecordMapper::settle_blanks(MappedRecord& mapped) const {
    if (!blank_again_) return;
    for (const Column& column : columns_) {
        if (!blank_[index_of(column.rule->field)]) continue;
        for (const BlankWhen& when : column.rule->blank_when) {
            if (mapped.incident[when.field] == when.is) mapped.incident[column.rule->field] = when.term;
        }
    }
}

// Nothing when there is no month to speak of.
std::optional<LocalTime> RecordMapper::map_time(const CsvRecord& record, MappedRecord& mapped) {
    const std::string_view text = record.fields[static_cast<std::size_t>(time_column_)];
    const When* known = times_.find(text);
    When when;
    if (known == nullptr) {
        when = look_up_time(text);
        times_.keep(text, when);
        known = &when;
    }
    if (known->finding) {
        note(mapped, *known->finding, time_column_, "month");
        return std::nullopt;
    }
    LocalTime time = known->time;
    if (clock_column_ >= 0) {
        const std::string_view clock = trim(record.fields[static_cast<std::size_t>(clock_column_)]);
        time.clock = read_clock(clock, mapping_->time.clock_formats);
        const auto& unknown = mapping_->time.clock_unknown;
        const bool may_lack = clock.empty() || std::ranges::find(unknown, fold(clock)) != unknown.end();
        if (!time.clock && !may_lack) note(mapped, FindingCode::kValueNotReadable, clock_column_, "hour");
    }
    set_time(mapping_->time, time, mapped.incident);
    return time;
}

void RecordMapper::map_area(const CsvRecord& record, MappedRecord& mapped) {
    if (area_column_ < 0) return;
    const std::string_view text = record.fields[static_cast<std::size_t>(area_column_)];
    const Where* known = areas_.find(text);
    Where where;
    if (known == nullptr) {
        where = look_up_area(text);
        areas_.keep(text, where);
        known = &where;
    }
    mapped.incident.place = known->place;
    if (known->finding) note(mapped, *known->finding, area_column_, "area");
}

// The rules of the hub, for what this record would be there.
void RecordMapper::apply_rules(MappedRecord& mapped) {
    verdict_.refused.clear();
    verdict_.warnings.clear();
    check_incident(mapped.incident, context_, RowKind::kIncident, 0, {}, verdict_);
    for (const auto* list : {&verdict_.refused, &verdict_.warnings}) {
        for (const Finding& finding : *list) {
            const auto field = find_field(finding.field);
            const std::int32_t column = finding.field.starts_with("time.")    ? time_column_
                                        : finding.field.starts_with("place.") ? area_column_
                                        : field                               ? column_of(*field)
                                                                              : -1;
            note(mapped, finding.code, column, finding.field);
        }
    }
}

void RecordMapper::map(const CsvRecord& record, MappedRecord& mapped) {
    mapped.incident = defaults_;
    mapped.findings.clear();
    mapped.refused = false;
    if (record.malformed) return note(mapped, *record.malformed, -1, "");
    if (record.fields.size() != header_.size()) return note(mapped, FindingCode::kRecordMalformed, -1, "");
    map_fields(record, mapped);
    const auto time = map_time(record, mapped);
    if (time) map_births(record, *time, mapped);
    settle_blanks(mapped);
    map_area(record, mapped);
    mapped.incident.place.basis = mapped.incident[Field::kPlaceBasis];
    mapped.incident[Field::kLocation] = mapped.incident.place.location;
    // What is already refused has terms missing, which the rules would name a second time.
    if (!mapped.refused) apply_rules(mapped);
}

std::string_view RecordMapper::column_name(std::int32_t column) const {
    return column < 0 ? std::string_view{} : names_[static_cast<std::size_t>(column)];
}

std::string_view RecordMapper::source_of(const CsvRecord& record) const {
    const std::string_view row = trim(record.fields[static_cast<std::size_t>(row_column_)]);
    const std::string_view front = row.substr(0, row.find(':'));
    const bool is_digest = front.size() < row.size() && front.find_first_not_of("0123456789abcdef") == front.npos;
    return is_digest ? front : std::string_view{};
}

std::int32_t RecordMapper::column_of(Field field) const {
    for (const Column& column : columns_) {
        if (column.rule->field == field) return column.column;
    }
    return -1;
}

bool RecordMapper::stays(std::size_t column) const {
    const auto at = static_cast<std::int32_t>(column);
    return at != time_column_ && at != clock_column_ && at != area_column_ &&
           std::ranges::none_of(columns_, [&](const Column& each) { return each.column == at; });
}

std::vector<std::string> RecordMapper::staying() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < header_.size(); ++i) {
        if (stays(i)) names.push_back(names_[i]);
    }
    return names;
}

std::vector<std::string> RecordMapper::not_mapped() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < header_.size(); ++i) {
        const std::string folded = fold(header_[i]);
        const bool known = std::ranges::find(mapping_->ignore, folded) != mapping_->ignore.end() ||
                           std::ranges::find(kQuarantineColumns, folded) != kQuarantineColumns.end();
        if (stays(i) && !known) names.push_back(names_[i]);
    }
    return names;
}

}  // namespace svd::agent
