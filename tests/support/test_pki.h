// A certificate authority that lives as long as a test: root, issuing authority, certificates and revocation lists
// in a directory of its own, made when the test runs, so that nothing committed ever expires.
//
// It does what certs/ does, but in one process and within milliseconds, and it also makes what certs/ refuses to:
// certificates that are expired, have the wrong names, or come from somebody else.
#pragma once

#include <openssl/x509.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/crypto/handles.h"
#include "core/crypto/revocation.h"
#include "core/crypto/tls_settings.h"

namespace svd::test {

class TestPki {
public:
    struct Leaf {
        std::vector<std::string> uris;  // URI subject alternative names, NULs and all
        std::vector<std::string> hosts;
        std::string common_name = "nobody reads this";
        std::chrono::seconds valid_from = -std::chrono::hours(1);  // from now
        std::chrono::seconds valid_to = std::chrono::hours(24);
        bool for_server = false;
        bool by_stranger = false;  // signed by an authority of the same name that nobody trusts
    };

    TestPki();
    ~TestPki();
    TestPki(const TestPki&) = delete;
    TestPki& operator=(const TestPki&) = delete;

    // Files NAME.cert.pem (with the issuing authority behind it) and NAME.key.pem.
    CredentialFiles issue(const std::string& name, const Leaf& leaf);
    CredentialFiles issue_client(const std::string& uri);  // urn:svd:agency:kent-police
    CredentialFiles issue_server();                        // for localhost and 127.0.0.1

    // Writes crl.pem anew: root and issuing list, with what has been revoked so far.
    void revoke(const CredentialFiles& files);
    void publish(std::chrono::seconds good_for = std::chrono::hours(24));
    void publish_issuing_only();
    void publish_by_stranger();
    void publish_partial();  // with a critical extension

    void deny(const CredentialFiles& files);
    void write_deny_list(std::string_view text);

    RevocationFiles revocation_files() const;
    std::shared_ptr<const RevocationList> revocation_list() const;
    std::string authorities() const { return path("ca.pem"); }
    std::string path(std::string_view name) const { return (directory_ / name).string(); }

private:
    struct Authority {
        X509Ptr certificate;
        KeyPtr key;
    };

    Authority make_authority(const char* name, const Authority* issuer);
    CrlPtr make_list(const Authority& authority, std::chrono::seconds good_for, bool critical) const;
    void write_lists(const std::vector<X509_CRL*>& lists) const;

    std::filesystem::path directory_;
    Authority root_;
    Authority issuing_;
    Authority stranger_;
    std::vector<std::string> revoked_;  // decimal serial numbers
    long next_serial_ = 0x10'0000;
};

}  // namespace svd::test
