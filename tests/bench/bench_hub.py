"""A release hub of our own for a measurement, with its certificates, and what /proc says of it."""
import json
import mmap
import os
import shutil
import signal
import struct
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
AGENCY, AGREEMENT = "kent-police", "KM-2021-01"

CONFIG = """[hub]
data = "{data}"
log_origin = "bench.test/log"
listen = "127.0.0.1:0"
local = "127.0.0.1:0"
disclosure = "off"
store = "{store}"
[tls]
certificate = "{pki}/issued/server-hub/cert.pem"
key = "{pki}/issued/server-hub/key.pem"
ca = "{pki}/ca.pem"
crl = "{pki}/crl.pem"
[reference]
path = "{root}/deploy/reference"
[log]
level = "{log}"
[[party]]
id = "{agency}"
name = "Kent Police"
kind = "police"
areas = ["E23000032"]
[[party.agreement]]
id = "{agreement}"
from = "2021-01"
"""


class Bench:
    """Two folders that are gone at the end: one on the disk to be measured, one in memory for all else."""

    def __init__(self, folder=None):
        self.disk = Path(tempfile.mkdtemp(prefix="svd-bench-", dir=folder))
        shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) else folder
        self.memory = Path(tempfile.mkdtemp(prefix="svd-bench-", dir=shm))
        self.pki = self.memory / "pki"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.disk, ignore_errors=True)
        shutil.rmtree(self.memory, ignore_errors=True)

    def make_pki(self):
        def script(*words):
            subprocess.run([str(ROOT / "certs" / words[0]), *map(str, words[1:])], check=True, timeout=60,
                           stdout=subprocess.DEVNULL)
        script("make-ca.sh", self.pki)
        script("issue.sh", self.pki, "server", "hub", "--host", "localhost", "--host", "127.0.0.1")
        script("issue.sh", self.pki, "agency", AGENCY)

    def client_files(self):
        issued = self.pki / "issued" / f"agency-{AGENCY}"
        return {"ca": self.pki / "ca.pem", "cert": issued / "cert.pem", "key": issued / "key.pem"}


class Hub:
    """Listens on a port that the kernel chose and that its own log named: no other hub can be mistaken for it."""

    def __init__(self, bench, build, store, log="info", preload=True):
        self.data = bench.disk / f"hub-{store}"
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir()
        config = bench.memory / f"hub-{store}.toml"
        config.write_text(CONFIG.format(data=self.data, store=store, pki=bench.pki, root=ROOT, log=log,
                                        agency=AGENCY, agreement=AGREEMENT))
        self.counter_file = bench.memory / f"syncs-{store}"
        self.counter_file.write_bytes(bytes(8))
        environment = dict(os.environ)
        library = Path(build) / "tests/bench/libsync_counter.so"
        if preload:
            environment |= {"LD_PRELOAD": str(library), "SVD_SYNC_COUNTER": str(self.counter_file)}
        self.log = bench.memory / f"hub-{store}.log"
        with open(self.log, "wb") as log_file:
            self.process = subprocess.Popen([str(Path(build) / "hub/svd-hub"), "--config", str(config)],
                                            stderr=log_file, stdout=log_file, env=environment)
        self.port = self._wait_ready()

    def _wait_ready(self):
        for _ in range(600):
            self.check_alive()
            for line in self.log.read_text(errors="replace").splitlines():
                if '"hub.ready"' in line:
                    return json.loads(line)["server.port"]
            time.sleep(0.05)
        self.stop()
        raise SystemExit("the hub is not ready after 30 s")

    def check_alive(self):
        if self.process.poll() is not None:
            raise SystemExit(f"the hub ended with {self.process.returncode}:\n{self.log.read_text()[-2000:]}")

    def syncs(self):
        with open(self.counter_file, "rb") as file, mmap.mmap(file.fileno(), 8, prot=mmap.PROT_READ) as bytes_:
            return struct.unpack("<Q", bytes_[:8])[0]

    def rss_mib(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def thread_seconds(self):
        """CPU seconds of each thread, by its id."""
        used = {}
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            fields = (task / "stat").read_text().rsplit(")", 1)[1].split()
            used[task.name] = (int(fields[11]) + int(fields[12])) / TICKS
        return used

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.data, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
