// Code tables of a mapping: source value to term, from a CSV beside the mapping or from `values` in it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "agent/source/mapping.h"
#include "core/config/toml_table.h"

namespace svd::agent {

// A term's code by its name; gravity is a number.
std::optional<Code> term_of(Slot slot, std::string_view name);
std::vector<std::string> term_names(Slot slot);
std::string_view name_of(Slot slot);  // for messages: age_band is a victim_age too

// Reads the tables that a mapping names, each file once.
class TableShelf {
public:
    explicit TableShelf(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // The columns "source" and `column` of `name`.  Problems are laid at the key that named the table.
    TermTable read(Slot slot, const std::string& name, const std::string& column, TomlReader& rule);
    // The columns "source" and "area", and "level" where `level` is not given for all.
    void read_areas(AreaRule& area, TomlReader& rule);

private:
    struct File {
        std::vector<std::string> header;
        std::vector<std::vector<std::string>> rows;
        std::vector<std::uint64_t> lines;
        std::string problem;
    };
    const File& open(const std::string& name);

    std::filesystem::path folder_;
    std::map<std::string, File> files_;
};

}  // namespace svd::agent
