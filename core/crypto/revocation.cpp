#include "core/crypto/revocation.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "core/crypto/openssl_error.h"
#include "core/crypto/x509_reading.h"

namespace svd {
namespace {

Result<std::vector<CrlPtr>> read_list_file(const std::string& path) {
    const BioPtr file(BIO_new_file(path.c_str(), "r"));
    if (!file) return openssl_error("opening " + path, Errc::kNotFound);
    std::vector<CrlPtr> lists;
    while (CrlPtr next{PEM_read_bio_X509_CRL(file.get(), nullptr, nullptr, nullptr)}) lists.push_back(std::move(next));
    const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (lists.empty() || !at_end) return openssl_error("reading revocation lists from " + path, Errc::kInvalid);
    forget_openssl_errors();
    return lists;
}

// A renewed authority keeps its name, so there may be several certificates to try.
bool is_signed_by_one_of(X509_CRL* list, const std::vector<X509Ptr>& authorities) {
    const bool found = std::ranges::any_of(authorities, [&](const X509Ptr& authority) {
        return X509_NAME_cmp(X509_get_subject_name(authority.get()), X509_CRL_get_issuer(list)) == 0 &&
               (X509_get_key_usage(authority.get()) & KU_CRL_SIGN) != 0 &&
               X509_CRL_verify(list, X509_get0_pubkey(authority.get())) == 1;
    });
    forget_openssl_errors();
    return found;
}

// Critical means "do not use me unless you know what this is", and we know none: partial, indirect, delta lists.
bool has_critical_extension(X509_CRL* list) {
    if (X509_CRL_get_ext_by_critical(list, 1, -1) >= 0) return true;
    STACK_OF(X509_REVOKED)* entries = X509_CRL_get_REVOKED(list);
    for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
        if (X509_REVOKED_get_ext_by_critical(sk_X509_REVOKED_value(entries, i), 1, -1) >= 0) return true;
    }
    return false;
}

Result<std::unordered_set<std::string>> read_serials(X509_CRL* list) {
    std::unordered_set<std::string> serials;
    STACK_OF(X509_REVOKED)* entries = X509_CRL_get_REVOKED(list);
    for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
        auto serial = serial_text(X509_REVOKED_get0_serialNumber(sk_X509_REVOKED_value(entries, i)));
        if (!serial) return serial.error();
        serials.insert(*std::move(serial));
    }
    return serials;
}

// Colons and capitals are how openssl prints a fingerprint.
std::optional<Digest> read_fingerprint(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        if (c != ':') plain.push_back(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    return digest_from_hex(plain);
}

std::string_view trimmed(std::string_view line) {
    line = line.substr(0, line.find('#'));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return line.substr(first, line.find_last_not_of(" \t\r") + 1 - first);
}

}  // namespace

std::string_view standing_code(Standing standing) {
    switch (standing) {
        case Standing::kGood: return "certificate-good";
        case Standing::kRevoked: return "certificate-revoked";
        case Standing::kCertificateExpired: return "certificate-expired";
        case Standing::kListMissing: return "revocation-list-missing";
        case Standing::kListExpired: return "revocation-list-expired";
    }
    return "certificate-revoked";
}

Result<std::shared_ptr<const RevocationList>> RevocationList::load(const RevocationFiles& files) {
    const std::shared_ptr<RevocationList> made(new RevocationList);
    if (auto done = made->add_lists(files); !done) return done.error();
    if (auto done = made->add_deny_list(files.deny_list); !done) return done.error();
    return std::shared_ptr<const RevocationList>(made);
}

Result<void> RevocationList::add_lists(const RevocationFiles& files) {
    const auto authorities = read_certificate_file(files.authorities);
    if (!authorities) return authorities.error();
    const auto lists = read_list_file(files.lists);
    if (!lists) return lists.error();
    for (const CrlPtr& list : *lists) {
        if (!is_signed_by_one_of(list.get(), *authorities)) {
            return invalid(files.lists + ": a revocation list is not signed by an authority of " + files.authorities);
        }
        if (has_critical_extension(list.get())) {
            return invalid(files.lists + ": a revocation list is partial: it has a critical extension");
        }
        auto serials = read_serials(list.get());
        if (!serials) return serials.error();
        const auto this_update = read_time(X509_CRL_get0_lastUpdate(list.get()));
        const auto next_update = read_time(X509_CRL_get0_nextUpdate(list.get()));
        if (!this_update || !next_update) return invalid(files.lists + ": a revocation list does not say when it ends");
        add(name_digest(X509_CRL_get_issuer(list.get())), {*std::move(serials), *this_update, *next_update});
    }
    next_update_ = UtcTime::max();
    for (const auto& [issuer, list] : issuers_) next_update_ = std::min(next_update_, list.next_update);
    return {};
}

// Of two lists of one issuer the later one counts, but what either revokes stays revoked.
void RevocationList::add(const Digest& issuer, IssuerList list) {
    const auto [held, is_new] = issuers_.try_emplace(issuer, std::move(list));
    if (is_new) return;
    held->second.serials.merge(list.serials);
    held->second.this_update = std::max(held->second.this_update, list.this_update);
    held->second.next_update = std::max(held->second.next_update, list.next_update);
}

Result<void> RevocationList::add_deny_list(const std::string& path) {
    if (path.empty()) return {};
    std::ifstream file(path);
    if (!file) return Error{Errc::kNotFound, "the deny-list " + path + " cannot be opened"};
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        const std::string_view text = trimmed(line);
        if (text.empty()) continue;
        const auto fingerprint = read_fingerprint(text);
        if (!fingerprint) return invalid(path + ":" + std::to_string(number) + ": not a SHA-256 fingerprint");
        denied_.insert(*fingerprint);
    }
    if (file.bad()) return Error{Errc::kInternal, "the deny-list " + path + " cannot be read"};
    return {};
}

bool RevocationList::is_revoked(const PeerChain& chain) const {
    return std::ranges::any_of(chain.certificates, [&](const Certificate& certificate) {
        const auto list = issuers_.find(certificate.issuer);
        return denied_.contains(certificate.fingerprint) ||
               (list != issuers_.end() && list->second.serials.contains(certificate.serial));
    });
}

Standing RevocationList::check(const PeerChain& chain, UtcTime now) const {
    if (chain.certificates.empty() || is_revoked(chain)) return Standing::kRevoked;
    for (const Certificate& certificate : chain.certificates) {
        if (now > certificate.not_after) return Standing::kCertificateExpired;
        const auto list = issuers_.find(certificate.issuer);
        if (list == issuers_.end()) return Standing::kListMissing;
        if (now >= list->second.next_update) return Standing::kListExpired;
    }
    return Standing::kGood;
}

std::vector<std::string> RevocationList::names() const {
    std::vector<std::string> names;
    for (const auto& [issuer, list] : issuers_) {
        for (const std::string& serial : list.serials) names.push_back("serial " + to_hex(issuer) + "/" + serial);
    }
    for (const Digest& fingerprint : denied_) names.push_back("fingerprint " + to_hex(fingerprint));
    std::ranges::sort(names);
    return names;
}

std::size_t RevocationList::revoked_count() const {
    std::size_t count = 0;
    for (const auto& [issuer, list] : issuers_) count += list.serials.size();
    return count;
}

}  // namespace svd
