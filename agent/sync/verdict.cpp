#include "agent/sync/verdict.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "core/receipts/receipt_file.h"

namespace svd::agent {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? json::value_to<std::string>(*value) : std::string{};
}

// With its full stop: some of the hub's titles have one, some have none.
std::string sentence(std::string text) {
    if (!text.empty() && std::string_view(".!?").find(text.back()) == std::string_view::npos) text += '.';
    return text;
}

std::optional<json::object> read_problem(const HubAnswer& answer) {
    if (!answer.content_type.starts_with("application/problem+json")) return std::nullopt;
    boost::system::error_code failed;
    json::value value = json::parse(answer.body, failed);
    if (failed || !value.is_object()) return std::nullopt;
    return value.as_object();
}

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
    meaning.message = fmt::format("the hub answered {}", answer->status);
    if (!problem) {
        meaning.message = fmt::format(
            "something between here and the hub, such as a proxy, answered {} in the hub's place; ask whoever runs it "
            "to let this address through",
            answer->status);
        return meaning;
    }
    meaning.code = text_at(*problem, "code");
    meaning.message += fmt::format(": {}", sentence(text_at(*problem, "title")));
    if (const std::string detail = text_at(*problem, "detail"); !detail.empty()) {
        meaning.message += " " + sentence(detail);
    }
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
                read_rows(*problem, meaning);
            }
    }
    return meaning;
}

}  // namespace svd::agent
