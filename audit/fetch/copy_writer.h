// Writes into a copy of a log so that a file is there whole or not at all, whenever the program ends.
//
// Each file is written under one other name and then renamed.  What was written is on disk for certain only after
// `settle`: the checkpoint is put after that, because it vouches for all the rest.  While a writer is there no second
// one can be.
//
// Errors: kConflict when another fetch has the folder, kInternal for a disk that does not take it.  One thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "audit/copy/files.h"
#include "core/base/result.h"

namespace svd::audit {

inline constexpr const char* kUnfinishedFile = "unfinished";

class CopyWriter {
public:
    static Result<CopyWriter> open(const fs::path& folder);  // made if it is not there

    Result<void> put(const std::string& path, std::string_view bytes) const;  // replaces what is there
    Result<void> drop(const std::string& path) const;  // whether it is there or not
    Result<void> settle() const;

    // Tiles and bundles of a shorter log, where what is there of `size` begins with the same bytes.  One that does not
    // is left, for verify to find.
    void drop_outgrown(std::uint64_t size) const;

private:
    struct Close {
        void operator()(const int* descriptor) const noexcept;
    };
    using Folder = std::unique_ptr<const int, Close>;

    CopyWriter(fs::path folder, Folder opened) : folder_(std::move(folder)), opened_(std::move(opened)) {}

    fs::path folder_;
    Folder opened_;  // and locked
};

}  // namespace svd::audit
