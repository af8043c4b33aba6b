// The hub's API behind the mutual-TLS server: finds the route, checks the role, runs the endpoint where it belongs.
#pragma once

#include <memory>

#include "hub/api/services.h"

namespace svd::api {

class Api final : public http::Handler {
public:
    explicit Api(const Services& services) : services_(services) {}

    http::BodyPlan plan(const http::RequestHead& head) override;
    void handle(http::Request&& request, http::ResponseSink done) override;

private:
    struct Waiting;
    void notice_certificate(const Call& call);
    void read(const std::shared_ptr<Waiting>& waiting);

    Services services_;
};

}  // namespace svd::api
