// One line of ownership per OpenSSL handle.  Only core/crypto and the tests' own certificate authority include it.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace svd {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* handle) const noexcept {
        Free(handle);
    }
};

// OPENSSL_free is a macro, and a stack must free what it holds.
inline void free_openssl_text(char* text) noexcept { OPENSSL_free(text); }
inline void free_certificate_names(STACK_OF(X509_NAME) * names) noexcept {
    sk_X509_NAME_pop_free(names, X509_NAME_free);
}

using BioPtr = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using BignumPtr = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using MdContextPtr = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using CipherContextPtr = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using CrlPtr = std::unique_ptr<X509_CRL, Freed<X509_CRL_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;
using CaNamesPtr = std::unique_ptr<STACK_OF(X509_NAME), Freed<free_certificate_names>>;
using OpensslTextPtr = std::unique_ptr<char, Freed<free_openssl_text>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, Freed<SSL_free>>;

}  // namespace svd
