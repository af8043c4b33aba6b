#include "core/geography/geography.h"

#include <doctest/doctest.h>

#include "tests/support/small_world.h"

namespace svd {
namespace {

using test::area;
using test::month;

AreaCode code(const char* text) { return AreaCode::parse(text).value(); }

TEST_CASE("geography: an area is found by code and vintage and no other") {
    const Geography geography = test::small_geography();
    CHECK(geography.edition() == "test-1");
    CHECK(geography.find(area("E01900002", 2011)).has_value());
    CHECK_FALSE(geography.find(area("E01900002", 2021)).has_value());
    CHECK_FALSE(geography.find(area("E01999999", 2021)).has_value());
    const std::uint16_t newest_first[] = {2021, 2011};
    CHECK(geography.area(*geography.find_in_vintages(code("E01900001"), newest_first)).ref.vintage == 2021);
    CHECK(geography.area(*geography.find_in_vintages(code("E01900002"), newest_first)).ref.vintage == 2011);
    CHECK(geography.area(*geography.find(code("E01900001"))).ref.vintage == 2021);
}

TEST_CASE("geography: both vintages of small areas roll up to the same district") {
    const Geography geography = test::small_geography();
    for (const AreaRef& small : {area("E01900001", 2011), area("E01900001", 2021), area("E01900002", 2011)}) {
        const AreaIndex index = geography.find(small).value();
        CHECK(geography.area(geography.ancestor(index, AreaLevel::kDistrict).value()).ref.code == code("E07000901"));
        CHECK(geography.lies_in(index, code("E23000099")));
        CHECK_FALSE(geography.lies_in(index, code("E23000098")));
    }
    CHECK_FALSE(geography.ancestor(geography.find(code("E23000099")).value(), AreaLevel::kDistrict).has_value());
}

TEST_CASE("geography: members are everything that lies in an area and the area itself - each once") {
    const Geography geography = test::small_geography();
    std::vector<std::string> codes;
    for (const AreaIndex index : geography.members(code("E07000901"))) {
        codes.push_back(std::string(geography.area(index).ref.code.text()) + "/" +
                        std::to_string(geography.area(index).ref.vintage));
    }
    CHECK(codes == std::vector<std::string>{"E07000901/2024", "E02900001/2021", "E01900001/2011", "E01900001/2021",
                                            "E01900002/2011", "E01900012/2021", "E01900013/2021"});
    CHECK(geography.members(code("E07999999")).empty());
}

TEST_CASE("residents: ages add up from groups that cover exactly them") {
    const Residents residents{"mid-2020",
                              "2020-06-30",
                              100,
                              {{ResidentSex::kPersons, 0, std::nullopt, 100},
                               {ResidentSex::kPersons, 0, 9, 11},
                               {ResidentSex::kPersons, 10, 10, 2},
                               {ResidentSex::kPersons, 10, 14, 9},
                               {ResidentSex::kPersons, 11, 11, 3},
                               {ResidentSex::kPersons, 15, std::nullopt, 80},
                               {ResidentSex::kFemale, 10, 14, 4}}};
    using Sex = ResidentSex;
    struct Case {
        Sex sex;
        unsigned from;
        std::optional<unsigned> to;
        std::optional<std::uint64_t> wanted;
    };
    for (const Case& each : std::initializer_list<Case>{{Sex::kPersons, 0, std::nullopt, 100},
                                                        {Sex::kPersons, 0, 14, 20},
                                                        {Sex::kPersons, 10, 11, 5},
                                                        {Sex::kPersons, 10, std::nullopt, 89},
                                                        {Sex::kPersons, 10, 12, std::nullopt},
                                                        {Sex::kPersons, 1, 9, std::nullopt},
                                                        {Sex::kFemale, 10, 14, 4},
                                                        {Sex::kMale, 10, 14, std::nullopt}}) {
        CAPTURE(each.from);
        CHECK(residents.of(each.sex, each.from, each.to) == each.wanted);
    }
}

TEST_CASE("geography: a name is the one of that month and residents are the newest first") {
    const Geography geography = test::small_geography();
    const AreaIndex district = geography.find(code("E07000901")).value();
    CHECK(geography.name_in(district, month("2019-12")) == "Aldtoun");
    CHECK(geography.name_in(district, month("2020-01")) == "Oldtown");
    const auto residents = geography.residents(district);
    REQUIRE(residents.size() == 2);
    CHECK(residents[0].persons == 1100);
    CHECK(residents[1].source == "mid-2020");
}

TEST_CASE("geography: says which boundaries changed and which links are a best fit") {
    const Geography geography = test::small_geography();
    CHECK(geography.boundary_changed(geography.find(area("E01900002", 2011)).value()));
    CHECK_FALSE(geography.boundary_changed(geography.find(area("E01900001", 2011)).value()));
    CHECK(geography.exact_up_to(geography.find(area("E01900012", 2021)).value(), AreaLevel::kDistrict));
    CHECK_FALSE(geography.exact_up_to(geography.find(area("E01900013", 2021)).value(), AreaLevel::kDistrict));
}

struct Damage {
    const char* name;
    const char* file;
    const char* text;
    const char* problem;
};

const Damage kDamages[] = {
    {"header changed", "areas.csv", "code,level\n", "line 1: the header is not the one expected"},
    {"cell missing", "former_names.csv", "code,name,valid_from,valid_to\nE07000901,Aldtoun\n",
     "line 2: the number of cells is not the header's"},
    {"level unknown", "areas.csv", "code,level,vintage,name,valid_from,valid_to\nE07000901,town,2024,X,,\n",
     "line 2: not an area code, a vintage and a level"},
    {"area twice", "areas.csv",
     "code,level,vintage,name,valid_from,valid_to\nE07000901,district,2024,X,,\nE07000901,district,2024,X,,\n",
     "line 3: the area is there twice"},
    {"link to nothing", "within.csv", "code,vintage,parent,parent_vintage,basis\nE07000901,2024,E10000016,2024,exact\n",
     "line 2: no such area"},
    {"cycle", "within.csv",
     "code,vintage,parent,parent_vintage,basis\nE07000901,2024,E07000902,2024,exact\n"
     "E07000902,2024,E07000901,2024,exact\n",
     "an area lies in itself"},
    {"quote left open", "changes.csv", "from_code,from_vintage,to_code,to_vintage,change\n\"E01900002,2011\n",
     "changes.csv"},
    {"edition without a name", "edition.toml", "title = \"x\"\n", "name"},
};

TEST_CASE("geography: damaged files are refused by file and line") {
    for (const Damage& damage : kDamages) {
        SUBCASE(damage.name) {
            const test::TempDir folder;
            test::write_small_geography(folder);
            folder.write(damage.file, damage.text);
            const auto loaded = Geography::load(folder.path());
            REQUIRE_FALSE(loaded.has_value());
            CHECK(loaded.error().detail.find(damage.file) != std::string::npos);
            CHECK(loaded.error().detail.find(damage.problem) != std::string::npos);
        }
    }
}

}  // namespace
}  // namespace svd
