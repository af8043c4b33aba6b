#include "hub/app/partnership.h"

#include <algorithm>
#include <boost/json.hpp>

namespace svd {
namespace {

namespace json = boost::json;

template <class Value>
json::value or_null(const std::optional<Value>& value) {
    return value ? json::value(*value) : json::value(nullptr);
}

// The members of the set, in the order of `all`.
template <class Value, class All>
json::array names(EnumSet<Value> set, const All& all, std::string_view (*name)(Value)) {
    json::array listed;
    for (const Value value : all) {
        if (set.contains(value)) listed.emplace_back(name(value));
    }
    return listed;
}

json::array recipients_json(const Recipients& recipients) {
    std::vector<std::string> uris;
    if (recipients.every_analyst) uris.emplace_back("*");
    for (const Identity& identity : recipients.named) uris.push_back(identity.uri());
    std::ranges::sort(uris);
    return json::array(uris.begin(), uris.end());
}

json::object agreement_json(const Agreement& agreement, AgencyKind kind) {
    const auto to = agreement.valid_to ? std::optional(agreement.valid_to->text()) : std::nullopt;
    return {{"display_threshold", or_null(agreement.display_threshold)},
            {"fields", names(allowed_fields(agreement, kind), all_fields(), field_name)},
            {"finest_geography", term_name(Vocabulary::kAreaLevel, static_cast<Code>(agreement.finest_geography))},
            {"from", agreement.valid_from.text()},
            {"id", agreement.id},
            {"messages", names(agreement.messages, all_row_kinds(), row_kind_name)},
            {"purposes", names(agreement.purposes, all_purposes(), purpose_name)},
            {"recipients", recipients_json(agreement.recipients)},
            {"retain_months", or_null(agreement.retain_months)},
            {"to", or_null(to)}};
}

json::object party_json(const Party& party) {
    std::vector<const Agreement*> agreements;
    agreements.reserve(party.agreements.size());
    for (const Agreement& agreement : party.agreements) agreements.push_back(&agreement);
    std::ranges::sort(agreements, {}, &Agreement::id);
    json::array agreements_listed;
    for (const Agreement* agreement : agreements) agreements_listed.push_back(agreement_json(*agreement, party.kind));

    std::vector<AreaCode> areas = party.areas;
    std::ranges::sort(areas);
    json::array areas_listed;
    for (const AreaCode& area : areas) areas_listed.emplace_back(area.text());
    return {{"agreements", std::move(agreements_listed)},
            {"areas", std::move(areas_listed)},
            {"id", party.id},
            {"kind", agency_kind_name(party.kind)},
            {"name", party.name}};
}

}  // namespace

// An object of Boost.JSON keeps the order in which its keys are written: here, and above, the alphabet's.
std::string partnership_document(const std::vector<Party>& parties, std::string_view geography) {
    std::vector<const Party*> sorted;
    sorted.reserve(parties.size());
    for (const Party& party : parties) sorted.push_back(&party);
    std::ranges::sort(sorted, {}, &Party::id);
    json::array listed;
    for (const Party* party : sorted) listed.push_back(party_json(*party));
    const json::object document{{"format", 1}, {"geography", geography}, {"parties", std::move(listed)}};
    return json::serialize(document);
}

}  // namespace svd
