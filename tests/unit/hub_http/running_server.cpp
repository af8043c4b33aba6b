#include "tests/unit/hub_http/running_server.h"

#include "hub/http/problem.h"

namespace svd::test {

using http::BodyPlan;
using http::Request;
using http::RequestHead;
using http::Response;
using http::ResponseSink;

namespace {

Response text(std::string body) { return {200, "text/plain", std::move(body), {}, false}; }

}  // namespace

SteeredHandler::~SteeredHandler() {
    for (std::thread& thread : threads_) thread.join();
}

BodyPlan SteeredHandler::plan(const RequestHead& head) {
    static constexpr std::string_view kKnown[] = {"/echo",   "/thread",  "/held",  "/never",
                                                  "/whoami", "/dropped", "/empty", "/hostile"};
    if (head.path == "/small") return BodyPlan::accept(10);
    for (const std::string_view path : kKnown) {
        if (head.path == path) return BodyPlan::accept(limits::kSubmissionBytesMax);
    }
    if (head.path == "/denied") return BodyPlan::refuse(http::problem(403, "denied", "Denied", "", head.request_id));
    return BodyPlan::refuse(http::problem(404, "not-found", "Not found", "", head.request_id));
}

void SteeredHandler::handle(Request&& request, ResponseSink done) {
    const std::lock_guard lock(mutex_);
    ++handled_;
    if (request.path == "/thread") {
        threads_.emplace_back([body = std::move(request.body), sink = std::move(done)]() mutable {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            sink(text(std::move(body)));
        });
    } else if (request.path == "/held") {
        held_.push_back(std::move(done));
        changed_.notify_all();
    } else if (request.path == "/never") {
        never_.push_back(std::move(done));
        changed_.notify_all();
    } else if (request.path == "/whoami") {
        done(text(request.identity ? request.identity->uri() : "nobody"));
    } else if (request.path == "/empty") {
        done({204, {}, "not to be seen", {}, false});
    } else if (request.path == "/hostile") {
        done({200, "text/plain", "x", {{"X", "a\r\nSet-Cookie: b"}}, false});
    } else if (request.path != "/dropped") {
        done(text(std::move(request.body)));
    }
}

void SteeredHandler::wait_until_held() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !held_.empty() || !never_.empty(); });
}

void SteeredHandler::release() {
    std::unique_lock lock(mutex_);
    std::vector<ResponseSink> held = std::move(held_);
    held_.clear();
    lock.unlock();
    for (ResponseSink& sink : held) sink(text("held"));
}

void SteeredHandler::forget_all() {
    std::unique_lock lock(mutex_);
    const std::vector<ResponseSink> never = std::move(never_);
    never_.clear();
    lock.unlock();
}

int SteeredHandler::handled() const {
    const std::lock_guard lock(mutex_);
    return handled_;
}

RunningServer::RunningServer(bool tls, void (*adjust)(http::ServerOptions&)) : tls_(tls) {
    reload_revocation();
    http::ServerOptions options;
    if (tls) options.tls = server_files;
    options.revocation = [this] { return revocation(); };
    options.clock = &clock;
    options.access_log = false;
    options.deadlines.shutdown = std::chrono::milliseconds(500);
    if (adjust != nullptr) adjust(options);
    server = std::make_unique<http::HttpsServer>(std::move(options), handler);
    port = server->start().value();
}

RunningServer::~RunningServer() {
    server.reset();
    handler.forget_all();
}

const http::ServerCounters& RunningServer::final_counters() {
    server->stop_gracefully();
    return server->counters();
}

std::shared_ptr<const RevocationList> RunningServer::revocation() const {
    const std::lock_guard lock(mutex_);
    return list_;
}

void RunningServer::reload_revocation() {
    auto fresh = pki.revocation_list();
    const std::lock_guard lock(mutex_);
    list_ = std::move(fresh);
}

void RunningServer::without_revocation() {
    const std::lock_guard lock(mutex_);
    list_.reset();
}

}  // namespace svd::test
