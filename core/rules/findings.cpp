#include "core/rules/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/check.h"

namespace svd {
namespace {

using enum FindingCode;
constexpr Severity kFile = Severity::kFileReject;
constexpr Severity kRow = Severity::kRecordReject;
constexpr Severity kWarn = Severity::kWarning;

constexpr FindingText kFindings[] = {
    {kNotReadable, kFile, "The bytes are not a submission.",
     "They are not the protobuf message svd.v1.Submission, or not its JSON form.",
     "Send what svd-agent makes; if it made this, report it."},
    {kFormatUnknown, kFile, "The submission's format is not one this program knows.",
     "Only format 1 exists; a newer agent may be talking to an older hub.", "Upgrade the older of the two programs."},
    {kUnknownFields, kFile, "The submission holds what the vocabulary has no place for.",
     "Nothing that we do not understand, nothing that is given twice, and no text in the place of an area's code or a "
     "row's address is accepted: it could be anything, a name among others.",
     "Use an agent of the hub's version, and remove what was added to the message."},
    {kMappingInvalid, kFile, "The mapping's name or version is missing or malformed.",
     "Every figure must be traceable to the mapping that made it.",
     "Give the mapping a name of lower-case letters, digits, dots and hyphens, and a version from 1."},
    {kAgreementUnknown, kFile, "The agreement is not one the hub has for this agency.",
     "Data is accepted only under a named data-sharing agreement.",
     "Check the agreement's id in the agent's configuration, or ask the hub's operator to enter it."},
    {kAgreementNotInForce, kFile, "The agreement is not in force for these months.",
     "A month lies before the agreement began or after it ended.",
     "Send only months the agreement covers, or have it extended."},
    {kSupplyKindInvalid, kFile, "The kind of supply is missing or does not fit what is sent.",
     "A replacement names what it supersedes; a correction holds only amendments and withdrawals; only an addition "
     "names what it is a part of.",
     "Let the agent decide the kind of supply, or correct it."},
    {kMonthsInvalid, kFile, "The months spoken for are missing, malformed, repeated or out of order.",
     "Each submission states its months in ascending order, so that coverage is never guessed.",
     "State each month once, in order, not in the future."},
    {kTooManyRows, kFile, "The submission has too many rows.",
     "Submissions are limited so that none can block another.", "Send it in parts; svd-agent does."},
    {kNoRows, kFile, "The submission holds nothing.",
     "An empty submission could be taken for a month without incidents.",
     "Send a nil return if there were none, or a not-available return if you cannot say."},
    {kSupersedesInvalid, kFile, "A superseded submission is named wrongly or twice.",
     "Each is named by the 32 bytes of its SHA-256.", "Name it as its receipt does."},
    {kSupersedesNotHeld, kFile, "A superseded submission is not held, is another agency's, or is superseded already.",
     "Only a live submission of your own can be replaced.", "Look at your receipts and at the agent's status."},
    {kMonthsAlreadySupplied, kFile, "One of the months has already been supplied.",
     "A first supply for a month that is already held would count everything twice.",
     "Send it as a replacement naming the earlier submissions, or as an addition if the records are new."},
    {kNothingToAddTo, kFile, "There is nothing to add to.",
     "An addition is a further part of months that have been supplied, and of a submission that is still held.",
     "Send the first part first, or the whole as a replacement."},
    {kNoRowAccepted, kFile, "Not one row could be accepted.", "Every row has an error; nothing was stored.",
     "Read the errors below; a common cause is the wrong mapping or the wrong geography."},
    {kRowsNotAllowed, kFile, "The agreement does not allow rows, only counts.",
     "Section 16(4) of the Act bars a health or social care body's personal information.",
     "Send aggregate returns, or have the agreement say that rows may be sent."},
    {kMessageNotAllowed, kFile, "The agreement does not allow this kind of message.",
     "It lists the kinds that may be sent, and this is not among them.",
     "Leave out what the error names, or have the agreement changed."},
    {kFieldNotAllowed, kFile, "A field is given that the agreement does not allow.",
     "Under this agreement the field must say not_collected or withheld, or be absent. Nothing of the submission was "
     "kept.",
     "Map the field that the error names to withheld, and send the file again."},
    {kFinerThanAgreed, kFile, "An area is finer than the agreement allows.",
     "The agreement names the finest areas, and those must be made of whole areas of that level. Nothing of the "
     "submission was kept.",
     "Map places to that level or a wider one, and send the file again."},
    {kPastRetention, kFile, "A month is longer ago than the agreement lets data be kept.",
     "What arrived now would have to be erased at once.",
     "Send only months that may still be kept, or have the agreement changed."},
    {kAgreementSuspended, kFile, "The agreement is suspended.",
     "The hub's operator has stopped the flow under it, in both directions. Nothing was stored.",
     "Keep the file, and ask the hub's operator when it is resumed."},
    {kTooManyFindings, kFile, "The rows have too many errors.",
     "Beyond 5,000 errors something is wrong with all of it, and no more are counted.",
     "Look for a common cause in the errors below: often the wrong mapping, the wrong geography, or an older agent."},

    {kTermMissing, kRow, "A field has no value.", "Every field is given; what is not known has a term of its own.",
     "Map the field, or map it to unknown, not_collected or withheld."},
    {kTermUnknown, kRow, "A field holds a number that is no term of the vocabulary.",
     "The sender's vocabulary is newer, or the sender is at fault.", "Use an agent of the hub's version."},
    {kMonthInvalid, kRow, "The month is not a month.", "Months are written as year and month, such as 2021-04.",
     "Check the mapping of the month."},
    {kMonthInFuture, kRow, "The month is in the future.", "Nothing can have happened in it yet.",
     "Check the date format: day and month may have changed places. Check the clock of the machine."},
    {kMonthNotDeclared, kRow, "The row's month is not among those the submission speaks for.",
     "Coverage is stated once, for the whole submission.", "State the month, or send the row with its own month."},
    {kTimePrecisionMismatch, kRow, "The weekday and hour do not fit the stated precision.",
     "A row precise to the month has no weekday; one precise to the hour has an hour.",
     "Correct the mapping's precision."},
    {kUnitNotForAgency, kRow, "This kind of agency does not count in this unit.",
     "Units say what one record is; mixing them up would mislead every reader.", "Correct the mapping's count_unit."},
    {kUnitDoesNotFitKind, kRow, "The unit does not fit the kind.",
     "Anti-social behaviour is reported, not recorded as crime.", "Correct the table that maps kinds to units."},
    {kExtraNotForAgency, kRow, "The row carries another kind of agency's extra fields.",
     "Each kind of agency has its own.", "Use the mapping made for your kind of agency."},
    {kWeaponUseMismatch, kRow, "The use of a weapon is stated where there was none.",
     "With bodily force only, the use is not applicable.", "Correct the mapping of weapon or weapon_use."},
    {kGravityInvalid, kRow, "The gravity score is not on its scale.",
     "Youth justice seriousness goes from 1 to 8, the police matrix from 1 to 4.", "Correct the scale or the score."},
    {kCountInvalid, kRow, "The count does not fit its treatment.",
     "A suppressed count is sent as 0, a rounded one is a multiple of 5, and none is beyond belief.",
     "Correct the treatment or the count."},
    {kPeriodInvalid, kRow, "The return's period is malformed, too long or not over yet.",
     "It runs from one month to the same or a later one, at most five years.", "Correct from_month and to_month."},

    {kAreaUnknown, kRow, "The area does not exist in that boundary set.",
     "The code and its vintage must be in the reference data.", "Check the vintage; small areas were redrawn in 2021."},
    {kAreaLevelMismatch, kRow, "The area is not at the stated level.", "The code is that of another kind of area.",
     "Correct the mapping's level."},
    {kAreaOutsideParty, kRow, "The area lies outside what this agency may speak for.",
     "Records from elsewhere are kept as located outside the area, without saying where.",
     "Let the agent map such rows to outside_area, or have the hub's operator correct the agency's areas."},
    {kAreaGivenWithoutLocation, kRow, "An area is given where the location says there is none, or the reverse.",
     "The two must agree.", "Correct the mapping of the place."},
    {kAreaTooFine, kRow, "The area is finer than this kind of return may name.",
     "People supervised are few; their area is the district or wider.", "Send the district."},
    {kAreaNotValidThen, kWarn, "The area did not exist in that month.",
     "Its validity in the reference data does not cover the month.",
     "Check the code; after a reorganisation the agency's system may lag behind."},

    {kRowAddressInvalid, kRow, "The address of a row is malformed.",
     "It is the SHA-256 of the submission and the row's number in it.", "Use the agent's ledger to find it."},
    {kRowNotHeld, kRow, "There is no such row to change.",
     "The submission is not held, has been superseded, or has fewer rows, or the row was refused.",
     "Look at the receipt of that submission."},
    {kRowAlreadyWithdrawn, kRow, "The row has been withdrawn already.", "A withdrawn row stays withdrawn.",
     "Nothing needs doing, or send the record again as an addition."},
    {kNilContradictsRows, kRow, "A nil return contradicts what is held or sent for that month.",
     "There cannot be none and some.", "Withdraw the rows first, or do not send the nil return."},

    {kColumnMissing, kFile, "A column that the mapping needs is not in the file.",
     "The export has changed, or this is another file.", "Add the column's new name to the mapping."},
    {kColumnNotMapped, kWarn, "The file has a column that the mapping does not speak of.",
     "It is not sent. It may be new and useful.", "List it under ignore in the mapping, or map it."},
    {kValueNotInTable, kRow, "A value is not in its code table.", "The table says which term each value becomes.",
     "Add the value to the table beside the mapping, and raise the mapping's version."},
    {kValueNotReadable, kRow, "A value cannot be read in the format the mapping states.",
     "A date, a month or a number is written differently here.", "Correct the format in the mapping or the cell."},
    {kRecordMalformed, kRow, "The record is not well-formed CSV.",
     "A quote is open, or there are too many or too few cells.", "Correct the record in the quarantine file."},
    {kRecordTooLong, kRow, "The record is too long.", "A quote that is never closed swallows what follows.",
     "Look for a stray quote near the line named."},
    {kEncodingInvalid, kRow, "The text is not in the encoding stated.", "The export's encoding is another.",
     "Set encoding under csv in the mapping."},
    {kLooksPersonal, kFile, "A value in a mapped column looks like something that identifies a person.",
     "It resembles an NHS or National Insurance number, a postcode, a telephone number, an e-mail address, a full "
     "date, "
     "a person's name or a point on the ground.",
     "Map another column, or clean the export: nothing of the file is sent. What only resembles it, such as the name "
     "of "
     "a place, is put into the mapping's table."},
    {kPlaceholderLocation, kWarn, "The location is a placeholder.", "The record is kept, without a place.",
     "Nothing needs doing; the number of such records is shown beside every figure."},
};

}  // namespace

const FindingText& text_of(FindingCode code) {
    const auto* found = std::ranges::find(kFindings, code, &FindingText::code);
    SVD_CHECK(found != std::end(kFindings));
    return *found;
}

std::span<const FindingText> all_findings() { return kFindings; }

std::string code_text(FindingCode code) { return fmt::format("E{}", static_cast<unsigned>(code)); }

std::optional<FindingCode> find_finding(std::string_view code_text) {
    if (code_text.empty() || (code_text.front() != 'E' && code_text.front() != 'e')) return std::nullopt;
    unsigned number = 0;
    const char* end = code_text.data() + code_text.size();
    const auto read = std::from_chars(code_text.data() + 1, end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    const auto* found = std::ranges::find_if(
        kFindings, [&](const FindingText& text) { return static_cast<unsigned>(text.code) == number; });
    if (found == std::end(kFindings)) return std::nullopt;
    return found->code;
}

}  // namespace svd
