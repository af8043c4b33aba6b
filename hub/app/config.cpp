#include "hub/app/config.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/base/limits.h"
#include "core/config/toml_table.h"
#include "core/tlog/note.h"
#include "hub/app/agreement_config.h"

namespace svd {
namespace {

std::string agency_kind_names() {
    std::string names;
    for (int kind = 0; kind <= static_cast<int>(AgencyKind::kYouthCustody); ++kind) {
        names += (kind == 0 ? "" : ", ") + std::string(agency_kind_name(static_cast<AgencyKind>(kind)));
    }
    return names;
}

class ConfigReader {
public:
    ConfigReader(const TomlTable& file, const std::filesystem::path& path)
        : folder_(path.parent_path()), problems_(path.string()), root_(file, "", 0, problems_) {}

    Result<HubConfig> read() {
        read_hub();
        read_tls();
        if (auto reference = section("reference")) {
            config_.reference = path(*reference, "path");
            reference->finish();
        }
        if (auto definitions = root_.table("definitions")) {
            config_.definition_folder = path(*definitions, "path");
            for (const std::string& name : definitions->text_or_list("default")) {
                config_.definitions += (config_.definitions.empty() ? "" : ",") + name;
            }
            definitions->finish();
        }
        if (auto logging = root_.table("log")) read_log(*logging);
        std::vector<TomlReader> parties = root_.tables("party");
        std::vector<std::string> ids;
        ids.reserve(parties.size());
        for (TomlReader& party : parties) ids.push_back(party.required_text("id"));
        agencies_.insert(ids.begin(), ids.end());
        for (std::size_t i = 0; i < parties.size(); ++i) read_party(parties[i], ids[i]);
        if (config_.parties.empty()) root_.problem("party", "at least one [[party]] is needed");
        root_.finish();
        if (!problems_.empty()) return invalid(problems_.text());
        // The order of profiles must not depend on the file's: whoever computes one again knows the parties alone.
        std::ranges::sort(config_.parties, {}, &Party::id);
        return std::move(config_);
    }

private:
    std::optional<TomlReader> section(std::string_view name) {
        auto found = root_.table(name);
        if (!found) root_.problem(name, "this section is missing");
        return found;
    }

    std::filesystem::path path(TomlReader& table, std::string_view key) {
        return (folder_ / table.required_text(key)).lexically_normal();
    }

    Endpoint endpoint(TomlReader& table, std::string_view key, std::string_view fallback) {
        const std::string text = table.text(key, fallback);
        const std::size_t colon = text.rfind(':');
        Endpoint found{text.substr(0, colon), 0};
        if (colon != std::string::npos) {
            const char* end = text.data() + text.size();
            const auto read = std::from_chars(text.data() + colon + 1, end, found.port);
            if (read.ec == std::errc{} && read.ptr == end) return found;
        }
        table.problem(key, "must be an address and a port, such as 0.0.0.0:8443");
        return found;
    }

    void read_hub() {
        auto hub = section("hub");
        if (!hub) return;
        config_.data = path(*hub, "data");
        config_.listen = endpoint(*hub, "listen", "0.0.0.0:8443");
        config_.local = endpoint(*hub, "local", "127.0.0.1:9464");
        config_.log_origin = hub->required_text("log_origin");
        if (!tlog::is_key_name(config_.log_origin)) {
            hub->problem("log_origin", "must name the log, without spaces and without +, such as svd-hub.example/kent");
        }
        if (hub->has("backups")) config_.backups = path(*hub, "backups");
        config_.log_key = hub->has("log_key") ? path(*hub, "log_key") : config_.data / "log-key.pem";
        config_.disclosure_key =
            hub->has("disclosure_key") ? path(*hub, "disclosure_key") : config_.data / "disclosure-key";
        config_.confirm_start_by =
            static_cast<std::size_t>(hub->number("confirm_start_by", 1, 0, limits::kConfirmStartByMax));
        config_.release_cosigners =
            static_cast<std::size_t>(hub->number("release_cosigners", 2, 0, limits::kConfirmStartByMax));
        const std::string disclosure = hub->text("disclosure", "required");
        config_.disclosure_off = disclosure == "off";
        if (disclosure != "off" && disclosure != "required") {
            hub->problem("disclosure", "must be \"required\", or \"off\" for exact figures that are not for release");
        }
        const std::string store = hub->text("store", "disk");
        config_.store_in_memory = store == "memory";
        config_.store_without_log = store == "disk_without_log";
        if (store != "disk" && !config_.store_in_memory && !config_.store_without_log) {
            hub->problem("store", "must be \"disk\", or for measuring \"memory\" or \"disk_without_log\"");
        }
        hub->finish();
    }

