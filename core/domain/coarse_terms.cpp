#include "core/domain/coarse_terms.h"

#include <algorithm>
#include <iterator>

namespace svd {
namespace {

constexpr Code kUnder18[] = {10, 11, 12};
constexpr Code k25Over[] = {14, 15, 16, 17, 18};
constexpr Code kWorkingDay[] = {10, 11, 12, 13, 14};
constexpr Code kWeekendDay[] = {15, 16};
constexpr Code kNight[] = {10, 11, 12, 13, 14, 15};
constexpr Code kMorning[] = {16, 17, 18, 19, 20, 21};
constexpr Code kAfternoon[] = {22, 23, 24};
constexpr Code kAfterSchool[] = {25, 26, 27};
constexpr Code kEvening[] = {28, 29, 30, 31};
constexpr Code kLate[] = {32, 33};
// The police category holds violence against the person and sexual offences.  Deaths by driving are among the former
// and have no kind of their own here, so it may be other_crime too.
constexpr Code kViolenceAndSexual[] = {10, 11, 12, 13, 14, 15, 18, 19, 20, 25, 27, 28, 74};
constexpr Code kRobbery[] = {16, 17};
constexpr Code kDamageAndArson[] = {22, 23, 67};
constexpr Code kPublicOrder[] = {24, 69};
constexpr Code kAntisocial[] = {70, 71, 72};

struct Coarse {
    Vocabulary vocabulary;
    Code code;
    std::span<const Code> parts;
};

constexpr Coarse kCoarse[] = {
    {Vocabulary::kAgeBand, 30, kUnder18},
    {Vocabulary::kAgeBand, 31, k25Over},
    {Vocabulary::kWeekday, 30, kWorkingDay},
    {Vocabulary::kWeekday, 31, kWeekendDay},
    {Vocabulary::kHour, 50, kNight},
    {Vocabulary::kHour, 51, kMorning},
    {Vocabulary::kHour, 52, kAfternoon},
    {Vocabulary::kHour, 53, kAfterSchool},
    {Vocabulary::kHour, 54, kEvening},
    {Vocabulary::kHour, 55, kLate},
    {Vocabulary::kKind, 40, kViolenceAndSexual},
    {Vocabulary::kKind, 41, kRobbery},
    {Vocabulary::kKind, 68, kDamageAndArson},
    {Vocabulary::kKind, 69, kPublicOrder},
    {Vocabulary::kKind, 73, kAntisocial},
};

}  // namespace

std::span<const Code> parts_of(Vocabulary vocabulary, Code code) {
    const auto* found = std::ranges::find_if(
        kCoarse, [&](const Coarse& each) { return each.vocabulary == vocabulary && each.code == code; });
    return found == std::end(kCoarse) ? std::span<const Code>{} : found->parts;
}

}  // namespace svd
