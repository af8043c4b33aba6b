#include "core/crypto/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <optional>

#include "core/crypto/digest.h"
#include "core/crypto/openssl_error.h"
#include "core/crypto/x509_reading.h"

namespace svd {
namespace {

std::string_view text_of(const ASN1_STRING* text) {
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

// OpenSSL's i2d functions allocate when handed a null pointer.
template <class Write>
std::optional<Digest> digest_of_der(Write write) {
    unsigned char* bytes = nullptr;
    const int size = write(&bytes);
    if (size <= 0) return std::nullopt;
    const OpensslTextPtr owner(reinterpret_cast<char*>(bytes));
    return sha256({owner.get(), static_cast<std::size_t>(size)});
}

}  // namespace

Result<UtcTime> read_time(const ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return openssl_error("reading a time", Errc::kInvalid);
    using namespace std::chrono;
    const year_month_day day(year(parts.tm_year + 1900), month(static_cast<unsigned>(parts.tm_mon + 1)),
                             std::chrono::day(static_cast<unsigned>(parts.tm_mday)));
    return UtcTime(sys_days(day)) + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
}

Result<std::string> serial_text(const ASN1_INTEGER* serial) {
    const BignumPtr number(ASN1_INTEGER_to_BN(serial, nullptr));
    const OpensslTextPtr text(number ? BN_bn2hex(number.get()) : nullptr);
    if (!text) return openssl_error("reading a serial number", Errc::kInvalid);
    std::string lower(text.get());
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'F' ? char(c - 'A' + 'a') : c; });
    return lower;
}

Digest name_digest(const X509_NAME* name) {
    // A name that cannot be written is no authority's: it finds no revocation list, and so is refused.
    return digest_of_der([&](unsigned char** to) { return i2d_X509_NAME(name, to); }).value_or(Digest{});
}

bool is_self_issued(X509* certificate) {
    return X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0;
}

Result<Certificate> read_certificate(X509* certificate) {
    Certificate read;
    const auto fingerprint = digest_of_der([&](unsigned char** to) { return i2d_X509(certificate, to); });
    if (!fingerprint) return openssl_error("writing a certificate", Errc::kInvalid);
    read.fingerprint = *fingerprint;
    read.issuer = name_digest(X509_get_issuer_name(certificate));
    auto serial = serial_text(X509_get0_serialNumber(certificate));
    if (!serial) return serial.error();
    read.serial = *std::move(serial);
    const auto not_before = read_time(X509_get0_notBefore(certificate));
    if (!not_before) return not_before.error();
    const auto not_after = read_time(X509_get0_notAfter(certificate));
    if (!not_after) return not_after.error();
    read.not_before = *not_before;
    read.not_after = *not_after;
    return read;
}

Result<Identity> read_identity(X509* certificate) {
    int how = 0;
    const NamesPtr names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, &how, nullptr)));
    forget_openssl_errors();
    // -1 is "no such extension"; -2 is "more than one", which no honest authority makes.
    if (!names)
        return invalid(how == -1 ? "the certificate has no subject alternative name"
                                 : "the certificate's subject alternative names cannot be read");
    std::optional<std::string_view> uri;
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != GEN_URI) continue;
        if (uri) return invalid("the certificate has more than one URI name");
        uri = text_of(name->d.uniformResourceIdentifier);
    }
    if (!uri) return invalid("the certificate has no URI name");
    if (uri->find('\0') != std::string_view::npos) return invalid("the certificate's URI name holds a NUL");
    return Identity::parse(*uri);
}

Result<std::vector<X509Ptr>> read_certificate_file(const std::string& path) {
    const BioPtr file(BIO_new_file(path.c_str(), "r"));
    if (!file) return openssl_error("opening " + path, Errc::kNotFound);
    std::vector<X509Ptr> certificates;
    while (X509Ptr next{PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr)})
        certificates.push_back(std::move(next));
    const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (certificates.empty() || !at_end) return openssl_error("reading certificates from " + path, Errc::kInvalid);
    forget_openssl_errors();
    return certificates;
}

Result<PeerChain> read_chain_file(const std::string& path) {
    const auto certificates = read_certificate_file(path);
    if (!certificates) return certificates.error();
    auto identity = read_identity(certificates->front().get());
    if (!identity) return identity.error();
    PeerChain chain;
    chain.identity = *std::move(identity);
    for (const X509Ptr& certificate : *certificates) {
        if (is_self_issued(certificate.get())) continue;
        auto read = read_certificate(certificate.get());
        if (!read) return read.error();
        chain.certificates.push_back(*std::move(read));
    }
    if (chain.certificates.empty()) return invalid(path + " holds a self-issued certificate only");
    return chain;
}

}  // namespace svd
