#include <doctest/doctest.h>

#include "agent/sync/backoff.h"
#include "agent/sync/verdict.h"
#include "core/crypto/digest.h"
#include "tests/support/proving_log.h"
#include "tests/unit/agent/agent_fixture.h"

namespace svd::agent {
namespace {

using namespace test;

AnswerMeaning meaning_of(const Result<HubAnswer>& answer) { return understand(answer, sha256("sent")); }

HubAnswer receipt_for(const Digest& submission) {
    wire::Receipt receipt;
    receipt.submission = submission;
    HubAnswer answer;
    answer.status = 201;
    answer.content_type = "text/plain; charset=utf-8";
    answer.body = svd::test::ProvingLog().receipt_file(receipt);
    return answer;
}

}  // namespace

TEST_CASE("answer: only a receipt for what was sent counts as accepted") {
    CHECK(meaning_of(receipt_for(sha256("sent"))).kind == AnswerKind::kAccepted);
    CHECK(meaning_of(receipt_for(sha256("other"))).kind == AnswerKind::kTryLater);
    HubAnswer page;
    page.status = 200;
    page.content_type = "text/html";
    page.body = "<html>Your council's proxy</html>";
    CHECK(meaning_of(page).kind == AnswerKind::kTryLater);
}

TEST_CASE("answer: statuses") {
    struct Case {
        int status;
        AnswerKind kind;
    };
    for (const Case& c :
         {Case{400, AnswerKind::kRefused}, Case{401, AnswerKind::kDenied}, Case{403, AnswerKind::kDenied},
          Case{404, AnswerKind::kTryLater}, Case{407, AnswerKind::kTryLater}, Case{409, AnswerKind::kRefused},
          Case{413, AnswerKind::kRefused}, Case{422, AnswerKind::kRefused}, Case{429, AnswerKind::kTryLater},
          Case{500, AnswerKind::kTryLater}, Case{503, AnswerKind::kTryLater}}) {
        CAPTURE(c.status);
        CHECK(meaning_of(problem(c.status, R"({"title":"T"})")).kind == c.kind);
        HubAnswer from_a_proxy;
        from_a_proxy.status = c.status;
        CHECK(meaning_of(from_a_proxy).kind == AnswerKind::kTryLater);
        CHECK(meaning_of(from_a_proxy).message.find("a proxy") != std::string::npos);
    }
}

TEST_CASE("answer: a refusal brings its code and its rows") {
    const auto meaning = meaning_of(problem(422, R"({"title":"No row.","code":"E115","errors":[
        {"rows":"incidents","row":3,"code":"E301","field":"place.area"},{"row":"x"},7]})"));
    CHECK(meaning.code == "E115");
    REQUIRE(meaning.rows.size() == 2);
    CHECK(meaning.rows[0].row == 3);
    CHECK(meaning.rows[0].code == "E301");
}

TEST_CASE("answer: a message has full stops and names its code") {
    const auto meaning = meaning_of(problem(422, R"({"title":"No such agreement","detail":"Ask","code":"E105"})"));
    CHECK(meaning.message == "the hub answered 422: No such agreement. Ask. (E105; `svd-agent explain E105`)");
}

TEST_CASE("answer: errors of the connection") {
    CHECK(meaning_of(Error{Errc::kDenied, "alert"}).kind == AnswerKind::kDenied);
    CHECK(meaning_of(Error{Errc::kInvalid, "hub.ca"}).kind == AnswerKind::kMisconfigured);
    CHECK(meaning_of(Error{Errc::kUnreachable, "no route"}).kind == AnswerKind::kTryLater);
    CHECK(meaning_of(Error{Errc::kTimedOut, "slow"}).kind == AnswerKind::kTryLater);
}

TEST_CASE("backoff: grows to its limit and never comes before the hub allows") {
    using namespace std::chrono_literals;
    Backoff backoff(42);
    std::chrono::milliseconds longest{0};
    for (int i = 0; i < 200; ++i) {
        const auto wait = backoff.next(std::nullopt);
        CHECK(wait >= 1s);
        CHECK(wait <= 15min);
        if (i < 3) CHECK(wait <= 4s);
        longest = std::max(longest, wait);
    }
    CHECK(longest > 10min);
    CHECK(backoff.next(30s) >= 31s);
    backoff.reset();
    CHECK(backoff.next(std::nullopt) == 1s);
}

}  // namespace svd::agent
