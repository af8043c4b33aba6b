#include "hub/state/accepted.h"

#include <algorithm>
#include <utility>

#include "core/base/limits.h"

namespace svd {
namespace {

Error not_as_accepted(const char* what) {
    return {Errc::kCorrupt, std::string("an accepted submission holds ") + what};
}

class NoteBook {
public:
    Result<void> note(Code unit, std::uint32_t month_number, SupplyForm form) {
        const Result<Month> month = Month::from_number(month_number);
        if (!month) return not_as_accepted("a month that is none");
        add(unit, *month, form);
        return {};
    }

    // Aggregates speak of every month they cover.
    Result<void> note_range(Code unit, std::uint32_t from_number, std::uint32_t to_number) {
        const Result<Month> from = Month::from_number(from_number);
        const Result<Month> to = Month::from_number(to_number);
        if (!from || !to || *to < *from) return not_as_accepted("a period that is none");
        if (std::cmp_greater_equal(*to - *from, limits::kSubmissionMonthsMax)) {
            return not_as_accepted("a period that is too long");
        }
        for (Month month = *from; month <= *to; month = month + 1) add(unit, month, SupplyForm::kAggregates);
        return {};
    }

    std::vector<SupplyNote> notes() const {
        std::vector<SupplyNote> notes;
        notes.reserve(forms_.size());
        for (const auto& [key, forms] : forms_) {
            notes.push_back({key.first, static_cast<CountUnit>(key.second), forms});
        }
        return notes;
    }

private:
    void add(Code unit, Month month, SupplyForm form) {
        std::uint8_t& forms = forms_[{month, unit}];
        forms = static_cast<std::uint8_t>(forms | (1U << static_cast<unsigned>(form)));
    }

    std::map<std::pair<Month, Code>, std::uint8_t> forms_;
};

// Calls note(item) for what is accepted of one list, and stops at the first error.
template <class Item, class Note>
Result<void> each_accepted(const std::vector<Item>& items, RowKind list, const RefusedRows& refused, Note note) {
    for (std::size_t row = 0; row < items.size(); ++row) {
        if (refused.contains(list, row)) continue;
        if (Result<void> noted = note(items[row]); !noted) return noted;
    }
    return {};
}

}  // namespace

RefusedRows::RefusedRows(const std::vector<wire::RowFinding>& refused) { note(refused); }
RefusedRows::RefusedRows(const std::vector<Finding>& refused) { note(refused); }

template <class EachFinding>
void RefusedRows::note(const std::vector<EachFinding>& refused) {
    for (const EachFinding& finding : refused) rows_[finding.rows].push_back(finding.row);
    for (auto& [list, rows] : rows_) {
        std::ranges::sort(rows);
        rows.erase(std::ranges::unique(rows).begin(), rows.end());  // a row may be refused for several reasons
    }
}

const std::vector<std::uint32_t>& RefusedRows::of(RowKind list) const {
    static const std::vector<std::uint32_t> kNone;
    const auto found = rows_.find(list);
    return found == rows_.end() ? kNone : found->second;
}

bool RefusedRows::contains(RowKind list, std::size_t row) const { return std::ranges::binary_search(of(list), row); }

bool fits(const wire::Receipt& receipt, const Submission& submission, const RefusedRows& refused) {
    const auto left = [&](RowKind list, std::size_t sent, std::uint32_t accepted) {
        const auto& rows = refused.of(list);
        return (rows.empty() || rows.back() < sent) && accepted + rows.size() == sent;
    };
    const wire::Accepted& accepted = receipt.accepted;
    return left(RowKind::kIncident, submission.incidents.size(), accepted.incidents) &&
           left(RowKind::kAggregate, submission.aggregates.size(), accepted.aggregates) &&
           left(RowKind::kCohort, submission.cohorts.size(), accepted.cohorts) &&
           left(RowKind::kNilReturn, submission.nil_returns.size(), accepted.nil_returns) &&
           left(RowKind::kNotAvailable, submission.not_available.size(), accepted.not_available) &&
           left(RowKind::kAmendment, submission.amendments.size(), accepted.amendments) &&
           left(RowKind::kWithdrawal, submission.withdrawals.size(), accepted.withdrawals);
}

Result<CellChange> cell_change(const Incident& incident, PartyIndex party, std::int64_t change, KeySum key) {
    const Result<Month> month = Month::from_number(incident.month_number);
    if (!month) return not_as_accepted("a record without a month");
    AreaRef area = kNoArea;
    if (incident[Field::kLocation] == term::kLocationArea) {
        if (!incident.place.code_well_formed) return not_as_accepted("a record in an area that has no code");
        area = incident.place.area;
    }
    return CellChange{area, *month, {party, incident.codes}, change, change < 0 ? -key : key};
}

Result<std::vector<SupplyNote>> supply_notes(const Submission& submission, const RefusedRows& refused) {
    NoteBook book;
    const auto notes = {
        each_accepted(submission.incidents, RowKind::kIncident, refused,
                      [&](const Incident& sent) {
                          return book.note(sent[Field::kCountUnit], sent.month_number, SupplyForm::kRows);
                      }),
        each_accepted(submission.aggregates, RowKind::kAggregate, refused,
                      [&](const AggregateReturn& sent) {
                          return book.note_range(sent.count_unit, sent.from_month, sent.to_month);
                      }),
        each_accepted(submission.cohorts, RowKind::kCohort, refused,
                      [&](const CohortSnapshot& sent) {
                          return book.note(static_cast<Code>(CountUnit::kPerson), sent.as_at_month,
                                           SupplyForm::kCohorts);
                      }),
        each_accepted(
            submission.nil_returns, RowKind::kNilReturn, refused,
            [&](const NilReturn& sent) { return book.note(sent.count_unit, sent.month, SupplyForm::kNilReturn); }),
        each_accepted(submission.not_available, RowKind::kNotAvailable, refused,
                      [&](const NotAvailable& sent) {
                          return book.note(sent.count_unit, sent.month, SupplyForm::kNotAvailable);
                      }),
    };
    for (const Result<void>& noted : notes) {
        if (!noted) return noted.error();
    }
    return book.notes();
}

}  // namespace svd
