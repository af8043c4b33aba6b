// state_scale make REFERENCE FOLDER INCIDENTS [MONTHS [ELSEWHERE]]: a hub's store of made-up incidents, through the
//     rules, the ledger and the disk as submissions come.
// state_scale ask REFERENCE FOLDER: starts from that store and asks it.  Prints one JSON object: seconds, bytes, and
//     microseconds of the processor's clock on the wall.
// state_scale rows REFERENCE FOLDER: what is held as CSV, one line for each record with a small area.
//
// state_bench.py runs all three and makes sense of it.
#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>

#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/crypto/digest.h"
#include "core/wire/profile_codec.h"
#include "core/wire/submission_codec.h"
#include "hub/intake/intake.h"
#include "hub/ledger/keyed_records.h"
#include "hub/ledger/ledger.h"
#include "hub/profile/profile_builder.h"
#include "hub/sections/joint_profile.h"
#include "hub/store/rocks_store.h"
#include "tests/bench/state_world.h"

namespace svd::bench {
namespace {

using Timer = std::chrono::steady_clock;
constexpr int kAskedMonths = 36;
constexpr std::size_t kBatch = 16;  // submissions in one write

double seconds_since(Timer::time_point begin) { return std::chrono::duration<double>(Timer::now() - begin).count(); }

std::size_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t pages = 0;
    file >> pages >> pages;
    return pages * 4096;
}

struct Hub {
    explicit Hub(const std::filesystem::path& folder) : store(RocksStore::open(folder / "store").value()) {
        const SecretKey secret = open_secret(*store, folder / "disclosure-key").value();
        ledger = Ledger::open(*store, {"bench.test/log", Ed25519PrivateKey::from_seed({5})}, LogMode::kProving,
                              std::make_unique<KeyedRecords>(secret))
                     .value();
    }
    std::unique_ptr<RocksStore> store;
    std::unique_ptr<Ledger> ledger;
};

int make(const Geography& geography, const std::filesystem::path& folder, const StatePlan& plan) {
    const StateWorld world(geography, plan);
    const SystemClock clock;
    const Intake intake(world.parties(), geography, clock);
    std::filesystem::create_directories(folder);
    const Hub hub(folder);
    std::vector<Change> batch;
    std::uint64_t rows = 0;
    const auto begin = Timer::now();
    const auto flush = [&] {
        for (const Outcome& outcome : hub.ledger->append(std::exchange(batch, {}))) {
            SVD_CHECK(outcome.ruling == Ruling::kAccepted && outcome.verdict.refused.empty());
        }
    };
    for (int back = plan.months - 1; back >= 0; --back) {
        world.each_submission(world.last_month() + -back, [&](const Party& party, const Submission& submission) {
            const std::string bytes = wire::encode_submission(submission, wire::Encoding::kProtobuf);
            auto prepared = intake.prepare({Role::kAgency, party.id}, sha256(bytes), wire::Encoding::kProtobuf, bytes);
            SVD_CHECK(std::holds_alternative<Proposal>(prepared));
            batch.emplace_back(std::get<Proposal>(std::move(prepared)));
            rows += submission.incidents.size();
            if (batch.size() == kBatch) flush();
        });
        flush();
    }
    boost::json::object made{{"incidents", rows}, {"seconds", seconds_since(begin)}};
    std::puts(boost::json::serialize(made).c_str());
    return 0;
}

// Times of one question after another, in microseconds.
boost::json::object spread(std::vector<double> times) {
    std::ranges::sort(times);
    return {{"p50", times[times.size() / 2]},
            {"p99", times[times.size() * 99 / 100]},
            {"most", times.back()},
            {"times", times.size()}};
}

// Asks `rounds` times about each area after once to warm up.
template <class Ask>
boost::json::object timed(const std::vector<AreaIndex>& areas, int rounds, Ask ask) {
    std::vector<double> times;
    for (int round = 0; round <= rounds; ++round) {
        for (const AreaIndex area : areas) {
            const auto begin = Timer::now();
            ask(area);
            if (round > 0) times.push_back(seconds_since(begin) * 1e6);
        }
    }
    return spread(std::move(times));
}

class Asker {
public:
    Asker(const State& state, const Geography& geography, const std::vector<Party>& parties, Month last,
          const Definition& definition)
        : state_(state),
          geography_(geography),
          parties_(parties),
          definition_(definition),
          period_{last + (1 - kAskedMonths), last} {
        for (AreaIndex index = 0; index < geography.areas().size(); ++index) note_area(index);
        fill_columns();
    }

