#include <boost/json.hpp>

#include "core/base/limits.h"
#include "core/tlog/cosignature.h"
#include "core/tlog/tile.h"
#include "core/wire/log_codec.h"
#include "hub/api/endpoints.h"
#include "hub/http/problem.h"
#include "hub/log/log_proofs.h"

namespace svd::api {
namespace {

http::Response text(std::string body) { return {200, "text/plain; charset=utf-8", std::move(body), {}, false}; }

http::Response bytes(std::string body) { return {200, "application/octet-stream", std::move(body), {}, false}; }

// What never changes may be kept by whoever asked, for ever.
http::Response immutable(http::Response response) {
    response.headers.emplace_back("Cache-Control", "private, max-age=31536000, immutable");
    return response;
}

http::Response no_such_tile(const Call& call) {
    return http::problem(404, "tile-unknown", "The log has no such tile",
                         "GET /v1/log/checkpoint gives the size of the log, and tlog-tiles the tiles of that size.",
                         call.request.request_id);
}

http::Response internal_problem(const Call& call) {
    return http::problem(500, "internal", "The log could not be read", "The operator has been told.",
                         call.request.request_id);
}

// What was read beside the entry of a submission.
LogEntry reading_beside(const Call& call, const Services& services, Sequence index, const char* subject) {
    LogEntry entry = entry_about(call, services, LogEvent::kConsulted);
    entry.subject = subject;
    entry.party = services.ledger.read([&](const State& state) { return state.submission(index).receipt.party; });
    entry.refers_to = {index};
    return entry;
}

Reading partnership_reading(const Call& call, const Services& services, const Digest& digest, std::string document) {
    LogEntry entry = entry_about(call, services, LogEvent::kConsulted);
    entry.subject = "partnership";
    entry.digest = digest;
    return {{200, "application/json", std::move(document), {}, false}, std::move(entry)};
}

}  // namespace

Reading log_key(const Call&, const Services& services) {
    return text(tlog::format_verifier_key(services.ledger.log().verifier()) + "\n");
}

Reading log_checkpoint(const Call& call, const Services& services) {
    auto note = tlog::parse_note(services.ledger.log().checkpoint());
    const auto checkpoint = note ? tlog::parse_checkpoint(note->text) : note.error();
    if (!checkpoint) return internal_problem(call);
    for (tlog::NoteSignature& each : services.ledger.witnesses().signatures_at(checkpoint->size)) {
        note->signatures.push_back(std::move(each));
    }
    http::Response response = text(tlog::format_note(*note));
    response.headers.emplace_back("Cache-Control", "no-cache");
    return response;
}

Reading log_tile(const Call& call, const Services& services) {
    const auto address = tlog::parse_tile_path("tile/" + call.match.arguments.front());
    if (!address) return no_such_tile(call);
    auto found = services.ledger.log().tile(address->level, address->index, address->width);
    if (!found) return no_such_tile(call);
    return immutable(bytes(*std::move(found)));
}

// Entries are data about the agencies: reading them is an entry itself.
Reading log_bundle(const Call& call, const Services& services) {
    const auto address = tlog::parse_bundle_path("tile/entries/" + call.match.arguments.front());
    if (!address) return no_such_tile(call);
    auto found = services.ledger.log().bundle(address->index, address->width);
    if (!found) return no_such_tile(call);
    LogEntry entry = entry_about(call, services, LogEvent::kConsulted);
    entry.subject = "log";
    entry.snapshot = address->index * tlog::kTileWidth;
    entry.counts.push_back({"entries", address->width});
    return {immutable(bytes(*std::move(found))), std::move(entry)};
}

Reading log_content(const Call& call, const Services& services) {
    std::uint64_t index = 0;
    if (!read_number(call.match.arguments.front(), index)) {
        return bad_parameter(call, "the path's last part", "the index of an entry");
    }
    // In this order: of one that is erased meanwhile the old bytes are not given, and what is left is not given as them.
    const auto payload = services.ledger.payload(index);
    const auto content = payload ? services.ledger.content(index) : payload.error();
    if (!content && content.error().code != Errc::kNotFound) return internal_problem(call);
    if (!content) {
        return http::problem(404, "content-unknown", "Nothing is kept beside that entry",
                             "Only an accepted submission has content, until it is erased.", call.request.request_id);
    }
    if (content->erased_by != 0) return erased_problem(call);
    return {bytes(wire::encode_content_export({content->salt, content->encoding, content->receipt_bytes, *payload})),
            reading_beside(call, services, index, "content")};
}

Reading log_left(const Call& call, const Services& services) {
    std::uint64_t index = 0;
    if (!read_number(call.match.arguments.front(), index)) {
        return bad_parameter(call, "the path's last part", "the index of an entry");
    }
    const auto content = services.ledger.content(index);
    if (!content && content.error().code != Errc::kNotFound) return internal_problem(call);
    if (!content || content->erased_by == 0) {
        return http::problem(404, "left-unknown", "Nothing was erased beside that entry",
                             "Only of an erased submission there is something left.", call.request.request_id);
    }
    const auto payload = services.ledger.payload(index);
    if (!payload) return internal_problem(call);
    return {bytes(wire::encode_left_over({content->receipt_bytes, *payload, content->erased_by})),
            reading_beside(call, services, index, "left_over")};
}

Reading log_partnership(const Call& call, const Services& services) {
    const auto digest = services.ledger.read([](const State&, const LogFacts& facts) { return facts.configuration; });
    auto document = digest ? services.ledger.document(*digest) : Error{Errc::kNotFound, "none"};
    if (!document) return internal_problem(call);
    return partnership_reading(call, services, *digest, *std::move(document));
}

// One that was in force once: figures of that time can be made again only with it.
Reading log_older_partnership(const Call& call, const Services& services) {
    const auto digest = digest_from_hex(call.match.arguments.front());
    if (!digest) return bad_parameter(call, "the path's last part", "a SHA-256 in hexadecimal");
    auto document = services.ledger.document(*digest);
    if (!document && document.error().code != Errc::kNotFound) return internal_problem(call);
    if (!document) {
        return http::problem(404, "partnership-unknown", "The log names no such document",
                             "The digests are in the log's configuration_changed entries.", call.request.request_id);
    }
    return partnership_reading(call, services, *digest, *std::move(document));
}

}  // namespace svd::api
