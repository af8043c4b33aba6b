// The commands of svd-audit.  Each returns an exit status.
#pragma once

#include <optional>
#include <string>

#include "audit/app/console.h"
#include "audit/app/trust_options.h"
#include "audit/copy/files.h"
#include "audit/fetch/log_source.h"
#include "audit/reports/entry_filter.h"
#include "audit/reports/scorecard_report.h"

namespace svd::audit {

int fetch(const fs::path& folder, const HubAddress& hub, const TrustOptions& trust, const Console& console);
int verify(const fs::path& folder, const TrustOptions& trust, bool with_contents, const Console& console);
int verify_receipt(const fs::path& file, const fs::path& submission, const TrustOptions& trust, const Console& console);
int compare(const fs::path& first, const fs::path& second, const TrustOptions& trust, const Console& console);

int list(const fs::path& folder, const EntryFilter& filter, std::uint64_t start, std::size_t limit,
         const Console& console);
int who_read(const fs::path& folder, const std::string& party, const Console& console);

enum class TableForm { kText, kCsv };
int scorecard(const fs::path& folder, const ScorecardQuestion& question, TableForm form, const Console& console);

int export_pack(const fs::path& folder, const fs::path& out, const Console& console);
int replay(const fs::path& folder, std::uint64_t index, const fs::path& reference, const fs::path& definitions,
           const Console& console);
int explain(const std::string& code, const Console& console);

// Of a copy that cannot be read.
int unreadable(const Error& error, const Console& console);

}  // namespace svd::audit
