#include <fmt/format.h>

#include <boost/json.hpp>

#include "audit/app/commands.h"
#include "audit/app/exit_codes.h"
#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/receipts/receipt_file.h"

namespace svd::audit {
namespace {

void check_submission(const fs::path& file, const wire::Receipt& receipt, std::string_view bytes, Report& report) {
    const Digest digest = sha256(bytes);
    if (digest == receipt.submission) return;
    report.add(Code::kNotThatSubmission, std::nullopt,
               file.string() + " has " + to_hex(digest) + ", the receipt " + to_hex(receipt.submission));
}

void say(const ProvenReceipt& proven, const Console& console) {
    const wire::Receipt& receipt = proven.receipt;
    console.say(fmt::format("{} sent {}", receipt.party, to_hex(receipt.submission)));
    console.say(fmt::format("  received {}, entry {} of {} ({} entries)", receipt.received_at, receipt.sequence,
                            proven.checkpoint.origin, proven.checkpoint.size));
    console.say(fmt::format("  under agreement {}; {} rows refused or warned of", receipt.agreement,
                            receipt.refused.size() + receipt.warnings.size()));
}

}  // namespace

int verify_receipt(const fs::path& file, const fs::path& submission, const TrustOptions& options,
                   const Console& console) {
    const auto trust = read_trust(options, nullptr, console);
    if (!trust) {
        console.complain(trust.error().detail);
        return exit_code::kUsage;
    }
    const auto bytes = read_file(file, limits::kReceiptFileBytesMax);
    if (!bytes) return unreadable(bytes.error(), console);
    std::optional<std::string> sent;
    if (!submission.empty()) {
        auto read = read_file(submission, limits::kSubmissionBytesMax);
        if (!read && read.error().code != Errc::kTooMany) return unreadable(read.error(), console);
        sent = read ? *std::move(read) : std::string();  // no submission is that large: it cannot be this one
    }
    Report report;
    boost::json::object object;
    const auto proven = verify_receipt_file(*bytes, trust->log);
    if (!proven) {
        report.add(Code::kReceiptUnproven, std::nullopt, proven.error().detail);
    } else {
        check_checkpoint(proven->checkpoint_note, *trust, report);
        if (sent) check_submission(submission, proven->receipt, *sent, report);
        say(*proven, console);
        object["receipt"] = boost::json::parse(wire::receipt_json(proven->receipt_bytes));
        object["checkpoint"] = {{"origin", proven->checkpoint.origin},
                                {"size", proven->checkpoint.size},
                                {"root", to_hex(proven->checkpoint.root)}};
    }
    object["ok"] = report.failures() == 0;
    object["submission_checked"] = proven && sent.has_value();
    for (auto& [name, value] : report_json(report)) object[name] = std::move(value);
    console.say(report);
    console.say(report.failures() == 0 ? "verified: the log holds this receipt" : "NOT verified");
    console.print(object);
    console.next(report.failures() > 0 ? fmt::format("`svd-audit explain {}` says what that means.",
                                                     code_text(report.findings().front().code))
                 : sent                ? std::string("nothing: these bytes were received as the receipt says.")
                                       : std::string("`--submission FILE` also shows that it is for those bytes."));
    return report.failures() == 0 ? exit_code::kVerified : exit_code::kFailed;
}

int explain(const std::string& code, const Console& console) {
    if (code.empty()) {
        boost::json::array codes;
        for (const CodeText& text : all_codes()) {
            console.say(fmt::format("{}  {}", code_text(text.code), text.title));
            codes.push_back({{"code", code_text(text.code)},
                             {"severity", text.warning ? "warning" : "failure"},
                             {"title", text.title}});
        }
        console.print(codes);
        console.next("`svd-audit explain CODE` says what to do.");
        return exit_code::kVerified;
    }
    const auto found = find_code(code);
    if (!found) {
        console.complain(fmt::format("there is no code \"{}\"; `svd-audit explain` lists them all", code));
        return exit_code::kUsage;
    }
    const CodeText& text = text_of(*found);
    console.say(fmt::format("{}  {}", code, text.title));
    console.say(text.warning ? "  A warning: it proves nothing wrong." : "  A failure: svd-audit ends with 65.");
    console.say(fmt::format("  {}", text.why));
    console.print({{"code", code},
                   {"severity", text.warning ? "warning" : "failure"},
                   {"title", text.title},
                   {"why", text.why},
                   {"next", text.next}});
    console.next(text.next);
    return exit_code::kVerified;
}

}  // namespace svd::audit
