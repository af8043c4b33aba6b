// What a witness has seen that an honest hub cannot show.
//
// Values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace svd::agent {

enum class AlarmKind {
    kProofFails,     // the newer log does not contain the older one
    kShrunk,         // the log is smaller than it was
    kTwoHistories,   // two roots of one size, both signed
    kUnsigned,       // a checkpoint that the log's key has not signed
    kKeyChanged,     // the log has another key, or the configuration names another
    kContradicted,   // the hub itself says that the checkpoint we hold is not in its log
    kFalseReceipt,   // a receipt that does not prove what it says
    kRecordDamaged   // what this agent wrote down cannot be read any more
};

std::string_view alarm_name(AlarmKind kind);  // proof-fails

struct Evidence {
    std::string name;  // of the file
    std::string bytes;
};

struct Alarm {
    AlarmKind kind = AlarmKind::kProofFails;
    std::string what;  // one sentence without its full stop
    std::vector<Evidence> evidence;
};

}  // namespace svd::agent
