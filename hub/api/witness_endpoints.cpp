#include <algorithm>
#include <boost/json.hpp>

#include "core/base/log.h"
#include "core/tlog/cosignature.h"
#include "hub/api/endpoints.h"
#include "hub/http/problem.h"
#include "hub/log/log_proofs.h"

namespace svd::api {
namespace {

http::Response malformed(const Call& call, std::string_view what) {
    return http::problem(400, "checkpoint-malformed", "The checkpoint cannot be used", std::string(what),
                         call.request.request_id);
}

// The agency has something that this log signed and that is not in this tree: the hub has lost what it signed.
Reading contradicted(const Call& call) {
    log::error("log.contradicted", {{"svd.witness", call.caller().uri()}});
    Reading reading(http::problem(409, "log-contradicted", "This hub has not got the log that it signed",
                                  "It was put back to an older copy, or changed. It adds nothing to its log any more. "
                                  "Keep your checkpoint, and tell the operator and the other agencies.",
                                  call.request.request_id));
    reading.change = Contradicted{call.request.body};
    return reading;
}

struct Cosignature {
    tlog::VerifierKey key;
    tlog::Checkpoint checkpoint;
    tlog::NoteSignature signature;
};

// "vkey KEY", and a note that holds the checkpoint and the cosignature.
Result<Cosignature> read_cosignature(std::string_view body, const tlog::VerifierKey& log) {
    constexpr std::string_view kLabel = "vkey ";
    const std::size_t end = body.find('\n');
    if (!body.starts_with(kLabel) || end == std::string_view::npos) return invalid("the first line names no key");
    const auto key = tlog::parse_verifier_key(body.substr(kLabel.size(), end - kLabel.size()));
    if (!key) return key.error();
    const auto note = tlog::parse_note(body.substr(end + 1));
    if (!note) return note.error();
    const auto checkpoint = tlog::parse_checkpoint(note->text);
    if (!checkpoint) return checkpoint.error();
    const auto made = std::ranges::find_if(note->signatures, [&](const tlog::NoteSignature& each) {
        return each.name == key->name && each.key_id == key->key_id();
    });
    if (made == note->signatures.end()) return invalid("the note has no signature of that key");
    if (checkpoint->origin != log.name) return invalid("the checkpoint is another log's");
    if (auto time = tlog::verify_cosignature(*key, note->text, *made); !time) return time.error();
    return Cosignature{*key, *checkpoint, *made};
}

}  // namespace

Reading witness(const Call& call, const Services& services) {
    const HubLog& log = services.ledger.log();
    const LogProofs proofs(
        log);  // one moment: a checkpoint that is newer than its proof would be an alarm at the agency
    tlog::AddCheckpoint next;
    next.checkpoint = proofs.checkpoint();
    if (!call.request.body.empty()) {
        const auto seen = tlog::open_checkpoint(call.request.body, log.verifier());
        if (!seen) return malformed(call, "Send the checkpoint as this log signed it, or nothing at first.");
        const auto root = seen->size <= proofs.size() ? proofs.root(seen->size) : Result<Digest>(Digest{});
        if (!root) return not_stored_problem(call.request.request_id);
        if (seen->size > proofs.size() || *root != seen->root) return contradicted(call);
        auto proof = proofs.consistency(seen->size, proofs.size());
        if (!proof) return not_stored_problem(call.request.request_id);
        next.old_size = seen->size;
        next.proof = *std::move(proof);
        services.ledger.confirm(call.caller().uri());
    }
    return http::Response{200, "text/plain; charset=utf-8", tlog::format_add_checkpoint(next), {}, false};
}

Reading cosign(const Call& call, const Services& services) {
    const HubLog& log = services.ledger.log();
    const auto given = read_cosignature(call.request.body, log.verifier());
    const auto invalid_problem = [&](std::string_view why) {
        return http::problem(422, "cosignature-invalid", "The cosignature cannot be kept", std::string(why),
                             call.request.request_id);
    };
    if (!given) return invalid_problem(given.error().detail);
    const std::string name = call.caller().uri();
    if (given->key.name != name) return invalid_problem("The key's name must be the certificate's: " + name + ".");
    const auto root = LogProofs(log).root(given->checkpoint.size);
    if (!root || *root != given->checkpoint.root) return invalid_problem("The checkpoint is not in this log.");
    const auto known = services.ledger.witnesses().find(name);
    if (known && known->key != given->key) {
        return http::problem(409, "witness-key-changed", "Another key is on record for this agency",
                             "If the old one is lost, ask the operator to have the agency registered anew.",
                             call.request.request_id);
    }
    Reading reading(http::Response{204, "", "", {}, false});
    Cosigned cosigned{{given->key, given->checkpoint.size, given->signature}, std::nullopt};
    if (!known) {
        cosigned.registration = entry_about(call, services, LogEvent::kWitnessRegistered);
        cosigned.registration->party = call.caller().id;
        cosigned.registration->subject = tlog::format_verifier_key(given->key);
    }
    reading.change = std::move(cosigned);
    return reading;
}

// Whether what a release is made from has been seen by enough others to be published.
Reading log_cosigned(const Call& call, const Services& services) {
    std::uint64_t size = 0;
    if (!read_number(call.match.arguments.front(), size) || size > services.ledger.log().size()) {
        return bad_parameter(call, "the path's last part", "a size that the log has reached");
    }
    const auto names = services.ledger.witnesses().covering(size);
    const std::size_t needed = services.release_cosigners;
    return json_response(200, boost::json::object{{"size", size},
                                                  {"cosigned_by", boost::json::value_from(names)},
                                                  {"needed", needed},
                                                  {"enough", names.size() >= needed}});
}

}  // namespace svd::api
