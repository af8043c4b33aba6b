#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>

#include "core/base/check.h"
#include "core/wire/message_codec.h"
#include "core/wire/submission_codec.h"

namespace svd::wire {
namespace {

void write_submission(const Submission& submission, v1::Submission& message) {
    message.set_format(submission.format);
    message.mutable_mapping()->set_name(submission.mapping_name);
    message.mutable_mapping()->set_version(submission.mapping_version);
    message.set_agreement(submission.agreement);
    message.set_supply(static_cast<v1::SupplyKind>(submission.supply));
    for (const std::uint32_t month : submission.months) message.add_months(month);
    for (const auto& digest : submission.supersedes) {
        message.add_supersedes(digest ? std::string(as_bytes(*digest)) : std::string());
    }
    if (submission.part_of) message.set_part_of(std::string(as_bytes(*submission.part_of)));
    // What came malformed goes on as malformed: it must not be mended by being read and written.
    else if (submission.part_of_malformed) message.set_part_of("?");
    for (const Incident& incident : submission.incidents) write_incident(incident, *message.add_incidents());
    for (const AggregateReturn& each : submission.aggregates) write_aggregate(each, *message.add_aggregates());
    for (const CohortSnapshot& cohort : submission.cohorts) write_cohort(cohort, *message.add_cohorts());
    for (const NilReturn& nil : submission.nil_returns) {
        auto& added = *message.add_nil_returns();
        added.set_month(nil.month);
        added.set_count_unit(static_cast<v1::CountUnit>(nil.count_unit));
    }
    for (const NotAvailable& statement : submission.not_available) {
        auto& added = *message.add_not_available();
        added.set_month(statement.month);
        added.set_count_unit(static_cast<v1::CountUnit>(statement.count_unit));
        added.set_reason(static_cast<v1::NotAvailableReason>(statement.reason));
    }
    for (const Amendment& amendment : submission.amendments) {
        auto& added = *message.add_amendments();
        write_address(amendment.row, *added.mutable_row());
        write_incident(amendment.replacement, *added.mutable_replacement());
    }
    for (const Withdrawal& withdrawal : submission.withdrawals) {
        auto& added = *message.add_withdrawals();
        write_address(withdrawal.row, *added.mutable_row());
        added.set_reason(static_cast<v1::WithdrawalReason>(withdrawal.reason));
    }
    if (submission.records_read > 0) {
        message.mutable_tally()->set_records_read(submission.records_read);
        message.mutable_tally()->set_records_set_aside(submission.records_set_aside);
    }
}

}  // namespace

std::string encode_submission(const Submission& submission, Encoding encoding) {
    v1::Submission message;
    write_submission(submission, message);
    std::string bytes;
    if (encoding == Encoding::kProtobuf) {
        SVD_CHECK(message.SerializeToString(&bytes));
        return bytes;
    }
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    SVD_CHECK(google::protobuf::util::MessageToJsonString(message, &bytes, options).ok());
    return bytes;
}

std::string submission_text(const Submission& submission) {
    v1::Submission message;
    write_submission(submission, message);
    std::string text;
    SVD_CHECK(google::protobuf::TextFormat::PrintToString(message, &text));
    return text;
}

}  // namespace svd::wire
