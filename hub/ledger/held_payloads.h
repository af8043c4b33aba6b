// Earlier submissions, decoded again from the bytes the store keeps.
#pragma once

#include <string>

#include "core/wire/log_codec.h"
#include "hub/state/state.h"
#include "hub/store/store.h"

namespace svd {

class HeldPayloads final : public HeldSubmissions {
public:
    HeldPayloads(const Store& store, const RecordKeys& keys) : HeldSubmissions(keys), store_(store) {}
    Result<Submission> submission(Sequence sequence) const override;

private:
    const Store& store_;
};

Result<wire::StoredContent> stored_content(const Store& store, Sequence sequence);
Result<std::string> stored_payload(const Store& store, Sequence sequence);

}  // namespace svd
