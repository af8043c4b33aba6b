// The areas of one edition of the reference data: which exist, what they are called, and what lies in what.
//
// Everything is data (docs/reference/geography-data.md describes the files): a reorganisation of councils is a
// new edition, never a change of code.  An area is (code, vintage).  Small areas that were split between two
// vintages are not converted: a row stays in the area it was sent with, and rolls up from there.
//
// Immutable once loaded; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/domain/area.h"
#include "core/domain/month.h"

namespace svd {

using AreaIndex = std::uint32_t;  // dense, in the order of areas.csv

struct Area {
    AreaRef ref;
    AreaLevel level = AreaLevel::kDistrict;
    std::string name;  // may be empty for small areas
    std::optional<Month> valid_from;
    std::optional<Month> valid_to;
};

enum class ResidentSex : std::uint8_t { kPersons, kFemale, kMale };

// Both ages belong to it; nothing: and all older ones.
struct AgeGroup {
    ResidentSex sex = ResidentSex::kPersons;
    unsigned from = 0;
    std::optional<unsigned> to;
    std::uint64_t persons = 0;
};

// Residents of an area, as published, for one reference date.
struct Residents {
    std::string source;          // ons-mid-2020
    std::string reference_date;  // 2020-06-30
    std::uint64_t persons = 0;
    std::vector<AgeGroup> groups = {};  // in the order of sex and age
    // Those of these ages, when published groups add up to exactly them.
    std::optional<std::uint64_t> of(ResidentSex sex, unsigned from, std::optional<unsigned> to) const;
};

class Geography {
public:
    // Reads edition.toml, areas.csv, former_names.csv, within.csv, changes.csv and population.csv.  An error names
    // the file and the line.
    static Result<Geography> load(const std::filesystem::path& folder);

    const std::string& edition() const { return edition_; }
    std::span<const Area> areas() const { return areas_; }
    const Area& area(AreaIndex index) const { return areas_[index]; }

    std::optional<AreaIndex> find(const AreaRef& ref) const;
    // The newest vintage of the code, which is how people ask for an area.
    std::optional<AreaIndex> find(const AreaCode& code) const;
    // The first of `vintages` in which the code exists.
    std::optional<AreaIndex> find_in_vintages(const AreaCode& code, std::span<const std::uint16_t> vintages) const;

    // The area at `level` that `index` lies in, itself included; nothing when there is none.  Vintage-blind above
    // the small areas: a district has one code.
    std::optional<AreaIndex> ancestor(AreaIndex index, AreaLevel level) const;
    // All of them, where areas of that level overlap, as groups may.
    std::vector<AreaIndex> ancestors(AreaIndex index, AreaLevel level) const;
    // Whether `index` is `within`, or lies in it through any chain of links.
    bool lies_in(AreaIndex index, const AreaCode& within) const;
    // Every area, of any level and vintage, that is or lies in `code`; ascending.
    std::vector<AreaIndex> members(const AreaCode& code) const;
    // Whether every link from `index` up to `level` is exact, and not a best fit.
    bool exact_up_to(AreaIndex index, AreaLevel level) const;

    // What the area was called in that month.
    std::string_view name_in(AreaIndex index, Month month) const;
    // Whether the area's boundary changed in the next vintage (split, merged or irregular).
    bool boundary_changed(AreaIndex index) const { return changed_[index]; }
    // The newest first.
    std::span<const Residents> residents(AreaIndex index) const;

private:
    friend class GeographyReader;
    struct Link {
        AreaIndex parent;
        bool exact;
    };
    struct FormerName {
        std::string name;
        std::optional<Month> until;
    };

    std::string edition_;
    std::vector<Area> areas_;
    std::vector<std::vector<Link>> parents_;
    std::vector<bool> changed_;
    std::unordered_map<AreaRef, AreaIndex, AreaRefHash> by_ref_;
    std::unordered_map<std::uint64_t, std::vector<AreaIndex>> vintages_;  // by packed code, newest first
    std::vector<std::vector<AreaIndex>> children_;                        // by parent
    std::unordered_map<std::uint64_t, FormerName> former_names_;          // by packed code
    std::unordered_map<AreaIndex, std::vector<Residents>> residents_;
};

}  // namespace svd
