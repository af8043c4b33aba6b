// What `preview` leaves behind for whoever must answer for what was sent: the submissions as protobuf text, and as the
// very bytes whose SHA-256 the hub's receipt and log will name.
//
// The bytes are those that `run` would seal from the same file at this moment: with the same mapping, and nothing else
// of its months sent in between.  One thread.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>

#include "agent/spool/part_builder.h"

namespace svd::agent {

struct EvidencePlaces {
    std::optional<std::filesystem::path> text;   // a file
    std::optional<std::filesystem::path> bytes;  // a folder: SHA256.binpb
};

class KeptEvidence {
public:
    explicit KeptEvidence(EvidencePlaces places) : places_(std::move(places)) {}

    Result<void> add(const SealedPart& sealed);
    Result<void> finish();  // an error names the file that could not be written

private:
    EvidencePlaces places_;
    std::ofstream text_;
    std::size_t count_ = 0;
};

}  // namespace svd::agent
