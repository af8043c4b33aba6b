// How long to wait before the next try: exponential with full jitter, so that agents that lost the hub together do
// not come back together.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <random>

#include "core/base/limits.h"

namespace svd::agent {

class Backoff {
public:
    explicit Backoff(std::uint64_t seed) : random_(seed) {}

    // What the hub asks for is the least.
    std::chrono::milliseconds next(std::optional<std::chrono::seconds> asked) {
        using std::chrono::milliseconds;
        const milliseconds top = std::min<milliseconds>(limits::kRetryMax, limits::kRetryFirst * (1LL << doublings_));
        doublings_ = std::min(doublings_ + 1, 20);
        std::uniform_int_distribution<std::int64_t> even(0, top.count());
        const milliseconds jittered = std::max<milliseconds>(limits::kRetryFirst, milliseconds(even(random_)));
        return asked ? *asked + jittered : jittered;
    }
    void reset() { doublings_ = 0; }

private:
    std::mt19937_64 random_;
    int doublings_ = 0;
};

}  // namespace svd::agent
