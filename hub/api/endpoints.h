// The endpoints, one function each: values in, values out.  Those that answer later get the sink.
#pragma once

#include <functional>
#include <optional>

#include "hub/api/services.h"

namespace svd::api {

// What is answered, and the entry that has to be in the log before it is: every reading of data has one.
struct Reading {
    Reading(http::Response given) : response(std::move(given)) {}  // NOLINT: an answer without data is a Reading
    Reading(http::Response given, Change logged) : response(std::move(given)), change(std::move(logged)) {}
    http::Response response;
    std::optional<Change> change;
    std::function<std::optional<http::Response>()> then;  // when the entry is on disk; a problem is answered instead
    std::optional<http::Response> overtaken;              // instead of "busy", where asking again does not help
};

Reading whoami(const Call& call, const Services& services);

// Runs on the network thread for small bodies; the answer comes from the ledger's writer.
void put_submission(Call call, const Services& services, http::ResponseSink done);

Reading list_submissions(const Call& call, const Services& services);
Reading get_receipt(const Call& call, const Services& services);
Reading list_areas(const Call& call, const Services& services);
Reading get_profile(const Call& call, const Services& services);
Reading scorecard(const Call& call, const Services& services);  // from the log's entries alone

// The log, as docs/reference/api.md has it.
Reading log_key(const Call& call, const Services& services);
Reading log_checkpoint(const Call& call, const Services& services);
Reading log_bundle(const Call& call, const Services& services);
Reading log_tile(const Call& call, const Services& services);
Reading log_entries(const Call& call, const Services& services);
Reading log_content(const Call& call, const Services& services);
Reading log_left(const Call& call, const Services& services);
Reading log_partnership(const Call& call, const Services& services);
Reading log_older_partnership(const Call& call, const Services& services);
Reading witness(const Call& call, const Services& services);
Reading cosign(const Call& call, const Services& services);
Reading log_cosigned(const Call& call, const Services& services);

Reading set_agreement_standing(const Call& call, const Services& services);
Reading list_due_erasures(const Call& call, const Services& services);
Reading erase_submissions(const Call& call, const Services& services);
Reading back_up(const Call& call, const Services& services);

}  // namespace svd::api
