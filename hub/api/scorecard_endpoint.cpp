#include <boost/json.hpp>

#include "core/base/limits.h"
#include "core/scorecard/scorecard.h"
#include "core/wire/log_codec.h"
#include "hub/api/endpoints.h"

namespace svd::api {
namespace {

std::variant<ScorecardQuestion, http::Response> read_what_is_due(const Call& call) {
    if (auto unknown = refuse_unknown_parameters(call, {"from", "to", "late_after"})) return *std::move(unknown);
    ScorecardQuestion question;
    for (const auto& [name, month] : {std::pair("from", &question.due.from), std::pair("to", &question.due.to)}) {
        const auto read = Month::parse(call.match.parameter(name).value_or(""));
        if (!read) return bad_parameter(call, name, "a month, such as 2021-04");
        *month = *read;
    }
    if (question.due.to < question.due.from || question.due.months() > limits::kProfileMonthsMax) {
        return bad_parameter(call, "to", "a month not before `from`, and not too many after it");
    }
    if (const auto days = call.match.parameter("late_after")) {
        std::uint64_t number = 0;
        if (!read_number(*days, number) || number > kLateAfterDaysMax) {
            return bad_parameter(call, "late_after", "a number of days, 30 if not given");
        }
        question.late_after_days = static_cast<int>(number);
    }
    return question;
}

}  // namespace

Reading scorecard(const Call& call, const Services& services) {
    auto read = read_what_is_due(call);
    if (auto* problem = std::get_if<http::Response>(&read)) return std::move(*problem);
    const auto& question = std::get<ScorecardQuestion>(read);
    Scorecard card(question);
    Result<void> readable;
    const auto scanned = services.ledger.log().scan(0, [&](std::uint64_t, std::string_view bytes) {
        const auto entry = wire::decode_log_entry(bytes);
        if (entry) card.follow(*entry);
        else readable = entry.error();
        return readable.has_value();
    });
    if (!scanned || !readable) return not_stored_problem(call.request.request_id);
    const std::vector<Score> scores = card.scores(services.parties);
    LogEntry entry = entry_about(call, services, LogEvent::kConsulted);
    entry.subject = "scorecard";
    entry.from = question.due.from;
    entry.to = question.due.to;
    entry.counts.push_back({"parties", scores.size()});
    return {json_response(200, scorecard_json(scores, question)), std::move(entry)};
}

}  // namespace svd::api
