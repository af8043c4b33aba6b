// What the server counts, for /metrics.  Written by the network threads, read by anyone at any time; the numbers
// are each right, but not of one instant.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "core/crypto/tls_settings.h"

namespace svd::http {

struct ServerCounters {
    using Count = std::atomic<std::uint64_t>;

    Count connections_accepted{0};
    std::atomic<std::int64_t> connections_open{0};
    std::atomic<std::int64_t> handshakes_open{0};
    std::array<Count, kHandshakeFailures> handshakes_failed{};  // by HandshakeFailure
    Count certificates_refused{0};              // verified by TLS, but of nobody, revoked, expired or not checkable
    std::array<Count, 6> requests_by_class{};   // [2] is 2xx
    Count requests_refused{0};                  // answered without the handler's handle
    Count requests_broken_off{0};               // the peer went away or was too slow, inside a request
    Count answers_late{0};                      // the handler did not answer in time
    Count request_body_bytes{0};
    Count response_body_bytes{0};
    Count request_microseconds{0};              // from the head's arrival to the answer's last byte, all together
};

}  // namespace svd::http
