#include "audit/fetch/side_fetch.h"

#include "audit/checks/content_check.h"
#include "core/base/limits.h"
#include "core/wire/log_codec.h"

namespace svd::audit {

Result<SideFetched> SideFetch::run(std::uint64_t first, std::uint64_t size) {
    if (auto looked = look_through(first, size); !looked) return looked.error();
    for (const Digest& digest : partnerships_) {
        if (auto done = fetch_partnership(digest); !done) return done.error();
    }
    std::uint64_t done_so_far = 0;
    for (const std::uint64_t index : erased_) {
        progress_("left-overs", done_so_far++, erased_.size());
        if (auto done = fetch_left_over(index); !done) return done.error();
    }
    done_so_far = 0;
    for (std::uint64_t index = first; index < size; ++index) {
        if (!due_[index - first]) continue;
        progress_("contents", done_so_far++, due_count_);
        if (auto done = fetch_content(index); !done) return done.error();
    }
    return fetched_;
}

// An entry that cannot be read brings nothing that could be asked for; verify tells of it.
Result<void> SideFetch::look_through(std::uint64_t first, std::uint64_t size) {
    due_.assign(size - first, false);
    for (std::uint64_t index = first; index < size;) {
        const tlog::BundleAddress address = bundle_of(index, size);
        const auto bundle = copy_.bundle(address);
        if (!bundle) return bundle.error();
        const std::uint64_t begin = address.index * tlog::kTileWidth;
        for (; index < begin + address.width; ++index) {
            if (const auto entry = wire::decode_log_entry((*bundle)[index - begin])) look_at(first, index, *entry);
        }
    }
    return {};
}

void SideFetch::look_at(std::uint64_t first, std::uint64_t index, const LogEntry& entry) {
    if (brings_content(entry.event)) {
        due_[index - first] = true;
        ++due_count_;
    }
    if (entry.event == LogEvent::kConfigurationChanged && entry.digest) partnerships_.insert(*entry.digest);
    if (entry.event != LogEvent::kErased) return;
    for (const std::uint64_t earlier : entry.refers_to) {
        if (earlier >= index || !erased_.insert(earlier).second) continue;
        ++fetched_.erased;
        if (earlier < first || !due_[earlier - first]) continue;
        due_[earlier - first] = false;
        --due_count_;
    }
}

Result<std::uint64_t> SideFetch::drop_erased() const {
    std::set<std::uint64_t> gone = erased_;
    for (const std::uint64_t index : copy_.left_overs()) gone.insert(index);
    std::uint64_t dropped = 0;
    for (const std::uint64_t index : gone) {
        if (!copy_.has_content(index)) continue;
        if (auto done = writer_.drop(content_path(index)); !done) return done.error();
        ++dropped;
    }
    return dropped;
}

Result<void> SideFetch::fetch_content(std::uint64_t index) {
    if (copy_.has_content(index)) return {};
    const std::string path = content_path(index);
    const auto found = source_.get("/v1/log/" + path, limits::kContentExportBytesMax);
    if (!found) return found.error();
    switch (found->standing) {
        case Standing::kHere: ++fetched_.contents; return writer_.put(path, found->body);
        case Standing::kErased: ++fetched_.erased; break;
        case Standing::kUnknown: ++fetched_.missing; break;
    }
    return {};
}

Result<void> SideFetch::fetch_left_over(std::uint64_t index) {
    if (copy_.has_left_over(index)) return {};
    const std::string path = left_over_path(index);
    const auto found = source_.get("/v1/log/" + path, limits::kContentExportBytesMax);
    if (!found) return found.error();
    if (found->standing != Standing::kHere) {
        ++fetched_.left_overs_missing;
        return {};
    }
    ++fetched_.left_overs;
    return writer_.put(path, found->body);
}

Result<void> SideFetch::fetch_partnership(const Digest& digest) {
    if (copy_.has_partnership(digest)) return {};
    const auto found = source_.get("/v1/log/partnership/" + to_hex(digest), limits::kPartnershipBytesMax);
    if (!found) return found.error();
    if (found->standing != Standing::kHere) {
        ++fetched_.partnerships_missing;
        return {};
    }
    ++fetched_.partnerships;
    return writer_.put(partnership_path(digest), found->body);
}

}  // namespace svd::audit
