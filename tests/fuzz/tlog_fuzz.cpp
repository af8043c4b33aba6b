// What logs and witnesses send each other, from anybody: notes and checkpoints, proof files, requests to a witness,
// policies and the paths of tiles.  Whatever can be read is written again as the same bytes, a policy as the same
// policy.  The first byte chooses which.
#include "core/tlog/checkpoint.h"
#include "core/tlog/cosignature.h"
#include "core/tlog/policy.h"
#include "core/tlog/proof_file.h"
#include "core/tlog/tile.h"
#include "tests/fuzz/fuzz_input.h"

namespace svd::fuzz {
namespace {

void check_key(std::string_view text) {
    if (const auto key = tlog::parse_verifier_key(text)) FUZZ_CHECK(tlog::format_verifier_key(*key) == text);
}

void check_note(std::string_view bytes) {
    const auto note = tlog::parse_note(bytes);
    if (!note) return;
    FUZZ_CHECK(tlog::format_note(*note) == bytes);
    if (const auto checkpoint = tlog::parse_checkpoint(note->text)) {
        FUZZ_CHECK(tlog::format_checkpoint(*checkpoint) == note->text);
    }
    for (const tlog::NoteSignature& signature : note->signatures) {
        // The fuzzer has no keys: what it writes must never pass for signed.
        for (const auto type : {tlog::KeyType::kEd25519, tlog::KeyType::kCosignature}) {
            tlog::VerifierKey key{signature.name, type, {}};
            key.public_key.fill(7);
            FUZZ_CHECK(!tlog::signature_holds(key, note->text, signature));
        }
    }
}

void check_proof_file(std::string_view bytes) {
    if (const auto file = tlog::parse_proof_file(bytes)) FUZZ_CHECK(tlog::format_proof_file(*file) == bytes);
}

void check_request(std::string_view body) {
    if (const auto request = tlog::parse_add_checkpoint(body)) {
        FUZZ_CHECK(tlog::format_add_checkpoint(*request) == body);
    }
    if (const auto size = tlog::parse_tree_size(body)) FUZZ_CHECK(tlog::format_tree_size(*size) == body);
}

void check_policy(std::string_view text) {
    const auto policy = tlog::parse_policy(text, "fuzz.policy");
    if (!policy) {
        FUZZ_CHECK(policy.error().detail.starts_with("fuzz.policy:"));
        return;
    }
    const std::string again = tlog::format_policy(*policy);
    const auto read = tlog::parse_policy(again, "again");
    FUZZ_CHECK(read.has_value());
    FUZZ_CHECK(*read == *policy);
    FUZZ_CHECK(tlog::format_policy(*read) == again);
}

void check_path(std::string_view path) {
    if (const auto tile = tlog::parse_tile_path(path)) FUZZ_CHECK(tlog::tile_path(*tile) == path);
    if (const auto bundle = tlog::parse_bundle_path(path)) {
        FUZZ_CHECK(tlog::bundle_path(bundle->index, bundle->width) == path);
    }
}

void check_bundle(unsigned width, std::string_view bytes) {
    if (const auto entries = tlog::decode_bundle(bytes, width)) {
        FUZZ_CHECK(entries->size() == width);
        FUZZ_CHECK(tlog::encode_bundle(*entries) == bytes);
    }
}

}  // namespace
}  // namespace svd::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    svd::fuzz::Input input(data, size);
    switch (input.choice(7)) {
        case 0: svd::fuzz::check_note(input.rest()); break;
        case 1: svd::fuzz::check_proof_file(input.rest()); break;
        case 2: svd::fuzz::check_request(input.rest()); break;
        case 3: svd::fuzz::check_policy(input.rest()); break;
        case 4: svd::fuzz::check_path(input.rest()); break;
        case 5: svd::fuzz::check_key(input.rest()); break;
        default: {
            const unsigned width = input.choice(255) + 1;
            svd::fuzz::check_bundle(width, input.rest());
        }
    }
    return 0;
}
