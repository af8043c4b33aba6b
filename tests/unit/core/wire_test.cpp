#include <doctest/doctest.h>

#include <cctype>
#include <random>

#include "core/base/limits.h"
#include "core/wire/log_codec.h"
#include "core/wire/receipt_codec.h"
#include "core/wire/submission_codec.h"
#include "svd/v1/log.pb.h"
#include "svd/v1/receipt.pb.h"
#include "svd/v1/submission.pb.h"
#include "tests/support/golden.h"
#include "tests/support/small_world.h"

namespace svd {
namespace {

using test::crime;
using test::submission_of;
using wire::Encoding;

Submission everything() {
    Submission submission = submission_of({crime("E01900001", "2021-04"), crime("E01900003", "2021-05")});
    submission.incidents[1][Field::kPoliceOutcome] = 10;
    submission.incidents[1][Field::kKnifeFlagSource] = kNotCollected;
    submission.supersedes = {Digest{1, 2, 3}};
    submission.part_of = Digest{4, 5, 6};
    AggregateReturn aggregate;
    aggregate.count_unit = 12;
    aggregate.kind = 12;
    aggregate.from_month = 202104;
    aggregate.to_month = 202105;
    aggregate.count = 1'000'000;
    submission.aggregates = {aggregate};
    CohortSnapshot cohort;
    cohort.order_type = 10;
    cohort.people = 77;
    cohort.as_at_month = 202106;
    submission.cohorts = {cohort};
    submission.nil_returns = {{202104, 11}};
    submission.not_available = {{202105, 11, 12}};
    submission.amendments = {{RowAddress{Digest{9}, 3}, crime("E01900003", "2021-04")}};
    submission.withdrawals = {{RowAddress{Digest{9}, 4}, 12}};
    submission.records_read = 5;
    submission.records_set_aside = 1;
    return submission;
}

// Two submissions are the same when they encode alike: every field has its place on the wire.
void check_same(const Submission& left, const Submission& right) {
    CHECK(wire::encode_submission(left, Encoding::kProtobuf) == wire::encode_submission(right, Encoding::kProtobuf));
}

TEST_CASE("wire: a submission survives protobuf and its JSON") {
    const Submission submission = everything();
    for (const Encoding encoding : {Encoding::kProtobuf, Encoding::kProtobufJson}) {
        const auto again = wire::decode_submission(wire::encode_submission(submission, encoding), encoding);
        REQUIRE(again.has_value());
        check_same(*again, submission);
        CHECK_FALSE(again->has_unknown_fields);
        CHECK(again->incidents[1].codes == submission.incidents[1].codes);
        CHECK(again->incidents[1].place.area == submission.incidents[1].place.area);
        CHECK(again->withdrawals[0].row == submission.withdrawals[0].row);
    }
}

TEST_CASE("wire: a field the vocabulary has no place for is noticed wherever it hides") {
    const auto check_noticed = [](const v1::Submission& message) {
        const auto decoded = wire::decode_submission(message.SerializeAsString(), Encoding::kProtobuf);
        REQUIRE(decoded.has_value());
        CHECK(decoded->has_unknown_fields);
    };
    v1::Submission clean;
    REQUIRE(clean.ParseFromString(wire::encode_submission(everything(), Encoding::kProtobuf)));
    const auto hide_in = [](google::protobuf::Message& message) {
        message.GetReflection()->MutableUnknownFields(&message)->AddLengthDelimited(999, "A. Person");
    };
    std::size_t places = 0;
    const auto try_hiding = [&](auto find) {
        v1::Submission message = clean;
        hide_in(*find(message));
        check_noticed(message);
        ++places;
    };
    try_hiding([](v1::Submission& s) { return &s; });
    try_hiding([](v1::Submission& s) { return s.mutable_mapping(); });
    try_hiding([](v1::Submission& s) { return s.mutable_tally(); });
    try_hiding([](v1::Submission& s) { return s.mutable_incidents(1); });
    try_hiding([](v1::Submission& s) { return s.mutable_incidents(1)->mutable_time(); });
    try_hiding([](v1::Submission& s) { return s.mutable_incidents(1)->mutable_place(); });
    try_hiding([](v1::Submission& s) { return s.mutable_incidents(1)->mutable_flags(); });
    try_hiding([](v1::Submission& s) { return s.mutable_incidents(1)->mutable_police(); });
    try_hiding([](v1::Submission& s) { return s.mutable_incidents(0)->mutable_emergency_department(); });
    try_hiding([](v1::Submission& s) { return s.mutable_incidents(0)->mutable_fire(); });
    try_hiding([](v1::Submission& s) { return s.mutable_incidents(0)->mutable_youth_justice(); });
    try_hiding([](v1::Submission& s) { return s.mutable_incidents(0)->mutable_education(); });
    try_hiding([](v1::Submission& s) { return s.mutable_aggregates(0); });
    try_hiding([](v1::Submission& s) { return s.mutable_aggregates(0)->mutable_place(); });
    try_hiding([](v1::Submission& s) { return s.mutable_cohorts(0); });
    try_hiding([](v1::Submission& s) { return s.mutable_cohorts(0)->mutable_place(); });
    try_hiding([](v1::Submission& s) { return s.mutable_nil_returns(0); });
    try_hiding([](v1::Submission& s) { return s.mutable_not_available(0); });
    try_hiding([](v1::Submission& s) { return s.mutable_amendments(0); });
    try_hiding([](v1::Submission& s) { return s.mutable_amendments(0)->mutable_row(); });
    try_hiding([](v1::Submission& s) { return s.mutable_amendments(0)->mutable_replacement(); });
    try_hiding([](v1::Submission& s) { return s.mutable_withdrawals(0); });
    try_hiding([](v1::Submission& s) { return s.mutable_withdrawals(0)->mutable_row(); });
    // Submission, and every message type it can hold: a new one must be added above.
    CHECK(places == 23);
}

TEST_CASE("wire: text where a code or a digest belongs is noticed wherever it hides") {
    v1::Submission clean;
    REQUIRE(clean.ParseFromString(wire::encode_submission(everything(), Encoding::kProtobuf)));
    const auto check_noticed = [&](auto hide) {
        v1::Submission message = clean;
        hide(message);
        const auto decoded = wire::decode_submission(message.SerializeAsString(), Encoding::kProtobuf);
        REQUIRE(decoded.has_value());
        CHECK(decoded->has_unknown_fields);
    };
    for (const char* text : {"John Smith, 12 High Street", "E0190000", "e01900001", "E01900001 "}) {
        CAPTURE(text);
        check_noticed([&](v1::Submission& s) { s.mutable_incidents(1)->mutable_place()->set_area(text); });
        check_noticed([&](v1::Submission& s) { s.mutable_aggregates(0)->mutable_place()->set_area(text); });
        check_noticed([&](v1::Submission& s) { s.mutable_cohorts(0)->mutable_place()->set_area(text); });
        check_noticed([&](v1::Submission& s) {
            s.mutable_amendments(0)->mutable_replacement()->mutable_place()->set_area(text);
        });
        check_noticed([&](v1::Submission& s) { s.mutable_amendments(0)->mutable_row()->set_submission(text); });
        check_noticed([&](v1::Submission& s) { s.mutable_withdrawals(0)->mutable_row()->set_submission(text); });
    }
}

TEST_CASE("wire: an unknown area and a missing address are for the rules of the row") {
    v1::Submission message;
    message.add_incidents()->mutable_place()->set_area("E99999999");
    message.add_incidents()->mutable_place()->set_area("E01900001");
    message.mutable_incidents(1)->mutable_place()->set_vintage(10'000);
    message.add_withdrawals()->mutable_row()->set_row(3);
    const Submission decoded = wire::decode_submission(message.SerializeAsString(), Encoding::kProtobuf).value();
    CHECK_FALSE(decoded.has_unknown_fields);
    CHECK(decoded.incidents[0].place.code_well_formed);
    CHECK_FALSE(decoded.incidents[1].place.code_well_formed);
    CHECK_FALSE(decoded.withdrawals[0].row.has_value());
    // And they stay so when they are written again.
    const std::string again = wire::encode_submission(decoded, Encoding::kProtobuf);
    CHECK_FALSE(wire::decode_submission(again, Encoding::kProtobuf).value().has_unknown_fields);
}

TEST_CASE("wire: JSON with a field of its own is no submission") {
    CHECK_FALSE(wire::decode_submission(R"({"format":1,"surname":"Smith"})", Encoding::kProtobufJson).has_value());
    CHECK_FALSE(wire::decode_submission("[]", Encoding::kProtobufJson).has_value());
    CHECK_FALSE(wire::decode_submission("", Encoding::kProtobufJson).has_value());
}

TEST_CASE("wire: what is given twice is noticed because only the last is read") {
    v1::Submission extra;
    extra.set_agreement("somebody, of 1 High Street");
    const std::string twice = extra.SerializeAsString() + wire::encode_submission(everything(), Encoding::kProtobuf);
    CHECK(wire::decode_submission(twice, Encoding::kProtobuf).value().has_unknown_fields);
    struct Json {
        const char* text;
        bool noticed;
    };
    for (const Json& each :
         {Json{R"({"agreement":"A-1","format":1})", false}, Json{R"({"agreement":"somebody","agreement":"A-1"})", true},
          Json{R"({"agreement":"somebody","agreem\u0065nt":"A-1"})", true},
          Json{R"({"incidents":[{"kind":12},{"kind":12}]})", false},
          Json{R"({"incidents":[{"time":{"month":202104,"month":202105}}]})", true}}) {
        CAPTURE(each.text);
        CHECK(wire::decode_submission(each.text, Encoding::kProtobufJson).value().has_unknown_fields == each.noticed);
    }
}

TEST_CASE("wire: truncated and random bytes are refused or read - never more") {
    const std::string bytes = wire::encode_submission(everything(), Encoding::kProtobuf);
    std::size_t refused = 0;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        if (!wire::decode_submission(std::string_view(bytes).substr(0, size), Encoding::kProtobuf)) ++refused;
    }
    CHECK(refused > bytes.size() / 2);
    const std::string too_large(limits::kSubmissionBytesMax + 1, 'x');
    CHECK_FALSE(wire::decode_submission(too_large, Encoding::kProtobuf).has_value());
}

// Whether so many of a text, between a head and a tail, are too many to be read at all.
bool is_too_many(Encoding encoding, std::string_view head, std::string_view each, std::size_t count,
                 std::string_view tail = "") {
    std::string bytes(head);
    for (std::size_t i = 0; i < count; ++i) bytes += each;
    bytes += tail;
    const auto decoded = wire::decode_submission(bytes, encoding);
    return decoded.has_error() && decoded.error().code == Errc::kTooMany;
}

TEST_CASE("wire: more rows than are allowed are refused before any is built") {
    constexpr std::size_t kMax = limits::kSubmissionRowsMax;
    for (char tag = '\x52'; tag != '\x7a'; tag += 8) {  // fields 10 to 14, each an empty message
        const std::string each{tag, '\0'};
        CHECK_FALSE(is_too_many(Encoding::kProtobuf, "\x08\x01", each, kMax));
        CHECK(is_too_many(Encoding::kProtobuf, "\x08\x01", each, kMax + 1));
    }
    const std::string amendment("\x7a\0", 2);
    CHECK(is_too_many(Encoding::kProtobuf, amendment, std::string_view("\x82\x01\0", 3), kMax));
    CHECK(is_too_many(Encoding::kProtobuf, "", std::string_view("\x32\0", 2), kMax + 1));  // superseded
    CHECK(is_too_many(Encoding::kProtobufJson, R"({"months":[202104],"incidents":[{})", ",{}", kMax, "]}"));
    CHECK_FALSE(is_too_many(Encoding::kProtobufJson, R"({"months":[202104],"incidents":[{})", ",{}", kMax - 1, "]}"));
    CHECK(is_too_many(Encoding::kProtobufJson, R"({"nilReturns":[{"month":202104}],"incidents":[null)", ",null", kMax,
                      "]}"));
    CHECK(is_too_many(Encoding::kProtobufJson, R"({"supersedes":[""])", R"(,"incidents":[[]])", kMax + 1, "}"));
    CHECK_FALSE(is_too_many(Encoding::kProtobufJson, R"({"incidents":[{})",
                            R"(,{"education":{"reasons":["EXCLUSION_REASON_UNKNOWN","EXCLUSION_REASON_UNKNOWN"]}})",
                            kMax - 1, "]}"));
    // Rows of all kinds together.
    Submission submission = everything();
    submission.incidents.resize(kMax - 6 + 1);
    const std::string bytes = wire::encode_submission(submission, Encoding::kProtobuf);
    CHECK(submission.rows() == kMax + 1);
    CHECK(wire::decode_submission(bytes, Encoding::kProtobuf).error().code == Errc::kTooMany);
    submission.incidents.pop_back();
    for (const Encoding encoding : {Encoding::kProtobuf, Encoding::kProtobufJson}) {
        const auto decoded = wire::decode_submission(wire::encode_submission(submission, encoding), encoding);
        REQUIRE(decoded.has_value());
        CHECK(decoded->rows() == kMax);
    }
}

TEST_CASE("wire: JSON that only lenient readers take is no submission") {
    for (const char* text : {"{'incidents':[{}]}", R"({"incidents":[{},]})", "{incidents:[{}]}"}) {
        CAPTURE(text);
        CHECK(wire::decode_submission(text, Encoding::kProtobufJson).error().code == Errc::kInvalid);
    }
}

TEST_CASE("wire: numbers that are no code at all become a code that no rule accepts") {
    v1::Submission message;
    auto& incident = *message.add_incidents();
    incident.set_kind(static_cast<v1::Kind>(100'000));
    incident.set_weapon(static_cast<v1::Weapon>(-1));
    incident.mutable_place()->set_vintage(4'000'000'000U);
    incident.mutable_police();
    const Submission decoded = wire::decode_submission(message.SerializeAsString(), Encoding::kProtobuf).value();
    CHECK(decoded.incidents[0][Field::kKind] == kNoTerm);
    CHECK(decoded.incidents[0][Field::kWeapon] == kNoTerm);
    CHECK_FALSE(decoded.incidents[0].place.code_well_formed);
    CHECK(decoded.incidents[0].place.area.vintage == 10'000);
    CHECK(decoded.incidents[0][Field::kPoliceOutcome] == kNoTerm);
}

wire::Receipt sample_receipt() {
    wire::Receipt receipt;
    receipt.submission = Digest{0xab, 0xcd};
    receipt.sequence = 42;
    receipt.party = "test-police";
    receipt.received_at = "2026-11-20T09:30:00Z";
    receipt.agreement = "A-1";
    receipt.months = {202104, 202105};
    receipt.supply = 10;
    receipt.accepted.incidents = 2;
    receipt.accepted.withdrawals = 1;
    receipt.refused = {{RowKind::kIncident, 7, "E301", "place.area"}};
    receipt.warnings = {{RowKind::kIncident, 8, "E306", "place.area"}};
    return receipt;
}

LogEntry sample_entry() {
    LogEntry entry;
    entry.event = LogEvent::kDisclosed;
    entry.at = "2026-11-20T09:30:00Z";
    entry.actor = "urn:svd:analyst:vru";
    entry.party = "test-police";
    entry.agreement = "A-1";
    entry.purpose = "identify_kinds";
    entry.area = "E07000115";
    entry.from = Month::parse("2021-04").value();
    entry.to = Month::parse("2022-03").value();
    entry.subject = "profile";
    entry.commitment = Digest{1, 2};
    entry.digest = Digest{3, 4};
    entry.snapshot = 41;
    entry.counts = {{"incidents", 50}, {"refused_rows", 2}};
    entry.codes = {"E205", "E301"};
    entry.refers_to = {7, 300};
    entry.question = "/v1/areas/E07000115/profile from=2021-04 to=2022-03";
    return entry;
}

LogEntry sample_erasure() {
    LogEntry entry;
    entry.event = LogEvent::kErased;
    entry.at = "2026-11-20T09:30:00Z";
    entry.actor = "urn:svd:operator:ops";
    entry.party = "kent-police";
    entry.agreement = "KM";
    entry.from = entry.to = *Month::parse("2021-04");
    entry.subject = "retention";
    entry.digest = Digest{5, 6};  // over what is left
    entry.counts = {{"submissions", 2}, {"incidents", 50}};
    entry.refers_to = {7, 300};
    return entry;
}

wire::StoredContent sample_content() { return {Digest{9, 8}, Encoding::kProtobufJson, "receipt", 43}; }

TEST_CASE("wire: the bytes of receipts and entries and submissions have not moved") {
    const std::string receipt = wire::encode_receipt(sample_receipt());
    CHECK(to_hex(receipt) == test::golden("receipt_v1.hex", to_hex(receipt)));
    const std::string entry = wire::encode_log_entry(sample_entry());
    CHECK(to_hex(entry) == test::golden("log_entry_v1.hex", to_hex(entry)));
    const std::string erased = wire::encode_log_entry(sample_erasure());
    CHECK(to_hex(erased) == test::golden("log_entry_erased_v1.hex", to_hex(erased)));
    const std::string content = wire::encode_content(sample_content());
    CHECK(to_hex(content) == test::golden("stored_content_v1.hex", to_hex(content)));
    const std::string submission = wire::encode_submission(everything(), Encoding::kProtobuf);
    CHECK(to_hex(submission) == test::golden("submission_v1.hex", to_hex(submission)));
    CHECK(wire::decode_receipt(receipt).value() == sample_receipt());
    CHECK(wire::decode_log_entry(entry).value() == sample_entry());
    CHECK(wire::decode_content(content).value() == sample_content());
    CHECK(wire::receipt_from_json(wire::receipt_json(receipt)).value() == sample_receipt());
}

TEST_CASE("wire: a receipt that names rows of no list is corrupt") {
    v1::Receipt message;
    REQUIRE(message.ParseFromString(wire::encode_receipt(sample_receipt())));
    for (const int rows : {0, 9, 17, 266, -1}) {  // 266 would fit a byte as 10
        CAPTURE(rows);
        v1::Receipt refused = message;
        refused.mutable_refused(0)->set_rows(static_cast<v1::RowKind>(rows));
        CHECK(wire::decode_receipt(refused.SerializeAsString()).error().code == Errc::kCorrupt);
        v1::Receipt warned = message;
        warned.mutable_warnings(0)->set_rows(static_cast<v1::RowKind>(rows));
        CHECK(wire::decode_receipt(warned.SerializeAsString()).error().code == Errc::kCorrupt);
    }
}

TEST_CASE("wire: an exported content has one form") {
    const wire::ContentExport sample{Digest{9, 8}, Encoding::kProtobufJson, "receipt", "payload"};
    const std::string bytes = wire::encode_content_export(sample);
    CHECK(to_hex(bytes) == test::golden("content_export_v1.hex", to_hex(bytes)));
    CHECK(wire::decode_content_export(bytes).value() == sample);
    const auto refused = [](const std::string& other) {
        return wire::decode_content_export(other).error().code == Errc::kCorrupt;
    };
    CHECK(refused(""));
    CHECK(refused(bytes + bytes));                            // everything twice: the first would be passed over
    CHECK(refused(bytes + std::string("\x2a\x01x", 3)));      // a field more
    CHECK(refused(bytes.substr(0, bytes.size() - 1)));
    CHECK(refused(bytes.substr(34) + bytes.substr(0, 34)));   // another order
    CHECK(refused(wire::encode_content_export({{}, Encoding::kProtobuf, "", "payload"})));
    CHECK(refused(wire::encode_content_export({{}, Encoding::kProtobuf, "receipt", ""})));
    CHECK(refused(wire::encode_content_export({{}, static_cast<Encoding>(12), "receipt", "payload"})));
    CHECK(refused(wire::encode_content(sample_content())));
}

TEST_CASE("wire: what is left of an erased content has one form") {
    const wire::LeftOverExport sample{"receipt", "payload", 300};
    const std::string bytes = wire::encode_left_over(sample);
    CHECK(to_hex(bytes) == test::golden("left_over_v1.hex", to_hex(bytes)));
    CHECK(wire::decode_left_over(bytes).value() == sample);
    const auto refused = [](const std::string& other) {
        return wire::decode_left_over(other).error().code == Errc::kCorrupt;
    };
    CHECK(refused(""));
    CHECK(refused(bytes + bytes));
    CHECK(refused(bytes + std::string("\x22\x01x", 3)));   // a field more
    CHECK(refused(bytes.substr(0, bytes.size() - 1)));
    CHECK(refused(bytes.substr(9) + bytes.substr(0, 9)));  // another order
    CHECK(refused(wire::encode_left_over({"", "payload", 300})));
    CHECK(refused(wire::encode_left_over({"receipt", "", 300})));
    CHECK(refused(wire::encode_left_over({"receipt", "payload", 0})));
    CHECK(refused(wire::encode_content_export({{}, Encoding::kProtobuf, "receipt", "payload"})));
}

TEST_CASE("wire: what is no receipt or entry is refused") {
    CHECK_FALSE(wire::decode_receipt("").has_value());
    CHECK_FALSE(wire::decode_receipt("\x0a\x01x").has_value());
    CHECK_FALSE(wire::decode_log_entry("").has_value());
    CHECK_FALSE(wire::decode_log_entry("garbage").has_value());
    CHECK_FALSE(wire::decode_content("").has_value());
    CHECK_FALSE(wire::decode_evidence("garbage").has_value());
    CHECK_FALSE(wire::receipt_from_json("{}").has_value());
}

TEST_CASE("wire: an entry that this version does not understand is not passed over") {
    svd::v1::LogEntry message;
    REQUIRE(message.ParseFromString(wire::encode_log_entry(sample_entry())));
    const auto readable = [&] { return wire::decode_log_entry(message.SerializeAsString()).has_value(); };
    REQUIRE(readable());
    message.set_format(2);
    CHECK_FALSE(readable());
    message.set_format(1);
    message.set_event(static_cast<svd::v1::LogEvent>(99));
    CHECK_FALSE(readable());
    message.set_event(svd::v1::LOG_EVENT_ERASED);
    message.set_digest("short");
    CHECK_FALSE(readable());
    message.clear_digest();
    message.set_from_month(202113);
    CHECK_FALSE(readable());
    message.set_from_month(0);
    CHECK(readable());
    const std::string with_a_field_more = message.SerializeAsString() + std::string("\xfa\x01\x01x", 4);
    CHECK_FALSE(wire::decode_log_entry(with_a_field_more).has_value());
}

TEST_CASE("wire: every event of the log has a name, and the names are those of the schema") {
    const auto& events = *svd::v1::LogEvent_descriptor();
    CHECK(static_cast<std::size_t>(events.value_count()) == log_event_names().size() + 1);  // and unspecified
    for (const LogEventName& each : log_event_names()) {
        const auto* value = events.FindValueByNumber(static_cast<int>(each.event));
        REQUIRE(value != nullptr);
        std::string name("LOG_EVENT_");
        for (const char c : each.name) name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        CHECK(value->name() == name);
        CHECK(find_log_event(each.name) == each.event);
    }
}

}  // namespace
}  // namespace svd
