// Everything that a command needs once the configuration is known good: mapping, geography, rules.
//
// Its parts refer to each other: it is made once and stays where it is.
#pragma once

#include <memory>
#include <string>

#include "agent/app/config.h"
#include "agent/source/mapping.h"
#include "agent/spool/hold_rules.h"
#include "core/base/clock.h"
#include "core/geography/geography.h"
#include "core/rules/rules.h"

namespace svd::agent {

struct Workbench {
    AgentConfig config;
    Mapping mapping;
    Geography geography;
    RuleContext rules{config.party, geography, Month()};

    IntakeSettings intake_settings() const;

    // kInvalid or kNotFound with text for the person who wrote the configuration.
    static Result<std::unique_ptr<Workbench>> set_up(const std::filesystem::path& config_file, const Clock& clock);

private:
    Workbench(AgentConfig c, Mapping m, Geography g)
        : config(std::move(c)), mapping(std::move(m)), geography(std::move(g)) {}
};

// As `run` reads it.
Result<std::unique_ptr<Extract>> open_export(const Workbench& bench, const std::filesystem::path& file,
                                             const FileFacts& facts);

}  // namespace svd::agent
