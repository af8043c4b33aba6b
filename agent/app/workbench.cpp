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

IntakeSettings Workbench::intake_settings() const {
    return {config.dataset, config.agreement, config.max_rejected_percent, config.max_shrink_percent, false};
}

}  // namespace svd::agent
