#include <boost/json.hpp>

#include "core/scorecard/scorecard.h"

namespace svd {
namespace {

boost::json::object score_json(const Score& score) {
    return {{"party", score.party},
            {"name", score.name},
            {"due", score.due},
            {"received", score.received},
            {"nil", score.nil},
            {"not_available", score.not_available},
            {"missing", score.missing},
            {"late", score.late},
            {"amended", score.amended},
            {"refused", score.refused},
            {"refused_rows", score.refused_rows},
            {"agreements", boost::json::value_from(score.agreements)},
            {"suspended", boost::json::value_from(score.suspended)}};
}

}  // namespace

boost::json::object scorecard_json(const std::vector<Score>& scores, const ScorecardQuestion& question) {
    boost::json::array items;
    for (const Score& score : scores) items.push_back(score_json(score));
    return {{"due_from", question.due.from.text()},
            {"due_to", question.due.to.text()},
            {"late_after_days", question.late_after_days},
            {"items", std::move(items)}};
}

}  // namespace svd
