#include "hub/app/erase_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "hub/app/complaint.h"
#include "hub/app/exit_codes.h"

namespace svd {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view key) {
    const auto* found = object.if_contains(key);
    return found != nullptr && found->is_string() ? json::value_to<std::string>(*found) : std::string("?");
}

void print_group(const json::object& group, std::string_view done) {
    const auto& submissions = group.at("submissions").as_array();
    fmt::print("{}: {} under {}, {} to {}: {} submissions, {} records\n", done, text_at(group, "party"),
               text_at(group, "agreement"), text_at(group, "from"), text_at(group, "to"), submissions.size(),
               json::serialize(group.at("records")));
    if (const auto outputs = group.at("outputs_no_longer_reproducible").to_number<std::uint64_t>(); outputs > 0) {
        fmt::print("  {} outputs that counted them can be checked against the log and not be computed again\n",
                   outputs);
    }
}

Result<json::object> object_of(const Result<std::string>& body) {
    if (!body) return body.error();
    boost::system::error_code failed;
    auto read = json::parse(*body, failed);
    if (failed || !read.is_object()) return Error{Errc::kInvalid, "the hub's answer cannot be read"};
    return std::move(read.as_object());
}

int erase(const HubConfig& config, const OperatorOptions& as, const json::value& submissions, std::string_view reason) {
    const std::string body = json::serialize(json::object{{"submissions", submissions}, {"reason", reason}});
    const auto erased = object_of(ask_hub(config, as, "POST", "/v1/erasures", body));
    if (!erased) return complain(exit_code::kUnexpected, "not erased: " + erased.error().detail);
    print_group(*erased, "erased");
    return exit_code::kDone;
}

}  // namespace

EraseCommand::EraseCommand(CLI::App& program)
    : erase_(program.add_subcommand("erase", "Erase the content of submissions; their entries stay in the log")),
      due_(erase_->add_subcommand("due", "What is past the retention of its agreement")),
      submissions_(erase_->add_subcommand("submissions", "Those of certain numbers, for a reason of your own")) {
    erase_->fallthrough();
    erase_->require_subcommand(1);
    due_->add_flag("--dry-run", dry_run_, "Only say what would be erased");
    submissions_->add_option("SEQUENCE", sequences_, "Their numbers, of one agency under one agreement")->required();
    submissions_->add_option("--reason", reason_, "One word for the log, such as personal-data-found")->required();
    for (CLI::App* each : {due_, submissions_}) {
        each->fallthrough();
        as_.add_to(*each);
    }
}

bool EraseCommand::was_given() const { return erase_->parsed(); }

int EraseCommand::run(const HubConfig& config) const {
    return due_->parsed() ? erase_due(config) : erase(config, as_, json::value_from(sequences_), reason_);
}

int EraseCommand::erase_due(const HubConfig& config) const {
    const auto due = object_of(ask_hub(config, as_, "GET", "/v1/erasures/due", ""));
    if (!due) return complain(exit_code::kUnexpected, "nothing was erased: " + due.error().detail);
    const auto& items = due->at("items").as_array();
    if (items.empty()) fmt::print("Nothing is past its retention in {}.\n", text_at(*due, "month"));
    int worst = exit_code::kDone;
    for (const json::value& item : items) {
        const json::object& group = item.as_object();
        if (dry_run_) print_group(group, "would be erased");
        else if (const int code = erase(config, as_, group.at("submissions"), "retention"); code != 0) worst = code;
    }
    return worst;
}

}  // namespace svd
