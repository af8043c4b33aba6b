#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <map>

#include "core/base/limits.h"
#include "core/wire/receipt_codec.h"
#include "hub/api/endpoints.h"
#include "hub/http/problem.h"
#include "hub/ledger/submission_entry.h"

namespace svd::api {
namespace {

std::optional<wire::Encoding> encoding_of(std::string_view content_type) {
    std::string type(content_type.substr(0, content_type.find_first_of("; \t")));
    std::ranges::transform(type, type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (type == "application/x-protobuf") return wire::Encoding::kProtobuf;
    if (type == "application/json") return wire::Encoding::kProtobufJson;
    return std::nullopt;
}

boost::json::object finding_json(const Finding& finding, bool of_a_row) {
    const FindingText& text = text_of(finding.code);
    boost::json::object object;
    object["code"] = code_text(finding.code);
    if (of_a_row) {
        object["rows"] = row_kind_name(finding.rows);
        object["row"] = finding.row;
    }
    if (!finding.field.empty()) object["field"] = finding.field;
    object["title"] = text.title;
    object["next"] = text.next;
    return object;
}

// Everything that is wrong, at once, up to a bound: the count is always whole.
http::Response rules_problem(const Verdict& verdict, std::string_view trace_id) {
    boost::json::array errors;
    const auto list = [&](const std::vector<Finding>& findings, bool of_a_row) {
        for (const Finding& finding : findings) {
            if (errors.size() < limits::kFindingsListedMax) errors.push_back(finding_json(finding, of_a_row));
        }
    };
    list(verdict.file, false);
    list(verdict.refused, true);
    boost::json::object members;
    members["errors"] = std::move(errors);
    members["error_count"] = verdict.file.size() + verdict.refused.size();

    const FindingCode first = verdict.file.front().code;
    const FindingText& text = text_of(first);
    const bool contradicts = first == FindingCode::kMonthsAlreadySupplied || first == FindingCode::kSupersedesNotHeld;
    const unsigned status = first == FindingCode::kNotReadable ? 400 : contradicts ? 409 : 422;
    // A title has no full stop; a sentence of the catalogue has.
    return http::problem(status, code_text(first), text.title.substr(0, text.title.size() - 1),
                         std::string(text.why) + " " + std::string(text.next), trace_id, members);
}

std::vector<std::string> codes_of(const Rejection& rejection) {
    switch (rejection.reason) {
        case RejectionReason::kPartyUnknown: return {"party-unknown"};
        case RejectionReason::kDigestMismatch: return {"digest-mismatch"};
        case RejectionReason::kRules: break;
    }
    return svd::codes_of(rejection.verdict);
}

http::Response rejection_problem(const Rejection& rejection, std::string_view trace_id) {
    switch (rejection.reason) {
        case RejectionReason::kPartyUnknown:
            return http::problem(403, "party-unknown", "This certificate's agency is not in the partnership",
                                 "Ask the hub's operator to enter the agency in the configuration.", trace_id);
        case RejectionReason::kDigestMismatch:
            return http::problem(400, "digest-mismatch", "The body is not the one named in the path",
                                 "The path's last part must be the SHA-256 of the body, in lower-case hexadecimal.",
                                 trace_id);
        case RejectionReason::kRules: break;
    }
    return rules_problem(rejection.verdict, trace_id);
}

void count(const Outcome& outcome, const std::string& party, const Services& services) {
    static constexpr std::string_view kNames[] = {"accepted", "known",  "refused", "refused",
                                                  "known",    "failed", "failed",  "failed"};
    const auto now = services.clock.now().time_since_epoch().count();
    services.metrics.submission(party, kNames[static_cast<std::size_t>(outcome.ruling)], now);
    if (outcome.ruling != Ruling::kAccepted) return;  // else a submission that is sent again would count again
    std::map<FindingCode, std::uint64_t> rows;
    for (const Finding& finding : outcome.verdict.refused) ++rows[finding.code];
    for (const auto& [code, refused] : rows) services.metrics.rows_refused(party, code_text(code), refused);
}

http::Response outcome_response(const Outcome& outcome, bool as_json, std::string_view trace_id,
                                const Services& services) {
    switch (outcome.ruling) {
        case Ruling::kAccepted: return receipt_response(201, outcome.receipt_bytes, outcome.receipt_file, as_json);
        case Ruling::kKnown: return receipt_response(200, outcome.receipt_bytes, outcome.receipt_file, as_json);
        case Ruling::kRefused: return rules_problem(outcome.verdict, trace_id);
        case Ruling::kErased:
            return http::problem(410, "submission-erased", "This submission was accepted, and has been erased since",
                                 "Its entry in the log says when and why. Nothing was stored: the same bytes are not "
                                 "taken again.",
                                 trace_id);
        case Ruling::kUnreadable:
            return http::problem(500, "receipt-unreadable", "The receipt cannot be read",
                                 "The submission is held; the operator has been told. Ask for the receipt again later.",
                                 trace_id);
        case Ruling::kOvertaken:
        case Ruling::kReadOnly:
        case Ruling::kFailed: break;
    }
    return not_logged_problem(services, std::string(trace_id));
}

// A refusal is an entry as well, and is answered when that is on disk.
void reject(const Call& call, const Rejection& rejection, const Services& services, http::ResponseSink done) {
    const std::string& party = call.caller().id;
    services.metrics.submission(party, "refused", 0);
    LogEntry entry = entry_about(call, services, LogEvent::kSubmissionRefused);
    entry.party = party;
    entry.codes = codes_of(rejection);
    const auto shared = std::make_shared<std::pair<http::ResponseSink, http::Response>>(
        std::move(done), rejection_problem(rejection, call.request.request_id));
    const std::string& request_id = call.request.request_id;
    const bool taken =
        services.writer.submit(std::move(entry), [shared, request_id, &services](const Outcome& outcome) {
            const bool logged = outcome.ruling == Ruling::kAccepted;
            shared->first(logged ? std::move(shared->second) : not_logged_problem(services, request_id));
        });
    if (!taken) shared->first(busy_problem(request_id));
}

void propose(const Call& call, const Digest& digest, wire::Encoding encoding, const Services& services,
             http::ResponseSink done) {
    auto prepared = services.intake.prepare(call.caller(), digest, encoding, call.request.body);
    if (const auto* rejection = std::get_if<Rejection>(&prepared)) {
        return reject(call, *rejection, services, std::move(done));
    }
    auto& proposal = std::get<Proposal>(prepared);
    const std::string& trace_id = call.request.request_id;
    const std::string& party = call.caller().id;
    const bool as_json = call.request.accept.find("application/json") != std::string::npos;
    const auto sink = http::copyable(std::move(done));
    const bool taken = services.writer.submit(std::move(proposal),
                                              [sink, as_json, trace_id, party, &services](const Outcome& outcome) {
                                                  count(outcome, party, services);
                                                  sink(outcome_response(outcome, as_json, trace_id, services));
                                              });
    if (!taken) sink(busy_problem(trace_id));
}

}  // namespace

void put_submission(Call call, const Services& services, http::ResponseSink done) {
    const auto digest = digest_from_hex(call.match.arguments.front());
    if (!digest) {
        return done(http::problem(400, "digest-malformed", "The path does not end in a SHA-256",
                                  "It is 64 lower-case hexadecimal digits.", call.request.request_id));
    }
    const auto encoding = encoding_of(call.request.content_type);
    if (!encoding) {
        return done(http::problem(415, "media-type-unsupported", "The body's type is not one we read",
                                  "Send application/x-protobuf, or application/json in protobuf's own mapping.",
                                  call.request.request_id));
    }
    if (call.request.body.size() <= limits::kInlineBodyBytesMax) {
        return propose(call, *digest, *encoding, services, std::move(done));
    }
    const auto shared = std::make_shared<std::pair<Call, http::ResponseSink>>(std::move(call), std::move(done));
    const bool taken = services.pool.post([shared, digest, encoding, &services] {
        propose(shared->first, *digest, *encoding, services, std::move(shared->second));
    });
    if (!taken) shared->second(busy_problem(shared->first.request.request_id));
}

}  // namespace svd::api
