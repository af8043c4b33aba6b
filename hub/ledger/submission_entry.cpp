#include "hub/ledger/submission_entry.h"

#include <algorithm>
#include <set>

#include "core/base/limits.h"

namespace svd {
namespace {

wire::RowFinding told(const Finding& finding) {
    return {finding.rows, finding.row, code_text(finding.code), std::string(finding.field)};
}

// How many items of a list the verdict leaves.
std::uint32_t accepted_of(RowKind rows, std::size_t size, const Verdict& verdict) {
    std::set<std::uint32_t> refused;
    for (const Finding& finding : verdict.refused) {
        if (finding.rows == rows) refused.insert(finding.row);
    }
    return static_cast<std::uint32_t>(size - refused.size());
}

wire::Accepted accepted_of(const Submission& submission, const Verdict& verdict) {
    return {accepted_of(RowKind::kIncident, submission.incidents.size(), verdict),
            accepted_of(RowKind::kAggregate, submission.aggregates.size(), verdict),
            accepted_of(RowKind::kCohort, submission.cohorts.size(), verdict),
            accepted_of(RowKind::kNilReturn, submission.nil_returns.size(), verdict),
            accepted_of(RowKind::kNotAvailable, submission.not_available.size(), verdict),
            accepted_of(RowKind::kAmendment, submission.amendments.size(), verdict),
            accepted_of(RowKind::kWithdrawal, submission.withdrawals.size(), verdict)};
}

std::string actor_of(const std::string& party) { return Identity{Role::kAgency, party}.uri(); }

void set_period(LogEntry& entry, const std::vector<std::uint32_t>& months) {
    for (const std::uint32_t number : months) {
        const auto month = Month::from_number(number);
        if (!month) continue;
        if (!entry.from || *month < *entry.from) entry.from = *month;
        if (!entry.to || *entry.to < *month) entry.to = *month;
    }
}

// What is nothing is left out, so that an entry stays short.
void add_count(LogEntry& entry, const char* of, std::uint64_t number) {
    if (number > 0) entry.counts.push_back({of, number});
}

// A row may have several findings.
std::size_t rows_of(const std::vector<wire::RowFinding>& findings) {
    std::set<std::pair<RowKind, std::uint32_t>> rows;
    for (const wire::RowFinding& finding : findings) rows.insert({finding.rows, finding.row});
    return rows.size();
}

// The earlier submissions that this one replaces or corrects.
std::vector<std::uint64_t> earlier_entries(const std::string& party, const Submission& submission, const State& state) {
    std::set<std::uint64_t> found;
    const auto add = [&](const Digest& digest) {
        if (const auto sequence = state.find(party, digest)) found.insert(*sequence);
    };
    for (const auto& digest : submission.supersedes) {
        if (digest) add(*digest);
    }
    for (const Amendment& amendment : submission.amendments) {
        if (amendment.row) add(amendment.row->submission);
    }
    for (const Withdrawal& withdrawal : submission.withdrawals) {
        if (withdrawal.row) add(withdrawal.row->submission);
    }
    // A correction of very many: the receipt and the payload name them all, the log as many as an entry can hold.
    auto end = found.begin();
    std::advance(end, std::min(found.size(), limits::kLogRefersToMax));
    return {found.begin(), end};
}

}  // namespace

wire::Receipt receipt_for(const Proposal& proposal, Sequence sequence) {
    wire::Receipt receipt;
    receipt.submission = proposal.digest;
    receipt.sequence = sequence;
    receipt.party = proposal.party;
    receipt.received_at = rfc3339(proposal.received_at);
    receipt.agreement = proposal.agreement;
    receipt.months = proposal.submission.months;
    receipt.supply = proposal.submission.supply;
    receipt.accepted = accepted_of(proposal.submission, proposal.verdict);
    for (const Finding& finding : proposal.verdict.refused) receipt.refused.push_back(told(finding));
    for (const Finding& finding : proposal.verdict.warnings) receipt.warnings.push_back(told(finding));
    return receipt;
}

LogEntry accepted_entry(const wire::Receipt& receipt, const Submission& submission, const State& state) {
    LogEntry entry;
    const bool corrects = static_cast<SupplyKind>(receipt.supply) == SupplyKind::kCorrection;
    entry.event = corrects ? LogEvent::kCorrectionAccepted : LogEvent::kSubmissionAccepted;
    entry.at = receipt.received_at;
    entry.actor = actor_of(receipt.party);
    entry.party = receipt.party;
    entry.agreement = receipt.agreement;
    entry.subject = supply_kind_name(static_cast<SupplyKind>(receipt.supply));
    set_period(entry, receipt.months);
    add_count(entry, "incidents", receipt.accepted.incidents);
    add_count(entry, "aggregates", receipt.accepted.aggregates);
    add_count(entry, "cohorts", receipt.accepted.cohorts);
    add_count(entry, "nil_returns", receipt.accepted.nil_returns);
    add_count(entry, "not_available", receipt.accepted.not_available);
    add_count(entry, "amendments", receipt.accepted.amendments);
    add_count(entry, "withdrawals", receipt.accepted.withdrawals);
    add_count(entry, "refused_rows", rows_of(receipt.refused));
    add_count(entry, "rows_warned_of", rows_of(receipt.warnings));
    std::set<std::string> codes;
    for (const wire::RowFinding& finding : receipt.refused) codes.insert(finding.code);
    entry.codes.assign(codes.begin(), codes.end());
    entry.refers_to = earlier_entries(receipt.party, submission, state);
    return entry;
}

LogEntry refused_entry(const Proposal& proposal) {
    LogEntry entry;
    entry.event = LogEvent::kSubmissionRefused;
    entry.at = rfc3339(proposal.received_at);
    entry.actor = actor_of(proposal.party);
    entry.party = proposal.party;
    entry.agreement = proposal.agreement;
    set_period(entry, proposal.submission.months);
    entry.codes = codes_of(proposal.verdict);
    return entry;
}

std::vector<std::string> codes_of(const Verdict& verdict) {
    std::set<std::string> codes;
    for (const Finding& finding : verdict.file) codes.insert(code_text(finding.code));
    for (const Finding& finding : verdict.refused) codes.insert(code_text(finding.code));
    return {codes.begin(), codes.end()};
}

}  // namespace svd
