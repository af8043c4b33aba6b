#include "agent/source/privacy.h"

#include <algorithm>

#include "core/domain/coarse_terms.h"

namespace svd::agent {
namespace {

constexpr Code kGlassOrBottle = 12;
constexpr Code kKnifeOrSharp = 11;
constexpr Code kFirearm = 14;
constexpr Code kOtherWeapon = 21;
constexpr Code kSexOtherRecorded = 12;

constexpr std::array kWeekendOrNot = {Code{30}, Code{31}};
constexpr std::array kBandsOfHours = {Code{50}, Code{51}, Code{52}, Code{53}, Code{54}, Code{55}};
constexpr std::array kBandsOfAges = {Code{30}, Code{31}};  // 18 to 24 is one already

// The first of `wider` that `code` is a part of; `code` itself when it is of none.
template <std::size_t count>
Code wider_term(Vocabulary vocabulary, Code code, const std::array<Code, count>& wider) {
    for (const Code each : wider) {
        if (std::ranges::count(parts_of(vocabulary, each), code) > 0) return each;
    }
    return code;
}

void widen(Incident& incident, Field field, const auto& wider) {
    incident[field] = wider_term(*vocabulary_of(field), incident[field], wider);
}

void widen_hour(Incident& incident) {
    const Code before = incident[Field::kHour];
    widen(incident, Field::kHour, kBandsOfHours);
    if (incident[Field::kHour] != before) incident[Field::kTimePrecision] = term::kPrecisionBand;
}

// Bodily force is no weapon, and is not called another one.
void widen_weapon(Incident& incident) {
    Code& weapon = incident[Field::kWeapon];
    if (weapon < kFirstValue || weapon == term::kWeaponNone) return;
    if (weapon == kGlassOrBottle) weapon = kKnifeOrSharp;
    if (weapon != kKnifeOrSharp && weapon != kFirearm) weapon = kOtherWeapon;
}

// What a ready-made count would not say.
void keep_only_count(Incident& incident) {
    for (const Field field : all_fields()) {
        const bool stays = field == Field::kCountUnit || field == Field::kKind || field == Field::kTimeBasis ||
                           field == Field::kTimePrecision || field == Field::kLocation || field == Field::kPlaceBasis ||
                           field == Field::kHarmBasis;
        // Unknown goes too: beside withheld it would tell one record from another.
        if (stays || incident[field] == kNotCollected || incident[field] == kUnspecified) continue;
        const auto vocabulary = vocabulary_of(field);
        if (index_of(field) >= kFirstExtraField) {
            incident[field] = kUnspecified;
        } else if (vocabulary && is_term(*vocabulary, kWithheld)) {
            incident[field] = kWithheld;
        }
    }
    // A number on a scale, where the scale has gone too.
    incident[Field::kGravity] = kUnspecified;
    incident[Field::kGravityScale] = kUnspecified;
    incident[Field::kTimePrecision] = term::kPrecisionMonth;
}

}  // namespace

std::string_view rung_name(Rung rung) {
    constexpr std::array<std::string_view, kRungs> kNames = {"whole",    "hour",   "weekday", "msoa", "district",
                                                             "age_band", "weapon", "count",   "alone"};
    return kNames[static_cast<std::size_t>(rung)];
}

std::string_view rung_words(Rung rung) {
    switch (rung) {
        case Rung::kWhole: return "as they are";
        case Rung::kHour: return "as far as the hour: its band";
        case Rung::kWeekday: return "as far as the weekday: working day or weekend";
        case Rung::kMsoa: return "as far as the area: its MSOA";
        case Rung::kDistrict: return "as far as the area: its district";
        case Rung::kPerson: return "as far as the age: one of three bands";
        case Rung::kWeapon: return "as far as the weapon: sharp, firearm or other";
        case Rung::kCount: return "only month, kind and area are left";
        case Rung::kAlone: return "only month, kind and area are left, and still few are alike";
    }
    return "?";
}

std::size_t Privacy::KeyHash::operator()(const Key& key) const noexcept {
    constexpr std::uint64_t kPrime = 0x9E3779B97F4A7C15ULL;
    std::uint64_t hash = key.area * kPrime ^ (std::uint64_t{key.month} << 16U | key.vintage);
    for (const Code code : key.codes) hash = (hash ^ code) * kPrime;
    return static_cast<std::size_t>(hash ^ (hash >> 32U));
}

Privacy::Key Privacy::key_of(const Incident& incident) {
    Key key;
    if (incident.place.has_area) {
        key.area = incident.place.area.code.packed();
        key.vintage = incident.place.area.vintage;
    }
    key.month = incident.month_number;
    key.codes = {incident[Field::kCountUnit], incident[Field::kKind],      incident[Field::kWeekday],
                 incident[Field::kHour],      incident[Field::kWeapon],    incident[Field::kSetting],
                 incident[Field::kVictimAge], incident[Field::kVictimSex], incident[Field::kTimePrecision],
                 incident.place.location,     incident.place.level};
    return key;
}

void Privacy::widen_area(Incident& incident, AreaLevel level) const {
    Place& place = incident.place;
    if (!place.has_area) return;
    const auto index = context_.geography.find(place.area);
    const auto wider = index ? context_.geography.ancestor(*index, level) : std::nullopt;
    if (!wider || *wider == *index) return;
    const Area& area = context_.geography.area(*wider);
    const bool own = std::ranges::any_of(
        context_.party.areas, [&](const AreaCode& within) { return context_.geography.lies_in(*wider, within); });
    const bool then = (!area.valid_from || *area.valid_from <= incident.month) &&
                      (!area.valid_to || incident.month <= *area.valid_to);
    if (!own || !then) return;
    place.area = area.ref;
    place.level = static_cast<Code>(level);
}

void Privacy::step_down(Incident& incident, Rung to) const {
    switch (to) {
        case Rung::kHour: return widen_hour(incident);
        case Rung::kWeekday: return widen(incident, Field::kWeekday, kWeekendOrNot);
        case Rung::kMsoa: return widen_area(incident, AreaLevel::kMsoa);
        case Rung::kDistrict: return widen_area(incident, AreaLevel::kDistrict);
        case Rung::kPerson:
            widen(incident, Field::kVictimAge, kBandsOfAges);
            if (incident[Field::kVictimSex] == kSexOtherRecorded) incident[Field::kVictimSex] = kUnknown;
            return;
        case Rung::kWeapon: return widen_weapon(incident);
        case Rung::kCount: return keep_only_count(incident);
        case Rung::kWhole:
        case Rung::kAlone: return;
    }
}

Result<void> Privacy::count(const Incident& incident) {
    Groups& whole = groups_[0];
    const auto [at, fresh] = whole.try_emplace(key_of(incident));
    if (fresh) at->second.example = incident;
    ++at->second.records;
    if (whole.size() <= kGroupsMost) return {};
    return Error{Errc::kTooMany, "it has too many different records for smallest_group: export fewer months at a time"};
}

void Privacy::settle() {
    for (std::size_t rung = 1; rung < groups_.size(); ++rung) {
        for (const auto& [key, group] : groups_[rung - 1]) {
            if (group.records >= smallest_group_) continue;
            Incident coarser = group.example;
            step_down(coarser, static_cast<Rung>(rung));
            const auto [at, fresh] = groups_[rung].try_emplace(key_of(coarser));
            if (fresh) at->second.example = coarser;
            at->second.records += group.records;
        }
    }
}

Rung Privacy::coarsen(Incident& incident) const {
    for (std::size_t rung = 0; rung < groups_.size(); ++rung) {
        if (rung > 0) step_down(incident, static_cast<Rung>(rung));
        const auto found = groups_[rung].find(key_of(incident));
        if (found != groups_[rung].end() && found->second.records >= smallest_group_) return static_cast<Rung>(rung);
    }
    return Rung::kAlone;
}

}  // namespace svd::agent
