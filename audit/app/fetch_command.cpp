#include "audit/fetch/fetch.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <thread>

#include "audit/app/commands.h"
#include "audit/app/exit_codes.h"

namespace svd::audit {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

// One line on a terminal that is written over; nothing anywhere else.
class ProgressLine {
public:
    explicit ProgressLine(bool wanted) : shown_(wanted && ::isatty(::fileno(stderr)) == 1) {}
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(std::string_view what, std::uint64_t done, std::uint64_t of) {
        const auto now = std::chrono::steady_clock::now();
        if (!shown_ || now - last_ < 100ms) return;
        last_ = now;
        write(fmt::format("{}: {} of {}", what, done, of));
    }
    void wait(std::chrono::seconds time) {
        if (shown_) write(fmt::format("the hub is busy; asking again in {} s", time.count()));
        std::this_thread::sleep_for(time);
    }
    void clear() {
        if (shown_ && last_ != Time{}) write("");
        last_ = {};
    }

private:
    using Time = std::chrono::steady_clock::time_point;
    static void write(std::string_view text) {
        fmt::print(stderr, "\r\x1b[K{}", text);
        std::fflush(stderr);
    }
    bool shown_;
    Time last_{};
};

int failed(const Error& error, const Console& console) {
    console.complain(error.detail);
    console.print({{"ok", false}, {"problem", error.detail}});
    switch (error.code) {
        case Errc::kInvalid:
        case Errc::kConflict: return exit_code::kUsage;
        case Errc::kDenied: return exit_code::kRefused;
        case Errc::kBusy:
        case Errc::kTimedOut:
        case Errc::kUnreachable: return exit_code::kTryLater;
        case Errc::kInternal: return exit_code::kUnexpected;
        default: return exit_code::kUnreadable;
    }
}

json::value checkpoint_json(const std::optional<tlog::Checkpoint>& checkpoint) {
    if (!checkpoint) return nullptr;
    return {{"origin", checkpoint->origin}, {"size", checkpoint->size}, {"root", to_hex(checkpoint->root)}};
}

json::object fetched_json(const Fetched& fetched) {
    const SideFetched& beside = fetched.beside;
    json::object object{{"ok", fetched.report.failures() == 0},
                        {"alarm", fetched.report.has(Code::kNotContinued)},
                        {"before", checkpoint_json(fetched.before)},
                        {"checkpoint", checkpoint_json(fetched.now)},
                        {"evidence", fetched.evidence.empty() ? json::value(nullptr) : json::value(fetched.evidence)},
                        {"fetched",
                         {{"bundles", fetched.entries.bundles},
                          {"tiles", fetched.entries.tiles},
                          {"contents", beside.contents},
                          {"left_overs", beside.left_overs},
                          {"partnerships", beside.partnerships}}},
                        {"dropped", beside.dropped},
                        {"absent",
                         {{"erased", beside.erased},
                          {"contents", beside.missing},
                          {"left_overs", beside.left_overs_missing},
                          {"partnerships", beside.partnerships_missing}}}};
    for (auto& [name, value] : report_json(fetched.report)) object[name] = std::move(value);
    return object;
}

void say(const Fetched& fetched, const Console& console) {
    const SideFetched& beside = fetched.beside;
    const std::uint64_t before = fetched.before ? fetched.before->size : 0;
    console.say(fmt::format("{}: {} entries, {} of them new", fetched.now->origin, fetched.now->size,
                            fetched.now->size - before));
    console.say(fmt::format("  fetched {} bundles, {} contents, {} partnership documents", fetched.entries.bundles,
                            beside.contents, beside.partnerships));
    if (beside.erased > 0) console.say(fmt::format("  {} contents are erased", beside.erased));
    if (beside.dropped > 0) console.say(fmt::format("  {} of them were in the copy, and are deleted", beside.dropped));
    if (beside.missing + beside.left_overs_missing + beside.partnerships_missing > 0) {
        console.say(
            fmt::format("  the hub has not got {} contents, {} left-overs and {} partnership documents that "
                        "should be there",
                        beside.missing, beside.left_overs_missing, beside.partnerships_missing));
    }
}

}  // namespace

int fetch(const fs::path& folder, const HubAddress& hub, const TrustOptions& options, const Console& console) {
    const auto key = read_pinned_key(options, LogCopy(folder), console);
    if (!key) {
        console.complain(key.error().detail);
        return exit_code::kUsage;
    }
    const auto source = connect_to_hub(hub);
    ProgressLine line(!console.json());
    const auto fetched = fetch_log(
        *source,
        {folder, *key, [&](std::string_view what, std::uint64_t done, std::uint64_t of) { line.show(what, done, of); },
         [&](std::chrono::seconds time) { line.wait(time); }});
    line.clear();
    if (!fetched) return failed(fetched.error(), console);
    console.print(fetched_json(*fetched));
    console.say(fetched->report);
    if (fetched->report.failures() == 0) {
        say(*fetched, console);
        console.next(fmt::format("`svd-audit verify {}` checks all of it.", folder.string()));
        return exit_code::kVerified;
    }
    const bool alarm = fetched->report.has(Code::kNotContinued);
    if (alarm) console.complain("ALARM: the hub's log does not continue this copy. Nothing in it was replaced.");
    if (alarm) console.complain("What the hub showed is in " + fetched->evidence);
    console.next(fmt::format("`svd-audit explain {}` says what that means.",
                             code_text(fetched->report.findings().front().code)));
    return alarm ? exit_code::kAlarm : exit_code::kFailed;
}

}  // namespace svd::audit
