#include "core/crypto/digest.h"

#include <openssl/evp.h>

#include "core/base/check.h"
#include "core/crypto/handles.h"

namespace svd {
namespace {

// Fetched once: looking the algorithm up for every call costs three times the hash itself for short input.
const EVP_MD* sha256_method() {
    static const EVP_MD* method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return method;
}

// One a thread, used again and again: making one costs as much as a short hash.
EVP_MD_CTX* context_of_this_thread() {
    thread_local const MdContextPtr context(EVP_MD_CTX_new());
    return context.get();
}

}  // namespace

Digest sha256(std::string_view bytes) { return sha256_joined({bytes}); }

Digest sha256_joined(std::initializer_list<std::string_view> pieces) {
    EVP_MD_CTX* const context = context_of_this_thread();
    Digest digest{};
    bool done = EVP_DigestInit_ex2(context, sha256_method(), nullptr) == 1;
    for (const std::string_view piece : pieces) {
        done = done && EVP_DigestUpdate(context, piece.data(), piece.size()) == 1;
    }
    done = done && EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1;
    SVD_CHECK(done);
    return digest;
}

struct Sha256Stream::Context {
    MdContextPtr md{EVP_MD_CTX_new()};
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
