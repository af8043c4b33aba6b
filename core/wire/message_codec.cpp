#include "core/wire/message_codec.h"

namespace svd::wire {
namespace {

// Within an agency's extra, which is there or not as a whole, a field left out is an error of the sender.
Code extra_code(int number) { return number == 0 ? kNoTerm : code_of(number); }

void note_unknown(const google::protobuf::Message& message, bool& unknown) {
    unknown = unknown || has_unknown_fields(message);
}

Place read_place(const v1::Place& message, bool& unknown) {
    note_unknown(message, unknown);
    Place place;
    place.location = code_of(message.location());
    place.level = code_of(message.level());
    place.basis = code_of(message.basis());
    place.has_area = !message.area().empty();
    const auto code = AreaCode::parse(message.area());
    if (code) place.area.code = *code;
    place.code_well_formed = code && message.vintage() < 10'000;
    // Other text is none of the vocabulary: refusing the row alone would keep it, for the bytes are kept as they came.
    unknown = unknown || (place.has_area && !code);
    place.area.vintage = static_cast<std::uint16_t>(std::min<std::uint32_t>(message.vintage(), 10'000));
    return place;
}

void write_place(const Place& place, v1::Place& message) {
    message.set_location(static_cast<v1::Location>(place.location));
    message.set_level(static_cast<v1::AreaLevel>(place.level));
    message.set_basis(static_cast<v1::PlaceBasis>(place.basis));
    if (place.has_area) message.set_area(std::string(place.area.code.text()));
    message.set_vintage(place.area.vintage);
}

void read_flags(const v1::Flags& message, Incident& incident, bool& unknown) {
    note_unknown(message, unknown);
    incident[Field::kDomesticAbuse] = code_of(message.domestic_abuse());
    incident[Field::kAlcohol] = code_of(message.alcohol());
    incident[Field::kDrugs] = code_of(message.drugs());
    incident[Field::kHate] = code_of(message.hate());
    incident[Field::kGroup] = code_of(message.group());
    incident[Field::kExploitation] = code_of(message.exploitation());
    incident[Field::kReportedToPolice] = code_of(message.reported_to_police());
}

void write_flags(const Incident& incident, v1::Flags& message) {
    const auto flag = [&](Field field) { return static_cast<v1::Flag>(incident[field]); };
    message.set_domestic_abuse(flag(Field::kDomesticAbuse));
    message.set_alcohol(flag(Field::kAlcohol));
    message.set_drugs(flag(Field::kDrugs));
    message.set_hate(flag(Field::kHate));
    message.set_group(flag(Field::kGroup));
    message.set_exploitation(flag(Field::kExploitation));
    message.set_reported_to_police(flag(Field::kReportedToPolice));
}

void read_education(const v1::EducationExtra& message, Incident& incident, bool& unknown) {
    static constexpr Field kReasons[] = {Field::kExclusionReason1, Field::kExclusionReason2, Field::kExclusionReason3};
    note_unknown(message, unknown);
    incident[Field::kExclusionPermanent] = extra_code(message.permanent());
    for (int i = 0; i < message.reasons_size() && i < 3; ++i) {
        incident[kReasons[i]] = extra_code(message.reasons(i));
    }
    // The department allows three: none, or a fourth, is an error of the sender.
    if (message.reasons_size() == 0) incident[Field::kExclusionReason1] = kNoTerm;
    if (message.reasons_size() > 3) incident[Field::kExclusionReason3] = kNoTerm;
}

void read_extra(const v1::IncidentSummary& message, Incident& incident, bool& unknown) {
    switch (message.extra_case()) {
        case v1::IncidentSummary::kPolice:
            note_unknown(message.police(), unknown);
            incident[Field::kPoliceOutcome] = extra_code(message.police().outcome());
            incident[Field::kKnifeFlagSource] = extra_code(message.police().knife_flag_source());
            break;
        case v1::IncidentSummary::kEmergencyDepartment:
            note_unknown(message.emergency_department(), unknown);
            incident[Field::kEdDisposal] = extra_code(message.emergency_department().disposal());
            break;
        case v1::IncidentSummary::kFire:
            note_unknown(message.fire(), unknown);
            incident[Field::kFireClass] = extra_code(message.fire().fire_class());
            break;
        case v1::IncidentSummary::kYouthJustice:
            note_unknown(message.youth_justice(), unknown);
            incident[Field::kGravityScale] = extra_code(message.youth_justice().gravity_scale());
            incident[Field::kGravity] = message.youth_justice().gravity() > 254
                                            ? kNoTerm
                                            : static_cast<Code>(message.youth_justice().gravity());
            break;
        case v1::IncidentSummary::kEducation: read_education(message.education(), incident, unknown); break;
        case v1::IncidentSummary::EXTRA_NOT_SET: break;
    }
}

void write_extra(const Incident& incident, v1::IncidentSummary& message) {
    if (incident[Field::kPoliceOutcome] != kUnspecified) {
        message.mutable_police()->set_outcome(static_cast<v1::PoliceOutcome>(incident[Field::kPoliceOutcome]));
        message.mutable_police()->set_knife_flag_source(
            static_cast<v1::KnifeFlagSource>(incident[Field::kKnifeFlagSource]));
    }
    if (incident[Field::kEdDisposal] != kUnspecified) {
        message.mutable_emergency_department()->set_disposal(static_cast<v1::EdDisposal>(incident[Field::kEdDisposal]));
    }
    if (incident[Field::kFireClass] != kUnspecified) {
        message.mutable_fire()->set_fire_class(static_cast<v1::FireClass>(incident[Field::kFireClass]));
    }
    if (incident[Field::kGravityScale] != kUnspecified) {
        message.mutable_youth_justice()->set_gravity_scale(
            static_cast<v1::GravityScale>(incident[Field::kGravityScale]));
        message.mutable_youth_justice()->set_gravity(incident[Field::kGravity]);
    }
    if (incident[Field::kExclusionReason1] != kUnspecified) {
        auto& education = *message.mutable_education();
        education.set_permanent(static_cast<v1::Flag>(incident[Field::kExclusionPermanent]));
        for (const Field field : {Field::kExclusionReason1, Field::kExclusionReason2, Field::kExclusionReason3}) {
            if (incident[field] == kUnspecified) break;
            education.add_reasons(static_cast<v1::ExclusionReason>(incident[field]));
        }
    }
}

}  // namespace

Incident read_incident(const v1::IncidentSummary& message, bool& unknown) {
    note_unknown(message, unknown);
    Incident incident;
    const v1::Time& time = message.time();
    note_unknown(time, unknown);
    incident.month_number = time.month();
    if (const auto month = Month::from_number(time.month())) incident.month = *month;
    incident.place = read_place(message.place(), unknown);
    incident[Field::kCountUnit] = code_of(message.count_unit());
    incident[Field::kKind] = code_of(message.kind());
    incident[Field::kWeekday] = code_of(time.weekday());
    incident[Field::kHour] = code_of(time.hour());
    incident[Field::kTimeBasis] = code_of(time.basis());
    incident[Field::kTimePrecision] = code_of(time.precision());
    incident[Field::kLocation] = incident.place.location;
    incident[Field::kPlaceBasis] = incident.place.basis;
    incident[Field::kWeapon] = code_of(message.weapon());
    incident[Field::kWeaponUse] = code_of(message.weapon_use());
    incident[Field::kSetting] = code_of(message.setting());
    incident[Field::kRelationship] = code_of(message.relationship());
    incident[Field::kVictimAge] = code_of(message.victim_age());
    incident[Field::kVictimSex] = code_of(message.victim_sex());
    incident[Field::kHarm] = code_of(message.harm());
    incident[Field::kHarmBasis] = code_of(message.harm_basis());
    read_flags(message.flags(), incident, unknown);
    read_extra(message, incident, unknown);
    return incident;
}

void write_incident(const Incident& incident, v1::IncidentSummary& message) {
    message.set_count_unit(static_cast<v1::CountUnit>(incident[Field::kCountUnit]));
    message.set_kind(static_cast<v1::Kind>(incident[Field::kKind]));
    v1::Time& time = *message.mutable_time();
    time.set_month(incident.month_number);
    time.set_weekday(static_cast<v1::Weekday>(incident[Field::kWeekday]));
    time.set_hour(static_cast<v1::Hour>(incident[Field::kHour]));
    time.set_basis(static_cast<v1::TimeBasis>(incident[Field::kTimeBasis]));
    time.set_precision(static_cast<v1::TimePrecision>(incident[Field::kTimePrecision]));
    write_place(incident.place, *message.mutable_place());
    message.set_weapon(static_cast<v1::Weapon>(incident[Field::kWeapon]));
    message.set_weapon_use(static_cast<v1::WeaponUse>(incident[Field::kWeaponUse]));
    message.set_setting(static_cast<v1::Setting>(incident[Field::kSetting]));
    message.set_relationship(static_cast<v1::Relationship>(incident[Field::kRelationship]));
    message.set_victim_age(static_cast<v1::AgeBand>(incident[Field::kVictimAge]));
    message.set_victim_sex(static_cast<v1::Sex>(incident[Field::kVictimSex]));
    message.set_harm(static_cast<v1::Harm>(incident[Field::kHarm]));
    message.set_harm_basis(static_cast<v1::HarmBasis>(incident[Field::kHarmBasis]));
    write_flags(incident, *message.mutable_flags());
    write_extra(incident, message);
}

AggregateReturn read_aggregate(const v1::AggregateReturn& message, bool& unknown) {
    note_unknown(message, unknown);
    AggregateReturn aggregate;
    aggregate.count_unit = code_of(message.count_unit());
    aggregate.kind = code_of(message.kind());
    aggregate.weapon = code_of(message.weapon());
    aggregate.setting = code_of(message.setting());
    aggregate.victim_age = code_of(message.victim_age());
    aggregate.victim_sex = code_of(message.victim_sex());
    aggregate.reported_to_police = code_of(message.reported_to_police());
    aggregate.treatment = code_of(message.treatment());
    aggregate.from_month = message.from_month();
    aggregate.to_month = message.to_month();
    aggregate.place = read_place(message.place(), unknown);
    aggregate.count = message.count();
    return aggregate;
}

void write_aggregate(const AggregateReturn& aggregate, v1::AggregateReturn& message) {
    message.set_count_unit(static_cast<v1::CountUnit>(aggregate.count_unit));
    message.set_kind(static_cast<v1::Kind>(aggregate.kind));
    message.set_weapon(static_cast<v1::Weapon>(aggregate.weapon));
    message.set_setting(static_cast<v1::Setting>(aggregate.setting));
    message.set_victim_age(static_cast<v1::AgeBand>(aggregate.victim_age));
    message.set_victim_sex(static_cast<v1::Sex>(aggregate.victim_sex));
    message.set_reported_to_police(static_cast<v1::Flag>(aggregate.reported_to_police));
    message.set_treatment(static_cast<v1::CountTreatment>(aggregate.treatment));
    message.set_from_month(aggregate.from_month);
    message.set_to_month(aggregate.to_month);
    write_place(aggregate.place, *message.mutable_place());
    message.set_count(aggregate.count);
}

CohortSnapshot read_cohort(const v1::CohortSnapshot& message, bool& unknown) {
    note_unknown(message, unknown);
    CohortSnapshot cohort;
    cohort.order_type = code_of(message.order_type());
    cohort.risk_band = code_of(message.risk_band());
    cohort.age_band = code_of(message.age_band());
    cohort.offence = code_of(message.offence());
    cohort.treatment = code_of(message.treatment());
    cohort.as_at_month = message.as_at_month();
    cohort.place = read_place(message.place(), unknown);
    cohort.people = message.people();
    return cohort;
}

void write_cohort(const CohortSnapshot& cohort, v1::CohortSnapshot& message) {
    message.set_order_type(static_cast<v1::OrderType>(cohort.order_type));
    message.set_risk_band(static_cast<v1::RiskBand>(cohort.risk_band));
    message.set_age_band(static_cast<v1::AgeBand>(cohort.age_band));
    message.set_offence(static_cast<v1::Kind>(cohort.offence));
    message.set_treatment(static_cast<v1::CountTreatment>(cohort.treatment));
    message.set_as_at_month(cohort.as_at_month);
    write_place(cohort.place, *message.mutable_place());
    message.set_people(cohort.people);
}

std::optional<RowAddress> read_address(const v1::RowAddress& message, bool& unknown) {
    note_unknown(message, unknown);
    const auto digest = digest_from_bytes(message.submission());
    unknown = unknown || (!digest && !message.submission().empty());  // it could be any text
    if (!digest) return std::nullopt;
    return RowAddress{*digest, message.row()};
}

void write_address(const std::optional<RowAddress>& address, v1::RowAddress& message) {
    if (!address) return;
    message.set_submission(std::string(as_bytes(address->submission)));
    message.set_row(address->row);
}

}  // namespace svd::wire
