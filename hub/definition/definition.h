// A definition of serious violence, as data: which records count, said over the coded fields.
//
// The Act has no list of offences (section 13 of the Police, Crime, Sentencing and Courts Act 2022 names four things
// to take account of), so what is serious is a local decision.  A definition has a name and a version, and what it says
// under them never changes: its canonical form, and that form's SHA-256, are what a profile names.
//
// A row of codes counts, does not count, or cannot be told: the last when what its codes may stand for (see
// field_values.h) counts in one case and does not in another.  compiled.h decides it.  The format of the documents is
// in docs/reference/definitions.md.
//
// Immutable once read; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/enum_set.h"
#include "core/base/result.h"
#include "core/domain/party.h"
#include "hub/definition/field_values.h"

namespace svd {

// What one field must be.  A code that is in none of the sets does not count, but for an absence: that one may.
struct Condition {
    Field field{};
    Codes counts;  // values, and absences that are taken to count
    Codes may_count;  // values of which only some would count, and the vocabulary cannot tell them apart
    Codes does_not_count;  // absences that are taken not to count
};

// Conditions that must all hold, by field; each field once.
using RuleClause = std::vector<Condition>;

// One figure of a definition.  A record counts when one of `any_of` holds and none of `none_of` does.  A value under
// may_count stands for two cases, one that counts and one that does not, the same in all clauses of the measure.
struct Measure {
    std::string name;
    std::string title;
    std::string source;  // empty: the definition's
    std::vector<std::string> caveats;  // whole sentences for whoever reads the figure
    EnumSet<CountUnit> units;  // each is counted by itself: figures of two units are never added
    EnumSet<AgencyKind> agencies;  // empty: whoever counts in those units
    std::vector<RuleClause> any_of;
    std::vector<RuleClause> none_of;

    // Whether there is such a figure of what an agency of that kind counts in that unit.
    bool applies_to(AgencyKind agency, CountUnit unit) const;
    EnumSet<Field> fields() const;  // that its rule looks at
    Codes kinds() const;  // that count or may count
};

struct Definition {
    std::string name;
    std::uint32_t version = 0;
    std::string title;
    std::string source;  // the document that it follows
    std::string source_date;  // 2025, 2025-06 or 2025-06-11
    std::vector<std::string> caveats;
    std::vector<Measure> measures;

    // An error lists everything that is wrong, a line each: "kent.toml:12: ...".
    static Result<Definition> parse(std::string_view toml, std::string_view file_name);
    static Result<Definition> load(const std::filesystem::path& file);

    const Measure* find(std::string_view measure) const;
    // Some statement in it carries the mark [R]: nobody has checked it against its source.
    bool needs_checking() const;

    // One text for all documents that say the same: comments, spaces and the order of terms, fields, units and keys do not
    // matter to it; the order of measures, clauses and caveats does.
    std::string canonical() const;
    Digest digest() const;
};

}  // namespace svd
