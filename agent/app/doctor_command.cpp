#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>

#include "agent/app/commands.h"
#include "agent/app/credentials.h"
#include "agent/app/doctor.h"
#include "agent/app/exit_codes.h"

namespace svd::agent {
namespace {

std::string environment_proxy() {
    for (const char* name : {"https_proxy", "HTTPS_PROXY"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return value;
    }
    return {};
}

// How much of the newest export in the inbox, or of the file named, the mapping knows.
Checkup look_at_coverage(const Workbench& bench, fs::path file) {
    std::error_code failed;
    if (file.empty()) {
        fs::file_time_type newest{};
        for (fs::directory_iterator at(bench.config.spool.inbox, failed), end; !failed && at != end;
             at.increment(failed)) {
            std::error_code absent;
            const auto changed = fs::last_write_time(at->path(), absent);
            const bool fits = matches_pattern(at->path().filename().string(), bench.config.spool.pattern);
            if (!fits || absent || (!file.empty() && changed <= newest)) continue;
            file = at->path();
            newest = changed;
        }
    }
    if (file.empty()) {
        return {"mapping", Health::kNotLooked, "there is no export in the inbox to try the mapping on",
                "`svd-agent doctor --sample FILE` tries one"};
    }
    const auto facts = inspect_file(file);
    if (!facts) return {"mapping", Health::kBad, facts.error().detail, "correct the path"};
    auto extract = open_export(bench, file, *facts);
    if (!extract) return {"mapping", Health::kBad, extract.error().detail, "correct the mapping or the export"};
    for (auto more = (*extract)->next(); more && *more; more = (*extract)->next()) {
    }
    const Tally& tally = (*extract)->tally();
    const std::string says = fmt::format("the mapping makes {} of {} records of {} ready to send", tally.ready,
                                         tally.read, file.filename().string());
    const bool personal = tally.personal_cells > 0;
    const bool held = personal || tally.percent_set_aside() > static_cast<double>(bench.config.max_rejected_percent);
    if (held || tally.ready == 0) {
        return {"mapping", Health::kBad,
                personal ? says + ", and finds what identifies people in mapped columns" : says,
                fmt::format("`svd-agent check {}`", file.string())};
    }
    if (tally.set_aside > 0)
        return {"mapping", Health::kWarning, says, fmt::format("`svd-agent check {}`", file.string())};
    return {"mapping", Health::kGood, says, {}};
}

void look_at_certificates(const AgentConfig& config, UtcTime now, std::vector<Checkup>& checkups) {
    if (const auto usable = check_hub_files(config.hub); !usable) {
        checkups.push_back(
            {"certificate", Health::kBad, usable.error().detail, "put the file there, or correct the setting named"});
        return;
    }
    const auto chain = read_chain_file(config.hub.cert.string());
    if (!chain) {
        checkups.push_back(
            {"certificate", Health::kBad, chain.error().detail, "take hub.cert from the hub's operator"});
        return;
    }
    checkups.push_back(judge_certificate(chain->own(), now));
    checkups.push_back(judge_name(chain->identity.uri(), config));
}

void look_at_network(const AgentConfig& config, const Clock& clock, std::vector<Checkup>& checkups) {
    checkups.push_back(judge_proxy(config.hub, environment_proxy()));
    checkups.push_back(look_up(first_host(config.hub)));
    if (checkups.back().health == Health::kBad) return;
    HttpsClient client({config.hub.url,
                        config.hub.ca,
                        config.hub.cert,
                        config.hub.key,
                        config.hub.proxy,
                        "svd-agent",
                        {"hub.url", "hub.ca", "hub.cert", "hub.key"}});
    HttpsQuestion question;
    question.path = "/v1/whoami";
    question.accept = "application/json";
    std::ranges::move(judge_contact(client.send(question), config, clock.now()), std::back_inserter(checkups));
}

int tell(const std::vector<Checkup>& checkups, const Console& console) {
    boost::json::array list;
    std::size_t bad = 0;
    const Checkup* first_bad = nullptr;
    for (const Checkup& each : checkups) {
        const std::string_view mark = each.health == Health::kGood        ? "ok"
                                      : each.health == Health::kWarning   ? "look"
                                      : each.health == Health::kNotLooked ? "-"
                                                                          : "WRONG";
        console.say(fmt::format("{:<6} {:<14} {}", mark, each.subject, each.says));
        if (!each.fix.empty()) console.say(fmt::format("{:<21} -> {}", "", each.fix));
        bad += each.health == Health::kBad ? 1 : 0;
        if (each.health == Health::kBad && first_bad == nullptr) first_bad = &each;
        list.push_back({{"subject", each.subject},
                        {"health", health_name(each.health)},
                        {"says", each.says},
                        {"fix", each.fix.empty() ? boost::json::value(nullptr) : boost::json::value(each.fix)}});
    }
    console.print({{"ok", bad == 0}, {"checks", list}});
    console.next(first_bad == nullptr ? "nothing stands in the way of `svd-agent run`." : first_bad->fix + ".");
    return bad == 0 ? exit_code::kDone : exit_code::kConfiguration;
}

}  // namespace

int run_doctor(const fs::path& config_file, const DoctorOptions& options, const Clock& clock, Console& console) {
    std::vector<Checkup> checkups;
    const auto config = AgentConfig::load(config_file);
    if (!config) {
        checkups.push_back({"configuration", Health::kBad, config.error().detail, "correct the lines named"});
        return tell(checkups, console);
    }
    auto bench = Workbench::set_up(config_file, clock);
    if (bench) {
        checkups.push_back(
            {"configuration",
             Health::kGood,
             fmt::format("agency {}, mapping {} version {}, reference {}", config->party.id, (*bench)->mapping.name,
                         (*bench)->mapping.version, (*bench)->geography.edition()),
             {}});
        checkups.push_back(look_at_coverage(**bench, options.sample));
    } else {
        checkups.push_back({"configuration", Health::kBad, bench.error().detail, "correct the lines named"});
    }
    checkups.push_back(look_at_permissions(*config));
    checkups.push_back(look_at_disk(*config));
    checkups.push_back(look_at_queue(*config));
    look_at_certificates(*config, clock.now(), checkups);
    if (!options.offline) look_at_network(*config, clock, checkups);
    return tell(checkups, console);
}

}  // namespace svd::agent
