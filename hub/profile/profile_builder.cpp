#include "hub/profile/profile_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "core/base/limits.h"
#include "hub/profile/coverage.h"
#include "hub/profile/returns_section.h"

namespace svd {
namespace {

constexpr const char* kNotice = "Exact figures. No disclosure control has been applied. Not for release.";

// A party of the configuration, or one that has sent something and is no longer in it.
struct Voice {
    std::string id;
    std::string name;
    PartyIndex index = kNoParty;
    const Party* party = nullptr;
    std::optional<PartyReach> reach;
    std::string withheld_by;  // the clause that keeps its data from this reader: then it has no index, and so no data
};

// What one voice says in one unit, as the area and each of its parts need it.
struct Statement {
    const Voice* voice;
    CountUnit unit;
    Coverage coverage;
    std::set<Code> kinds;
};

// 2,261 records
std::string records_text(std::uint64_t count) {
    std::string digits = std::to_string(count);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
    return digits + (count == 1 ? " record" : " records");
}

class ProfileBuilder {
public:
    ProfileBuilder(const ProfileRequest& request, const State& state, const Geography& geography,
                   const std::vector<Party>& parties)
        : request_(request),
          state_(state),
          geography_(geography),
          parties_(parties),
          tally_(static_cast<std::size_t>(std::max(request.period.months(), 0))) {}

    Result<AreaProfile> build() {
        if (Result<void> checked = check(); !checked) return checked.error();
        write_heading();
        find_voices();
        count_members();
        count_others();
        count_unlocated();
        for (const Voice& voice : voices_) {
            if (is_heard(voice)) add_party(voice);
        }
        if (parts_) add_parts(*parts_);
        for (const Voice& voice : voices_) {
            add_returns(state_.returns().of(voice.index), voice.id, geography_, members_, profile_);
        }
        return std::move(profile_);
    }

private:
    Result<void> check();
    void write_heading();
    void find_voices();
    void count_members();
    void count_block(AreaIndex area, Month month, const Block& block, bool best_fit);
    void count_others();
    void count_unlocated();
    bool is_heard(const Voice& voice) const;
    void add_party(const Voice& voice);
    void add_withheld(const Voice& voice, PartyProfile party);
    UnitProfile unit_profile(const Statement& statement, bool holds_all) const;
    std::vector<UnplacedCount> unplaced(UnitKey key, bool holds_all) const;
    void add_party_notes(const PartyProfile& party);
    void add_parts(const Parts& counted);
    std::optional<PartUnit> part_unit(const Statement& statement, AreaIndex part, const Tally& tally) const;
    void add_not_carried(const Parts& counted, ProfileParts& parts);
    ProfileArea area_of(AreaIndex index) const;
    void note(std::string text) { profile_.notes.push_back(std::move(text)); }

