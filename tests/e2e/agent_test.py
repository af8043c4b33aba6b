"""A test case around one agent: drop files in, run it, and compare the hub's figures with the slow count."""

import random

import profiles
import street
from harness import Agent, HubTest, party

PERIOD = ("2021-01", "2025-12")
PARTIES = [party(f"agency-{number}") for number in range(20)]


class AgentTest(HubTest):
    """Each test has an agency of its own, with an agent and a record of nothing sent yet."""

    parties = PARTIES
    used = 0

    def setUp(self):
        self.agent = Agent(self.world, self.next_agency(), self.hub)
        self.generator = street.Generator(random.Random(1))

    @classmethod
    def next_agency(cls):
        cls.used += 1
        return f"agency-{cls.used - 1}"

    def run_once(self, status, *more):
        run = self.agent.run("run", "--once", *more)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def drop(self, text, name="2021-05-street.csv"):
        (self.agent.inbox / name).write_text(text, newline="")
        return text

    def sent(self):
        return self.as_("agency", self.agent.party).submissions()

    def figures(self):
        """District to kind to number, with what has no district beside it."""
        profile = self.analyst().profile("E23000032", *PERIOD, geography="district").json()
        table = {area: kinds for area, kinds in profiles.parts_of(profile, self.agent.party).items() if kinds}
        units = profiles.party_of(profile, self.agent.party)["units"]
        return table, sum(row["count"] for unit in units for row in unit["unlocated"])

    def expect_figures(self, *texts):
        table = street.count(texts)
        nowhere = sum(table.pop(street.NOWHERE, {}).values())
        self.assertEqual(self.figures(), (table, nowhere))
