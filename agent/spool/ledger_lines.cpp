#include "agent/spool/ledger_lines.h"

#include <boost/json.hpp>

namespace svd::agent {
namespace {

namespace json = boost::json;

// What a line says of a file; kLost follows from the line of a submission.
constexpr FileState kStates[] = {FileState::kSealed, FileState::kSent, FileState::kHeld, FileState::kRefused};

json::object write_part(const Part& part) {
    json::array units;
    for (const Code unit : part.units) units.emplace_back(term_name(Vocabulary::kCountUnit, unit));
    json::array supersedes;
    for (const Digest& digest : part.supersedes) supersedes.emplace_back(to_hex(digest));
    json::object object{{"sha256", to_hex(part.sha256)},    {"bytes", part.bytes}, {"rows", part.rows},
                        {"month", part.period.from.text()}, {"units", units},      {"supply", part.supply},
                        {"supersedes", supersedes}};
    if (part.period.to != part.period.from) object["to_month"] = part.period.to.text();
    return object;
}

json::object write(const FileEntry& entry) {
    json::array parts;
    for (const Part& part : entry.parts) parts.emplace_back(write_part(part));
    return {{"event", "sealed"},
            {"at", entry.at},
            {"file", to_hex(entry.digest)},
            {"name", entry.name},
            {"dataset", entry.dataset},
            {"records_read", entry.records_read},
            {"records_set_aside", entry.records_set_aside},
            {"returned", entry.returned},
            {"parts", parts}};
}

json::object write(const ReceiptLine& line) {
    return {{"event", "receipt"},        {"at", line.received_at},    {"sha256", to_hex(line.sha256)},
            {"sequence", line.sequence}, {"accepted", line.accepted}, {"refused", line.refused},
            {"file", to_hex(line.file)}};
}

json::object write(const LostLine& line) {
    return {{"event", "lost"}, {"at", line.at}, {"sha256", to_hex(line.sha256)}, {"counted", line.counted}};
}

json::object write(const StateLine& line) {
    return {{"event", file_state_name(line.state)},
            {"at", line.at},
            {"file", to_hex(line.file)},
            {"name", line.name},
            {"reason", line.reason}};
}

std::string text_at(const json::object& object, std::string_view key) {
    return json::value_to<std::string>(object.at(key));
}

template <class Number>
Number number_at(const json::object& object, std::string_view key) {
    return object.at(key).to_number<Number>();
}

Digest digest_of(const json::value& value) {
    const auto digest = digest_from_hex(json::value_to<std::string>(value));
    if (!digest) throw std::invalid_argument("not a digest");
    return *digest;
}

Part read_part(const json::object& object) {
    Part part;
    part.sha256 = digest_of(object.at("sha256"));
    part.bytes = number_at<std::uint64_t>(object, "bytes");
    part.rows = number_at<std::uint32_t>(object, "rows");
    part.period.from = Month::parse(text_at(object, "month")).value();
    const bool longer = object.contains("to_month");
    part.period.to = longer ? Month::parse(text_at(object, "to_month")).value() : part.period.from;
    part.supply = number_at<Code>(object, "supply");
    for (const json::value& unit : object.at("units").as_array()) {
        const auto code = find_term(Vocabulary::kCountUnit, json::value_to<std::string>(unit));
        if (!code) throw std::invalid_argument("not a unit");
        part.units.push_back(*code);
    }
    for (const json::value& digest : object.at("supersedes").as_array()) part.supersedes.push_back(digest_of(digest));
    return part;
}

LedgerLine read_object(const json::object& object) {
    const std::string event = text_at(object, "event");
    if (event == "sealed") {
        FileEntry entry;
        entry.at = text_at(object, "at");
        entry.digest = digest_of(object.at("file"));
        entry.name = text_at(object, "name");
        entry.dataset = text_at(object, "dataset");
        entry.records_read = number_at<std::uint64_t>(object, "records_read");
        entry.records_set_aside = number_at<std::uint64_t>(object, "records_set_aside");
        const json::value* returned = object.if_contains("returned");
        entry.returned = returned != nullptr && returned->as_bool();
        for (const json::value& part : object.at("parts").as_array()) {
            entry.parts.push_back(read_part(part.as_object()));
        }
        return entry;
    }
    if (event == "receipt") {
        ReceiptLine line;
        line.received_at = text_at(object, "at");
        line.sha256 = digest_of(object.at("sha256"));
        line.sequence = number_at<std::uint64_t>(object, "sequence");
        line.accepted = number_at<std::uint32_t>(object, "accepted");
        line.refused = number_at<std::uint32_t>(object, "refused");
        line.file = digest_of(object.at("file"));
        return line;
    }
    if (event == "lost") {
        return LostLine{digest_of(object.at("sha256")), text_at(object, "at"), object.at("counted").as_bool()};
    }
    for (const FileState state : kStates) {
        if (event != file_state_name(state)) continue;
        return StateLine{digest_of(object.at("file")), state, text_at(object, "reason"), text_at(object, "at"),
                         text_at(object, "name")};
    }
    throw std::invalid_argument("unknown event");
}

}  // namespace

std::string_view file_state_name(FileState state) {
    switch (state) {
        case FileState::kSealed: return "sealed";
        case FileState::kSent: return "sent";
        case FileState::kHeld: return "held";
        case FileState::kRefused: return "refused";
        case FileState::kLost: return "lost";
    }
    return "?";
}

std::string write_line(const LedgerLine& line) {
    const json::object object = std::visit([](const auto& each) { return write(each); }, line);
    return json::serialize(object) + "\n";
}

Result<LedgerLine> parse_line(std::string_view line) {
    // Names of files are bytes; an earlier version wrote them as they were.
    json::parse_options options;
    options.allow_invalid_utf8 = true;
    try {
        return read_object(json::parse(line, {}, options).as_object());
    } catch (const std::exception& broken) {  // Boost.JSON and our own throws above
        return Error{Errc::kCorrupt, broken.what()};
    }
}

}  // namespace svd::agent
