// Sealed submissions that wait for the hub, and the receipts that it gave for them.
//
// A submission is on disk under its digest before its first byte is sent, and is not touched until its receipt is
// on disk: after any crash the same bytes are sent again, never others.  Beside each goes a row map, which tells an
// officer which line of the source a row number means; it never leaves.
//
// One thread.
#pragma once

#include <set>
#include <string>

#include "agent/spool/ledger.h"
#include "agent/spool/part_builder.h"
#include "agent/spool/spool.h"

namespace svd::agent {

class Outbox {
public:
    Outbox(FileSystem& disk, const Spool& spool) : disk_(disk), spool_(spool) {}

    Result<void> put(const SealedPart& part);
    Result<std::string> read(const Digest& submission) const;  // kCorrupt when the bytes are not those sealed
    Result<void> remove(const Digest& submission);
    Result<void> set_aside(const Digest& submission);  // to rejected/, for a person
    // What a crash left between staging and sealing: submissions that no waiting file of the ledger names.
    Result<void> discard_orphans(const Ledger& ledger);

    // `receipt` as it came, a .tlog-proof file, and as JSON, and the rows it refuses with their source lines as CSV.
    Result<void> keep_receipt(const Digest& submission, std::string_view receipt, std::string_view json,
                              std::string_view refused_rows);
    // What was kept of a receipt that the hub has lost goes to receipts/lost as its `lost`-th.  First it is copied, so
    // that it is there before the ledger says so; what lies in receipts/ is removed when it has.
    Result<void> copy_lost_receipt(const Digest& submission, std::uint32_t lost);
    Result<void> remove_lost_receipt(const Digest& submission);
    std::vector<std::uint64_t> source_lines(const Digest& submission) const;  // empty when the map is gone

private:
    fs::path sealed_file(const Digest& submission) const;
    fs::path row_map(const Digest& submission) const;

    FileSystem& disk_;
    const Spool& spool_;
};

}  // namespace svd::agent
