#include "agent/app/config.h"

#include <fmt/format.h>

#include "agent/witness/log_key.h"
#include "core/base/limits.h"
#include "core/config/toml_table.h"

namespace svd::agent {
namespace {

bool has_host(std::string_view url) {
    constexpr std::string_view kScheme = "https://";
    if (!url.starts_with(kScheme) || url.find_first_of(" \t") != url.npos) return false;
    url.remove_prefix(kScheme.size());
    return !url.empty() && std::string_view("/:?#").find(url[0]) == std::string_view::npos;
}

class ConfigReader {
public:
    ConfigReader(fs::path folder, Problems& problems) : folder_(std::move(folder)), problems_(problems) {}

    AgentConfig read(const TomlTable& toml) {
        TomlReader root(toml, "", 1, problems_);
        if (auto table = required(root, "agent")) read_agent(*table);
        if (auto table = required(root, "hub")) read_hub(*table);
        if (auto table = required(root, "reference")) {
            config_.reference = path(table->required_text("path"));
            table->finish();
        }
        if (auto table = required(root, "mapping")) {
            config_.mapping = path(table->required_text("path"));
            table->finish();
        }
        if (auto table = required(root, "spool")) read_spool(*table);
        config_.spool.inbox = config_.spool.state / "inbox";
        if (auto table = root.table("inbox")) read_inbox(*table);
        if (auto table = root.table("limits")) {
            config_.max_rejected_percent = table->number("max_rejected_percent", 5, 0, 100);
            config_.max_shrink_percent = table->number("max_shrink_percent", 20, 0, 100);
            config_.smallest_group = table->number("smallest_group", 1, 1, 100);
            table->finish();
        }
        root.finish();
        return std::move(config_);
    }

private:
    std::optional<TomlReader> required(TomlReader& root, std::string_view name) {
        if (!root.has(name)) root.problem(name, "this table is required.");
        return root.table(name);
    }

    fs::path path(const std::string& text) const {
        return text.empty() ? fs::path{} : (folder_ / text).lexically_normal();
    }

    void read_agent(TomlReader& table) {
        Party& party = config_.party;
        party.id = table.required_text("id");
        party.name = party.id;
        const std::string kind = table.required_text("kind");
        const auto found = find_agency_kind(kind);
        if (!found && !kind.empty()) {
            table.problem("kind", fmt::format("\"{}\" is no kind of agency, such as \"police\".", kind));
        }
        party.kind = found.value_or(AgencyKind::kPolice);
        for (const std::string& text : table.text_or_list("areas")) {
            const auto code = AreaCode::parse(text);
            if (code) party.areas.push_back(*code);
            if (!code) table.problem("areas", fmt::format("\"{}\" is no GSS code, such as \"E23000032\".", text));
        }
        if (!table.has("areas")) table.problem("areas", "the areas that the agency may speak for are required.");
        config_.agreement = table.required_text("agreement");
        if (config_.agreement.size() > limits::kNameBytesMax) table.problem("agreement", "is longer than 64 bytes.");
        party.agreements.push_back({config_.agreement, Month()});
        table.finish();
    }

    void read_hub(TomlReader& table) {
        config_.hub.url = table.required_text("url");
        if (!config_.hub.url.empty() && !has_host(config_.hub.url)) {
            table.problem("url", "expected https:// and a host, such as \"https://hub.example:8443\".");
        }
        config_.hub.ca = path(table.required_text("ca"));
        config_.hub.cert = path(table.required_text("cert"));
        config_.hub.key = path(table.required_text("key"));
        config_.hub.proxy = table.text("proxy", "");
        if (table.has("log_key")) {
            const auto key = parse_log_key(table.required_text("log_key"));
            if (key) config_.log_key = *key;
            if (!key) table.problem("log_key", fmt::format("{}: ask the hub's operator for it.", key.error().detail));
        }
        table.finish();
    }

    void read_spool(TomlReader& table) {
        config_.spool.state = path(table.required_text("path"));
        config_.spool.settle = std::chrono::seconds(table.number("settle_seconds", 60, 0, 86'400));
        const std::string after = table.text("after", "move");
        if (after != "move" && after != "leave") table.problem("after", "expected \"move\" or \"leave\".");
        config_.spool.move = after == "move";
        table.finish();
    }

    void read_inbox(TomlReader& table) {
        if (table.has("path")) config_.spool.inbox = path(table.required_text("path"));
        config_.spool.pattern = table.text("pattern", "*.csv");
        config_.dataset = table.text("dataset", "");
        table.finish();
    }

    fs::path folder_;
    Problems& problems_;
    AgentConfig config_;
};

}  // namespace

Result<AgentConfig> AgentConfig::load(const std::filesystem::path& file) {
    auto toml = load_toml(file);
    if (!toml) return toml.error();
    Problems problems(file.filename().string());
    AgentConfig config = ConfigReader(fs::absolute(file).parent_path(), problems).read(*toml);
    if (!problems.empty()) return invalid(problems.text());
    return config;
}

}  // namespace svd::agent
