// What the endpoints work with, and the small helpers they share.
#pragma once

#include <boost/json/fwd.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/domain/party.h"
#include "core/geography/geography.h"
#include "hub/api/routes.h"
#include "hub/api/work_pool.h"
#include "hub/definition/catalogue.h"
#include "hub/http/handler.h"
#include "hub/intake/intake.h"
#include "hub/ledger/writer.h"
#include "hub/metrics/metrics.h"

namespace svd::api {

struct Services {
    const Intake& intake;
    Writer& writer;
    const Ledger& ledger;
    const Geography& geography;
    const std::vector<Party>& parties;
    const Catalogue& catalogue;
    const std::string& definitions;  // that a profile uses unless it asks for others: kent-like@1
    const Clock& clock;
    Metrics& metrics;
    WorkPool& pool;
    std::filesystem::path backups;  // empty: none are made
    std::size_t release_cosigners = 0;  // agencies that must have cosigned what a release is made from
    bool disclosure_off = false;  // profiles are served only then, until there is disclosure control
};

// A request whose route is known and whose caller may call it.
struct Call {
    http::Request request;
    Match match;
    const Identity& caller() const { return *request.identity; }
};

enum class Format : std::uint8_t { kJson, kCsv, kProtobuf, kProofFile };

// From the suffix, or else from Accept; nothing when what is wanted is not among `offered`.
std::optional<Format> wanted_format(const Call& call, std::initializer_list<Format> offered);

// The beginning of an entry about this call: what happened, who, and when.
LogEntry entry_about(const Call& call, const Services& services, LogEvent event);

http::Response busy_problem(const std::string& request_id);
// What could not be put on disk is not done, and what could not be put in the log is not handed out.
http::Response not_stored_problem(const std::string& request_id);
// The same, or that nothing may be added to the log.
http::Response not_logged_problem(const Services& services, const std::string& request_id);

// What is kept beside an entry that has been erased.
http::Response erased_problem(const Call& call);

// A word and not a sentence, such as breach-report-12: the log holds no free text.
bool is_log_word(std::string_view text);

bool read_number(std::string_view text, std::uint64_t& number);

http::Response json_response(unsigned status, const boost::json::value& value);

// As a .tlog-proof file, or as JSON for people.
http::Response receipt_response(unsigned status, std::string_view receipt_bytes, std::string receipt_file,
                                bool as_json);

// Adds a strong ETag of the body and answers 304 where the caller has the same already.
http::Response with_etag(const Call& call, http::Response response);

// How a list is cut into pages.
struct Page {
    std::uint64_t start = 0;  // of what the endpoint counts, as its own `next` said
    std::size_t limit = 0;
};
// A problem when `limit` or `cursor` is malformed.
std::variant<Page, http::Response> read_page(const Call& call);

// A problem when the query holds a parameter that the endpoint does not know: a misspelt filter must not show all.
std::optional<http::Response> refuse_unknown_parameters(const Call& call,
                                                        std::initializer_list<std::string_view> known);

http::Response bad_parameter(const Call& call, std::string_view name, std::string_view expected);

}  // namespace svd::api
