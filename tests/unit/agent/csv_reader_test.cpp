#include "agent/source/csv_reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>
#include <sstream>

#include "core/base/limits.h"
#include "tests/unit/agent/agent_fixture.h"

namespace svd::agent {
namespace {

using test::ok;

// Every record as LINE[cell|cell], a malformed one as LINE!CODE.
std::string read_all(const std::string& bytes, TextEncoding encoding = TextEncoding::kUtf8, char delimiter = ',') {
    std::istringstream stream(bytes);
    CsvReader reader(stream, {encoding, delimiter, 1});
    CsvRecord record;
    std::string all;
    for (auto more = reader.next(record); *more; more = reader.next(record)) {
        all += all.empty() ? "" : " ";
        if (record.malformed) {
            all += fmt::format("{}!{}", record.line, code_text(*record.malformed));
        } else {
            all += fmt::format("{}[{}]", record.line, fmt::join(record.fields, "|"));
        }
    }
    return all;
}

struct Case {
    const char* name;
    std::string bytes;
    std::string records;
};

const Case kCases[] = {
    {"line feeds", "a,b\nc,d\n", "1[a|b] 2[c|d]"},
    {"carriage returns before line feeds", "a,b\r\nc,d\r\n", "1[a|b] 2[c|d]"},
    {"no line end at the end", "a,b\nc,d", "1[a|b] 2[c|d]"},
    {"both line ends in one file", "a,b\r\nc,d\ne,f\r\n", "1[a|b] 2[c|d] 3[e|f]"},
    {"blank lines keep their numbers", "a,b\n\n  \n\r\nc,d\n", "1[a|b] 5[c|d]"},
    {"empty cells", ",b,\n,,\n", "1[|b|] 2[||]"},
    {"blanks around a bare cell go", " a ,\tb \n", "1[a|b]"},
    {"blanks inside quotes stay", "\" a \",b\n", "1[ a |b]"},
    {"a delimiter inside quotes", "\"a,b\",c\n", "1[a,b|c]"},
    {"doubled quotes", "\"a\"\"b\",c\n", "1[a\"b|c]"},
    {"a line end inside quotes", "\"a\nb\",c\nd,e\n", "1[a\nb|c] 3[d|e]"},
    {"a CRLF inside quotes is one line end", "\"a\r\nb\",c\r\nd,e\r\n", "1[a\nb|c] 3[d|e]"},
    {"a bare quote spoils its own record only", "a,b\nc,d\"e\nf,g\n", "1[a|b] 2!E505 3[f|g]"},
    {"text after a closing quote", "\"a\"b,c\nd,e\n", "1!E505 2[d|e]"},
    {"a run-away quote at the end of the file", "a,b\n\"c,d\ne,f\ng,h\n", "1[a|b] 2!E505 3[e|f] 4[g|h]"},
    {"a run-away quote closed by a later one", "\"a,b\nc,\"d\"\ne,f\n", "1!E505 2[c|d] 3[e|f]"},
    {"a byte order mark",
     "\xEF\xBB\xBF"
     "a,b\n",
     "1[a|b]"},
    {"UTF-8", "caf\xC3\xA9,b\n", "1[caf\xC3\xA9|b]"},
    {"bytes that are not UTF-8", "a,b\nc,\xE9\nd,e\n", "1[a|b] 2!E507 3[d|e]"},
    {"a zero byte", std::string("a,b\nc,\0\nd,e\n", 12), "1[a|b] 2!E507 3[d|e]"},
    {"a lone carriage return is a character", "a,b\rc\n", "1[a|b\rc]"},
    {"only blank lines", "\n\n \n", ""},
};

std::string utf16le(std::u16string_view text) {
    std::string bytes;
    for (const char16_t unit : text) {
        bytes += static_cast<char>(unit & 0xFF);
        bytes += static_cast<char>(unit >> 8);
    }
    return bytes;
}

}  // namespace

TEST_CASE("csv_reader: reads") {
    for (const Case& c : kCases) {
        CAPTURE(c.name);
        CHECK(read_all(c.bytes) == c.records);
    }
}

TEST_CASE("csv_reader: a quote that is opened and never closed costs one record however long the file is") {
    std::string bytes = "a,b\n\"open,b\n";
    for (int i = 0; i < 500; ++i) bytes += "c,d\n";
    const std::string all = read_all(bytes);
    CHECK(all.starts_with("1[a|b] 2!E506 3[c|d] 4[c|d]"));
    CHECK(all.ends_with("502[c|d]"));
}

TEST_CASE("csv_reader: many open quotes do not lose what stands between them") {
    std::string bytes;
    for (int i = 0; i < 60; ++i) bytes += "x\"y,b\nc,d\n";
    const std::string all = read_all(bytes);
    std::size_t good = 0;
    for (std::size_t at = all.find("[c|d]"); at != std::string::npos; at = all.find("[c|d]", at + 1)) ++good;
    CHECK(good == 60);
}

TEST_CASE("csv_reader: a line too long is one malformed record") {
    const std::string bytes = "a,b\n" + std::string(3 * limits::kRecordBytesMax + 17, 'x') + ",b\nc,d\n";
    CHECK(read_all(bytes) == "1[a|b] 2!E506 3[c|d]");
}

TEST_CASE("csv_reader: lines are found across the edges of blocks") {
    std::string bytes;
    std::string expected;
    for (int i = 1; i <= 9000; ++i) {
        bytes += fmt::format("{},{}\r\n", i, std::string(static_cast<std::size_t>(i % 97), 'y'));
        const std::string filler(static_cast<std::size_t>(i % 97), 'y');
        expected += fmt::format("{}{}[{}|{}]", i == 1 ? "" : " ", i, i, filler);
    }
    CHECK((read_all(bytes) == expected));
}

TEST_CASE("csv_reader: other encodings become UTF-8") {
    CHECK(read_all("caf\xE9,\x80\n", TextEncoding::kWindows1252) == "1[caf\xC3\xA9|\xE2\x82\xAC]");
    const std::string with_mark = utf16le(u"\uFEFFcaf\u00E9,\u20AC\r\n\U0001F600,b\r\n");
    CHECK(read_all(with_mark, TextEncoding::kUtf16) == "1[caf\xC3\xA9|\xE2\x82\xAC] 2[\xF0\x9F\x98\x80|b]");
    const std::string half_a_pair = utf16le(u"\uFEFFa,b\nc,") + std::string("\x00\xD8\x0A\x00", 4) + utf16le(u"d,e\n");
    CHECK(read_all(half_a_pair, TextEncoding::kUtf16) == "1[a|b] 2!E507 3[d|e]");
}

TEST_CASE("csv_reader: other delimiters") {
    CHECK(read_all("a;b,c\n", TextEncoding::kUtf8, ';') == "1[a|b,c]");
    CHECK(read_all("a\tb\n", TextEncoding::kUtf8, '\t') == "1[a|b]");
}

TEST_CASE("csv_reader: lines without quotes are cut as libcsv cuts them") {
    std::mt19937 random(20261123);
    constexpr std::string_view kLetters = "ab ,\t;c ";
    for (int round = 0; round < 2000; ++round) {
        std::string line = "x,";
        for (std::uint32_t i = random() % 20; i > 0; --i) line += kLetters[random() % kLetters.size()];
        CAPTURE(line);
        std::string by_libcsv = read_all(line + ",\"\"\n");  // a quote takes the slow way
        REQUIRE(by_libcsv.ends_with("|]"));
        by_libcsv.replace(by_libcsv.size() - 2, 2, "]");
        REQUIRE(read_all(line + "\n") == by_libcsv);
    }
}

TEST_CASE("csv_reader: the header may stand lower") {
    std::istringstream stream("Report of crimes\n\nA,B\n1,2\n");
    CsvReader reader(stream, {TextEncoding::kUtf8, ',', 3});
    CHECK((*reader.read_header() == std::vector<std::string>{"A", "B"}));
    std::istringstream empty("");
    CHECK_FALSE(ok(CsvReader(empty, {TextEncoding::kUtf8, ',', 1}).read_header()));
}

TEST_CASE("csv_reader: a file whose lines end in a lone carriage return has no header") {
    for (const char* bytes : {"A,B\rJane Doe,2\r", "A,\"B\"\rJane Doe,2\r", "A,\"B\rJane Doe\",2\n"}) {
        CAPTURE(bytes);
        std::istringstream stream(bytes);
        const auto header = CsvReader(stream, {TextEncoding::kUtf8, ',', 1}).read_header();
        REQUIRE_FALSE(ok(header));
        CHECK(header.error().code == Errc::kInvalid);
        CHECK(header.error().detail.find("carriage return") != std::string::npos);
    }
    std::istringstream in_quotes("\"A\r\nx\",B\r\n1,2\r\n");  // a proper line end inside a name
    CHECK(ok(CsvReader(in_quotes, {TextEncoding::kUtf8, ',', 1}).read_header()));
}

TEST_CASE("file_facts: UTF-8 is told from what is not") {
    struct Text {
        const char* bytes;
        bool valid;
    };
    for (const Text& text : {Text{"plain", true}, Text{"caf\xC3\xA9", true}, Text{"\xF0\x9F\x98\x80", true},
                             Text{"caf\xE9", false}, Text{"\xC0\xAF", false}, Text{"\xED\xA0\x80", false},
                             Text{"\xF4\x90\x80\x80", false}, Text{"\xC3", false}, Text{"a\x80", false}}) {
        CAPTURE(text.bytes);
        CHECK(is_utf8(text.bytes) == text.valid);
        Utf8Check byte_by_byte;
        for (const char& byte : std::string_view(text.bytes)) byte_by_byte.add(std::string_view(&byte, 1));
        CHECK(byte_by_byte.valid() == text.valid);
    }
}

}  // namespace svd::agent
