"""Districts over time, and the district of every LSOA."""

from collections import defaultdict

from common import DISTRICT_VINTAGE, EDITION, check

# Boundary changes cut these three 2011 LSOAs in two. Each goes to the district that holds most
# of it, which is also the district it was drawn in.
DIVIDED_LSOA11 = {"E01008187": "E08000037", "E01023508": "E07000242", "E01023964": "E07000241"}


def month_after(month):
    year, number = int(month[:4]), int(month[5:])
    return f"{year + 1}-01" if number == 12 else f"{year}-{number + 1:02}"


def districts(raw, ended_rows):
    """code -> name, vintage, valid_from, valid_to, successor; England and Wales.

    A district that has ended takes the vintage of the last December boundary set it was in.
    One that starts after the edition takes the year it starts. All others take 2024.
    """
    ended = {row["code"]: row for row in ended_rows}
    listed = [row for row in raw["lad"] if row["LADCD"][0] in "EW"]
    gone = {row["LADCD"] for row in listed if row["Current"] == "FALSE"}
    check(gone == set(ended),
          f"abolished_districts.csv is out of step: {sorted(gone ^ set(ended))}")
    last_month = defaultdict(str)  # successor -> the month its last predecessor ended
    for row in listed:
        if row["LADCD"] in ended:
            new = row["LADCD_ACTIVE"]
            last_month[new] = max(last_month[new], ended[row["LADCD"]]["valid_to"])
    result = {}
    for row in listed:
        code, vintage = row["LADCD"], DISTRICT_VINTAGE
        start, end, successor = "", "", ""
        if code in ended:
            start, end = ended[code]["valid_from"], ended[code]["valid_to"]
            successor = row["LADCD_ACTIVE"]
            check(successor not in gone, f"{code} is followed by {successor}, which has ended too")
            vintage = int(end[:4]) - (end[5:] != "12")
        elif last_month[code]:
            start = month_after(last_month[code])
            vintage = int(start[:4]) if start > EDITION else vintage
        result[code] = dict(name=row["LADNM"], vintage=vintage, valid_from=start,
                            valid_to=end, successor=successor)
    return result


def living(code, lads):
    """The district that stands for `code` in the edition's month."""
    found = code if lads[code]["vintage"] == DISTRICT_VINTAGE else lads[code]["successor"]
    check(found and lads[found]["vintage"] == DISTRICT_VINTAGE, f"no living district for {code}")
    return found


def lsoa_districts(raw, lads):
    """(vintage, LSOA) -> (district, basis), with one district for every LSOA."""
    candidates, irregular = defaultdict(set), set()
    for row in raw["lsoa"]:
        district = living(row["ltla22_code"], lads)
        candidates[2011, row["lsoa11_code"]].add(district)
        candidates[2021, row["lsoa21_code"]].add(district)
        if row["change_code"] == "X":
            irregular.add((2011, row["lsoa11_code"]))
    result = {}
    for key, found in candidates.items():
        district = next(iter(found))
        if len(found) > 1:
            district = DIVIDED_LSOA11.get(key[1])
            check(key[0] == 2011 and district in found, f"{key} lies in {sorted(found)}")
        result[key] = (district, "best_fit" if key in irregular else "exact")
    return result
