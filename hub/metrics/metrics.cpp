#include "hub/metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace svd {

struct Metrics::Registry {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& submissions =
        prometheus::BuildCounter()
            .Name("svdhub_submissions_total")
            .Help("Submissions by agency and outcome: accepted, known, refused or failed.")
            .Register(registry);
    prometheus::Family<prometheus::Counter>& refused = prometheus::BuildCounter()
                                                           .Name("svdhub_rows_rejected_total")
                                                           .Help("Rows refused, by agency and code.")
                                                           .Register(registry);
    prometheus::Family<prometheus::Gauge>& last_submission =
        prometheus::BuildGauge()
            .Name("svdhub_agency_last_submission_timestamp_seconds")
            .Help("When an agency's last submission was accepted.")
            .Register(registry);
    prometheus::Family<prometheus::Histogram>& requests = prometheus::BuildHistogram()
                                                              .Name("svdhub_http_request_duration_seconds")
                                                              .Help("Time to answer, by route and class of status.")
                                                              .Register(registry);
};

Metrics::Metrics(std::string_view version) : registry_(std::make_unique<Registry>()) {
    prometheus::BuildGauge()
        .Name("svdhub_build_info")
        .Help("The version that runs; always 1.")
        .Register(registry_->registry)
        .Add({{"version", std::string(version)}})
        .Set(1);
}

Metrics::~Metrics() = default;

void Metrics::submission(std::string_view agency, std::string_view outcome, std::int64_t unix_time) {
    const std::string name(agency);
    registry_->submissions.Add({{"agency", name}, {"outcome", std::string(outcome)}}).Increment();
    if (outcome == "accepted") {
        registry_->last_submission.Add({{"agency", name}}).Set(static_cast<double>(unix_time));
    }
}

void Metrics::rows_refused(std::string_view agency, std::string_view code, std::uint64_t rows) {
    registry_->refused.Add({{"agency", std::string(agency)}, {"code", std::string(code)}})
        .Increment(static_cast<double>(rows));
}

void Metrics::request(std::string_view route, unsigned status, double seconds) {
    static const prometheus::Histogram::BucketBoundaries kSeconds = {0.0005, 0.001, 0.0025, 0.005, 0.01,
                                                                     0.025,  0.05,  0.1,    0.25,  1.0};
    const std::string status_class = std::to_string(status / 100) + "xx";
    registry_->requests.Add({{"route", std::string(route)}, {"status", status_class}}, kSeconds).Observe(seconds);
}

void Metrics::gauge(std::string_view name, double value) {
    prometheus::BuildGauge().Name(std::string(name)).Register(registry_->registry).Add({}).Set(value);
}

std::string Metrics::exposition() const {
    return prometheus::TextSerializer().Serialize(registry_->registry.Collect());
}

}  // namespace svd
