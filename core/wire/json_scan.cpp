#include "core/wire/json_scan.h"

#include <boost/json/basic_parser_impl.hpp>
#include <set>
#include <string>
#include <vector>

namespace svd::wire {
namespace {

namespace json = boost::json;

// What Boost.JSON's parser calls as it goes.  Values matter only by where they stand.
struct ScanHandler {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = 256;
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    JsonScan scan;
    std::vector<std::set<std::string>> open_objects;
    std::vector<bool> open_lists;  // of all that is open: whether it is a list, or else an object
    std::string name;

    bool in_list() const { return !open_lists.empty() && open_lists.back(); }
    void count_row() { scan.rows += in_list() ? 1 : 0; }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_array_begin(json::error_code&) {
        count_row();
        open_lists.push_back(true);
        return true;
    }
    bool on_array_end(std::size_t, json::error_code&) {
        open_lists.pop_back();
        return true;
    }
    bool on_object_begin(json::error_code&) {
        count_row();
        open_lists.push_back(false);
        open_objects.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, json::error_code&) {
        open_lists.pop_back();
        open_objects.pop_back();
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
        name.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code&) {
        name.append(part.data(), part.size());
        if (!open_objects.back().insert(std::move(name)).second) scan.repeated_names = true;
        name.clear();
        return true;
    }
    bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string(json::string_view, std::size_t, json::error_code&) {
        scan.texts += in_list() && open_lists.size() == 2 ? 1 : 0;
        return true;
    }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
    bool on_double(double, json::string_view, json::error_code&) { return true; }
    bool on_bool(bool, json::error_code&) { return true; }
    bool on_null(json::error_code&) {
        count_row();
        return true;
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

}  // namespace

JsonScan scan_json(std::string_view text) {
    json::basic_parser<ScanHandler> parser{json::parse_options()};
    json::error_code error;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    JsonScan scan = parser.handler().scan;
    scan.well_formed = !error.failed() && read == text.size();
    return scan;
}

}  // namespace svd::wire
