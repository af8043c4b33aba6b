#include "hub/log/witnesses.h"

#include <algorithm>

#include "core/base/bytes.h"

namespace svd {
namespace {

constexpr std::string_view kPrefix = "witness/";

// The key, the size, and the signature's line: text that an operator can read.
Result<Witness> read_record(std::string_view record) {
    const std::size_t first = record.find('\n');
    const std::size_t second = first == std::string_view::npos ? first : record.find('\n', first + 1);
    if (second == std::string_view::npos) return Error{Errc::kCorrupt, "a witness's record is cut short"};
    const auto key = tlog::parse_verifier_key(record.substr(0, first));
    if (!key) return key.error();
    const auto size = tlog::parse_tree_size(record.substr(first + 1, second - first));
    if (!size) return size.error();
    const auto lines = tlog::parse_signature_lines(record.substr(second + 1));
    if (!lines || lines->size() != 1) return Error{Errc::kCorrupt, "a witness's record has no signature"};
    return Witness{*key, *size, lines->front()};
}

}  // namespace

Result<Witnesses> Witnesses::load(const Store& store) {
    Witnesses witnesses;
    Result<void> outcome;
    const auto scanned = store.scan(Table::kMeta, kPrefix, [&](std::string_view key, std::string_view value) {
        if (!key.starts_with(kPrefix)) return false;
        if (value.empty()) return true;  // forgotten
        const auto witness = read_record(value);
        if (!witness) outcome = witness.error();
        else witnesses.known_.emplace(witness->key.name, *witness);
        return outcome.has_value();
    });
    if (!scanned) return scanned.error();
    if (!outcome) return outcome.error();
    return witnesses;
}

std::optional<Witness> Witnesses::find(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(name);
    if (found == known_.end()) return std::nullopt;
    return found->second;
}

std::vector<Witness> Witnesses::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<Witness> found;
    found.reserve(known_.size());
    for (const auto& [name, witness] : known_) found.push_back(witness);
    return found;
}

std::vector<std::string> Witnesses::covering(std::uint64_t size) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (const auto& [name, witness] : known_) {
        if (witness.size >= size) names.push_back(name);
    }
    return names;
}

std::vector<tlog::NoteSignature> Witnesses::signatures_at(std::uint64_t size) const {
    const std::lock_guard lock(mutex_);
    std::vector<tlog::NoteSignature> found;
    for (const auto& [name, witness] : known_) {
        if (witness.size == size) found.push_back(witness.signature);
    }
    return found;
}

void Witnesses::keep(Witness witness) {
    const std::lock_guard lock(mutex_);
    const auto known = known_.find(witness.key.name);
    if (known == known_.end()) known_.emplace(witness.key.name, std::move(witness));
    else if (known->second.size <= witness.size) known->second = std::move(witness);
}

Write Witnesses::record_of(const Witness& witness) {
    return {Table::kMeta, std::string(kPrefix) + witness.key.name,
            tlog::format_verifier_key(witness.key) + "\n" + tlog::format_tree_size(witness.size) +
                tlog::format_signature_line(witness.signature)};
}

}  // namespace svd
