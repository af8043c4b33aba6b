// Under which agreements each party's live submissions arrived, month by month: what decides who may read them.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/domain/month.h"
#include "core/wire/receipt_codec.h"

namespace svd {

class Arrivals {
public:
    using Months = std::map<Month, std::uint32_t>;                            // how many submissions; none of them 0
    using Agreements = std::map<std::string, Months>;                         // none of them empty

    void add(const wire::Receipt& receipt);
    void remove(const wire::Receipt& receipt);
    const std::map<std::string, Agreements>& by_party() const { return by_party_; }
    bool operator==(const Arrivals&) const = default;

private:
    std::map<std::string, Agreements> by_party_;
};

}  // namespace svd
