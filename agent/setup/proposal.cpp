#include "agent/setup/proposal.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "agent/setup/header_words.h"

namespace svd::agent {
namespace {

constexpr std::size_t kMidnightsSuspicious = 20;  // per cent

struct Basis {
    std::string_view word;
    std::string_view basis;
};
// The first column whose name has the earliest of these words gives the time.
constexpr Basis kBases[] = {{"committed", "event"},   {"offence", "event"},     {"occurred", "event"},
                            {"assault", "event"},     {"incident", "event"},    {"event", "event"},
                            {"arrival", "arrival"},   {"attend", "arrival"},    {"call", "reported"},
                            {"reported", "reported"}, {"received", "reported"}, {"recorded", "recorded"},
                            {"date", "event"},        {"time", "event"},        {"month", "recorded"}};

bool is_birth(const SampleColumn& column) { return has_word(column.name, {"dob", "birth", "born"}); }

class Proposer {
public:
    Proposer(const Sample& sample, const std::vector<LibraryMapping>& library, AgencyKind kind)
        : sample_(sample), library_(library), kind_(kind) {}

    Proposal propose() {
        find_time();
        find_area();
        find_kind();
        find_fields();
        find_age();
        say_what_stays();
        return std::move(proposal_);
    }

private:
    void take(const SampleColumn& column) { taken_.insert(column.name); }
    bool is_taken(const SampleColumn& column) const { return taken_.contains(column.name); }

    const SampleColumn* time_column(std::string& basis) const {
        for (const Basis& each : kBases) {
            for (const SampleColumn& column : sample_.columns) {
                if (!column.is_time() || is_birth(column) || !has_word(column.name, {each.word})) continue;
                basis = each.basis;
                return &column;
            }
        }
        for (const SampleColumn& column : sample_.columns) {
            if (column.is_time() && !is_birth(column)) return &column;
        }
        return nullptr;
    }

    void find_time() {
        ProposedTime time;
        const SampleColumn* column = time_column(time.basis);
        if (column == nullptr) {
            proposal_.doubts.emplace_back("no column seems to hold the date of the incident: see [map.time]");
            return;
        }
        take(*column);
        time.column = column->name;
        time.formats = column->time_formats;
        time.month_only = !format_has_day(time.formats);
        const SampleColumn* clock = nullptr;
        const bool has_clock = std::ranges::any_of(time.formats, [](auto& f) { return f.find("%H") != f.npos; });
        for (const SampleColumn& each : sample_.columns) {
            if (clock == nullptr && !has_clock && !time.month_only && each.is_clock()) clock = &each;
        }
        if (clock != nullptr) {
            take(*clock);
            time.clock = clock->name;
            time.clock_formats = clock->clock_formats;
        }
        const SampleColumn& clocked = clock != nullptr ? *clock : *column;
        time.midnight_is_unknown =
            (clock != nullptr || has_clock) && clocked.midnights * 100 >= clocked.filled * kMidnightsSuspicious;
        // What can be found again by its minute, or is rare, is made coarser from the start.
        if (kind_ == AgencyKind::kAmbulance || kind_ == AgencyKind::kEmergencyDepartment) time.finest = "band";
        if (kind_ == AgencyKind::kYouthJustice) time.finest = "month";
        proposal_.time = std::move(time);
    }

    static bool format_has_day(const std::vector<std::string>& formats) {
        return std::ranges::any_of(formats, [](auto& format) { return format.find("%d") != format.npos; });
    }

    void find_area() {
        const SampleColumn* best = nullptr;
        std::size_t most = 0;
        for (const SampleColumn& column : sample_.columns) {
            std::size_t codes = column.named_districts;
            for (const auto& [level, count] : column.gss) codes += count;
            if (is_taken(column) || codes * 2 < column.filled || codes <= most) continue;
            best = &column;
            most = codes;
        }
        if (best == nullptr) {
            proposal_.doubts.emplace_back(
                "no column seems to hold GSS codes or names of districts: without [map.area] no place leaves; have the "
                "LSOA code put into the export, because the agent does not look up postcodes");
            return;
        }
        take(*best);
        ProposedArea area;
        area.column = best->name;
        area.names = best->districts;
        AreaLevel level = AreaLevel::kDistrict;
        std::size_t at_level = best->named_districts;
        for (const auto& [each, count] : best->gss) {
            if (count > at_level) level = each;
            at_level = std::max(at_level, count);
        }
        area.level = term_name(Vocabulary::kAreaLevel, static_cast<Code>(level));
        area.vintages.assign(best->vintages.rbegin(), best->vintages.rend());
        for (const auto& [name, ref] : area.names) {
            if (std::ranges::find(area.vintages, ref.vintage) == area.vintages.end()) {
                area.vintages.push_back(ref.vintage);
            }
        }
        if (has_word(best->name, {"home", "residence", "resident", "usual"})) area.place_basis = "victim_home";
        if (kind_ == AgencyKind::kYouthJustice) area.place_basis = "offender_home";
        if (has_word(best->name, {"site", "hospital"})) area.place_basis = "treatment_site";
        proposal_.area = std::move(area);
    }

    static std::size_t known_cells(const SampleColumn& column, const TermTable& table) {
        std::size_t known = 0;
        for (const auto& [value, count] : column.values) {
            if (table.contains(value)) known += count;
        }
        return known;
    }

    struct Found {
        const SampleColumn* column = nullptr;
        const FieldRule* rule = nullptr;
        const LibraryMapping* from = nullptr;
        std::size_t known = 0;
    };

