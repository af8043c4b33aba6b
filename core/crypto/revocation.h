// Which certificates no longer hold: the authorities' revocation lists (RFC 5280, PEM, any number in one file) and
// the hub's own deny-list (SHA-256 fingerprints in hexadecimal, one a line, # begins a comment).
//
// It fails closed.  Each certificate of a chain needs a list of its issuer whose time has not run out; a list that
// is missing or old refuses everyone of that issuer, for a reason of its own, because that is the operator's to
// mend and not the peer's.  A list whose signature is not by a certificate of the authorities file, or that holds
// a critical extension (a delta or partial list), is not loaded at all.
//
// OpenSSL checks certificates at the handshake only; this is consulted again on every request, so that a
// revocation cuts a connection that is already open.
//
// Immutable once loaded: share it between threads through shared_ptr, and replace it as a whole.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/crypto/certificate.h"

namespace svd {

struct RevocationFiles {
    std::string lists;        // PEM
    std::string authorities;  // PEM: root and issuing authorities, which sign the lists
    std::string deny_list;    // empty: none is kept
};

enum class Standing { kGood, kRevoked, kCertificateExpired, kListMissing, kListExpired };

// certificate-revoked, certificate-expired, revocation-list-missing, revocation-list-expired.
std::string_view standing_code(Standing standing);

class RevocationList {
public:
    static Result<std::shared_ptr<const RevocationList>> load(const RevocationFiles& files);

    Standing check(const PeerChain& chain, UtcTime now) const;
    bool is_revoked(const PeerChain& chain) const;

    // The first of the lists to run out, and whether it has: for readiness and for the alarm before it.
    UtcTime next_update() const { return next_update_; }
    bool expired(UtcTime now) const { return now >= next_update_; }

    // What is revoked, each as one text that stays the same: "serial ISSUER/SERIAL", "fingerprint SHA-256".  Sorted.
    std::vector<std::string> names() const;

    std::size_t revoked_count() const;
    std::size_t denied_count() const { return denied_.size(); }

private:
    struct IssuerList {
        std::unordered_set<std::string> serials;
        UtcTime this_update{};
        UtcTime next_update{};
    };

    RevocationList() = default;
    void add(const Digest& issuer, IssuerList list);
    Result<void> add_lists(const RevocationFiles& files);
    Result<void> add_deny_list(const std::string& path);

    std::unordered_map<Digest, IssuerList, DigestHash> issuers_;
    std::unordered_set<Digest, DigestHash> denied_;
    UtcTime next_update_{};
};

}  // namespace svd
