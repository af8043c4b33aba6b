// The log's entries and what is kept beside them: bytes that outlive a release, with golden files in tests/golden.
//
// Encoding is deterministic: fields in the order of their numbers, nothing that depends on the library's mood.
// Decoding is strict: an entry with a field or an event that this version does not know is kCorrupt, because a
// program that audits must not pass over what it cannot read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/domain/log_entry.h"
#include "core/wire/submission_codec.h"

namespace svd::wire {

std::string encode_log_entry(const LogEntry& entry);
Result<LogEntry> decode_log_entry(std::string_view bytes);
std::string log_entry_json(std::uint64_t index, const LogEntry& entry);  // one line, without its end

// What the hub keeps beside a submission's entry, and erases when its time has come.
struct StoredContent {
    Digest salt{};
    Encoding encoding = Encoding::kProtobuf;  // of the payload
    std::string receipt_bytes;
    std::uint64_t proved_at = 0;              // size of the tree that the receipt's proof leads to
    std::uint64_t erased_by = 0;              // entry that erased it, and took the salt with it; 0 is none
    bool operator==(const StoredContent&) const = default;
};
std::string encode_content(const StoredContent& content);
Result<StoredContent> decode_content(std::string_view bytes);

// What an auditor may have of a submission.  There is one form of it: anything else is kCorrupt, so that nothing can
// be hidden beside what is read.
struct ContentExport {
    Digest salt{};
    Encoding encoding = Encoding::kProtobuf;  // of the payload
    std::string receipt_bytes;
    std::string payload;  // as its very bytes arrived
    bool operator==(const ContentExport&) const = default;
};
std::string encode_content_export(const ContentExport& content);
Result<ContentExport> decode_content_export(std::string_view bytes);

// What an auditor may have of one that was erased.  Of this too there is one form.
struct LeftOverExport {
    std::string receipt_bytes;
    std::string payload;          // Encoding::kProtobuf
    std::uint64_t erased_by = 0;  // never 0: that entry begins a log
    bool operator==(const LeftOverExport&) const = default;
};
std::string encode_left_over(const LeftOverExport& left);
Result<LeftOverExport> decode_left_over(std::string_view bytes);

// What the `extra` line of a receipt's .tlog-proof file carries.
struct ReceiptEvidence {
    std::string entry_bytes;  // the leaf
    Digest salt{};
    std::string receipt_bytes;
    bool operator==(const ReceiptEvidence&) const = default;
};
std::string encode_evidence(const ReceiptEvidence& evidence);
Result<ReceiptEvidence> decode_evidence(std::string_view bytes);

}  // namespace svd::wire
