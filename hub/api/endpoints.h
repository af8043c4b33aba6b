// The endpoints, one function each: values in, values out.  Those that answer later get the sink.
#pragma once

#include "hub/api/services.h"

namespace svd::api {

// What is answered, and the entry that has to be in the log before it is: every reading of data has one.
struct Reading {
    Reading(http::Response given) : response(std::move(given)) {}  // NOLINT: an answer without data is a Reading
    Reading(http::Response given, LogEntry logged) : response(std::move(given)), entry(std::move(logged)) {}
    http::Response response;
    std::optional<LogEntry> entry;
};

Reading whoami(const Call& call, const Services& services);

// Runs on the network thread for small bodies; the answer comes from the ledger's writer.
void put_submission(Call call, const Services& services, http::ResponseSink done);

Reading list_submissions(const Call& call, const Services& services);
Reading get_receipt(const Call& call, const Services& services);
Reading list_areas(const Call& call, const Services& services);
Reading get_profile(const Call& call, const Services& services);

}  // namespace svd::api
