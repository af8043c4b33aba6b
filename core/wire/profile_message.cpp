#include "core/wire/profile_message.h"

#include <algorithm>

#include "core/base/limits.h"

namespace svd::wire {
namespace {

void write_statistic(const Statistic& statistic, v1::Statistic& message) {
    message.set_kind(static_cast<v1::StatisticKind>(statistic.kind));
    if (statistic.value) message.set_value(*statistic.value);
    if (statistic.lower) message.set_lower(*statistic.lower);
    if (statistic.upper) message.set_upper(*statistic.upper);
    message.set_word(static_cast<v1::Comparison>(statistic.word));
    message.set_absence(static_cast<v1::StatisticAbsence>(statistic.absence));
}

void write_row(const FigureRow& row, v1::FigureRow& message) {
    message.set_party(row.party);
    if (row.unit) message.set_count_unit(static_cast<v1::CountUnit>(*row.unit));
    message.set_measure(row.measure);
    for (const std::string& key : row.keys) message.add_keys(key);
    for (const Figure& figure : row.figures) write_figure(figure, *message.add_figures());
    message.set_months_covered(row.months_covered);
    for (const Statistic& statistic : row.statistics) write_statistic(statistic, *message.add_statistics());
    for (const Mark& mark : row.marks) {
        v1::Mark& added = *message.add_marks();
        added.set_column(mark.column);
        added.set_word(static_cast<v1::Comparison>(mark.word));
    }
    message.set_note(row.note);
}

}  // namespace

std::uint32_t narrow(std::uint64_t count) {
    return static_cast<std::uint32_t>(std::min(count, limits::kProfileCountMax));
}

void write_figure(const Figure& figure, v1::Figure& message) {
    message.set_status(static_cast<v1::FigureStatus>(figure.status));
    if (figure.value) message.set_value(narrow(*figure.value));
}

void write_figure_table(const FigureTable& table, v1::FigureTable& message) {
    message.set_id(table.id);
    message.set_title(table.title);
    message.set_from(table.period.from.text());
    message.set_to(table.period.to.text());
    message.set_definition(table.definition);
    for (const std::string& note : table.notes) message.add_notes(note);
    for (const std::string& dimension : table.dimensions) message.add_dimensions(dimension);
    message.set_column_dimension(table.column_dimension);
    for (const std::string& column : table.columns) message.add_columns(column);
    for (const FigureRow& row : table.rows) write_row(row, *message.add_rows());
}

}  // namespace svd::wire
