// What the ledger is asked to write down, and what it answers.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/domain/log_entry.h"
#include "core/domain/submission.h"
#include "core/rules/rules.h"
#include "core/wire/submission_codec.h"
#include "hub/log/witnesses.h"

namespace svd {

// A submission that has passed every rule that needs no knowledge of what is held.
struct Proposal {
    std::string party;
    UtcTime received_at;
    Digest digest{};
    wire::Encoding encoding = wire::Encoding::kProtobuf;
    std::string compressed_payload;  // the bytes as they arrived, compressed
    std::string agreement;
    Submission submission;
    Verdict verdict;  // of the rules so far; accepts_file() holds
};

// A cosignature that has been checked; with the entry that says so, the first time of a witness.
struct Cosigned {
    Witness witness;
    std::optional<LogEntry> registration;
};

// A checkpoint that this log signed and that is not in its tree: nothing is added after it.
struct Contradicted {
    std::string checkpoint;  // the signed note
};

// Figures about to be handed out, as they may be under the agreements as they stood at that version of the facts.
struct Disclosure {
    LogEntry entry;
    std::uint64_t facts_version = 0;
};

// The content of submissions, those that the entry refers to, is to be erased.
struct Erasure {
    LogEntry entry;
};

// Something about a certificate that may be noticed often and is written down once: see known_certificates.h.
struct Noticed {
    LogEntry entry;
};

// A submission, which the ledger decides on; or an entry that only has to be written down; or what a witness says.
using Change = std::variant<Proposal, LogEntry, Noticed, Disclosure, Erasure, Cosigned, Contradicted>;

enum class Ruling : std::uint8_t {
    kAccepted,    // on disk now, in the log
    kKnown,       // was on disk already: the same receipt again
    kRefused,     // by what is held: see `verdict`
    kErased,      // was held once; sent again it is not taken
    kUnreadable,  // is held, and its receipt cannot be read
    kOvertaken,   // what it was made from has changed meanwhile: it must be made again
    kReadOnly,    // nothing may be added to the log: see log_standing.h
    kFailed       // the disk would not have it
};

struct Outcome {
    Ruling ruling = Ruling::kFailed;
    std::string receipt_bytes;  // of a submission that is held
    std::string receipt_file;   // the same, with its proof
    Verdict verdict;  // of a submission accepted or refused just now
};

}  // namespace svd
