// Submissions made before the clock starts: real codes of areas and months, every one of different bytes.
//
// A file of them is: the number of FIRST submissions, one for each month, then for each submission its size, its
// SHA-256 and its bytes.  All the rest are ADDITIONs, so that the file may be sent in that order to an empty hub.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace svd::bench {

struct BatchPlan {
    std::filesystem::path reference;
    std::string area;       // rows are spread over its small areas
    std::string agreement;
    std::size_t rows = 50;
    std::size_t months_per_batch = 12;  // of the twelve that there are
    std::size_t count = 0;  // of additions
};

Result<void> write_batches(const BatchPlan& plan, const std::filesystem::path& file);

struct Batch {
    std::string_view digest;  // 32 bytes
    std::string_view body;
};

// Maps the file into memory, so that a run does not pay for reading it.
class BatchFile {
public:
    static Result<BatchFile> open(const std::filesystem::path& file);
    const std::vector<Batch>& batches() const { return batches_; }
    std::size_t firsts() const { return firsts_; }

private:
    std::vector<Batch> batches_;
    std::size_t firsts_ = 0;
};

}  // namespace svd::bench
