#include "hub/profile/csv_row.h"

namespace svd::csv {
namespace {

void append_cell(std::string_view text, std::string& csv) {
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    const bool quote = formula || text.find_first_of(",\"\r\n") != std::string_view::npos;
    if (quote) csv += '"';
    if (formula) csv += '\'';
    for (const char c : text) {
        if (c == '"') csv += '"';
        csv += c;
    }
    if (quote) csv += '"';
}

}  // namespace

void append(const Row& row, std::string& csv) {
    for (const std::string_view text :
         {row.section, row.area_code, row.area_name, row.party, row.party_kind, row.count_unit, row.kind,
          std::string_view(row.month), std::string_view(row.measure)}) {
        append_cell(text, csv);
        csv += ',';
    }
    csv += row.value;
    csv += ',';
    append_cell(row.status, csv);
    csv += ',';
    append_cell(row.note, csv);
    csv += "\r\n";
}

std::string_view name(Vocabulary vocabulary, Code code) {
    return code == kUnspecified ? std::string_view() : term_name(vocabulary, code);
}

}  // namespace svd::csv
