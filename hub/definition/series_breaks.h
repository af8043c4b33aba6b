// Breaks in series, as data: a month from which figures are not comparable with earlier ones, because a recording rule,
// a system or a code list changed and not because more or less happened.
//
// A break concerns what certain parties, or all agencies of certain kinds, count; and, when it says so, only certain
// units, kinds or fields.  Every series with a month on either side of it crosses it.  No figure is ever adjusted.  The
// format of the document is in docs/reference/definitions.md.
//
// Immutable once read; any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/enum_set.h"
#include "core/base/result.h"
#include "core/domain/month.h"
#include "core/domain/party.h"
#include "hub/definition/field_values.h"

namespace svd {

struct Measure;

struct SeriesBreak {
    std::string name;
    Month from;  // the first month in which some of it is recorded in the new way
    Month settled;  // the first month in which all of it is; `from` when the change took no time
    std::vector<std::string> parties;  // sorted
    EnumSet<AgencyKind> agencies;  // these and those parties; at least one of either
    EnumSet<CountUnit> units;  // empty: all
    Codes kinds;  // none: all
    EnumSet<Field> fields;  // empty: the number of records itself, and so every series
    std::string what;  // a sentence for whoever reads the series
    std::string source;
};

// One row of figures by month, or two periods that are compared: then the period is from the first to the last of both.
struct Series {
    std::string party;
    std::optional<AgencyKind> agency;  // nothing when it is not known: breaks of every kind of agency then concern it
    CountUnit unit{};
    Codes kinds;  // codes that it counts, coarse ones and absences too; none: all
    EnumSet<Field> fields;  // that it is broken down by, or that its rule looks at
    Period period;
};

// What a measure of a definition counts.
Series series_of(const Measure& measure, std::string party, std::optional<AgencyKind> agency, CountUnit unit,
                 const Period& period);

class SeriesBreaks {
public:
    static Result<SeriesBreaks> parse(std::string_view toml, std::string_view file_name);
    static Result<SeriesBreaks> load(const std::filesystem::path& file);

    // Those it crosses, by month and then by name.  They point into this.
    std::vector<const SeriesBreak*> crossed_by(const Series& series) const;

    std::uint32_t version() const { return version_; }
    const std::vector<SeriesBreak>& all() const { return breaks_; }  // by month and then by name
    std::string canonical() const;  // as of a definition
    Digest digest() const;

private:
    friend class SeriesBreaksReader;
    std::uint32_t version_ = 0;
    std::vector<SeriesBreak> breaks_;
};

bool crosses(const Series& series, const SeriesBreak& change);

}  // namespace svd
