#include "agent/spool/nil_return.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/spool/words.h"
#include "core/crypto/digest.h"
#include "core/wire/submission_codec.h"

namespace svd::agent {
namespace {

Result<void> contradicted(const NilRequest& request, const Ledger& ledger) {
    const std::string month = request.month.text();
    const auto supplied = ledger.supplied(request.month);
    if (!supplied.empty()) {
        return Error{Errc::kConflict, fmt::format("{} was supplied from {} already; a nil return would contradict it",
                                                  month, supplied.front().file->name)};
    }
    for (const FileEntry* file : ledger.waiting()) {
        if (std::ranges::none_of(file->parts, [&](const Part& part) { return part.period.contains(request.month); }))
            continue;
        return Error{Errc::kConflict, fmt::format("{} of {} waits to be sent", month, file->name)};
    }
    return {};
}

SealedPart seal(const NilRequest& request, const Mapping& mapping, const IntakeSettings& settings) {
    Submission submission;
    submission.format = kSubmissionFormat;
    submission.mapping_name = mapping.name;
    submission.mapping_version = mapping.version;
    submission.agreement = settings.agreement;
    submission.supply = static_cast<Code>(SupplyKind::kFirst);
    submission.months = {request.month.number()};
    for (const Code unit : request.units) submission.nil_returns.push_back({request.month.number(), unit});
    SealedPart sealed;
    sealed.bytes = wire::encode_submission(submission, wire::Encoding::kProtobuf);
    sealed.part.sha256 = sha256(sealed.bytes);
    sealed.part.bytes = sealed.bytes.size();
    sealed.part.rows = 0;  // no record, so that a file that replaces it makes nothing smaller
    sealed.part.period = {request.month, request.month};
    sealed.part.units = request.units;
    sealed.part.supply = submission.supply;
    return sealed;
}

}  // namespace

Result<std::string> seal_nil_return(const NilRequest& request, const Mapping& mapping, const IntakeSettings& settings,
                                    Ledger& ledger, Outbox& outbox, const Clock& clock) {
    if (auto free = contradicted(request, ledger); !free) return free.error();
    const SealedPart sealed = seal(request, mapping, settings);
    if (const ReceiptLine* known = ledger.receipt_of(sealed.part.sha256)) {
        // It was replaced by records, and those are gone again: the hub would not count it a second time.
        return Error{Errc::kConflict, fmt::format("this nil return was sent on {} and replaced since; ask the hub's "
                                                  "operator",
                                                  plain_day(known->received_at))};
    }
    if (auto put = outbox.put(sealed); !put) return put.error();
    FileEntry entry;
    entry.digest = sealed.part.sha256;  // there is no file: it stands for itself
    entry.name = fmt::format("nil-return-{}", request.month.text());
    entry.dataset = settings.dataset;
    entry.at = rfc3339(clock.now());
    entry.parts.push_back(sealed.part);
    if (auto noted = ledger.sealed(entry); !noted) return noted.error();
    return entry.name;
}

}  // namespace svd::agent
