// The time, as something that can be handed in: only intake and the programs' edges ask for it, never the state.
#pragma once

#include <chrono>
#include <string>

namespace svd {

using UtcTime = std::chrono::sys_seconds;

class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    virtual UtcTime now() const = 0;
};

class SystemClock final : public Clock {
public:
    UtcTime now() const override;
};

// For tests: stands still until told otherwise.
class ManualClock final : public Clock {
public:
    explicit ManualClock(UtcTime start) : now_(start) {}
    UtcTime now() const override { return now_; }
    void set(UtcTime now) { now_ = now; }

private:
    UtcTime now_;
};

std::string rfc3339(UtcTime time);  // 2026-11-20T09:30:00Z

}  // namespace svd
