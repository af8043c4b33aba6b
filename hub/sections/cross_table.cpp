#include "hub/sections/cross_table.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/domain/coarse_terms.h"

namespace svd {
namespace {

constexpr Code kFirstContextKind = 60;

bool is_number(const Coverage& coverage) { return figure_of(coverage, 1).value.has_value(); }

}  // namespace

void Knowledge::add(Code code, std::uint64_t count) {
    if (code >= kFirstValue) known += count;
    else if (code == kUnknown) unknown += count;
    else if (code == kWithheld) withheld += count;
    else not_collected += count;
}

Figure figure_of(const Coverage& coverage, std::uint64_t count, const Knowledge& knowledge) {
    if (!is_number(coverage) || knowledge.known > 0 || knowledge.total() == 0) return figure_of(coverage, count);
    // Of several reasons none is the one.
    if (knowledge.not_collected == knowledge.total()) return {FigureStatus::kNotCollected, std::nullopt};
    if (knowledge.withheld == knowledge.total()) return {FigureStatus::kWithheld, std::nullopt};
    return {FigureStatus::kUnknown, std::nullopt};
}

Statistic known_share(const Coverage& coverage, const Knowledge& knowledge) {
    if (!is_number(coverage)) return Statistic::absent(StatisticKind::kKnown, StatisticAbsence::kNotCovered);
    if (knowledge.total() == 0) return Statistic::absent(StatisticKind::kKnown, StatisticAbsence::kNothingCounted);
    return Statistic::of(StatisticKind::kKnown,
                         100 * static_cast<double>(knowledge.known) / static_cast<double>(knowledge.total()));
}

void add_share(FigureRow& row, const Coverage& coverage, std::uint64_t part, const Knowledge& knowledge) {
    row.statistics.push_back(is_number(coverage)
                                 ? share(part, knowledge.known)
                                 : Statistic::absent(StatisticKind::kShareOfTotal, StatisticAbsence::kNotCovered));
    row.statistics.push_back(known_share(coverage, knowledge));
}

bool is_full_detail(Vocabulary vocabulary, Code code) {
    // public_order may be itself, and is then among its own parts: it stands for several none the less.
    return code >= kFirstValue && parts_of(vocabulary, code).empty();
}

std::string shown_name(Vocabulary vocabulary, Code code) {
    return code == kUnspecified ? "not_given" : std::string(term_name(vocabulary, code));
}

std::vector<std::size_t> shown_order(const FieldCodes& codes, Vocabulary vocabulary) {
    const auto rank = [&](std::size_t position) {
        const Code code = codes.codes[position];
        if (is_full_detail(vocabulary, code)) return 0;
        if (code >= kFirstValue) return 1;
        return code == kUnspecified ? 3 : 2;
    };
    std::vector<std::size_t> order(codes.codes.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::size_t position) { return std::pair(rank(position), position); });
    return order;
}

CrossTable::CrossTable(FigureTable table, Field columns)
    : table_(std::move(table)), vocabulary_(vocabulary_of(columns).value()), codes_(columns) {
    table_.column_dimension = field_name(columns);
    order_ = shown_order(codes_, vocabulary_);
    always_ = static_cast<std::size_t>(
        std::ranges::count_if(codes_.codes, [&](Code code) { return is_full_detail(vocabulary_, code); }));
    needed_.assign(order_.size(), false);
    std::fill_n(needed_.begin(), always_, true);
}

void CrossTable::add(FigureRow row, const Coverage& coverage, const CountAt& count) {
    std::vector<std::uint64_t> counts;
    Knowledge knowledge;
    for (std::size_t position = 0; position < codes_.codes.size(); ++position) {
        counts.push_back(count(position));
        knowledge.add(codes_.codes[position], counts.back());
    }
    for (std::size_t i = 0; i < order_.size(); ++i) {
        const std::uint64_t here = counts[order_[i]];
        const bool is_value = codes_.codes[order_[i]] >= kFirstValue;
        row.figures.push_back(is_value ? figure_of(coverage, here, knowledge) : figure_of(coverage, here));
        if (here > 0) needed_[i] = true;
    }
    row.months_covered = coverage.months_covered;
    row.statistics.insert(row.statistics.begin(), known_share(coverage, knowledge));
    table_.rows.push_back(std::move(row));
}

FigureTable CrossTable::take() {
    for (std::size_t i = 0; i < order_.size(); ++i) {
        if (needed_[i]) table_.columns.push_back(shown_name(vocabulary_, codes_.codes[order_[i]]));
    }
    for (FigureRow& row : table_.rows) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < order_.size(); ++i) {
            if (needed_[i]) row.figures[kept++] = row.figures[i];
        }
        row.figures.resize(kept);
    }
    return std::move(table_);
}

const Codes& violence_kinds() {
    static const Codes kinds = [] {
        Codes made;
        for (const Term& each : terms(Vocabulary::kKind)) made.set(each.code, each.code < kFirstContextKind);
        return made;
    }();
    return kinds;
}

void for_each_subject(const SectionInput& input, bool by_measure, const Period& period,
                      const std::function<void(const Subject&)>& visit) {
    if (by_measure) {
        for_each_measure(input, period,
                         [&](const SectionParty& party, CountUnit unit, const Coverage& coverage, std::size_t measure) {
                             visit({party, unit, coverage, measure, input.definition->measures[measure].name});
                         });
        return;
    }
    for_each_unit(input, period, [&](const SectionParty& party, CountUnit unit, const Coverage& coverage) {
        const auto kinds = input.state.supplies().kinds(party.index, unit, period);
        const bool reports_violence =
            kinds.empty() || std::ranges::any_of(kinds, [](Code kind) { return violence_kinds().test(kind); });
        if (reports_violence) visit({party, unit, coverage, 0, {}});
    });
}

Breakdown of_subjects(bool by_measure, std::vector<Field> fields, Spans spans) {
    if (by_measure) return {std::move(fields), true, std::move(spans), std::nullopt};
    return {std::move(fields), false, std::move(spans), violence_kinds()};
}

FigureTable start_of_subjects(const SectionInput& input, bool by_measure, std::string_view name,
                              std::string_view title) {
    return start_table(input, (by_measure ? "measures-" : "") + std::string(name),
                       std::string(title) + (by_measure ? ": each measure" : ": all violence"), input.windows.latest,
                       by_measure);
}

}  // namespace svd
