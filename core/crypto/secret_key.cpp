#include "core/crypto/secret_key.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/check.h"
#include "core/crypto/handles.h"
#include "core/crypto/key_file.h"
#include "core/crypto/random.h"

namespace svd {
namespace {

constexpr std::size_t kBlockBytes = 16;

const unsigned char* unsigned_bytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Fetched once: looking an algorithm up costs more than a short stream.
const EVP_CIPHER* stream_cipher() {
    static const EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, "AES-256-CTR", nullptr);
    return cipher;
}

// The line of the file, without its end.
Result<std::string> read_line(int handle, const std::string& path) {
    struct stat facts{};
    if (::fstat(handle, &facts) != 0) return file_error("reading", path, Errc::kInternal);
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) return invalid("others may read " + path + "; chmod 600 it");
    std::string line(2 * sizeof(Digest) + 2, '\0');  // and one byte that must not be there
    const ssize_t count = ::read(handle, line.data(), line.size());
    if (count < 0) return file_error("reading", path, Errc::kInternal);
    line.resize(static_cast<std::size_t>(count));
    if (line.ends_with('\n')) line.pop_back();
    return line;
}

}  // namespace

SecretKey SecretKey::generate() { return SecretKey(random_digest()); }
SecretKey SecretKey::from_bytes(const Digest& bytes) { return SecretKey(bytes); }
SecretKey::~SecretKey() { OPENSSL_cleanse(key_.data(), key_.size()); }

Result<SecretKey> SecretKey::read_file(const std::string& path) {
    const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0) return file_error("opening", path, Errc::kNotFound);
    auto line = read_line(handle, path);
    ::close(handle);
    if (!line) return line.error();
    const auto bytes = digest_from_hex(*line);
    OPENSSL_cleanse(line->data(), line->size());
    if (!bytes) return invalid(path + " must hold one line of 64 hexadecimal digits, in lower case");
    return SecretKey(*bytes);
}

Result<void> SecretKey::write_file(const std::string& path) const {
    const auto handle = make_key_file(path);
    if (!handle) return handle.error();
    std::string line = to_hex(key_) + "\n";
    const bool written = ::write(*handle, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    OPENSSL_cleanse(line.data(), line.size());
    const bool synced = written && ::fsync(*handle) == 0;
    const bool done = ::close(*handle) == 0 && synced && sync_folder_of(path);
    if (done) return {};
    Error error = file_error("writing", path, Errc::kInternal);
    ::unlink(path.c_str());  // half a key would be taken for one the next time
    return error;
}

Digest SecretKey::hmac(std::initializer_list<std::string_view> pieces) const {
    std::string message;
    for (const std::string_view piece : pieces) message += piece;
    Digest digest{};
    unsigned size = 0;
    const auto* made = HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), unsigned_bytes(message),
                            message.size(), digest.data(), &size);
    SVD_CHECK(made != nullptr && size == digest.size());
    return digest;
}

void SecretKey::stream(std::uint64_t first, std::span<std::uint8_t> bytes) const {
    SVD_CHECK(bytes.size() <= std::size_t{std::numeric_limits<int>::max()});
    std::array<unsigned char, kBlockBytes> counter{};
    for (std::size_t i = 0; i < sizeof(first); ++i) {
        counter[kBlockBytes - 1 - i] = static_cast<unsigned char>(first >> (8 * i));
    }
    std::ranges::fill(bytes, std::uint8_t{0});
    const CipherContextPtr context(EVP_CIPHER_CTX_new());
    int written = 0;
    const bool done =
        EVP_EncryptInit_ex2(context.get(), stream_cipher(), key_.data(), counter.data(), nullptr) == 1 &&
        EVP_EncryptUpdate(context.get(), bytes.data(), &written, bytes.data(), static_cast<int>(bytes.size())) == 1;
    SVD_CHECK(done && static_cast<std::size_t>(written) == bytes.size());
}

}  // namespace svd
