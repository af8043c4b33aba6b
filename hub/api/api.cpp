#include "hub/api/api.h"

#include "hub/api/endpoints.h"
#include "hub/http/problem.h"

namespace svd::api {
namespace {

http::Response match_problem(const MatchOutcome& outcome, const std::string& trace_id) {
    switch (outcome.failure) {
        case MatchFailure::kMalformed:
            return http::problem(400, "target-malformed", "The address asked for is malformed",
                                 "It must be a path, perhaps with a query.", trace_id);
        case MatchFailure::kMethodNotAllowed: {
            http::Response response = http::problem(405, "method-not-allowed", "This address does not bear that method",
                                                    "It bears " + outcome.allowed_methods + ".", trace_id);
            response.headers.emplace_back("Allow", outcome.allowed_methods);
            return response;
        }
        case MatchFailure::kNoSuchPath: break;
    }
    return http::problem(404, "not-found", "There is nothing at this address",
                         "The hub's addresses start with /v1/: whoami, areas, submissions.", trace_id);
}

using Read = Reading (*)(const Call&, const Services&);

Read reader_of(Endpoint endpoint) {
    switch (endpoint) {
        case Endpoint::kWhoami: return whoami;
        case Endpoint::kListSubmissions: return list_submissions;
        case Endpoint::kGetReceipt: return get_receipt;
        case Endpoint::kListAreas: return list_areas;
        case Endpoint::kGetProfile: return get_profile;
        case Endpoint::kSetAgreementStanding: return set_agreement_standing;
        case Endpoint::kLogKey: return log_key;
        case Endpoint::kLogCheckpoint: return log_checkpoint;
        case Endpoint::kLogBundle: return log_bundle;
        case Endpoint::kLogTile: return log_tile;
        case Endpoint::kLogEntries: return log_entries;
        case Endpoint::kLogContent: return log_content;
        case Endpoint::kLogLeft: return log_left;
        case Endpoint::kLogPartnership: return log_partnership;
        case Endpoint::kLogOlderPartnership: return log_older_partnership;
        case Endpoint::kWitness: return witness;
        case Endpoint::kCosign: return cosign;
        case Endpoint::kLogCosigned: return log_cosigned;
        case Endpoint::kListDueErasures: return list_due_erasures;
        case Endpoint::kEraseSubmissions: return erase_submissions;
        case Endpoint::kBackUp: return back_up;
        case Endpoint::kScorecard: return scorecard;
        case Endpoint::kPutSubmission: break;
    }
    return nullptr;
}

}  // namespace

// What waits for a thread of the pool, and then perhaps for the writer.
struct Api::Waiting {
    Waiting(Call given, http::ResponseSink sink, const Route& found)
        : call(std::move(given)), done(std::move(sink)), route(found) {}
    Call call;
    http::ResponseSink done;
    const Route& route;
    std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
};

http::BodyPlan Api::plan(const http::RequestHead& head) {
    const MatchOutcome outcome = match(head.method, head.target);
    if (!outcome.match) return http::BodyPlan::refuse(match_problem(outcome, head.request_id));
    const Route& route = routes()[outcome.match->route];
    if (!head.identity || !allows(route.access, head.identity->role)) {
        return http::BodyPlan::refuse(http::problem(
            403, "role-not-allowed", "Your certificate's role may not do this",
            "Roles come from the certificate; ask the hub's operator which one you need.", head.request_id));
    }
    return http::BodyPlan::accept(route.body_bytes_max, outcome.match->route);
}

void Api::handle(http::Request&& request, http::ResponseSink done) {
    MatchOutcome outcome = match(request.method, request.target);
    if (!outcome.match) return done(match_problem(outcome, request.request_id));
    Call call{std::move(request), *std::move(outcome.match)};
    notice_certificate(call);
    const Route& route = routes()[call.match.route];
    if (route.endpoint == Endpoint::kPutSubmission) return put_submission(std::move(call), services_, std::move(done));

    const auto waiting = std::make_shared<Waiting>(std::move(call), std::move(done), route);
    const bool taken = services_.pool.post([waiting, this] { read(waiting); });
    if (!taken) waiting->done(busy_problem(waiting->call.request.request_id));
}

// A certificate's first act is an entry of its own, before what it asks for.
void Api::notice_certificate(const Call& call) {
    if (!call.request.peer) return;
    LogEntry entry;
    entry.event = LogEvent::kCertificateIssued;
    entry.subject = to_hex(call.request.peer->own().fingerprint);
    if (services_.ledger.has_noted(entry)) return;
    entry.at = rfc3339(services_.clock.now());
    entry.actor = call.caller().uri();
    services_.writer.submit(Noticed{std::move(entry)}, [](const Outcome&) {});  // else the next request is noticed
}

// An answer with data in it leaves only after its entry is on disk.
void Api::read(const std::shared_ptr<Waiting>& waiting) {
    auto reading = std::make_shared<Reading>(reader_of(waiting->route.endpoint)(waiting->call, services_));
    const auto answer = [waiting, this](http::Response response) {
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - waiting->since;
        services_.metrics.request(waiting->route.pattern, response.status, took.count());
        waiting->done(std::move(response));
    };
    if (!reading->change) return answer(std::move(reading->response));
    const std::string& request_id = waiting->call.request.request_id;
    const bool says_why_itself = std::holds_alternative<Contradicted>(*reading->change);
    const bool taken = services_.writer.submit(*std::move(reading->change), [=, this](const Outcome& outcome) {
        const bool logged = outcome.ruling == Ruling::kAccepted || says_why_itself;
        if (outcome.ruling == Ruling::kOvertaken) {
            return answer(reading->overtaken ? *std::move(reading->overtaken) : busy_problem(request_id));
        }
        if (!logged) return answer(not_logged_problem(services_, request_id));
        if (!reading->then) return answer(std::move(reading->response));
        const bool goes_on = services_.pool.post([=] {
            auto failure = reading->then();
            answer(failure ? *std::move(failure) : std::move(reading->response));
        });
        if (!goes_on) answer(busy_problem(request_id));
    });
    if (!taken) answer(busy_problem(request_id));
}

}  // namespace svd::api
