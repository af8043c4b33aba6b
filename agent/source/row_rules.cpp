#include "agent/source/row_rules.h"

namespace svd::agent {
namespace {

constexpr std::string_view kAnyName = "x";

// A submission of that row alone.  A row whose period is none declares its first month, and is refused for it.
Submission alone(const Row& row, const RuleContext& context) {
    Submission submission;
    submission.format = 1;
    submission.mapping_name = kAnyName;
    submission.mapping_version = 1;
    if (!context.party.agreements.empty()) submission.agreement = context.party.agreements.front().id;
    submission.supply = static_cast<Code>(SupplyKind::kFirst);
    const Period period = period_of(row);
    for (Month month = period.from; month <= period.to; month = month + 1) {
        submission.months.push_back(month.number());
    }
    append(row, submission);
    return submission;
}

}  // namespace

void check_row(const Row& row, const RuleContext& context, Verdict& verdict) {
    if (const auto* incident = std::get_if<Incident>(&row)) {
        check_incident(*incident, context, RowKind::kIncident, 0, {}, verdict);
        return;
    }
    const Period period = period_of(row);
    if (period.to > context.current_month) {
        verdict.refused.push_back({FindingCode::kMonthInFuture, RowKind::kAggregate, 0, "time.month"});
        return;
    }
    Verdict found = check_submission(alone(row, context), context);
    // That no row is left follows from what is refused; all else would refuse the file there, so the row here.
    std::erase_if(found.file, [](const Finding& each) { return each.code == FindingCode::kNoRowAccepted; });
    for (auto* list : {&found.file, &found.refused}) {
        verdict.refused.insert(verdict.refused.end(), list->begin(), list->end());
    }
    verdict.warnings.insert(verdict.warnings.end(), found.warnings.begin(), found.warnings.end());
}

}  // namespace svd::agent
