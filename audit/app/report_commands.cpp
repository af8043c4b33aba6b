#include <fmt/format.h>

#include <boost/json.hpp>

#include "audit/app/commands.h"
#include "audit/app/exit_codes.h"
#include "audit/replay/replay.h"
#include "audit/reports/pack.h"

namespace svd::audit {
int scorecard(const fs::path& folder, const ScorecardQuestion& question, TableForm form, const Console& console) {
    const LogCopy copy(folder);
    const auto checkpoint = copy.unverified_checkpoint();
    if (!checkpoint) return unreadable(checkpoint.error(), console);
    const auto scores = make_scorecard(copy, checkpoint->size, question);
    if (!scores) return unreadable(scores.error(), console);
    if (form == TableForm::kCsv) {
        console.write(scorecard_csv(*scores, question));
        return exit_code::kVerified;
    }
    if (!console.json()) console.write(scorecard_text(*scores, question) + "\n");
    console.print(scorecard_json(*scores, question));
    console.next("`svd-audit list DIR --party PARTY` shows what one of them sent.");
    return exit_code::kVerified;
}

int export_pack(const fs::path& folder, const fs::path& out, const Console& console) {
    const auto packed = write_pack(LogCopy(folder), out);
    if (!packed && packed.error().code == Errc::kConflict) {
        console.complain(packed.error().detail);
        return exit_code::kUsage;
    }
    if (!packed) return unreadable(packed.error(), console);
    console.say(fmt::format("{}: {} entries, {} files", out.string(), packed->entries, packed->files));
    console.print({{"ok", true}, {"folder", out.string()}, {"entries", packed->entries}, {"files", packed->files}});
    console.next(fmt::format("`svd-audit verify {} --key KEY` checks the pack.", out.string()));
    return exit_code::kVerified;
}

int replay(const fs::path& folder, std::uint64_t index, const fs::path& reference, const fs::path& definitions,
           const Console& console) {
    const LogCopy copy(folder);
    const auto checkpoint = copy.unverified_checkpoint();
    if (!checkpoint) return unreadable(checkpoint.error(), console);
    const auto geography = Geography::load(reference);
    if (!geography) return unreadable(geography.error(), console);
    const auto catalogue = definitions.empty() ? Result<Catalogue>(Catalogue()) : Catalogue::load(definitions);
    if (!catalogue) return unreadable(catalogue.error(), console);
    const auto done = replay_profile(copy, checkpoint->size, index, *geography, *catalogue);
    if (!done) return unreadable(done.error(), console);
    const std::string logged = done->entry.digest ? to_hex(*done->entry.digest) : std::string();
    static constexpr std::string_view kNames[] = {"same", "different", "impossible"};
    const std::string_view name = kNames[static_cast<std::size_t>(done->verdict)];
    if (!done->entry.question.empty()) console.say(done->entry.question);
    console.say(fmt::format("  given to {} at {}, from the entries before {}", done->entry.actor, done->entry.at,
                            done->entry.snapshot));
    boost::json::object object{{"ok", done->verdict == ReplayVerdict::kSame},
                               {"verdict", name},
                               {"entry", index},
                               {"question", done->entry.question},
                               {"logged", logged},
                               {"computed", done->computed},
                               {"form", done->form},
                               {"submissions", done->submissions},
                               {"erased", done->erased},
                               {"left_out", done->left_out},
                               {"why", done->why}};
    Report report;
    switch (done->verdict) {
        case ReplayVerdict::kSame:
            console.say(fmt::format("same: computed again from {} submissions, the {} has the digest in the log, {}",
                                    done->submissions, done->form, logged));
            if (done->erased > 0) console.say(fmt::format("  {} had been erased by then", done->erased));
            if (done->left_out > 0) {
                console.say(fmt::format("  {} whose content is gone played no part in them", done->left_out));
            }
            break;
        case ReplayVerdict::kDifferent:
            report.add(Code::kFiguresDiffer, index, "logged " + logged + ", computed " + done->computed);
            break;
        case ReplayVerdict::kImpossible: console.say("cannot be done: " + done->why); break;
    }
    console.say(report);
    for (auto& [key, value] : report_json(report)) object[key] = std::move(value);
    console.print(object);
    if (done->verdict == ReplayVerdict::kImpossible) {
        console.next("`svd-audit verify` says whether the copy is whole.");
        return exit_code::kUnreadable;
    }
    const bool same = done->verdict == ReplayVerdict::kSame;
    console.next(same ? "nothing." : "`svd-audit explain A801` says what that means.");
    return same ? exit_code::kVerified : exit_code::kFailed;
}

}  // namespace svd::audit
