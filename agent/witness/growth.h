// Whether what the hub shows of its log follows from what was seen of it before: the checks of a witness, without
// any asking or keeping.
//
// What never happens: a newer checkpoint that comes out of here without a proof that it contains the older one.
//
// Thread-safe: functions of their arguments.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "agent/witness/alarm.h"
#include "core/tlog/checkpoint.h"
#include "core/tlog/cosignature.h"

namespace svd::agent {

struct SeenCheckpoint {
    std::string note;  // as it was signed
    tlog::Checkpoint checkpoint;
};

using Judgement = std::variant<SeenCheckpoint, Alarm>;

// The note as this log's own; an alarm of this kind otherwise.  `whose` begins its sentence: "the newest checkpoint".
Judgement open_seen(std::string note, const tlog::VerifierKey& log, AlarmKind otherwise, std::string_view whose);

// The newest checkpoint.  `seen` is nothing at the first contact; `body` is the answer that was parsed, for evidence.
Judgement judge_growth(const tlog::VerifierKey& log, const std::optional<SeenCheckpoint>& seen,
                       const tlog::AddCheckpoint& answer, std::string_view body);

// Whether both are of one history.  Nothing when they are; `proof` leads from the smaller to the larger, and is not
// looked at when they are of one size.
std::optional<Alarm> judge_pair(const SeenCheckpoint& one, const SeenCheckpoint& other, const tlog::Proof& proof);

}  // namespace svd::agent
