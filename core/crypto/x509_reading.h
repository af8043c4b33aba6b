// How OpenSSL's objects become the values of certificate.h.  Only core/crypto includes it.
#pragma once

#include <openssl/x509.h>

#include <vector>

#include "core/crypto/certificate.h"
#include "core/crypto/handles.h"

namespace svd {

Result<Certificate> read_certificate(X509* certificate);
Result<Identity> read_identity(X509* certificate);
Digest name_digest(const X509_NAME* name);
Result<std::string> serial_text(const ASN1_INTEGER* serial);
Result<UtcTime> read_time(const ASN1_TIME* time);

bool is_self_issued(X509* certificate);

// All certificates of a PEM file; at least one.
Result<std::vector<X509Ptr>> read_certificate_file(const std::string& path);

}  // namespace svd
