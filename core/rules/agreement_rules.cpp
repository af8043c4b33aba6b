#include "core/rules/agreement_rules.h"

#include <algorithm>
#include <array>
#include <string>

namespace svd {
namespace {

// A finding's field lives for ever: "agreement.fields.weapon" for every field, made once.
std::string_view clause_of(Field field) {
    static const auto names = [] {
        std::array<std::string, kFieldCount> made;
        for (const Field each : all_fields()) {
            made[index_of(each)] = std::string(clause_name(Clause::kFields)) + "." + std::string(field_name(each));
        }
        return made;
    }();
    return names[index_of(field)];
}

std::string_view clause_of(RowKind kind) {
    static const auto names = [] {
        std::array<std::string, kRowKindCount> made;
        std::ranges::transform(all_row_kinds(), made.begin(), [](RowKind each) {
            return std::string(clause_name(Clause::kMessages)) + "." + std::string(row_kind_name(each));
        });
        return made;
    }();
    return names[static_cast<std::size_t>(kind) - static_cast<std::size_t>(RowKind::kIncident)];
}

// Gravity is a number on a scale: its 2 and 3 are no terms, and give something away.
bool gives_something(Field field, Code code) {
    if (code == kUnspecified) return false;
    return !vocabulary_of(field) || (code != kNotCollected && code != kWithheld);
}

class AgreementCheck {
public:
    AgreementCheck(const Submission& submission, const Agreement& agreement, Verdict& verdict)
        : submission_(submission), agreement_(agreement), verdict_(verdict) {}

    void run(Month current) {
        check_months(current);
        check_messages();
        check_fields();
        check_geography();
    }

private:
    void refuse(FindingCode code, std::string_view clause) {
        verdict_.file.push_back({code, RowKind::kIncident, 0, clause});
    }

    // A clause is named once, however many months it keeps out.  What is no month has an error of its own.
    void check_months(Month current) {
        EnumSet<Clause> broken;
        for (const std::uint32_t number : submission_.months) {
            const auto month = Month::from_number(number);
            if (!month) continue;
            if (const auto clause = agreement_.out_of_force(*month)) broken.insert(*clause);
            if (agreement_.is_past_retention(*month, current)) broken.insert(Clause::kRetainMonths);
        }
        for (const Clause clause : {Clause::kFrom, Clause::kTo}) {
            if (broken.contains(clause)) refuse(FindingCode::kAgreementNotInForce, clause_name(clause));
        }
        if (broken.contains(Clause::kRetainMonths)) {
            refuse(FindingCode::kPastRetention, clause_name(Clause::kRetainMonths));
        }
    }

    void check_messages() {
        const auto check = [&](RowKind kind, const auto& rows) {
            if (rows.empty() || agreement_.messages.contains(kind)) return;
            const bool records = kind == RowKind::kIncident || kind == RowKind::kAmendment;
            const bool only_counts = records && !agreement_.messages.contains(RowKind::kIncident);
            refuse(only_counts ? FindingCode::kRowsNotAllowed : FindingCode::kMessageNotAllowed, clause_of(kind));
        };
        check(RowKind::kIncident, submission_.incidents);
        check(RowKind::kAggregate, submission_.aggregates);
        check(RowKind::kCohort, submission_.cohorts);
        check(RowKind::kNilReturn, submission_.nil_returns);
        check(RowKind::kNotAvailable, submission_.not_available);
        check(RowKind::kAmendment, submission_.amendments);
        check(RowKind::kWithdrawal, submission_.withdrawals);
    }

    void note(const Incident& incident) {
        for (const Field field : all_fields()) note(field, incident[field]);
        note(incident.place);
    }

    void note(const AggregateReturn& counted) {
        note(Field::kCountUnit, counted.count_unit);
        note(Field::kKind, counted.kind);
        note(Field::kWeapon, counted.weapon);
        note(Field::kSetting, counted.setting);
        note(Field::kVictimAge, counted.victim_age);
        note(Field::kVictimSex, counted.victim_sex);
        note(Field::kReportedToPolice, counted.reported_to_police);
        note(Field::kLocation, counted.place.location);
        note(Field::kPlaceBasis, counted.place.basis);
        note(counted.place);
    }

    // A code beside a location that says withheld is a row's error; here it is the location, given all the same.
    void note(const Place& place) {
        if (place.has_area) given_.insert(Field::kLocation);
    }

    void note(Field field, Code code) {
        if (gives_something(field, code)) given_.insert(field);
    }

    // A ready-made count is a count of records, by some of their fields.  A cohort counts people, and its fields are
    // its own: it is allowed as a whole or not at all.
    void check_fields() {
        if (agreement_.fields == kEveryField) return;
        for (const Incident& incident : submission_.incidents) note(incident);
        for (const Amendment& amendment : submission_.amendments) note(amendment.replacement);
        for (const AggregateReturn& counted : submission_.aggregates) note(counted);
        for (const Field field : all_fields()) {
            if (given_.contains(field) && !agreement_.fields.contains(field)) {
                refuse(FindingCode::kFieldNotAllowed, clause_of(field));
            }
        }
    }

    // An area at a level that is none cannot be shown to be coarse enough.
    bool is_finer(const Place& place) const {
        return place.has_area && !admits(agreement_.finest_geography, static_cast<AreaLevel>(place.level));
    }

    void check_geography() {
        if (agreement_.finest_geography == AreaLevel::kLsoa) return;
        const auto finer = [&](const auto& row) { return is_finer(row.place); };
        const bool any = std::ranges::any_of(submission_.incidents, finer) ||
                         std::ranges::any_of(submission_.aggregates, finer) ||
                         std::ranges::any_of(submission_.cohorts, finer) ||
                         std::ranges::any_of(submission_.amendments, finer, &Amendment::replacement);
        if (any) refuse(FindingCode::kFinerThanAgreed, clause_name(Clause::kFinestGeography));
    }

    const Submission& submission_;
    const Agreement& agreement_;
    Verdict& verdict_;
    EnumSet<Field> given_;
};

}  // namespace

void check_agreement(const Submission& submission, const Agreement& agreement, Month current, Verdict& verdict) {
    AgreementCheck(submission, agreement, verdict).run(current);
}

std::optional<ClauseBreach> read_breach(const Agreement& agreement, const Identity& reader, Purpose purpose,
                                        Month about, Month current) {
    if (!agreement.recipients.include(reader)) return ClauseBreach{Clause::kRecipients};
    if (!agreement.purposes.contains(purpose)) return ClauseBreach{Clause::kPurposes};
    if (const auto clause = agreement.out_of_force(about)) return ClauseBreach{*clause};
    if (agreement.is_past_retention(about, current)) return ClauseBreach{Clause::kRetainMonths};
    return std::nullopt;
}

}  // namespace svd
