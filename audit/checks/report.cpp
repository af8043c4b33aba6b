#include "audit/checks/report.h"

#include "core/base/limits.h"

namespace svd::audit {

void Report::add(Code code, std::optional<std::uint64_t> entry, std::string detail) {
    ++(text_of(code).warning ? warnings_ : failures_);
    if (++times_[code] <= limits::kFindingsEachMax) findings_.push_back({code, entry, std::move(detail)});
}

std::uint64_t Report::times(Code code) const {
    const auto found = times_.find(code);
    return found == times_.end() ? 0 : found->second;
}

}  // namespace svd::audit
