// One line of a profile's CSV.  Private to hub/profile.
#pragma once

#include <string>
#include <string_view>

#include "core/domain/vocabulary.h"

namespace svd::csv {

inline constexpr std::string_view kHeader =
    "section,area_code,area_name,party,party_kind,count_unit,kind,month,measure,value,status,note\r\n";

// One observation.  Columns are written in the order of these members.
struct Row {
    std::string_view section;
    std::string_view area_code;
    std::string_view area_name;
    std::string_view party;
    std::string_view party_kind;
    std::string_view count_unit;
    std::string_view kind;
    std::string month;  // 2021-04, or 2021-04/2022-03 for a period
    std::string measure;
    std::string value;  // empty: there is none
    std::string_view status;
    std::string note;
};

// A cell that a spreadsheet would take for a formula is written so that it does not.
void append(const Row& row, std::string& csv);

std::string_view name(Vocabulary vocabulary, Code code);  // empty for "unspecified"

}  // namespace svd::csv
