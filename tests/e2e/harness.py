"""What the end-to-end tests share: certificates, a hub, agents, and a folder for it all that goes away again.

Everything here is independent of the C++ code: it knows the programs by their command lines, files and wire only.
The programs come from the environment: SVD_HUB, SVD_AGENT, SVD_AUDIT and SVD_SOURCE_DIR.
"""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import client

SOURCE = Path(os.environ.get("SVD_SOURCE_DIR") or Path(__file__).resolve().parents[2])
HUB = os.environ.get("SVD_HUB") or str(SOURCE / "build/dev/hub/svd-hub")
AGENT = os.environ.get("SVD_AGENT") or str(SOURCE / "build/dev/agent/svd-agent")
AUDIT = os.environ.get("SVD_AUDIT") or str(SOURCE / "build/dev/audit/svd-audit")
REFERENCE = SOURCE / "deploy/reference"
MAPPING = SOURCE / "deploy/mappings/data-police-uk-street/mapping.toml"
START_SECONDS = 30
STOP_SECONDS = 30

KENT = "kent-police"
BTP = "british-transport-police"
FORCE_AREA = "E23000032"

# A test that is killed outright must not leave processes behind: the kernel ends them with their parent.
WITH_PARENT = ["setpriv", "--pdeathsig", "KILL", "--"]


