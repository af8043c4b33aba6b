"""Kill -9 at random moments, hub and agents: what was acknowledged is there once, and every figure is right.

The seed is printed; SVD_TEST_SEED repeats the choices of a run (though not its timing), SVD_TEST_ROUNDS makes more
rounds.  A run in which no kill hit work in hand proves nothing, and fails.
"""

import http.client
import os
import random
import subprocess
import threading
import time

import client
import merkle
import profiles
import street
from client import incident, submission
from harness import BTP, HUB, KENT, Agent, HubTest, main, party

SEED = int(os.environ.get("SVD_TEST_SEED") or random.SystemRandom().randrange(10**6))
ROUNDS = int(os.environ.get("SVD_TEST_ROUNDS") or 12)
SENDERS = ["sender-0", "sender-1", "sender-2"]  # parties of the test itself
AGENTS = [KENT, BTP]
MONTHS = [f"{year}-{month:02}" for year in range(2021, 2024) for month in range(1, 13)]
PERIOD = (MONTHS[0], MONTHS[-1])
DISTRICTS = ["E07000112", "E07000115", "E06000035"]
KINDS = ["KIND_ROBBERY_PERSONAL", "KIND_THREATS", "KIND_HOMICIDE"]
LARGE = 10_400  # rows: more than one submission takes
BROKEN = (OSError, http.client.HTTPException)


class Sender(threading.Thread):
    """An agency that PUTs one submission after another; what is not answered it sends again, to the next hub."""

    def __init__(self, test, name, seed):
        super().__init__(daemon=True)
        self.test, self.party, self.random = test, name, random.Random(seed)
        self.holder = test.world.ensure("agency", name)
        self.receipts, self.bodies, self.wrong = {}, {}, []
        self.in_flight, self.cut = None, set()  # submissions: the one being sent now, and those that went unanswered
        self.supplied, self.stopping = set(), threading.Event()

    def run(self):
        connection = None
        while not self.stopping.is_set():
            body = self.next_body()
            digest = client.sha256(body)
            while digest not in self.receipts:
                connection = self.send(connection, digest, body)
                if self.wrong:
                    return
            time.sleep(0.01)
        if connection:
            connection.close()

    def next_body(self):
        month = self.random.choice(MONTHS)
        supply = "SUPPLY_KIND_ADDITION" if month in self.supplied else "SUPPLY_KIND_FIRST"
        self.supplied.add(month)
        number = int(month.replace("-", ""))
        rows = [incident(month=number, kind=self.random.choice(KINDS), area=self.random.choice(DISTRICTS))
                for _ in range(self.random.randrange(1, 30))]
        # No two alike: the bytes of a submission are what the hub knows it by.
        body = submission(rows, supply=supply, mapping={"name": self.party, "version": len(self.bodies) + 1})
        self.bodies[client.sha256(body)] = rows
        return body

    def send(self, connection, digest, body):
        try:
            if connection is None:
                connection = client.Client(self.test.hub.port, self.test.world.path / "ca/ca.pem", self.holder)
                connection.get("/v1/whoami")
            self.in_flight = digest
            answer = connection.put(body)
            self.in_flight = None
            if answer.status in (200, 201):
                self.receipts[digest] = answer.body
            elif answer.status != 503:
                self.wrong.append((answer.status, answer.body))
            return connection
        except BROKEN:
            if self.in_flight:
                self.cut.add(self.in_flight)
                self.in_flight = None
            if connection:
                connection.close()
            time.sleep(0.05)
            return None

    def model(self):
        table = {}
        for rows in self.bodies.values():
            for row in rows:
                kinds = table.setdefault(row["place"]["area"], {})
                kinds[row["kind"]] = kinds.get(row["kind"], 0) + 1
        return table


