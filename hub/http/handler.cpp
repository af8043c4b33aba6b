#include "hub/http/handler.h"

#include "core/base/check.h"
#include "core/base/log.h"
#include "hub/http/problem.h"

namespace svd::http {
namespace {

class FunctionReceiver final : public ResponseSink::Receiver {
public:
    explicit FunctionReceiver(std::function<void(Response)> receive) : receive_(std::move(receive)) {}
    void receive(Response&& response) override { receive_(std::move(response)); }

private:
    std::function<void(Response)> receive_;
};

void answer_for_the_forgotten(const std::shared_ptr<ResponseSink::Receiver>& receiver) {
    if (!receiver) return;
    log::error("request_forgotten");
    receiver->receive(problem(500, "internal", "The hub failed", "What became of the request is not known.", {}));
}

}  // namespace

ResponseSink::ResponseSink(std::function<void(Response)> receive)
    : receiver_(std::make_shared<FunctionReceiver>(std::move(receive))) {}

ResponseSink::~ResponseSink() { answer_for_the_forgotten(receiver_); }

ResponseSink& ResponseSink::operator=(ResponseSink&& other) noexcept {
    if (this == &other) return *this;
    answer_for_the_forgotten(receiver_);
    receiver_ = std::move(other.receiver_);
    return *this;
}

void ResponseSink::operator()(Response response) {
    SVD_CHECK(receiver_ != nullptr);  // a second answer to one request
    std::exchange(receiver_, nullptr)->receive(std::move(response));
}

std::function<void(Response)> copyable(ResponseSink sink) {
    auto shared = std::make_shared<ResponseSink>(std::move(sink));
    return [shared](Response response) { (*shared)(std::move(response)); };
}

}  // namespace svd::http
