#include <fmt/format.h>
#include <sys/stat.h>

#include <boost/json.hpp>

#include "agent/app/commands.h"
#include "agent/app/credentials.h"
#include "agent/app/exit_codes.h"
#include "core/rules/findings.h"

namespace svd::agent {
namespace {

std::string_view severity_name(Severity severity) {
    switch (severity) {
        case Severity::kFileReject: return "refuses the whole file";
        case Severity::kRecordReject: return "sets the record aside";
        case Severity::kWarning: return "warning; the record is sent";
    }
    return "?";
}

bool others_may_read(const std::filesystem::path& file) {
    struct stat facts{};
    return ::stat(file.c_str(), &facts) == 0 && (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

}  // namespace

int list_codes(Console& console) {
    boost::json::array list;
    for (const FindingText& text : all_findings()) {
        console.say(fmt::format("{}  {}", code_text(text.code), text.title));
        list.push_back(
            {{"code", code_text(text.code)}, {"title", text.title}, {"effect", severity_name(text.severity)}});
    }
    console.print(list);
    console.next("`svd-agent explain CODE` says what to do.");
    return exit_code::kDone;
}

int explain_code(const std::string& code, Console& console) {
    const auto found = find_finding(code);
    if (!found) {
        console.complain(fmt::format("there is no code \"{}\"; `svd-agent explain` lists them all", code));
        return exit_code::kUsage;
    }
    const FindingText& text = text_of(*found);
    console.heading(fmt::format("{}  {}", code_text(*found), text.title));
    console.say(fmt::format("  {}.", severity_name(text.severity)));
    console.say(fmt::format("  {}", text.why));
    console.print({{"code", code_text(*found)},
                   {"effect", severity_name(text.severity)},
                   {"title", text.title},
                   {"why", text.why},
                   {"next", text.next}});
    console.next(text.next);
    return exit_code::kDone;
}

int check_config(const std::filesystem::path& file, const Clock& clock, Console& console) {
    std::vector<std::string> problems;
    auto bench = Workbench::set_up(file, clock);
    if (!bench) {
        problems.push_back(bench.error().detail);
    } else {
        const AgentConfig& config = (*bench)->config;
        if (const auto good = check_hub_files(config.hub); !good) problems.push_back(good.error().detail);
        if (const auto good = can_move(config.spool); !good) problems.push_back(good.error().detail);
        if (others_may_read(config.hub.key)) {
            problems.push_back(fmt::format("hub.key: others may read {}; chmod 600 it", config.hub.key.string()));
        }
    }
    boost::json::array list;
    for (const std::string& problem : problems) {
        console.complain(problem);
        list.emplace_back(problem);
    }
    console.print({{"ok", problems.empty()}, {"problems", list}});
    if (!problems.empty()) return exit_code::kConfiguration;
    const Workbench& good = **bench;
    console.say(fmt::format("{}: agency {}, mapping {} version {}, reference {}", file.filename().string(),
                            good.config.party.id, good.mapping.name, good.mapping.version, good.geography.edition()));
    console.next("`svd-agent check FILE` says what is wrong with an export.");
    return exit_code::kDone;
}

}  // namespace svd::agent
