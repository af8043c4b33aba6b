// A submission off the wire: what can be read is judged alike after any re-encoding, and what the rules accept is
// made of terms and areas that exist.  The first byte chooses the encoding, the second the sender.
#include <set>

#include "core/rules/rules.h"
#include "core/wire/submission_codec.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/small_world.h"

namespace svd::fuzz {
namespace {

using wire::Encoding;

struct World {
    Geography geography = test::small_geography();
    std::vector<Party> parties = test::small_parties();
    Month now = test::month("2022-06");
};

const World& world() {
    static const World once;
    return once;
}

void check_terms(const Incident& incident) {
    for (const Field field : all_fields()) {
        const auto vocabulary = vocabulary_of(field);
        const bool absent_extra = index_of(field) >= kFirstExtraField && incident[field] == kUnspecified;
        if (vocabulary && !absent_extra) FUZZ_CHECK(is_term(*vocabulary, incident[field]));
    }
    FUZZ_CHECK(Month::from_number(incident.month_number).value() == incident.month);
    FUZZ_CHECK(incident.month <= world().now);
}

void check_own_area(const Place& place, const Party& party) {
    if (place.location != term::kLocationArea) return;
    const auto index = world().geography.find(place.area);
    FUZZ_CHECK(place.code_well_formed && index.has_value());
    bool own = false;
    for (const AreaCode& within : party.areas) own = own || world().geography.lies_in(*index, within);
    FUZZ_CHECK(own);
}

void check_accepted_rows(const Submission& submission, const Party& party, const Verdict& verdict) {
    std::set<std::pair<RowKind, std::uint32_t>> refused;
    for (const Finding& finding : verdict.refused) refused.insert({finding.rows, finding.row});
    std::size_t accepted = 0;
    const auto each = [&](RowKind kind, std::size_t size, const auto& check) {
        for (std::uint32_t row = 0; row < size; ++row) {
            if (refused.contains({kind, row})) continue;
            ++accepted;
            check(row);
        }
    };
    each(RowKind::kIncident, submission.incidents.size(), [&](std::uint32_t row) {
        check_terms(submission.incidents[row]);
        check_own_area(submission.incidents[row].place, party);
    });
    each(RowKind::kAmendment, submission.amendments.size(), [&](std::uint32_t row) {
        FUZZ_CHECK(submission.amendments[row].row.has_value());
        check_terms(submission.amendments[row].replacement);
        check_own_area(submission.amendments[row].replacement.place, party);
    });
    each(RowKind::kAggregate, submission.aggregates.size(), [&](std::uint32_t row) {
        FUZZ_CHECK(is_term(Vocabulary::kKind, submission.aggregates[row].kind));
        FUZZ_CHECK(is_term(Vocabulary::kCountTreatment, submission.aggregates[row].treatment));
        check_own_area(submission.aggregates[row].place, party);
    });
    each(RowKind::kCohort, submission.cohorts.size(),
         [&](std::uint32_t row) { check_own_area(submission.cohorts[row].place, party); });
    each(RowKind::kNilReturn, submission.nil_returns.size(), [&](std::uint32_t row) {
        FUZZ_CHECK(is_term(Vocabulary::kCountUnit, submission.nil_returns[row].count_unit));
    });
    each(RowKind::kNotAvailable, submission.not_available.size(), [&](std::uint32_t row) {
        FUZZ_CHECK(is_term(Vocabulary::kNotAvailableReason, submission.not_available[row].reason));
    });
    each(RowKind::kWithdrawal, submission.withdrawals.size(), [&](std::uint32_t row) {
        FUZZ_CHECK(is_term(Vocabulary::kWithdrawalReason, submission.withdrawals[row].reason));
    });
    FUZZ_CHECK(accepted > 0);
    FUZZ_CHECK(!submission.has_unknown_fields);
}

void check_survives(const Submission& first, Encoding encoding, const RuleContext& context, const Verdict& verdict) {
    const auto again = wire::decode_submission(wire::encode_submission(first, encoding), encoding);
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(wire::encode_submission(*again, Encoding::kProtobuf) ==
               wire::encode_submission(first, Encoding::kProtobuf));
    FUZZ_CHECK(again->rows() == first.rows());
    for (std::size_t i = 0; i < first.incidents.size(); ++i) {
        FUZZ_CHECK(again->incidents[i].codes == first.incidents[i].codes);
        FUZZ_CHECK(again->incidents[i].place.area == first.incidents[i].place.area);
    }
    if (first.has_unknown_fields) return;  // these are not written again, by design
    const Verdict verdict_again = check_submission(*again, context);
    FUZZ_CHECK(verdict_again.file == verdict.file);
    FUZZ_CHECK(verdict_again.refused == verdict.refused);
    FUZZ_CHECK(verdict_again.warnings == verdict.warnings);
}

}  // namespace
}  // namespace svd::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace svd;
    fuzz::Input input(data, size);
    const auto encoding = input.choice(2) == 0 ? wire::Encoding::kProtobuf : wire::Encoding::kProtobufJson;
    const Party& party = fuzz::world().parties[input.choice(2)];
    const auto submission = wire::decode_submission(input.rest(), encoding);
    if (!submission) return 0;
    const RuleContext context{party, fuzz::world().geography, fuzz::world().now};
    const Verdict verdict = check_submission(*submission, context);
    if (verdict.accepts_file()) fuzz::check_accepted_rows(*submission, party, verdict);
    fuzz::check_survives(*submission, wire::Encoding::kProtobuf, context, verdict);
    fuzz::check_survives(*submission, wire::Encoding::kProtobufJson, context, verdict);
    return 0;
}
