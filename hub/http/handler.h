// What stands behind the server: the API, or a test.
//
// `plan` is asked when the head of a request has arrived and before any of its body is read; it decides the route,
// the method and the access, and says how many bytes of body the route bears.  `handle` then gets the whole
// request.  Both run on a network thread (several, if the server has several) and must not block or throw.
//
// The response goes to the sink: at once or later, from any thread, exactly once.  A sink that is dropped unused
// answers 500; one that is used after the server gave up waiting (503) does nothing.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "hub/http/message.h"

namespace svd::http {

struct BodyPlan {
    std::size_t bytes_max = 0;
    std::size_t route = 0;            // the handler's own note to itself, handed back in Request::route
    std::optional<Response> refusal;  // if set, this is the answer and the body is not read

    static BodyPlan accept(std::size_t bytes_max, std::size_t route = 0) { return {bytes_max, route, std::nullopt}; }
    static BodyPlan refuse(Response response) { return {0, 0, std::move(response)}; }
};

class ResponseSink {
public:
    class Receiver {
    public:
        Receiver() = default;
        Receiver(const Receiver&) = delete;
        Receiver& operator=(const Receiver&) = delete;
        virtual ~Receiver() = default;
        virtual void receive(Response&& response) = 0;
    };

    explicit ResponseSink(std::shared_ptr<Receiver> receiver) : receiver_(std::move(receiver)) {}
    explicit ResponseSink(std::function<void(Response)> receive);  // for tests of a handler
    ~ResponseSink();
    ResponseSink(ResponseSink&&) noexcept = default;
    ResponseSink& operator=(ResponseSink&& other) noexcept;
    ResponseSink(const ResponseSink&) = delete;
    ResponseSink& operator=(const ResponseSink&) = delete;

    void operator()(Response response);  // once

private:
    std::shared_ptr<Receiver> receiver_;
};

// For where a std::function is wanted: shares one sink.
std::function<void(Response)> copyable(ResponseSink sink);

class Handler {
public:
    Handler() = default;
    Handler(const Handler&) = delete;
    Handler& operator=(const Handler&) = delete;
    virtual ~Handler() = default;
    virtual BodyPlan plan(const RequestHead& head) = 0;
    virtual void handle(Request&& request, ResponseSink done) = 0;
};

}  // namespace svd::http
