// Texts made of the command line itself, so that they cannot differ from it: completion for shells, and a manual page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace svd::agent {

// For bash, zsh (by its bashcompinit) or fish; nothing for another shell.
std::optional<std::string> completion_script(const CLI::App& app, std::string_view shell);

// Of section 1, in the macros of man(7).
std::string manual_page(const CLI::App& app, std::string_view version);

}  // namespace svd::agent
