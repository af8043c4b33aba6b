// A hub's log that is served from a folder, which is a copy as the hub would hand it out; it can fail, and lie.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "audit/fetch/fetch.h"
#include "tests/unit/audit/audited_hub.h"

namespace svd::test {

inline HttpsAnswer problem_answer(int status, const std::string& code) {
    return {status, "application/problem+json", R"({"title":"No","code":")" + code + "\"}", std::nullopt};
}

class FolderSource final : public audit::LogSource {
public:
    explicit FolderSource(std::filesystem::path folder) : folder_(std::move(folder)) {}

    Result<HttpsAnswer> get(const std::string& path, std::size_t bytes_max) override {
        asked.push_back(path);
        if (asked.size() == fails_at) return Error{Errc::kUnreachable, "the line is cut"};
        const auto said = says.find(path);
        if (said != says.end()) return said->second;
        const auto bytes = audit::read_file(folder_ / file_of(path), bytes_max);
        if (!bytes) return problem_answer(404, "unknown");
        return HttpsAnswer{200, "application/octet-stream", *bytes, std::nullopt};
    }

    std::vector<std::string> asked;
    std::size_t fails_at = 0;                  // the n-th question, from 1
    std::map<std::string, HttpsAnswer> says;  // in place of what is in the folder

private:
    static std::string file_of(const std::string& path) {
        const std::string prefix = "/v1/log/", partnership = "partnership/";
        std::string file = path.substr(prefix.size());
        if (file.starts_with(partnership)) file = "partnerships/" + file.substr(partnership.size()) + ".json";
        return file;
    }
    std::filesystem::path folder_;
};

inline Result<audit::Fetched> fetched(audit::LogSource& source, const std::filesystem::path& into) {
    return audit::fetch_log(source,
                            {into, test_signer().verifier_key(), [](std::string_view, std::uint64_t, std::uint64_t) {},
                             [](std::chrono::seconds) {}});
}

// Every file's path and bytes.
inline std::map<std::string, std::string> contents_of(const std::filesystem::path& folder) {
    std::map<std::string, std::string> all;
    for (const std::string& file : files_below(folder)) all[file] = read_all(folder / file);
    return all;
}

}  // namespace svd::test
