#include "agent/setup/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace svd::agent {

Result<std::vector<LibraryMapping>> load_library(const std::filesystem::path& folder) {
    std::vector<LibraryMapping> library;
    std::error_code failed;
    for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        const std::filesystem::path file = at->path() / "mapping.toml";
        std::error_code absent;
        if (!std::filesystem::exists(file, absent)) continue;
        auto mapping = Mapping::load(file);
        if (!mapping) return mapping.error();
        library.push_back({at->path(), std::move(*mapping)});
    }
    if (library.empty()) {
        return Error{Errc::kNotFound, fmt::format("{} has no mappings: --share names the folder that has them and the "
                                                  "reference data",
                                                  folder.string())};
    }
    std::ranges::sort(library, {}, [](const LibraryMapping& each) { return each.mapping.name; });
    return library;
}

std::size_t columns_that_fit(const Mapping& mapping, const std::vector<std::string>& header) {
    std::set<std::string> names;
    for (const std::string& name : header) names.insert(fold(name));
    const auto has = [&](const std::vector<std::string>& alternatives) {
        return std::ranges::any_of(alternatives, [&](const std::string& each) { return names.contains(fold(each)); });
    };
    std::size_t fitting = 0;
    std::vector<const std::vector<std::string>*> needed = {&mapping.time.columns, &mapping.time.clock_columns,
                                                           &mapping.period.columns, &mapping.period.to_columns,
                                                           &mapping.count.columns};
    if (mapping.area) needed.push_back(&mapping.area->columns);
    for (const FieldRule& rule : mapping.fields) {
        if (!rule.missing) needed.push_back(&rule.columns);
        if (rule.missing && has(rule.columns)) ++fitting;
    }
    for (const auto* columns : needed) {
        if (columns->empty()) continue;
        if (!has(*columns)) return 0;
        ++fitting;
    }
    for (const std::string& known : mapping.ignore) fitting += names.contains(known) ? 1 : 0;
    return fitting;
}

}  // namespace svd::agent
