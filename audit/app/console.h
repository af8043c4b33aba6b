// What people and scripts see: text or JSON on standard output, complaints on standard error.
#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>

#include "audit/checks/report.h"

namespace svd::audit {

class Console {
public:
    explicit Console(bool json) : json_(json) {}

    bool json() const { return json_; }
    void say(std::string_view line) const;              // text mode only
    void next(std::string_view what_to_do) const;       // the last line of text, always
    void complain(std::string_view line) const;         // standard error
    void print(const boost::json::value& value) const;  // JSON mode only, on one line
    void write(std::string_view bytes) const;           // as they are, in both

    void say(const Report& report) const;  // every finding

private:
    bool json_;
};

boost::json::object report_json(const Report& report);  // failures, warnings, findings, not_told

}  // namespace svd::audit
