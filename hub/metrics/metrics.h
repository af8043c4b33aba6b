// What the hub counts of itself, for Prometheus.  Never a person, an area or a cell: agencies, outcomes and codes.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace svd {

class Metrics {
public:
    explicit Metrics(std::string_view version);
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    // outcome: accepted, known, refused or failed.
    void submission(std::string_view agency, std::string_view outcome, std::int64_t unix_time);
    void rows_refused(std::string_view agency, std::string_view code, std::uint64_t rows);
    void request(std::string_view route, unsigned status, double seconds);
    // A value read from elsewhere when the page is asked for.
    void gauge(std::string_view name, double value);

    std::string exposition() const;  // Prometheus text format

private:
    struct Registry;
    std::unique_ptr<Registry> registry_;
};

}  // namespace svd
