#include "agent/app/workbench.h"

#include <fmt/format.h>

namespace svd::agent {

Result<std::unique_ptr<Workbench>> Workbench::set_up(const std::filesystem::path& config_file, const Clock& clock) {
    auto config = AgentConfig::load(config_file);
    if (!config) return config.error();
    auto mapping = Mapping::load(config->mapping);
    if (!mapping) return mapping.error();
    auto geography = Geography::load(config->reference);
    if (!geography) return geography.error();
    for (const AreaCode& area : config->party.areas) {
        if (geography->find(area)) continue;
        return invalid(fmt::format("{}: agent.areas: there is no area {} in the reference data.",
                                   config_file.filename().string(), area.text()));
    }
    if (config->dataset.empty()) config->dataset = mapping->name;
    std::unique_ptr<Workbench> bench(new Workbench(std::move(*config), std::move(*mapping), std::move(*geography)));
    bench->rules.current_month = Month::of(clock.now());
    return bench;
}

Result<std::unique_ptr<Extract>> open_export(const Workbench& bench, const std::filesystem::path& file,
                                             const FileFacts& facts) {
    return Extract::open(file, facts, bench.mapping, bench.rules, bench.intake_settings().smallest_group);
}

IntakeSettings Workbench::intake_settings() const {
    return {config.dataset,
            config.agreement,
            config.max_rejected_percent,
            config.max_shrink_percent,
            false,
            static_cast<std::uint32_t>(config.smallest_group)};
}

}  // namespace svd::agent
