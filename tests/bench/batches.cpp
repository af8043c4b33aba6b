#include "tests/bench/batches.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <random>

#include "core/crypto/digest.h"
#include "core/domain/submission.h"
#include "core/geography/geography.h"
#include "core/wire/submission_codec.h"

namespace svd::bench {
namespace {

constexpr int kMonths = 12;

struct WeightedKind {
    const char* unit;
    const char* kind;
    int per_thousand;  // about as in a year of Kent's street extracts
};
constexpr WeightedKind kKinds[] = {{"recorded_crime", "violence_and_sexual_unsplit", 400},
                                   {"incident_report", "asb_unsplit", 190},
                                   {"recorded_crime", "criminal_damage_and_arson_unsplit", 90},
                                   {"recorded_crime", "public_order", 80},
                                   {"recorded_crime", "shoplifting", 60},
                                   {"recorded_crime", "vehicle_crime", 50},
                                   {"recorded_crime", "other_theft", 45},
                                   {"recorded_crime", "burglary", 35},
                                   {"recorded_crime", "drugs", 20},
                                   {"recorded_crime", "other_crime", 15},
                                   {"recorded_crime", "weapon_possession", 5},
                                   {"recorded_crime", "robbery_unsplit", 5},
                                   {"recorded_crime", "bicycle_theft", 5}};

Code code_of(Vocabulary vocabulary, const char* name) { return find_term(vocabulary, name).value(); }

// Makes rows as the agent's mapping of the street extract would.
class BatchMaker {
public:
    BatchMaker(const BatchPlan& plan, const Geography& geography) : plan_(plan) {
        const AreaCode within = AreaCode::parse(plan.area).value();
        for (const AreaIndex index : geography.members(within)) {
            const Area& area = geography.area(index);
            if (area.level == AreaLevel::kLsoa && area.ref.vintage == 2011) areas_.push_back(area.ref);
        }
        for (const WeightedKind& each : kKinds) {
            weights_.push_back(each.per_thousand);
            kinds_.push_back({code_of(Vocabulary::kCountUnit, each.unit), code_of(Vocabulary::kKind, each.kind)});
        }
        outcomes_ = {code_of(Vocabulary::kPoliceOutcome, "charged"), kUnknown};
        kind_ = std::discrete_distribution<std::size_t>(weights_.begin(), weights_.end());
    }

    bool has_areas() const { return !areas_.empty(); }

    Submission make(SupplyKind supply, int first_month, std::size_t months) {
        Submission submission;
        submission.format = 1;
        submission.mapping_name = "data.police.uk-street";
        submission.mapping_version = 1;
        submission.agreement = plan_.agreement;
        submission.supply = static_cast<Code>(supply);
        std::vector<std::uint32_t> numbers;
        for (std::size_t i = 0; i < months; ++i) {
            numbers.push_back(month(first_month + static_cast<int>(i)).number());
        }
        std::ranges::sort(numbers);
        submission.months = numbers;
        submission.incidents.reserve(plan_.rows);
        for (std::size_t row = 0; row < plan_.rows; ++row) {
            submission.incidents.push_back(incident(month(first_month + static_cast<int>(row % months))));
        }
        submission.records_read = static_cast<std::uint32_t>(plan_.rows);
        return submission;
    }

private:
    struct UnitAndKind {
        Code unit, kind;
    };

    static Month month(int index) { return Month::from_number(202104).value() + index % kMonths; }

    Incident incident(Month in) {
        const UnitAndKind what = kinds_[kind_(random_)];
        Incident incident;
        for (std::size_t i = 0; i < kFirstExtraField; ++i) incident.codes[i] = kNotCollected;
        incident[Field::kCountUnit] = what.unit;
        incident[Field::kKind] = what.kind;
        incident[Field::kTimeBasis] = recorded_;
        incident[Field::kTimePrecision] = term::kPrecisionMonth;
        incident[Field::kLocation] = term::kLocationArea;
        incident[Field::kPlaceBasis] = map_point_;
        incident[Field::kPoliceOutcome] = outcomes_[random_() % outcomes_.size()];
        incident[Field::kKnifeFlagSource] = kNotCollected;
        incident.month_number = in.number();
        incident.month = in;
        const AreaRef& area = areas_[random_() % areas_.size()];
        incident.place = {term::kLocationArea, static_cast<Code>(AreaLevel::kLsoa), map_point_, true, true, area};
        return incident;
    }

