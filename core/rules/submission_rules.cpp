#include <algorithm>
#include <set>

#include "core/base/limits.h"
#include "core/rules/agreement_rules.h"
#include "core/rules/place_rules.h"

namespace svd {
namespace {

// Applies the rules that concern the whole, then those of each list.
class SubmissionCheck {
public:
    SubmissionCheck(const Submission& submission, const RuleContext& context)
        : submission_(submission), context_(context) {}

    Verdict run() {
        check_heading();
        check_months();
        check_agreement();
        check_supply();
        check_size();
        if (verdict_.accepts_file()) check_rows();
        return std::move(verdict_);
    }

private:
    void refuse_file(FindingCode code, std::string_view field) {
        verdict_.file.push_back({code, RowKind::kIncident, 0, field});
    }

    void check_heading() {
        if (submission_.format != 1) refuse_file(FindingCode::kFormatUnknown, "format");
        if (submission_.has_unknown_fields) refuse_file(FindingCode::kUnknownFields, "");
        if (!is_mapping_name(submission_.mapping_name) || submission_.mapping_version == 0) {
            refuse_file(FindingCode::kMappingInvalid, "mapping");
        }
    }

    void check_months() {
        bool valid = !submission_.months.empty() && submission_.months.size() <= limits::kSubmissionMonthsMax;
        for (const std::uint32_t number : submission_.months) {
            const auto month = Month::from_number(number);
            valid = valid && month && *month <= context_.current_month && (months_.empty() || months_.back() < *month);
            if (!valid) return refuse_file(FindingCode::kMonthsInvalid, "months");
            months_.push_back(*month);
        }
        if (!valid) refuse_file(FindingCode::kMonthsInvalid, "months");
    }

    void check_agreement() {
        const Agreement* agreement = context_.party.find_agreement(submission_.agreement);
        if (agreement == nullptr) return refuse_file(FindingCode::kAgreementUnknown, "agreement");
        svd::check_agreement(submission_, *agreement, context_.current_month, verdict_);
    }

    void check_supply() {
        const bool corrects = !submission_.amendments.empty() || !submission_.withdrawals.empty();
        const bool supplies = submission_.rows() > submission_.amendments.size() + submission_.withdrawals.size();
        const bool replaces = !submission_.supersedes.empty();
        bool fits = false;
        switch (static_cast<SupplyKind>(submission_.supply)) {
            case SupplyKind::kFirst:
            case SupplyKind::kAddition: fits = !corrects && !replaces; break;
            case SupplyKind::kReplacement: fits = !corrects && replaces; break;
            case SupplyKind::kCorrection: fits = corrects && !supplies && !replaces; break;
        }
        const bool continues = submission_.part_of || submission_.part_of_malformed;
        const bool adds = submission_.supply == static_cast<Code>(SupplyKind::kAddition);
        if (submission_.part_of_malformed || (continues && !adds)) fits = false;
        if (!fits) refuse_file(FindingCode::kSupplyKindInvalid, "supply");
        std::set<std::optional<Digest>> distinct(submission_.supersedes.begin(), submission_.supersedes.end());
        if (distinct.size() != submission_.supersedes.size() || distinct.contains(std::nullopt) ||
            distinct.size() > limits::kSupersededMax) {
            refuse_file(FindingCode::kSupersedesInvalid, "supersedes");
        }
    }

    void check_size() {
        if (submission_.rows() == 0) refuse_file(FindingCode::kNoRows, "");
        if (submission_.rows() > limits::kSubmissionRowsMax) refuse_file(FindingCode::kTooManyRows, "");
    }

    // Runs `check` on each row of a list, and counts the rows that come out refused.
    template <class Row, class Check>
    void each(const std::vector<Row>& list, RowKind rows, Check check) {
        for (std::uint32_t row = 0; row < list.size(); ++row) {
            const std::size_t refused_before = verdict_.refused.size();
            RowFindings findings(verdict_, rows, row);
            check(list[row], row, findings);
            if (verdict_.refused.size() > refused_before) ++refused_rows_;
        }
    }

    void check_rows() {
        each(submission_.incidents, RowKind::kIncident, [&](const Incident& incident, std::uint32_t row, RowFindings&) {
            months_with_rows_.insert({incident.month_number, incident[Field::kCountUnit]});
            check_incident(incident, context_, RowKind::kIncident, row, months_, verdict_);
        });
        each(submission_.aggregates, RowKind::kAggregate,
             [&](const AggregateReturn& aggregate, std::uint32_t, RowFindings& findings) {
                 check_aggregate(aggregate, findings);
             });
        each(submission_.cohorts, RowKind::kCohort,
             [&](const CohortSnapshot& cohort, std::uint32_t, RowFindings& findings) {
                 check_cohort(cohort, findings);
             });
        each(submission_.nil_returns, RowKind::kNilReturn,
             [&](const NilReturn& nil, std::uint32_t, RowFindings& findings) { check_nil(nil, findings); });
        each(submission_.not_available, RowKind::kNotAvailable,
             [&](const NotAvailable& not_available, std::uint32_t, RowFindings& findings) {
                 check_statement(not_available.month, not_available.count_unit, findings);
                 // That something was erased is the hub's to say.
                 const Code reason = not_available.reason == term::kReasonErased ? kNoTerm : not_available.reason;
                 findings.expect_term(Vocabulary::kNotAvailableReason, reason, "reason");
             });
        each(submission_.amendments, RowKind::kAmendment,
             [&](const Amendment& amendment, std::uint32_t row, RowFindings& findings) {
                 if (!amendment.row) findings.add(FindingCode::kRowAddressInvalid, "row");
                 check_incident(amendment.replacement, context_, RowKind::kAmendment, row, months_, verdict_);
             });
        each(submission_.withdrawals, RowKind::kWithdrawal,
             [&](const Withdrawal& withdrawal, std::uint32_t, RowFindings& findings) {
                 if (!withdrawal.row) findings.add(FindingCode::kRowAddressInvalid, "row");
                 findings.expect_term(Vocabulary::kWithdrawalReason, withdrawal.reason, "reason");
             });
        if (refused_rows_ == submission_.rows()) refuse_file(FindingCode::kNoRowAccepted, "");
    }

