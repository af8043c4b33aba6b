#include <fmt/format.h>
#include <sys/stat.h>

#include <boost/json.hpp>
#include <fstream>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"
#include "core/config/toml_table.h"
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

void check_file_there(const std::filesystem::path& file, std::string_view what, std::vector<std::string>& problems) {
    std::ifstream stream(file);
    if (!stream) problems.push_back(fmt::format("{}: cannot read {}", what, file.string()));
}

bool others_may_read(const std::filesystem::path& file) {
    struct stat facts{};
    return ::stat(file.c_str(), &facts) == 0 && (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

}  // namespace

int explain_code(const std::string& code, Console& console) {
    const auto found = find_finding(code);
    if (!found) {
        std::vector<std::string> codes;
        for (const FindingText& text : all_findings()) codes.push_back(code_text(text.code));
        console.complain(fmt::format("there is no code \"{}\".{}", code, did_you_mean(code, codes)));
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
        check_file_there(config.hub.ca, "hub.ca", problems);
        check_file_there(config.hub.cert, "hub.cert", problems);
        check_file_there(config.hub.key, "hub.key", problems);
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
