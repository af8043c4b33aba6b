#include <algorithm>
#include <boost/json.hpp>
#include <boost/url/url.hpp>
#include <charconv>

#include "core/base/log.h"
#include "core/wire/receipt_codec.h"
#include "hub/api/endpoints.h"
#include "hub/http/problem.h"

namespace svd::api {
namespace {

boost::json::object accepted_json(const wire::Accepted& accepted) {
    return {{"incidents", accepted.incidents},
            {"aggregates", accepted.aggregates},
            {"cohorts", accepted.cohorts},
            {"nil_returns", accepted.nil_returns},
            {"not_available", accepted.not_available},
            {"amendments", accepted.amendments},
            {"withdrawals", accepted.withdrawals}};
}

boost::json::object submission_json(const SubmissionRecord& record) {
    const wire::Receipt& receipt = record.receipt;
    boost::json::array months;
    for (const std::uint32_t number : receipt.months) {
        if (const auto month = Month::from_number(number)) months.push_back(boost::json::string(month->text()));
    }
    boost::json::object object;
    object["sequence"] = receipt.sequence;
    object["submission"] = to_hex(receipt.submission);
    object["party"] = receipt.party;
    object["received_at"] = receipt.received_at;
    object["agreement"] = receipt.agreement;
    object["months"] = std::move(months);
    object["accepted"] = accepted_json(receipt.accepted);
    object["refused_incidents"] = record.refused_rows.size();
    if (record.superseded_by) object["superseded_by"] = *record.superseded_by;
    else object["superseded_by"] = nullptr;
    if (record.erased_by) object["erased_by"] = *record.erased_by;
    return object;
}

// The same request again, from where this page ended.  Built by the library, which encodes what it must.
void add_next(http::Response& response, const Call& call, std::uint64_t next) {
    boost::urls::url target;
    target.set_encoded_path(call.request.path);
    for (const auto& [name, value] : call.match.query) {
        if (name != "cursor") target.params().append({name, value});
    }
    target.params().append({"cursor", std::to_string(next)});
    response.headers.emplace_back("Link", "<" + std::string(target.buffer()) + ">; rel=\"next\"");
}

// An agency sees its own; an auditor sees all, or those of one party.
std::optional<std::string> visible_party(const Call& call) {
    if (call.caller().role == Role::kAgency) return call.caller().id;
    if (const auto party = call.match.parameter("party")) return std::string(*party);
    return std::nullopt;
}

// Those with that digest that the caller may see: two agencies may have sent the same bytes.
std::vector<Sequence> visible_submissions(const Call& call, const Digest& digest, const Services& services) {
    const auto party = visible_party(call);
    return services.ledger.read([&](const State& state) {
        std::vector<Sequence> found = state.find_all(digest);
        std::erase_if(found, [&](Sequence each) { return party && state.submission(each).receipt.party != *party; });
        return found;
    });
}

boost::json::object area_json(const Geography& geography, AreaIndex index) {
    const Area& area = geography.area(index);
    boost::json::object object;
    object["code"] = area.ref.code.text();
    object["name"] = area.name;
    object["level"] = term_name(Vocabulary::kAreaLevel, static_cast<Code>(area.level));
    object["vintage"] = area.ref.vintage;
    return object;
}

struct AreaQuestion {
    AreaLevel level = AreaLevel::kDistrict;
    std::uint16_t vintage = 0;       // 0: any
    std::optional<AreaCode> within;  // nothing: wherever the partnership's parties speak for
};

// The areas at that level that hold, or lie in, what is asked about: a group of districts is as much in scope as
// the districts are.
std::vector<AreaIndex> areas_in_scope(const Services& services, const AreaQuestion& question) {
    std::vector<AreaIndex> found;
    const auto add = [&](const AreaCode& code) {
        for (const AreaIndex member : services.geography.members(code)) {
            for (const AreaIndex index : services.geography.ancestors(member, question.level)) {
                const bool wanted = !question.within || services.geography.lies_in(index, code);
                const auto vintage = services.geography.area(index).ref.vintage;
                if (wanted && (question.vintage == 0 || vintage == question.vintage)) found.push_back(index);
            }
        }
    };
    if (question.within) add(*question.within);
    else
        for (const Party& party : services.parties) std::ranges::for_each(party.areas, add);
    std::ranges::sort(found);
    const auto repeated = std::ranges::unique(found);
    found.erase(repeated.begin(), repeated.end());
    return found;
}

std::variant<AreaQuestion, http::Response> read_area_question(const Call& call, const Geography& geography) {
    AreaQuestion question;
    const auto level = find_term(Vocabulary::kAreaLevel, call.match.parameter("level").value_or("district"));
    if (!level) return bad_parameter(call, "level", "a level such as district, msoa or police_force");
    question.level = static_cast<AreaLevel>(*level);
    if (const auto text = call.match.parameter("vintage")) {
        const auto read = std::from_chars(text->data(), text->data() + text->size(), question.vintage);
        if (read.ec != std::errc{} || read.ptr != text->data() + text->size()) {
            return bad_parameter(call, "vintage", "the year of a boundary set, such as 2021");
        }
    }
    if (const auto text = call.match.parameter("within")) {
        const auto code = AreaCode::parse(*text);
        if (!code || !geography.find(*code)) return bad_parameter(call, "within", "the code of an area");
        question.within = *code;
    }
    return question;
}

}  // namespace

Reading whoami(const Call& call, const Services& services) {
    boost::json::object object;
    object["identity"] = call.caller().uri();
    object["role"] = role_name(call.caller().role);
    object["id"] = call.caller().id;
    const auto party = std::ranges::find(services.parties, call.caller().id, &Party::id);
    if (call.caller().role == Role::kAgency && party != services.parties.end()) {
        boost::json::array areas;
        boost::json::array agreements;
        for (const AreaCode& area : party->areas) areas.push_back(boost::json::string(area.text()));
        for (const Agreement& agreement : party->agreements) {
            agreements.push_back(boost::json::string(agreement.id));
        }
        object["party"] = {{"name", party->name},
                           {"kind", agency_kind_name(party->kind)},
                           {"areas", areas},
                           {"agreements", agreements}};
    } else if (call.caller().role == Role::kAgency) {
        object["party"] = nullptr;
        object["note"] = "This agency is not in the hub's configuration: ask the operator to enter it.";
    }
    return json_response(200, object);
}

Reading list_submissions(const Call& call, const Services& services) {
    const bool auditor = call.caller().role == Role::kAuditor;
    auto unknown = auditor ? refuse_unknown_parameters(call, {"party", "limit", "cursor"})
                           : refuse_unknown_parameters(call, {"limit", "cursor"});
    if (unknown) return *std::move(unknown);
    auto page = read_page(call);
    if (auto* problem = std::get_if<http::Response>(&page)) return std::move(*problem);
    const auto [start, limit] = std::get<Page>(page);
    const auto party = visible_party(call);
    if (auditor && party && std::ranges::find(services.parties, *party, &Party::id) == services.parties.end() &&
        !services.ledger.read([&](const State& state) { return state.party_index(*party) != kNoParty; })) {
        return bad_parameter(call, "party", "the id of a party of this partnership");
    }
    boost::json::array items;
    std::optional<std::uint64_t> next;
    const Sequence snapshot = services.ledger.read([&](const State& state) {
        for (auto at = state.next_submission(start); at; at = state.next_submission(*at + 1)) {
            const SubmissionRecord& record = state.submission(*at);
            if (party && record.receipt.party != *party) continue;
            if (items.size() == limit) {
                next = at;
                break;
            }
            items.push_back(submission_json(record));
        }
        return state.snapshot();
    });
    LogEntry entry = entry_about(call, services, LogEvent::kConsulted);
    entry.subject = "submissions";
    entry.party = party.value_or("");
    entry.snapshot = snapshot;
    entry.counts.push_back({"submissions", items.size()});
    boost::json::object body{{"snapshot", snapshot}, {"items", std::move(items)}};
    if (next) body["next"] = std::to_string(*next);
    else body["next"] = nullptr;
    http::Response response = json_response(200, body);
    if (next) add_next(response, call, *next);
    return {std::move(response), std::move(entry)};
}

Reading get_receipt(const Call& call, const Services& services) {
    auto unknown = call.caller().role == Role::kAuditor ? refuse_unknown_parameters(call, {"party"})
                                                        : refuse_unknown_parameters(call, {});
    if (unknown) return *std::move(unknown);
    const auto digest = digest_from_hex(call.match.arguments.front());
    const auto format = wanted_format(call, {Format::kProofFile, Format::kJson});
    if (!format) {
        return http::problem(406, "not-acceptable", "A receipt is not given in that form",
                             "Ask for text/plain, which is a .tlog-proof file, or application/json.",
                             call.request.request_id);
    }
    const auto found = digest ? visible_submissions(call, *digest, services) : std::vector<Sequence>{};
    if (found.empty()) {
        return http::problem(404, "submission-unknown", "No such submission is held",
                             "The hub has no receipt for it that you may see.", call.request.request_id);
    }
    if (found.size() > 1) {
        return bad_parameter(call, "party", "given: several agencies have sent these very bytes");
    }
    const Sequence sequence = found.front();
    if (services.ledger.read([&](const State& state) { return state.submission(sequence).erased_by.has_value(); })) {
        return erased_problem(call);
    }
    LogEntry entry = entry_about(call, services, LogEvent::kConsulted);
    entry.subject = "receipt";
    entry.party = services.ledger.read([&](const State& state) { return state.submission(sequence).receipt.party; });
    entry.refers_to = {sequence};
    const bool as_json = *format == Format::kJson;
    auto receipt = as_json ? services.ledger.receipt_bytes(sequence) : services.ledger.receipt_file(sequence);
    if (!receipt) {
        log::error("receipt.unreadable", {{"error.message", receipt.error().detail}});
        return http::problem(500, "internal", "The receipt cannot be read", "The operator has been told.",
                             call.request.request_id);
    }
    return {receipt_response(200, *receipt, *receipt, as_json), std::move(entry)};
}

Reading list_areas(const Call& call, const Services& services) {
    if (auto problem = refuse_unknown_parameters(call, {"level", "vintage", "within", "limit", "cursor"})) {
        return *std::move(problem);
    }
    auto page = read_page(call);
    if (auto* problem = std::get_if<http::Response>(&page)) return std::move(*problem);
    const auto [start, limit] = std::get<Page>(page);
    auto question = read_area_question(call, services.geography);
    if (auto* problem = std::get_if<http::Response>(&question)) return std::move(*problem);
    const auto found = areas_in_scope(services, std::get<AreaQuestion>(question));
    boost::json::array items;
    std::uint64_t at = start;
    for (; at < found.size() && items.size() < limit; ++at) {
        items.push_back(area_json(services.geography, found[at]));
    }
    boost::json::object body{{"geography", services.geography.edition()}, {"items", std::move(items)}};
    if (at < found.size()) body["next"] = std::to_string(at);
    else body["next"] = nullptr;
    http::Response response = json_response(200, body);
    if (at < found.size()) add_next(response, call, at);
    return with_etag(call, std::move(response));
}

}  // namespace svd::api
