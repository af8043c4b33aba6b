// What a session decides, counts and logs without waiting for anything: session.cpp is the protocol.
#include <date/date.h>

#include <algorithm>

#include "core/base/log.h"
#include "hub/http/problem.h"
#include "hub/http/session.h"
#include "hub/http/trace.h"

namespace svd::http {

std::string_view SessionHome::date_at(UtcTime now) {
    if (now != date_time) {
        date = date::format("%a, %d %b %Y %T GMT", now);
        date_time = now;
    }
    return date;
}

void Session::begin_head() {
    head_time_ = SteadyClock::now();
    request_ = {};
    static_cast<RequestHead&>(request_) = std::move(parser_.head());
    const auto trace = trace_id_of(request_.traceparent);
    request_.request_id = trace ? std::string(*trace) : random_request_id(context_.home.random);
    request_.client_address = client_address_;
    request_.peer = peer_;
    if (peer_) request_.identity = peer_->identity;
    body_missing_ = request_.content_length;
}

Response Session::refusal_of(const Refusal& refusal) const {
    return problem(refusal.status, refusal.code, refusal.title, refusal.detail, request_.request_id);
}

std::optional<Response> Session::refuse_certificate() const {
    if (!transport_->is_tls()) return std::nullopt;
    if (!peer_) {
        return problem(403, "certificate-identity", "The certificate names nobody we know", identity_problem_,
                       request_.request_id);
    }
    const auto list = context_.options.revocation();
    const Standing standing = list ? list->check(*peer_, context_.clock.now()) : Standing::kListMissing;
    if (standing == Standing::kGood) return std::nullopt;
    switch (standing) {
        case Standing::kRevoked:
            return problem(403, standing_code(standing), "The certificate was revoked",
                           "Ask whoever runs the certificates for a new one.", request_.request_id);
        case Standing::kCertificateExpired:
            return problem(403, standing_code(standing), "The certificate has expired", "Renew it and connect again.",
                           request_.request_id);
        default:
            return problem(503, standing_code(standing), "Certificates cannot be checked",
                           "The hub has no current revocation list. Its operator has to mend that.",
                           request_.request_id);
    }
}

// Everything that can be decided before the body is read, in order: who, how, what.
std::optional<Response> Session::refuse_head() {
    if (std::optional<Response> refusal = refuse_certificate()) {
        ++context_.counters.certificates_refused;
        log::warning("certificate_refused", {{"client.address", client_address_},
                                             {"user.id", identity_uri_},
                                             {"error.message", identity_problem_},
                                             {"trace.id", request_.request_id}});
        finished_ = true;
        return refusal;
    }
    suspect_ = false;
    if (parser_.refusal() != nullptr) {
        finished_ = true;
        return refusal_of(*parser_.refusal());
    }
    buffer_.consume(parser_.head_bytes());
    finished_ = !parser_.keep_alive() || context_.home.stopping;
    BodyPlan plan = context_.handler.plan(request_);
    if (plan.refusal) return std::move(plan.refusal);
    if (request_.content_length > plan.bytes_max) {
        return problem(413, "body-too-large", "Body too large",
                       "This route takes at most " + std::to_string(plan.bytes_max) + " bytes.", request_.request_id);
    }
    request_.route = plan.route;
    return std::nullopt;
}

void Session::count_and_log(const Response& response, std::size_t body_bytes) {
    const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - head_time_).count();
    ServerCounters& counters = context_.counters;
    ++counters.requests_by_class[std::min<std::size_t>(response.status / 100, counters.requests_by_class.size() - 1)];
    counters.response_body_bytes += body_bytes;
    counters.request_microseconds += static_cast<std::uint64_t>(taken);
    if (!context_.options.access_log) return;
    log::info("http_request", {{"user.id", identity_uri_},
                               {"client.address", client_address_},
                               {"http.request.method", request_.method},
                               {"url.path", request_.path},
                               {"http.response.status_code", std::int64_t{response.status}},
                               {"http.response.body.bytes", static_cast<std::int64_t>(body_bytes)},
                               {"event.duration_us", std::int64_t{taken}},
                               {"trace.id", request_.request_id}});
}

}  // namespace svd::http
