// What svd-audit ends with (docs/reference/exit-codes.md).  Part of its interface: scripts act on it.
#pragma once

#include <string_view>

namespace svd::audit::exit_code {

inline constexpr int kVerified = 0;
inline constexpr int kUnexpected = 1;
inline constexpr int kUsage = 2;
inline constexpr int kFailed = 65;      // something is wrong with the data
inline constexpr int kUnreadable = 66;  // the input is not there, or not enough of it
inline constexpr int kTryLater = 75;    // the hub cannot be reached, or is busy
inline constexpr int kAlarm = 76;       // the hub's log does not continue the copy
inline constexpr int kRefused = 77;     // the hub refused the certificate

inline constexpr std::string_view kHelp =
    "Exit status:\n"
    "  0   done; all that was to be verified is verified\n"
    "  1   unexpected error\n"
    "  2   wrong usage\n"
    "  65  verification failed: something is wrong with the data\n"
    "  66  the input cannot be read, or is not enough to say\n"
    "  75  fetch: the hub cannot be reached or is busy; run it again later\n"
    "  76  fetch: ALARM, the hub's log does not continue the copy\n"
    "  77  fetch: the hub refused the certificate\n";

}  // namespace svd::audit::exit_code
