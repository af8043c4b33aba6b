#include "agent/source/personal_data.h"

#include <doctest/doctest.h>

#include <string>

namespace svd::agent {
namespace {

struct Personal {
    const char* text;
    PersonalKind kind;
};

// Numbers made up for tests: 943 476 5919 is the NHS data dictionary's own example.
constexpr Personal kPersonal[] = {
    {"9434765919", PersonalKind::kNhsNumber},
    {"943 476 5919", PersonalKind::kNhsNumber},
    {"943-476-5919", PersonalKind::kNhsNumber},
    {"patient 943 476 5919 seen", PersonalKind::kNhsNumber},
    {"TN9 1AB", PersonalKind::kPostcode},
    {"tn91ab", PersonalKind::kPostcode},
    {"SW1A 1AA", PersonalKind::kPostcode},
    {"near ME7 5TY, flat 2", PersonalKind::kPostcode},
    {"AB123456C", PersonalKind::kNationalInsurance},
    {"AB 12 34 56 C", PersonalKind::kNationalInsurance},
    {"someone@example.org", PersonalKind::kEmail},
    {"write to a.b+c@mail.example.co.uk now", PersonalKind::kEmail},
    {"07700 900123", PersonalKind::kPhone},
    {"+44 7700 900123", PersonalKind::kPhone},
    {"(01732) 900123", PersonalKind::kPhone},
    {"24/12/1987", PersonalKind::kDate},
    {"1987-12-24", PersonalKind::kDate},
    {"born 24.12.1987", PersonalKind::kDate},
    {"12/24/1987", PersonalKind::kDate},
    {"3 March 1987", PersonalKind::kDate},
    {"03-Mar-87", PersonalKind::kDate},
    {"born on the 3rd of March, 1987 in Dover", PersonalKind::kDate},
    {"March 3, 1987", PersonalKind::kDate},
    {"Sept 14th 2001", PersonalKind::kDate},
    {"Mrs Smith", PersonalKind::kName},
    {"seen by Dr. Patel", PersonalKind::kName},
    {"MR O'BRIEN", PersonalKind::kName},
    {"Jane Brown", PersonalKind::kName},
    {"BROWN, Jane", PersonalKind::kName},
    {"Brown,Jane", PersonalKind::kName},
    {"said that Mohammed Khan hit him", PersonalKind::kName},
    {"PC 7431", PersonalKind::kName},
    {"51.144331, 0.878481", PersonalKind::kCoordinates},
    {"0.878481 51.144331", PersonalKind::kCoordinates},
    {"51.144331", PersonalKind::kCoordinates},
    {"TQ 758 556", PersonalKind::kCoordinates},
    {"TQ75805560", PersonalKind::kCoordinates},
    {"575800 155600", PersonalKind::kCoordinates},
    {"///filled.count.soap", PersonalKind::kCoordinates},
};

// What real columns hold and must be let through.
constexpr const char* kNotPersonal[] = {
    "",
    "E01024040",
    "W01000574",
    "Violence and sexual offences",
    "Investigation complete; no suspect identified",
    "2021-04",
    "10A",
    "1987",
    "E07000115",
    "TN9",
    "Ashford 001D",
    "9434765918",   // the check digit is wrong
    "0000000000",
    "0.878481",
    "51.14",
    "0.33, 12.5",
    "TQ75",
    "James Street",
    "St John Street",
    "John Lewis",
    "William Hill",
    "Street, or open space",
    "Licensed premises: Bar, Club",
    "miss the bus",
    "Assault with injury",
    "Grievous Bodily Harm",
    "Community Order",
    "Market Place",
    "PC World",
    "1 to 7",
    "May 2021",
    "12 to 18 March",
    "Q1 2021/22",
    "Canterbury",
    "Sheerness East",
    "in/out",
    "7dfd85f3b3a3aab59a170922b68c26190341fbb074bc78b17ef00a038e9da2ab",
    "a @ b",
    "31/13/1987",
    "12.5",
    "18-24",
};

}  // namespace

TEST_CASE("personal_data: finds what identifies a person") {
    for (const Personal& c : kPersonal) {
        CAPTURE(c.text);
        REQUIRE(find_personal(c.text));
        CHECK(personal_kind_name(*find_personal(c.text)) == personal_kind_name(c.kind));
    }
}

TEST_CASE("personal_data: lets codes and categories through") {
    for (const char* text : kNotPersonal) {
        CAPTURE(text);
        CHECK_FALSE(find_personal(text).has_value());
    }
}

TEST_CASE("personal_data: a table may say what only resembles a name, and nothing that is certain") {
    CHECK_FALSE(find_personal_in_table("James Brown Stores"));
    CHECK(find_personal("James Brown Stores") == PersonalKind::kName);
    CHECK(find_personal_in_table("TN9 1AB") == PersonalKind::kPostcode);
    CHECK(find_personal_in_table("943 476 5919") == PersonalKind::kNhsNumber);
}

TEST_CASE("personal_data: any changed digit of an NHS number is noticed") {
    const std::string good = "9434765919";
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            std::string changed = good;
            changed[at] = digit;
            CAPTURE(changed);
            const auto found = find_personal(changed);
            CHECK((found == PersonalKind::kNhsNumber) == (changed == good));
        }
    }
}

}  // namespace svd::agent
