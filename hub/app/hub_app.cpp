#include "hub/app/hub_app.h"

#include "core/base/log.h"
#include "hub/api/api.h"
#include "hub/app/local_handler.h"
#include "hub/app/log_key.h"
#include "hub/app/partnership.h"
#include "hub/app/revocation_watch.h"
#include "hub/app/start_entries.h"
#include "hub/http/https_server.h"
#include "hub/ledger/keyed_records.h"
#include "hub/store/memory_store.h"
#include "hub/store/rocks_store.h"

namespace svd {
namespace {

constexpr std::size_t kPoolThreads = 2;

Result<std::unique_ptr<Store>> open_store(const HubConfig& config) {
    if (config.store_in_memory) return std::unique_ptr<Store>(std::make_unique<MemoryStore>());
    auto opened = RocksStore::open(config.data / "store");
    if (!opened) return opened.error();
    return std::unique_ptr<Store>(*std::move(opened));
}

// The key that the log is signed with.  A log that has entries must not get another one unnoticed.
Result<tlog::NoteSigner> open_signer(const HubConfig& config, const Store& store) {
    const std::string file = config.log_key.string();
    if (!std::filesystem::exists(config.log_key)) {
        bool empty = true;
        const auto scanned = store.scan(Table::kEntries, "", [&](std::string_view, std::string_view) {
            empty = false;
            return false;
        });
        if (!scanned) return scanned.error();
        if (!empty) return invalid("hub.log_key: " + file + " is missing, and the log was signed with it");
    }
    auto key = read_or_make_log_key(config.log_key);
    if (!key) return key.error();
    return tlog::NoteSigner(config.log_origin, *std::move(key));
}

}  // namespace

// Members are in the order of dependency: what is destroyed first uses what is destroyed after it.
struct HubApp::Parts {
    HubConfig config;
    Geography geography;
    Catalogue catalogue;
    SystemClock clock;
    Metrics metrics{kHubVersion};
    std::unique_ptr<RevocationWatch> revocation;
    std::unique_ptr<Store> store;
    std::unique_ptr<Ledger> ledger;
    std::unique_ptr<Intake> intake;
    std::unique_ptr<Writer> writer;
    std::unique_ptr<WorkPool> pool;
    std::unique_ptr<api::Api> api;
    std::unique_ptr<LocalHandler> local_handler;
    std::unique_ptr<http::HttpsServer> server;
    std::unique_ptr<http::HttpsServer> local_server;

