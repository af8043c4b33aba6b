#include "core/domain/identity.h"

#include <algorithm>
#include <array>

#include "core/base/limits.h"

namespace svd {
namespace {

constexpr std::array<std::string_view, 5> kRoleNames = {"server", "agency", "analyst", "auditor", "operator"};

bool is_id(std::string_view text) {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !text.empty() && text.size() <= limits::kNameBytesMax && plain(text.front()) && plain(text.back()) &&
           std::ranges::all_of(text, [&](char c) { return plain(c) || c == '-'; });
}

}  // namespace

std::string_view role_name(Role role) { return kRoleNames[static_cast<std::size_t>(role)]; }

Result<Identity> Identity::parse(std::string_view uri) {
    static constexpr std::string_view kPrefix = "urn:svd:";
    if (!uri.starts_with(kPrefix)) return invalid("the certificate's URI name does not start with urn:svd:");
    const std::string_view rest = uri.substr(kPrefix.size());
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return invalid("the certificate's URI name is not urn:svd:ROLE:ID");
    const auto role = std::ranges::find(kRoleNames, rest.substr(0, colon));
    const std::string_view id = rest.substr(colon + 1);
    if (role == kRoleNames.end()) return invalid("the certificate's role is not one of ours");
    if (!is_id(id)) return invalid("the certificate's id is not lower-case letters, digits and hyphens");
    return Identity{static_cast<Role>(role - kRoleNames.begin()), std::string(id)};
}

std::string Identity::uri() const { return "urn:svd:" + std::string(role_name(role)) + ":" + id; }

}  // namespace svd
