#include "hub/sections/breakdown.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>

#include "core/base/check.h"

namespace svd {
namespace {

constexpr Code kGravityMax = 8;  // of the fields without terms, the only one

}  // namespace

Spans Spans::periods(std::span<const Period> periods) {
    Spans made;
    made.size_ = periods.size();
    if (periods.empty()) return made;
    made.first_ = periods.front().from;
    Month last = periods.front().to;
    for (const Period& period : periods) {
        made.first_ = std::min(made.first_, period.from);
        last = std::max(last, period.to);
    }
    made.span_of_.assign(static_cast<std::size_t>(std::max(last - made.first_ + 1, 0)), -1);
    for (std::size_t i = 0; i < periods.size(); ++i) {
        for (Month month = periods[i].from; month <= periods[i].to; month = month + 1) {
            made.span_of_[static_cast<std::size_t>(month - made.first_)] = static_cast<int>(i);
        }
    }
    return made;
}

Spans Spans::whole(const Period& period) { return periods(std::span(&period, 1)); }

Spans Spans::months(const Period& period) {
    std::vector<Period> each;
    for (Month month = period.from; month <= period.to; month = month + 1) each.push_back({month, month});
    return periods(each);
}

FieldCodes::FieldCodes(Field field) : codes{kUnspecified} {
    const auto vocabulary = vocabulary_of(field);
    if (vocabulary) {
        for (const Term& term : terms(*vocabulary)) codes.push_back(term.code);
    } else {
        for (Code code = 1; code <= kGravityMax; ++code) codes.push_back(code);
    }
    for (std::size_t i = 0; i < codes.size(); ++i) position[codes[i]] = static_cast<std::uint8_t>(i);
}

BreakdownCounts::BreakdownCounts(Breakdown breakdown, std::size_t measures) : breakdown_(std::move(breakdown)) {
    for (const Field field : breakdown_.fields) codes_.emplace_back(field);
    strides_.resize(codes_.size());
    for (std::size_t i = codes_.size(); i-- > 0;) {
        strides_[i] = cells_;
        cells_ *= codes_[i].codes.size();
    }
    size_ = cells_ * breakdown_.spans.size() * (breakdown_.by_measure ? measures : 1);
}

void BreakdownCounts::add(const Block& block, Month month, std::span<const Matches> matches) {
    const int span = breakdown_.spans.of(month);
    if (span < 0) return;
    const auto parties = block.parties();
    const auto units = block.codes(Field::kCountUnit);
    const auto counts = block.counts();
    const auto kinds = block.codes(Field::kKind);
    if (breakdown_.kinds && kinds.is_same() && !breakdown_.kinds->test(kinds[0])) return;
    // A column with one value throughout moves where a block is counted, once.
    std::size_t first = static_cast<std::size_t>(span) * cells_;
    varying_.clear();  // kept between blocks, which are many and small
    for (std::size_t i = 0; i < codes_.size(); ++i) {
        const Column<Code> column = block.codes(breakdown_.fields[i]);
        if (column.is_same()) first += codes_[i].position[column[0]] * strides_[i];
        else varying_.push_back({column, i});
    }
    const std::size_t of_measure = cells_ * breakdown_.spans.size();
    Counts* current = nullptr;
    UnitKey current_key{kNoParty, CountUnit{}};
    for (std::size_t row = 0, rows = block.rows(); row < rows; ++row) {
        if (breakdown_.by_measure && matches[row] == Matches{}) continue;
        if (breakdown_.kinds && !breakdown_.kinds->test(kinds[row])) continue;
        const UnitKey key{parties[row], static_cast<CountUnit>(units[row])};
        if (current == nullptr || key != current_key) {
            current = &counts_of(key);
            current_key = key;
        }
        std::size_t at = first;
        for (const Varying& each : varying_) {
            at += codes_[each.field].position[each.column[row]] * strides_[each.field];
        }
        if (!breakdown_.by_measure) {
            current->sure[at] += counts[row];
            continue;
        }
        for (std::uint32_t bits = matches[row].counts; bits != 0; bits &= bits - 1) {
            current->sure[at + static_cast<std::size_t>(std::countr_zero(bits)) * of_measure] += counts[row];
        }
        if (matches[row].may_count != 0) current->may.resize(size_);
        for (std::uint32_t bits = matches[row].may_count; bits != 0; bits &= bits - 1) {
            current->may[at + static_cast<std::size_t>(std::countr_zero(bits)) * of_measure] += counts[row];
        }
    }
}

void BreakdownCounts::merge(const BreakdownCounts& other) {
    SVD_CHECK(other.size_ == size_ && other.strides_ == strides_);
    for (const auto& [unit, counts] : other.units_) {
        Counts& mine = counts_of(unit);
        std::ranges::transform(mine.sure, counts.sure, mine.sure.begin(), std::plus{});
        if (counts.may.empty()) continue;
        mine.may.resize(size_);
        std::ranges::transform(mine.may, counts.may, mine.may.begin(), std::plus{});
    }
}

BreakdownCounts::Counts& BreakdownCounts::counts_of(UnitKey unit) {
    const auto [found, added] = units_.try_emplace(unit);
    if (added) found->second.sure.resize(size_);
    return found->second;
}

std::size_t BreakdownCounts::offset(std::span<const std::size_t> positions, std::size_t span,
                                    std::size_t measure) const {
    SVD_CHECK(positions.size() == strides_.size());
    const std::size_t first = (measure * breakdown_.spans.size() + span) * cells_;
    const std::size_t at = std::inner_product(positions.begin(), positions.end(), strides_.begin(), first);
    SVD_CHECK(at < size_);
    return at;
}

std::uint64_t BreakdownCounts::at(UnitKey unit, std::span<const std::size_t> positions, std::size_t span,
                                  std::size_t measure) const {
    const std::size_t where = offset(positions, span, measure);
    const auto found = units_.find(unit);
    return found == units_.end() ? 0 : found->second.sure[where];
}

BreakdownCounts::View BreakdownCounts::view(UnitKey unit, std::size_t span, std::size_t measure) const {
    View made;
    made.strides_ = strides_;
    const auto found = units_.find(unit);
    const std::size_t first = (measure * breakdown_.spans.size() + span) * cells_;
    SVD_CHECK(first + cells_ <= size_);
    if (found != units_.end()) made.first_ = found->second.sure.data() + first;
    return made;
}

std::uint64_t BreakdownCounts::may(UnitKey unit, std::span<const std::size_t> positions, std::size_t span,
                                   std::size_t measure) const {
    const std::size_t where = offset(positions, span, measure);
    const auto found = units_.find(unit);
    return found == units_.end() || found->second.may.empty() ? 0 : found->second.may[where];
}

std::uint64_t BreakdownCounts::total(UnitKey unit, std::size_t span, std::size_t measure) const {
    const auto found = units_.find(unit);
    if (found == units_.end()) return 0;
    const auto first =
        found->second.sure.begin() + static_cast<std::ptrdiff_t>((measure * breakdown_.spans.size() + span) * cells_);
    return std::accumulate(first, first + static_cast<std::ptrdiff_t>(cells_), std::uint64_t{0});
}

}  // namespace svd
