// What svd-agent's exit status says.  Part of its interface: schedulers and scripts act on it.
#pragma once

#include <string_view>

namespace svd::agent::exit_code {

inline constexpr int kDone = 0;
inline constexpr int kUnexpected = 1;
inline constexpr int kUsage = 2;
inline constexpr int kSomeSetAside = 3;
inline constexpr int kFileRejected = 65;
inline constexpr int kTryLater = 75;
inline constexpr int kAlarm = 76;
inline constexpr int kNotAccepted = 77;
inline constexpr int kConfiguration = 78;

inline constexpr std::string_view kHelp =
    "Exit status:\n"
    "  0   done, or nothing to do\n"
    "  1   unexpected error\n"
    "  2   wrong usage\n"
    "  3   sent (or ready), but some records were set aside\n"
    "  65  a whole file was rejected, or a receipt does not prove itself\n"
    "  75  the hub could not be reached or is busy; what waits will be sent later\n"
    "  76  ALARM: the hub's log contradicts what was seen of it before; nothing is sent until a person has looked\n"
    "  77  the hub refused the certificate or the agency; everything is held\n"
    "  78  the configuration or the mapping is invalid\n";

// Of two things that happened, the one that a person must hear of first.
int worse(int left, int right);

}  // namespace svd::agent::exit_code
