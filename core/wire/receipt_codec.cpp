#include "core/wire/receipt_codec.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "core/base/check.h"
#include "core/wire/message_codec.h"
#include "core/wire/stable_bytes.h"
#include "svd/v1/receipt.pb.h"

namespace svd::wire {
namespace {

namespace pb = google::protobuf;

void write_finding(const RowFinding& finding, v1::RowFinding& message) {
    message.set_rows(static_cast<v1::RowKind>(finding.rows));
    message.set_row(finding.row);
    message.set_code(finding.code);
    message.set_field(finding.field);
}

RowFinding read_finding(const v1::RowFinding& message) {
    return {static_cast<RowKind>(message.rows()), message.row(), message.code(), message.field()};
}

void write_receipt(const Receipt& receipt, v1::Receipt& message) {
    message.set_submission(std::string(as_bytes(receipt.submission)));
    message.set_sequence(receipt.sequence);
    message.set_party(receipt.party);
    message.set_received_at(receipt.received_at);
    message.set_agreement(receipt.agreement);
    for (const std::uint32_t month : receipt.months) message.add_months(month);
    message.set_supply(static_cast<v1::SupplyKind>(receipt.supply));
    message.set_accepted_incidents(receipt.accepted.incidents);
    message.set_accepted_aggregates(receipt.accepted.aggregates);
    message.set_accepted_cohorts(receipt.accepted.cohorts);
    message.set_accepted_nil_returns(receipt.accepted.nil_returns);
    message.set_accepted_not_available(receipt.accepted.not_available);
    message.set_accepted_amendments(receipt.accepted.amendments);
    message.set_accepted_withdrawals(receipt.accepted.withdrawals);
    for (const RowFinding& finding : receipt.refused) write_finding(finding, *message.add_refused());
    for (const RowFinding& finding : receipt.warnings) write_finding(finding, *message.add_warnings());
}

Result<Receipt> read_receipt(const v1::Receipt& message) {
    const auto digest = digest_from_bytes(message.submission());
    if (!digest) return invalid("the receipt names no submission");
    const auto of_no_list = [](const v1::RowFinding& f) { return f.rows() == 0 || !v1::RowKind_IsValid(f.rows()); };
    if (std::ranges::any_of(message.refused(), of_no_list) || std::ranges::any_of(message.warnings(), of_no_list)) {
        return Error{Errc::kCorrupt, "the receipt names rows of no list"};
    }
    Receipt receipt;
    receipt.submission = *digest;
    receipt.sequence = message.sequence();
    receipt.party = message.party();
    receipt.received_at = message.received_at();
    receipt.agreement = message.agreement();
    receipt.months.assign(message.months().begin(), message.months().end());
    receipt.supply = code_of(message.supply());
    receipt.accepted = {message.accepted_incidents(),   message.accepted_aggregates(),    message.accepted_cohorts(),
                        message.accepted_nil_returns(), message.accepted_not_available(), message.accepted_amendments(),
                        message.accepted_withdrawals()};
    for (const auto& finding : message.refused()) receipt.refused.push_back(read_finding(finding));
    for (const auto& finding : message.warnings()) receipt.warnings.push_back(read_finding(finding));
    return receipt;
}

}  // namespace

std::string encode_receipt(const Receipt& receipt) {
    v1::Receipt message;
    write_receipt(receipt, message);
    return stable_bytes(message);
}

Result<Receipt> decode_receipt(std::string_view bytes) {
    v1::Receipt message;
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return Error{Errc::kCorrupt, "the bytes are not a receipt"};
    }
    return read_receipt(message);
}

std::string receipt_json(std::string_view receipt_bytes) {
    v1::Receipt message;
    SVD_CHECK(message.ParseFromArray(receipt_bytes.data(), static_cast<int>(receipt_bytes.size())));
    pb::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    options.always_print_primitive_fields = true;
    std::string json;
    SVD_CHECK(pb::util::MessageToJsonString(message, &json, options).ok());
    return json + "\n";
}

Result<Receipt> receipt_from_json(std::string_view json) {
    v1::Receipt message;
    if (!pb::util::JsonStringToMessage(pb::StringPiece(json.data(), json.size()), &message).ok()) {
        return invalid("the text is not a receipt");
    }
    return read_receipt(message);
}

}  // namespace svd::wire
