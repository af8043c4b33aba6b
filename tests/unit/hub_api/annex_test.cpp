#include "hub/app/annex.h"

#include <doctest/doctest.h>

#include "tests/support/full_partnership.h"
#include "tests/support/golden.h"

namespace svd {
namespace {

TEST_CASE("annex: says every clause in plain words") {
    const Geography geography = test::small_geography();
    const std::vector<Party> all = test::full_partnership();
    std::string police = annex_text(all[0], all, geography);
    std::string hospital = annex_text(all[1], all, geography);
    REQUIRE(police.ends_with("\n"));
    police.pop_back();
    hospital.pop_back();
    CHECK(police == test::golden("annex_test-police.md", police));
    CHECK(hospital == test::golden("annex_test-ed.md", hospital));
}

}  // namespace
}  // namespace svd
