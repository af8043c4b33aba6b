#include "core/wire/log_codec.h"

#include <boost/json.hpp>

#include "core/wire/message_codec.h"
#include "core/wire/stable_bytes.h"
#include "svd/v1/log.pb.h"

namespace svd::wire {
namespace {

constexpr std::uint32_t kFormat = 1;

Error corrupt(const char* what) { return {Errc::kCorrupt, std::string("the bytes are not ") + what}; }

template <class Message>
bool parse(std::string_view bytes, Message& message) {
    return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) && !has_unknown_fields(message);
}

// An absent digest is no bytes; anything but 32 is an error.
bool read_digest(const std::string& bytes, std::optional<Digest>& digest) {
    if (!bytes.empty()) digest = digest_from_bytes(bytes);
    return bytes.empty() || digest;
}

bool read_month(std::uint32_t number, std::optional<Month>& month) {
    if (number == 0) return true;
    const auto read = Month::from_number(number);
    if (read) month = *read;
    return read.has_value();
}

std::uint32_t number_of(const std::optional<Month>& month) { return month ? month->number() : 0; }

bool take_counts(v1::LogEntry& message, LogEntry& entry) {
    entry.counts.reserve(static_cast<std::size_t>(message.counts_size()));
    for (v1::LogCount& count : *message.mutable_counts()) {
        if (has_unknown_fields(count)) return false;
        entry.counts.push_back({std::move(*count.mutable_of()), count.number()});
    }
    return true;
}

// One for each thread, used again and again: a new one allocates for every text in it.
v1::LogEntry& empty_message_of_this_thread() {
    thread_local v1::LogEntry message;
    message.Clear();
    return message;
}

void put_digest(const std::optional<Digest>& digest, std::string& bytes) {
    if (digest) bytes.assign(as_bytes(*digest));
}

}  // namespace

std::string encode_log_entry(const LogEntry& entry) {
    v1::LogEntry& message = empty_message_of_this_thread();
    message.set_format(kFormat);
    message.set_event(static_cast<v1::LogEvent>(entry.event));
    message.set_at(entry.at);
    message.set_actor(entry.actor);
    message.set_party(entry.party);
    message.set_agreement(entry.agreement);
    message.set_purpose(entry.purpose);
    message.set_area(entry.area);
    message.set_from_month(number_of(entry.from));
    message.set_to_month(number_of(entry.to));
    message.set_subject(entry.subject);
    put_digest(entry.commitment, *message.mutable_commitment());
    put_digest(entry.digest, *message.mutable_digest());
    message.set_snapshot(entry.snapshot);
    for (const LogCount& count : entry.counts) {
        v1::LogCount& added = *message.add_counts();
        added.set_of(count.of);
        added.set_number(count.number);
    }
    for (const std::string& code : entry.codes) message.add_codes(code);
    for (const std::uint64_t index : entry.refers_to) message.add_refers_to(index);
    message.set_question(entry.question);
    return stable_bytes(message);
}

Result<LogEntry> decode_log_entry(std::string_view bytes) {
    v1::LogEntry& message = empty_message_of_this_thread();
    if (!parse(bytes, message) || message.format() != kFormat) return corrupt("an entry of this log's format");
    if (!v1::LogEvent_IsValid(message.event()) || message.event() == v1::LOG_EVENT_UNSPECIFIED) {
        return corrupt("an entry whose event is known");
    }
    LogEntry entry;
    entry.event = static_cast<LogEvent>(message.event());
    entry.at = std::move(*message.mutable_at());
    entry.actor = std::move(*message.mutable_actor());
    entry.party = std::move(*message.mutable_party());
    entry.agreement = std::move(*message.mutable_agreement());
    entry.purpose = std::move(*message.mutable_purpose());
    entry.area = std::move(*message.mutable_area());
    entry.subject = std::move(*message.mutable_subject());
    entry.snapshot = message.snapshot();
    entry.codes.assign(message.codes().begin(), message.codes().end());
    entry.refers_to.assign(message.refers_to().begin(), message.refers_to().end());
    entry.question = std::move(*message.mutable_question());
    const bool good = read_month(message.from_month(), entry.from) && read_month(message.to_month(), entry.to) &&
                      read_digest(message.commitment(), entry.commitment) &&
                      read_digest(message.digest(), entry.digest) && take_counts(message, entry);
    if (!good) return corrupt("a well-formed entry");
    return entry;
}

