// What an auditor reads and nobody else does: the partnership's document, a question in the log, and content or what is
// left of it held against an entry.  The first byte chooses which.
#include <algorithm>

#include "audit/checks/left_over_check.h"
#include "audit/copy/partnership_reader.h"
#include "audit/replay/question.h"
#include "core/receipts/receipt_file.h"
#include "tests/fuzz/fuzz_input.h"

namespace svd::fuzz {
namespace {

void check_partnership(std::string_view document) {
    const auto read = audit::read_partnership(document);
    if (!read) return;
    for (const Party& party : read->parties) {
        for (const Agreement& agreement : party.agreements) FUZZ_CHECK(party.find_agreement(agreement.id) != nullptr);
    }
}

void check_question(std::string_view text) {
    LogEntry entry;
    entry.at = "2021-06-18T07:06:40Z";
    entry.actor = "urn:svd:analyst:vru";
    entry.purpose = "monitor";
    entry.area = "E07000115";
    entry.from = Month::parse("2021-04").value();
    entry.to = Month::parse("2022-03").value();
    entry.question = text;
    const auto question = audit::read_question(entry);
    if (!question) return;
    FUZZ_CHECK(question->request.area.text() == entry.area);
    FUZZ_CHECK(!question->forms.empty());
}

// The entry commits to whatever the content is, so that more than the first check is reached.
void check_content(std::string_view bytes) {
    LogEntry entry;
    entry.event = LogEvent::kSubmissionAccepted;
    const auto stored = wire::decode_content_export(bytes);
    const auto receipt = stored ? wire::decode_receipt(stored->receipt_bytes) : stored.error();
    if (receipt) {
        entry.commitment = commit_to(stored->salt, receipt->submission, stored->receipt_bytes);
        entry.party = receipt->party;
        entry.at = receipt->received_at;
        entry.agreement = receipt->agreement;
    }
    const auto opened = audit::open_content(receipt ? receipt->sequence : 0, entry, bytes);
    if (const auto* content = std::get_if<audit::Content>(&opened)) FUZZ_CHECK(content->stored == *stored);
}

// The entry fits whatever the receipt is, so that what is let through is all that may be.
void check_left_over(std::string_view bytes) {
    LogEntry entry;
    entry.event = LogEvent::kSubmissionAccepted;
    const auto stored = wire::decode_left_over(bytes);
    const auto receipt = stored ? wire::decode_receipt(stored->receipt_bytes) : stored.error();
    if (receipt) {
        entry.party = receipt->party;
        entry.at = receipt->received_at;
        entry.agreement = receipt->agreement;
        entry.subject = supply_kind_name(static_cast<SupplyKind>(receipt->supply));
        if (!receipt->months.empty()) {
            const auto [first, last] = std::ranges::minmax(receipt->months);
            if (const auto month = Month::from_number(first)) entry.from = *month;
            if (const auto month = Month::from_number(last)) entry.to = *month;
        }
    }
    const auto opened = audit::open_left_over(receipt ? receipt->sequence : 0, entry, bytes);
    const auto* left = std::get_if<audit::LeftOver>(&opened);
    if (left == nullptr) return;
    FUZZ_CHECK(left->erased_by == stored->erased_by && left->receipt.refused.empty() && left->receipt.warnings.empty());
    FUZZ_CHECK(left->submission.rows() == left->submission.not_available.size());
    FUZZ_CHECK(!left->submission.has_unknown_fields);
}

}  // namespace
}  // namespace svd::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace svd;
    fuzz::Input input(data, size);
    switch (input.choice(4)) {
        case 0: fuzz::check_partnership(input.rest()); break;
        case 1: fuzz::check_question(input.rest()); break;
        case 2: fuzz::check_content(input.rest()); break;
        default: fuzz::check_left_over(input.rest()); break;
    }
    return 0;
}
