#include "core/crypto/ed25519.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <unistd.h>

#include "core/base/check.h"
#include "core/crypto/handles.h"
#include "core/crypto/key_file.h"
#include "core/crypto/openssl_error.h"

namespace svd {
namespace {

const unsigned char* unsigned_bytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Without it OpenSSL would ask for a password on the terminal.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return -1; }

}  // namespace

Ed25519PrivateKey::Ed25519PrivateKey(evp_pkey_st* key) : key_(key, EVP_PKEY_free) { SVD_CHECK(key != nullptr); }

Ed25519PrivateKey Ed25519PrivateKey::generate() {
    return Ed25519PrivateKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
}

Ed25519PrivateKey Ed25519PrivateKey::from_seed(const Ed25519Seed& seed) {
    return Ed25519PrivateKey(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
}

Result<Ed25519PrivateKey> Ed25519PrivateKey::read_pem_file(const std::string& path) {
    const BioPtr file(BIO_new_file(path.c_str(), "r"));
    if (!file) return openssl_error("opening " + path, Errc::kNotFound);
    KeyPtr key(PEM_read_bio_PrivateKey(file.get(), nullptr, no_password, nullptr));
    if (!key) return openssl_error("reading a private key from " + path, Errc::kInvalid);
    if (EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) return invalid(path + " holds no Ed25519 key");
    return Ed25519PrivateKey(key.release());
}

Result<void> Ed25519PrivateKey::write_pem_file(const std::string& path) const {
    const auto handle = make_key_file(path);
    if (!handle) return handle.error();
    const BioPtr file(BIO_new_fd(*handle, BIO_CLOSE));
    SVD_CHECK(file);
    const bool written =
        PEM_write_bio_PKCS8PrivateKey(file.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1;
    if (written && ::fsync(*handle) == 0 && sync_folder_of(path)) return {};
    Error error = file_error("writing", path, Errc::kInternal);
    forget_openssl_errors();
    ::unlink(path.c_str());  // half a key would be taken for one the next time
    return error;
}

std::string Ed25519PrivateKey::sign(std::string_view message) const {
    const MdContextPtr context(EVP_MD_CTX_new());
    std::string signature(kEd25519SignatureBytes, '\0');
    std::size_t size = signature.size();
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    SVD_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
    SVD_CHECK(EVP_DigestSign(context.get(), out, &size, unsigned_bytes(message), message.size()) == 1);
    SVD_CHECK(size == signature.size());
    return signature;
}

Ed25519PublicKey Ed25519PrivateKey::public_key() const {
    Ed25519PublicKey key{};
    std::size_t size = key.size();
    SVD_CHECK(EVP_PKEY_get_raw_public_key(key_.get(), key.data(), &size) == 1 && size == key.size());
    return key;
}

bool ed25519_verify(const Ed25519PublicKey& key, std::string_view message, std::string_view signature) {
    if (signature.size() != kEd25519SignatureBytes) return false;
    const KeyPtr handle(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
    const MdContextPtr context(EVP_MD_CTX_new());
    SVD_CHECK(handle && context);
    const bool holds = EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, handle.get()) == 1 &&
                       EVP_DigestVerify(context.get(), unsigned_bytes(signature), signature.size(),
                                        unsigned_bytes(message), message.size()) == 1;
    forget_openssl_errors();
    return holds;
}

}  // namespace svd