std::string log_entry_json(std::uint64_t index, const LogEntry& entry) {
    boost::json::object object{{"index", index}, {"event", log_event_name(entry.event)}, {"at", entry.at}};
    const auto text = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) object[name] = value;
    };
    text("actor", entry.actor);
    text("party", entry.party);
    text("agreement", entry.agreement);
    text("purpose", entry.purpose);
    text("area", entry.area);
    if (entry.from) object["from"] = entry.from->text();
    if (entry.to) object["to"] = entry.to->text();
    text("subject", entry.subject);
    if (entry.commitment) object["commitment"] = to_hex(*entry.commitment);
    if (entry.digest) object["digest"] = to_hex(*entry.digest);
    if (entry.snapshot != 0) object["snapshot"] = entry.snapshot;
    boost::json::object counts;
    for (const LogCount& count : entry.counts) counts[count.of] = count.number;
    if (!counts.empty()) object["counts"] = std::move(counts);
    if (!entry.codes.empty()) object["codes"] = boost::json::value_from(entry.codes);
    if (!entry.refers_to.empty()) object["refers_to"] = boost::json::value_from(entry.refers_to);
    text("question", entry.question);
    return boost::json::serialize(object);
}

std::string encode_content(const StoredContent& content) {
    v1::StoredContent message;
    message.set_salt(std::string(as_bytes(content.salt)));
    message.set_encoding(static_cast<v1::Encoding>(content.encoding));
    message.set_receipt(content.receipt_bytes);
    message.set_proved_at(content.proved_at);
    message.set_erased_by(content.erased_by);
    return stable_bytes(message);
}

Result<StoredContent> decode_content(std::string_view bytes) {
    v1::StoredContent message;
    if (!parse(bytes, message)) return corrupt("what is kept beside an entry");
    const auto salt = digest_from_bytes(message.salt());
    const bool encoding_known =
        v1::Encoding_IsValid(message.encoding()) && message.encoding() != v1::ENCODING_UNSPECIFIED;
    if (!salt || !encoding_known) return corrupt("what is kept beside an entry");
    return StoredContent{*salt, static_cast<Encoding>(message.encoding()), message.receipt(), message.proved_at(),
                         message.erased_by()};
}

std::string encode_content_export(const ContentExport& content) {
    v1::ContentExport message;
    message.set_salt(std::string(as_bytes(content.salt)));
    message.set_encoding(static_cast<v1::Encoding>(content.encoding));
    message.set_receipt(content.receipt_bytes);
    message.set_payload(content.payload);
    return stable_bytes(message);
}

Result<ContentExport> decode_content_export(std::string_view bytes) {
    v1::ContentExport message;
    if (!parse(bytes, message)) return corrupt("an exported content");
    const auto salt = digest_from_bytes(message.salt());
    const bool encoding_known =
        v1::Encoding_IsValid(message.encoding()) && message.encoding() != v1::ENCODING_UNSPECIFIED;
    const bool complete = salt && encoding_known && !message.receipt().empty() && !message.payload().empty();
    if (!complete || stable_bytes(message) != bytes) return corrupt("an exported content");
    return ContentExport{*salt, static_cast<Encoding>(message.encoding()), std::move(*message.mutable_receipt()),
                         std::move(*message.mutable_payload())};
}

std::string encode_left_over(const LeftOverExport& left) {
    v1::LeftOver message;
    message.set_receipt(left.receipt_bytes);
    message.set_payload(left.payload);
    message.set_erased_by(left.erased_by);
    return stable_bytes(message);
}

Result<LeftOverExport> decode_left_over(std::string_view bytes) {
    v1::LeftOver message;
    if (!parse(bytes, message)) return corrupt("what is left of an erased content");
    const bool complete = !message.receipt().empty() && !message.payload().empty() && message.erased_by() != 0;
    if (!complete || stable_bytes(message) != bytes) return corrupt("what is left of an erased content");
    return LeftOverExport{std::move(*message.mutable_receipt()), std::move(*message.mutable_payload()),
                          message.erased_by()};
}

std::string encode_evidence(const ReceiptEvidence& evidence) {
    v1::ReceiptEvidence message;
    message.set_entry(evidence.entry_bytes);
    message.set_salt(std::string(as_bytes(evidence.salt)));
    message.set_receipt(evidence.receipt_bytes);
    return stable_bytes(message);
}

Result<ReceiptEvidence> decode_evidence(std::string_view bytes) {
    v1::ReceiptEvidence message;
    if (!parse(bytes, message)) return corrupt("a receipt's evidence");
    const auto salt = digest_from_bytes(message.salt());
    if (!salt) return corrupt("a receipt's evidence");
    return ReceiptEvidence{message.entry(), *salt, message.receipt()};
}

}  // namespace svd::wire
