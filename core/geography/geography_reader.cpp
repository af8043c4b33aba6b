// The files of docs/reference/geography-data.md, read and checked.
#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

#include "core/config/toml_table.h"
#include "core/geography/csv_table.h"
#include "core/geography/geography.h"

namespace svd {
namespace {

using Cells = std::span<const std::string>;

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<AreaRef> ref_of(std::string_view code, std::string_view vintage) {
    const auto parsed = AreaCode::parse(code);
    const auto year = number_of<std::uint16_t>(vintage);
    if (!parsed || !year) return std::nullopt;
    return AreaRef{*parsed, *year};
}

// An empty cell means open; anything else must be a month.
bool read_open_month(std::string_view text, std::optional<Month>& month) {
    if (text.empty()) return true;
    const auto parsed = Month::parse(text);
    if (parsed) month = *parsed;
    return parsed.has_value();
}

}  // namespace

class GeographyReader {
public:
    explicit GeographyReader(const std::filesystem::path& folder) : folder_(folder) {}

    Result<Geography> read() {
        if (auto done = read_edition(); !done) return done.error();
        if (auto done = read_areas(); !done) return done.error();
        if (auto done = read_links(); !done) return done.error();
        if (auto done = read_former_names(); !done) return done.error();
        if (auto done = read_changes(); !done) return done.error();
        if (auto done = read_population(); !done) return done.error();
        if (has_cycle()) return invalid((folder_ / "within.csv").string() + ": an area lies in itself");
        return std::move(geography_);
    }

private:
    // Only the name matters to the programs; title and licence are for people.
    Result<void> read_edition() {
        const std::filesystem::path file = folder_ / "edition.toml";
        const auto table = load_toml(file);
        if (!table) return table.error();
        Problems problems(file.string());
        geography_.edition_ = TomlReader(*table, "", 0, problems).required_text("name");
        if (!problems.empty()) return invalid(problems.text());
        return {};
    }

    Result<void> read_areas() {
        const auto visit = [this](Cells cells) -> std::string {
            const auto ref = ref_of(cells[0], cells[2]);
            const auto level = find_term(Vocabulary::kAreaLevel, cells[1]);
            if (!ref || !level) return "not an area code, a vintage and a level";
            Area area{*ref, static_cast<AreaLevel>(*level), cells[3], {}, {}};
            if (!read_open_month(cells[4], area.valid_from) || !read_open_month(cells[5], area.valid_to)) {
                return "valid_from and valid_to are months or empty";
            }
            const auto index = static_cast<AreaIndex>(geography_.areas_.size());
            if (!geography_.by_ref_.emplace(*ref, index).second) return "the area is there twice";
            geography_.vintages_[ref->code.packed()].push_back(index);
            geography_.areas_.push_back(std::move(area));
            return {};
        };
        auto done = read_csv_table(folder_ / "areas.csv",
                                   {"code", "level", "vintage", "name", "valid_from", "valid_to"}, visit);
        if (!done) return done;
        for (auto& [code, indexes] : geography_.vintages_) {
            std::ranges::sort(indexes, std::ranges::greater{},
                              [this](AreaIndex index) { return geography_.areas_[index].ref.vintage; });
        }
        geography_.parents_.resize(geography_.areas_.size());
        geography_.children_.resize(geography_.areas_.size());
        geography_.changed_.resize(geography_.areas_.size());
        return done;
    }

    Result<void> read_links() {
        const auto visit = [this](Cells cells) -> std::string {
            const auto child = find(cells[0], cells[1]);
            const auto parent = find(cells[2], cells[3]);
            if (!child || !parent) return "no such area in areas.csv";
            if (cells[4] != "exact" && cells[4] != "best_fit") return "basis is exact or best_fit";
            geography_.parents_[*child].push_back({*parent, cells[4] == "exact"});
            geography_.children_[*parent].push_back(*child);
            return {};
        };
        return read_csv_table(folder_ / "within.csv", {"code", "vintage", "parent", "parent_vintage", "basis"}, visit);
    }

