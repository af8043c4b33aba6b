// Records counted by some of their fields, by measure and by span of time: what every table is made from.
//
// A breakdown says what to count by; the counts are one dense array for each party and unit, so that counting a record
// is a few look-ups and additions.  Parties and units are kept apart from the start: nothing here can add two of them.
//
// Not thread-safe.  The cost of a record does not depend on how much is stored.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/domain/month.h"
#include "core/domain/vocabulary.h"
#include "hub/definition/compiled.h"
#include "hub/profile/tally.h"

namespace svd {

// Which span of time a month belongs to: its own, a year, a quarter.  Months of none are not counted.
class Spans {
public:
    static Spans whole(const Period& period);
    static Spans months(const Period& period);
    // Periods one after another, such as the twelve months before and the latest twelve.
    static Spans periods(std::span<const Period> periods);

    std::size_t size() const { return size_; }
    // Nothing is -1.
    int of(Month month) const {
        const int at = month - first_;
        return at < 0 || at >= static_cast<int>(span_of_.size()) ? -1 : span_of_[static_cast<std::size_t>(at)];
    }

private:
    Month first_;
    std::vector<int> span_of_;
    std::size_t size_ = 0;
};

struct Breakdown {
    std::vector<Field> fields;
    bool by_measure = false;  // of a definition: each that counts the record, and apart from it each that may
    Spans spans = Spans::whole({});
    std::optional<Codes> kinds = std::nullopt;  // only records of these
};

// The codes of a field as 0, 1, 2 ...: 0 is "unspecified", then its terms in the order of their numbers.
struct FieldCodes {
    explicit FieldCodes(Field field);
    std::array<std::uint8_t, 256> position{};
    std::vector<Code> codes;  // by position
    std::size_t of(Code code) const { return position[code]; }
};

class BreakdownCounts {
public:
    BreakdownCounts(Breakdown breakdown, std::size_t measures);

    // Of every row of the block; `matches` are those of its rows, and empty when no measure is asked for.
    void add(const Block& block, Month month, std::span<const Matches> matches);

    // What another one of the same breakdown has counted, beside what this one has.
    void merge(const BreakdownCounts& other);

    // How many one party counts in one unit.  Positions are those of FieldCodes, one for each field.
    std::uint64_t at(UnitKey unit, std::span<const std::size_t> positions, std::size_t span = 0,
                     std::size_t measure = 0) const;
    // Of how many it cannot be told whether the measure counts them.
    std::uint64_t may(UnitKey unit, std::span<const std::size_t> positions, std::size_t span,
                      std::size_t measure) const;
    // Of all positions together.
    std::uint64_t total(UnitKey unit, std::size_t span = 0, std::size_t measure = 0) const;

    // All of one party, unit, span and measure: for whoever asks for many of them.  As long as nothing is counted.
    class View {
    public:
        std::uint64_t operator()(std::span<const std::size_t> positions) const {
            if (first_ == nullptr) return 0;
            std::size_t at = 0;
            for (std::size_t i = 0; i < positions.size(); ++i) at += positions[i] * strides_[i];
            return first_[at];
        }
        std::uint64_t operator()(std::size_t row, std::size_t column) const {
            return (*this)(std::array<std::size_t, 2>{row, column});
        }

    private:
        friend class BreakdownCounts;
        const std::uint64_t* first_ = nullptr;
        std::span<const std::size_t> strides_;
    };
    View view(UnitKey unit, std::size_t span = 0, std::size_t measure = 0) const;

    const Breakdown& breakdown() const { return breakdown_; }
    const FieldCodes& codes(std::size_t field) const { return codes_[field]; }

private:
    struct Counts {
        std::vector<std::uint64_t> sure, may;  // `may` is empty until there is one
    };
    struct Varying {
        Column<Code> column;
        std::size_t field;
    };
    std::size_t offset(std::span<const std::size_t> positions, std::size_t span, std::size_t measure) const;
    Counts& counts_of(UnitKey unit);

    // measure, span, then the fields: the last varies fastest.
    Breakdown breakdown_;
    std::vector<FieldCodes> codes_;
    std::vector<std::size_t> strides_;  // of the fields
    std::size_t cells_ = 1;             // of one span: the product of the fields
    std::size_t size_ = 0;
    std::map<UnitKey, Counts> units_;
    std::vector<Varying> varying_;  // of the block that is being counted
};

}  // namespace svd
