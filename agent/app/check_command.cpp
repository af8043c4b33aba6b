#include <fmt/format.h>

#include <boost/json.hpp>

#include "agent/app/commands.h"
#include "agent/app/exit_codes.h"
#include "agent/app/ledger_view.h"
#include "agent/app/tally_text.h"
#include "core/base/limits.h"

namespace svd::agent {
namespace {

struct Place {
    std::uint64_t line;
    std::int32_t column;
    FindingCode code;
    std::size_t cells = 0;  // of a record that has not as many as the header
};

int unreadable(const std::filesystem::path& file, const Error& error, Console& console) {
    console.complain(fmt::format("{}: {}", file.filename().string(), error.detail));
    console.print({{"file", file.filename().string()}, {"rejected", true}, {"reason", error.detail}});
    if (error.code == Errc::kNotFound) return exit_code::kUsage;
    console.next("correct the export or the mapping, then check again.");
    return error.code == Errc::kInvalid ? exit_code::kFileRejected : exit_code::kUnexpected;
}

boost::json::array places_json(const std::vector<Place>& places, const RecordMapper& mapper) {
    boost::json::array list;
    for (const Place& place : places) {
        boost::json::object each{
            {"line", place.line}, {"column", mapper.column_name(place.column)}, {"code", code_text(place.code)}};
        if (place.cells > 0) {
            each["cells"] = place.cells;
            each["header_cells"] = mapper.header().size();
        }
        list.push_back(std::move(each));
    }
    return list;
}

void say_places(const std::vector<Place>& places, const RecordMapper& mapper, const Console& console) {
    if (places.empty()) return;
    console.say("");
    console.heading("WHERE");
    for (const Place& place : places) {
        const std::string what = place.cells == 0 ? std::string(mapper.column_name(place.column))
                                                  : fmt::format("{}, the header has {}", counted(place.cells, "cell"),
                                                                mapper.header().size());
        console.say(fmt::format("  line {}  {}  {}", place.line, code_text(place.code), what));
    }
    if (places.size() == limits::kFindingsListedMax) console.say("  ... and more");
}

int tell(const Extract& extract, const Outlook& outlook, const std::vector<Place>& places,
         const std::filesystem::path& file, Console& console) {
    const std::string name = file.filename().string();
    const Tally& tally = extract.tally();
    const RecordMapper& mapper = extract.mapper();
    console.heading(fmt::format("{}   {}", name, encoding_name(extract.encoding())));
    say_tally(tally, mapper.column_names(), console);
    say_outlook(outlook, extract, console);
    for (const std::string& column : mapper.not_mapped()) {
        console.say(fmt::format("  {}  {}  [{}]", code_text(FindingCode::kColumnNotMapped),
                                text_of(FindingCode::kColumnNotMapped).title, column));
    }
    say_places(places, mapper, console);
    boost::json::object report = tally_json(tally, mapper.column_names());
    report["file"] = name;
    report["rejected"] = !outlook.held.empty();
    if (!outlook.held.empty()) report["reason"] = outlook.held;
    report["encoding"] = encoding_name(extract.encoding());
    report["replaces"] = replaces_json(outlook.replaces);
    report["not_mapped"] = boost::json::value_from(mapper.not_mapped());
    report["findings"] = places_json(places, mapper);
    console.print(report);
    console.say("");
    if (!outlook.held.empty()) {
        console.next(kHowNotToBeHeld);
        return exit_code::kFileRejected;
    }
    console.next(fmt::format("`svd-agent preview {}` shows what would leave.", file.string()));
    return tally.set_aside > 0 ? exit_code::kSomeSetAside : exit_code::kDone;
}

}  // namespace

int check_file(Workbench& bench, const std::filesystem::path& file, Console& console) {
    const std::string name = file.filename().string();
    auto facts = inspect_file(file);
    if (!facts) return unreadable(file, facts.error(), console);
    auto opened = open_export(bench, file, *facts);
    if (!opened) return unreadable(file, opened.error(), console);
    Extract& extract = **opened;
    LookAhead ahead(bench, *facts, extract, console);
    std::vector<Place> places;
    while (true) {
        auto more = extract.next();
        if (!more) return unreadable(file, more.error(), console);
        if (!*more) break;
        if (auto added = ahead.add(); !added) return unreadable(file, added.error(), console);
        for (const RecordFinding& finding : extract.mapped().findings) {
            if (places.size() < limits::kFindingsListedMax) {
                // A malformed record has no cells to count.
                const std::size_t cells =
                    finding.code == FindingCode::kRecordMalformed ? extract.record().fields.size() : 0;
                places.push_back({extract.record().line, finding.column, finding.code, cells});
            }
        }
        if (extract.tally().read % 4096 == 0) {
            console.progress(name, extract.tally().read, extract.bytes_read(), facts->bytes);
        }
    }
    console.progress_over();
    auto outlook = ahead.finish();
    if (!outlook) return unreadable(file, outlook.error(), console);
    return tell(extract, *outlook, places, file, console);
}

}  // namespace svd::agent
