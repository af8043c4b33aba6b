#include "agent/app/command_texts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <vector>

#include "agent/app/exit_codes.h"

namespace svd::agent {
namespace {

struct Command {
    std::string path;  // " receipts verify", empty for the program itself
    const CLI::App* app;
};

void gather(const CLI::App& app, const std::string& path, std::vector<Command>& commands) {
    commands.push_back({path, &app});
    for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) {
        gather(*below, path + " " + below->get_name(), commands);
    }
}

std::vector<Command> commands_of(const CLI::App& app) {
    std::vector<Command> commands;
    gather(app, "", commands);
    return commands;
}

// What may come next: commands below it, and options by their long names.
std::vector<std::string> words_after(const CLI::App& app) {
    std::vector<std::string> words;
    for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) {
        words.push_back(below->get_name());
    }
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
    }
    return words;
}

std::string bash_script(const CLI::App& app) {
    const auto commands = commands_of(app);
    std::string script =
        "# Completion of svd-agent for bash.\n_svd_agent() {\n    local word path=\"\" words=\"\"\n"
        "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n        case \"$path $word\" in\n";
    for (const Command& command : commands) {
        if (!command.path.empty()) script += fmt::format("            \"{0}\") path=\"{0}\" ;;\n", command.path);
    }
    script += "        esac\n    done\n    case \"$path\" in\n";
    for (const Command& command : commands) {
        script +=
            fmt::format("        \"{}\") words=\"{}\" ;;\n", command.path, fmt::join(words_after(*command.app), " "));
    }
    return script +
           "    esac\n    local current=\"${COMP_WORDS[COMP_CWORD]}\"\n"
           "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\"; compgen -f -- \"$current\")\n}\n"
           "complete -o filenames -F _svd_agent svd-agent\n";
}

std::string single_quoted(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'') result += '\\';
        result += c;
    }
    return result + "'";
}

std::string fish_script(const CLI::App& app) {
    std::string script = "# Completion of svd-agent for fish.\n";
    for (const Command& command : commands_of(app)) {
        const std::string where = command.path.empty()
                                      ? "__fish_use_subcommand"
                                      : fmt::format("__fish_seen_subcommand_from {}", command.app->get_name());
        for (const CLI::App* below : command.app->get_subcommands([](const CLI::App*) { return true; })) {
            script += fmt::format("complete -c svd-agent -n {} -a {} -d {}\n", single_quoted(where), below->get_name(),
                                  single_quoted(below->get_description()));
        }
        for (const CLI::Option* option : command.app->get_options()) {
            for (const std::string& name : option->get_lnames()) {
                script += fmt::format("complete -c svd-agent -n {} -l {} -d {}\n", single_quoted(where), name,
                                      single_quoted(option->get_description()));
            }
        }
    }
    return script;
}

// A line of text: no macro at its beginning, no escape within it.
std::string roff(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (c == '\\') line += "\\e";
        else if (c == '-') line += "\\-";
        else if (c == '\n') line += "\n.br\n";
        else line += c;
    }
    return !line.empty() && (line[0] == '.' || line[0] == '\'') ? "\\&" + line : line;
}

}  // namespace

std::optional<std::string> completion_script(const CLI::App& app, std::string_view shell) {
    if (shell == "bash") return bash_script(app);
    if (shell == "zsh") return "autoload -U +X bashcompinit && bashcompinit\n" + bash_script(app);
    if (shell == "fish") return fish_script(app);
    return std::nullopt;
}

std::string manual_page(const CLI::App& app, std::string_view version) {
    std::string page = fmt::format(
        ".TH SVD\\-AGENT 1 \"\" \"svd\\-agent {}\"\n.SH NAME\nsvd\\-agent \\- {}\n.SH SYNOPSIS\n.B svd\\-agent\n"
        "[\\fB\\-\\-config\\fR FILE] COMMAND [OPTIONS]\n.SH COMMANDS\n",
        version, roff(app.get_description()));
    for (const Command& command : commands_of(app)) {
        if (command.path.empty()) continue;
        std::string arguments;
        std::string options;
        for (const CLI::Option* option : command.app->get_options()) {
            if (option->get_positional()) arguments += fmt::format(" {}", roff(option->get_name(true)));
            if (option->get_positional() || option->get_lnames().empty()) continue;
            options += fmt::format(".RS\n.TP\n\\fB\\-\\-{}\\fR\n{}\n.RE\n", roff(option->get_lnames().front()),
                                   roff(option->get_description()));
        }
        page += fmt::format(".TP\n\\fB{}\\fR{}\n{}\n{}", roff(command.path.substr(1)), arguments,
                            roff(command.app->get_description()), options);
    }
    std::string statuses(exit_code::kHelp);
    return page + ".SH EXIT STATUS\n" + roff(statuses.substr(statuses.find('\n') + 1)) +
           "\n.SH SEE ALSO\ndocs/how\\-to/send\\-your\\-first\\-file.md, docs/reference/configuration.md\n";
}

}  // namespace svd::agent
