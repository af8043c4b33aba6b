#include "agent/app/init_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "agent/app/exit_codes.h"
#include "agent/setup/setup_files.h"
#include "agent/source/extract.h"
#include "core/domain/party.h"

namespace svd::agent {
namespace {

namespace fs = std::filesystem;

struct Outcome {
    std::string base;  // of the library, copied; empty when proposed
    Proposal proposal;
    std::vector<std::string> never;
    std::map<std::string, std::string> files;  // below the folder
    std::uint64_t read = 0, ready = 0;
    std::string problems;  // of the mapping, when it cannot be used yet
};

struct Question {
    std::string_view flag, text;
    std::string* answer;
};

void split_areas(const std::string& text, std::vector<std::string>& areas) {
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        std::erase(word, ' ');
        if (!word.empty()) areas.push_back(word);
    }
}

// On a terminal each is asked; a script is told which flags it lacks.
bool settle(InitOptions& options, const Console& console) {
    std::string areas = fmt::format("{}", fmt::join(options.areas, ","));
    const Question questions[] = {
        {"--agency", "The agency's id, as the hub's operator has it (kent-police)", &options.agency},
        {"--kind", "Its kind (police, fire_rescue, district_council, emergency_department ...)", &options.kind},
        {"--areas", "The GSS codes of the areas that it may speak for (E23000032)", &areas},
        {"--agreement", "The id of the data-sharing agreement", &options.agreement},
        {"--hub", "The hub's address (https://hub.example:8443)", &options.hub}};
    const bool asks = ::isatty(STDIN_FILENO) == 1 && !console.json();
    std::vector<std::string_view> lacking;
    for (const Question& question : questions) {
        if (!question.answer->empty()) continue;
        if (asks) {
            fmt::print(stderr, "{}: ", question.text);
            std::getline(std::cin, *question.answer);
        }
        if (question.answer->empty()) lacking.push_back(question.flag);
    }
    options.areas.clear();
    split_areas(areas, options.areas);
    if (lacking.empty()) return true;
    console.complain(fmt::format("needs {}", fmt::join(lacking, ", ")));
    return false;
}

Result<Party> party_of(const InitOptions& options, const Geography& geography) {
    Party party;
    party.id = options.agency;
    const bool sound = options.agency.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    if (!sound) return invalid("--agency: expected small letters, digits and hyphens, such as kent-police");
    const auto kind = find_agency_kind(options.kind);
    if (!kind) return invalid(fmt::format("--kind: \"{}\" is no kind of agency, such as \"police\"", options.kind));
    party.kind = *kind;
    for (const std::string& text : options.areas) {
        const auto code = AreaCode::parse(text);
        if (!code || !geography.find(*code)) {
            return invalid(fmt::format("--areas: there is no area {} in the reference data", text));
        }
        party.areas.push_back(*code);
    }
    if (!options.hub.starts_with("https://")) return invalid("--hub: expected https:// and a host");
    party.agreements.push_back({options.agreement, Month()});
    return party;
}

fs::path find_share(const fs::path& named) {
    if (!named.empty()) return named;
    std::error_code failed;
    return fs::exists("deploy/mappings", failed) ? fs::path("deploy") : fs::path("/usr/share/svd-agent");
}

std::string file_text(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// Reads the sample by the mapping; false when it does not suit it.
bool try_out(const fs::path& sample, const FileFacts& facts, Mapping mapping, const RuleContext& context,
             Outcome& outcome) {
    if (facts.marked) mapping.csv.encoding = TextEncoding::kAuto;
    auto extract = Extract::open(sample, facts, mapping, context);
    if (!extract) {
        outcome.problems = extract.error().detail;
        return false;
    }
    for (auto more = (*extract)->next(); more && *more; more = (*extract)->next()) {
    }
    outcome.read = (*extract)->tally().read;
    outcome.ready = (*extract)->tally().ready;
    outcome.never = (*extract)->mapper().staying();
    return true;
}

// The whole of a library's mapping, for an export that is the one it was written for.
void copy_library(const LibraryMapping& chosen, Outcome& outcome) {
    outcome.base = chosen.mapping.name;
    for (const fs::directory_entry& entry : fs::directory_iterator(chosen.folder)) {
        outcome.files["mapping/" + entry.path().filename().string()] = file_text(entry.path());
    }
    std::string& text = outcome.files["mapping/mapping.toml"];
    const std::size_t at = text.find("\ndelimiter = ");
    if (at == std::string::npos) return;
    text.replace(at + 1, text.find('\n', at + 1) - at - 1, "delimiter = \"auto\"");
}

// Two mappings may read the same columns and count different things: 0 what the agency does not count, 2 its usual unit.
std::size_t suits_agency(const Mapping& mapping, AgencyKind kind) {
    if (mapping.rows == RowKind::kCohort) return may_count(kind, CountUnit::kPerson) ? 1 : 0;
    for (const FieldRule& rule : mapping.fields) {
        if (rule.field != Field::kCountUnit || !rule.constant) continue;
        return may_count(kind, static_cast<CountUnit>(*rule.constant)) ? 2 : 0;
    }
    return 1;
}

bool use_library(const fs::path& file, const Sample& sample, const std::vector<LibraryMapping>& library,
                 const RuleContext& context, Outcome& outcome) {
    std::vector<std::string> header;
    header.reserve(sample.columns.size());
    for (const SampleColumn& column : sample.columns) header.push_back(column.name);
    std::size_t most = 0;
    for (const LibraryMapping& each : library) {
        const std::size_t suits = suits_agency(each.mapping, context.party.kind);
        const std::size_t fitting = suits == 0 ? 0 : columns_that_fit(each.mapping, header) * 4 + suits;
        Outcome tried;
        Mapping mapping = each.mapping;
        mapping.csv.delimiter = sample.csv.delimiter;
        if (fitting < 4 || fitting <= most) continue;
        if (!try_out(file, sample.facts, mapping, context, tried)) continue;
        if (tried.ready * 4 < tried.read) continue;
        copy_library(each, tried);
        most = fitting;
        outcome = std::move(tried);
    }
    return most > 0;
}

bool write_all(const fs::path& folder, const std::map<std::string, std::string>& files, const Console& console) {
    std::error_code failed;
    for (const auto& [name, text] : files) {
        if (!fs::exists(folder / name, failed)) continue;
        console.complain(fmt::format("{} is there already, and is not written over", (folder / name).string()));
        return false;
    }
    fs::create_directories(folder / "mapping", failed);
    fs::create_directories(folder / "certs", failed);
    fs::permissions(folder / "certs", fs::perms::owner_all, failed);
    for (const auto& [name, text] : files) {
        std::ofstream stream(folder / name, std::ios::binary);
        stream << text;
        stream.close();
        if (stream) continue;
        console.complain(fmt::format("cannot write {}", (folder / name).string()));
        return false;
    }
    return true;
}

void say_proposal(const Outcome& outcome, const Console& console) {
    const Proposal& proposal = outcome.proposal;
    console.heading(fmt::format("{:<20} {:<28} {}", "WOULD LEAVE", "FROM", "BY"));
    const auto line = [&](std::string_view field, std::string_view column, std::string_view by) {
        console.say(fmt::format("  {:<18} {:<28} {}", field, column, by));
    };
    if (proposal.time)
        line(proposal.time->month_only ? "month" : "time", proposal.time->column, proposal.time->formats[0]);
    if (proposal.area) {
        line("area", proposal.area->column, proposal.area->names.empty() ? "GSS codes" : "names of districts");
    }
    if (!proposal.count_unit.empty()) line("count_unit", "", fmt::format("always {}", proposal.count_unit));
    for (const ProposedField& field : proposal.fields) {
        const std::string by = field.reading == Reading::kTerms ? field.list : "the age band only";
        line(slot_name(RowKind::kIncident, field.slot), field.column,
             field.unknown == 0 ? by : fmt::format("{}; {} cells are not in it", by, field.unknown));
    }
    console.say("");
}

boost::json::object report_json(const Outcome& outcome, const fs::path& folder) {
    boost::json::array fields;
    for (const ProposedField& field : outcome.proposal.fields) {
        fields.push_back({{"field", slot_name(RowKind::kIncident, field.slot)},
                          {"from", field.column},
                          {"list", field.list},
                          {"known", field.known},
                          {"unknown", field.unknown}});
    }
    boost::json::array files;
    for (const auto& [name, text] : outcome.files) files.push_back(boost::json::value((folder / name).string()));
    return {{"mapping", outcome.base.empty() ? boost::json::value(nullptr) : boost::json::value(outcome.base)},
            {"fields", fields},
            {"never_leaves", boost::json::value_from(outcome.never)},
            {"missing", boost::json::value_from(outcome.proposal.doubts)},
            {"files", files},
            {"records_read", outcome.read},
            {"ready", outcome.ready}};
}

int tell(const Outcome& outcome, const InitOptions& options, const Console& console) {
    console.print(report_json(outcome, options.folder));
    if (!outcome.base.empty()) {
        console.say(fmt::format("the export has the columns of the mapping {}, which is copied to {}", outcome.base,
                                (options.folder / "mapping").string()));
    } else {
        say_proposal(outcome, console);
    }
    console.heading("NEVER LEAVES");
    console.say(fmt::format("  {}", fmt::join(outcome.never, ", ")));
    for (const StayingColumn& column : outcome.proposal.stays) {
        if (!column.why.empty()) console.say(fmt::format("  {}: {}", column.name, column.why));
    }
    console.say("");
    const std::string config = (options.folder / "agent.toml").string();
    if (!outcome.proposal.doubts.empty() || !outcome.problems.empty()) {
        for (const std::string& doubt : outcome.proposal.doubts) console.complain(fmt::format("missing: {}", doubt));
        if (outcome.proposal.doubts.empty()) console.complain(outcome.problems);
        console.next(fmt::format("add what is missing to {}, then `svd-agent --config {} config check`.",
                                 (options.folder / "mapping/mapping.toml").string(), config));
        return exit_code::kConfiguration;
    }
    console.say(fmt::format("{} of {} records of the sample would be ready to send", outcome.ready, outcome.read));
    console.next(
        fmt::format("read {}; then `svd-agent --config {} check {}` and `preview`, which send nothing; put the "
                    "hub's certificate and yours into {}, and `doctor` says what is still wrong.",
                    (options.folder / "mapping/mapping.toml").string(), config, options.sample.string(),
                    (options.folder / "certs").string()));
    return exit_code::kDone;
}

}  // namespace

int init_agent(InitOptions options, const Clock& clock, Console& console) {
    const auto fail = [&](const Error& error, int status) {
        console.complain(error.detail);
        return status;
    };
    if (!settle(options, console)) return exit_code::kUsage;
    const fs::path share = find_share(options.share);
    auto geography = Geography::load(share / "reference");
    if (!geography) return fail(geography.error(), exit_code::kUsage);
    auto library = load_library(share / "mappings");
    if (!library) return fail(library.error(), exit_code::kUsage);
    const auto party = party_of(options, *geography);
    if (!party) return fail(party.error(), exit_code::kUsage);
    const auto sample = read_sample(options.sample, *geography);
    if (!sample) return fail(sample.error(), exit_code::kFileRejected);

    const RuleContext context{*party, *geography, Month::of(clock.now())};
    const SetupAnswers answers{options.agency, party->kind,
                               options.areas,  options.agreement,
                               options.hub,    fs::absolute(share / "reference").lexically_normal().string()};
    Outcome outcome;
    const bool fits = use_library(options.sample, *sample, *library, context, outcome);
    if (!fits) {
        outcome.proposal = propose(*sample, *library, party->kind);
        for (auto& [name, text] : mapping_files(answers, outcome.proposal, *sample)) {
            outcome.files["mapping/" + name] = text;
        }
        for (const StayingColumn& column : outcome.proposal.stays) outcome.never.push_back(column.name);
    }
    outcome.files["agent.toml"] = agent_toml(answers);
    if (!write_all(options.folder, outcome.files, console)) return exit_code::kUsage;
    if (!fits) {
        auto mapping = Mapping::load(options.folder / "mapping/mapping.toml");
        if (!mapping) outcome.problems = mapping.error().detail;
        if (mapping) (void)try_out(options.sample, sample->facts, *mapping, context, outcome);
    }
    return tell(outcome, options, console);
}

}  // namespace svd::agent
