#include "tests/unit/audit/audited_hub.h"

#include <algorithm>

#include "core/domain/entry_time.h"
#include "core/wire/profile_codec.h"
#include "hub/app/partnership.h"
#include "hub/ledger/held_payloads.h"
#include "hub/profile/profile_csv.h"
#include "hub/sections/joint_profile.h"

namespace svd::test {
namespace fs = std::filesystem;

std::string read_all(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::stringstream bytes;
    bytes << stream.rdbuf();
    return bytes.str();
}

void write_all(const fs::path& file, std::string_view bytes) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

std::vector<std::string> files_below(const fs::path& folder) {
    std::vector<std::string> files;
    for (const auto& each : fs::recursive_directory_iterator(folder)) {
        if (each.is_regular_file()) files.push_back(each.path().lexically_relative(folder).generic_string());
    }
    std::ranges::sort(files);
    return files;
}

tlog::Cosigner witness(std::uint8_t seed) {
    return {"urn:svd:agency:witness-" + std::to_string(seed), Ed25519PrivateKey::from_seed({seed})};
}

audit::Trust trust_in_test_log() {
    tlog::Policy policy;
    policy.witnesses = {{"w11", witness(11).verifier_key(), ""}, {"w12", witness(12).verifier_key(), ""}};
    policy.groups = {{"both", 2, {"w11", "w12"}}};
    policy.quorum = "both";
    return {test_signer().verifier_key(), policy};
}

std::string cosigned(const std::string& checkpoint) {
    const tlog::SignedNote note = tlog::parse_note(checkpoint).value();
    std::string text = checkpoint;
    for (const std::uint8_t seed : {std::uint8_t{11}, std::uint8_t{12}}) {
        const auto signature = witness(seed).sign(note.text, UtcTime(std::chrono::seconds(1'624'000'100)));
        text += tlog::format_signature_line(signature);
    }
    return text;
}

void write_copy_of(const std::vector<std::string>& entries, const fs::path& folder, const tlog::NoteSigner& signer) {
    tlog::Edge edge;
    const auto write_tile = [&](const tlog::TileAddress& address, std::span<const Digest> hashes) {
        write_all(folder / tlog::tile_path(address), tlog::encode_tile(hashes));
    };
    for (const std::string& entry : entries) {
        for (const auto& tile : edge.append(tlog::leaf_hash(entry))) write_tile({tile.level, tile.index}, tile.hashes);
    }
    for (unsigned level = 0; level < tlog::kTileLevels; ++level) {
        const auto hashes = edge.partial(level);
        const auto width = static_cast<unsigned>(hashes.size());
        if (width > 0) write_tile({level, tlog::hashes_at(level, edge.size()) / tlog::kTileWidth, width}, hashes);
    }
    for (const tlog::BundleAddress& address : tlog::bundles_of(entries.size())) {
        const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(address.index * tlog::kTileWidth);
        write_all(folder / tlog::bundle_path(address.index, address.width),
                  tlog::encode_bundle({begin, begin + address.width}));
    }
    write_all(folder / "checkpoint", cosigned(tlog::sign_checkpoint(edge.size(), edge.root(), signer)));
    write_all(folder / "key", tlog::format_verifier_key(signer.verifier_key()) + "\n");
}

AuditedHub::AuditedHub()
    : catalogue_(Catalogue::load(SVD_SOURCE_DIR "/deploy/definitions").value()), ledger_(open_ledger(store_).value()) {
    LogEntry entry;
    entry.event = LogEvent::kLogBegun;
    log(entry);
    entry.event = LogEvent::kStarted;
    log(entry);
    agree(partnership_.parties);
}

std::uint64_t AuditedHub::agree(std::vector<Party> parties) {
    std::ranges::sort(parties, {}, &Party::id);  // as the partnership's document has them
    partnership_.parties = std::move(parties);
    const std::string document = partnership_document(partnership_.parties, partnership_.geography.edition());
    LogEntry entry;
    entry.event = LogEvent::kConfigurationChanged;
    entry.digest = sha256(document);
    documents_[*entry.digest] = document;
    return log(entry);
}

void AuditedHub::at(const char* rfc3339) { partnership_.clock.set(parse_time(rfc3339).value()); }

std::uint64_t AuditedHub::submit(const Submission& submission, const char* party) {
    append_one(*ledger_, partnership_.proposal(submission, party));
    return size() - 1;
}

std::uint64_t AuditedHub::log(LogEntry entry) {
    entry.at = rfc3339(partnership_.clock.now());
    if (entry.actor.empty()) entry.actor = kHubActor;
    append_one(*ledger_, std::move(entry));
    return size() - 1;
}

std::uint64_t AuditedHub::disclose(const char* area_code, const char* from, const char* to, const std::string& suffix,
                                   const std::string& geography, const std::string& definitions) {
    const Reader reader{{Role::kAnalyst, "vru"}, Purpose::kIdentifyKinds, Month::of(partnership_.clock.now())};
    ProfileRequest request{AreaCode::parse(area_code).value(), {month(from), month(to)}, std::nullopt};
    if (!geography.empty()) request.parts = parse_parts_level(geography.substr(geography.find('=') + 1)).value();
    const auto asked = catalogue_.find_all(definitions).value();
    const AreaProfile profile = ledger_->read([&](const State& state, const LogFacts& facts) {
        request.withheld = withheld_from(reader, months_read(request.period), state, facts, partnership_.parties);
        return build_joint_profile({request, asked}, state, partnership_.geography, partnership_.parties,
                                   catalogue_.breaks())
            .value();
    });
    const std::string body = suffix == ".csv"  ? profile_csv(profile)
                             : suffix == ".pb" ? wire::encode_profile(profile, wire::ProfileFormat::kProtobuf)
                                               : wire::encode_profile(profile, wire::ProfileFormat::kJson);
    LogEntry entry;
    entry.event = LogEvent::kDisclosed;
    entry.actor = "urn:svd:analyst:vru";
    entry.purpose = "identify_kinds";
    entry.area = area_code;
    entry.from = request.period.from;
    entry.to = request.period.to;
    entry.subject = "profile";
    entry.digest = sha256(body);
    entry.snapshot = profile.snapshot;
    for (const PartyProfile& party : profile.parties) {
        if (!request.withheld.contains(party.id)) entry.counts.push_back({"party:" + party.id, party.records});
    }
    entry.question = "/v1/areas/" + entry.area + "/profile" + suffix + " from=" + from + " to=" + to;
    if (!geography.empty()) entry.question += " " + geography;
    if (!asked.empty()) entry.question += " definition=" + Catalogue::text_of(asked);
    entry.question += " catalogue=" + to_hex(catalogue_.digest(asked));
    return log(entry);
}

std::uint64_t AuditedHub::erase(std::uint64_t index) {
    LogEntry entry;
    entry.event = LogEvent::kErased;
    entry.at = rfc3339(partnership_.clock.now());
    entry.actor = kHubActor;
    entry.party = "test-police";
    entry.refers_to = {index};
    append_one(*ledger_, Erasure{std::move(entry)});
    return size() - 1;
}

std::vector<std::string> AuditedHub::entries() const {
    std::vector<std::string> all;
    for (std::uint64_t index = 0; index < size(); ++index) all.push_back(ledger_->log().entry(index).value());
    return all;
}

void AuditedHub::write_copy(const fs::path& folder) const {
    const HubLog& log = ledger_->log();
    for (const auto& tile : tlog::tiles_of(size())) {
        write_all(folder / tlog::tile_path(tile), log.tile(tile.level, tile.index, tile.width).value());
    }
    for (const auto& bundle : tlog::bundles_of(size())) {
        write_all(folder / tlog::bundle_path(bundle.index, bundle.width),
                  log.bundle(bundle.index, bundle.width).value());
    }
    write_all(folder / "checkpoint", cosigned(log.checkpoint()));
    write_all(folder / "key", key() + "\n");
    for (const auto& [digest, document] : documents_) write_all(folder / audit::partnership_path(digest), document);
    for (std::uint64_t index = 0; index < size(); ++index) {
        const auto content = stored_content(store_, index);
        if (!content) continue;
        const std::string payload = ledger_->payload(index).value();
        if (content->erased_by != 0) {
            write_all(folder / audit::left_over_path(index),
                      wire::encode_left_over({content->receipt_bytes, payload, content->erased_by}));
            continue;
        }
        write_all(folder / audit::content_path(index),
                  wire::encode_content_export({content->salt, content->encoding, content->receipt_bytes, payload}));
    }
}

SmallHub::SmallHub() {
    const auto rows = [](const char* month) {
        return submission_of({crime("E01900001", month), crime("E01900003", month, "drugs")});
    };
    first = submit(rows("2021-04"));
    erased = submit(rows("2021-06"));  // after the period of the figures
    submit(rows("2021-04"));  // known already: no entry
    Submission again = submission_of({crime("E01900001", "2021-04")});
    submit(again);  // refused: April is held
    LogEntry read;
    read.event = LogEvent::kConsulted;
    read.actor = "urn:svd:auditor:hmicfrs";
    read.subject = "receipt";
    read.party = "test-police";
    read.refers_to = {first};
    log(read);
    Submission nil = submission_of({});
    nil.months = {202105};
    nil.nil_returns = {{202105, static_cast<Code>(CountUnit::kRecordedCrime)}};
    submit(nil);
    profile = disclose("E07000901", "2021-04", "2021-05", ".csv");
    Submission replacement =
        submission_of({crime("E01900012", "2021-04", "robbery_unsplit")}, SupplyKind::kReplacement);
    replacement.supersedes = {digest_of(rows("2021-04"))};
    submit(replacement);
    Submission correction = submission_of({}, SupplyKind::kCorrection);
    correction.months = {202104};
    correction.withdrawals = {{RowAddress{digest_of(replacement), 0}, 10}};
    submit(correction);
    erase(erased);
    LogEntry stopped;
    stopped.event = LogEvent::kStopped;
    log(stopped);
}

audit::Verified verified(const fs::path& folder, audit::VerifyOptions options) {
    return audit::verify_copy(audit::LogCopy(folder), trust_in_test_log(), options).value();
}

std::set<std::string> codes_of(const audit::Report& report) {
    std::set<std::string> codes;
    for (const audit::Finding& finding : report.findings()) codes.insert(audit::code_text(finding.code));
    return codes;
}

}  // namespace svd::test
