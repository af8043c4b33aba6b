#include "hub/app/local_handler.h"

#include <boost/json.hpp>

#include "hub/http/problem.h"

namespace svd {

http::BodyPlan LocalHandler::plan(const http::RequestHead& head) {
    const bool known = head.path == "/livez" || head.path == "/readyz" || head.path == "/metrics";
    if (head.method == "GET" && known) return http::BodyPlan::accept(0);
    return http::BodyPlan::refuse(http::problem(404, "not-found", "There is nothing at this address.",
                                                "Here are /livez, /readyz and /metrics.", head.request_id));
}

void LocalHandler::handle(http::Request&& request, http::ResponseSink done) {
    if (request.path == "/metrics") return done(metrics());
    if (request.path == "/readyz") return done(ready());
    done({200, "application/json", "{\"status\":\"alive\"}\n", {}, false});
}

http::Response LocalHandler::ready() const {
    const bool disk = sources_.writer.healthy();
    // Old lists that still hold are not enough: whoever was revoked since is let in.
    const bool lists = !sources_.revocation()->expired(sources_.clock.now()) && !sources_.revocation_reload_failed();
    const auto word = [](bool good) { return good ? "ok" : "failed"; };
    const boost::json::object body{{"status", disk && lists ? "ready" : "not ready"},
                                   {"checks", {{"store", word(disk)}, {"revocation_lists", word(lists)}}}};
    return {disk && lists ? 200U : 503U, "application/json", boost::json::serialize(body) + "\n", {}, false};
}

http::Response LocalHandler::metrics() const {
    const http::ServerCounters& server = sources_.counters();
    const auto set = [this](std::string_view name, auto value) {
        sources_.metrics.gauge(name, static_cast<double>(value));
    };
    set("svdhub_log_entries", sources_.ledger.log().size());
    set("svdhub_writer_queue_jobs", sources_.writer.waiting());
    set("svdhub_connections_open", server.connections_open.load());
    set("svdhub_certificates_refused", server.certificates_refused.load());
    set("svdhub_requests_refused", server.requests_refused.load());
    set("svdhub_revocation_next_update_timestamp_seconds",
        sources_.revocation()->next_update().time_since_epoch().count());
    set("svdhub_revocation_reload_failed", sources_.revocation_reload_failed());
    std::uint64_t failed = 0;
    for (const auto& count : server.handshakes_failed) failed += count.load();
    set("svdhub_tls_handshakes_failed", failed);
    return {200, "text/plain; version=0.0.4", sources_.metrics.exposition(), {}, false};
}

}  // namespace svd
