#!/usr/bin/env python3
"""What the hub's state costs for all of England and Wales: memory, start, and questions, beside PostgreSQL and a scan.

    tests/bench/state_bench.py [--incidents 10000000] [--folder DIR] [--no-doubling] [--no-postgres]
    tests/bench/state_bench.py --smoke        whether it works; few incidents, no PostgreSQL, asserts no time

Makes a store of 60 months of made-up incidents through the rules, the ledger and the disk, starts from it, and asks it,
all warm. The same grouped query (one district, 36 months, by month and kind) goes to the state, to flat columns that are
scanned whole (the floor), and to PostgreSQL 15 with an index that holds all it needs. Then the store is doubled twice,
by earlier months and by more records everywhere but in the area asked about, and the same questions are asked again.
Needs `cmake --build --preset release`; for PostgreSQL, as root, deploy/install-bench-deps.sh.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = Path("/usr/lib/postgresql/15/bin")
AIMS = {"district_profile": (10, 25), "force_profile": (50, None), "table": (5, None)}  # ms: p50, p99


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=str(ROOT / "build/release"))
    parser.add_argument("--incidents", type=int, default=10_000_000)
    parser.add_argument("--folder", help="where the stores are made; the default is the temporary folder")
    parser.add_argument("--no-doubling", action="store_true")
    parser.add_argument("--no-postgres", action="store_true")
    parser.add_argument("--json", help="also write every measurement to this file")
    parser.add_argument("--smoke", action="store_true")
    given = parser.parse_args()
    if given.smoke:
        given.incidents, given.no_postgres, given.no_doubling = 20_000, True, True
    return given


class Scale:
    def __init__(self, given, folder):
        self.program = str(Path(given.build) / "tests/bench/state_scale")
        self.folder = folder

    def command(self, what, store, *more):
        return [self.program, what, str(ROOT / "deploy/reference"), str(self.folder / store), *map(str, more)]

    def make(self, store, incidents, months=60, elsewhere=1):
        done = subprocess.run(self.command("make", store, incidents, months, elsewhere), check=True,
                              capture_output=True, text=True, timeout=3600)
        made = json.loads(done.stdout)
        print(f"made {store}: {made['incidents']:,} incidents in {made['seconds']:.0f} s, "
              f"{made['incidents'] / made['seconds']:,.0f} a second", flush=True)

    def ask(self, store):
        done = subprocess.run(self.command("ask", store), check=True, capture_output=True, text=True, timeout=3600)
        return json.loads(done.stdout)


class Postgres:
    """A cluster of its own in a temporary folder, gone at the end."""

    def __init__(self, folder):
        self.data = folder / "postgres"
        self.data.mkdir()
        folder.chmod(0o755)
        shutil.chown(self.data, "postgres")

    def run(self, *command, **more):
        return subprocess.run(["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *map(str, command)],
                              check=True, cwd=self.data, timeout=3600, **more)

    def __enter__(self):
        self.run(POSTGRES / "initdb", "-D", self.data / "cluster", "-A", "trust", "--no-sync",
                 stdout=subprocess.DEVNULL)
        options = f"-c listen_addresses='' -c unix_socket_directories={self.data} -c shared_buffers=2GB " \
                  "-c work_mem=64MB -c maintenance_work_mem=512MB -c fsync=off -c jit=off"
        self.run(POSTGRES / "pg_ctl", "-D", self.data / "cluster", "-w", "-l", self.data / "log", "-o", options,
                 "start", stdout=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        self.run(POSTGRES / "pg_ctl", "-D", self.data / "cluster", "-m", "immediate", "stop",
                 stdout=subprocess.DEVNULL)

    def sql(self, text, **more):
        return self.run(POSTGRES / "psql", "-h", self.data, "-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1",
                        "-c", text, text=True, **more)

    def load(self, rows):
        self.sql("CREATE TABLE incident (lsoa int, district int, month smallint, party smallint, unit smallint, "
                 "kind smallint, outcome smallint)")
        self.sql("COPY incident FROM STDIN (FORMAT csv)", stdin=rows)
        self.sql("CREATE INDEX ON incident (district, month, kind)")
        self.sql("VACUUM ANALYZE incident")

    def times(self, districts, period, rounds=5):
        """Milliseconds of each question by psql's own clock, and how many records the answers count."""
        query = ("SELECT month, kind, count(*) FROM incident WHERE district = {} AND month BETWEEN {} AND {} "
                 "GROUP BY month, kind;\n")
        once = "".join(query.format(each, *period) for each in districts)
        script = self.data / "script.sql"
        script.write_text(once + "\\timing on\n" + once * rounds)
        done = self.run(POSTGRES / "psql", "-h", self.data, "-d", "postgres", "-qAt", "-f", script, text=True,
                        capture_output=True).stdout
        times = sorted(float(each) for each in re.findall(r"^Time: ([0-9.]+) ms", done, re.M))
        records = sum(int(line.rsplit("|", 1)[1]) for line in done.splitlines() if line.count("|") == 2)
        return times, records // (rounds + 1)


