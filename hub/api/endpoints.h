// The endpoints, one function each: values in, values out.  Those that answer later get the sink.
#pragma once

#include "hub/api/services.h"

namespace svd::api {

http::Response whoami(const Call& call, const Services& services);

// Runs on the network thread for small bodies; the answer comes from the ledger's writer.
void put_submission(Call call, const Services& services, http::ResponseSink done);

http::Response list_submissions(const Call& call, const Services& services);
http::Response get_receipt(const Call& call, const Services& services);
http::Response list_areas(const Call& call, const Services& services);
http::Response get_profile(const Call& call, const Services& services);

}  // namespace svd::api
