// A TOML file that a person mistyped: it is read, or every problem has its file and line.  The first byte chooses
// between the reader alone and a whole mapping of the agent.
#include "agent/source/mapping.h"
#include "core/config/toml_table.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/temp_dir.h"

namespace svd::fuzz {
namespace {

void read_values(std::string_view text) {
    const auto table = parse_toml(text, "fuzz.toml");
    if (!table) {
        FUZZ_CHECK(table.error().detail.starts_with("fuzz.toml:"));
        return;
    }
    Problems problems("fuzz.toml");
    TomlReader reader(*table, "", 0, problems);
    for (const std::string& key : reader.keys()) {
        FUZZ_CHECK(reader.has(key));
        reader.text(key, "none");
        const auto number = reader.number(key, 5, 1, 10);
        FUZZ_CHECK(number >= 1 && number <= 10);
        reader.numbers(key);
        reader.text_or_list(key);
        if (auto inner = reader.table(key)) inner->finish();
        for (TomlReader& inner : reader.tables(key)) inner.finish();
    }
    reader.finish();
    FUZZ_CHECK(problems.empty() == problems.text().empty());
}

const test::TempDir& folder() {
    static const test::TempDir once;
    static const bool written = [] {
        once.write("codes.csv", "source,kind,count_unit,harm\nBurglary,burglary,recorded_crime,none\n");
        return true;
    }();
    static_cast<void>(written);
    return once;
}

void read_mapping(std::string_view text) {
    // A mapping may name any file beside it; the fuzzer must not find /dev/zero.
    if (text.find('/') != std::string_view::npos || text.find('\\') != std::string_view::npos) return;
    folder().write("mapping.toml", text);
    const auto mapping = agent::Mapping::load(folder().path() / "mapping.toml");
    if (!mapping) {
        FUZZ_CHECK(!mapping.error().detail.empty());
        return;
    }
    FUZZ_CHECK(!mapping->name.empty() && mapping->version >= 1);
    for (const agent::FieldRule& rule : mapping->fields) {
        const auto vocabulary = vocabulary_of(rule.field);
        if (!vocabulary) continue;
        if (rule.constant) FUZZ_CHECK(is_term(*vocabulary, *rule.constant));
        for (const auto& [source, code] : rule.table) FUZZ_CHECK(is_term(*vocabulary, code));
    }
}

}  // namespace
}  // namespace svd::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    svd::fuzz::Input input(data, size);
    if (input.choice(2) == 0) svd::fuzz::read_values(input.rest());
    else svd::fuzz::read_mapping(input.rest());
    return 0;
}
