#!/usr/bin/env python3
"""How many rows a second `svd-agent` reads on one core, and its peak memory at two sizes of file.

    tests/bench/agent_bench.py [--rows 2000000] [--run]
    tests/bench/agent_bench.py --smoke       whether it works; asserts no time

The file is the demonstration's Kent extracts, repeated. Rows a second are by the agent's own CPU time, so that
what else the machine does counts little. --run also sends a file to a hub. Needs the release build.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench_hub import AGENCY, AGREEMENT, ROOT, Bench, Hub

EXTRACTS = sorted((ROOT / "deploy/demo/extracts/kent-police").glob("2021-*.csv.zst"))
CONFIG = """[agent]
id = "{agency}"
kind = "police"
areas = ["E23000032"]
agreement = "{agreement}"
[hub]
url = "https://localhost:{port}"
ca = "{ca}"
cert = "{cert}"
key = "{key}"
[reference]
path = "{root}/deploy/reference"
[mapping]
path = "{root}/deploy/mappings/data-police-uk-street/mapping.toml"
[spool]
path = "{home}/spool"
settle_seconds = 0
[inbox]
path = "{home}/inbox"
pattern = "*-street.csv"
dataset = "street"
"""


def make_extract(file, rows):
    """One header, then the extracts' rows over and over until there are so many."""
    texts = [subprocess.run(["zstd", "-dqc", str(each)], capture_output=True, check=True, timeout=60).stdout
             for each in EXTRACTS]
    header = texts[0].split(b"\n", 1)[0]
    lines = [line for text in texts for line in text.split(b"\n")[1:] if line.strip()]
    with open(file, "wb") as stream:
        stream.write(header + b"\n")
        for begin in range(0, rows, len(lines)):
            stream.write(b"\n".join(lines[:rows - begin]) + b"\n")
    return file


def peak_mib(pid):
    """Peak memory so far. Not wait4's ru_maxrss: that also holds what this process had when it forked."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0  # it has ended


def measured(command, timeout):
    """Runs it; wall seconds, CPU seconds of user and kernel, and peak memory in MiB."""
    begin, peak = time.monotonic(), 0.0
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        while True:
            peak = max(peak, peak_mib(process.pid))
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - begin > timeout:
                process.kill()
                raise SystemExit(f"{command[0]} took more than {timeout} s")
            time.sleep(0.005)
    finally:
        process.returncode = 0
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 3):  # 3: some rows were set aside, as in any real extract
        raise SystemExit(f"{' '.join(map(str, command))} ended with {code}: {process.stderr.read().decode()}")
    return {"wall": time.monotonic() - begin, "user": usage.ru_utime, "kernel": usage.ru_stime,
            "peak_mib": peak}


class AgentBench:
    def __init__(self, given, bench):
        self.given, self.bench = given, bench
        self.agent = Path(given.build) / "agent/svd-agent"
        self.home = bench.disk / "agent"
        (self.home / "inbox").mkdir(parents=True)
        self.configure(1)

    def configure(self, port):
        self.config = self.bench.memory / "agent.toml"
        self.config.write_text(CONFIG.format(agency=AGENCY, agreement=AGREEMENT, port=port, root=ROOT,
                                             home=self.home, **self.bench.client_files()))

    def agent_command(self, *words):
        return [self.agent, "--config", self.config, *words, "--quiet"]

    def start_up(self):
        """What the agent costs before the first row: the reference data and the mapping."""
        file = make_extract(self.bench.memory / "one-street.csv", 1)
        return statistics.median(measured(self.agent_command("check", file), 60)["user"] for _ in range(3))

    def report(self, name, rows, runs, start_up):
        whole = statistics.median(rows / each["user"] for each in runs)
        alone = statistics.median(rows / max(0.001, each["user"] - start_up) for each in runs)
        wall = statistics.median(rows / each["wall"] for each in runs)
        kernel = statistics.median(each["kernel"] for each in runs)
        print(f"{name:8} {rows:>9,} rows: {whole:>9,.0f} rows/s of user CPU ({alone:,.0f} after start-up), "
              f"{wall:,.0f} rows/s by the clock, kernel {kernel:.2f} s, peak "
              f"{max(each['peak_mib'] for each in runs):.1f} MiB")

    def read(self):
        start_up = self.start_up()
        print(f"start-up {start_up:.2f} s of user CPU; medians of {self.given.rounds} runs")
        for rows in (max(1, self.given.rows // 10), self.given.rows):
            file = make_extract(self.bench.memory / f"{rows}-street.csv", rows)
            for command in ("check", "preview"):
                runs = [measured(self.agent_command(command, file), self.given.timeout)
                        for _ in range(self.given.rounds)]
                self.report(command, rows, runs, start_up)
            file.unlink()

    def send(self):
        with Hub(self.bench, self.given.build, "disk") as hub:
            self.configure(hub.port)
            make_extract(self.home / "inbox" / "bench-street.csv", self.given.send_rows)
            run = measured(self.agent_command("run", "--once"), self.given.timeout)
            hub.check_alive()
            receipts = list((self.home / "spool/receipts").rglob("*.json"))
            if not receipts:
                raise SystemExit("nothing was sent")
            self.report("run", self.given.send_rows, [run], 0.0)
            print(f"         {len(receipts)} submissions; the hub used {sum(hub.thread_seconds().values()):.2f} s of "
                  f"CPU, and {hub.rss_mib():.0f} MiB")
        shutil.rmtree(self.home)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=str(ROOT / "build/release"))
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--send-rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--timeout", type=float, default=120.0, help="seconds for each run of the agent")
    parser.add_argument("--run", action="store_true", help="also measure `run --once` against a hub")
    parser.add_argument("--smoke", action="store_true")
    given = parser.parse_args()
    if given.smoke:
        given.rows, given.send_rows, given.rounds, given.run = 20_000, 5_000, 1, True
    with Bench() as bench:
        if given.run:
            bench.make_pki()
        runner = AgentBench(given, bench)
        runner.read()
        if given.run:
            runner.send()
    return 0


if __name__ == "__main__":
    sys.exit(main())
