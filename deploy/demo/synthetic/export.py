"""Rows drawn from a seed, spoilt on purpose, and collected as the files of an agency."""

import calendar
import csv
import io
import random
from collections import Counter

# Rows that their mapping must set aside: few enough that an agent does not hold the file.
BAD_ROWS_PERCENT = 1.2
MOST_BAD_ROWS_PERCENT = 4  # of one file

# How assaults spread over the week: by hour, and by hour in the nights to Saturday and Sunday.
QUIET = [3, 2, 2, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 7, 7, 7, 5]
NIGHT_OUT = [16, 14, 11, 7, 3, 1, 1, 1, 1, 2, 2, 3, 4, 4, 4, 4, 4, 5, 6, 7, 9, 11, 14, 16]


class Stream(random.Random):
    """A stream of its own for each export, so that a change of one leaves the others as they were."""

    def __init__(self, seed, name):
        super().__init__(f"{seed}/{name}")

    def around(self, mean):
        """A whole number whose mean is that, spread like a count."""
        return max(0, round(self.gauss(mean, mean ** 0.5)))

    def when(self, year, month):
        """Day, weekday (Monday 0), hour and minute of an assault."""
        days = calendar.monthrange(year, month)[1]
        weights = []
        for day in range(1, days + 1):
            weekday = calendar.weekday(year, month, day)
            hours = [NIGHT_OUT[h] if (weekday in (5, 6) and h < 5) or (weekday in (4, 5) and h >= 20) else QUIET[h]
                     for h in range(24)]
            weights.extend(hours)
        index = self.choices(range(days * 24), weights)[0]
        day, hour = index // 24 + 1, index % 24
        return day, calendar.weekday(year, month, day), hour, self.randrange(60)

    def day_of(self, year, month, weekdays):
        days = calendar.monthrange(year, month)[1]
        return self.choice([d for d in range(1, days + 1) if calendar.weekday(year, month, d) in weekdays])


class Out:
    """Collects files, and of each how many rows are good and how many a sound agent sets aside."""

    def __init__(self):
        self.files = {}
        self.expected = {}
        self.rows = Counter()
        self.bad = Counter()

    def table(self, agency, name, header, rows, bad, delimiter=",", encoding="utf-8", line_end="\n"):
        text = io.StringIO()
        writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
        writer.writerow(header)
        writer.writerows(rows)
        self.files[f"{agency}/{name}"] = text.getvalue().encode(encoding)
        self.expected[f"{agency}/{name}"] = {"rows": len(rows), "set_aside": bad}
        self.rows[agency] += len(rows)
        self.bad[agency] += bad


def spoil(stream, rows, *damages):
    """Damages some rows, each in one way that its mapping must set aside; how many. Never so many that an agent
    would hold the file."""
    count = 0
    for row in rows:
        if stream.random() * 100 < BAD_ROWS_PERCENT and (count + 1) * 100 <= MOST_BAD_ROWS_PERCENT * len(rows):
            stream.choice(damages)(row)
            count += 1
    return count


def put(column, text):
    def damage(row):
        row[column] = text
    return damage
