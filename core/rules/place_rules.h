// The rules of a place, shared by every shape of row.  Private to core/rules.
#pragma once

#include <optional>

#include "core/rules/rules.h"

namespace svd {

// Collects the findings of one row into a verdict, each under the severity its code has, up to the limits of a row
// and of a submission.
class RowFindings {
public:
    RowFindings(Verdict& verdict, RowKind rows, std::uint32_t row) : verdict_(verdict), rows_(rows), row_(row) {}

    void add(FindingCode code, std::string_view field);
    // E201 or E202 unless `code` is a term of the vocabulary.
    void expect_term(Vocabulary vocabulary, Code code, std::string_view field);

private:
    Verdict& verdict_;
    RowKind rows_;
    std::uint32_t row_;
};

// `month` is when the row speaks of, if that is known.
void check_place(const Place& place, const RuleContext& context, std::optional<Month> month, RowFindings& findings);

}  // namespace svd
