#include "agent/source/personal_names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "agent/source/letters.h"

namespace svd::agent {
namespace {

// Each sorted, because they are searched by halves; a unit test holds them to it.
constexpr std::string_view kTitles[] = {"dr", "miss", "mr", "mrs", "ms", "mx", "rev"};

// Heads of the lists of baby names and of the census generations before them, without those that are words, places
// or surnames as often as forenames (Mark, Rose, Grace, Jordan, Kelly ...).
constexpr std::string_view kForenames[] = {
    "aaron",    "abdul",     "abigail",    "adam",      "adrian",      "ahmed",     "aisha",    "alan",      "albert",
    "alex",     "alexander", "alfie",      "alice",     "alison",      "amanda",    "amelia",   "amy",       "andrea",
    "andrew",   "angela",    "ann",        "anna",      "anne",        "anthony",   "antonio",  "arthur",    "ashley",
    "barbara",  "barry",     "benjamin",   "beth",      "bethany",     "brenda",    "brian",    "callum",    "cameron",
    "caroline", "catherine", "charlie",    "christine", "christopher", "claire",    "colin",    "connor",    "craig",
    "daniel",   "danielle",  "darren",     "david",     "deborah",     "denise",    "derek",    "diane",     "donna",
    "dorothy",  "edward",    "eileen",     "elizabeth", "ellie",       "emily",     "emma",     "eric",      "ethan",
    "fatima",   "fiona",     "gareth",     "gary",      "gavin",       "gemma",     "geoffrey", "george",    "gillian",
    "graham",   "hannah",    "harriet",    "hassan",    "helen",       "henry",     "ian",      "isaac",     "isabella",
    "isla",     "jacob",     "jacqueline", "jake",      "james",       "jamie",     "jane",     "janet",     "jason",
    "jean",     "jennifer",  "jessica",    "joan",      "joanne",      "joe",       "john",     "jonathan",  "joseph",
    "joshua",   "joyce",     "judith",     "julia",     "julie",       "karen",     "kate",     "katherine", "kathleen",
    "katie",    "keith",     "kenneth",    "kevin",     "kieran",      "kimberley", "kirsty",   "laura",     "lauren",
    "leah",     "leanne",    "liam",       "linda",     "lisa",        "logan",     "louise",   "lucas",     "lucy",
    "luke",     "lynn",      "malcolm",    "margaret",  "maria",       "marie",     "martin",   "mary",      "matthew",
    "megan",    "melanie",   "michael",    "michelle",  "mohamed",     "mohammad",  "mohammed", "molly",     "muhammad",
    "nathan",   "neil",      "nicholas",   "nicola",    "nigel",       "oliver",    "olivia",   "oscar",     "pamela",
    "patricia", "patrick",   "paul",       "paula",     "peter",       "philip",    "phillip",  "rachel",    "raymond",
    "rebecca",  "richard",   "robert",     "roger",     "ronald",      "ruth",      "ryan",     "samantha",  "samuel",
    "sandra",   "sarah",     "sean",       "sharon",    "shaun",       "sheila",    "shirley",  "simon",     "sophia",
    "sophie",   "stacey",    "stephanie",  "stephen",   "steven",      "stuart",    "susan",    "sylvia",    "theodore",
    "theresa",  "thomas",    "timothy",    "tina",      "toby",        "tracey",    "tracy",    "valerie",   "vincent",
    "wayne",    "wendy",     "william",    "yusuf",     "yvonne",      "zachary",   "zoe"};

// What a forename stands beside in the name of a place, a street or a body.
constexpr std::string_view kOfPlaces[] = {
    "academy", "avenue",   "bridge", "building", "car",     "centre",   "church",     "cinema",  "close",     "college",
    "corner",  "court",    "cross",  "drive",    "estate",  "field",    "fields",     "flats",   "garden",    "gardens",
    "gate",    "green",    "grove",  "hall",     "hill",    "hospital", "hotel",      "house",   "infirmary", "inn",
    "island",  "junction", "lane",   "lewis",    "lodge",   "market",   "mews",       "museum",  "north",     "park",
    "parkway", "pier",     "place",  "plaza",    "primary", "quay",     "recreation", "rise",    "road",      "row",
    "school",  "shop",     "south",  "square",   "st",      "station",  "street",     "terrace", "theatre",   "tower",
    "walk",    "way",      "wharf",  "yard"};

bool holds(auto& sorted, std::string_view word) { return std::ranges::binary_search(sorted, word); }

struct NameWord {
    std::string small;         // in ASCII small letters
    bool capital = false;      // begins with one, or with a letter past ASCII
    bool digits = false;       // nothing else
    bool after_comma = false;  // what stands before it ends in one
};

bool in_name(char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }
bool in_word(char c) { return in_name(c) || is_digit(c) || c == '\'' || c == '-'; }

NameWord word_of(std::string_view text, bool after_comma) {
    NameWord word;
    word.after_comma = after_comma;
    word.capital = !(text[0] >= 'a' && text[0] <= 'z') && in_name(text[0]);
    word.digits = std::ranges::all_of(text, is_digit);
    for (const char c : text) word.small += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return word;
}

std::optional<NameWord> next_word(std::string_view text, std::size_t& at) {
    bool comma = false;
    while (at < text.size() && !in_word(text[at])) comma = text[at++] == ',' || (comma && text[at - 1] == ' ');
    if (at >= text.size()) return std::nullopt;
    const std::size_t start = at;
    while (at < text.size() && in_word(text[at])) ++at;
    return word_of(text.substr(start, at - start), comma);
}

// A capitalised word of letters that may be somebody's: not one of an address, not a single letter.
bool may_be_name(const NameWord& word) {
    return word.capital && word.small.size() > 1 && std::ranges::none_of(word.small, is_digit) &&
           !holds(kOfPlaces, word.small);
}

bool name_of_two(const NameWord& first, const NameWord& second) {
    if (holds(kTitles, first.small) && first.capital && !second.after_comma) return may_be_name(second);
    const bool officer = first.small == "pc" || first.small == "pcso";
    if (officer && first.capital && second.digits && second.small.size() >= 3) return true;
    if (!may_be_name(first) || !may_be_name(second)) return false;
    return second.after_comma ? holds(kForenames, second.small) : holds(kForenames, first.small);
}

}  // namespace

bool has_person_name(std::string_view text) {
    std::size_t at = 0;
    auto before = next_word(text, at);
    while (before) {
        auto word = next_word(text, at);
        if (word && name_of_two(*before, *word)) return true;
        before = std::move(word);
    }
    return false;
}

}  // namespace svd::agent
