#include "agent/app/tally_text.h"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace svd::agent {
namespace {

std::string column_of(const Reason& reason, const std::vector<std::string>& header) {
    return reason.column < 0 ? std::string{} : header[static_cast<std::size_t>(reason.column)];
}

void say_reasons(std::string_view heading, const std::map<Reason, std::uint64_t>& reasons,
                 const std::vector<std::string>& header, const Console& console) {
    if (reasons.empty()) return;
    console.say("");
    console.heading(heading);
    for (const auto& [reason, count] : reasons) {
        const std::string column = column_of(reason, header);
        console.say(fmt::format("  {:>10}  {}  {}{}", grouped(count), code_text(reason.code),
                                text_of(reason.code).title, column.empty() ? "" : fmt::format("  [{}]", column)));
    }
}

boost::json::array reasons_json(const std::map<Reason, std::uint64_t>& reasons,
                                const std::vector<std::string>& header) {
    boost::json::array list;
    for (const auto& [reason, count] : reasons) {
        list.push_back({{"code", code_text(reason.code)}, {"column", column_of(reason, header)}, {"records", count}});
    }
    return list;
}

bool is_coarser(std::size_t rung, const Tally& tally) { return rung > 0 && tally.by_rung[rung] > 0; }

void say_coarser(const Tally& tally, const Console& console) {
    bool said = false;
    for (std::size_t rung = 0; rung < kRungs; ++rung) {
        if (!is_coarser(rung, tally)) continue;
        if (!said) {
            console.say("");
            console.heading("WITHHELD, because fewer records than smallest_group are alike: made coarser");
        }
        said = true;
        console.say(fmt::format("  {:>10}  {}", grouped(tally.by_rung[rung]), rung_words(static_cast<Rung>(rung))));
    }
}

boost::json::object coarser_json(const Tally& tally) {
    boost::json::object object;
    for (std::size_t rung = 0; rung < kRungs; ++rung) {
        if (is_coarser(rung, tally)) object[rung_name(static_cast<Rung>(rung))] = tally.by_rung[rung];
    }
    return object;
}

}  // namespace

void say_tally(const Tally& tally, const std::vector<std::string>& header, const Console& console) {
    console.say(fmt::format("{} read, {} ready, {} set aside ({:.1f} %)", counted(tally.read, "record"),
                            grouped(tally.ready), grouped(tally.set_aside), tally.percent_set_aside()));
    if (tally.without_figure > 0) {
        console.say(fmt::format("  {:>10}  have no figure, by the mapping: nothing is sent of them",
                                grouped(tally.without_figure)));
    }
    for (const auto& [period, count] : tally.ready_by_period) {
        console.say(fmt::format("  {:>10}  {}", grouped(count), period_text(period)));
    }
    say_coarser(tally, console);
    say_reasons("SET ASIDE", tally.set_aside_by, header, console);
    say_reasons("WARNINGS", tally.warned_by, header, console);
}

boost::json::array replaces_json(const std::vector<Replaced>& replaces) {
    boost::json::array list;
    for (const Replaced& each : replaces) {
        list.push_back({{"month", period_text(each.period)},
                        {"records", each.held},
                        {"ready", each.ready},
                        {"files", boost::json::value_from(each.files)},
                        {"sent_at", each.sent_at}});
    }
    return list;
}

boost::json::object tally_json(const Tally& tally, const std::vector<std::string>& header) {
    boost::json::object months;
    for (const auto& [period, count] : tally.ready_by_period) months[period_text(period)] = count;
    return {{"records_read", tally.read},
            {"ready", tally.ready},
            {"set_aside", tally.set_aside},
            {"without_figure", tally.without_figure},
            {"ready_by_month", months},
            {"withheld", coarser_json(tally)},
            {"set_aside_by", reasons_json(tally.set_aside_by, header)},
            {"warned_by", reasons_json(tally.warned_by, header)}};
}

}  // namespace svd::agent
