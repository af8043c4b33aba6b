#include "agent/sync/verdict.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "core/https/problem.h"
#include "core/receipts/receipt_file.h"

namespace svd::agent {
namespace {

namespace json = boost::json;

void read_rows(const json::object& problem, AnswerMeaning& meaning) {
    const json::value* errors = problem.if_contains("errors");
    if (errors == nullptr || !errors->is_array()) return;
    for (const json::value& error : errors->as_array()) {
        if (!error.is_object()) continue;
        const json::object& object = error.as_object();
        ProblemRow row{text_at(object, "rows"), 0, text_at(object, "code"), text_at(object, "field")};
        const json::value* number = object.if_contains("row");
        boost::system::error_code failed;
        if (number != nullptr) row.row = number->to_number<std::uint32_t>(failed);
        meaning.rows.push_back(std::move(row));
    }
}

AnswerMeaning read_receipt(const HubAnswer& answer, const Digest& sent) {
    AnswerMeaning meaning;
    const auto evidence = evidence_of(answer.body);
    auto receipt = evidence ? wire::decode_receipt(evidence->receipt_bytes) : evidence.error();
    if (!receipt || receipt->submission != sent) {
        meaning.message =
            "the answer is not a receipt for what was sent; something between here and the hub may be "
            "answering in its place";
        return meaning;
    }
    meaning.kind = AnswerKind::kAccepted;
    meaning.receipt = std::move(*receipt);
    meaning.receipt_bytes = evidence->receipt_bytes;
    return meaning;
}

}  // namespace

AnswerMeaning understand(const Result<HubAnswer>& answer, const Digest& sent) {
    AnswerMeaning meaning;
    if (!answer) {
        const Errc code = answer.error().code;
        meaning.kind = code == Errc::kDenied    ? AnswerKind::kDenied
                       : code == Errc::kInvalid ? AnswerKind::kMisconfigured
                                                : AnswerKind::kTryLater;
        meaning.message = answer.error().detail;
        return meaning;
    }
    if (answer->status == 200 || answer->status == 201) return read_receipt(*answer, sent);
    meaning.retry_after = answer->retry_after;
    const auto problem = read_problem(*answer);
    if (!problem) {
        meaning.message = not_the_hubs(*answer);
        return meaning;
    }
    meaning.code = problem->code;
    meaning.message = problem->text;
    const std::string code_part =
        meaning.code.empty() ? "" : fmt::format(" ({0}; `svd-agent explain {0}`)", meaning.code);
    meaning.message += code_part;
    switch (answer->status) {
        case 401:
        case 403: meaning.kind = AnswerKind::kDenied; break;
        case 404:
        case 405:
        case 407:
        case 408:
        case 425:
        case 429: break;  // not about the submission
        default:
            if (answer->status >= 400 && answer->status < 500) {
                meaning.kind = AnswerKind::kRefused;
                read_rows(problem->document, meaning);
            }
    }
    return meaning;
}

HeldMeaning understand_held(const Result<HubAnswer>& answer, const Digest& asked) {
    if (answer && (answer->status == 404 || answer->status == 410)) {
        const auto problem = read_problem(*answer);
        if (problem && answer->status == 404 && problem->code == "submission-unknown") return {HeldKind::kLost, {}};
        if (problem && answer->status == 410) return {HeldKind::kErased, {}};
        return {HeldKind::kTryLater, problem ? problem->text : not_the_hubs(*answer)};
    }
    AnswerMeaning meaning = understand(answer, asked);
    switch (meaning.kind) {
        case AnswerKind::kAccepted: return {HeldKind::kHeld, {}};
        case AnswerKind::kDenied: return {HeldKind::kDenied, std::move(meaning.message)};
        case AnswerKind::kMisconfigured: return {HeldKind::kMisconfigured, std::move(meaning.message)};
        case AnswerKind::kRefused:
        case AnswerKind::kTryLater: break;
    }
    return {HeldKind::kTryLater, std::move(meaning.message)};
}

}  // namespace svd::agent
