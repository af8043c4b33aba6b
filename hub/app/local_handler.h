// What the operator's own machine may ask, on the loopback listener: is it alive, is it ready, and its metrics.
#pragma once

#include <functional>
#include <memory>

#include "core/base/clock.h"
#include "core/crypto/revocation.h"
#include "hub/http/counters.h"
#include "hub/http/handler.h"
#include "hub/ledger/writer.h"
#include "hub/metrics/metrics.h"

namespace svd {

class LocalHandler final : public http::Handler {
public:
    struct Sources {
        const Ledger& ledger;
        const Writer& writer;
        Metrics& metrics;
        const Clock& clock;
        std::function<std::shared_ptr<const RevocationList>()> revocation;
        std::function<const http::ServerCounters&()> counters;
        std::function<bool()> revocation_reload_failed;
    };

    explicit LocalHandler(Sources sources) : sources_(std::move(sources)) {}
    http::BodyPlan plan(const http::RequestHead& head) override;
    void handle(http::Request&& request, http::ResponseSink done) override;

private:
    http::Response ready() const;
    http::Response metrics() const;

    Sources sources_;
};

}  // namespace svd
