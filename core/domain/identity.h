// Who somebody is: what a certificate proves, and nothing more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace svd {

enum class Role : std::uint8_t { kServer, kAgency, kAnalyst, kAuditor, kOperator };

std::string_view role_name(Role role);

// From exactly one URI subject alternative name, urn:svd:ROLE:ID.
struct Identity {
    Role role = Role::kAgency;
    std::string id;  // lower-case letters, digits and hyphens: kent-police

    static Result<Identity> parse(std::string_view uri);
    std::string uri() const;
    bool operator==(const Identity&) const = default;
};

}  // namespace svd