    Result<void> build();
    Result<void> listen();
    Result<void> log_start();
    bool log_revocations(const RevocationList& list);
};

Result<void> HubApp::Parts::log_start() {
    const auto digest = ledger->read([](const State&, const LogFacts& facts) { return facts.configuration; });
    std::optional<std::string> before;
    if (digest) {
        auto document = ledger->document(*digest);
        if (!document) return document.error();
        before = *std::move(document);
    }
    auto entries = start_entries(ledger->log().size() == 0, before,
                                 partnership_document(config.parties, geography.edition()), clock.now());
    if (!entries) return entries.error();
    const auto restored = store->get(Table::kMeta, kRestoredKey);
    if (!restored) return restored.error();
    if (restored->has_value() && !(*restored)->empty()) {
        LogEntry entry = hub_entry(LogEvent::kRestored, clock.now());
        entry.subject = **restored;
        entry.snapshot = ledger->log().size();
        entries->push_back(std::move(entry));
    }
    return ledger->begin(*std::move(entries), config.confirm_start_by);
}

// True when all of them are in the log, or about to be.
bool HubApp::Parts::log_revocations(const RevocationList& list) {
    for (const std::string& name : list.names()) {
        LogEntry entry = hub_entry(LogEvent::kCertificateRevoked, clock.now());
        entry.subject = name;
        if (ledger->has_noted(entry)) continue;
        if (!ledger->standing().open()) return false;
        if (!writer->submit(Noticed{std::move(entry)}, [](const Outcome&) {})) return false;
    }
    return true;
}

Result<void> HubApp::Parts::build() {
    auto loaded = Geography::load(config.reference);
    if (!loaded) return loaded.error();
    geography = *std::move(loaded);
    if (auto checked = check_against(config, geography); !checked) return checked;
    auto shelf = load_catalogue(config);
    if (!shelf) return shelf.error();
    catalogue = *std::move(shelf);
    auto watching = RevocationWatch::start(config.revocation);
    if (!watching) return watching.error();
    revocation = *std::move(watching);
    auto opened = open_store(config);
    if (!opened) return opened.error();
    store = *std::move(opened);
    auto signer = open_signer(config, *store);
    if (!signer) return signer.error();
    const auto secret = open_secret(*store, config.disclosure_key);
    if (!secret) return secret.error();
    const LogMode mode = config.store_without_log ? LogMode::kCounting : LogMode::kProving;
    auto read = Ledger::open(*store, *std::move(signer), mode, std::make_unique<KeyedRecords>(*secret));
    if (!read) return read.error();
    ledger = *std::move(read);
    if (auto logged = log_start(); !logged) return logged.error();
    intake = std::make_unique<Intake>(config.parties, geography, clock);
    writer = std::make_unique<Writer>(*ledger);
    pool = std::make_unique<WorkPool>(kPoolThreads);
    api = std::make_unique<api::Api>(api::Services{*intake, *writer, *ledger, geography, config.parties, catalogue,
                                                   config.definitions, clock, metrics, *pool, config.backups,
                                                   config.release_cosigners, config.disclosure_off});
    return {};
}

Result<void> HubApp::Parts::listen() {
    const auto lists = [this] { return revocation->current(); };
    http::ServerOptions options;
    options.address = config.listen.address;
    options.port = config.listen.port;
    options.tls = config.tls;
    options.revocation = lists;
    options.clock = &clock;
    server = std::make_unique<http::HttpsServer>(options, *api);
    const auto port = server->start();
    if (!port) return port.error();

    local_handler = std::make_unique<LocalHandler>(LocalHandler::Sources{
        *ledger, *writer, metrics, clock, lists, [this]() -> const http::ServerCounters& { return server->counters(); },
        [this] { return revocation->reload_failed(); }});
    http::ServerOptions local;
    local.address = config.local.address;
    local.port = config.local.port;
    local.access_log = false;
    local_server = std::make_unique<http::HttpsServer>(local, *local_handler);
    const auto local_port = local_server->start();
    if (!local_port) return local_port.error();

    log::info("hub.ready", {{"server.port", std::int64_t{*port}},
                            {"svd.local_port", std::int64_t{*local_port}},
                            {"svd.log_entries", static_cast<std::int64_t>(ledger->log().size())},
                            {"svd.log_key", tlog::format_verifier_key(ledger->log().verifier())},
                            {"svd.geography", geography.edition()},
                            {"svd.disclosure", config.disclosure_off ? "off" : "required"}});
    return {};
}

HubApp::HubApp(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Result<std::unique_ptr<HubApp>> HubApp::start(HubConfig config) {
    auto parts = std::make_unique<Parts>();
    parts->config = std::move(config);
    if (auto built = parts->build(); !built) return built.error();
    if (auto listening = parts->listen(); !listening) return listening.error();
    parts->revocation->tell([&all = *parts](const RevocationList& list) { return all.log_revocations(list); });
    return std::unique_ptr<HubApp>(new HubApp(std::move(parts)));
}

HubApp::~HubApp() {
    parts_->revocation->tell({});
    parts_->server->stop_gracefully();  // 1. no new requests, those in hand are finished
    parts_->pool->stop();               // 2. what the pool has taken is answered
    parts_->writer->stop();             // 3. what was queued is on disk
    parts_->local_server->stop_gracefully();
    if (parts_->writer->healthy()) {
        parts_->ledger->end(hub_entry(LogEvent::kStopped, parts_->clock.now()));
    }
    log::info("hub.stopped");
}

void HubApp::reload() {
    const auto reloaded = parts_->server->reload_credentials();
    if (reloaded) log::info("credentials.reloaded");
    else log::error("credentials.reload_failed", {{"error.message", reloaded.error().detail}});
}

}  // namespace svd