    // The column and the code list that suit each other best; with `hinted` only columns whose names speak of it.
    Found best_list(Slot slot, bool hinted) const {
        Found best;
        for (const LibraryMapping& each : library_) {
            for (const FieldRule& rule : each.mapping.fields) {
                if (rule.field != slot || rule.table.empty()) continue;
                for (const SampleColumn& column : sample_.columns) {
                    if (is_taken(column) || column.filled == 0) continue;
                    if (hinted && !hints_at(column.name, slot)) continue;
                    const std::size_t known = known_cells(column, rule.table);
                    const bool better = known * (best.column == nullptr ? 1 : best.column->filled) >
                                        best.known * (best.column == nullptr ? 1 : column.filled);
                    if (known * 3 >= column.filled && better) best = {&column, &rule, &each, known};
                }
            }
        }
        return best;
    }

    void add_list(Slot slot, const Found& found) {
        ProposedField field;
        field.slot = slot;
        field.column = found.column->name;
        field.table = found.rule->table;
        field.list = fmt::format("{} of the mapping {}", found.rule->table_name, found.from->mapping.name);
        field.known = known_cells(*found.column, field.table);
        field.unknown = found.column->filled - field.known;
        proposal_.fields.push_back(std::move(field));
    }

    bool is_proposed(Slot slot) const {
        return std::ranges::any_of(proposal_.fields, [&](const ProposedField& each) { return each.slot == slot; });
    }

    void find_kind() {
        Found found = best_list(Field::kKind, true);
        if (found.column == nullptr) found = best_list(Field::kKind, false);
        if (found.column == nullptr) {
            proposal_.doubts.emplace_back(
                "no column has a code list of offences or categories that the agent knows: see [map.kind]");
        } else {
            add_list(Field::kKind, found);
            // What else that mapping takes from the same column, such as the weapon.
            for (const FieldRule& rule : found.from->mapping.fields) {
                if (rule.field == Field::kKind || rule.table.empty() || rule.columns != found.rule->columns) continue;
                if (rule.field.field() && !may_give(kind_, *rule.field.field())) continue;
                add_list(rule.field, {found.column, &rule, found.from, 0});
            }
            take(*found.column);
        }
        if (!is_proposed(Field::kCountUnit)) proposal_.count_unit = usual_unit();
    }

    std::string usual_unit() const {
        if (kind_ == AgencyKind::kDistrictCouncil) return "council_report";
        for (Code code = kFirstValue; code < kNoTerm; ++code) {
            if (!is_term(Vocabulary::kCountUnit, code) || !may_count(kind_, static_cast<CountUnit>(code))) continue;
            return std::string(term_name(Vocabulary::kCountUnit, code));
        }
        return {};
    }

    void find_fields() {
        for (const Slot slot : slots_of(RowKind::kIncident)) {
            const auto field = slot.field();
            if (!field || is_proposed(slot) || !may_give(kind_, *field) || *field == Field::kVictimAge) continue;
            const Found found = best_list(slot, true);
            if (found.column == nullptr) {
                find_flag(slot);
                continue;
            }
            add_list(slot, found);
            take(*found.column);
        }
    }

    // Yes and no as most systems write them.
    void find_flag(Slot slot) {
        if (vocabulary_of(slot) != Vocabulary::kFlag) return;
        const Code yes = *find_term(Vocabulary::kFlag, "yes");
        const Code no = *find_term(Vocabulary::kFlag, "no");
        const TermTable table = {{"y", yes}, {"yes", yes}, {"true", yes}, {"1", yes},
                                 {"n", no},  {"no", no},   {"false", no}, {"0", no}};
        for (const SampleColumn& column : sample_.columns) {
            const std::size_t known = known_cells(column, table);
            if (is_taken(column) || !hints_at(column.name, slot) || known == 0 || known * 2 < column.filled) continue;
            proposal_.fields.push_back(
                {slot, column.name, Reading::kTerms, {}, table, "yes and no", known, column.filled - known});
            return take(column);
        }
    }

    // The victim's, and nobody else's: a suspect's or a client's age has no place in the vocabulary.
    void find_age() {
        for (const SampleColumn& column : sample_.columns) {
            const bool of_victim = has_word(column.name, {"victim", "patient", "injured"});
            if (is_taken(column) || is_proposed(Field::kVictimAge)) continue;
            ProposedField field;
            field.slot = Field::kVictimAge;
            field.column = column.name;
            if (is_birth(column) && of_victim && column.is_time()) {
                field.reading = Reading::kDateOfBirth;
                for (const std::string& format : column.time_formats) {
                    if (format.find("%d") != format.npos) field.formats.push_back(format);
                }
                field.known = column.times;
            } else if (hints_at(column.name, Field::kVictimAge) && column.mostly(column.ages)) {
                field.reading = Reading::kAge;
                field.known = column.ages;
            } else {
                continue;
            }
            field.unknown = column.filled - field.known;
            if (field.reading == Reading::kDateOfBirth && (field.formats.empty() || !proposal_.time)) continue;
            proposal_.fields.push_back(std::move(field));
            take(column);
        }
    }

    void say_what_stays() {
        for (const SampleColumn& column : sample_.columns) {
            if (is_taken(column)) continue;
            const auto personal = column.identifies();
            std::string why;
            if (personal) {
                why = fmt::format("looks like {} in most records", personal_kind_name(*personal));
            } else if (is_birth(column)) {
                why = "dates of birth; a victim's could become an age band, see [map.victim_age]";
            } else if (column.filled == 0) {
                why = "empty in this export";
            }
            proposal_.stays.push_back({column.name, std::move(why)});
        }
    }

    const Sample& sample_;
    const std::vector<LibraryMapping>& library_;
    AgencyKind kind_;
    Proposal proposal_;
    std::set<std::string> taken_;
};

}  // namespace

Proposal propose(const Sample& sample, const std::vector<LibraryMapping>& library, AgencyKind kind) {
    return Proposer(sample, library, kind).propose();
}

}  // namespace svd::agent
