// The log's side of the hub in memory: honest over whichever log it is pointed at.
#include <fmt/format.h>

#include "core/tlog/cosignature.h"
#include "tests/unit/agent/agent_fixture.h"

namespace svd::agent::test {

HubAnswer page(std::string body, std::string_view type) {
    HubAnswer answer;
    answer.status = 200;
    answer.content_type = type;
    answer.body = std::move(body);
    return answer;
}

Result<HubAnswer> FakeHub::log_key() {
    ++log_asked;
    if (unreachable) return *unreachable;
    return page(tlog::format_verifier_key(shown->verifier()) + "\n");
}

// Nothing when the checkpoint is not of this log.
std::optional<HubAnswer> FakeHub::growth_in(const svd::test::ProvingLog& one, std::string_view checkpoint) const {
    std::uint64_t old_size = 0;
    if (!checkpoint.empty()) {
        const auto seen = tlog::open_checkpoint(checkpoint, one.verifier());
        if (!seen) return problem(400, R"({"title":"No checkpoint of this log.","code":"checkpoint-malformed"})");
        if (seen->size > one.size() || one.root(seen->size) != seen->root) return std::nullopt;
        old_size = seen->size;
    }
    return page(tlog::format_add_checkpoint({old_size, one.consistency(old_size), one.checkpoint()}));
}

Result<HubAnswer> FakeHub::growth_since(std::string_view checkpoint) {
    ++log_asked;
    if (unreachable) return *unreachable;
    if (grows) shown->add(fmt::format("grown {}", log_asked));
    if (instead) {
        if (auto other = instead(checkpoint)) return *other;
    }
    if (auto answer = growth_in(*shown, checkpoint)) return *answer;
    if (two_faced) {
        if (auto answer = growth_in(*receipts_from, checkpoint)) return *answer;
    }
    return problem(409, R"({"title":"The log has been rolled back.","code":"log-contradicted"})");
}

Result<HubAnswer> FakeHub::take_cosignature(std::string_view body) {
    ++log_asked;
    if (unreachable) return *unreachable;
    if (cosignature_answer) return *cosignature_answer;
    cosigned.emplace_back(body);
    HubAnswer answer;
    answer.status = 204;
    return answer;
}

Result<HubAnswer> FakeHub::log_tile(const tlog::TileAddress& address) {
    ++log_asked;
    if (unreachable) return *unreachable;
    auto tile = shown->tile(address);
    if (!tile && two_faced) tile = receipts_from->tile(address);
    if (!tile) return problem(404, R"({"title":"There is no such tile."})");
    return page(*tile, "application/octet-stream");
}

Result<HubAnswer> FakeHub::log_entries(std::string_view cursor) {
    ++log_asked;
    if (unreachable) return *unreachable;
    if (always) return *always;
    const std::size_t number = cursor.empty() ? 0 : std::stoul(std::string(cursor));
    return page(pages.at(number), "application/json");
}

}  // namespace svd::agent::test