    boost::json::object ask() {
        boost::json::object found;
        const auto profile = [this](AreaIndex index) {
            const auto made =
                build_profile({geography_.area(index).ref.code, period_, std::nullopt}, state_, geography_, parties_);
            bytes_ += wire::encode_profile(made.value(), wire::ProfileFormat::kJson).size();
        };
        found["district_profile"] = timed(districts_, 2, profile);
        found["asked_district_profile"] = timed(asked_districts_, 20, profile);
        found["force_profile"] = timed(forces_, 3, profile);
        found["asked_force_profile"] = timed({*geography_.find(AreaCode::parse(kAskedForce).value())}, 20, profile);
        found["asked_district_joint"] = timed(asked_districts_, 10, [this](AreaIndex index) { joint(index, false); });
        found["asked_district_joint_json"] =
            timed(asked_districts_, 5, [this](AreaIndex index) { joint(index, true); });
        found["asked_force_joint"] = timed({*geography_.find(AreaCode::parse(kAskedForce).value())}, 5,
                                           [this](AreaIndex i) { joint(i, false); });
        std::map<AreaIndex, Table> tables;
        found["table"] = timed(districts_, 5, [&](AreaIndex index) { tables[index] = table(index); });
        found["asked_table"] = timed(asked_districts_, 50, [&](AreaIndex index) { tables[index] = table(index); });
        found["scan"] =
            timed(asked_districts_, 2, [&](AreaIndex index) { SVD_CHECK(scan(index) == tables.at(index)); });
        found["asked_records"] = records(tables);
        found["rows_scanned"] = months_.size();
        found["profile_bytes"] = bytes_;
        found["asked_districts"] = boost::json::array();
        for (const AreaIndex index : asked_districts_) found["asked_districts"].as_array().push_back(index);
        found["period"] = {period_.from.index(), period_.to.index()};
        return found;
    }

private:
    using Table = std::vector<std::uint64_t>;  // by month, then by kind

    // With all its tables, of one definition.
    void joint(AreaIndex index, bool encoded) {
        const JointRequest request{{geography_.area(index).ref.code, period_, std::nullopt}, {&definition_}};
        const auto made = build_joint_profile(request, state_, geography_, parties_, nullptr);
        SVD_CHECK(made.has_value());
        if (encoded) bytes_ += wire::encode_profile(made.value(), wire::ProfileFormat::kJson).size();
    }

    void note_area(AreaIndex index) {
        const Area& area = geography_.area(index);
        if (area.ref.vintage != 2024) return;
        if (area.level == AreaLevel::kPoliceForce) forces_.push_back(index);
        if (area.level != AreaLevel::kDistrict) return;
        districts_.push_back(index);
        if (geography_.lies_in(index, AreaCode::parse(kAskedForce).value())) asked_districts_.push_back(index);
    }

    // One table that nobody foresaw: the kinds of one district's records, month by month.
    Table table(AreaIndex district) const {
        Table counts(kAskedMonths * 256U);
        for (const AreaIndex member : geography_.members(geography_.area(district).ref.code)) {
            state_.cells().visit(geography_.area(member).ref, period_, [&](Month month, const Block& block) {
                const auto kinds = block.codes(Field::kKind);
                const auto numbers = block.counts();
                std::uint64_t* const of_month = &counts[static_cast<std::size_t>(month - period_.from) * 256];
                for (std::size_t row = 0, rows = block.rows(); row < rows; ++row) of_month[kinds[row]] += numbers[row];
            });
        }
        return counts;
    }

    // The floor: flat columns of one number for each record, all of them looked at.
    void fill_columns() {
        for (const AreaRef& area : state_.cells().areas()) {
            if (area == kNoArea) continue;
            const auto district = geography_.ancestor(*geography_.find(area), AreaLevel::kDistrict);
            state_.cells().visit(area, {Month(), Month::from_number(219912).value()},
                                 [&](Month month, const Block& block) {
                                     for (std::size_t row = 0; row < block.rows(); ++row) {
                                         for (std::uint64_t i = block.counts()[row]; i > 0; --i) {
                                             district_.push_back(*district);
                                             months_.push_back(static_cast<std::int16_t>(month.index()));
                                             kinds_.push_back(block.codes(Field::kKind)[row]);
                                         }
                                     }
                                 });
        }
    }

    Table scan(AreaIndex district) const {
        Table counts(kAskedMonths * 256U);
        const int from = period_.from.index();
        const int to = period_.to.index();
        for (std::size_t i = 0; i < months_.size(); ++i) {
            if (district_[i] != district || months_[i] < from || months_[i] > to) continue;
            ++counts[static_cast<std::size_t>(months_[i] - from) * 256 + kinds_[i]];
        }
        return counts;
    }

