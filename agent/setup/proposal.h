// A mapping proposed for an export: by the names of its columns, by what they hold, and by the code lists of the
// library's mappings.
//
// A proposal is never the last word: what it was made of is said beside each field, for a person to look at, and a
// column that it does not understand stays.  Nothing of it is a cell of the sample but the names of districts.
// Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/setup/library.h"
#include "agent/setup/sample.h"
#include "core/domain/party.h"

namespace svd::agent {

struct ProposedTime {
    std::string column;
    std::vector<std::string> formats;
    std::string clock;
    std::vector<std::string> clock_formats;
    bool midnight_is_unknown = false;
    bool month_only = false;
    std::string finest = "hour";
    std::string basis = "event";
};

struct ProposedArea {
    std::string column;
    std::string level;
    std::vector<std::uint16_t> vintages;
    std::map<std::string, AreaRef> names;  // by name: of districts; empty for GSS codes
    std::string place_basis = "incident";
};

struct ProposedField {
    Slot slot = Field::kKind;
    std::string column;
    Reading reading = Reading::kTerms;
    std::vector<std::string> formats;  // of dates of birth
    TermTable table;
    std::string list;         // which code list it is
    std::size_t known = 0;    // cells of the sample that the table has
    std::size_t unknown = 0;  // and that it has not
};

struct StayingColumn {
    std::string name;
    std::string why;  // empty when nothing is known of it
};

struct Proposal {
    std::optional<ProposedTime> time;
    std::optional<ProposedArea> area;
    std::vector<ProposedField> fields;
    std::string count_unit;  // empty when a field's table says it
    std::vector<StayingColumn> stays;
    std::vector<std::string> doubts;  // what a person must see to before it can be used
};

Proposal propose(const Sample& sample, const std::vector<LibraryMapping>& library, AgencyKind kind);

}  // namespace svd::agent
