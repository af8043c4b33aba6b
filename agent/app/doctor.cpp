#include "agent/app/doctor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdlib>

#include "core/base/limits.h"

namespace svd::agent {
namespace {

using namespace std::chrono_literals;

constexpr std::array kExpiryWarnings = {std::chrono::days(1), std::chrono::days(7), std::chrono::days(14),
                                        std::chrono::days(30)};
constexpr auto kClockOff = 2min;  // receipts and certificates are judged by it
constexpr std::uint64_t kDiskLow = 1'024 * limits::kMiB;
constexpr std::uint64_t kDiskFull = 100 * limits::kMiB;

constexpr std::string_view kOwnFix = "ask the hub's operator for a new one, for the key that is here";

Checkup good(std::string subject, std::string says) { return {std::move(subject), Health::kGood, std::move(says), {}}; }

bool lists(const boost::json::object& party, std::string_view key, std::string_view wanted) {
    const auto* list = party.if_contains(key);
    if (list == nullptr || !list->is_array()) return false;
    return std::ranges::any_of(list->as_array(), [&](const boost::json::value& each) {
        return each.is_string() && std::string_view(each.as_string()) == wanted;
    });
}

std::string text_at(const boost::json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string{};
}

Checkup judge_failure(const Error& error) {
    switch (error.code) {
        case Errc::kDenied:
            return {"authorisation", Health::kBad, fmt::format("the hub refused this certificate ({})", error.detail),
                    "ask the hub's operator whether it was revoked or has run out"};
        case Errc::kInvalid:
            return {"chain", Health::kBad, error.detail,
                    "have the address of the hub exempted from TLS inspection, or take the authority's certificate and "
                    "the address from the hub's operator"};
        case Errc::kTimedOut:
            return {"connection", Health::kBad, fmt::format("the hub did not answer in time ({})", error.detail),
                    "ask whoever runs the firewall to let this computer reach that host and port"};
        default:
            return {"connection", Health::kBad, fmt::format("the hub cannot be reached ({})", error.detail),
                    "look at hub.url and hub.proxy; ask whoever runs the firewall to let this computer reach that host "
                    "and port"};
    }
}

void judge_party(const boost::json::object& said, const AgentConfig& config, std::vector<Checkup>& checkups) {
    const auto* found = said.if_contains("party");
    if (found == nullptr || !found->is_object()) {
        checkups.push_back({"authorisation", Health::kBad,
                            "the hub knows this certificate and has no such agency in its configuration",
                            "ask the hub's operator to add the agency"});
        return;
    }
    const boost::json::object& party = found->as_object();
    const std::string kind = text_at(party, "kind");
    if (kind != agency_kind_name(config.party.kind)) {
        checkups.push_back({"authorisation", Health::kBad,
                            fmt::format("the hub has this agency as \"{}\", the configuration as \"{}\"", kind,
                                        agency_kind_name(config.party.kind)),
                            "correct agent.kind, or ask the hub's operator"});
    }
    for (const AreaCode& area : config.party.areas) {
        if (lists(party, "areas", area.text())) continue;
        checkups.push_back({"authorisation", Health::kWarning,
                            fmt::format("the hub does not list {} among this agency's areas", area.text()),
                            "correct agent.areas, or ask the hub's operator"});
    }
    if (lists(party, "agreements", config.agreement)) {
        checkups.push_back(
            good("agreement", fmt::format("the hub has the agreement {} with this agency", config.agreement)));
    } else {
        checkups.push_back({"agreement", Health::kBad,
                            fmt::format("the hub has no agreement {} with this agency", config.agreement),
                            "correct agent.agreement, or ask the hub's operator"});
    }
}

}  // namespace

std::string_view health_name(Health health) {
    switch (health) {
        case Health::kGood: return "good";
        case Health::kWarning: return "warning";
        case Health::kBad: return "bad";
        case Health::kNotLooked: return "not_looked";
    }
    return "?";
}

Checkup judge_certificate(const Certificate& own, UtcTime now) {
    const std::string until = rfc3339(own.not_after).substr(0, 10);
    if (now < own.not_before) {
        return {"certificate", Health::kBad, "this agency's certificate is not valid yet, by this computer's clock",
                "set the clock, or wait"};
    }
    if (now >= own.not_after) {
        return {"certificate", Health::kBad, fmt::format("this agency's certificate ran out on {}", until),
                std::string(kOwnFix)};
    }
    for (const auto limit : kExpiryWarnings) {
        if (own.not_after - now >= limit) continue;
        return {"certificate", Health::kWarning,
                fmt::format("this agency's certificate runs out on {}, in less than {} day{}", until, limit.count(),
                            limit.count() == 1 ? "" : "s"),
                std::string(kOwnFix)};
    }
    return good("certificate", fmt::format("this agency's certificate holds until {}", until));
}

Checkup judge_name(std::string_view identity_uri, const AgentConfig& config) {
    const std::string expected = fmt::format("urn:svd:agency:{}", config.party.id);
    if (identity_uri == expected) return good("name", fmt::format("the certificate is that of {}", config.party.id));
    return {"name", Health::kBad,
            fmt::format("the certificate is of {}, the configuration of {}", identity_uri, expected),
            "correct agent.id, or hub.cert"};
}

Checkup judge_clock(const HttpsAnswer& answer, UtcTime now) {
    if (!answer.date) return {"clock", Health::kNotLooked, "the hub did not say what time it is", {}};
    const auto off = now > *answer.date ? now - *answer.date : *answer.date - now;
    if (off <= kClockOff) return good("clock", "the clock agrees with the hub's");
    return {"clock", Health::kBad,
            fmt::format("the clock is {} minutes {} the hub's",
                        std::chrono::duration_cast<std::chrono::minutes>(off).count(),
                        now > *answer.date ? "ahead of" : "behind"),
            "have this computer set its clock by the network (NTP)"};
}

std::vector<Checkup> judge_contact(const Result<HttpsAnswer>& answer, const AgentConfig& config, UtcTime now) {
    if (!answer) return {judge_failure(answer.error())};
    std::vector<Checkup> checkups;
    boost::system::error_code broken;
    const boost::json::value said = boost::json::parse(answer->body, broken);
    const bool of_hub = !broken && said.is_object();
    if (!of_hub || answer->status == 407) {
        checkups.push_back(
            {"connection", Health::kBad,
             fmt::format("something between here and the hub answered {} in the hub's place", answer->status),
             "ask whoever runs the proxy to let this address through"});
        return checkups;
    }
    checkups.push_back(good("connection", "the hub answers, and both certificates are good"));
    checkups.push_back(judge_clock(*answer, now));
    if (answer->status == 200) {
        if (text_at(said.as_object(), "role") == "agency") {
            checkups.push_back(
                good("authorisation", fmt::format("the hub knows this agent as {}", text_at(said.as_object(), "id"))));
        }
        judge_party(said.as_object(), config, checkups);
    } else if (answer->status == 401 || answer->status == 403) {
        checkups.push_back({"authorisation", Health::kBad,
                            fmt::format("the hub does not let this agency in (it answered {})", answer->status),
                            "ask the hub's operator"});
    } else {
        checkups.push_back({"authorisation", Health::kWarning,
                            fmt::format("the hub is not ready to say (it answered {})", answer->status),
                            "try again later"});
    }
    return checkups;
}

Checkup judge_proxy(const HubSettings& hub, std::string_view environment) {
    if (!hub.proxy.empty()) return good("proxy", "the hub is reached through the proxy in hub.proxy");
    if (environment.empty()) return good("proxy", "no proxy is used");
    return {"proxy", Health::kWarning, "this computer names a proxy in its environment, and the agent does not use it",
            "if the hub cannot be reached, write that address into hub.proxy"};
}

Checkup judge_disk(std::uint64_t free_bytes) {
    const std::string says = fmt::format("the spool's disk has {} MiB free", free_bytes / limits::kMiB);
    if (free_bytes >= kDiskLow) return good("disk", says);
    return {"disk", free_bytes < kDiskFull ? Health::kBad : Health::kWarning, says,
            "make room, or move the spool: what is sent is kept there until somebody archives it"};
}

std::string first_host(const HubSettings& hub) {
    std::string_view text = hub.proxy.empty() ? hub.url : hub.proxy;
    if (const auto scheme = text.find("://"); scheme != text.npos) text.remove_prefix(scheme + 3);
    text = text.substr(0, text.find_first_of("/?#"));
    if (const auto user = text.rfind('@'); user != text.npos) text.remove_prefix(user + 1);
    if (text.starts_with('[')) return std::string(text.substr(1, text.find(']') - 1));
    return std::string(text.substr(0, text.find(':')));
}

}  // namespace svd::agent
