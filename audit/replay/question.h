// How figures were asked for, as the log keeps it: "/v1/areas/E07000115/profile.csv from=2021-04 to=2022-03".
//
// Functions of their arguments.
#pragma once

#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/domain/log_entry.h"
#include "hub/profile/profile_builder.h"

namespace svd::audit {

enum class BytesForm { kJson, kProtobuf, kCsv };

struct Question {
    ProfileRequest request;  // without what is withheld, which depends on the log
    Reader reader;
    std::string definitions;  // as in kent-like@1,london-like@2; empty: none
    std::string catalogue;    // the digest of those and of the breaks in series, in hex; empty: neither was used
    std::vector<BytesForm> forms;  // one if the path says it; else all that it may have been
};

// kInvalid when it is no question for a profile, or says otherwise than the entry's own fields.
Result<Question> read_question(const LogEntry& entry);

}  // namespace svd::audit
