#include "hub/http/answer.h"

#include <boost/asio/post.hpp>

#include "core/base/check.h"

namespace svd::http {

void Answer::receive(Response&& response) {
    const std::lock_guard lock(mutex_);
    if (state_ == State::kAbandoned) return;
    SVD_CHECK(state_ == State::kOpen);
    response_ = std::move(response);
    state_ = State::kAnswered;
    if (!awaited_) return;
    // Under the lock: until abandon() has had it, the session lives, and with it the io_context posted to.
    asio::post(executor_, [self = shared_from_this()] {
        if (self->alarm_ != nullptr) self->alarm_->cancel();
    });
}

bool Answer::must_wait() {
    const std::lock_guard lock(mutex_);
    awaited_ = state_ == State::kOpen;
    return awaited_;
}

bool Answer::take(Response& response) {
    const std::lock_guard lock(mutex_);
    if (state_ != State::kAnswered) return false;
    response = std::move(response_);
    return true;
}

void Answer::abandon() {
    alarm_ = nullptr;
    const std::lock_guard lock(mutex_);
    state_ = State::kAbandoned;
    response_ = {};
}

}  // namespace svd::http
