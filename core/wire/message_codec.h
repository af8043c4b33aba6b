// The rows of a submission, message by message.  Private to core/wire.
#pragma once

#include "core/domain/submission.h"
#include "svd/v1/submission.pb.h"

namespace svd::wire {

// Reading: a number that fits no code becomes kNoTerm.  `unknown` is set when a message holds a field that the
// schema does not have, or text where a code or a digest belongs.
Incident read_incident(const v1::IncidentSummary& message, bool& unknown);
AggregateReturn read_aggregate(const v1::AggregateReturn& message, bool& unknown);
CohortSnapshot read_cohort(const v1::CohortSnapshot& message, bool& unknown);
std::optional<RowAddress> read_address(const v1::RowAddress& message, bool& unknown);

void write_incident(const Incident& incident, v1::IncidentSummary& message);
void write_aggregate(const AggregateReturn& aggregate, v1::AggregateReturn& message);
void write_cohort(const CohortSnapshot& cohort, v1::CohortSnapshot& message);
void write_address(const std::optional<RowAddress>& address, v1::RowAddress& message);

// proto3's generated classes keep unknown fields and have no accessor for them: reflection has.
inline bool has_unknown_fields(const google::protobuf::Message& message) {
    return !message.GetReflection()->GetUnknownFields(message).empty();
}

// Codes are narrower than the wire's enums.
inline Code code_of(int number) { return number < 0 || number > 254 ? kNoTerm : static_cast<Code>(number); }

}  // namespace svd::wire