class Kill(HubTest):
    parties = [party(name) for name in AGENTS + SENDERS]

    def setUp(self):
        print(f"SVD_TEST_SEED={SEED} SVD_TEST_ROUNDS={ROUNDS}", flush=True)
        self.random = random.Random(SEED)
        self.generator = street.Generator(self.random)
        self.agents = [Agent(self.world, name, self.hub) for name in AGENTS]
        self.files = {name: {} for name in AGENTS}  # party to month to the text of its last file
        self.made = self.agents_hit = self.hub_kills = self.starts_killed = 0
        self.in_flight_at_kill = []  # (sender, submission)
        self.read = []               # of the log, so far

    def test_what_was_acknowledged_is_there_once_and_counted_rightly(self):
        self.senders = senders = [Sender(self, name, SEED + number) for number, name in enumerate(SENDERS)]
        for sender in senders:
            sender.start()
        for number in range(ROUNDS):
            self.one_round(number)
        for _ in range(3 * ROUNDS):  # an agent that is quick may not have been met at work yet
            if self.agents_hit == 0:
                self.one_round(1, (0.02, 0.6), ["agents"])
        for sender in senders:
            sender.stopping.set()
        for sender in senders:
            sender.join(timeout=client.SECONDS)
            self.assertFalse(sender.is_alive() or sender.wrong, sender.wrong)
        self.finish_agents()
        self.check_entries(senders)
        self.check_log()
        before = self.check_figures(senders)
        self.hub.kill()
        self.hub.start()
        self.assertEqual(self.check_figures(senders), before, "a profile changed over a restart")
        # A PUT that was begun before the kill and never answered; one that met a hub already dead does not count.
        cut = sum(digest in sender.cut for sender, digest in self.in_flight_at_kill)
        print(f"{self.hub_kills} kills of the hub cut {cut} PUTs short, {self.starts_killed} hit it starting; "
              f"{self.agents_hit} kills hit agents with work in hand; "
              f"{sum(len(sender.receipts) for sender in senders)} PUTs, {self.made} files", flush=True)
        self.assertGreater(cut, 0, "no kill of the hub hit a request in flight")
        self.assertGreater(self.agents_hit, 0, "no kill of an agent hit work in hand")

    def one_round(self, number, after=(0.1, 1.6), choice=("hub", "hub", "agents", "both")):
        running = []
        for agent in self.agents:
            self.fill(agent, large=number % 4 == 1)
            agent.point_at(self.hub.port)
            running.append((agent, agent.start()))
        time.sleep(self.random.uniform(*after))
        victims = self.random.choice(choice)
        if victims != "agents":
            in_flight = [(sender, sender.in_flight) for sender in self.senders]
            self.hub.kill()
            self.in_flight_at_kill += in_flight
            self.hub_kills += 1
        if victims != "hub":
            for agent, process in running:
                self.kill_agent(agent, process)
        if victims != "agents":
            self.start_hub()
        for _, process in running:
            process.wait(timeout=60)

    def fill(self, agent, large):
        """New files, some of which replace what an earlier one supplied."""
        for month in self.random.sample(MONTHS, 3):
            rows = LARGE if large and agent.party == KENT else self.random.randrange(1, 300)
            large = False
            text = self.generator.extract(month, rows)
            self.made += 1
            aside = agent.home / "aside"
            aside.write_text(text, newline="")
            os.rename(aside, agent.inbox / f"{self.made:04}-{month}-street.csv")
            self.files[agent.party][month] = text

    def kill_agent(self, agent, process):
        if process.poll() is not None:
            return
        process.kill()
        process.wait(timeout=30)
        in_hand = any((agent.spool / folder).is_dir() and any((agent.spool / folder).iterdir())
                      for folder in ("work", "outbox"))
        self.agents_hit += in_hand

    def start_hub(self):
        """Now and then it is killed again before it is ready."""
        if self.random.random() < 0.3:
            process = self.world.start([HUB, "--config", self.hub.config], stderr=subprocess.DEVNULL)
            time.sleep(self.random.uniform(0.05, 1.0))
            process.kill()
            process.wait(timeout=30)
            self.starts_killed += 1
        self.hub.start()
        self.check_log()

    def check_log(self):
        """After every kill the log has the entries that were ever read from it, and hashes to what it signs."""
        auditor = self.world.client(self.hub, "auditor", "audit")
        checkpoint, entries = merkle.copy_of(auditor)
        auditor.close()
        self.assertEqual(entries[:len(self.read)], self.read, "an entry that had been signed is gone or changed")
        self.read = entries

    def finish_agents(self):
        for agent in self.agents:
            agent.point_at(self.hub.port)
            for _ in range(10):
                if agent.run("run", "--once", "--allow-shrinking").returncode == 0:
                    break
            self.assertEqual(agent.last.returncode, 0, agent.last.stdout + agent.last.stderr)
            left = [path for folder in ("work", "outbox", "rejected") for path in (agent.spool / folder).iterdir()]
            self.assertEqual(left + list(agent.inbox.iterdir()), [])

    def check_entries(self, senders):
        """Exactly what was acknowledged, each once, in one unbroken sequence."""
        items = self.as_("auditor", "audit").submissions()
        self.assertEqual([item["sequence"] for item in items], sorted({item["sequence"] for item in items}))
        held = [item["submission"] for item in items]
        self.assertEqual(len(held), len(set(held)))
        acknowledged = {digest for sender in senders for digest in sender.receipts}
        for agent in self.agents:
            receipts = agent.receipts()
            acknowledged.update(receipts)
            sequence = {item["submission"]: str(item["sequence"]) for item in items}
            self.assertEqual({digest: str(receipt["sequence"]) for digest, receipt in receipts.items()},
                             {digest: sequence.get(digest) for digest in receipts})
        self.assertEqual(set(held), acknowledged)
        for sender in senders:
            someone = self.as_("agency", sender.party)
            for digest, receipt in sender.receipts.items():
                self.assertEqual(someone.receipt(digest).body, receipt, "another receipt than was answered")

    def check_figures(self, senders):
        """Every district and kind of every party against the slow count; gives the profile's bytes."""
        answer = self.analyst().profile("E23000032", *PERIOD, geography="district")
        self.assertEqual(answer.status, 200, answer.body)
        profile = answer.json()
        expected = {sender.party: sender.model() for sender in senders}
        for agent in self.agents:
            expected[agent.party] = street.count(self.files[agent.party].values())
            nowhere = expected[agent.party].pop(street.NOWHERE, {})
            units = profiles.party_of(profile, agent.party)["units"]
            unplaced = sum(row["count"] for unit in units for row in unit["unlocated"])
            self.assertEqual(unplaced, sum(nowhere.values()))
        for name, table in expected.items():
            found = {area: kinds for area, kinds in profiles.parts_of(profile, name).items() if kinds}
            self.assertEqual(found, table, name)
        return answer.body


if __name__ == "__main__":
    main()
