#include "tests/support/test_pki.h"

#include <openssl/pem.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "core/base/bytes.h"
#include "core/crypto/openssl_error.h"

namespace svd::test {
namespace {

void must(bool done, std::string_view doing) {
    if (!done) throw std::runtime_error(openssl_error(doing).detail);
}

KeyPtr new_key() {
    KeyPtr key(EVP_EC_gen("P-256"));
    must(key != nullptr, "making a key");
    return key;
}

void add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
    must(extension != nullptr, value);
    must(X509_add_ext(certificate, extension, -1) == 1, value);
    X509_EXTENSION_free(extension);
}

void add_name(GENERAL_NAMES* names, int type, const std::string& text) {
    ASN1_IA5STRING* value = ASN1_IA5STRING_new();
    must(ASN1_STRING_set(value, text.data(), static_cast<int>(text.size())) == 1, "a name");
    GENERAL_NAME* name = GENERAL_NAME_new();
    GENERAL_NAME_set0_value(name, type, value);
    sk_GENERAL_NAME_push(names, name);
}

void add_names(X509* certificate, const TestPki::Leaf& leaf) {
    if (leaf.uris.empty() && leaf.hosts.empty()) return;
    const NamesPtr names(GENERAL_NAMES_new());
    for (const std::string& uri : leaf.uris) add_name(names.get(), GEN_URI, uri);
    for (const std::string& host : leaf.hosts) add_name(names.get(), GEN_DNS, host);
    must(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1, "names");
}

X509Ptr new_certificate(EVP_PKEY* key, const char* common_name, long serial, std::chrono::seconds from,
                        std::chrono::seconds to) {
    X509Ptr certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from.count());
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), to.count());
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const auto* text = reinterpret_cast<const unsigned char*>(common_name);
    must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1, "a subject");
    return certificate;
}

template <class Write>
void write_pem(const std::string& path, Write write) {
    const BioPtr file(BIO_new_file(path.c_str(), "w"));
    must(file != nullptr, path);
    write(file.get());
}

std::string decimal(const ASN1_INTEGER* serial) {
    const BignumPtr number(ASN1_INTEGER_to_BN(serial, nullptr));
    const OpensslTextPtr text(BN_bn2dec(number.get()));
    return text.get();
}

X509Ptr read_first(const std::string& path) {
    const BioPtr file(BIO_new_file(path.c_str(), "r"));
    must(file != nullptr, path);
    X509Ptr certificate(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
    must(certificate != nullptr, path);
    return certificate;
}

}  // namespace

TestPki::TestPki() {
    std::string pattern = (std::filesystem::temp_directory_path() / "svd-test-pki.XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    directory_ = pattern;
    root_ = make_authority("Test root", nullptr);
    issuing_ = make_authority("Test issuing authority", &root_);
    stranger_ = make_authority("Test issuing authority", nullptr);
    write_pem(path("ca.pem"), [&](BIO* file) {
        PEM_write_bio_X509(file, issuing_.certificate.get());
        PEM_write_bio_X509(file, root_.certificate.get());
    });
    write_deny_list("");
    publish();
}

TestPki::~TestPki() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

TestPki::Authority TestPki::make_authority(const char* name, const Authority* issuer) {
    Authority made;
    made.key = new_key();
    made.certificate =
        new_certificate(made.key.get(), name, next_serial_++, -std::chrono::hours(48), std::chrono::hours(9600));
    X509* certificate = made.certificate.get();
    X509* signer = issuer != nullptr ? issuer->certificate.get() : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer));
    add_extension(certificate, signer, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate, signer, NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(certificate, signer, NID_subject_key_identifier, "hash");
    add_extension(certificate, signer, NID_authority_key_identifier, "keyid:always");
    must(X509_sign(certificate, (issuer != nullptr ? *issuer : made).key.get(), EVP_sha256()) > 0, "signing");
    return made;
}

