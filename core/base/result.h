// How svd-hub says that something went wrong.
//
// An Error is a value, returned; exceptions are for start-up and for our own bugs.  `detail` is for our log and
// the operator: it never holds content of a submission and is never sent to a peer as it is.
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <utility>

namespace svd {

enum class Errc {
    kInvalid,      // the input is wrong, and will be wrong again
    kTooMany,      // there is more of it than a limit allows
    kDenied,       // this caller may not
    kNotFound,     // there is no such thing
    kConflict,     // it contradicts what is held
    kBusy,         // full just now: try again later
    kTimedOut,     // no answer in time: try again later
    kUnreachable,  // nobody there: try again later
    kCorrupt,      // stored bytes are not what was stored
    kInternal      // ours to mend
};

struct Error {
    Errc code = Errc::kInternal;
    std::string detail;
};

template <class T>
using Result = boost::system::result<T, Error>;

inline Error invalid(std::string detail) { return {Errc::kInvalid, std::move(detail)}; }

}  // namespace svd

namespace svd {
// Lets Result::value() throw something readable; only start-up code and tests call it.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location&);
}  // namespace svd
