#include "agent/sync/resend.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "agent/spool/replaced.h"
#include "agent/spool/words.h"

namespace svd::agent {
namespace {

bool is_nil_return(const FileEntry& file) { return file.parts.size() == 1 && file.parts[0].sha256 == file.digest; }

std::vector<Period> periods_of(const FileEntry& file) {
    std::vector<Period> periods;
    for (const Part& part : file.parts) {
        if (std::ranges::find(periods, part.period) == periods.end()) periods.push_back(part.period);
    }
    return periods;
}

// A later file of the data set that stands for one of its months.  Put back, the older would take that one's place.
const FileEntry* replaced_since(const FileEntry& file, const Ledger& ledger) {
    if (file.returned) return nullptr;  // it adds, and whether it still may is for the run to say
    for (const Part& part : file.parts) {
        if (const FileEntry* later = replaced_by(file, part.period, ledger)) return later;
    }
    return nullptr;
}

}  // namespace

Survey Resend::ask(const Ledger& ledger, Hub& hub) {
    Survey survey;
    std::set<Digest> asked;
    const std::set<Digest> superseded = ledger.superseded();
    for (const FileEntry& file : ledger.files()) {
        for (const Part& part : file.parts) {
            if (!part.acknowledged || !asked.insert(part.sha256).second) continue;
            const HeldMeaning meaning = understand_held(hub.receipt(part.sha256), part.sha256);
            switch (meaning.kind) {
                case HeldKind::kHeld: ++survey.held; break;
                case HeldKind::kErased: ++survey.erased; break;
                case HeldKind::kLost:
                    survey.lost.push_back(
                        {part.sha256, file.name, part.period, part.rows, !superseded.contains(part.sha256)});
                    break;
                case HeldKind::kDenied:
                case HeldKind::kMisconfigured:
                case HeldKind::kTryLater:
                    survey.end = meaning.kind;
                    survey.message = meaning.message;
                    return survey;
            }
        }
    }
    return survey;
}

Result<void> Resend::mark(const Survey& survey) {
    for (const LostPart& part : survey.lost) {
        const std::uint32_t number = ledger_.times_lost(part.sha256) + 1;
        if (auto copied = outbox_.copy_lost_receipt(part.sha256, number); !copied) return copied;
        const LostLine line{part.sha256, rfc3339(clock_.now()), part.counted};
        if (auto noted = ledger_.lost(line); !noted) return noted;
    }
    for (const ReceiptLine& line : ledger_.receipts()) {  // also those that a crash left
        if (line.lost == 0 || ledger_.acknowledged(line.sha256)) continue;
        if (auto removed = outbox_.remove_lost_receipt(line.sha256); !removed) return removed;
    }
    return {};
}

Result<std::vector<BroughtBack>> Resend::bring_back(const MakeNil& make_nil) {
    std::vector<Digest> lost;
    for (const FileEntry& file : ledger_.files()) {
        if (file.state == FileState::kLost) lost.push_back(file.digest);
    }
    std::vector<BroughtBack> all;
    for (const Digest& digest : lost) {
        const FileEntry file = *ledger_.find(digest);  // a copy: the ledger changes under it
        auto back = bring_back(file, make_nil);
        if (!back) return back.error();
        all.push_back(*std::move(back));
    }
    return all;
}

Result<BroughtBack> Resend::bring_back(const FileEntry& file, const MakeNil& make_nil) {
    BroughtBack back{file.name, BackEnd::kPutBack, periods_of(file), {}};
    const FileEntry* later = replaced_since(*ledger_.find(file.digest), ledger_);
    if (later != nullptr) return let_be(file, std::move(back), fmt::format("{} was sent since", later->name));
    if (is_nil_return(file)) {
        back.end = BackEnd::kMadeAgain;
        const auto made = make_nil(file.parts[0].period.from, file.parts[0].units);
        if (!made && made.error().code == Errc::kConflict) return let_be(file, std::move(back), made.error().detail);
        if (!made) return made.error();
        const FileEntry* now = ledger_.find(file.digest);
        if (now->state == FileState::kLost) return let_be(file, std::move(back), {});  // the mapping has a new version
        return back;
    }
    const auto put_back = spool_.put_back(file.name, file.digest);
    if (put_back) return back;
    if (put_back.error().code != Errc::kNotFound) return put_back.error();
    back.end = BackEnd::kNoSource;
    back.detail = put_back.error().detail;
    return back;
}

// What it had sent is history, and nothing of it is to be sent again.
Result<BroughtBack> Resend::let_be(const FileEntry& file, BroughtBack back, std::string detail) {
    if (!detail.empty()) back.end = BackEnd::kReplacedSince;
    back.detail = std::move(detail);
    const auto noted = ledger_.stands({file.digest, FileState::kSent, "", rfc3339(clock_.now()), file.name});
    if (!noted) return noted.error();
    return back;
}

}  // namespace svd::agent
