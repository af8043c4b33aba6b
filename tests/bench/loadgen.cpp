// The load generator: makes submissions, and sends them to a hub over N connections from one thread.
//
//   loadgen make --reference DIR --area E23000032 --agreement A --count N --out FILE
//   loadgen put --batches FILE --skip K --connections N --seconds S --port P --ca C --cert C --key K
//   loadgen get --target /v1/whoami   and the same of the connection
//
// Prints one line of JSON.  Every connection has one request in flight.  The first fifth of a second is not
// counted.  Ends with 1 when an answer was not what it should be.
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <stdexcept>

#include "core/receipts/receipt_file.h"
#include "core/wire/receipt_codec.h"
#include "tests/bench/batches.h"
#include "tests/bench/tls_client.h"

namespace svd::bench {
namespace {

using Time = std::chrono::steady_clock;
constexpr auto kWarmUp = std::chrono::milliseconds(200);
constexpr int kSilenceMs = 15'000;
constexpr std::size_t kReceiptReadEvery = 64;  // reading all of them would take the hub's share of the machine

class Arguments {
public:
    Arguments(int argc, char** argv) {
        for (int i = 2; i + 1 < argc; i += 2) values_[argv[i]] = argv[i + 1];
    }
    std::string text(const std::string& name, const std::string& fallback = "") const {
        const auto found = values_.find(name);
        return found == values_.end() ? fallback : found->second;
    }
    std::size_t number(const std::string& name, std::size_t fallback) const {
        const std::string found = text(name);
        return found.empty() ? fallback : std::stoul(found);
    }

private:
    std::map<std::string, std::string> values_;
};

// What to ask, and whether the answer is good.
class Work {
public:
    virtual ~Work() = default;
    virtual bool next(std::string& request) = 0;  // false when there is no more
    virtual bool good(const TlsClient::Answer& answer) = 0;
};

class GetWork : public Work {
public:
    explicit GetWork(const std::string& target) : request_("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n") {}
    bool next(std::string& request) override {
        request = request_;
        return true;
    }
    bool good(const TlsClient::Answer& answer) override { return answer.status == 200; }

private:
    std::string request_;
};

class PutWork : public Work {
public:
    PutWork(const BatchFile& file, std::size_t from) : batches_(file.batches()), at_(from) {}

    bool next(std::string& request) override {
        if (at_ >= batches_.size()) return false;
        const Batch& batch = batches_[at_++];
        request = "PUT /v1/submissions/" + to_hex(batch.digest) +
                  " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\nContent-Length: " +
                  std::to_string(batch.body.size()) + "\r\n\r\n";
        request += batch.body;
        return true;
    }

    // Now and then the receipt itself: a submission of which rows were refused is answered 201 too.
    bool good(const TlsClient::Answer& answer) override {
        if (answer.status != 201) return false;
        if (++answered_ % kReceiptReadEvery != 0) return true;
        if (answer.body.empty()) return true;  // a hub that measures without its log has no proof to give
        const auto evidence = evidence_of(answer.body);
        const auto receipt = evidence ? wire::decode_receipt(evidence->receipt_bytes) : evidence.error();
        return receipt && receipt->refused.empty() && receipt->warnings.empty() && receipt->accepted.incidents > 0;
    }

    std::size_t at() const { return at_; }

private:
    const std::vector<Batch>& batches_;
    std::size_t at_;
    std::size_t answered_ = 0;
};

struct Figures {
    std::size_t answered = 0;  // all of them, also those not counted
    std::size_t refused = 0;
    int refused_status = 0;
    double seconds = 0;
    std::vector<std::uint32_t> microseconds;  // of those counted
};

// Sends `work` over all connections until the time is over, then waits for what is in flight.
class Run {
public:
    Run(Work& work, std::vector<std::unique_ptr<TlsClient>>& clients, Time::duration length)
        : work_(work),
          clients_(clients),
          sent_(clients.size()),
          length_(length),
          poll_(::epoll_create1(EPOLL_CLOEXEC)) {
        for (std::size_t i = 0; i < clients.size(); ++i) {
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            if (::epoll_ctl(poll_, EPOLL_CTL_ADD, clients[i]->descriptor(), &event) != 0) throw std::bad_alloc();
        }
    }
    ~Run() { ::close(poll_); }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    Figures run() {
        begin_ = Time::now() + kWarmUp;
        end_ = begin_ + length_;
        for (std::size_t i = 0; i < clients_.size(); ++i) send(i);
        epoll_event events[64];
        while (in_flight_ > 0) {
            const int ready = ::epoll_wait(poll_, events, 64, kSilenceMs);
            if (ready == 0) throw std::runtime_error("the hub is silent");
            for (int i = 0; i < ready; ++i) look_at(static_cast<std::size_t>(events[i].data.u64));
        }
        figures_.seconds = std::chrono::duration<double>(std::min(last_, end_) - begin_).count();
        return std::move(figures_);
    }

private:
    void send(std::size_t i) {
        if (Time::now() >= end_ || !work_.next(request_)) return;
        sent_[i] = Time::now();
        ++in_flight_;
        clients_[i]->send(request_);
    }

