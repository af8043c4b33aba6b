// The annex's plain words for what has a name of its own.
#pragma once

#include <span>
#include <string_view>

#include "core/domain/agreement.h"

namespace svd {

std::span<const std::string_view> never_sent();
std::string_view words_for(Field field);
std::string_view words_for(RowKind kind);
std::string_view words_for(Purpose purpose);
std::string_view words_for(AreaLevel level);

}  // namespace svd
