// What svd-hub ends with (docs/reference/exit-codes.md).
#pragma once

namespace svd::exit_code {

inline constexpr int kDone = 0;
inline constexpr int kUnexpected = 1;
inline constexpr int kWrongUsage = 2;
inline constexpr int kConfigurationInvalid = 78;

}  // namespace svd::exit_code
