#include "agent/source/delimiter.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "agent/app/exit_codes.h"
#include "tests/unit/agent/mapping_fixture.h"
#include "tests/unit/agent/spool_fixture.h"

namespace svd::agent {
namespace {

using namespace test;

char guess(std::string_view text, TextEncoding encoding = TextEncoding::kUtf8) {
    TempFolder folder;
    write_text(folder.path() / "a.csv", text);
    return with_delimiter(folder.path() / "a.csv", {encoding, kDelimiterAuto, 1}).delimiter;
}

std::string as_utf16(std::string_view text) {
    std::string bytes = "\xFF\xFE";
    for (const char c : text) bytes += {c, '\0'};
    return bytes;
}

// An area of the force, the month, and the type of crime, as any of four programs writes them.
std::string street_with(char divider) {
    std::string text = street_file({{}, {.crime_type = "Robbery"}, {}});
    for (char& c : text) {
        if (c == ',') c = divider;
    }
    return text;
}

}  // namespace

TEST_CASE("delimiter: the one that divides the front evenly is found") {
    struct Case {
        const char* text;
        char expected;
    };
    const Case cases[] = {
        {"a,b\n1,2\n", ','},
        {"a;b\n1,5;2,5\n3,5;4,5\n", ';'},
        {"a\tb\tc\n1\t2\t3\n", '\t'},
        {"a|b\n1|2\n", '|'},
        {"a;b\n\"x;y\nz\";2\n", ';'},          // within quotes it divides nothing
        {"a,b;c,d;e\n1;2;3\n4;5;6\n", ';'},    // as many commas in the header, none below
        {"a;b;c\n1;2\n", ';'},                 // ragged: the header decides
        {"alone\n1\n2\n", ','},
        {"", ','},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(guess(c.text) == c.expected);
    }
    CHECK(guess(as_utf16("a\tb\r\n1\t2\r\n"), TextEncoding::kUtf16) == '\t');
}

TEST_CASE("delimiter: a front that ends within a record is judged by the whole ones") {
    std::string text = "a;b\n";
    while (text.size() < 200'000) text += "one cell of some length, with commas, in it;2\n";
    CHECK(guess(text) == ';');
}

TEST_CASE("delimiter: auto reads what any of them divides, as Excel's UTF-16 text too") {
    Mapping mapping = shipped_bench().mapping;
    mapping.csv.delimiter = kDelimiterAuto;
    TempFolder folder;
    for (const char divider : {',', ';', '\t', '|'}) {
        for (const bool utf16 : {false, true}) {
            CAPTURE(divider);
            CAPTURE(utf16);
            const auto file = folder.path() / "a.csv";
            write_text(file, utf16 ? as_utf16(street_with(divider)) : street_with(divider));
            const auto facts = inspect_file(file);
            REQUIRE(ok(facts));
            auto extract = Extract::open(file, *facts, mapping, shipped_bench().rules);
            REQUIRE_MESSAGE(ok(extract), extract.error().detail);
            while (*(*extract)->next()) {
            }
            CHECK((*extract)->tally().ready == 3);
            CHECK((*extract)->csv().delimiter == divider);
        }
    }
}

}  // namespace svd::agent
