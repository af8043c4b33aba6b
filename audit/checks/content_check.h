// What is kept beside the entry of a submission: that it is what the entry commits to, and says the same.
//
// Functions of their arguments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "audit/checks/codes.h"
#include "core/domain/log_entry.h"
#include "core/wire/log_codec.h"
#include "core/wire/receipt_codec.h"

namespace svd::audit {

struct Content {
    wire::ContentExport stored;
    wire::Receipt receipt;
    Submission submission;
};

struct Problem {
    Code code;
    std::string detail;
};

// What the entry says otherwise than the receipt, or nothing: all but the counts, which end with the content.
std::string difference_but_counts(const LogEntry& entry, const wire::Receipt& receipt);

// Whether entries of that event have content.
bool brings_content(LogEvent event);

std::variant<Content, Problem> open_content(std::uint64_t index, const LogEntry& entry, std::string_view bytes);

}  // namespace svd::audit