    std::uint64_t records(const std::map<AreaIndex, Table>& tables) const {
        std::uint64_t sum = 0;
        for (const AreaIndex index : asked_districts_) {
            for (const std::uint64_t count : tables.at(index)) sum += count;
        }
        return sum;
    }

    const State& state_;
    const Geography& geography_;
    const std::vector<Party>& parties_;
    const Definition& definition_;
    Period period_;
    std::vector<AreaIndex> districts_, forces_, asked_districts_;
    std::vector<std::uint32_t> district_;
    std::vector<std::int16_t> months_;
    std::vector<std::uint8_t> kinds_;
    std::size_t bytes_ = 0;
};

std::uint64_t records_of(const State& state, std::uint64_t& cells, std::uint64_t& blocks) {
    std::uint64_t sum = 0;
    for (const AreaRef& area : state.cells().areas()) {
        state.cells().visit(area, {Month(), Month::from_number(219912).value()}, [&](Month, const Block& block) {
            ++blocks;
            cells += block.rows();
            for (std::size_t row = 0; row < block.rows(); ++row) sum += block.counts()[row];
        });
    }
    return sum;
}

int ask(const Geography& geography, const std::filesystem::path& reference, const std::filesystem::path& folder) {
    const StateWorld world(geography, {});
    const auto definition = Definition::load(reference.parent_path() / "definitions" / "kent-like.v1.toml");
    SVD_CHECK(definition.has_value());
    const std::size_t before = resident_bytes();
    const auto begin = Timer::now();
    const std::clock_t processor = std::clock();
    const Hub hub(folder);
    boost::json::object found;
    found["start_seconds"] = seconds_since(begin);
    found["start_processor_seconds"] = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
    const std::size_t after = resident_bytes();
    hub.ledger->read([&](const State& state) {
        std::uint64_t cells = 0;
        std::uint64_t blocks = 0;
        const std::uint64_t records = records_of(state, cells, blocks);
        found["incidents"] = records;
        found["cells"] = cells;
        found["blocks"] = blocks;
        found["cells_bytes"] = state.cells().size_bytes();
        found["base_bytes"] = before;
        found["bytes_an_incident"] = static_cast<double>(after - before) / static_cast<double>(records);
        for (auto& [key, value] : Asker(state, geography, world.parties(), world.last_month(), *definition).ask())
            found[key] = value;
    });
    std::puts(boost::json::serialize(found).c_str());
    return 0;
}

int rows(const Geography& geography, const std::filesystem::path& folder) {
    const Hub hub(folder);
    hub.ledger->read([&](const State& state) {
        for (const AreaRef& area : state.cells().areas()) {
            if (area == kNoArea) continue;
            const AreaIndex lsoa = *geography.find(area);
            const AreaIndex district = *geography.ancestor(lsoa, AreaLevel::kDistrict);
            state.cells().visit(
                area, {Month(), Month::from_number(219912).value()}, [&](Month month, const Block& block) {
                    for (std::size_t row = 0; row < block.rows(); ++row) {
                        for (std::uint64_t i = block.counts()[row]; i > 0; --i) {
                            std::printf("%u,%u,%d,%d,%d,%d,%d\n", lsoa, district, month.index(), block.parties()[row],
                                        block.codes(Field::kCountUnit)[row], block.codes(Field::kKind)[row],
                                        block.codes(Field::kPoliceOutcome)[row]);
                        }
                    }
                });
        }
    });
    return 0;
}

int run(int argc, char** argv) {
    const std::string_view what = argc > 3 ? argv[1] : "";
    if (what != "make" && what != "ask" && what != "rows") {
        std::fputs(
            "state_scale make REFERENCE FOLDER INCIDENTS [MONTHS [ELSEWHERE]] | ask REFERENCE FOLDER | rows "
            "REFERENCE FOLDER\n",
            stderr);
        return 2;
    }
    const Geography geography = Geography::load(argv[2]).value();
    if (what == "ask") return ask(geography, argv[2], argv[3]);
    if (what == "rows") return rows(geography, argv[3]);
    StatePlan plan;
    if (argc > 4) plan.incidents = std::strtoull(argv[4], nullptr, 10);
    if (argc > 5) plan.months = std::atoi(argv[5]);
    if (argc > 6) plan.elsewhere = std::strtod(argv[6], nullptr);
    return make(geography, argv[3], plan);
}

}  // namespace
}  // namespace svd::bench

int main(int argc, char** argv) { return svd::bench::run(argc, argv); }
