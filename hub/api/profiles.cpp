#include "core/crypto/digest.h"
#include "core/wire/profile_codec.h"
#include "hub/api/endpoints.h"
#include "hub/http/problem.h"
#include "hub/profile/profile_csv.h"
#include "hub/sections/joint_profile.h"

namespace svd::api {
namespace {

http::Response format_problem(const Call& call) {
    return http::problem(406, "not-acceptable", "A profile is not given in that form",
                         "Ask for application/json, application/x-protobuf or text/csv, or end the path in .json, .pb "
                         "or .csv.",
                         call.request.request_id);
}

http::Response disclosure_problem(const Call& call) {
    return http::problem(403, "disclosure-control-required", "No figures leave this hub yet",
                         "The configuration requires disclosure control, which this version does not have. Exact "
                         "figures are given only where the configuration says disclosure = \"off\".",
                         call.request.request_id);
}

http::Response profile_error(const Call& call, const Error& error) {
    if (error.code == Errc::kNotFound) {
        return http::problem(404, "area-unknown", "There is no such area",
                             "GET /v1/areas lists the areas and their codes.", call.request.request_id);
    }
    if (error.code == Errc::kInvalid) {
        return http::problem(400, "question-invalid", "The profile cannot be made as asked", error.detail,
                             call.request.request_id);
    }
    return http::problem(500, "internal", "The profile could not be made", "The operator has been told.",
                         call.request.request_id);
}

std::string purposes_text() {
    std::string text = "why you read, under the Act:";
    for (const Purpose purpose : all_purposes()) text += " " + std::string(purpose_name(purpose));
    return text;
}

// The area, period and parts that are asked for, or what is wrong with the question.
std::variant<JointRequest, http::Response> read_question(const Call& call, const Services& services) {
    if (auto problem = refuse_unknown_parameters(call, {"from", "to", "geography", "definition", "purpose"}))
        return *std::move(problem);
    const auto area = AreaCode::parse(call.match.arguments.front());
    if (!area) return profile_error(call, {Errc::kNotFound, {}});
    const auto from = Month::parse(call.match.parameter("from").value_or(""));
    if (!from) return bad_parameter(call, "from", "the first month, such as 2021-04");
    const auto to = Month::parse(call.match.parameter("to").value_or(""));
    if (!to) return bad_parameter(call, "to", "the last month, such as 2022-03");
    ProfileRequest question{*area, {*from, *to}, std::nullopt};
    if (const auto geography = call.match.parameter("geography")) {
        const auto parts = parse_parts_level(*geography);
        if (!parts) {
            return bad_parameter(call, "geography", "a level such as district, ward-2024, msoa-2021 or lsoa-2011");
        }
        question.parts = *parts;
    }
    auto definitions = services.catalogue.find_all(call.match.parameter("definition").value_or(services.definitions));
    if (!definitions) return profile_error(call, definitions.error());
    return JointRequest{std::move(question), *std::move(definitions)};
}

http::Response profile_response(const Call& call, const ProfileRequest& asked, const AreaProfile& profile,
                                Format format) {
    http::Response response;
    response.status = 200;
    switch (format) {
        case Format::kProtobuf:
            response.content_type = "application/x-protobuf";
            response.body = wire::encode_profile(profile, wire::ProfileFormat::kProtobuf);
            break;
        case Format::kCsv: {
            response.content_type = "text/csv; charset=utf-8";
            response.body = profile_csv(profile);
            const std::string name =
                std::string(asked.area.text()) + "_" + asked.period.from.text() + "_" + asked.period.to.text();
            response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
            break;
        }
        default:
            response.content_type = "application/json";
            response.body = wire::encode_profile(profile, wire::ProfileFormat::kJson);
    }
    return with_etag(call, std::move(response));
}

// What was given, of whom, and how it can be made again.
void describe(LogEntry& entry, const Call& call, const JointRequest& request, const Catalogue& catalogue,
              const AreaProfile& profile, std::string_view body) {
    const ProfileRequest& asked = request.profile;
    entry.area = asked.area.text();
    entry.from = asked.period.from;
    entry.to = asked.period.to;
    entry.subject = "profile";
    entry.digest = sha256(body);
    entry.snapshot = profile.snapshot;
    for (const PartyProfile& party : profile.parties) {
        if (!asked.withheld.contains(party.id)) entry.counts.push_back({"party:" + party.id, party.records});
    }
    entry.question = call.request.path;
    for (const auto& [name, value] : call.match.query) {
        if (name != "purpose" && name != "definition")
            entry.question.append(" ").append(name).append("=").append(value);
    }
    // The versions that were used, also where the question left them to the hub.
    if (!request.definitions.empty()) entry.question += " definition=" + Catalogue::text_of(request.definitions);
    if (!request.definitions.empty() || catalogue.breaks() != nullptr) {
        entry.question += " catalogue=" + to_hex(catalogue.digest(request.definitions));
    }
}

}  // namespace

Reading get_profile(const Call& call, const Services& services) {
    if (!services.disclosure_off) {
        LogEntry entry = entry_about(call, services, LogEvent::kDisclosureRefused);
        if (const auto area = AreaCode::parse(call.match.arguments.front())) entry.area = area->text();
        entry.codes = {"disclosure-control-required"};
        return {disclosure_problem(call), std::move(entry)};
    }
    const auto format = wanted_format(call, {Format::kJson, Format::kCsv, Format::kProtobuf});
    if (!format) return format_problem(call);
    auto question = read_question(call, services);
    if (auto* problem = std::get_if<http::Response>(&question)) return std::move(*problem);
    auto& request = std::get<JointRequest>(question);
    ProfileRequest& asked = request.profile;
    const auto purpose = find_purpose(call.match.parameter("purpose").value_or(""));
    if (!purpose) return bad_parameter(call, "purpose", purposes_text());
    LogEntry entry = entry_about(call, services, LogEvent::kDisclosed);
    const Reader reader{call.caller(), *purpose, Month::parse(entry.at.substr(0, 7)).value()};
    std::uint64_t facts_version = 0;
    const auto profile = services.ledger.read([&](const State& state, const LogFacts& facts) {
        facts_version = facts.version;
        asked.withheld = withheld_from(reader, months_read(asked.period), state, facts, services.parties);
        return build_joint_profile(request, state, services.geography, services.parties, services.catalogue.breaks());
    });
    if (!profile) return profile_error(call, profile.error());
    http::Response response = profile_response(call, asked, *profile, *format);
    entry.purpose = purpose_name(*purpose);
    describe(entry, call, request, services.catalogue, *profile, response.body);
    return {std::move(response), Disclosure{std::move(entry), facts_version}};
}

}  // namespace svd::api