    Result<void> read_former_names() {
        const auto visit = [this](Cells cells) -> std::string {
            const auto code = AreaCode::parse(cells[0]);
            std::optional<Month> until;
            if (!code || !read_open_month(cells[3], until)) return "not an area code and months";
            geography_.former_names_[code->packed()] = {cells[1], until};
            return {};
        };
        return read_csv_table(folder_ / "former_names.csv", {"code", "name", "valid_from", "valid_to"}, visit);
    }

    Result<void> read_changes() {
        const auto visit = [this](Cells cells) -> std::string {
            const auto from = find(cells[0], cells[1]);
            if (!from) return "no such area in areas.csv";
            geography_.changed_[*from] = true;
            return {};
        };
        return read_csv_table(folder_ / "changes.csv", {"from_code", "from_vintage", "to_code", "to_vintage", "change"},
                              visit);
    }

    Result<void> read_population() {
        const auto visit = [this](Cells cells) -> std::string {
            const auto area = find(cells[0], cells[1]);
            const auto persons = number_of<std::uint64_t>(cells[7]);
            if (!area) return "no such area in areas.csv";
            if (!persons) return "persons is not a number";
            const auto group = age_group(cells[4], cells[5], cells[6], *persons);
            if (!group) return "not a sex and an age, or a range of ages";
            if (group->sex == ResidentSex::kPersons && group->from == 0 && !group->to) {
                geography_.residents_[*area].push_back({cells[3], cells[2], *persons});
            }
            groups_[{*area, cells[3], cells[2]}].push_back(*group);
            return {};
        };
        auto done = read_csv_table(
            folder_ / "population.csv",
            {"code", "vintage", "reference_date", "source", "sex", "age_from", "age_to", "persons"}, visit);
        for (auto& [area, residents] : geography_.residents_) {
            std::ranges::sort(residents, std::ranges::greater{},
                              [](const Residents& each) { return std::tie(each.reference_date, each.source); });
            for (Residents& each : residents) {
                each.groups = std::move(groups_[{area, each.source, each.reference_date}]);
                std::ranges::sort(each.groups, {},
                                  [](const AgeGroup& group) { return std::tie(group.sex, group.from, group.to); });
            }
        }
        return done;
    }

    static std::optional<AgeGroup> age_group(std::string_view sex, std::string_view from, std::string_view to,
                                             std::uint64_t persons) {
        AgeGroup group{ResidentSex::kPersons, 0, std::nullopt, persons};
        if (sex == "female") group.sex = ResidentSex::kFemale;
        else if (sex == "male") group.sex = ResidentSex::kMale;
        else if (sex != "persons") return std::nullopt;
        const auto first = number_of<unsigned>(from);
        const auto last = number_of<unsigned>(to);
        if (!first || (!to.empty() && (!last || *last < *first))) return std::nullopt;
        group.from = *first;
        group.to = last;
        return group;
    }

    std::optional<AreaIndex> find(std::string_view code, std::string_view vintage) const {
        const auto ref = ref_of(code, vintage);
        return ref ? geography_.find(*ref) : std::nullopt;
    }

    // Takes away areas without parents, then those whose parents are gone, and so on: what stays is in a cycle.
    bool has_cycle() const {
        std::vector<std::size_t> waiting(geography_.areas_.size());
        std::vector<AreaIndex> ready;
        for (AreaIndex index = 0; index < waiting.size(); ++index) {
            waiting[index] = geography_.parents_[index].size();
            if (waiting[index] == 0) ready.push_back(index);
        }
        for (std::size_t next = 0; next < ready.size(); ++next) {
            for (const AreaIndex child : geography_.children_[ready[next]]) {
                if (--waiting[child] == 0) ready.push_back(child);
            }
        }
        return ready.size() != waiting.size();
    }

    std::filesystem::path folder_;
    Geography geography_;
    std::map<std::tuple<AreaIndex, std::string, std::string>, std::vector<AgeGroup>> groups_;  // by source and date
};

Result<Geography> Geography::load(const std::filesystem::path& folder) { return GeographyReader(folder).read(); }

}  // namespace svd
