#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"

namespace svd::agent {
namespace {

// What the mapping's records can be counted by.
std::set<Code> units_of(const Mapping& mapping) {
    std::set<Code> units;
    if (mapping.rows == RowKind::kCohort) units.insert(static_cast<Code>(CountUnit::kPerson));
    for (const FieldRule& rule : mapping.fields) {
        if (rule.field != Field::kCountUnit) continue;
        if (rule.constant) units.insert(*rule.constant);
        for (const auto& [text, code] : rule.table) units.insert(code);
    }
    return units;
}

std::vector<std::string> names_of(const std::set<Code>& units) {
    std::vector<std::string> names;
    names.reserve(units.size());
    for (const Code unit : units) names.emplace_back(term_name(Vocabulary::kCountUnit, unit));
    return names;
}

}  // namespace

int send_nil(Workbench& bench, const std::string& month_text, const std::string& unit_name, const Clock& clock,
             Console& console) {
    const auto month = Month::parse(month_text);
    if (!month || *month > bench.rules.current_month) {
        console.complain(fmt::format("\"{}\" is no month that has begun, such as 2026-04", month_text));
        return exit_code::kUsage;
    }
    std::set<Code> units = units_of(bench.mapping);
    if (!unit_name.empty()) {
        const auto names = names_of(units);
        std::erase_if(units, [&](Code unit) { return term_name(Vocabulary::kCountUnit, unit) != unit_name; });
        if (units.empty()) {
            console.complain(
                fmt::format("the mapping gives no unit \"{}\", only {}", unit_name, fmt::join(names, ", ")));
            return exit_code::kUsage;
        }
    }
    RunOptions options;
    options.once = true;
    options.nil = NilRequest{*month, {units.begin(), units.end()}};
    console.say(fmt::format("nil return for {}: {}", month->text(), fmt::join(names_of(units), ", ")));
    return run_agent(bench, options, clock, console);
}

}  // namespace svd::agent
