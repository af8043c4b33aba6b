// The rules of the hub for one row by itself, whatever its shape.  Private to agent/source.
#pragma once

#include "agent/source/row.h"
#include "core/rules/rules.h"

namespace svd::agent {

// Adds to `verdict.refused` and `verdict.warnings`.
void check_row(const Row& row, const RuleContext& context, Verdict& verdict);

}  // namespace svd::agent
