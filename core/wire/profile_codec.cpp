#include "core/wire/profile_codec.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>

#include "core/base/check.h"
#include "core/crypto/digest.h"
#include "core/wire/profile_message.h"

namespace svd::wire {
namespace {

namespace pb = google::protobuf;

// Enums of the vocabulary have the same numbers on both sides; a test of the vocabulary holds them to it.
template <class Enum, class Number>
Enum as(Number number) {
    return static_cast<Enum>(number);
}

std::string text_of(const AreaCode& code) { return std::string(code.text()); }

void write_area(const ProfileArea& area, v1::ProfileArea& message) {
    message.set_code(text_of(area.ref.code));
    message.set_vintage(area.ref.vintage);
    message.set_level(as<v1::AreaLevel>(area.level));
    message.set_name(area.name);
    for (const ProfileResidents& residents : area.residents) {
        v1::Residents& added = *message.add_residents();
        added.set_source(residents.source);
        added.set_reference_date(residents.reference_date);
        added.set_persons(narrow(residents.persons));
    }
}

void write_kind(const KindFigures& figures, Month first, v1::KindFigures& message) {
    message.set_kind(as<v1::Kind>(figures.kind));
    write_figure(figures.total, *message.mutable_total());
    for (std::size_t i = 0; i < figures.by_month.size(); ++i) {
        v1::MonthFigure& added = *message.add_series();
        added.set_month((first + static_cast<int>(i)).text());
        const Figure& figure = figures.by_month[i];
        added.set_status(as<v1::FigureStatus>(figure.status));
        if (figure.value) added.set_value(narrow(*figure.value));
    }
}

void write_coverage(const MonthCoverage& coverage, v1::MonthCoverage& message) {
    message.set_month(coverage.month.text());
    message.set_status(as<v1::FigureStatus>(coverage.status));
    message.set_reason(as<v1::NotAvailableReason>(coverage.reason));
    if (coverage.records) message.set_records(narrow(*coverage.records));
}

void write_quality(const FieldQuality& quality, v1::FieldQuality& message) {
    message.set_field(std::string(field_name(quality.field)));
    message.set_known(narrow(quality.known));
    message.set_unknown(narrow(quality.unknown));
    message.set_not_collected(narrow(quality.not_collected));
    message.set_withheld(narrow(quality.withheld));
    message.set_not_given(narrow(quality.not_given));
}

void write_unplaced(const UnplacedCount& unplaced, v1::UnplacedCount& message) {
    message.set_reason(as<v1::UnplacedReason>(unplaced.reason));
    if (unplaced.area) message.set_area(text_of(unplaced.area->code));
    message.set_kind(as<v1::Kind>(unplaced.kind));
    message.set_count(narrow(unplaced.count));
}

void write_unit(const UnitProfile& unit, Month first, v1::UnitProfile& message) {
    message.set_count_unit(as<v1::CountUnit>(unit.unit));
    message.set_status(as<v1::FigureStatus>(unit.status));
    message.set_months_covered(unit.months_covered);
    message.set_records(narrow(unit.records));
    message.set_best_fit_records(narrow(unit.best_fit_records));
    for (const MonthCoverage& coverage : unit.coverage) write_coverage(coverage, *message.add_coverage());
    for (const KindFigures& figures : unit.kinds) write_kind(figures, first, *message.add_kinds());
    for (const FieldQuality& quality : unit.quality) write_quality(quality, *message.add_data_quality());
    for (const UnplacedCount& unplaced : unit.unplaced) write_unplaced(unplaced, *message.add_unlocated());
}

void write_party(const PartyProfile& party, Month first, v1::PartyProfile& message) {
    message.set_party(party.id);
    message.set_name(party.name);
    message.set_agency_kind(party.agency_kind);
    message.set_whole_area(party.whole_area);
    message.set_holds_all_unplaced(party.holds_all_unplaced);
    message.set_records(narrow(party.records));
    for (const UnitProfile& unit : party.units) write_unit(unit, first, *message.add_units());
}

void write_part_unit(const PartUnit& unit, Month first, v1::PartUnit& message) {
    message.set_party(unit.party);
    message.set_count_unit(as<v1::CountUnit>(unit.unit));
    message.set_status(as<v1::FigureStatus>(unit.status));
    message.set_months_covered(unit.months_covered);
    message.set_best_fit_records(narrow(unit.best_fit_records));
    for (const KindFigures& figures : unit.kinds) write_kind(figures, first, *message.add_kinds());
}

void write_parts(const ProfileParts& parts, Month first, v1::ProfileParts& message) {
    message.set_level(as<v1::AreaLevel>(parts.level));
    message.set_vintage(parts.vintage);
    for (const ProfilePart& part : parts.areas) {
        v1::ProfilePart& added = *message.add_areas();
        write_area(part.area, *added.mutable_area());
        for (const PartUnit& unit : part.units) write_part_unit(unit, first, *added.add_units());
    }
    for (const NotCarried& left : parts.not_carried) {
        v1::NotCarried& added = *message.add_not_carried();
        added.set_party(left.party);
        added.set_count_unit(as<v1::CountUnit>(left.unit));
        added.set_reason(as<v1::NotCarriedReason>(left.reason));
        added.set_kind(as<v1::Kind>(left.kind));
        added.set_count(narrow(left.count));
    }
}

void write_aggregate_figure(const AggregateFigure& figure, v1::AggregateFigure& message) {
    message.set_party(figure.party);
    message.set_area(text_of(figure.area.code));
    message.set_vintage(figure.area.vintage);
    message.set_from(figure.from.text());
    message.set_to(figure.to.text());
    message.set_count_unit(as<v1::CountUnit>(figure.count_unit));
    message.set_kind(as<v1::Kind>(figure.kind));
    message.set_weapon(as<v1::Weapon>(figure.weapon));
    message.set_setting(as<v1::Setting>(figure.setting));
    message.set_victim_age(as<v1::AgeBand>(figure.victim_age));
    message.set_victim_sex(as<v1::Sex>(figure.victim_sex));
    message.set_reported_to_police(as<v1::Flag>(figure.reported_to_police));
    message.set_treatment(as<v1::CountTreatment>(figure.treatment));
    message.set_returns(figure.returns);
    if (figure.count) message.set_count(narrow(*figure.count));
}

void write_cohort_figure(const CohortFigure& figure, v1::CohortFigure& message) {
    message.set_party(figure.party);
    message.set_area(text_of(figure.area.code));
    message.set_vintage(figure.area.vintage);
    message.set_as_at(figure.as_at.text());
    message.set_order_type(as<v1::OrderType>(figure.order_type));
    message.set_risk_band(as<v1::RiskBand>(figure.risk_band));
    message.set_age_band(as<v1::AgeBand>(figure.age_band));
    message.set_offence(as<v1::Kind>(figure.offence));
    message.set_treatment(as<v1::CountTreatment>(figure.treatment));
    message.set_returns(figure.returns);
    if (figure.people) message.set_people(narrow(*figure.people));
}

void write_document(const DocumentVersion& document, v1::DocumentVersion& message) {
    message.set_name(document.name);
    message.set_version(document.version);
    message.set_sha256(document.sha256);
    message.set_title(document.title);
}

void write_versions(const AreaProfile& profile, v1::ProfileVersions& message) {
    message.set_geography(profile.geography_edition);
    for (const DocumentVersion& used : profile.versions.definitions) {
        write_document(used, *message.add_definitions());
    }
    if (profile.versions.series_breaks) {
        write_document(*profile.versions.series_breaks, *message.mutable_series_breaks());
    }
    for (const std::string& denominator : profile.versions.denominators) message.add_denominators(denominator);
    message.set_policy(profile.disclosure);
    message.set_methods(profile.versions.methods);
}

void write_heading(const AreaProfile& profile, v1::AreaProfile& message) {
    message.set_notice(profile.notice);
    write_area(profile.area, *message.mutable_area());
    message.set_from(profile.period.from.text());
    message.set_to(profile.period.to.text());
    message.set_snapshot(profile.snapshot);
    message.set_geography_edition(profile.geography_edition);
    message.set_definition(profile.definition);
    message.set_definition_version(profile.definition_version);
    message.set_disclosure(profile.disclosure);
    for (const std::string& note : profile.notes) message.add_notes(note);
}

v1::AreaProfile message_of(const AreaProfile& profile) {
    v1::AreaProfile message;
    write_heading(profile, message);
    const Month first = profile.period.from;
    for (const PartyProfile& party : profile.parties) write_party(party, first, *message.add_parties());
    if (profile.parts) write_parts(*profile.parts, first, *message.mutable_parts());
    for (const AggregateFigure& figure : profile.aggregates) write_aggregate_figure(figure, *message.add_aggregates());
    for (const CohortFigure& figure : profile.cohorts) write_cohort_figure(figure, *message.add_cohorts());
    for (const ReturnsNotShown& left : profile.returns_not_shown) {
        v1::ReturnsNotShown& added = *message.add_returns_not_shown();
        added.set_party(left.party);
        added.set_reaching_beyond_period(left.reaching_beyond_period);
        added.set_without_area(left.without_area);
        added.set_of_wider_area(left.of_wider_area);
    }
    write_versions(profile, *message.mutable_versions());
    for (const FigureTable& table : profile.tables) write_figure_table(table, *message.add_tables());
    return message;
}

std::string deterministic_bytes(const pb::Message& message) {
    std::string bytes;
    {
        pb::io::StringOutputStream stream(&bytes);
        pb::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);
        SVD_CHECK(message.SerializeToCodedStream(&coded));
    }
    return bytes;
}

std::string json_text(const pb::Message& message) {
    pb::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    options.always_print_primitive_fields = true;
    std::string text;
    SVD_CHECK(pb::util::MessageToJsonString(message, &text, options).ok());
    text += '\n';
    return text;
}

}  // namespace

Digest profile_digest(const AreaProfile& profile) { return sha256(deterministic_bytes(message_of(profile))); }

std::string encode_profile(const AreaProfile& profile, ProfileFormat format) {
    v1::AreaProfile message = message_of(profile);
    message.set_content_sha256(to_hex(sha256(deterministic_bytes(message))));
    return format == ProfileFormat::kProtobuf ? deterministic_bytes(message) : json_text(message);
}

}  // namespace svd::wire
