#include "core/domain/agreement.h"

#include <algorithm>
#include <array>

namespace svd {
namespace {

// In the order of enum Clause.
constexpr std::array<std::string_view, 9> kClauseNames = {"agreement.from",
                                                          "agreement.to",
                                                          "agreement.messages",
                                                          "agreement.fields",
                                                          "agreement.finest_geography",
                                                          "agreement.recipients",
                                                          "agreement.purposes",
                                                          "agreement.retain_months",
                                                          "agreement.display_threshold"};

}  // namespace

std::string_view clause_name(Clause clause) { return kClauseNames[static_cast<std::size_t>(clause)]; }

bool Recipients::include(const Identity& reader) const {
    if (reader.role == Role::kAnalyst && every_analyst) return true;
    return std::ranges::find(named, reader) != named.end();
}

std::optional<Clause> Agreement::out_of_force(Month about) const {
    if (about < valid_from) return Clause::kFrom;
    if (valid_to && about > *valid_to) return Clause::kTo;
    return std::nullopt;
}

bool Agreement::is_past_retention(Month about, Month current) const {
    return retain_months && current - about > *retain_months;
}

EnumSet<RowKind> messages_by_default(bool rows_by_default) {
    EnumSet<RowKind> messages = kEveryMessage;
    if (!rows_by_default) {
        messages.erase(RowKind::kIncident);
        messages.erase(RowKind::kAmendment);
    }
    return messages;
}

bool admits(AreaLevel finest, AreaLevel level) {
    using enum AreaLevel;
    static constexpr EnumSet<AreaLevel> kOfDistricts = {kDistrict,      kCounty, kCsp,  kPoliceForce,
                                                        kFireAuthority, kIcb,    kGroup};
    if (level == finest) return true;
    switch (finest) {
        case kLsoa: return level == kMsoa || level == kWard || kOfDistricts.contains(level);
        case kMsoa:
        case kWard:
        case kDistrict: return kOfDistricts.contains(level);
        case kCsp: return level == kCounty || level == kPoliceForce || level == kFireAuthority || level == kIcb;
        case kCounty: return level == kPoliceForce || level == kFireAuthority;
        // Each of these is cut in its own way, and a group may be as small as its districts.
        case kPoliceForce:
        case kFireAuthority:
        case kIcb:
        case kGroup: return false;
    }
    return false;
}

bool may_be_left_out(Field field) {
    if (index_of(field) >= kFirstExtraField) return true;
    const auto vocabulary = vocabulary_of(field);
    return vocabulary && is_term(*vocabulary, kNotCollected);
}

}  // namespace svd
