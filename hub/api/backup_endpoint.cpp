#include <date/date.h>

#include <boost/json.hpp>

#include "core/base/log.h"
#include "hub/api/endpoints.h"
#include "hub/http/problem.h"

namespace svd::api {

// The entry comes first, so that the copy holds it: a backup proves by itself that it was made.
Reading back_up(const Call& call, const Services& services) {
    if (services.backups.empty()) {
        return http::problem(409, "backups-not-configured", "This hub has no folder for backups",
                             "Name one in hub.toml, hub.backups, and start the hub again.", call.request.request_id);
    }
    LogEntry entry = entry_about(call, services, LogEvent::kBackedUp);
    const std::uint64_t entries = services.ledger.log().size();
    entry.snapshot = entries;
    const auto folder =
        services.backups / (date::format("%Y%m%dT%H%M%SZ", services.clock.now()) + "-" + std::to_string(entries));
    entry.subject = folder.filename().string();
    Reading reading(json_response(200, boost::json::object{{"folder", folder.string()}, {"entries", entries}}),
                    std::move(entry));
    reading.then = [&services, folder, trace_id = call.request.request_id]() -> std::optional<http::Response> {
        std::error_code failed;
        std::filesystem::create_directories(services.backups, failed);  // if it cannot be, copying says so
        const auto copied = services.ledger.copy_to(folder);
        if (copied) return std::nullopt;
        log::error("backup.failed", {{"error.message", copied.error().detail}});
        return http::problem(500, "backup-failed", "The backup could not be made",
                             "The hub's own log says why. What the log of entries says was begun; nothing is in the "
                             "folder.",
                             trace_id);
    };
    return reading;
}

}  // namespace svd::api
