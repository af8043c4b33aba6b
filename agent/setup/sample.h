// What the columns of one sample export seem to hold: dates, codes of areas, ages, code lists, what identifies people.
//
// It is looked at and forgotten: of its cells only what is folded and counted here is kept while `init` runs, at most
// kValuesMost of a column, and none of it is ever written or shown.  One thread.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "agent/source/csv_reader.h"
#include "agent/source/file_facts.h"
#include "agent/source/personal_data.h"
#include "core/geography/geography.h"

namespace svd::agent {

struct SampleColumn {
    static constexpr std::size_t kValuesMost = 500;

    std::string name;                           // as in the header
    std::string shown;                          // "column 3" where the name itself looks personal
    std::size_t filled = 0;                     // cells that are not blank
    std::map<std::string, std::size_t> values;  // folded, with how many there are
    std::map<PersonalKind, std::size_t> personal;
    std::vector<std::string> time_formats;  // that read what is read of it
    std::size_t times = 0;                  // cells that they read
    std::vector<std::string> clock_formats;
    std::size_t clocks = 0;
    std::size_t midnights = 0;
    std::size_t ages = 0;  // whole numbers from 0 to 120
    std::map<AreaLevel, std::size_t> gss;
    std::set<std::uint16_t> vintages;
    std::map<std::string, AreaRef> districts;  // cells that are the names of districts, folded
    std::size_t named_districts = 0;

    bool is_time() const { return mostly(times); }
    bool is_clock() const { return mostly(clocks); }
    bool mostly(std::size_t cells) const { return filled > 0 && cells * 10 >= filled * 8; }
    // What most of it looks like, if that identifies people; a date by itself does not count.
    std::optional<PersonalKind> identifies() const;
};

struct Sample {
    FileFacts facts;
    CsvOptions csv;  // settled
    std::vector<SampleColumn> columns;
    std::size_t records = 0;
};

// Reads the first records.  kInvalid for a workbook and for what has no header.
Result<Sample> read_sample(const std::filesystem::path& file, const Geography& geography);

}  // namespace svd::agent
