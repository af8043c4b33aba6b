// Whom a verifier trusts (C2SP tlog-policy, draft): the logs it knows, the witnesses, and how many of which must
// have cosigned a checkpoint.
//
//     log VKEY [URL]
//     witness NAME VKEY [URL]
//     group NAME all|any|COUNT MEMBER...
//     quorum NAME|none
//
// Items are separated by spaces or tabs, # begins a comment line.  There is exactly one quorum line.  A name is
// defined once, before it is used, and is a member of one group at most; so each witness counts in one way only.
// Two logs or two witnesses with one public key, whatever their names, are refused: one signer would count twice.
//
// Errors are kInvalid, with the file's name and the line.
// Values and functions of their arguments: free to share between threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/tlog/note.h"

namespace svd::tlog {

struct Policy {
    struct Log {
        VerifierKey key;
        std::string url;  // may be empty
        bool operator==(const Log&) const = default;
    };
    struct Witness {
        std::string name;
        VerifierKey key;
        std::string url;
        bool operator==(const Witness&) const = default;
    };
    struct Group {
        std::string name;
        std::size_t threshold = 1;
        std::vector<std::string> members;  // witnesses, and groups before this one
        bool operator==(const Group&) const = default;
    };

    std::vector<Log> logs;
    std::vector<Witness> witnesses;
    std::vector<Group> groups;
    std::string quorum;  // a witness, a group, or "none"
    bool operator==(const Policy&) const = default;
};

Result<Policy> parse_policy(std::string_view text, std::string_view file_name);
std::string format_policy(const Policy& policy);

// Whether the note is a checkpoint that one of the logs signed under its own name, and the quorum has cosigned.  A
// line that names a known log or witness and is not its signature spoils the note.
bool satisfied(const Policy& policy, const SignedNote& note);

}  // namespace svd::tlog
