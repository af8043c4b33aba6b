// The hub's configuration: one TOML file, strict, with every problem told at once.
//
// Paths in it are relative to the file.  Secrets are named by path and never in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/log.h"
#include "core/base/result.h"
#include "core/crypto/revocation.h"
#include "core/crypto/tls_settings.h"
#include "core/domain/party.h"
#include "core/geography/geography.h"
#include "hub/definition/catalogue.h"

namespace svd {

struct Endpoint {
    std::string address;
    std::uint16_t port = 0;  // 0: any that is free
};

struct HubConfig {
    std::filesystem::path data;
    std::filesystem::path reference;
    std::filesystem::path definition_folder;  // empty: figures by measure are not made
    std::string definitions;  // that a profile uses unless it asks for others: kent-like@1,london-like
    Endpoint listen;
    Endpoint local;               // health and metrics: loopback only, no certificates
    std::string log_origin;         // names the log for ever: svd-hub.example/kent
    std::filesystem::path backups;  // empty: the running hub makes none
    std::filesystem::path log_key;  // Ed25519; made when there is none and the log is empty
    std::filesystem::path disclosure_key;  // the secret of the records' keys; made when there is none
    std::size_t confirm_start_by = 1;  // witnesses that must have confirmed the log before it is added to
    std::size_t release_cosigners = 2;  // agencies that must have cosigned what a release is made from
    bool disclosure_off = false;  // profiles are exact, say so, and are not for release
    bool store_in_memory = false;    // for measuring what the disk costs; forgets everything at the end
    bool store_without_log = false;  // for measuring what the log costs; what is stored cannot be opened again
    log::Level log_level = log::Level::kInfo;
    CredentialFiles tls;
    RevocationFiles revocation;
    std::vector<Party> parties;
};

// The error's detail is every problem, one a line, each with the file's name and the line's number.
Result<HubConfig> load_config(const std::filesystem::path& file);

// The definitions and breaks it names; an error when a default is not among them.
Result<Catalogue> load_catalogue(const HubConfig& config);

// What the configuration says in view of the geography: that every party's areas exist.
Result<void> check_against(const HubConfig& config, const Geography& geography);

}  // namespace svd