    bool is_declared(std::uint32_t number) const {
        const auto month = Month::from_number(number);
        return month && std::ranges::binary_search(months_, *month);
    }

    void check_unit(Code unit, RowFindings& findings) {
        findings.expect_term(Vocabulary::kCountUnit, unit, "count_unit");
        if (is_term(Vocabulary::kCountUnit, unit) && !may_count(context_.party.kind, static_cast<CountUnit>(unit))) {
            findings.add(FindingCode::kUnitNotForAgency, "count_unit");
        }
    }

    static void check_count(Code treatment, std::uint64_t count, RowFindings& findings) {
        static constexpr Code kExact = 10;
        findings.expect_term(Vocabulary::kCountTreatment, treatment, "treatment");
        const bool suppressed = treatment == term::kTreatmentSuppressed;
        const bool fits = count <= limits::kAggregateCountMax && (!suppressed || count == 0) &&
                          (suppressed || treatment == kExact || count % 5 == 0);
        if (!fits) findings.add(FindingCode::kCountInvalid, "count");
    }

    void check_aggregate(const AggregateReturn& aggregate, RowFindings& findings) {
        check_unit(aggregate.count_unit, findings);
        findings.expect_term(Vocabulary::kKind, aggregate.kind, "kind");
        findings.expect_term(Vocabulary::kWeapon, aggregate.weapon, "weapon");
        findings.expect_term(Vocabulary::kSetting, aggregate.setting, "setting");
        findings.expect_term(Vocabulary::kAgeBand, aggregate.victim_age, "victim_age");
        findings.expect_term(Vocabulary::kSex, aggregate.victim_sex, "victim_sex");
        findings.expect_term(Vocabulary::kFlag, aggregate.reported_to_police, "reported_to_police");
        check_count(aggregate.treatment, aggregate.count, findings);
        const auto from = Month::from_number(aggregate.from_month);
        const auto to = Month::from_number(aggregate.to_month);
        if (!from || !to || *to < *from || *to - *from >= static_cast<int>(limits::kSubmissionMonthsMax)) {
            findings.add(FindingCode::kPeriodInvalid, "from_month");
        } else if (!is_declared(aggregate.from_month) || !is_declared(aggregate.to_month)) {
            findings.add(FindingCode::kMonthNotDeclared, "from_month");
        }
        check_place(aggregate.place, context_, std::nullopt, findings);
    }

    void check_cohort(const CohortSnapshot& cohort, RowFindings& findings) {
        findings.expect_term(Vocabulary::kOrderType, cohort.order_type, "order_type");
        findings.expect_term(Vocabulary::kRiskBand, cohort.risk_band, "risk_band");
        findings.expect_term(Vocabulary::kAgeBand, cohort.age_band, "age_band");
        findings.expect_term(Vocabulary::kKind, cohort.offence, "offence");
        check_count(cohort.treatment, cohort.people, findings);
        if (!is_declared(cohort.as_at_month)) findings.add(FindingCode::kMonthNotDeclared, "as_at_month");
        const auto level = static_cast<AreaLevel>(cohort.place.level);
        if (level == AreaLevel::kLsoa || level == AreaLevel::kMsoa || level == AreaLevel::kWard) {
            findings.add(FindingCode::kAreaTooFine, "place.level");
        }
        check_place(cohort.place, context_, std::nullopt, findings);
    }

    void check_statement(std::uint32_t month, Code unit, RowFindings& findings) {
        check_unit(unit, findings);
        if (!is_declared(month)) findings.add(FindingCode::kMonthNotDeclared, "month");
    }

    void check_nil(const NilReturn& nil, RowFindings& findings) {
        check_statement(nil.month, nil.count_unit, findings);
        if (months_with_rows_.contains({nil.month, nil.count_unit}))
            findings.add(FindingCode::kNilContradictsRows, "month");
    }

    const Submission& submission_;
    const RuleContext& context_;
    std::vector<Month> months_;
    std::set<std::pair<std::uint32_t, Code>> months_with_rows_;
    std::size_t refused_rows_ = 0;
    Verdict verdict_;
};

}  // namespace

bool is_mapping_name(std::string_view name) {
    return !name.empty() && name.size() <= limits::kNameBytesMax && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
}

Verdict check_submission(const Submission& submission, const RuleContext& context) {
    return SubmissionCheck(submission, context).run();
}

}  // namespace svd
