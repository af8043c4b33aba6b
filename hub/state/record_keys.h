// The key of each record: 128 bits that look random, from which disclosure control will draw its noise.
//
// The key of a cell is the sum of its records' keys modulo 2^128.  So cells, months and areas are added, and records
// taken away again, as their counts are.  A key belongs to the row that brought the record in: an amendment keeps it.
//
// Keys and sums are secret: they are never stored, sent, logged or shown.
//
// Any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/bytes.h"

namespace svd {

using KeySum = unsigned __int128;  // of one record, or of many

class RecordKeys {
public:
    RecordKeys() = default;
    RecordKeys(const RecordKeys&) = delete;
    RecordKeys& operator=(const RecordKeys&) = delete;
    virtual ~RecordKeys() = default;

    // Those of the rows `first`, `first` + 1 and so on of what that party sent, as many as `keys` has room for.
    virtual void read(std::string_view party, const Digest& submission, std::uint32_t first,
                      std::span<KeySum> keys) const = 0;
};

// For whoever has not got the secret, such as an auditor: every key is 0, and so is every sum.
class NoRecordKeys final : public RecordKeys {
public:
    void read(std::string_view /*party*/, const Digest& /*submission*/, std::uint32_t /*first*/,
              std::span<KeySum> keys) const override {
        std::ranges::fill(keys, KeySum{0});
    }
};

inline const RecordKeys& without_keys() {
    static const NoRecordKeys kNone;
    return kNone;
}

}  // namespace svd
