#!/usr/bin/env python3
"""Durable submissions a second, as a share of what the same hub does without storage.

    tests/bench/run.py [--seconds 3] [--connections 1,16,64] [--rounds 3]
    tests/bench/run.py --smoke        whether it works and nothing is refused; asserts no time

Each round starts a release hub on a disk and then one in memory (every other round in the other order), and sends
both the same submissions of 50 rows, made beforehand. The disk's own rate of fdatasync and the rate of GET
/v1/whoami are measured in the same run. Needs `cmake --build --preset release`.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench_hub import AGREEMENT, ROOT, Bench, Hub

ROWS = 50


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=str(ROOT / "build/release"))
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    parser.add_argument("--connections", default="1,16,64")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--months", type=int, default=12, help="that one submission's rows are spread over")
    parser.add_argument("--folder", help="on the disk to measure; the default is the temporary folder")
    parser.add_argument("--log", default="info", help="the hub's log level")
    parser.add_argument("--json", help="also write every measurement to this file")
    parser.add_argument("--smoke", action="store_true")
    given = parser.parse_args()
    if given.smoke:
        given.seconds, given.connections, given.rounds = 0.3, "1,16", 1
    given.connections = [int(each) for each in given.connections.split(",")]
    return given


def fdatasyncs_a_second(folder, seconds):
    """Appends of 4 KiB, each followed by fdatasync: what the disk itself can do."""
    file = os.open(folder / "fdatasync", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    block, count = b"\xa5" * 4096, 0
    begin = time.monotonic()
    while time.monotonic() - begin < seconds:
        os.write(file, block)
        os.fdatasync(file)
        count += 1
    took = time.monotonic() - begin
    os.close(file)
    os.unlink(folder / "fdatasync")
    return count / took


class Measurer:
    def __init__(self, given, bench):
        self.given, self.bench = given, bench
        self.loadgen = str(Path(given.build) / "tests/bench/loadgen")
        self.batches = bench.memory / "batches"
        self.found = []

    def make_batches(self):
        """Enough for the fastest hub we can imagine; a run that has sent them all stops its clock there."""
        rate = sum(9_000 if each == 1 else 40_000 for each in self.given.connections)
        count = int(rate * (self.given.seconds + 0.3))
        subprocess.run([self.loadgen, "make", "--reference", str(ROOT / "deploy/reference"), "--agreement", AGREEMENT,
                        "--rows", str(ROWS), "--months", str(self.given.months), "--count", str(count),
                        "--out", str(self.batches)], check=True, timeout=300)
        size = self.batches.stat().st_size
        print(f"{count} submissions of {ROWS} rows, {size / count:.0f} bytes each")

    def load(self, hub, what, connections, *more):
        files = self.bench.client_files()
        command = [self.loadgen, what, "--port", hub.port, "--connections", connections, "--seconds",
                   self.given.seconds, "--ca", files["ca"], "--cert", files["cert"], "--key", files["key"], *more]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                              timeout=self.given.seconds + 60)
        hub.check_alive()
        if done.returncode != 0:
            raise SystemExit(f"loadgen {what} failed: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def put(self, hub, store, connections, skip):
        before, syncs, rss = hub.thread_seconds(), hub.syncs(), hub.rss_mib()
        result = self.load(hub, "put", connections, "--batches", self.batches, "--skip", skip, "--rows", ROWS)
        used = sorted((after - before.get(thread, 0.0) for thread, after in hub.thread_seconds().items()),
                      reverse=True)
        result |= {"store": store, "connections": connections, "syncs": hub.syncs() - syncs,
                   "cpu_us": 1e6 * sum(used) / result["answered"],
                   "threads_us": [round(1e6 * each / result["answered"], 1) for each in used[:3]],
                   "rss_before_mib": rss, "rss_after_mib": hub.rss_mib()}
        self.found.append(result)
        return result["next"]

    def round(self, store):
        with Hub(self.bench, self.given.build, store, self.given.log) as hub:
            idle, skip = hub.rss_mib(), 0
            for connections in self.given.connections:
                skip = self.put(hub, store, connections, skip)
                if store == "memory":
                    result = self.load(hub, "get", connections)
                    self.found.append(result | {"store": "whoami", "connections": connections})
            held = max(1, skip)
            self.found.append({"store": f"rss-{store}", "connections": 0, "per_second": idle, "held": held,
                               "rss_after_mib": hub.rss_mib()})

    def run(self):
        for number in range(self.given.rounds):
            rate = fdatasyncs_a_second(self.bench.disk, min(1.0, self.given.seconds))
            self.found.append({"store": "fdatasync", "connections": 0, "per_second": rate})
            stores = ("disk", "disk_without_log", "memory")
            for store in stores if number % 2 == 0 else reversed(stores):
                self.round(store)

    def values(self, store, connections, key="per_second"):
        return [each[key] for each in self.found if each["store"] == store and each["connections"] == connections]


def spread(values, digits=0):
    return f"{statistics.median(values):,.{digits}f} [{min(values):,.{digits}f}..{max(values):,.{digits}f}]"


def report(measurer):
    middle = statistics.median
    print(f"fdatasync of 4 KiB appends, a second: {spread(measurer.values('fdatasync', 0))}")
    print(f"median [least..most] of {measurer.given.rounds} rounds of {measurer.given.seconds} s; submissions a second")
    for connections in measurer.given.connections:
        disk, memory = measurer.values("disk", connections), measurer.values("memory", connections)
        without = measurer.values("disk_without_log", connections)
        print(f"\n{connections} connections")
        print(f"  durable       {spread(disk)}   rows {middle(disk) * ROWS:,.0f}")
        print(f"  without log   {spread(without)}")
        print(f"  no storage    {spread(memory)}")
        print(f"  GET whoami    {spread(measurer.values('whoami', connections))}")
        ratios = [one / other for one, other in zip(disk, memory)]
        print(f"  durable / no storage   {spread(ratios, 2)}")
        ratios = [one / other for one, other in zip(disk, without)]
        print(f"  durable / without log  {spread(ratios, 2)}")
        for store, name in (("disk", "durable"), ("disk_without_log", "without log"), ("memory", "no storage")):
            p50, p99 = (middle(measurer.values(store, connections, key)) / 1000 for key in ("p50_us", "p99_us"))
            threads = [each["threads_us"] for each in measurer.found
                       if each["store"] == store and each["connections"] == connections]
            print(f"  {name:11} p50 {p50:.2f} ms, p99 {p99:.2f} ms, hub CPU "
                  f"{middle(measurer.values(store, connections, 'cpu_us')):.0f} us each, busiest threads "
                  f"{[middle(each) for each in zip(*threads)]} us")
        together = [each["answered"] / max(1, each["syncs"]) for each in measurer.found
                    if each["store"] == "disk" and each["connections"] == connections]
        print(f"  submissions for each sync   {spread(together, 1)}")
    print()
    for store in ("disk", "memory"):
        idle, after, held = (measurer.values(f"rss-{store}", 0, key) for key in
                             ("per_second", "rss_after_mib", "held"))
        each = [1024 * (b - a) / n for a, b, n in zip(idle, after, held)]
        print(f"memory, {store}: idle {spread(idle)} MiB, {spread(after)} MiB holding {spread(held)} submissions, "
              f"{spread(each, 2)} KiB each")
    refused = sum(each.get("refused", 0) for each in measurer.found)
    print(f"refused: {refused}")
    return refused


def main():
    given = arguments()
    with Bench(given.folder) as bench:
        bench.make_pki()
        measurer = Measurer(given, bench)
        measurer.make_batches()
        measurer.run()
        refused = report(measurer)
        if given.json:
            Path(given.json).write_text(json.dumps(measurer.found, indent=1))
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
