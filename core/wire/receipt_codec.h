// Receipts: bytes that outlive a release, with golden files in tests/golden.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/domain/vocabulary.h"
#include "core/rules/findings.h"

namespace svd::wire {

struct Accepted {
    std::uint32_t incidents = 0, aggregates = 0, cohorts = 0, nil_returns = 0, not_available = 0, amendments = 0,
                  withdrawals = 0;
    bool operator==(const Accepted&) const = default;
};

// A row's finding as a receipt tells it: the code as text, because a receipt may be read by an older or newer
// program.
struct RowFinding {
    RowKind rows = RowKind::kIncident;
    std::uint32_t row = 0;
    std::string code;
    std::string field;
    bool operator==(const RowFinding&) const = default;
};

struct Receipt {
    Digest submission{};
    std::uint64_t sequence = 0;  // the index of its entry in the log
    std::string party;
    std::string received_at;  // RFC 3339, UTC
    std::string agreement;
    std::vector<std::uint32_t> months;
    Code supply = kUnspecified;
    Accepted accepted;
    std::vector<RowFinding> refused;
    std::vector<RowFinding> warnings;
    bool operator==(const Receipt&) const = default;
};

std::string encode_receipt(const Receipt& receipt);  // deterministic
Result<Receipt> decode_receipt(std::string_view bytes);
std::string receipt_json(std::string_view receipt_bytes);
Result<Receipt> receipt_from_json(std::string_view json);

}  // namespace svd::wire
