#include "agent/source/record_mapper.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/source/period_text.h"
#include "agent/source/personal_data.h"
#include "agent/source/row_rules.h"
#include "agent/source/when.h"

namespace svd::agent {
namespace {

// What quarantine files have behind the source's own columns.
constexpr std::array<std::string_view, 4> kQuarantineColumns = {"_row", "_column", "_code", "_message"};

// One cell may feed two fields, and is then wrong for both: that is one reason.
void note_once(MappedRecord& mapped, const RecordFinding& finding) {
    const bool known = std::ranges::any_of(mapped.findings, [&](const RecordFinding& each) {
        if (each.code != finding.code || each.column != finding.column) return false;
        return finding.column >= 0 || each.field == finding.field;
    });
    if (!known) mapped.findings.push_back(finding);
}

// Of a time or a period, where a date is only one that is written otherwise.
FindingCode unreadable(std::string_view text) {
    const auto personal = find_personal(text);
    const bool more_than_date = personal && *personal != PersonalKind::kDate;
    return more_than_date ? FindingCode::kLooksPersonal : FindingCode::kValueNotReadable;
}

bool refuses(FindingCode code) { return text_of(code).severity != Severity::kWarning; }

}  // namespace

std::string_view trimmed_cell(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

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
    if (counts()) {
        const PeriodRule& period = mapping_->period;
        if (!period.constant) time_column_ = need(period.columns, "period");
        if (!period.to_columns.empty()) to_column_ = need(period.to_columns, "the end of the period");
        count_column_ = need(mapping_->count.columns, "count");
    } else {
        time_column_ = need(mapping_->time.columns, "month");
        if (!mapping_->time.clock_columns.empty()) clock_column_ = need(mapping_->time.clock_columns, "hour");
    }
    if (mapping_->area) area_column_ = need(mapping_->area->columns, "area");
    for (const FieldRule& rule : mapping_->fields) {
        if (rule.constant || (rule.missing && find_column(rule.columns) < 0)) continue;
        columns_.push_back({&rule, need(rule.columns, slot_name(mapping_->rows, rule.field)), {}});
    }
    row_column_ = find_column({std::string(kQuarantineColumns[0])});
    returned_ = std::ranges::all_of(kQuarantineColumns,
                                    [&](std::string_view name) { return find_column({std::string(name)}) >= 0; });
    return missing;
}

void RecordMapper::settle_defaults() {
    const Code usual = mapping_->default_term.value_or(kNotCollected);
    for (const Slot slot : slots_of(mapping_->rows)) {
        const auto vocabulary = vocabulary_of(slot);
        const auto field = slot.field();
        const bool extra = field && index_of(*field) >= kFirstExtraField;  // without one a record says nothing of it
        if (vocabulary && !extra && is_term(*vocabulary, usual)) defaults_[slot] = usual;
    }
    for (const FieldRule& rule : mapping_->fields) {
        if (rule.constant) defaults_[rule.field] = *rule.constant;
        if (rule.missing && find_column(rule.columns) < 0) defaults_[rule.field] = *rule.missing;
    }
    Incident& incident = defaults_.incident;
    incident[Field::kLocation] = usual;
    incident.place.location = usual;
    incident.place.basis = incident[Field::kPlaceBasis];
}

void RecordMapper::note(MappedRecord& mapped, FindingCode code, std::int32_t column, std::string_view field) const {
    note_once(mapped, {code, column, field});
    mapped.refused = mapped.refused || refuses(code);
}

void RecordMapper::set_term(const Column& column, const Term& term, MappedRecord& mapped) {
    const FieldRule& rule = *column.rule;
    draft_[rule.field] = term.code;
    blank_[rule.field.index()] = term.blank;
    blank_again_ = blank_again_ || (term.blank && !rule.blank_when.empty());
    if (!term.finding) return;
    note_once(mapped, {*term.finding, column.column, slot_name(mapping_->rows, rule.field)});
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

void RecordMapper::settle_blanks() {
    if (!blank_again_) return;
    for (const Column& column : columns_) {
        if (!blank_[column.rule->field.index()]) continue;
        for (const BlankWhen& when : column.rule->blank_when) {
            if (draft_[when.field] == when.is) draft_[column.rule->field] = when.term;
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
        const std::string_view clock = trimmed_cell(record.fields[static_cast<std::size_t>(clock_column_)]);
        time.clock = read_clock(clock, mapping_->time.clock_formats);
        const auto& unknown = mapping_->time.clock_unknown;
        const bool may_lack = clock.empty() || std::ranges::find(unknown, fold(clock)) != unknown.end();
        if (!time.clock && !may_lack) note(mapped, unreadable(clock), clock_column_, "hour");
    }
    set_time(mapping_->time, time, draft_.incident);
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
    draft_.incident.place = known->place;
    if (!known->finding) return;
    note_once(mapped, {*known->finding, area_column_, "area"});
    mapped.refused = mapped.refused || (refuses(*known->finding) && !known->only_warns);
}

// The rules of the hub, for what this record would be there.
void RecordMapper::apply_rules(MappedRecord& mapped) {
    verdict_.refused.clear();
    verdict_.warnings.clear();
    check_row(mapped.row, context_, verdict_);
    for (const auto* list : {&verdict_.refused, &verdict_.warnings}) {
        for (const Finding& finding : *list) {
            const auto slot = find_slot(mapping_->rows, finding.field);
            const bool of_time = finding.field.starts_with("time.") || finding.field.ends_with("_month");
            const std::int32_t column = of_time                               ? time_column_
                                        : finding.field.starts_with("place.") ? area_column_
                                        : finding.field == "count"            ? count_column_
                                        : slot                                ? column_of(*slot)
                                                                              : -1;
            note(mapped, finding.code, column, finding.field);
        }
    }
}

std::optional<Period> RecordMapper::map_period(const CsvRecord& record, MappedRecord& mapped) {
    const PeriodRule& rule = mapping_->period;
    if (rule.constant) return rule.constant;
    const std::string_view text = trimmed_cell(record.fields[static_cast<std::size_t>(time_column_)]);
    const auto period = to_column_ < 0
                            ? read_period(text, rule)
                            : read_range(text, trimmed_cell(record.fields[static_cast<std::size_t>(to_column_)]), rule);
    if (!period) note(mapped, unreadable(text), time_column_, "period");
    return period;
}

std::optional<Figure> RecordMapper::map_count(const CsvRecord& record, MappedRecord& mapped) {
    const std::string_view text = trimmed_cell(record.fields[static_cast<std::size_t>(count_column_)]);
    const auto& marks = mapping_->count.marks;
    if (const auto mark = marks.find(fold(text)); mark != marks.end()) return mark->second;
    if (const auto count = read_count(text)) return Figure{true, mapping_->count.treatment, *count};
    note(mapped, find_personal(text) ? FindingCode::kLooksPersonal : FindingCode::kValueNotReadable, count_column_,
         "count");
    return std::nullopt;
}

void RecordMapper::map_incident(const CsvRecord& record, MappedRecord& mapped) {
    const auto time = map_time(record, mapped);
    if (time) map_births(record, *time, mapped);
    settle_blanks();
    map_area(record, mapped);
    Incident& incident = draft_.incident;
    incident.place.basis = incident[Field::kPlaceBasis];
    incident[Field::kLocation] = incident.place.location;
    mapped.row = incident;
}

void RecordMapper::map_figure(const CsvRecord& record, MappedRecord& mapped) {
    const auto period = map_period(record, mapped);
    const auto figure = map_count(record, mapped);
    settle_blanks();
    map_area(record, mapped);
    if (!period || !figure) return;
    mapped.without_figure = !mapped.refused && !figure->available;
    Incident& said = draft_.incident;
    said.place.basis = said[Field::kPlaceBasis];
    if (mapping_->rows == RowKind::kCohort) {
        mapped.row = CohortSnapshot{draft_[Slot::order_type()],
                                    draft_[Slot::risk_band()],
                                    said[Field::kVictimAge],
                                    said[Field::kKind],
                                    figure->treatment,
                                    period->to.number(),
                                    said.place,
                                    figure->count};
        return;
    }
    mapped.row = AggregateReturn{said[Field::kCountUnit],
                                 said[Field::kKind],
                                 said[Field::kWeapon],
                                 said[Field::kSetting],
                                 said[Field::kVictimAge],
                                 said[Field::kVictimSex],
                                 said[Field::kReportedToPolice],
                                 figure->treatment,
                                 period->from.number(),
                                 period->to.number(),
                                 said.place,
                                 figure->count};
}

void RecordMapper::map(const CsvRecord& record, MappedRecord& mapped) {
    draft_ = defaults_;
    mapped.findings.clear();
    mapped.refused = false;
    mapped.without_figure = false;
    if (record.malformed) return note(mapped, *record.malformed, -1, "");
    if (record.fields.size() != header_.size()) return note(mapped, FindingCode::kRecordMalformed, -1, "");
    map_fields(record, mapped);
    if (counts()) {
        map_figure(record, mapped);
    } else {
        map_incident(record, mapped);
    }
    // What is already refused has terms missing, which the rules would name a second time.
    if (mapped.ready()) apply_rules(mapped);
}

std::string_view RecordMapper::column_name(std::int32_t column) const {
    return column < 0 ? std::string_view{} : names_[static_cast<std::size_t>(column)];
}

std::string_view RecordMapper::source_of(const CsvRecord& record) const {
    const std::string_view row = trimmed_cell(record.fields[static_cast<std::size_t>(row_column_)]);
    const std::string_view front = row.substr(0, row.find(':'));
    const bool is_digest = front.size() < row.size() && front.find_first_not_of("0123456789abcdef") == front.npos;
    return is_digest ? front : std::string_view{};
}

std::int32_t RecordMapper::column_of(Slot slot) const {
    for (const Column& column : columns_) {
        if (column.rule->field == slot) return column.column;
    }
    return -1;
}

bool RecordMapper::stays(std::size_t column) const {
    const auto at = static_cast<std::int32_t>(column);
    const std::array<std::int32_t, 5> own = {time_column_, clock_column_, to_column_, count_column_, area_column_};
    return std::ranges::find(own, at) == own.end() &&
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
