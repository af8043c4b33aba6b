// What doctor sees of this computer.
#include <fmt/format.h>
#include <netdb.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/app/commands.h"
#include "agent/app/doctor.h"
#include "agent/app/ledger_view.h"

namespace svd::agent {
namespace {

bool open_to_others(const fs::path& path) {
    struct stat facts{};
    return ::stat(path.c_str(), &facts) == 0 && (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

// Of what is not there yet, the folder that it would be made in.
fs::path nearest(fs::path path) {
    std::error_code failed;
    while (!fs::exists(path, failed) && path.has_parent_path() && path != path.parent_path()) path = path.parent_path();
    return path;
}

}  // namespace

Checkup look_up(const std::string& host) {
    addrinfo* found = nullptr;
    const int failed = ::getaddrinfo(host.c_str(), nullptr, nullptr, &found);
    if (found != nullptr) ::freeaddrinfo(found);
    if (failed == 0) return {"dns", Health::kGood, fmt::format("the name {} is known", host), {}};
    return {"dns", Health::kBad, fmt::format("the name {} cannot be looked up ({})", host, ::gai_strerror(failed)),
            "correct hub.url or hub.proxy, or ask whoever runs the network's names"};
}

Checkup look_at_permissions(const AgentConfig& config) {
    const auto bad = [](std::string says, std::string fix) {
        return Checkup{"permissions", Health::kBad, std::move(says), std::move(fix)};
    };
    if (open_to_others(config.hub.key)) {
        return bad(fmt::format("others may read the key {}", config.hub.key.string()),
                   fmt::format("chmod 600 {}", config.hub.key.string()));
    }
    std::error_code failed;
    const fs::path spool = nearest(config.spool.state);
    if (::access(spool.c_str(), W_OK) != 0) {
        return bad(fmt::format("{} cannot be written to", spool.string()),
                   "give it to the user that the agent runs as");
    }
    if (fs::exists(config.spool.state, failed) && open_to_others(config.spool.state / "quarantine")) {
        return bad("others may look into the quarantine, which holds records",
                   fmt::format("chmod -R go= {}", config.spool.state.string()));
    }
    if (!fs::is_directory(config.spool.inbox, failed)) {
        return {"permissions", Health::kWarning, fmt::format("there is no inbox {} yet", config.spool.inbox.string()),
                "make the folder, or correct inbox.path"};
    }
    const int needed = config.spool.move ? R_OK | W_OK : R_OK;
    if (::access(config.spool.inbox.c_str(), needed) != 0) {
        return bad(fmt::format("the inbox {} cannot be {}", config.spool.inbox.string(),
                               config.spool.move ? "read and written to" : "read"),
                   "let the user that the agent runs as in, or set after = \"leave\" for a read-only share");
    }
    if (const auto movable = can_move(config.spool); !movable) return bad(movable.error().detail, "see inbox.path");
    return {"permissions", Health::kGood, "key, spool and inbox are open to the agent, and the key to nobody else", {}};
}

Checkup look_at_disk(const AgentConfig& config) {
    std::error_code failed;
    const fs::space_info space = fs::space(nearest(config.spool.state), failed);
    if (failed) return {"disk", Health::kWarning, "how much room the spool's disk has cannot be seen", {}};
    return judge_disk(space.available);
}

Checkup look_at_queue(const AgentConfig& config) {
    if (const auto alarm = alarm_text(config)) {
        return {"queue", Health::kBad, fmt::format("an alarm stands, and nothing is sent: {}", *alarm),
                "`svd-agent witness status`"};
    }
    ReadOnlyDisk disk;
    const auto ledger = view_ledger(config, disk);
    if (!ledger) return {"queue", Health::kBad, ledger.error().detail, "put the ledger back from a copy"};
    const std::size_t waiting = ledger->waiting().size();
    if (waiting == 0) return {"queue", Health::kGood, "nothing waits to be sent", {}};
    const auto why = read_file(Spool(disk, config.spool).waiting_note());
    return {"queue", Health::kWarning,
            fmt::format("{} wait{} to be sent{}", counted(waiting, "file"), waiting == 1 ? "s" : "",
                        why ? fmt::format(": {}", *why) : ""),
            "`svd-agent run --once`"};
}

}  // namespace svd::agent
