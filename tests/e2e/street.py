"""Small street extracts in the form of data.police.uk, made up from a seed, and the slow count of what is in them."""

import csv
import io
import subprocess
from collections import Counter

import harness
from profiles import KIND_OF_TYPE

HEADER = ["Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
          "LSOA name", "Crime type", "Last outcome category", "Context"]
OUTCOMES = ["Under investigation", "Unable to prosecute suspect", "Investigation complete; no suspect identified",
            "Status update unavailable", "Awaiting court outcome", ""]
KENT_DISTRICTS = {f"E0700{number:04}" for number in range(105, 117)} | {"E06000035"}
NOWHERE = "nowhere"  # no location, or outside the force


def districts_by_name():
    """Names as LSOAs bear them: the extracts themselves say which district an LSOA is in."""
    with (harness.REFERENCE / "areas.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "district" and row["name"]]
    return {row["name"]: row["code"] for row in rows} | {"Shepway": "E07000112"}


def district_of(lsoa_name, names):
    """Names end in the number of an MSOA and a letter: Ashford 001D."""
    district = names.get(lsoa_name[:-5])
    return district if district in KENT_DISTRICTS else NOWHERE


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def places():
    """The LSOA codes and names of a real month, among them some outside Kent."""
    packed = harness.SOURCE / "deploy/demo/extracts/kent-police/2025-01-kent-street.csv.zst"
    text = subprocess.run(["zstd", "-dqc", packed], capture_output=True, check=True, timeout=30).stdout.decode()
    pairs = {(row["LSOA code"], row["LSOA name"]) for row in read(text) if row["LSOA code"]}
    return sorted(pairs)


class Generator:
    def __init__(self, random):
        self.random, self.places = random, places()

    def row(self, month):
        code, name = self.random.choice(self.places)
        where = [f"{self.random.uniform(0, 1.4):.6f}", f"{self.random.uniform(50.9, 51.5):.6f}",
                 f"On or near Street {self.random.randrange(10**6)}", code, name]
        if self.random.random() < 0.03:
            where = ["", "", "No Location", "", ""]
        kind = self.random.choice(list(KIND_OF_TYPE))
        reported = kind == "Anti-social behaviour"
        identifier = "" if reported else self.random.randbytes(32).hex()
        outcome = "" if reported else self.random.choice(OUTCOMES)
        return [identifier, month, "Kent Police", "Kent Police", *where, kind, outcome, ""]

    def extract(self, month, rows):
        """A file's text; a month is written as 2021-04.  Some rows come twice: they are separate incidents."""
        made = [self.row(month) for _ in range(rows)]
        for _ in range(rows // 50):
            made[self.random.randrange(rows)] = list(self.random.choice(made))
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator=self.random.choice(["\n", "\r\n"]))
        writer.writerows([HEADER, *made])
        return out.getvalue()


def count(texts):
    """District to kind to number, row by row, over the texts of files."""
    names, table = districts_by_name(), {}
    for text in texts:
        for row in read(text):
            kinds = table.setdefault(district_of(row["LSOA name"], names), Counter())
            kinds[KIND_OF_TYPE[row["Crime type"]]] += 1
    return {district: dict(kinds) for district, kinds in table.items()}
