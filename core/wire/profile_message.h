// The profile's tables as messages.  Private to core/wire.
#pragma once

#include <cstdint>

#include "core/domain/figure_table.h"
#include "svd/v1/profile.pb.h"

namespace svd::wire {

// Counts are 32 bits on the wire, so that JSON shows numbers and not strings.  The profile keeps its sums of
// ready-made counts within that; four thousand million records of one area would be shown as that many.  Never a
// check: what peers have sent must not stop the hub.
std::uint32_t narrow(std::uint64_t count);

void write_figure(const Figure& figure, v1::Figure& message);
void write_figure_table(const FigureTable& table, v1::FigureTable& message);

}  // namespace svd::wire
