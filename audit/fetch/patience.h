// Asks a source, and asks again when it is too busy: as long as it says, a bounded number of times.
//
// Errors: kDenied when our certificate may not have it, kBusy when the source stayed busy, kUnreachable for an answer
// that is not the hub's or that the hub failed to give; what the source returns is passed on.
//
// One thread.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "audit/fetch/log_source.h"

namespace svd::audit {

using Sleep = std::function<void(std::chrono::seconds)>;

enum class Standing {
    kHere,
    kUnknown,  // 404: the hub has no such thing
    kErased,   // 410: it had
};

struct Found {
    Standing standing = Standing::kHere;
    std::string body;  // of what is here
};

class PatientSource {
public:
    PatientSource(LogSource& source, Sleep sleep) : source_(source), sleep_(std::move(sleep)) {}

    Result<Found> get(const std::string& path, std::size_t bytes_max);

    // What must be there: kNotFound when it is not.
    Result<std::string> need(const std::string& path, std::size_t bytes_max);

private:
    LogSource& source_;
    Sleep sleep_;
};

}  // namespace svd::audit
