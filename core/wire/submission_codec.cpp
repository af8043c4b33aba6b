#include "core/wire/submission_codec.h"

#include <google/protobuf/arena.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>

#include "core/base/limits.h"
#include "core/wire/json_scan.h"
#include "core/wire/message_codec.h"

namespace svd::wire {
namespace {

namespace pb = google::protobuf;

// Submission, list, row, extra: nothing legitimate nests deeper.
constexpr int kNestingMax = 8;

// The library writes lines of its own to standard error about malformed text: a peer could fill our log with them.
void silence_library() { [[maybe_unused]] static pb::LogHandler* const before = pb::SetLogHandler(nullptr); }

// How much a message would be made of, told from its bytes: an empty row is two of them, and a hundred in memory.
struct Extent {
    std::size_t rows = 0;
    std::size_t superseded = 0;
    bool fits() const { return rows <= limits::kSubmissionRowsMax && superseded <= limits::kSubmissionRowsMax; }
};

// Where the walk cannot go on, no parser can either, so there are no more than it has seen.
Extent extent_of_protobuf(std::string_view bytes) {
    using Wire = pb::internal::WireFormatLite;
    pb::io::CodedInputStream coded(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
    Extent extent;
    while (const std::uint32_t tag = coded.ReadTag()) {
        const int field = Wire::GetTagFieldNumber(tag);
        const bool is_row =
            field >= v1::Submission::kIncidentsFieldNumber && field <= v1::Submission::kWithdrawalsFieldNumber;
        extent.rows += is_row ? 1 : 0;
        extent.superseded += field == v1::Submission::kSupersedesFieldNumber ? 1 : 0;
        if (!extent.fits() || !Wire::SkipField(&coded, tag)) break;
    }
    return extent;
}

bool parse_protobuf(std::string_view bytes, v1::Submission& message) {
    pb::io::ArrayInputStream stream(bytes.data(), static_cast<int>(bytes.size()));
    pb::io::CodedInputStream coded(&stream);
    coded.SetRecursionLimit(kNestingMax);
    return message.ParseFromCodedStream(&coded) && coded.ConsumedEntireMessage();
}

bool parse_json(std::string_view bytes, v1::Submission& message) {
    pb::util::JsonParseOptions options;
    options.ignore_unknown_fields = false;  // an unknown field is refused, as in protobuf
    return pb::util::JsonStringToMessage(pb::StringPiece(bytes.data(), bytes.size()), &message, options).ok();
}

void read_statements(const v1::Submission& message, Submission& submission, bool& unknown) {
    const auto note = [&](const pb::Message& part) { unknown = unknown || has_unknown_fields(part); };
    for (const auto& nil : message.nil_returns()) {
        note(nil);
        submission.nil_returns.push_back({nil.month(), code_of(nil.count_unit())});
    }
    for (const auto& statement : message.not_available()) {
        note(statement);
        submission.not_available.push_back(
            {statement.month(), code_of(statement.count_unit()), code_of(statement.reason())});
    }
    for (const auto& amendment : message.amendments()) {
        note(amendment);
        submission.amendments.push_back(
            {read_address(amendment.row(), unknown), read_incident(amendment.replacement(), unknown)});
    }
    for (const auto& withdrawal : message.withdrawals()) {
        note(withdrawal);
        submission.withdrawals.push_back({read_address(withdrawal.row(), unknown), code_of(withdrawal.reason())});
    }
}

Submission read_submission(const v1::Submission& message) {
    Submission submission;
    bool unknown =
        has_unknown_fields(message) || has_unknown_fields(message.mapping()) || has_unknown_fields(message.tally());
    submission.format = message.format();
    submission.mapping_name = message.mapping().name();
    submission.mapping_version = message.mapping().version();
    submission.agreement = message.agreement();
    submission.supply = code_of(message.supply());
    submission.months.assign(message.months().begin(), message.months().end());
    for (const std::string& digest : message.supersedes()) submission.supersedes.push_back(digest_from_bytes(digest));
    submission.part_of = digest_from_bytes(message.part_of());
    submission.part_of_malformed = !message.part_of().empty() && !submission.part_of;
    submission.incidents.reserve(static_cast<std::size_t>(message.incidents_size()));
    for (const auto& incident : message.incidents()) {
        submission.incidents.push_back(read_incident(incident, unknown));
    }
    for (const auto& aggregate : message.aggregates()) {
        submission.aggregates.push_back(read_aggregate(aggregate, unknown));
    }
    for (const auto& cohort : message.cohorts()) submission.cohorts.push_back(read_cohort(cohort, unknown));
    read_statements(message, submission, unknown);
    submission.records_read = message.tally().records_read();
    submission.records_set_aside = message.tally().records_set_aside();
    submission.has_unknown_fields = unknown;
    return submission;
}

}  // namespace

Result<Submission> decode_submission(std::string_view bytes, Encoding encoding) {
    if (bytes.size() > limits::kSubmissionBytesMax) return invalid("the submission is too large");
    const bool is_json = encoding == Encoding::kProtobufJson;
    const JsonScan json = is_json ? scan_json(bytes) : JsonScan{};
    const Extent extent = is_json ? Extent{json.rows, json.texts} : extent_of_protobuf(bytes);
    if (!extent.fits()) return Error{Errc::kTooMany, "the submission has too many rows"};
    if (is_json && !json.well_formed) return invalid("the bytes are not JSON");
    silence_library();
    // One block, sized by the input, is faster than many and is gone at the end.
    pb::ArenaOptions options;
    options.start_block_size = std::clamp<std::size_t>(bytes.size() * 8, 4 * limits::kKiB, limits::kMiB);
    options.max_block_size = limits::kMiB;
    pb::Arena arena(options);
    auto& message = *pb::Arena::CreateMessage<v1::Submission>(&arena);
    const bool parsed = is_json ? parse_json(bytes, message) : parse_protobuf(bytes, message);
    if (!parsed) return invalid("the bytes are not a submission");
    Submission submission = read_submission(message);
    // What is given twice is read once: then the message is smaller than the bytes were.
    const bool all_counted = is_json ? !json.repeated_names : message.ByteSizeLong() == bytes.size();
    submission.has_unknown_fields = submission.has_unknown_fields || !all_counted;
    return submission;
}

}  // namespace svd::wire
