// Carries the handler's response to the session that waits for it, from whatever thread it comes.
//
// Given at once, inside Handler::handle, it costs no wait at all.  Given later, it wakes the session on the
// session's own thread.  Given too late, after abandon(), it is dropped.
#pragma once

#include <memory>
#include <mutex>

#include "hub/http/handler.h"
#include "hub/http/net.h"

namespace svd::http {

class Answer final : public ResponseSink::Receiver, public std::enable_shared_from_this<Answer> {
public:
    explicit Answer(Timer& alarm) : alarm_(&alarm), executor_(alarm.get_executor()) {}

    void receive(Response&& response) override;  // any thread

    // The rest: the session's thread only.
    bool must_wait();   // if so, the alarm is cancelled when the answer has come
    bool take(Response& response);
    void abandon();

private:
    enum class State { kOpen, kAnswered, kAbandoned };

    std::mutex mutex_;
    State state_ = State::kOpen;
    bool awaited_ = false;
    Response response_;
    Timer* alarm_;  // touched on the session's thread only; null once the session has gone on
    Executor executor_;
};

}  // namespace svd::http