    void read_tls() {
        auto tls = section("tls");
        if (!tls) return;
        config_.tls = {path(*tls, "certificate").string(), path(*tls, "key").string(), path(*tls, "ca").string()};
        config_.revocation.lists = path(*tls, "crl").string();
        config_.revocation.authorities = config_.tls.authorities;
        if (tls->has("deny_list")) config_.revocation.deny_list = path(*tls, "deny_list").string();
        tls->finish();
    }

    void read_log(TomlReader& logging) {
        static constexpr std::pair<std::string_view, log::Level> kLevels[] = {{"debug", log::Level::kDebug},
                                                                              {"info", log::Level::kInfo},
                                                                              {"warning", log::Level::kWarning},
                                                                              {"error", log::Level::kError}};
        const std::string level = logging.text("level", "info");
        const auto* found = std::ranges::find(kLevels, level, &std::pair<std::string_view, log::Level>::first);
        if (found == std::end(kLevels)) logging.problem("level", "must be debug, info, warning or error");
        else config_.log_level = found->second;
        logging.finish();
    }

    void read_party(TomlReader& table, const std::string& id) {
        Party party;
        party.id = id;
        party.name = table.required_text("name");
        const auto kind = find_agency_kind(table.required_text("kind"));
        if (!kind) table.problem("kind", "must be one of " + agency_kind_names());
        else party.kind = *kind;
        if (!Identity::parse("urn:svd:agency:" + party.id) || !ids_.insert(party.id).second) {
            table.problem("id", "must be lower-case letters, digits and hyphens, and no other party's");
        }
        for (const std::string& text : table.text_or_list("areas")) {
            const auto code = AreaCode::parse(text);
            if (code) party.areas.push_back(*code);
            else table.problem("areas", "holds something that is no area code");
        }
        if (party.areas.empty()) table.problem("areas", "must name what the agency may speak for");
        for (TomlReader& agreement : table.tables("agreement")) {
            party.agreements.push_back(read_agreement(agreement, party, agencies_));
        }
        if (party.agreements.empty()) table.problem("agreement", "at least one [[party.agreement]] is needed");
        table.finish();
        config_.parties.push_back(std::move(party));
    }

    std::filesystem::path folder_;
    Problems problems_;
    TomlReader root_;
    HubConfig config_;
    std::set<std::string> agencies_;  // of every party, so that an agreement may name one further down
    std::set<std::string> ids_;  // of those read so far
};

}  // namespace

Result<HubConfig> load_config(const std::filesystem::path& file) {
    const auto table = load_toml(file);
    if (!table) return table.error();
    return ConfigReader(*table, file).read();
}

Result<Catalogue> load_catalogue(const HubConfig& config) {
    if (config.definition_folder.empty()) return Catalogue();
    auto catalogue = Catalogue::load(config.definition_folder);
    if (!catalogue) return catalogue;
    if (auto found = catalogue->find_all(config.definitions); !found) {
        return invalid("definitions.default: " + found.error().detail);
    }
    return catalogue;
}

Result<void> check_against(const HubConfig& config, const Geography& geography) {
    std::string problems;
    for (const Party& party : config.parties) {
        for (const AreaCode& area : party.areas) {
            if (geography.find(area)) continue;
            problems += "party " + party.id + ": area " + std::string(area.text()) +
                        " is not in the reference data, edition " + geography.edition() + "\n";
        }
    }
    if (!problems.empty()) return invalid(problems);
    return {};
}

}  // namespace svd
