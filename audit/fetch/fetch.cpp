#include "audit/fetch/fetch.h"

#include <fmt/format.h>

#include "audit/fetch/growth.h"
#include "core/base/limits.h"
#include "core/tlog/merkle.h"

namespace svd::audit {
namespace {

// Nothing of somebody's other folders is mixed with a log.
Result<void> check_folder(const fs::path& folder) {
    std::error_code problem;
    const bool begun = is_ordinary_file(folder / "key") || is_ordinary_file(folder / "checkpoint");
    if (begun || !fs::exists(folder, problem)) return {};
    for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
        if (at->path().filename() == kUnfinishedFile) continue;
        return invalid(folder.string() + " is not empty and holds no copy of a log");
    }
    if (problem) return invalid(folder.string() + ": " + problem.message());
    return {};
}

class Fetch {
public:
    Fetch(LogSource& source, const FetchSettings& settings, const CopyWriter& writer)
        : settings_(settings),
          source_(source, settings.sleep),
          copy_(settings.folder),
          writer_(writer),
          beside_(source_, copy_, writer_, settings_.progress) {}

    Result<Fetched> run() {
        for (const auto step :
             {&Fetch::read_copy, &Fetch::ask_key, &Fetch::ask_checkpoint, &Fetch::check_continues,
              &Fetch::fetch_entries, &Fetch::fetch_beside, &Fetch::put_checkpoint, &Fetch::drop_erased}) {
            if (auto done = (this->*step)(); !done) return done.error();
            if (result_.report.failures() > 0) break;
        }
        return std::move(result_);
    }

private:
    Result<void> read_copy() {
        if (const auto key = copy_.key(); key && *key != tlog::format_verifier_key(settings_.log)) {
            result_.report.add(Code::kKeyDiffers, std::nullopt, "the copy's key");
        }
        auto note = copy_.checkpoint();
        if (!note && note.error().code == Errc::kNotFound) return {};
        if (!note) return note.error();
        result_.before = open(*note, "the copy's checkpoint");
        note_before_ = *std::move(note);
        return {};
    }

    Result<void> ask_key() {
        const auto key = source_.need("/v1/log/key", limits::kKeyFileBytesMax);
        if (!key) return key.error();
        const std::string trusted = tlog::format_verifier_key(settings_.log) + "\n";
        if (*key != trusted) result_.report.add(Code::kKeyDiffers, std::nullopt, "the hub's key");
        if (*key != trusted || copy_.key()) return {};
        return writer_.put("key", trusted);
    }

    Result<void> ask_checkpoint() {
        auto note = source_.need("/v1/log/checkpoint", limits::kNoteBytesMax);
        if (!note) return note.error();
        result_.now = open(*note, "the hub's checkpoint");
        note_ = *std::move(note);
        return {};
    }

    std::optional<tlog::Checkpoint> open(const std::string& note, const char* whose) {
        auto opened = tlog::open_checkpoint(note, settings_.log);
        if (opened) return *std::move(opened);
        const bool unsigned_one = opened.error().code == Errc::kDenied;
        result_.report.add(unsigned_one ? Code::kCheckpointNotSigned : Code::kCheckpointUnreadable, std::nullopt,
                           fmt::format("{}: {}", whose, opened.error().detail));
        return std::nullopt;
    }

    Result<void> check_continues() {
        if (!result_.before) return {};
        if (auto checked = check_growth(source_, *result_.before, *result_.now, result_.report); !checked) {
            return checked;
        }
        if (!result_.report.has(Code::kNotContinued)) return {};
        const std::string file =
            fmt::format("{}checkpoint-{}-{}", kAlarmFolder, result_.now->size, to_hex(result_.now->root).substr(0, 16));
        result_.evidence = (settings_.folder / file).string();
        if (auto put = writer_.put(file, note_); !put) return put;
        return writer_.settle();
    }

    Result<void> fetch_entries() {
        auto fetched =
            EntryFetch(source_, copy_, writer_, settings_.progress).run(held(), *result_.now, result_.report);
        if (!fetched) return fetched.error();
        result_.entries = *fetched;
        return {};
    }

    // What an earlier fetch has put beside is there up to the checkpoint that it put after it.
    Result<void> fetch_beside() {
        const bool has_beside = copy_.has_contents() && copy_.has_partnerships();
        auto fetched = beside_.run(has_beside ? held().size : 0, result_.now->size);
        if (!fetched) return fetched.error();
        result_.beside = *fetched;
        return {};
    }

    Result<void> put_checkpoint() {
        if (auto settled = writer_.settle(); !settled) return settled;
        // Of one size, the copy keeps the note with more cosignatures.
        const auto signatures = [](const std::string& note) {
            const auto parsed = tlog::parse_note(note);
            return parsed ? parsed->signatures.size() : 0;
        };
        const bool as_before = held().size == result_.now->size && signatures(note_) <= signatures(note_before_);
        if (!as_before || !result_.before) {
            if (auto put = writer_.put("checkpoint", note_); !put) return put;
            if (auto settled = writer_.settle(); !settled) return settled;
        }
        writer_.drop_outgrown(result_.now->size);
        return {};
    }

    // Only now, so that until now the copy is what its checkpoint says.
    Result<void> drop_erased() {
        const auto dropped = beside_.drop_erased();
        if (!dropped) return dropped.error();
        result_.beside.dropped = *dropped;
        return *dropped == 0 ? Result<void>() : writer_.settle();
    }

    tlog::Checkpoint held() const {
        return result_.before.value_or(tlog::Checkpoint{settings_.log.name, 0, tlog::empty_root()});
    }

    const FetchSettings& settings_;
    PatientSource source_;
    LogCopy copy_;
    const CopyWriter& writer_;
    SideFetch beside_;
    std::string note_before_;
    std::string note_;
    Fetched result_;
};

}  // namespace

Result<Fetched> fetch_log(LogSource& source, const FetchSettings& settings) {
    if (auto good = check_folder(settings.folder); !good) return good.error();
    const auto writer = CopyWriter::open(settings.folder);
    if (!writer) return writer.error();
    return Fetch(source, settings, *writer).run();
}

}  // namespace svd::audit
