// A request's head in any pieces, and what the API makes of its target, Accept and If-None-Match.  The first byte
// chooses the size of the pieces.
#include <algorithm>
#include <memory>
#include <string>

#include "core/base/limits.h"
#include "hub/api/services.h"
#include "hub/http/request_parser.h"
#include "tests/fuzz/fuzz_input.h"

namespace svd::fuzz {
namespace {

using http::RequestParser;

// A copy that ends where the bytes end, so that reading past them is seen.
class Exactly {
public:
    explicit Exactly(std::string_view bytes) : size_(bytes.size()), bytes_(new char[bytes.size()]) {
        std::ranges::copy(bytes, bytes_.get());
    }
    operator std::string_view() const { return {bytes_.get(), size_}; }

private:
    std::size_t size_;
    std::unique_ptr<char[]> bytes_;
};

RequestParser::Progress feed(RequestParser& parser, std::string_view bytes, std::size_t piece) {
    auto progress = RequestParser::Progress::kNeedMore;
    for (std::size_t end = 0; end < bytes.size() && progress == RequestParser::Progress::kNeedMore;) {
        end = std::min(bytes.size(), end + piece);
        progress = parser.take(Exactly(bytes.substr(0, end)));
    }
    return progress;
}

void check_match(const api::MatchOutcome& outcome) {
    if (!outcome.match) {
        FUZZ_CHECK((outcome.failure == api::MatchFailure::kMethodNotAllowed) == !outcome.allowed_methods.empty());
        return;
    }
    FUZZ_CHECK(outcome.match->route < api::routes().size());
    const std::string_view pattern = api::routes()[outcome.match->route].pattern;
    FUZZ_CHECK(static_cast<std::size_t>(std::ranges::count(pattern, '{')) == outcome.match->arguments.size());
    const std::string& suffix = outcome.match->suffix;
    FUZZ_CHECK(suffix.empty() || suffix == "json" || suffix == "csv" || suffix == "pb");
}

void ask_api(http::RequestHead& head) {
    api::MatchOutcome outcome = api::match(head.method, head.target);
    check_match(outcome);
    if (!outcome.match) return;
    api::Call call{http::Request{std::move(head), "", 0}, *std::move(outcome.match)};
    call.request.request_id = "fuzz";
    const auto format = api::wanted_format(call, {api::Format::kJson, api::Format::kCsv});
    FUZZ_CHECK(format != api::Format::kProtobuf);
    const auto page = api::read_page(call);
    if (const auto* read = std::get_if<api::Page>(&page)) {
        FUZZ_CHECK(read->limit >= 1 && read->limit <= limits::kPageItemsMax);
    }
    const http::Response response = api::with_etag(call, {200, "text/csv", "figures", {}, false});
    FUZZ_CHECK(response.status == 200 || response.status == 304);
}

}  // namespace
}  // namespace svd::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace svd;
    using http::RequestParser;
    fuzz::Input input(data, size);
    const std::size_t pieces = 1 + input.choice(16);
    const std::string_view bytes = input.rest();
    RequestParser whole;
    RequestParser parted;
    const auto progress = fuzz::feed(whole, bytes, std::max<std::size_t>(1, bytes.size()));
    const auto parted_progress = fuzz::feed(parted, bytes, bytes.size() / pieces + 1);
    FUZZ_CHECK((progress == RequestParser::Progress::kDone) == (parted_progress == RequestParser::Progress::kDone));
    if (progress == RequestParser::Progress::kRefused) {
        FUZZ_CHECK(whole.refusal() != nullptr && whole.refusal()->status >= 400 && whole.refusal()->status < 600);
    }
    if (progress != RequestParser::Progress::kDone) return 0;
    FUZZ_CHECK(whole.head_bytes() == parted.head_bytes() && whole.head_bytes() <= bytes.size());
    FUZZ_CHECK(whole.head().target == parted.head().target);
    FUZZ_CHECK(whole.head().content_length == parted.head().content_length);
    FUZZ_CHECK(whole.head().target.size() <= limits::kTargetBytesMax);
    FUZZ_CHECK(whole.keep_alive() == parted.keep_alive());
    fuzz::ask_api(whole.head());
    return 0;
}