def milliseconds(times):
    return f"p50 {times['p50'] / 1000:9.3f} ms  p99 {times['p99'] / 1000:9.3f} ms  ({times['times']:,} times)"


def report(found):
    count = found["incidents"]
    print(f"\n{count:,} incidents in {found['cells']:,} cells of {found['blocks']:,} blocks; load average "
          f"{os.getloadavg()[0]:.1f}")
    print(f"start from disk  {found['start_seconds']:.1f} s ({found['start_processor_seconds']:.1f} s of processors); "
          f"aim 10 s")
    print(f"memory           {found['bytes_an_incident']:.1f} bytes an incident over the {found['base_bytes'] >> 20} MiB "
          f"before; aim 24; the cells alone {found['cells_bytes'] / count:.1f}")
    for name, (middle, most) in AIMS.items():
        aim = f"aim {middle} ms" + (f", {most} ms" if most else "")
        print(f"{name:16} {milliseconds(found[name])}  {aim}")
    for name in ("asked_district_joint", "asked_district_joint_json", "asked_force_joint"):
        print(f"{name:25} {milliseconds(found[name])}")
    print(f"scan of columns  {milliseconds(found['scan'])}")
    print(f"table / scan     {found['asked_table']['p50'] / found['scan']['p50']:.5f}")


def compare_postgres(scale, folder, found):
    rows = subprocess.Popen(scale.command("rows", "base"), stdout=subprocess.PIPE)
    with Postgres(folder) as postgres:
        begin = time.monotonic()
        postgres.load(rows.stdout)
        if rows.wait() != 0:
            raise SystemExit("the rows could not be read")
        print(f"PostgreSQL loaded in {time.monotonic() - begin:.0f} s")
        times, records = postgres.times(found["asked_districts"], found["period"])
    if records != found["asked_records"]:
        raise SystemExit(f"PostgreSQL counts {records}, the hub {found['asked_records']}")
    middle, most = times[len(times) // 2], times[len(times) * 99 // 100]
    print(f"PostgreSQL       p50 {middle:9.3f} ms  p99 {most:9.3f} ms  ({len(times):,} times); the same counts")
    print(f"table / PostgreSQL {found['asked_table']['p50'] / 1000 / middle:.5f}")
    found["postgres_ms"] = {"p50": middle, "p99": most}


def doubled(scale, incidents, found):
    # Pairs in turn, because the machine is not ours alone.
    for store, months, elsewhere in (("months", 120, 1), ("places", 60, 2.02)):
        scale.make(store, incidents, months, elsewhere)
        before, after = scale.ask("base"), scale.ask(store)
        if before["asked_records"] != after["asked_records"]:
            raise SystemExit("the answer's size has changed")
        print(f"twice the {store}: {after['incidents'] / before['incidents']:.2f} times the incidents")
        for name in ("asked_district_profile", "asked_force_profile", "asked_table", "scan"):
            ratio = after[name]["p50"] / before[name]["p50"]
            print(f"  {name:24} {before[name]['p50'] / 1000:8.3f} ms to {after[name]['p50'] / 1000:8.3f} ms: {ratio:.2f}")
        found[store] = {"before": before, "after": after}
        shutil.rmtree(scale.folder / store)


def main():
    given = arguments()
    with tempfile.TemporaryDirectory(prefix="svd-bench-", dir=given.folder) as name:
        folder = Path(name)
        scale = Scale(given, folder)
        scale.make("base", given.incidents)
        found = scale.ask("base")
        report(found)
        if not given.no_postgres:
            if (POSTGRES / "initdb").exists():
                compare_postgres(scale, folder, found)
            else:
                print("PostgreSQL 15 is not installed: deploy/install-bench-deps.sh")
        if not given.no_doubling:
            doubled(scale, given.incidents, found)
        if given.json:
            Path(given.json).write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
