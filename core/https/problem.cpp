#include "core/https/problem.h"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace svd {
namespace {

namespace json = boost::json;

// With its full stop: some of the hub's titles have one, some have none.
std::string sentence(std::string text) {
    if (!text.empty() && std::string_view(".!?").find(text.back()) == std::string_view::npos) text += '.';
    return text;
}

}  // namespace

std::string text_at(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? json::value_to<std::string>(*value) : std::string{};
}

std::optional<Problem> read_problem(const HttpsAnswer& answer) {
    if (!answer.content_type.starts_with("application/problem+json")) return std::nullopt;
    boost::system::error_code failed;
    json::value value = json::parse(answer.body, failed);
    if (failed || !value.is_object()) return std::nullopt;
    Problem problem;
    problem.document = std::move(value.as_object());
    problem.code = text_at(problem.document, "code");
    problem.text = fmt::format("the hub answered {}: {}", answer.status, sentence(text_at(problem.document, "title")));
    if (const std::string detail = text_at(problem.document, "detail"); !detail.empty()) {
        problem.text += " " + sentence(detail);
    }
    return problem;
}

std::string not_the_hubs(const HttpsAnswer& answer) {
    return fmt::format(
        "something between here and the hub, such as a proxy, answered {} in the hub's place; ask whoever runs it "
        "to let this address through",
        answer.status);
}

}  // namespace svd