    const ProfileRequest& request_;
    const State& state_;
    const Geography& geography_;
    const std::vector<Party>& parties_;
    AreaIndex index_ = 0;
    AreaIndexes members_;
    std::optional<Parts> parts_;
    std::vector<Voice> voices_;
    std::vector<Statement> statements_;
    Tally tally_;  // of the area, by month
    std::map<UnplacedReason, Tally> unlocated_;  // of no area, party-wide
    std::map<AreaRef, Tally> wider_;  // of areas that reach beyond this one
    AreaProfile profile_;
};

Result<void> ProfileBuilder::check() {
    const auto index = geography_.find(request_.area);
    if (!index) return Error{Errc::kNotFound, "the reference data has no area of that code"};
    const int months = request_.period.months();
    if (months < 1) return invalid("the period ends before it begins");
    if (months > limits::kProfileMonthsMax) return invalid("the period is too long");
    index_ = *index;
    members_ = geography_.members(request_.area);
    const bool wide = geography_.area(index_).level > AreaLevel::kDistrict;
    if (!request_.parts && !wide) return {};
    parts_.emplace(geography_, request_.parts.value_or(PartsLevel{}), request_.area, members_, request_.period);
    if (parts_->areas().empty()) {
        if (request_.parts) return invalid("the area has no smaller areas of that level and year");
        parts_.reset();
    }
    return {};
}

ProfileArea ProfileBuilder::area_of(AreaIndex index) const {
    const Area& area = geography_.area(index);
    ProfileArea made{area.ref, area.level, std::string(geography_.name_in(index, request_.period.to)), {}};
    for (const Residents& residents : geography_.residents(index)) {
        made.residents.push_back({residents.source, residents.reference_date, residents.persons});
    }
    return made;
}

void ProfileBuilder::write_heading() {
    profile_.notice = kNotice;
    profile_.area = area_of(index_);
    profile_.period = request_.period;
    profile_.snapshot = state_.snapshot();
    profile_.geography_edition = geography_.edition();
}

void ProfileBuilder::find_voices() {
    std::set<std::string> configured;
    for (const Party& party : parties_) {
        configured.insert(party.id);
        voices_.push_back(
            {party.id, party.name, state_.party_index(party.id), &party, PartyReach(geography_, party), {}});
    }
    const std::set<std::string> all(state_.parties().begin(), state_.parties().end());
    for (const std::string& id : all) {
        if (!configured.contains(id)) voices_.push_back({id, id, state_.party_index(id), nullptr, std::nullopt, {}});
    }
    for (Voice& voice : voices_) {
        const auto clause = request_.withheld.find(voice.id);
        if (clause == request_.withheld.end()) continue;
        voice.withheld_by = clause->second;
        voice.index = kNoParty;
    }
}

void ProfileBuilder::count_members() {
    const AreaLevel level = geography_.area(index_).level;
    for (const AreaIndex member : members_) {
        const bool best_fit = !geography_.exact_up_to(member, level);
        state_.cells().visit(geography_.area(member).ref, request_.period,
                             [&](Month month, const Block& block) { count_block(member, month, block, best_fit); });
    }
}

void ProfileBuilder::count_block(AreaIndex area, Month month, const Block& block, bool best_fit) {
    tally_.add_with_quality(block, static_cast<std::size_t>(month - request_.period.from), best_fit);
    if (parts_) parts_->add(area, block);
}

void ProfileBuilder::count_unlocated() {
    static constexpr UnplacedReason kReasons[] = {UnplacedReason::kUnknown, UnplacedReason::kNotCollected,
                                                  UnplacedReason::kWithheld, UnplacedReason::kOutsideArea};
    state_.cells().visit(kNoArea, request_.period, [&](Month, const Block& block) {
        const auto locations = block.codes(Field::kLocation);
        for (const UnplacedReason reason : kReasons) {
            unlocated_.try_emplace(reason, 1).first->second.add_some(
                block, 0, [&](std::size_t row) { return locations[row] == static_cast<Code>(reason); });
        }
    });
}

// Areas above the small ones that are no members: a county that no link puts into the police force, and yet lies
// in it with all its districts, or one that reaches beyond this area.
void ProfileBuilder::count_others() {
    struct Standing {
        Relation relation;
        bool best_fit;
    };
    const AreaLevel level = geography_.area(index_).level;
    for (AreaIndex other = 0; other < geography_.areas().size(); ++other) {
        const Area& area = geography_.area(other);
        if (area.level == AreaLevel::kLsoa || std::ranges::binary_search(members_, other)) continue;
        std::optional<Standing> standing;  // asked only of the few areas that have records of their own
        state_.cells().visit(area.ref, request_.period, [&](Month month, const Block& block) {
            if (!standing) {
                const Relation how = relation(geography_, members_, other);
                standing = {how, how == Relation::kInside && !lies_exactly(geography_, other, level)};
            }
            if (standing->relation == Relation::kInside) count_block(other, month, block, standing->best_fit);
            if (standing->relation == Relation::kWider) {
                wider_.try_emplace(area.ref, 1).first->second.add(block, 0, false);
            }
        });
    }
}

// What it could not place is heard too: of a party that speaks for some area, where it touches this one; and of one
// that is no longer configured, everywhere, for nobody knows any more where it spoke.
bool ProfileBuilder::is_heard(const Voice& voice) const {
    if (!voice.withheld_by.empty()) return !voice.reach || voice.reach->touches(index_);
    const auto has = [&](const auto& entry) { return entry.second.has(voice.index); };
    if (tally_.has(voice.index) || std::ranges::any_of(wider_, has)) return true;
    return voice.reach ? voice.reach->touches(index_) : std::ranges::any_of(unlocated_, has);
}

void ProfileBuilder::add_party(const Voice& voice) {
    PartyProfile party;
    party.id = voice.id;
    party.name = voice.name;
    if (voice.party != nullptr) party.agency_kind = agency_kind_name(voice.party->kind);
    party.whole_area = voice.reach && voice.reach->speaks_for_all(members_);
    party.holds_all_unplaced = voice.reach && voice.reach->has_area_within(members_);
    if (!voice.withheld_by.empty()) return add_withheld(voice, std::move(party));
    const std::set<CountUnit> units = voice.party != nullptr ? units_of(state_, *voice.party, request_.period)
                                                             : state_.supplies().units(voice.index, request_.period);
    for (const CountUnit unit : units) {
        Statement statement{&voice, unit, coverage_of(state_, voice.index, unit, request_.period), {}};
        if (voice.index != kNoParty) statement.kinds = state_.supplies().kinds(voice.index, unit, request_.period);
        party.units.push_back(unit_profile(statement, party.holds_all_unplaced));
        party.records += party.units.back().records;
        statements_.push_back(std::move(statement));
    }
    add_party_notes(party);
    profile_.parties.push_back(std::move(party));
}

// Present, so that its absence is seen, and without a figure: not even which units it has supplied.
void ProfileBuilder::add_withheld(const Voice& voice, PartyProfile party) {
    for (const Term& term : terms(Vocabulary::kCountUnit)) {
        const auto counted_in = static_cast<CountUnit>(term.code);
        if (voice.party == nullptr || !may_count(voice.party->kind, counted_in)) continue;
        UnitProfile unit;
        unit.unit = counted_in;
        unit.status = FigureStatus::kWithheld;
        for (Month month = request_.period.from; month <= request_.period.to; month = month + 1) {
            unit.coverage.push_back({month, FigureStatus::kWithheld, kUnspecified, std::nullopt});
        }
        party.units.push_back(std::move(unit));
    }
    note(fmt::format("{}'s data is withheld from this reading: clause {} of its agreement.", party.name,
                     voice.withheld_by));
    profile_.parties.push_back(std::move(party));
}

UnitProfile ProfileBuilder::unit_profile(const Statement& statement, bool holds_all) const {
    const UnitKey key{statement.voice->index, statement.unit};
    const UnitTally* tally = tally_.find(key);
    UnitProfile unit;
    unit.unit = statement.unit;
    unit.status = statement.coverage.status;
    unit.months_covered = statement.coverage.months_covered;
    unit.coverage = statement.coverage.months;
    unit.kinds = kind_figures(statement.kinds, statement.coverage, tally, true);
    unit.unplaced = unplaced(key, holds_all);
    for (std::size_t i = 0; i < unit.coverage.size(); ++i) {
        const std::uint64_t records = tally == nullptr ? 0 : tally->records[i];
        if (records > 0 || is_covered(unit.coverage[i].status)) unit.coverage[i].records = records;
    }
    if (tally == nullptr) return unit;
    unit.records = tally->total();
    unit.best_fit_records = tally->best_fit;
    unit.quality = field_quality(*tally);
    return unit;
}

std::vector<UnplacedCount> ProfileBuilder::unplaced(UnitKey key, bool holds_all) const {
    std::vector<UnplacedCount> counts;
    for (const auto& [reason, tally] : unlocated_) {
        const UnitTally* unit = tally.find(key);
        if (unit == nullptr) continue;
        if (!holds_all) {
            counts.push_back({reason, std::nullopt, kUnspecified, unit->total()});
            continue;
        }
        for (const auto& [kind, slots] : unit->kinds) {
            counts.push_back({reason, std::nullopt, kind, unit->kind_total(kind)});
        }
    }
    for (const auto& [area, tally] : wider_) {
        const UnitTally* unit = tally.find(key);
        if (unit != nullptr) counts.push_back({UnplacedReason::kWiderArea, area, kUnspecified, unit->total()});
    }
    return counts;
}

void ProfileBuilder::add_party_notes(const PartyProfile& party) {
    std::uint64_t nowhere = 0;
    std::uint64_t wider = 0;
    std::uint64_t best_fit = 0;
    for (const UnitProfile& unit : party.units) {
        best_fit += unit.best_fit_records;
        for (const UnplacedCount& left : unit.unplaced) {
            if (left.reason == UnplacedReason::kWiderArea) wider += left.count;
            else if (left.reason != UnplacedReason::kOutsideArea) nowhere += left.count;
        }
        if (unit.status == FigureStatus::kPartial) {
            note(fmt::format("{} has supplied {} for {} of {} months: its totals are partial.", party.name,
                             term_name(Vocabulary::kCountUnit, static_cast<Code>(unit.unit)), unit.months_covered,
                             unit.coverage.size()));
        }
    }
    if (!party.whole_area) note(party.name + " speaks for a part of this area only.");
    if (nowhere > 0) {
        note(fmt::format("{} of {} in this period {} no location and could be anywhere{}.", records_text(nowhere),
                         party.name, nowhere == 1 ? "has" : "have", party.holds_all_unplaced ? " in its area" : ""));
    }
    if (wider > 0) {
        note(fmt::format("{} of {} {} placed no closer than in an area that reaches beyond this one.",
                         records_text(wider), party.name, wider == 1 ? "is" : "are"));
    }
    if (best_fit > 0) {
        note(fmt::format("{} of {} {} placed in this area by a best fit.", records_text(best_fit), party.name,
                         best_fit == 1 ? "is" : "are"));
    }
}

void ProfileBuilder::add_parts(const Parts& counted) {
    ProfileParts parts;
    parts.level = counted.level().level;
    parts.vintage = counted.level().vintage;
    for (const auto& [index, tally] : counted.areas()) {
        ProfilePart part{area_of(index), {}};
        for (const Statement& statement : statements_) {
            if (auto unit = part_unit(statement, index, tally)) part.units.push_back(*std::move(unit));
        }
        parts.areas.push_back(std::move(part));
    }
    std::ranges::sort(parts.areas, {}, [](const ProfilePart& part) { return part.area.ref; });
    add_not_carried(counted, parts);
    profile_.parts = std::move(parts);
}

// Nothing where the party does not speak for the part, or has supplied nothing that could be counted there: the
// coverage of the whole says so once.
std::optional<PartUnit> ProfileBuilder::part_unit(const Statement& statement, AreaIndex part,
                                                  const Tally& tally) const {
    const UnitTally* unit_tally = tally.find({statement.voice->index, statement.unit});
    const bool speaks = statement.voice->reach && statement.voice->reach->touches(part);
    if (unit_tally == nullptr && (!speaks || statement.kinds.empty())) return std::nullopt;
    PartUnit unit;
    unit.party = statement.voice->id;
    unit.unit = statement.unit;
    unit.status = statement.coverage.status;
    unit.months_covered = statement.coverage.months_covered;
    unit.best_fit_records = unit_tally == nullptr ? 0 : unit_tally->best_fit;
    unit.kinds = kind_figures(statement.kinds, statement.coverage, unit_tally, false);
    return unit;
}

void ProfileBuilder::add_not_carried(const Parts& counted, ProfileParts& parts) {
    std::map<const Voice*, std::uint64_t> by_voice;
    for (const Statement& statement : statements_) {
        for (const auto& [reason, tally] : counted.not_carried()) {
            const UnitTally* unit = tally.find({statement.voice->index, statement.unit});
            if (unit == nullptr) continue;
            by_voice[statement.voice] += unit->total();
            for (const auto& [kind, slots] : unit->kinds) {
                parts.not_carried.push_back(
                    {statement.voice->id, statement.unit, reason, kind, unit->kind_total(kind)});
            }
        }
    }
    for (const auto& [voice, count] : by_voice) {
        note(fmt::format("{} of {} {} in none of the parts: their own areas cannot be carried to them exactly.",
                         records_text(count), voice->name, count == 1 ? "is" : "are"));
    }
}

}  // namespace

Result<AreaProfile> build_profile(const ProfileRequest& request, const State& state, const Geography& geography,
                                  const std::vector<Party>& parties) {
    return ProfileBuilder(request, state, geography, parties).build();
}

}  // namespace svd
