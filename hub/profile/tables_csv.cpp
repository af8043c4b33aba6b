#include "hub/profile/tables_csv.h"

#include <fmt/format.h>

#include "hub/profile/csv_row.h"

namespace svd {
namespace {

class TableLines {
public:
    TableLines(const AreaProfile& profile, const FigureTable& table, std::string& csv)
        : profile_(profile),
          table_(table),
          csv_(csv),
          period_(table.period.from.text() + "/" + table.period.to.text()) {}

    void write() {
        for (const std::string& text : table_.notes) {
            csv::Row line = start();
            line.measure = "note";
            line.note = text;
            csv::append(line, csv_);
        }
        for (const FigureRow& row : table_.rows) write(row);
    }

private:
    csv::Row start() const {
        csv::Row line;
        line.section = table_.id;
        line.area_code = profile_.area.ref.code.text();
        line.area_name = profile_.area.name;
        line.month = period_;
        return line;
    }

    csv::Row start(const FigureRow& row) const {
        csv::Row line = start();
        line.party = row.party;
        for (const PartyProfile& party : profile_.parties) {
            if (party.id == row.party) line.party_kind = party.agency_kind;
        }
        if (row.unit) line.count_unit = csv::name(Vocabulary::kCountUnit, static_cast<Code>(*row.unit));
        if (!row.measure.empty()) line.note = "measure=" + row.measure + " definition=" + table_.definition;
        for (std::size_t i = 0; i < row.keys.size(); ++i) {
            if (table_.dimensions[i] == "kind") line.kind = row.keys[i];
            else line.note += (line.note.empty() ? "" : " ") + table_.dimensions[i] + "=" + row.keys[i];
        }
        return line;
    }

    void write(const FigureRow& row) {
        for (std::size_t i = 0; i < row.figures.size(); ++i) {
            csv::Row line = start(row);
            if (table_.column_dimension == "month") line.month = table_.columns[i];
            else if (!table_.column_dimension.empty()) {
                line.note += (line.note.empty() ? "" : " ") + table_.column_dimension + "=" + table_.columns[i];
            }
            line.measure = "count";
            if (row.figures[i].value) line.value = std::to_string(*row.figures[i].value);
            line.status = figure_status_name(row.figures[i].status);
            csv::append(line, csv_);
        }
        for (const Statistic& statistic : row.statistics) write(row, statistic);
    }

    void write(const FigureRow& row, const Statistic& statistic) {
        const std::string name(statistic_name(statistic.kind));
        write(row, name, statistic.value,
              statistic.value ? comparison_name(statistic.word) : statistic_absence_name(statistic.absence));
        if (statistic.lower) write(row, name + "_lower", statistic.lower, {});
        if (statistic.upper) write(row, name + "_upper", statistic.upper, {});
    }

    void write(const FigureRow& row, std::string measure, const std::optional<double>& value, std::string_view status) {
        csv::Row line = start(row);
        line.measure = std::move(measure);
        if (value) line.value = fmt::format("{}", *value);
        line.status = status;
        csv::append(line, csv_);
    }

    const AreaProfile& profile_;
    const FigureTable& table_;
    std::string& csv_;
    std::string period_;
};

}  // namespace

void append_tables(const AreaProfile& profile, std::string& csv) {
    for (const FigureTable& table : profile.tables) TableLines(profile, table, csv).write();
}

}  // namespace svd
