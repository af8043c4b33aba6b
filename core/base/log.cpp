#include "core/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json.hpp>
#include <chrono>

#include <date/date.h>

namespace svd::log {
namespace {

std::string g_service = "svd";
std::string g_version = "0";

constexpr std::string_view name_of(Level level) {
    switch (level) {
        case Level::kDebug: return "debug";
        case Level::kInfo: return "info";
        case Level::kWarning: return "warning";
        case Level::kError: return "error";
    }
    return "error";
}

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::kDebug: return spdlog::level::debug;
        case Level::kInfo: return spdlog::level::info;
        case Level::kWarning: return spdlog::level::warn;
        case Level::kError: return spdlog::level::err;
    }
    return spdlog::level::err;
}

spdlog::logger& logger() {
    // The JSON is made by Boost.JSON: a pattern string would break on the first quote in a message.
    static spdlog::logger instance = [] {
        spdlog::logger made("svd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made.set_pattern("%v");
        made.flush_on(spdlog::level::info);
        return made;
    }();
    return instance;
}

}  // namespace

void start(std::string_view service, std::string_view version, Level lowest) {
    g_service = service;
    g_version = version;
    logger().set_level(spdlog_level(lowest));
}

std::string line(std::string_view time, Level level, std::string_view event, std::initializer_list<Field> fields) {
    boost::json::object object;
    object["@timestamp"] = time;
    object["log.level"] = name_of(level);
    object["service.name"] = g_service;
    object["service.version"] = g_version;
    object["event.action"] = event;
    for (const Field& field : fields) {
        std::visit([&](auto value) { object[field.name] = value; }, field.value);
    }
    return boost::json::serialize(object);
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (!logger().should_log(spdlog_level(level))) return;
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    logger().log(spdlog_level(level), spdlog::string_view_t(line(date::format("%FT%TZ", now), level, event, fields)));
}

}  // namespace svd::log
