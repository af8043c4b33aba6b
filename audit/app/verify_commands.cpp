#include <fmt/format.h>

#include <boost/json.hpp>

#include "audit/app/commands.h"
#include "audit/app/exit_codes.h"
#include "audit/checks/compare.h"
#include "audit/checks/verify.h"

namespace svd::audit {
namespace {

boost::json::object checkpoint_json(const Checkpoint& checkpoint) {
    boost::json::object object;
    if (checkpoint.says) {
        object["origin"] = checkpoint.says->origin;
        object["size"] = checkpoint.says->size;
        object["root"] = to_hex(checkpoint.says->root);
    }
    boost::json::array cosigned;
    for (const Cosigned& each : checkpoint.cosigned) {
        cosigned.push_back({{"witness", each.witness}, {"at", rfc3339(each.at)}});
    }
    object["cosigned"] = std::move(cosigned);
    return object;
}

void say_signers(const Verified& result, const Trust& trust, const Console& console) {
    if (!result.report.has(Code::kCheckpointNotSigned)) {
        console.say(fmt::format("  signed by {}", tlog::format_verifier_key(trust.log)));
    }
    if (!trust.policy) console.say("  cosignatures not looked at: no --policy was given");
    for (const Cosigned& each : result.checkpoint.cosigned) {
        console.say(fmt::format("  cosigned by {} at {}", each.witness, rfc3339(each.at)));
    }
}

std::string contents_text(const EntryCounts& counted) {
    if (counted.no_content_looked_for > 0) {
        return fmt::format("contents of {} submissions not looked at", counted.no_content_looked_for);
    }
    return fmt::format("{} contents, {} erased", counted.contents, counted.erased);
}

std::string verdict(const Report& report, bool key_given) {
    if (report.failures() > 0) return fmt::format("{} failures, {} warnings", report.failures(), report.warnings());
    if (report.warnings() > 0 && key_given) return fmt::format("verified, with {} warnings", report.warnings());
    return key_given ? "verified: everything holds" : "the copy agrees with itself; whose log it is nobody has shown";
}

std::string next_step(const Report& report) {
    if (report.findings().empty())
        return "keep the checkpoint: a later copy must contain this one (svd-audit compare).";
    return fmt::format("`svd-audit explain {}` says what that means.", code_text(report.findings().front().code));
}

}  // namespace

int unreadable(const Error& error, const Console& console) {
    console.complain(error.detail);
    console.print({{"ok", false}, {"problem", error.detail}});
    return exit_code::kUnreadable;
}

int verify(const fs::path& folder, const TrustOptions& options, bool with_contents, const Console& console) {
    const LogCopy copy(folder);
    if (const auto note = copy.checkpoint(); !note && note.error().code == Errc::kNotFound) {
        return unreadable({Errc::kNotFound, folder.string() + " holds no copy of a log: it has no checkpoint"},
                          console);
    }
    const auto trust = read_trust(options, &copy, console);
    if (!trust) {
        console.complain(trust.error().detail);
        return exit_code::kUsage;
    }
    const auto done = verify_copy(copy, *trust, {with_contents});
    if (!done) return unreadable(done.error(), console);
    const Report& report = done->report;
    if (const auto& says = done->checkpoint.says) {
        console.say(fmt::format("{}: {} entries, root {}", says->origin, says->size, to_hex(says->root)));
    }
    say_signers(*done, *trust, console);
    console.say(fmt::format("  checked {} entries in {} bundles, {} tiles, {}", done->counted.entries, done->bundles,
                            done->tiles, contents_text(done->counted)));
    if (done->older_files > 0) console.say(fmt::format("  compared {} files of a shorter log", done->older_files));
    console.say(report);
    const bool key_given = !options.key.empty() || !options.policy.empty();
    console.say(verdict(report, key_given));
    boost::json::object object{{"ok", report.failures() == 0},
                               {"checkpoint", checkpoint_json(done->checkpoint)},
                               {"key", tlog::format_verifier_key(trust->log)},
                               {"key_given", key_given},
                               {"checked",
                                {{"entries", done->counted.entries},
                                 {"bundles", done->bundles},
                                 {"tiles", done->tiles},
                                 {"contents", done->counted.contents},
                                 {"contents_not_looked_at", done->counted.no_content_looked_for},
                                 {"erased", done->counted.erased},
                                 {"older_files", done->older_files}}}};
    for (auto& [name, value] : report_json(report)) object[name] = std::move(value);
    console.print(object);
    console.next(next_step(report));
    return report.failures() == 0 ? exit_code::kVerified : exit_code::kFailed;
}

int compare(const fs::path& first, const fs::path& second, const TrustOptions& options, const Console& console) {
    const LogCopy copies[] = {LogCopy(first), LogCopy(second)};
    const auto trust = read_trust(options, &copies[0], console);
    if (!trust) {
        console.complain(trust.error().detail);
        return exit_code::kUsage;
    }
    const auto done = compare_copies(copies[0], copies[1], *trust);
    if (!done) return unreadable(done.error(), console);
    static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
        {"same", "the same log"},
        {"first_is_prefix", "the first is the beginning of the second"},
        {"second_is_prefix", "the second is the beginning of the first"},
        {"forked", "FORKED: the hub has signed two logs that contradict each other"},
        {"unknown", "cannot be said: a copy does not hold"}};
    const auto& [name, words] = kWords[static_cast<std::size_t>(done->likeness)];
    boost::json::object object{{"ok", done->report.failures() == 0}, {"likeness", name}};
    boost::json::array sides;
    for (std::size_t i = 0; i < 2; ++i) {
        const Checkpoint& checkpoint = done->checkpoints[i];
        const std::string file = (copies[i].folder() / "checkpoint").string();
        boost::json::object side = checkpoint_json(checkpoint);
        side["file"] = file;
        side["note"] = checkpoint.note;
        sides.push_back(std::move(side));
        if (checkpoint.says) {
            console.say(
                fmt::format("{}: {} entries, root {}", file, checkpoint.says->size, to_hex(checkpoint.says->root)));
        }
    }
    object["copies"] = std::move(sides);
    object["parts_at"] = done->parts_at ? boost::json::value(*done->parts_at) : boost::json::value(nullptr);
    for (auto& [key, value] : report_json(done->report)) object[key] = std::move(value);
    console.say(done->report);
    console.say(words);
    console.print(object);
    console.next(next_step(done->report));
    return done->report.failures() == 0 ? exit_code::kVerified : exit_code::kFailed;
}

}  // namespace svd::audit
