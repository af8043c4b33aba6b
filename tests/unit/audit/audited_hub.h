// A hub with a real log, and copies of it in folders: what an auditor would have fetched.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "audit/checks/verify.h"
#include "core/receipts/receipt_file.h"
#include "core/tlog/cosignature.h"
#include "core/wire/log_codec.h"
#include "hub/definition/catalogue.h"
#include "tests/unit/hub_ledger/ledger_fixture.h"

namespace svd::test {

// As tests read and change files.
std::string read_all(const std::filesystem::path& file);
void write_all(const std::filesystem::path& file, std::string_view bytes);
// Every file below, as paths relative to it, sorted.
std::vector<std::string> files_below(const std::filesystem::path& folder);

// Two agencies cosign; both must.
tlog::Cosigner witness(std::uint8_t seed);
audit::Trust trust_in_test_log();
std::string cosigned(const std::string& checkpoint);

// Any entries as a copy that is signed and cosigned, whatever they say: what a hub that lies would hand out.
void write_copy_of(const std::vector<std::string>& entries, const std::filesystem::path& folder,
                   const tlog::NoteSigner& signer = test_signer());

class AuditedHub {
public:
    AuditedHub();  // the log is begun, the hub started, the configuration named

    std::uint64_t size() const { return ledger_->log().size(); }
    const Ledger& ledger() const { return *ledger_; }
    const Geography& geography() const { return partnership_.geography; }
    const Catalogue& catalogue() const { return catalogue_; }  // the shipped one
    std::string key() const { return tlog::format_verifier_key(ledger_->log().verifier()); }

    // Each gives the index of its entry.
    std::uint64_t submit(const Submission& submission, const char* party = "test-police");
    std::uint64_t log(LogEntry entry);  // at the hub's time, by the hub unless it says otherwise
    std::uint64_t disclose(const char* area, const char* from, const char* to, const std::string& suffix,
                           const std::string& geography = "", const std::string& definitions = "");
    std::uint64_t erase(std::uint64_t index);
    std::string receipt_file(std::uint64_t index) const { return ledger_->receipt_file(index).value(); }
    void at(const char* rfc3339);
    // The partnership is these from now on.  Gives the index of the entry that says so.
    std::uint64_t agree(std::vector<Party> parties);
    const std::vector<Party>& parties() const { return partnership_.parties; }

    void write_copy(const std::filesystem::path& folder) const;
    std::vector<std::string> entries() const;

private:
    Partnership partnership_;
    Catalogue catalogue_;
    MemoryStore store_;
    std::unique_ptr<Ledger> ledger_;
    std::map<Digest, std::string> documents_;
};

// Submissions, a refusal, a replacement, a correction, readings, figures and an erasure: 13 entries.
struct SmallHub : AuditedHub {
    SmallHub();
    std::uint64_t first = 0, erased = 0, profile = 0;
};

audit::Verified verified(const std::filesystem::path& folder, audit::VerifyOptions options = {});
std::set<std::string> codes_of(const audit::Report& report);

}  // namespace svd::test
