// Receipts and entries, as an agent gets them and as a hub reads them back from its disk: what can be read says the
// same after it is written again.  The first byte chooses which.
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

void check_entry(const wire::Entry& entry) {
    const std::string bytes = wire::encode_entry(entry);
    const auto again = wire::decode_entry(bytes);
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(again->sequence == entry.sequence && again->encoding == entry.encoding);
    FUZZ_CHECK(again->receipt_bytes == entry.receipt_bytes);
    FUZZ_CHECK(entry.encoding == wire::Encoding::kProtobuf || entry.encoding == wire::Encoding::kProtobufJson);
    if (const auto receipt = wire::decode_receipt(entry.receipt_bytes)) check_receipt(*receipt);
}

}  // namespace
}  // namespace svd::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace svd;
    fuzz::Input input(data, size);
    switch (input.choice(3)) {
        case 0:
            if (const auto receipt = wire::decode_receipt(input.rest())) fuzz::check_receipt(*receipt);
            break;
        case 1:
            if (const auto receipt = wire::receipt_from_json(input.rest())) fuzz::check_receipt(*receipt);
            break;
        default:
            if (const auto entry = wire::decode_entry(input.rest())) fuzz::check_entry(*entry);
            break;
    }
    return 0;
}