CredentialFiles TestPki::issue(const std::string& name, const Leaf& leaf) {
    const Authority& issuer = leaf.by_stranger ? stranger_ : issuing_;
    const KeyPtr key = new_key();
    const X509Ptr certificate =
        new_certificate(key.get(), leaf.common_name.c_str(), next_serial_++, leaf.valid_from, leaf.valid_to);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.certificate.get()));
    X509* signer = issuer.certificate.get();
    add_extension(certificate.get(), signer, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate.get(), signer, NID_key_usage, "critical,digitalSignature");
    add_extension(certificate.get(), signer, NID_ext_key_usage, leaf.for_server ? "serverAuth" : "clientAuth");
    add_extension(certificate.get(), signer, NID_subject_key_identifier, "hash");
    add_extension(certificate.get(), signer, NID_authority_key_identifier, "keyid:always");
    add_names(certificate.get(), leaf);
    must(X509_sign(certificate.get(), issuer.key.get(), EVP_sha256()) > 0, "signing");

    const CredentialFiles files{path(name + ".cert.pem"), path(name + ".key.pem"), authorities()};
    write_pem(files.certificate, [&](BIO* file) {
        PEM_write_bio_X509(file, certificate.get());
        PEM_write_bio_X509(file, signer);
    });
    write_pem(files.key,
              [&](BIO* file) { PEM_write_bio_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    return files;
}

CredentialFiles TestPki::issue_client(const std::string& uri) {
    Leaf leaf;
    leaf.uris = {uri};
    return issue("client" + std::to_string(next_serial_), leaf);
}

CredentialFiles TestPki::issue_server() {
    Leaf leaf;
    leaf.uris = {"urn:svd:server:test-hub"};
    leaf.hosts = {"localhost"};
    leaf.for_server = true;
    return issue("server" + std::to_string(next_serial_), leaf);
}

CrlPtr TestPki::make_list(const Authority& authority, std::chrono::seconds good_for, bool critical) const {
    CrlPtr list(X509_CRL_new());
    X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(authority.certificate.get()));
    ASN1_TIME* time = ASN1_TIME_new();
    X509_gmtime_adj(time, -7200);
    X509_CRL_set1_lastUpdate(list.get(), time);
    for (const std::string& serial : revoked_) {
        if (&authority == &root_) continue;
        X509_REVOKED* entry = X509_REVOKED_new();
        ASN1_INTEGER* number = s2i_ASN1_INTEGER(nullptr, serial.c_str());
        X509_REVOKED_set_serialNumber(entry, number);
        X509_REVOKED_set_revocationDate(entry, time);
        ASN1_INTEGER_free(number);
        X509_CRL_add0_revoked(list.get(), entry);
    }
    X509_gmtime_adj(time, good_for.count());
    X509_CRL_set1_nextUpdate(list.get(), time);
    ASN1_TIME_free(time);
    if (critical) {
        ASN1_INTEGER* base = s2i_ASN1_INTEGER(nullptr, "1");
        must(X509_CRL_add1_ext_i2d(list.get(), NID_delta_crl, base, 1, 0) == 1, "a delta list");
        ASN1_INTEGER_free(base);
    }
    X509_CRL_sort(list.get());
    must(X509_CRL_sign(list.get(), authority.key.get(), EVP_sha256()) > 0, "signing a list");
    return list;
}

void TestPki::write_lists(const std::vector<X509_CRL*>& lists) const {
    write_pem(path("crl.pem"), [&](BIO* file) {
        for (X509_CRL* list : lists) PEM_write_bio_X509_CRL(file, list);
    });
}

void TestPki::publish(std::chrono::seconds good_for) {
    const CrlPtr root = make_list(root_, std::chrono::hours(240), false);
    const CrlPtr issuing = make_list(issuing_, good_for, false);
    write_lists({root.get(), issuing.get()});
}

void TestPki::publish_issuing_only() {
    const CrlPtr issuing = make_list(issuing_, std::chrono::hours(24), false);
    write_lists({issuing.get()});
}

void TestPki::publish_by_stranger() {
    const CrlPtr root = make_list(root_, std::chrono::hours(240), false);
    const CrlPtr forged = make_list(stranger_, std::chrono::hours(24), false);
    write_lists({root.get(), forged.get()});
}

void TestPki::publish_partial() {
    const CrlPtr partial = make_list(issuing_, std::chrono::hours(24), true);
    write_lists({partial.get()});
}

void TestPki::revoke(const CredentialFiles& files) {
    const X509Ptr certificate = read_first(files.certificate);
    revoked_.push_back(decimal(X509_get0_serialNumber(certificate.get())));
    publish();
}

void TestPki::deny(const CredentialFiles& files) {
    const auto chain = read_chain_file(files.certificate);
    std::ofstream(path("deny.txt"), std::ios::app) << to_hex(chain.value().own().fingerprint) << "  # a test\n";
}

void TestPki::write_deny_list(std::string_view text) { std::ofstream(path("deny.txt")) << text; }

RevocationFiles TestPki::revocation_files() const { return {path("crl.pem"), authorities(), path("deny.txt")}; }

std::shared_ptr<const RevocationList> TestPki::revocation_list() const {
    return RevocationList::load(revocation_files()).value();
}

}  // namespace svd::test