    void look_at(std::size_t i) {
        TlsClient::Answer answer;
        if (!clients_[i]->receive(answer)) return;
        --in_flight_;
        ++figures_.answered;
        if (!work_.good(answer)) {
            ++figures_.refused;
            figures_.refused_status = answer.status;
        }
        last_ = Time::now();
        if (last_ >= begin_ && last_ <= end_) {
            const auto took = std::chrono::duration_cast<std::chrono::microseconds>(last_ - sent_[i]).count();
            figures_.microseconds.push_back(static_cast<std::uint32_t>(took));
        }
        send(i);
    }

    Work& work_;
    std::vector<std::unique_ptr<TlsClient>>& clients_;
    std::vector<Time::time_point> sent_;
    Time::duration length_;
    int poll_;
    std::string request_;
    std::size_t in_flight_ = 0;
    Time::time_point begin_, end_, last_;
    Figures figures_;
};

// One request after another over one connection, before the clock starts.  Known ones are welcome: a run may not
// be the first on this hub.
void send_firsts(const BatchFile& file, TlsClient& client) {
    for (std::size_t i = 0; i < file.firsts(); ++i) {
        PutWork one(file, i);
        std::string request;
        one.next(request);
        client.send(request);
        TlsClient::Answer answer;
        while (!client.receive(answer)) ::usleep(200);
        if (answer.status != 201 && answer.status != 200) {
            throw std::runtime_error("a first submission was answered " + std::to_string(answer.status) + ": " +
                                     std::string(answer.body));
        }
    }
}

std::uint32_t percentile(std::vector<std::uint32_t>& sorted, std::size_t percent) {
    return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, sorted.size() * percent / 100)];
}

int print(Figures figures, std::size_t rows, std::size_t next) {
    std::ranges::sort(figures.microseconds);
    const double each_second =
        figures.seconds > 0 ? static_cast<double>(figures.microseconds.size()) / figures.seconds : 0;
    std::printf(
        "{\"answered\": %zu, \"refused\": %zu, \"refused_status\": %d, \"seconds\": %.3f, "
        "\"per_second\": %.1f, \"rows_per_second\": %.0f, \"p50_us\": %u, \"p99_us\": %u, \"next\": %zu}\n",
        figures.answered, figures.refused, figures.refused_status, figures.seconds, each_second,
        each_second * static_cast<double>(rows), percentile(figures.microseconds, 50),
        percentile(figures.microseconds, 99), next);
    return figures.refused == 0 && !figures.microseconds.empty() ? 0 : 1;
}

int make(const Arguments& arguments) {
    BatchPlan plan;
    plan.reference = arguments.text("--reference");
    plan.area = arguments.text("--area", "E23000032");
    plan.agreement = arguments.text("--agreement");
    plan.rows = arguments.number("--rows", 50);
    plan.months_per_batch = arguments.number("--months", 12);
    plan.count = arguments.number("--count", 1000);
    const auto written = write_batches(plan, arguments.text("--out"));
    if (!written) throw std::runtime_error(written.error().detail);
    return 0;
}

int measure(const Arguments& arguments, bool put) {
    const Target target{arguments.text("--host", "127.0.0.1"), arguments.text("--port", "8443"), arguments.text("--ca"),
                        arguments.text("--cert"), arguments.text("--key")};
    const ContextPtr context = make_context(target);
    std::vector<std::unique_ptr<TlsClient>> clients;
    for (std::size_t i = 0; i < arguments.number("--connections", 1); ++i) {
        clients.push_back(std::make_unique<TlsClient>(target, context.get()));
    }
    const std::chrono::milliseconds length(static_cast<long>(std::stod(arguments.text("--seconds", "1")) * 1000));
    if (!put) {
        GetWork work(arguments.text("--target", "/v1/whoami"));
        return print(Run(work, clients, length).run(), 0, 0);
    }
    const auto file = BatchFile::open(arguments.text("--batches"));
    if (!file) throw std::runtime_error(file.error().detail);
    send_firsts(*file, *clients.front());
    PutWork work(*file, std::max(file->firsts(), arguments.number("--skip", 0)));
    const Figures figures = Run(work, clients, length).run();
    return print(figures, arguments.number("--rows", 50), work.at());
}

}  // namespace
}  // namespace svd::bench

int main(int argc, char** argv) {
    try {
        const std::string what = argc > 1 ? argv[1] : "";
        const svd::bench::Arguments arguments(argc, argv);
        if (what == "make") return svd::bench::make(arguments);
        if (what == "put" || what == "get") return svd::bench::measure(arguments, what == "put");
        std::fprintf(stderr, "usage: loadgen make|put|get --NAME VALUE ...\n");
        return 2;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "loadgen: %s\n", problem.what());
        return 1;
    }
}
