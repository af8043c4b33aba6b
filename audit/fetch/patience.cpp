#include "audit/fetch/patience.h"

#include <fmt/format.h>

#include "core/base/limits.h"
#include "core/https/problem.h"

namespace svd::audit {
namespace {

// A hub that says that it has lost its log will not have found it a minute later.
bool is_busy(const HttpsAnswer& answer) {
    if (answer.status != 429 && answer.status != 503) return false;
    const auto problem = read_problem(answer);
    return !problem || problem->code != "log-contradicted";
}

// Of any answer but 200 and those that say "later".
Result<Found> refusal(const HttpsAnswer& answer, const std::string& path) {
    const auto problem = read_problem(answer);
    if (!problem) return Error{Errc::kUnreachable, not_the_hubs(answer)};
    if (answer.status == 404) return Found{Standing::kUnknown, {}};
    if (answer.status == 410) return Found{Standing::kErased, {}};
    const bool denied = answer.status == 401 || answer.status == 403;
    return Error{denied ? Errc::kDenied : Errc::kUnreachable, fmt::format("{}: {}", path, problem->text)};
}

Error stayed_busy(const HttpsAnswer& answer, const std::string& path) {
    const auto problem = read_problem(answer);
    return {Errc::kBusy, fmt::format("{}: {}", path, problem ? problem->text : not_the_hubs(answer))};
}

}  // namespace

Result<Found> PatientSource::get(const std::string& path, std::size_t bytes_max) {
    std::chrono::seconds wait = limits::kFetchWaitFirst;
    for (int tries = 1;; ++tries, wait *= 2) {
        auto answer = source_.get(path, bytes_max);
        if (!answer) return answer.error();
        if (answer->status == 200) return Found{Standing::kHere, std::move(answer->body)};
        if (!is_busy(*answer)) return refusal(*answer, path);
        const std::chrono::seconds asked_for = answer->retry_after.value_or(wait);
        if (tries == limits::kFetchTriesMax || asked_for > limits::kFetchWaitMax) return stayed_busy(*answer, path);
        sleep_(asked_for);
    }
}

Result<std::string> PatientSource::need(const std::string& path, std::size_t bytes_max) {
    auto found = get(path, bytes_max);
    if (!found) return found.error();
    if (found->standing != Standing::kHere) return Error{Errc::kNotFound, "the hub has no " + path};
    return std::move(found->body);
}

}  // namespace svd::audit