    const BatchPlan& plan_;
    std::vector<AreaRef> areas_;
    std::vector<int> weights_;
    std::vector<UnitAndKind> kinds_;
    std::vector<Code> outcomes_;
    Code recorded_ = code_of(Vocabulary::kTimeBasis, "recorded");
    Code map_point_ = code_of(Vocabulary::kPlaceBasis, "map_point");
    std::mt19937 random_{20210401};  // the same rows every time
    std::discrete_distribution<std::size_t> kind_;
};

void put_number(std::ofstream& stream, std::uint32_t number) {
    char bytes[sizeof number];
    std::memcpy(bytes, &number, sizeof number);
    stream.write(bytes, sizeof number);
}

void put_batch(std::ofstream& stream, const Submission& submission) {
    const std::string body = wire::encode_submission(submission, wire::Encoding::kProtobuf);
    put_number(stream, static_cast<std::uint32_t>(body.size()));
    stream << as_bytes(sha256(body)) << body;
}

std::uint32_t take_number(std::string_view& bytes) {
    std::uint32_t number = 0;
    std::memcpy(&number, bytes.data(), sizeof number);
    bytes.remove_prefix(sizeof number);
    return number;
}

std::string_view take_bytes(std::string_view& bytes, std::size_t count) {
    const std::string_view taken = bytes.substr(0, count);
    bytes.remove_prefix(count);
    return taken;
}

}  // namespace

Result<void> write_batches(const BatchPlan& plan, const std::filesystem::path& file) {
    const auto geography = Geography::load(plan.reference);
    if (!geography) return geography.error();
    if (plan.rows == 0 || plan.months_per_batch == 0 || plan.months_per_batch > kMonths) {
        return invalid("rows and months for each batch must be from 1, and months up to 12");
    }
    BatchMaker maker(plan, *geography);
    if (!maker.has_areas()) return invalid("no small area lies in " + plan.area);
    std::ofstream stream(file, std::ios::binary);
    put_number(stream, kMonths);
    for (int month = 0; month < kMonths; ++month) put_batch(stream, maker.make(SupplyKind::kFirst, month, 1));
    for (std::size_t i = 0; i < plan.count; ++i) {
        put_batch(stream, maker.make(SupplyKind::kAddition, static_cast<int>(i % kMonths), plan.months_per_batch));
    }
    stream.close();
    if (!stream) return Error{Errc::kInternal, "cannot write " + file.string()};
    return {};
}

Result<BatchFile> BatchFile::open(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat facts{};
    if (descriptor < 0 || ::fstat(descriptor, &facts) != 0)
        return Error{Errc::kNotFound, "cannot read " + file.string()};
    const auto size = static_cast<std::size_t>(facts.st_size);
    void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0);
    ::close(descriptor);
    if (mapped == MAP_FAILED) return Error{Errc::kInternal, "cannot map " + file.string()};
    // Never unmapped: the batches are used until the program ends.
    std::string_view bytes(static_cast<const char*>(mapped), size);
    BatchFile found;
    found.firsts_ = take_number(bytes);
    while (!bytes.empty()) {
        const std::uint32_t body = take_number(bytes);
        const std::string_view digest = take_bytes(bytes, sizeof(Digest));
        found.batches_.push_back({digest, take_bytes(bytes, body)});
    }
    if (found.batches_.size() <= found.firsts_) return invalid("the file holds no batches");
    return found;
}

}  // namespace svd::bench
