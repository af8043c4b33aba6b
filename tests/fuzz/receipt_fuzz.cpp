// Receipts, and what the log holds, as an agent or an auditor gets them and as a hub reads them back from its disk: what can be read says the
// same after it is written again.  The first byte chooses which.
#include "core/wire/log_codec.h"
#include "core/wire/receipt_codec.h"
#include "tests/fuzz/fuzz_input.h"

namespace svd::fuzz {
namespace {

void check_receipt(const wire::Receipt& receipt) {
    const std::string bytes = wire::encode_receipt(receipt);
    const auto again = wire::decode_receipt(bytes);
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(*again == receipt);
    FUZZ_CHECK(wire::encode_receipt(*again) == bytes);
    const auto through_json = wire::receipt_from_json(wire::receipt_json(bytes));
    FUZZ_CHECK(through_json.has_value());
    FUZZ_CHECK(*through_json == receipt);
}

void check_entry(const LogEntry& entry) {
    const auto again = wire::decode_log_entry(wire::encode_log_entry(entry));
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(*again == entry);
    FUZZ_CHECK(!wire::log_entry_json(0, entry).empty());
}

void check_content(const wire::StoredContent& content) {
    const auto again = wire::decode_content(wire::encode_content(content));
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(*again == content);
    if (const auto receipt = wire::decode_receipt(content.receipt_bytes)) check_receipt(*receipt);
}

void check_export(const wire::ContentExport& content, std::string_view bytes) {
    FUZZ_CHECK(wire::encode_content_export(content) == bytes);  // it has one form
    if (const auto receipt = wire::decode_receipt(content.receipt_bytes)) check_receipt(*receipt);
}

}  // namespace
}  // namespace svd::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace svd;
    fuzz::Input input(data, size);
    switch (input.choice(5)) {
        case 0:
            if (const auto receipt = wire::decode_receipt(input.rest())) fuzz::check_receipt(*receipt);
            break;
        case 1:
            if (const auto receipt = wire::receipt_from_json(input.rest())) fuzz::check_receipt(*receipt);
            break;
        case 2:
            if (const auto entry = wire::decode_log_entry(input.rest())) fuzz::check_entry(*entry);
            break;
        case 4:
            if (const auto content = wire::decode_content_export(input.rest())) {
                fuzz::check_export(*content, input.rest());
            }
            break;
        default:
            if (const auto content = wire::decode_content(input.rest())) fuzz::check_content(*content);
            break;
    }
    return 0;
}
