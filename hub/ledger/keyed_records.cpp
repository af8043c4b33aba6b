#include "hub/ledger/keyed_records.h"

#include <array>
#include <vector>

#include "core/base/check.h"
#include "core/base/limits.h"

namespace svd {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kMarkKey = "disclosure-key-mark";
constexpr std::string_view kMarkLabel = "svd-hub:mark:v1";
constexpr std::string_view kRecordsLabel = "svd-hub:record-keys:v1";
constexpr std::string_view kSubmissionLabel = "svd-hub:rk:v1\0"sv;
constexpr std::size_t kKeyBytes = sizeof(KeySum);

KeySum from_little_endian(std::span<const std::uint8_t> bytes) {
    KeySum key = 0;
    for (std::size_t i = kKeyBytes; i > 0; --i) key = (key << 8U) | bytes[i - 1];
    return key;
}

}  // namespace

KeyedRecords::KeyedRecords(const SecretKey& secret) : key_(secret.derive({kRecordsLabel})) {}

void KeyedRecords::read(std::string_view party, const Digest& submission, std::uint32_t first,
                        std::span<KeySum> keys) const {
    SVD_CHECK(party.size() <= 0xFF);
    const char length = static_cast<char>(party.size());
    const SecretKey of_submission =
        key_.derive({kSubmissionLabel, std::string_view(&length, 1), party, as_bytes(submission)});
    std::vector<std::uint8_t> bytes(keys.size() * kKeyBytes);
    of_submission.stream(first, bytes);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        keys[i] = from_little_endian(std::span(bytes).subspan(i * kKeyBytes, kKeyBytes));
    }
}

Result<SecretKey> open_secret(Store& store, const std::filesystem::path& file) {
    const auto mark = store.get(Table::kMeta, kMarkKey);
    if (!mark) return mark.error();
    const bool known = mark->has_value() && !(*mark)->empty();
    if (!std::filesystem::exists(file)) {
        if (known)
            return invalid("hub.disclosure_key: " + file.string() + " is missing, and figures were made with it");
        std::error_code failed;  // then the file cannot be written either, and says why
        std::filesystem::create_directories(file.parent_path(), failed);
        if (auto made = SecretKey::generate().write_file(file.string()); !made) return made.error();
    }
    auto secret = SecretKey::read_file(file.string());
    if (!secret) return secret;
    const Digest now = secret->hmac({kMarkLabel});
    if (!known) {
        if (auto kept = store.commit({{Table::kMeta, std::string(kMarkKey), std::string(as_bytes(now))}}); !kept) {
            return kept.error();
        }
    } else if (**mark != as_bytes(now)) {
        return invalid("hub.disclosure_key: " + file.string() + " is not the one that figures were made with");
    }
    return secret;
}

}  // namespace svd
