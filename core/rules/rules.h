// The rules of a submission that need nothing but the submission, the party, the geography and the month it is:
// the agent applies them before it sends and the hub applies them again, from this one library.
//
// The agreement's clauses are the hub's to apply (agreement_rules.h): an agent is told only the agreement's id.
// What depends on what the hub already holds (supersedes, amendments, months already supplied) is in hub/ledger.
//
// All functions are pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "core/domain/party.h"
#include "core/domain/submission.h"
#include "core/geography/geography.h"
#include "core/rules/findings.h"

namespace svd {

// What a submission is judged against.
struct RuleContext {
    const Party& party;
    const Geography& geography;
    Month current_month;  // a month after this one is in the future
};

struct Verdict {
    std::vector<Finding> file;      // kFileReject: any one refuses the whole
    std::vector<Finding> refused;   // kRecordReject, in order of list and row
    std::vector<Finding> warnings;  // kWarning
    bool accepts_file() const { return file.empty(); }
};

// Whether a mapping may have this name: lower-case letters, digits, dots and hyphens.
bool is_mapping_name(std::string_view name);

// Everything that is wrong, at once, up to limits::kRowFindingsMax of a row and kSubmissionFindingsMax of all rows.
Verdict check_submission(const Submission& submission, const RuleContext& context);

// One record by itself, as `rows`/`row`.  `months` are those the submission declares; empty means any.
void check_incident(const Incident& incident, const RuleContext& context, RowKind rows, std::uint32_t row,
                    const std::vector<Month>& months, Verdict& verdict);

}  // namespace svd
