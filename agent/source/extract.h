// An export file, read record by record and mapped: what check, preview and run all look at.
//
// Memory does not grow with the file.  Not thread-safe.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "agent/source/csv_reader.h"
#include "agent/source/file_facts.h"
#include "agent/source/mapping.h"
#include "agent/source/personal_data.h"
#include "agent/source/privacy.h"
#include "agent/source/record_mapper.h"

namespace svd::agent {

// Why records are set aside: a code, and the column it is about.
struct Reason {
    FindingCode code{};
    std::int32_t column = -1;
    auto operator<=>(const Reason&) const = default;
};

// A cell that looks as if it identified a person: where it is and as what, never what it says.
struct PersonalCell {
    std::uint64_t line = 0;
    std::int32_t column = -1;
    PersonalKind kind{};
};

struct Tally {
    std::uint64_t read = 0;
    std::uint64_t ready = 0;
    std::uint64_t set_aside = 0;
    std::map<Reason, std::uint64_t> set_aside_by;  // a record with two reasons counts for each
    std::map<Reason, std::uint64_t> warned_by;
    std::uint64_t without_figure = 0;  // neither ready nor set aside: the source says that it has none
    ByPeriod<std::uint64_t> ready_by_period;
    std::vector<PersonalCell> personal;  // the first of them, of which any stops the file
    std::uint64_t personal_cells = 0;    // all of them
    std::array<std::uint64_t, kRungs> by_rung{};  // of those ready, how far they were made coarser

    void add(const MappedRecord& record);
    double percent_set_aside() const;
    std::uint64_t made_coarser() const;
};

class Extract {
public:
    // kNotFound when it cannot be read, kInvalid when its header does not suit the mapping.  With a `smallest_group`
    // above 1 the incidents that stand out are made coarser (privacy.h), for which the file is read twice.
    static Result<std::unique_ptr<Extract>> open(const std::filesystem::path& file, const FileFacts& facts,
                                                 const Mapping& mapping, const RuleContext& context,
                                                 std::uint32_t smallest_group = 1);

    Result<bool> next();  // false at the end
    const CsvRecord& record() const { return record_; }
    const MappedRecord& mapped() const { return mapped_; }
    const Tally& tally() const { return tally_; }
    // Of a mended quarantine file: which files its records that are ready were set aside from.
    const std::set<std::string>& sources() const { return sources_; }
    const RecordMapper& mapper() const { return *mapper_; }
    TextEncoding encoding() const { return csv_.encoding; }
    const CsvOptions& csv() const { return csv_; }  // settled: nothing is "auto" any more
    std::uint64_t bytes_read() const { return reader_->bytes_read(); }

private:
    Extract() = default;
    void note_personal();
    Result<void> count_alike(Extract& ahead, const RuleContext& context, std::uint32_t smallest_group);
    std::ifstream stream_;
    CsvOptions csv_;
    std::optional<CsvReader> reader_;
    std::optional<RecordMapper> mapper_;
    std::optional<Privacy> privacy_;
    CsvRecord record_;
    MappedRecord mapped_;
    Tally tally_;
    std::set<std::string> sources_;
};

}  // namespace svd::agent
