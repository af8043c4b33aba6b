// make_corpus FOLDER: the seeds of every fuzz target, made by the real encoders.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/crypto/digest.h"
#include "core/tlog/proof_file.h"
#include "core/tlog/tile.h"
#include "core/wire/log_codec.h"
#include "core/wire/receipt_codec.h"
#include "core/wire/submission_codec.h"
#include "tests/support/small_world.h"

namespace svd::fuzz {
namespace {

using test::crime;
using test::submission_of;
using wire::Encoding;

class Corpus {
public:
    explicit Corpus(std::filesystem::path folder) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
    }
    // `choices` are what the target takes from the front of its input.
    void add(const std::string& name, std::string_view choices, std::string_view bytes) const {
        std::ofstream(folder_ / name, std::ios::binary) << choices << bytes;
    }

private:
    std::filesystem::path folder_;
};

Submission counts() {
    Submission submission = submission_of({});
    submission.agreement = "H-1";
    submission.months = {202104, 202105};
    AggregateReturn aggregate;
    aggregate.count_unit = static_cast<Code>(CountUnit::kAttendance);
    aggregate.kind = find_term(Vocabulary::kKind, "violence_unsplit").value_or(Code{20});
    aggregate.weapon = aggregate.setting = aggregate.victim_age = aggregate.victim_sex = kNotCollected;
    aggregate.reported_to_police = kNotCollected;
    aggregate.treatment = 11;
    aggregate.from_month = aggregate.to_month = 202104;
    aggregate.place = crime("E01900001", "2021-04").place;
    aggregate.count = 25;
    submission.aggregates = {aggregate};
    CohortSnapshot cohort;
    cohort.order_type = cohort.risk_band = cohort.age_band = cohort.offence = cohort.treatment = 10;
    cohort.as_at_month = 202105;
    cohort.place = aggregate.place;
    cohort.place.level = static_cast<Code>(AreaLevel::kDistrict);
    cohort.place.area = test::area("E07000901", 2024);
    cohort.people = 40;
    submission.cohorts = {cohort};
    submission.nil_returns = {{202105, static_cast<Code>(CountUnit::kAttendance)}};
    submission.not_available = {{202105, static_cast<Code>(CountUnit::kAdmission), 10}};
    return submission;
}

Submission correction() {
    Submission submission = submission_of({}, SupplyKind::kCorrection);
    submission.months = {202104};
    submission.amendments = {{RowAddress{Digest{9}, 3}, crime("E01900003", "2021-04", "robbery_unsplit")}};
    submission.withdrawals = {{RowAddress{Digest{9}, 4}, 10}, {std::nullopt, 11}};
    return submission;
}

Submission extras() {
    Submission submission = submission_of({crime("E01900001", "2021-04"), crime("E01900012", "2021-04"),
                                           crime("E01900003", "2021-05"), crime("E01900009", "2021-05")});
    submission.incidents[0][Field::kPoliceOutcome] = 10;
    submission.incidents[0][Field::kKnifeFlagSource] = kNotCollected;
    submission.incidents[1][Field::kGravityScale] = 10;
    submission.incidents[1][Field::kGravity] = 7;
    submission.incidents[2][Field::kExclusionReason1] = 10;
    submission.incidents[2][Field::kExclusionReason2] = 11;
    submission.incidents[2][Field::kExclusionPermanent] = 10;
    submission.incidents[3][Field::kFireClass] = 10;
    submission.supersedes = {Digest{1, 2, 3}};
    submission.records_read = 6;
    submission.records_set_aside = 2;
    return submission;
}

std::string text(std::initializer_list<char> choices) { return {choices}; }

void submissions(const std::filesystem::path& folder) {
    const Corpus corpus(folder / "submission_fuzz");
    const std::pair<const char*, Submission> seeds[] = {
        {"rows", submission_of({crime("E01900001", "2021-04"), crime("E01900003", "2021-05", "drugs")})},
        {"counts", counts()},
        {"correction", correction()},
        {"extras", extras()},
        {"empty", Submission{}}};
    for (const auto& [name, submission] : seeds) {
        const char party = std::string_view(name) == "counts" ? '\1' : '\0';
        corpus.add(std::string(name) + ".pb", text({'\0', party}),
                   wire::encode_submission(submission, Encoding::kProtobuf));
        corpus.add(std::string(name) + ".json", text({'\1', party}),
                   wire::encode_submission(submission, Encoding::kProtobufJson));
    }
}

void receipts(const std::filesystem::path& folder) {
    const Corpus corpus(folder / "receipt_fuzz");
    wire::Receipt receipt;
    receipt.submission = Digest{7, 8, 9};
    receipt.sequence = 41;
    receipt.party = "test-police";
    receipt.received_at = "2022-06-01T09:30:00Z";
    receipt.agreement = "A-1";
    receipt.months = {202104, 202105};
    receipt.supply = static_cast<Code>(SupplyKind::kFirst);
    receipt.accepted = {50, 1, 2, 3, 4, 5, 6};
    receipt.refused = {{RowKind::kIncident, 3, "E301", "place.area"}};
    receipt.warnings = {{RowKind::kAmendment, 4, "W101", "kind"}};
    const std::string bytes = wire::encode_receipt(receipt);
    corpus.add("receipt.pb", text({'\0'}), bytes);
    corpus.add("receipt.json", text({'\1'}), wire::receipt_json(bytes));
    LogEntry entry;
    entry.at = receipt.received_at;
    entry.actor = "urn:svd:agency:test-police";
    entry.from = Month::parse("2021-04").value();
    entry.commitment = Digest{1, 2, 3};
    entry.counts = {{"incidents", 50}};
    entry.codes = {"E301"};
    entry.refers_to = {3, 40};
    corpus.add("entry.pb", text({'\2'}), wire::encode_log_entry(entry));
    corpus.add("content.pb", text({'\3'}), wire::encode_content({Digest{4}, Encoding::kProtobuf, bytes, 42}));
    corpus.add("export.pb", text({'\4'}), wire::encode_content_export({Digest{4}, Encoding::kProtobuf, bytes, "rows"}));
    corpus.add("small.pb", text({'\0'}), wire::encode_receipt({}));
}

void exports(const std::filesystem::path& folder) {
    const Corpus corpus(folder / "csv_fuzz");
    const std::string plain =
        "Crime ID,Month,LSOA code,Crime type\r\nab12,2021-04,E01024000,Burglary\r\n\r\n,2021-04,,"
        "Anti-social behaviour\r\n";
    corpus.add("plain", text({'\0', '\0', '\0'}), plain);
    corpus.add("windows-1252", text({'\1', '\0', '\0'}), "name,where\ncaf\xE9,Sandgate\n");
    corpus.add("byte-order-mark", text({'\0', '\1', '\1'}), "\xEF\xBB\xBFmade on;\na;b\n1;2\n3;4");
    corpus.add(
        "quotes", text({'\0', '\0', '\0'}),
        "a,b\n\"one\",\"two \"\"words\"\"\"\n\"over\ntwo lines\",x\nstray\" quote,x\n\"never closed,x\nnext,y\n");
    corpus.add("odd", text({'\0', '\2', '\3'}), std::string("\n\n \t\nx\ty") + '\0' + "z\n\xFF\xFE,\n\"\"\t\"\"\n");
    std::string wide("\xFF\xFE", 2);
    for (const char c : plain) wide += std::string{c, '\0'};
    corpus.add("utf-16", text({'\2', '\0', '\0'}), wide);
}

void heads(const std::filesystem::path& folder) {
    const Corpus corpus(folder / "http_head_fuzz");
    const std::string host = " HTTP/1.1\r\nHost: hub:8443\r\n";
    corpus.add("whoami", text({'\0'}), "GET /v1/whoami" + host + "Accept: application/json\r\n\r\n");
    corpus.add("put", text({'\3'}),
               "PUT /v1/submissions/" + std::string(64, 'a') + host +
                   "Content-Type: application/x-protobuf\r\nContent-Length: 1400\r\nExpect: 100-continue\r\n"
                   "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n");
    corpus.add("profile", text({'\5'}),
               "GET /v1/areas/E07000115/profile.csv?from=2021-04&to=2022-03&geography=msoa-2021" + host +
                   "If-None-Match: \"abc\", W/\"def\"\r\nAccept: text/csv;q=0.5, */*\r\n\r\n");
    corpus.add("list", text({'\1'}), "GET /v1/submissions?limit=20&cursor=40&party=kent%2Dpolice" + host + "\r\n");
    corpus.add("wrong-method", text({'\0'}), "DELETE /v1/areas" + host + "Connection: close\r\n\r\n");
    corpus.add("smuggle", text({'\2'}),
               "PUT /v1/submissions/x" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    corpus.add("old", text({'\7'}), "GET //v1/../whoami?a=%zz HTTP/1.0\r\n\r\n");
}

void mappings(const std::filesystem::path& folder, const std::filesystem::path& street) {
    const Corpus corpus(folder / "toml_fuzz");
    std::ifstream stream(street, std::ios::binary);
    std::stringstream mapping;
    mapping << stream.rdbuf();
    corpus.add("street-values", text({'\0'}), mapping.str());
    corpus.add("street", text({'\1'}), mapping.str());
    corpus.add(
        "small", text({'\1'}),
        "[mapping]\nname = \"small\"\nversion = 2\n[csv]\ndelimiter = \";\"\n[defaults]\nterm = \"not_collected\"\n"
        "[map.month]\nfrom = [\"When\", \"Month\"]\nformat = [\"%d %b %Y\", \"%Y-%m\"]\n"
        "[map.kind]\nfrom = \"What\"\ntable = \"codes.csv\"\ncolumn = \"kind\"\nunknown = \"reject\"\n"
        "[map.count_unit]\nfrom = \"What\"\nvalues = { Burglary = \"recorded_crime\" }\nunknown = \"warn\"\n"
        "[map.time_basis]\nconstant = \"recorded\"\n[map.time_precision]\nconstant = \"month\"\n"
        "[map.place_basis]\nconstant = \"map_point\"\n");
    corpus.add("values", text({'\0'}),
               "text = \"a\\u00e9\"\nnumber = -7\nlist = [1, 2, 3]\ntexts = ['a', \"b\"]\nyes = true\n"
               "when = 2021-04-01T10:00:00Z\npart = 1.5\ninline = { a = 1, b.c = 2 }\n[[many]]\nx = 1\n[[many]]\n");
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::stringstream bytes;
    bytes << stream.rdbuf();
    return bytes.str();
}

void logs(const std::filesystem::path& folder, const std::filesystem::path& data) {
    const Corpus corpus(folder / "tlog_fuzz");
    const std::string note = read_file(data / "checkpoint.8");
    const std::string proof = read_file(data / "index5.tlog-proof");
    const std::string log = "svd-hub.example/submissions+cfa443a6+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    const std::string witness = "auditor.example/witness1+b5fbc923+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";
    tlog::ProofFile with_extra = tlog::parse_proof_file(proof).value();
    with_extra.extra = "extra";
    corpus.add("note", text({'\0'}), note);
    corpus.add("proof", text({'\1'}), proof);
    corpus.add("proof-extra", text({'\1'}), tlog::format_proof_file(with_extra));
    corpus.add("request", text({'\2'}), "old 6\n" + proof.substr(proof.find("\n", 24) + 1));
    corpus.add("size", text({'\2'}), "8\n");
    corpus.add("policy", text({'\3'}),
               "# whom\n\nlog " + log + " https://hub.example/\nwitness w " + witness +
                   "\ngroup\tg any w\ngroup h 1 g\nquorum h\n");
    corpus.add("tile-path", text({'\4'}), "tile/0/x001/067.p/5");
    corpus.add("bundle-path", text({'\4'}), "tile/entries/x001/x234/067");
    corpus.add("key", text({'\5'}), log);
    corpus.add("bundle", text({'\6', '\2'}), tlog::encode_bundle({"one", "", "three"}));
}

void audits(const std::filesystem::path& folder, const std::filesystem::path& golden) {
    const Corpus corpus(folder / "audit_fuzz");
    std::string document = read_file(golden / "partnership_v1.json");
    document.pop_back();
    corpus.add("partnership", text({'\0'}), document);
    corpus.add("question", text({'\1'}), "/v1/areas/E07000115/profile.csv from=2021-04 to=2022-03 geography=msoa-2021");
    const std::string payload =
        wire::encode_submission(submission_of({crime("E01900001", "2021-04")}), Encoding::kProtobuf);
    wire::Receipt receipt;
    receipt.submission = sha256(payload);
    receipt.sequence = 7;
    receipt.party = "test-police";
    receipt.months = {202104};
    receipt.supply = static_cast<Code>(SupplyKind::kFirst);
    receipt.accepted.incidents = 1;
    corpus.add("content", text({'\2'}),
               wire::encode_content_export({Digest{4}, Encoding::kProtobuf, wire::encode_receipt(receipt), payload}));
    auto left = submission_of({});
    left.months = receipt.months;
    left.agreement = receipt.agreement;
    left.not_available = {{202104, static_cast<Code>(CountUnit::kRecordedCrime), term::kReasonErased}};
    receipt.accepted = {};
    receipt.accepted.not_available = 1;
    corpus.add(
        "left_over", text({'\3'}),
        wire::encode_left_over({wire::encode_receipt(receipt), wire::encode_submission(left, Encoding::kProtobuf), 9}));
}

}  // namespace
}  // namespace svd::fuzz

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const std::filesystem::path folder = argv[1];
    svd::fuzz::submissions(folder);
    svd::fuzz::receipts(folder);
    svd::fuzz::exports(folder);
    svd::fuzz::heads(folder);
    svd::fuzz::mappings(folder,
                        std::filesystem::path(SVD_SOURCE_DIR) / "deploy/mappings/data-police-uk-street/mapping.toml");
    svd::fuzz::logs(folder, std::filesystem::path(SVD_SOURCE_DIR) / "tests/data/tlog");
    svd::fuzz::audits(folder, std::filesystem::path(SVD_SOURCE_DIR) / "tests/golden");
    return 0;
}
