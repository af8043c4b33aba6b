#include "hub/http/session.h"

#include <algorithm>

#include "core/base/log.h"
#include "hub/http/problem.h"
#include "hub/http/response_head.h"

namespace svd::http {
namespace {

constexpr std::size_t kReadBytes = 17 * limits::kKiB;  // a whole TLS record and a little
constexpr std::size_t kBufferBytesMax = 64 * limits::kKiB;
constexpr std::size_t kJoinedBodyBytesMax = 15 * limits::kKiB;  // a smaller body goes into the head's own TLS record
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

Deadline in(std::chrono::milliseconds time) { return SteadyClock::now() + time; }

std::chrono::milliseconds time_for(std::uint64_t bytes, std::size_t bytes_per_second) {
    return std::chrono::milliseconds(bytes * 1000 / std::max<std::size_t>(bytes_per_second, 1));
}

}  // namespace

Session::Session(const SessionContext& context, std::unique_ptr<Transport> transport, Executor executor,
                 std::string client_address)
    : context_(context),
      transport_(std::move(transport)),
      alarm_(executor),
      client_address_(std::move(client_address)),
      buffer_(kBufferBytesMax) {
    context_.home.sessions.insert(this);
}

Session::~Session() { context_.home.sessions.erase(this); }

Awaitable<void> Session::run() {
    finished_ = !co_await handshake();
    while (!finished_) co_await serve_one();
    co_await goodbye();
}

void Session::stop_when_idle() {
    if (phase_ == Phase::kIdle) transport_->cancel();
    if (phase_ == Phase::kHandshake) cut();
}

void Session::cut() {
    cut_ = finished_ = true;
    transport_->cut();
    alarm_.cancel();
}

Awaitable<bool> Session::handshake() {
    if (!transport_->is_tls()) co_return true;
    ServerCounters& counters = context_.counters;
    ++counters.handshakes_open;
    // Whoever is silent must not keep the others out: in a crowd, the places are passed on quickly.
    const bool pressed = counters.handshakes_open * 2 > static_cast<std::int64_t>(context_.options.handshakes_max);
    const Deadlines& deadlines = context_.options.deadlines;
    const auto time = pressed ? std::min(deadlines.handshake, deadlines.handshake_pressed) : deadlines.handshake;
    const Handshake result = co_await transport_->handshake(in(time));
    --counters.handshakes_open;
    if (result.failure) {
        ++counters.handshakes_failed[static_cast<std::size_t>(*result.failure)];
        log::warning("handshake_failed", {{"client.address", client_address_},
                                          {"event.reason", handshake_failure_name(*result.failure)},
                                          {"error.message", result.detail}});
        // Time for the peer to read why; it no longer counts among those in their handshake.
        co_await transport_->close(in(context_.options.deadlines.shutdown));
        co_return false;
    }
    peer_ = result.peer;
    identity_problem_ = result.detail;
    if (peer_) identity_uri_ = peer_->identity.uri();
    // A certificate that does not hold is told so in words, as the answer to its first request: a closed
    // connection would leave its owner guessing.  It gets only the time of one header for that.
    suspect_ = refuse_certificate().has_value();
    co_return true;
}

Awaitable<void> Session::serve_one() {
    const bool has_head = co_await read_head();
    if (!has_head) co_return;
    phase_ = Phase::kAnswering;
    if (std::optional<Response> refusal = refuse_head()) {
        ++context_.counters.requests_refused;
        pass_over_body();
        co_await send(*std::move(refusal));
        co_return;
    }
    phase_ = Phase::kReading;
    const bool has_body = co_await read_body();
    if (!has_body) co_return;
    phase_ = Phase::kAnswering;
    Response response = co_await ask_handler();
    if (!cut_) co_await send(std::move(response));
}

// A head within its deadline, or an end.  A malformed one is done too: refuse_head says what is wrong with it.
Awaitable<bool> Session::read_head() {
    const Deadlines& deadlines = context_.options.deadlines;
    parser_.restart();
    body_missing_ = 0;
    phase_ = Phase::kIdle;
    if (buffer_.size() == 0) {
        if (context_.home.stopping) {
            finished_ = true;
            co_return false;
        }
        const Io io = co_await read_more(in(suspect_ ? deadlines.header : deadlines.idle));
        if (io != Io::kDone) {
            finished_ = true;
            co_return false;
        }
    }
    phase_ = Phase::kReading;
    const Deadline deadline = in(deadlines.header);
    while (parser_.take(received()) == RequestParser::Progress::kNeedMore) {
        const Io io = co_await read_more(deadline);
        if (io == Io::kDone) continue;
        ++context_.counters.requests_broken_off;
        finished_ = true;
        co_return false;
    }
    begin_head();
    co_return true;
}

std::string_view Session::received() const { return {static_cast<const char*>(buffer_.data().data()), buffer_.size()}; }

Awaitable<Io> Session::read_more(Deadline deadline) {
    const std::size_t room = std::min(kReadBytes, buffer_.max_size() - buffer_.size());
    const asio::mutable_buffer to = buffer_.prepare(room);
    const auto [io, count] = co_await transport_->read_some(to, deadline);
    buffer_.commit(count);
    co_return io;
}

// A refused body that has arrived already is skipped; one still on its way costs the connection.
void Session::pass_over_body() {
    if (finished_) return;
    if (body_missing_ <= buffer_.size()) buffer_.consume(body_missing_);
    else finished_ = true;
}

Awaitable<bool> Session::read_body() {
    const Deadlines& deadlines = context_.options.deadlines;
    const Deadline deadline = in(deadlines.body + time_for(body_missing_, deadlines.body_bytes_per_second_min));
    request_.body.reserve(body_missing_);
    if (parser_.expects_continue() && buffer_.size() == 0) {
        const bool invited = co_await invite_body();
        if (!invited) co_return false;
    }
    while (true) {
        const std::string_view part = received().substr(0, body_missing_);
        request_.body.append(part);
        body_missing_ -= part.size();
        buffer_.consume(part.size());
        if (body_missing_ == 0) break;
        const Io io = co_await read_more(deadline);
        if (io == Io::kDone) continue;
        ++context_.counters.requests_broken_off;
        finished_ = true;
        co_return false;
    }
    context_.counters.request_body_bytes += request_.body.size();
    co_return true;
}

Awaitable<bool> Session::invite_body() {
    const Io io =
        co_await transport_->write(asio::buffer(kContinue), asio::const_buffer(), in(context_.options.deadlines.write));
    if (io == Io::kDone) co_return true;
    finished_ = true;
    co_return false;
}

Awaitable<Response> Session::ask_handler() {
    const auto answer = std::make_shared<Answer>(alarm_);
    const std::string request_id = request_.request_id;
    // The log needs these when the request has long been moved into the handler.
    const std::string method = request_.method;
    const std::string path = request_.path;
    context_.handler.handle(std::move(request_), ResponseSink(answer));
    request_.method = method;
    request_.path = path;
    request_.request_id = request_id;
    if (answer->must_wait()) {
        alarm_.expires_after(context_.options.deadlines.answer);
        co_await alarm_.async_wait(kTuple);
    }
    Response response;
    const bool answered = answer->take(response);
    answer->abandon();
    if (answered || cut_) co_return response;
    ++context_.counters.answers_late;
    response = problem(503, "no-answer-in-time", "No answer in time",
                       "What became of the request is not known. Send it again later.", request_id);
    response.headers.emplace_back("Retry-After", "5");
    co_return response;
}

Awaitable<void> Session::send(Response response) {
    finished_ = finished_ || response.close_connection || context_.home.stopping;
    if (!may_have_body(response.status)) response.body.clear();
    ResponseContext head{context_.home.date_at(context_.clock.now()), request_.request_id, transport_->is_tls(),
                         finished_};
    out_.clear();
    if (!write_response_head(out_, response, head)) {
        log::error("response_header_unfit", {{"trace.id", request_.request_id}});
        response = problem(500, "internal", "The hub failed", "The answer could not be written.", request_.request_id);
        out_.clear();
        write_response_head(out_, response, head);
    }
    const std::size_t body_bytes = request_.method == "HEAD" ? 0 : response.body.size();
    asio::const_buffer body(response.body.data(), body_bytes);
    if (body_bytes <= kJoinedBodyBytesMax) {
        out_.append(response.body, 0, body_bytes);
        body = {};
    }
    const Deadlines& deadlines = context_.options.deadlines;
    const Deadline deadline = in(deadlines.write + time_for(body_bytes, deadlines.body_bytes_per_second_min));
    const Io io = co_await transport_->write(asio::buffer(out_), body, deadline);
    if (io != Io::kDone) {
        ++context_.counters.requests_broken_off;
        finished_ = true;
    }
    count_and_log(response, body_bytes);
}

Awaitable<void> Session::goodbye() {
    phase_ = Phase::kClosing;
    if (cut_) co_return;
    co_await transport_->close(in(context_.options.deadlines.shutdown));
}

}  // namespace svd::http
