#include "audit/app/console.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdio>

namespace svd::audit {

void Console::say(std::string_view line) const {
    if (!json_) fmt::print("{}\n", line);
}

void Console::next(std::string_view what_to_do) const {
    if (!json_) fmt::print("Next: {}\n", what_to_do);
}

void Console::complain(std::string_view line) const { fmt::print(stderr, "svd-audit: {}\n", line); }

void Console::print(const boost::json::value& value) const {
    if (json_) fmt::print("{}\n", boost::json::serialize(value));
}

void Console::write(std::string_view bytes) const { std::fwrite(bytes.data(), 1, bytes.size(), stdout); }

void Console::say(const Report& report) const {
    for (const Finding& finding : report.findings()) {
        const CodeText& text = text_of(finding.code);
        const std::string where = finding.entry ? fmt::format("entry {}: ", *finding.entry) : std::string();
        const std::string detail = finding.detail.empty() ? std::string() : fmt::format(" ({})", finding.detail);
        say(fmt::format("  {}  {}  {}{}{}", text.warning ? "warning" : "FAILED ", code_text(finding.code), where,
                        text.title, detail));
    }
    if (report.not_told() > 0) say(fmt::format("  and {} more of the same codes", report.not_told()));
}

boost::json::object report_json(const Report& report) {
    boost::json::array findings;
    for (const Finding& finding : report.findings()) {
        const CodeText& text = text_of(finding.code);
        boost::json::object each{{"code", code_text(finding.code)},
                                 {"severity", text.warning ? "warning" : "failure"},
                                 {"title", text.title},
                                 {"detail", finding.detail}};
        if (finding.entry) each["entry"] = *finding.entry;
        else each["entry"] = nullptr;
        findings.push_back(std::move(each));
    }
    return {{"failures", report.failures()},
            {"warnings", report.warnings()},
            {"findings", std::move(findings)},
            {"not_told", report.not_told()}};
}

}  // namespace svd::audit
