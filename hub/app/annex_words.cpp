#include "hub/app/annex_words.h"

namespace svd {
namespace {

// In the order of enum Field.
constexpr std::string_view kFieldWords[] = {
    "what one record is: a recorded crime, an attendance, a fire ...",
    "the kind of violence or offence",
    "the day of the week",
    "the hour, or the part of the day",
    "what the time is of: the event, the report, the recording ...",
    "how exactly the time is given, never more than the hour",
    "whether the place is an area, outside the agency's areas, or not given",
    "whose place it is: the incident's, a home, a treatment site ...",
    "the weapon",
    "what was done with the weapon",
    "the type of place: a street, a home, licensed premises ...",
    "how the victim knew the offender, in broad groups",
    "the victim's age, in bands",
    "the victim's sex",
    "how badly the victim was hurt",
    "who says how badly: a clinician, an officer, the class of offence",
    "whether it was domestic abuse",
    "whether alcohol played a part",
    "whether drugs played a part",
    "whether it was a hate incident",
    "whether a group or gang played a part",
    "whether exploitation played a part",
    "whether it was reported to the police",
    "police: where the case stands, in broad groups",
    "police: how the use of a knife was found, by a tag or from the text",
    "emergency departments and hospitals: how the attendance ended",
    "fire and rescue: the class of fire or attack",
    "youth justice: which scale of gravity",
    "youth justice: the gravity on that scale",
    "education: the first reason for an exclusion",
    "education: the second reason",
    "education: the third reason",
    "education: whether the exclusion is permanent",
};
static_assert(std::size(kFieldWords) == kFieldCount);

// In the order of enum Purpose.
constexpr std::string_view kPurposeWords[] = {
    "to identify the kinds of serious violence that occur in the area",
    "to identify the causes of that violence, so far as it is possible to do so",
    "to prepare a strategy for preventing and reducing it",
    "to implement that strategy",
    "to see how the strategy does and keep it under review",
    "to supply the local policing body with what it asks for, to assist or monitor the authorities; for its use alone",
};

// Whatever the agreement: the agents take it out, and the format has no place for it.
constexpr std::string_view kNeverSent[] = {
    "a name, a date of birth, or any other text about a person",
    "a date, or a time finer than the hour",
    "an address, a postcode, a coordinate, or the name of a place",
    "a crime, case, custody or NHS number, or anything made from one",
    "the records that the agency's own agent set aside",
};

}  // namespace

std::span<const std::string_view> never_sent() { return kNeverSent; }

std::string_view words_for(Field field) { return kFieldWords[index_of(field)]; }

std::string_view words_for(Purpose purpose) { return kPurposeWords[static_cast<std::size_t>(purpose)]; }

std::string_view words_for(RowKind kind) {
    switch (kind) {
        case RowKind::kIncident: return "single records";
        case RowKind::kAggregate: return "ready-made counts of records";
        case RowKind::kCohort:
            return "counts of people under an order or plan, by its type, risk band, age band, offence and area";
        case RowKind::kNilReturn: return "the statement that there were none in a month";
        case RowKind::kNotAvailable: return "the statement that a month cannot be supplied, and which reason applies";
        case RowKind::kAmendment: return "a record sent again with other fields, in place of one sent earlier";
        case RowKind::kWithdrawal: return "the withdrawal of a record sent earlier, and which reason applies";
    }
    return "";
}

std::string_view words_for(AreaLevel level) {
    switch (level) {
        case AreaLevel::kLsoa: return "the small area (LSOA, about 1,500 residents)";
        case AreaLevel::kMsoa: return "the medium area (MSOA, about 8,000 residents)";
        case AreaLevel::kWard: return "the ward";
        case AreaLevel::kDistrict: return "the district";
        case AreaLevel::kCounty: return "the county";
        case AreaLevel::kCsp: return "the area of a community safety partnership";
        case AreaLevel::kPoliceForce: return "the police force's area";
        case AreaLevel::kFireAuthority: return "the fire and rescue authority's area";
        case AreaLevel::kIcb: return "the integrated care board's area";
        case AreaLevel::kGroup: return "a named group of districts";
    }
    return "";
}

}  // namespace svd
