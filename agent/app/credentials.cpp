#include "agent/app/credentials.h"

#include <fmt/format.h>

#include <fstream>

#include "core/crypto/tls_settings.h"

namespace svd::agent {

Result<void> check_hub_files(const HubSettings& hub) {
    const std::pair<std::string_view, std::filesystem::path> files[] = {
        {"hub.ca", hub.ca}, {"hub.cert", hub.cert}, {"hub.key", hub.key}};
    for (const auto& [setting, file] : files) {
        std::error_code failed;
        std::ifstream stream(file);
        if (!stream || !std::filesystem::is_regular_file(file, failed)) {
            return invalid(fmt::format("{}: cannot read {}.", setting, file.string()));
        }
    }
    const auto good = check_credentials({hub.cert.string(), hub.key.string(), hub.ca.string()});
    if (good) return {};
    const std::string& detail = good.error().detail;
    if (detail.find(hub.ca.string()) != std::string::npos) {
        return invalid(fmt::format("hub.ca: {} holds no certificate of an authority that can be read ({}).",
                                   hub.ca.string(), detail));
    }
    if (detail.find(hub.cert.string()) != std::string::npos && detail.find(hub.key.string()) == std::string::npos) {
        return invalid(
            fmt::format("hub.cert: {} holds no certificate that can be read ({}).", hub.cert.string(), detail));
    }
    return invalid(fmt::format("hub.key: {} cannot be read as a key, or is not the key of hub.cert, {} ({}).",
                               hub.key.string(), hub.cert.string(), detail));
}

}  // namespace svd::agent
