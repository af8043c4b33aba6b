#include "core/crypto/digest.h"

#include <openssl/evp.h>

#include <memory>

#include "core/base/check.h"

namespace svd {
namespace {

// Fetched once: looking the algorithm up for every call costs three times the hash itself for short input.
const EVP_MD* sha256_method() {
    static const EVP_MD* method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return method;
}

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

}  // namespace

Digest sha256(std::string_view bytes) {
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    Digest digest{};
    const bool done = EVP_DigestInit_ex2(context.get(), sha256_method(), nullptr) == 1 &&
                      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
    SVD_CHECK(done);
    return digest;
}

struct Sha256Stream::Context {
    std::unique_ptr<EVP_MD_CTX, FreeContext> md{EVP_MD_CTX_new()};
};

Sha256Stream::Sha256Stream() : context_(new Context) {
    SVD_CHECK(EVP_DigestInit_ex2(context_->md.get(), sha256_method(), nullptr) == 1);
}

Sha256Stream::~Sha256Stream() { delete context_; }

void Sha256Stream::add(std::string_view bytes) {
    SVD_CHECK(EVP_DigestUpdate(context_->md.get(), bytes.data(), bytes.size()) == 1);
}

Digest Sha256Stream::finish() {
    Digest digest{};
    SVD_CHECK(EVP_DigestFinal_ex(context_->md.get(), digest.data(), nullptr) == 1);
    return digest;
}

}  // namespace svd
