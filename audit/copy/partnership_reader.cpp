#include "audit/copy/partnership_reader.h"

#include <algorithm>
#include <boost/json.hpp>
#include <initializer_list>

#include "core/base/limits.h"

namespace svd::audit {
namespace {

namespace json = boost::json;

// Reads on after something wrong, with values that mean nothing, and keeps the first of what was wrong: whoever asks
// has to look at `wrong()` before anything else.
class Reader {
public:
    const std::string& wrong() const { return wrong_; }

    Partnership partnership(const json::value& value) {
        const json::object& object = members(value, {"format", "geography", "parties"});
        if (at(object, "format") != json::value(1)) note("another format");
        Partnership partnership{text(at(object, "geography")), {}};
        for (const json::value& each : list(at(object, "parties"))) partnership.parties.push_back(party(each));
        return partnership;
    }

private:
    void note(std::string what) {
        if (wrong_.empty()) wrong_ = std::move(what);
    }

    const json::object& members(const json::value& value, std::initializer_list<std::string_view> names) {
        static const json::object kNone;
        const json::object* object = value.if_object();
        if (object == nullptr || object->size() != names.size()) note("not an object with the members it must have");
        return object == nullptr ? kNone : *object;
    }

    const json::value& at(const json::object& object, const char* name) {
        static const json::value kNull;
        const json::value* value = object.if_contains(name);
        if (value == nullptr) note(std::string("no ") + name);
        return value == nullptr ? kNull : *value;
    }

    std::string text(const json::value& value) {
        if (!value.is_string()) note("something that is not text");
        return value.is_string() ? std::string(value.get_string()) : std::string();
    }

    const json::array& list(const json::value& value) {
        static const json::array kNone;
        if (!value.is_array()) note("something that is not a list");
        return value.is_array() ? value.get_array() : kNone;
    }

    // The value that a text stands for.  `find` gives an optional or a Result.
    template <class Find>
    auto word(const json::value& value, const Find& find) {
        const std::string name = text(value);
        auto found = find(name);
        if (!found) note("an unknown word: " + name);
        return found ? *found : typename decltype(found)::value_type();
    }

    template <class Value, class Find>
    EnumSet<Value> set(const json::value& value, const Find& find) {
        EnumSet<Value> all;
        for (const json::value& each : list(value)) {
            const Value member = word(each, find);
            if (all.contains(member)) note("a word twice: " + text(each));
            all.insert(member);
        }
        return all;
    }

    std::optional<int> number(const json::value& value, int max) {
        if (value.is_null()) return std::nullopt;
        const bool good = value.is_int64() && value.get_int64() >= 0 && value.get_int64() <= max;
        if (!good) note("a number out of range");
        return good ? static_cast<int>(value.get_int64()) : 0;
    }

    Recipients recipients(const json::value& value) {
        Recipients recipients{false, {}};
        for (const json::value& each : list(value)) {
            if (text(each) == "*") recipients.every_analyst = true;
            else recipients.named.push_back(word(each, [](const auto& uri) { return Identity::parse(uri); }));
        }
        return recipients;
    }

    Agreement agreement(const json::value& value) {
        const auto month = [](const std::string& name) { return Month::parse(name); };
        const auto level = [](const std::string& name) { return find_term(Vocabulary::kAreaLevel, name); };
        const json::object& object = members(value, {"display_threshold", "fields", "finest_geography", "from", "id",
                                                     "messages", "purposes", "recipients", "retain_months", "to"});
        Agreement agreement;
        agreement.id = text(at(object, "id"));
        agreement.valid_from = word(at(object, "from"), month);
        if (!at(object, "to").is_null()) agreement.valid_to = word(at(object, "to"), month);
        agreement.messages = set<RowKind>(at(object, "messages"), find_row_kind);
        agreement.fields = set<Field>(at(object, "fields"), find_field);
        agreement.finest_geography = static_cast<AreaLevel>(word(at(object, "finest_geography"), level));
        agreement.recipients = recipients(at(object, "recipients"));
        agreement.purposes = set<Purpose>(at(object, "purposes"), find_purpose);
        agreement.retain_months = number(at(object, "retain_months"), limits::kRetainMonthsMax);
        agreement.display_threshold = number(at(object, "display_threshold"), limits::kDisplayThresholdMax);
        return agreement;
    }

    Party party(const json::value& value) {
        const json::object& object = members(value, {"agreements", "areas", "id", "kind", "name"});
        Party party{
            text(at(object, "id")), text(at(object, "name")), word(at(object, "kind"), find_agency_kind), {}, {}};
        for (const json::value& each : list(at(object, "areas"))) {
            party.areas.push_back(word(each, [](const auto& code) { return AreaCode::parse(code); }));
        }
        for (const json::value& each : list(at(object, "agreements"))) party.agreements.push_back(agreement(each));
        return party;
    }

    std::string wrong_;
};

}  // namespace

Result<Partnership> read_partnership(std::string_view document) {
    if (document.size() > limits::kPartnershipBytesMax) return Error{Errc::kTooMany, "too large for a partnership"};
    json::error_code problem;
    const json::value value = json::parse(json::string_view(document.data(), document.size()), problem);
    if (problem) return invalid("this is not JSON");
    // A member that is given twice would be read once: the one form has no room for it.
    if (json::serialize(value) != document) return invalid("this is not in the form of a partnership");
    Reader reader;
    Partnership partnership = reader.partnership(value);
    if (!reader.wrong().empty()) return invalid("this is no partnership: " + reader.wrong());
    return partnership;
}

}  // namespace svd::audit
