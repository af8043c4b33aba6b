// One connection from handshake to goodbye, as a coroutine that reads like the protocol.
//
// Lives on one network thread.  The connection's requests are answered one after the other, in order; what a
// client sends ahead waits in the buffer.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <unordered_set>

#include "hub/http/answer.h"
#include "hub/http/https_server.h"
#include "hub/http/request_parser.h"
#include "hub/http/transport.h"

namespace svd::http {

class Session;

// What the sessions of one network thread share.  Touched on that thread only.
struct SessionHome {
    std::unordered_set<Session*> sessions;
    std::mt19937_64 random{std::random_device{}()};
    bool stopping = false;
    UtcTime date_time{};
    std::string date;  // the Date header of that second

    std::string_view date_at(UtcTime now);
};

struct SessionContext {
    const ServerOptions& options;
    const Clock& clock;
    Handler& handler;
    ServerCounters& counters;
    SessionHome& home;
};

class Session {
public:
    Session(const SessionContext& context, std::unique_ptr<Transport> transport, Executor executor,
            std::string client_address);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Awaitable<void> run();  // the session outlives it: whoever spawns it keeps a shared_ptr until it is over

    void stop_when_idle();  // and at once if it is idle now
    void cut();

private:
    enum class Phase { kHandshake, kIdle, kReading, kAnswering, kClosing };

    Awaitable<bool> handshake();
    Awaitable<void> serve_one();
    Awaitable<bool> read_head();
    Awaitable<bool> read_body();
    Awaitable<Io> read_more(Deadline deadline);
    Awaitable<bool> invite_body();
    Awaitable<Response> ask_handler();
    Awaitable<void> send(Response response);
    Awaitable<void> goodbye();

    void begin_head();
    std::optional<Response> refuse_head();
    std::optional<Response> refuse_certificate() const;
    void pass_over_body();
    Response refusal_of(const Refusal& refusal) const;
    std::string_view received() const;
    void count_and_log(const Response& response, std::size_t body_bytes);

    SessionContext context_;
    std::unique_ptr<Transport> transport_;
    Timer alarm_;
    std::string client_address_;

    std::shared_ptr<const PeerChain> peer_;
    std::string identity_uri_;
    std::string identity_problem_;  // a verified certificate that proves nobody
    bool suspect_ = false;          // the first request will be refused: wait for it only briefly

    Phase phase_ = Phase::kHandshake;
    bool finished_ = false;  // no further request on this connection
    bool cut_ = false;

    boost::beast::flat_buffer buffer_;  // one per connection: pipelined requests stay in it
    RequestParser parser_;
    Request request_;
    std::uint64_t body_missing_ = 0;  // bytes of the body not yet taken from the connection
    SteadyClock::time_point head_time_;
    std::string out_;
};

}  // namespace svd::http
