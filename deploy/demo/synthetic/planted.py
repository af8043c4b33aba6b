"""The note that says what is planted in the exports, with the numbers that the generator drew."""

from synthetic.area import police
from synthetic.export import BAD_ROWS_PERCENT
from synthetic.health import (AFTER_SCHOOL, AMBULANCE_PER_POLICE_VIOLENCE, ASSAULT_SHARE_OF_ATTENDANCES, HOT_SPOT, RISE)
from synthetic.people import CASELOAD_PER_1000_ADULTS, PROVEN_OFFENCES_PER_1000_CHILDREN
from synthetic.places import COUNCIL_REPORTS_PER_POLICE_ASB, FIRES_PER_1000_A_YEAR

THANET = "E07000114"


def table_of(out):
    lines = ["| Folder | Files | Rows | Rows to be set aside |", "|---|---:|---:|---:|"]
    for agency in sorted({name.split("/")[0] for name in out.files}):
        files = sum(name.startswith(agency + "/") for name in out.files)
        lines.append(f"| {agency} | {files} | {out.rows[agency]} | {out.bad[agency]} |")
    return "\n".join(lines)


def planted_text(out, planted, seed):
    violence = police("violence_and_sexual")
    halves = [sum(n for (month, code), n in violence.items() if code == THANET and (month >= "2021-10") == late)
              for late in (False, True)]
    before, after = planted["rise", "RVV09", False], planted["rise", "RVV09", True]
    other = [planted["rise", "RVV01", late] for late in (False, True)]
    return f"""# What is planted in the synthetic exports

Written by `generate.py --planted`, with seed {seed}; `generate.py --check` says whether it still holds. Counts are of
rows as they are written, before any is spoilt; a spoilt row is one that its mapping sets aside.

{table_of(out)}

## To be found

1. **Hospital attendances rise and police records do not.** Assault attendances at site RVV09 (in Thanet) are
   {RISE} times what they would be from October 2021: {before} in April to September, {after} in October to March
   ({after / before - 1:+.0%}). At the same trust's other site, RVV01 (in Ashford): {other[0]}, then {other[1]}
   ({other[1] / other[0] - 1:+.0%}). Police records of violence and sexual offences in Thanet (published, not
   synthetic): {halves[0]}, then {halves[1]} ({halves[1] / halves[0] - 1:+.0%}).
2. **A night-time hot spot.** {planted["hot spot"]} ambulance incidents are added in LSOA {HOT_SPOT} (Maidstone), at
   23:00 to 02:59 in the nights to Saturday and to Sunday, ages 18 to 34.
3. **An after-school peak.** {planted["after school"]} ambulance incidents are added in LSOA {AFTER_SCHOOL} (Medway), on
   Mondays to Fridays at 15:00 to 16:59, ages 11 to 16, in every month but August.

## Not records, but published rates

`derived-child-protection.csv` and `derived-first-time-entrants.csv` hold the Department for Education's rates for Kent
and Medway, and beside them people = rate x population of mid-2020, to the nearest five. The Department's own base of
each year differs, so these numbers are near the true ones and are not them. `synthetic-suspensions-2021-22.csv` has the
published suspension rate of 2021/22 times the population of 5 to 15, shared out over reasons by invention.

## Assumptions, where no published total was at hand

| What | Value |
|---|---|
| Share of a trust's published attendances that follow an assault | {ASSAULT_SHARE_OF_ATTENDANCES:.1%} |
| Ambulance incidents for each police record of violence in the district and month | {AMBULANCE_PER_POLICE_VIOLENCE} |
| Council reports for each police record of anti-social behaviour in the district and month | {COUNCIL_REPORTS_PER_POLICE_ASB} |
| Deliberate fires and attacks on crews for 1,000 people a year | {FIRES_PER_1000_A_YEAR} |
| People under probation supervision for 1,000 adults | {CASELOAD_PER_1000_ADULTS} |
| Offences proved against children for 1,000 people of 10 to 17 a year | {PROVEN_OFFENCES_PER_1000_CHILDREN} |
| Rows spoilt on purpose | {BAD_ROWS_PERCENT} % |

swale-council's export has no column "Alcohol?" from October 2021 on.
"""
