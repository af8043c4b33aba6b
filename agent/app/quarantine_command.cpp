#include "agent/app/quarantine_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <map>

#include "agent/app/exit_codes.h"
#include "agent/app/ledger_view.h"
#include "agent/source/delimiter.h"
#include "core/base/limits.h"

namespace svd::agent {
namespace {

// What stands behind the source's own columns: _row, _column, _code, _message.
constexpr std::size_t kOwnColumns = 4;

struct SetAside {
    std::string line, columns, codes;
};

std::int64_t days_old(const fs::path& file, const Clock& clock) {
    std::error_code failed;
    const auto changed = fs::last_write_time(file, failed);
    if (failed) return 0;
    const auto at = std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(changed));
    return std::chrono::duration_cast<std::chrono::days>(clock.now() - at).count();
}

// The agent's own columns of each record; the others are not looked at.
Result<std::vector<SetAside>> read_reasons(const AgentConfig& config, const fs::path& file) {
    const auto mapping = Mapping::load(config.mapping);
    if (!mapping) return mapping.error();
    const CsvOptions options = with_delimiter(file, {TextEncoding::kUtf8, kDelimiterAuto, mapping->csv.header_row});
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return Error{Errc::kNotFound, fmt::format("cannot read {}", file.string())};
    CsvReader reader(stream, options);
    const auto header = reader.read_header();
    if (!header) return header.error();
    std::vector<SetAside> reasons;
    CsvRecord record;
    while (true) {
        auto more = reader.next(record);
        if (!more) return more.error();
        if (!*more) return reasons;
        if (record.malformed || record.fields.size() < kOwnColumns) continue;
        const auto own = record.fields.end() - static_cast<std::ptrdiff_t>(kOwnColumns);
        const std::string_view row = own[0];
        const std::size_t colon = row.rfind(':');
        reasons.push_back(
            {std::string(colon == row.npos ? row : row.substr(colon + 1)), std::string(own[1]), std::string(own[2])});
    }
}

std::optional<fs::path> find(const Spool& spool, const std::string& name, const Console& console) {
    std::vector<fs::path> found = spool.quarantined();
    const std::string wanted = fs::path(name).filename().string();
    std::erase_if(found, [&](const fs::path& file) {
        const bool by_digest = wanted.size() >= 6 && Spool::source_of_quarantined(file).starts_with(wanted);
        return file.filename().string() != wanted && !by_digest;
    });
    if (found.size() == 1) return found.front();
    console.complain(found.empty() ? fmt::format("there is no file {} in the quarantine", wanted)
                                   : fmt::format("{} files fit {}: name one of them", found.size(), wanted));
    return std::nullopt;
}

}  // namespace

int list_quarantine(const AgentConfig& config, const Clock& clock, Console& console) {
    ReadOnlyDisk disk;
    const Spool spool(disk, config.spool);
    boost::json::array list;
    for (const fs::path& file : spool.quarantined()) {
        const auto reasons = read_reasons(config, file);
        const std::string name = file.filename().string();
        const std::int64_t days = days_old(file, clock);
        if (!reasons) {
            console.complain(fmt::format("{}: {}", name, reasons.error().detail));
            continue;
        }
        console.say(fmt::format("{}  {}, {} old", name, counted(reasons->size(), "record"),
                                counted(static_cast<std::uint64_t>(std::max<std::int64_t>(days, 0)), "day")));
        list.push_back({{"file", name}, {"records", reasons->size()}, {"days", days}});
    }
    console.print(list);
    console.next(list.empty() ? "nothing is in the quarantine."
                              : "`svd-agent quarantine show FILE` says what is wrong, `retry` and `purge` end it.");
    return exit_code::kDone;
}

int show_quarantine(const AgentConfig& config, const std::string& name, Console& console) {
    ReadOnlyDisk disk;
    const auto file = find(Spool(disk, config.spool), name, console);
    if (!file) return exit_code::kUsage;
    const auto reasons = read_reasons(config, *file);
    if (!reasons) {
        console.complain(reasons.error().detail);
        return exit_code::kUnexpected;
    }
    std::map<std::pair<std::string, std::string>, std::size_t> by_reason;
    boost::json::array list;
    for (const SetAside& each : *reasons) {
        ++by_reason[{each.codes, each.columns}];
        if (list.size() < limits::kFindingsListedMax) {
            list.push_back({{"line", each.line}, {"column", each.columns}, {"code", each.codes}});
        }
    }
    console.heading(file->filename().string());
    for (const auto& [reason, count] : by_reason) {
        console.say(fmt::format("  {:>8}  {}  [{}]", grouped(count), reason.first, reason.second));
    }
    console.say("");
    for (const boost::json::value& each : list) {
        const auto& object = each.as_object();
        console.say(fmt::format("  line {}  {}  {}", std::string_view(object.at("line").as_string()),
                                std::string_view(object.at("code").as_string()),
                                std::string_view(object.at("column").as_string())));
    }
    if (reasons->size() > list.size()) console.say("  ... and more");
    console.print({{"file", file->filename().string()}, {"records", reasons->size()}, {"findings", list}});
    console.next(fmt::format("mend the records in {}, or the mapping; then `svd-agent quarantine retry {}`.",
                             file->string(), file->filename().string()));
    return exit_code::kDone;
}

int retry_quarantine(const AgentConfig& config, const std::string& name, Console& console) {
    PosixFileSystem disk;
    const auto file = find(Spool(disk, config.spool), name, console);
    if (!file) return exit_code::kUsage;
    const fs::path to = config.spool.inbox / file->filename();
    std::error_code failed;
    if (fs::exists(to, failed)) {
        console.complain(fmt::format("{} lies in the inbox already", to.filename().string()));
        return exit_code::kUsage;
    }
    if (const auto moved = move_durably(disk, *file, to); !moved) {
        console.complain(fmt::format("{}; copy it into the inbox by hand", moved.error().detail));
        return exit_code::kUnexpected;
    }
    console.say(fmt::format("{} is in the inbox", to.filename().string()));
    console.print({{"file", to.filename().string()}, {"moved_to", to.string()}});
    console.next("`svd-agent run --once` takes it.");
    return exit_code::kDone;
}

int purge_quarantine(const AgentConfig& config, const std::string& name, int days, const Clock& clock,
                     Console& console) {
    PosixFileSystem disk;
    const Spool spool(disk, config.spool);
    std::vector<fs::path> files = spool.quarantined();
    if (!name.empty()) {
        const auto file = find(spool, name, console);
        if (!file) return exit_code::kUsage;
        files = {*file};
    } else {
        std::erase_if(files, [&](const fs::path& file) { return days_old(file, clock) < days; });
    }
    boost::json::array list;
    for (const fs::path& file : files) {
        if (const auto removed = disk.remove(file); !removed) {
            console.complain(removed.error().detail);
            return exit_code::kUnexpected;
        }
        list.emplace_back(file.filename().string());
        console.say(fmt::format("{} is removed", file.filename().string()));
    }
    if (const auto synced = files.empty() ? Result<void>{} : disk.sync_folder(spool.quarantine()); !synced) {
        console.complain(synced.error().detail);
        return exit_code::kUnexpected;
    }
    console.print({{"removed", list}});
    console.next(list.empty() ? fmt::format("nothing in the quarantine is older than {} days.", days) : "nothing.");
    return exit_code::kDone;
}

}  // namespace svd::agent