def wait_until(true, seconds, what):
    """Asks again and again, for a bounded time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = true()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s in vain for {what}")


class World:
    """One folder with an authority in it; what is started in it ends with it."""

    def __init__(self):
        self.path = Path(tempfile.mkdtemp(prefix="svd-e2e-"))
        self.running = []
        self.script("make-ca.sh", "ca")
        self.certify("server", "hub")

    def script(self, name, *arguments):
        """One of certs/*.sh, run in the world's folder."""
        run = subprocess.run([str(SOURCE / "certs" / name), *map(str, arguments)], cwd=self.path, timeout=60,
                             capture_output=True, text=True)
        if run.returncode != 0:
            raise AssertionError(f"{name} {arguments}: {run.stderr}")
        return run.stdout

    def certify(self, role, name, *options, ca="ca"):
        if role == "server":
            options += ("--host", "localhost", "--host", "127.0.0.1")
        self.script("issue.sh", ca, role, name, *options)
        return self.holder(role, name, ca)

    def holder(self, role, name, ca="ca"):
        """The folder of a certificate and its key."""
        return self.path / ca / "issued" / f"{role}-{name}"

    def ensure(self, role, name):
        folder = self.holder(role, name)
        return folder if folder.exists() else self.certify(role, name)

    def client(self, hub, role, name):
        """A client of the hub that shows this certificate; it is issued when it is first asked for."""
        return client.Client(hub.port, self.path / "ca/ca.pem", self.ensure(role, name))

    def start(self, command, **options):
        process = subprocess.Popen(WITH_PARENT + list(map(str, command)), stdin=subprocess.DEVNULL, **options)
        self.running.append(process)
        return process

    def close(self):
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.wait(timeout=STOP_SECONDS)
        shutil.rmtree(self.path)


def party(name, kind="police", areas=(FORCE_AREA,), agreement="KM", since="2021-01", extra=""):
    listed = ", ".join(f'"{area}"' for area in areas)
    return (f'[[party]]\nid = "{name}"\nname = "{name.title()}"\nkind = "{kind}"\nareas = [{listed}]\n'
            f'[[party.agreement]]\nid = "{agreement}"\nfrom = "{since}"\n{extra}\n')


class Hub:
    """svd-hub as a process, with its configuration and data in the world's folder."""

    def __init__(self, world, name="hub", parties=None, disclosure="off", confirm_start_by=0):
        self.world, self.name = world, name
        self.home = world.path / name
        self.home.mkdir(exist_ok=True)
        self.config = self.home / "hub.toml"
        self.log = self.home / "hub.log"
        self.deny_list = self.home / "deny.txt"
        self.deny_list.write_text("# nobody\n")
        parties = parties or [party(KENT), party(BTP)]
        self.config.write_text(self.settings(disclosure, confirm_start_by) + "".join(parties))
        self.process = None

    def settings(self, disclosure, confirm_start_by):
        return (f'[hub]\ndata = "data"\nlog_origin = "hub.test/log"\nconfirm_start_by = {confirm_start_by}\n'
                f'listen = "127.0.0.1:0"\nlocal = "127.0.0.1:0"\ndisclosure = "{disclosure}"\n'
                f'[tls]\ncertificate = "../ca/issued/server-hub/cert.pem"\nkey = "../ca/issued/server-hub/key.pem"\n'
                f'ca = "../ca/ca.pem"\ncrl = "../ca/crl.pem"\ndeny_list = "deny.txt"\n'
                f'[reference]\npath = "{REFERENCE}"\n')

    def start(self):
        seen = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = self.world.start([HUB, "--config", self.config], stdout=log, stderr=log)
        ready = wait_until(lambda: self.logged("hub.ready", seen) or self.died(), START_SECONDS, "hub.ready")
        self.port, self.local_port = ready[-1]["server.port"], ready[-1]["svd.local_port"]
        return self

    def died(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the hub ended with {self.process.returncode}: {self.log.read_text()[-2000:]}")

    def logged(self, action, since=0):
        """The log's events of that name, from a byte on; a last line that is still being written is left out."""
        text = self.log.read_bytes()[since:].decode()
        lines = [line for line in text.split("\n")[:-1] if line.startswith("{")]
        return [event for event in map(json.loads, lines) if event["event.action"] == action]

    def local(self, path, method="GET"):
        """Asks the loopback listener, which is plain HTTP."""
        plain = http.client.HTTPConnection("127.0.0.1", self.local_port, timeout=client.SECONDS)
        try:
            plain.request(method, path)
            return client.answer_of(plain.getresponse())
        finally:
            plain.close()

    def log_size(self):
        return self.log.stat().st_size

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Gracefully; gives the exit code."""
        self.signal(signal.SIGTERM)
        return self.process.wait(timeout=STOP_SECONDS)

    def kill(self):
        self.signal(signal.SIGKILL)
        return self.process.wait(timeout=STOP_SECONDS)

    def restart(self):
        code = self.stop()
        assert code == 0, f"the hub stopped with {code}"
        return self.start()


class Agent:
    """svd-agent with a folder of its own: agent.toml, inbox and spool."""

    def __init__(self, world, party_id, hub=None, name=None, agreement="KM", limits="", mapping=MAPPING):
        self.world, self.party = world, party_id
        self.home = world.path / "agents" / (name or party_id)
        self.inbox = self.home / "inbox"
        self.spool = self.home / "spool"
        self.inbox.mkdir(parents=True)
        self.agreement, self.limits, self.mapping = agreement, limits, mapping
        self.certificate = world.ensure("agency", party_id)
        self.point_at(hub.port if hub else 1)

    def point_at(self, port):
        """A hub that starts again has another port: only port 0 is ever asked for."""
        (self.home / "agent.toml").write_text(
            f'[agent]\nid = "{self.party}"\nkind = "police"\nareas = ["{FORCE_AREA}"]\n'
            f'agreement = "{self.agreement}"\n'
            f'[hub]\nurl = "https://localhost:{port}"\nca = "{self.world.path}/ca/ca.pem"\n'
            f'cert = "{self.certificate}/cert.pem"\nkey = "{self.certificate}/key.pem"\n'
            f'[reference]\npath = "{REFERENCE}"\n[mapping]\npath = "{self.mapping}"\n'
            f'[spool]\npath = "spool"\nsettle_seconds = 0\n'
            f'[inbox]\npath = "inbox"\npattern = "*-street.csv"\ndataset = "street"\n{self.limits}')

    def command(self, *arguments):
        return [AGENT, "--config", self.home / "agent.toml", *arguments]

    def run(self, *arguments, seconds=60):
        """Runs to the end; gives what subprocess.run gives."""
        self.last = subprocess.run(list(map(str, WITH_PARENT + self.command(*arguments))), capture_output=True,
                                   text=True, timeout=seconds, stdin=subprocess.DEVNULL)
        return self.last

    def start(self):
        """`run --once` in the background, for a test that means to kill it."""
        with (self.home / "agent.log").open("ab") as log:
            return self.world.start(self.command("run", "--once", "--allow-shrinking"), stdout=log, stderr=log)

    def receipts(self):
        """Submission (hexadecimal) to receipt, as the agent keeps them on disk."""
        folder = self.spool / "receipts"
        return {path.stem: json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))}


class HubTest(unittest.TestCase):
    """A world with a running hub, one for each class."""

    parties = None
    disclosure = "off"
    starts_hub = True

    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.hub = Hub(cls.world, parties=cls.parties, disclosure=cls.disclosure)
        if cls.starts_hub:
            cls.hub.start()

    def as_(self, role, name):
        found = self.world.client(self.hub, role, name)
        self.addCleanup(found.close)
        return found

    def analyst(self):
        return self.as_("analyst", "vru")


def main():
    # A polite end by ctest or a person still runs the clean-up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    unittest.main(verbosity=2)
