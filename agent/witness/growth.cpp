#include "agent/witness/growth.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/check.h"
#include "core/tlog/merkle.h"
#include "core/tlog/text.h"

namespace svd::agent {
namespace {

constexpr std::array<std::pair<AlarmKind, std::string_view>, 8> kNames = {{
    {AlarmKind::kProofFails, "proof-fails"},
    {AlarmKind::kShrunk, "log-shrunk"},
    {AlarmKind::kTwoHistories, "two-histories"},
    {AlarmKind::kUnsigned, "not-signed"},
    {AlarmKind::kKeyChanged, "key-changed"},
    {AlarmKind::kContradicted, "log-contradicted"},
    {AlarmKind::kFalseReceipt, "false-receipt"},
    {AlarmKind::kRecordDamaged, "record-damaged"},
}};

bool follows(const tlog::Checkpoint& older, const tlog::Checkpoint& newer, const tlog::Proof& proof) {
    if (older.size == 0 && newer.size > 0) return proof.empty();  // every log begins with none
    return tlog::verify_consistency(older.size, older.root, newer.size, newer.root, proof);
}

}  // namespace

std::string_view alarm_name(AlarmKind kind) {
    const auto found = std::ranges::find(kNames, kind, &std::pair<AlarmKind, std::string_view>::first);
    SVD_CHECK(found != kNames.end());
    return found->second;
}

Judgement open_seen(std::string note, const tlog::VerifierKey& log, AlarmKind otherwise, std::string_view whose) {
    auto checkpoint = tlog::open_checkpoint(note, log);
    if (checkpoint) return SeenCheckpoint{std::move(note), *std::move(checkpoint)};
    return Alarm{
        otherwise,
        fmt::format("{} is not signed by the key of the log {} ({})", whose, log.name, checkpoint.error().detail),
        {{"checkpoint", std::move(note)}}};
}

Judgement judge_growth(const tlog::VerifierKey& log, const std::optional<SeenCheckpoint>& seen,
                       const tlog::AddCheckpoint& answer, std::string_view body) {
    const std::string seen_note = seen ? seen->note : std::string{};
    const auto alarm = [&](AlarmKind kind, std::string what) {
        return Alarm{kind,
                     std::move(what),
                     {{"seen-before", seen_note}, {"shown-now", answer.checkpoint}, {"answer", std::string(body)}}};
    };
    Judgement opened = open_seen(answer.checkpoint, log, AlarmKind::kUnsigned, "what the hub shows of its log");
    if (const auto* is_false = std::get_if<Alarm>(&opened)) return alarm(is_false->kind, is_false->what);
    const tlog::Checkpoint older = seen ? seen->checkpoint : tlog::Checkpoint{log.name, 0, tlog::empty_root()};
    const tlog::Checkpoint& newer = std::get<SeenCheckpoint>(opened).checkpoint;
    if (newer.size < older.size) {
        return alarm(AlarmKind::kShrunk, fmt::format("the hub's log had {} entries when it was last seen, and now the "
                                                     "hub shows {}",
                                                     older.size, newer.size));
    }
    if (newer.size == older.size && newer.root != older.root) {
        return alarm(AlarmKind::kTwoHistories,
                     fmt::format("the hub's log has {} entries as before, but they are not the same", older.size));
    }
    if (answer.old_size != older.size || !follows(older, newer, answer.proof)) {
        return alarm(AlarmKind::kProofFails, fmt::format("the hub cannot prove that its log of {} entries begins "
                                                         "with the {} that were seen before",
                                                         newer.size, older.size));
    }
    return opened;
}

std::optional<Alarm> judge_pair(const SeenCheckpoint& one, const SeenCheckpoint& other, const tlog::Proof& proof) {
    const bool ordered = one.checkpoint.size <= other.checkpoint.size;
    const SeenCheckpoint& smaller = ordered ? one : other;
    const SeenCheckpoint& larger = ordered ? other : one;
    if (smaller.checkpoint == larger.checkpoint) return std::nullopt;
    const bool one_size = smaller.checkpoint.size == larger.checkpoint.size;
    if (!one_size && follows(smaller.checkpoint, larger.checkpoint, proof)) return std::nullopt;
    Alarm alarm{one_size ? AlarmKind::kTwoHistories : AlarmKind::kProofFails,
                fmt::format("the hub has signed two histories of its log that contradict each other, of {} and of {} "
                            "entries",
                            smaller.checkpoint.size, larger.checkpoint.size),
                {{"one-history", smaller.note}, {"other-history", larger.note}}};
    if (!one_size) alarm.evidence.push_back({"proof", tlog::format_proof_lines(proof)});
    return alarm;
}

}  // namespace svd::agent
