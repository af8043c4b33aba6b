"""Agents watch the hub's log: what was signed once is held against a hub that has lost it, and nobody talks them out
of it."""

import json
import random
import shutil
import subprocess

import profiles
import street
from client import incident, submission
from harness import FORCE_AREA, HUB, Agent, Hub, HubTest, main, party

ALARM = 76


class WitnessTest(HubTest):
    """Each test has a hub of its own: it is rolled back."""

    parties = [party("first"), party("second")]
    starts_hub = False
    confirm_start_by = 0
    used = 0

    def setUp(self):
        WitnessTest.used += 1
        name = f"hub-{WitnessTest.used}"
        self.hub = Hub(self.world, name, self.parties, "off", self.confirm_start_by).start()
        self.addCleanup(self.hub.kill)
        self.first, self.second = (Agent(self.world, each, self.hub, name=f"{each}-of-{name}")
                                   for each in ("first", "second"))
        self.generator = street.Generator(random.Random(WitnessTest.used))

    def run_agent(self, agent, status, *arguments):
        run = agent.run(*(arguments or ("run", "--once")))
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def json_of(self, agent, status, *arguments):
        return json.loads(self.run_agent(agent, status, *arguments, "--json").stdout)

    def drop(self, agent, month, rows):
        (agent.inbox / f"{month}-street.csv").write_text(self.generator.extract(month, rows), newline="")

    def send(self, agent, month, rows):
        self.drop(agent, month, rows)
        return self.run_agent(agent, 0)

    def started(self):
        self.hub.start()
        for agent in (self.first, self.second):
            agent.point_at(self.hub.port)

    def copy_data(self):
        self.assertEqual(self.hub.stop(), 0)
        shutil.copytree(self.hub.home / "data", self.hub.home / "older")
        self.started()

    def roll_back(self):
        self.assertEqual(self.hub.stop(), 0)
        shutil.rmtree(self.hub.home / "data")
        (self.hub.home / "older").rename(self.hub.home / "data")
        self.started()

    def a_new_log_begins(self):
        text = self.hub.config.read_text()
        self.hub.config.write_text(text.replace('"hub.test/log"', '"hub.test/log-2"'))
        recovered = subprocess.run([HUB, "--config", self.hub.config, "recover-log", "--reason", "disk-failure"],
                                   capture_output=True, text=True, timeout=60)
        self.assertEqual(recovered.returncode, 0, recovered.stderr)
        self.started()

    def months_at_hub(self, agent):
        return sorted(month for item in self.as_("agency", agent.party).submissions() for month in item["months"])


class Following(WitnessTest):
    def test_a_log_that_grows_is_followed_and_cosigned(self):
        self.send(self.first, "2021-04", 30)
        before = self.json_of(self.first, 0, "witness", "status")
        self.send(self.second, "2021-04", 31)
        self.hub.restart()
        self.started_again_at_its_port()
        self.run_agent(self.first, 0)
        after = self.json_of(self.first, 0, "witness", "status")
        self.assertGreater(after["tree_size"], before["tree_size"])
        key = self.as_("agency", "first").get("/v1/log/key").body.decode().strip()
        self.assertEqual(after["log_key"], key)
        self.assertTrue(after["witness_key"].startswith("urn:svd:agency:first+"))
        checkpoint = self.as_("auditor", "audit").get("/v1/log/checkpoint").body.decode()
        self.assertIn("hub.test/log", checkpoint)
        keys = self.run_agent(self.first, 0, "witness", "key").stdout
        self.assertIn(f"log {key}\n", keys)
        self.assertIn(f"witness first {after['witness_key']}\n", keys)

        def cosigned(size):
            return self.as_("analyst", "vru").get(f"/v1/log/cosigned/{size}").json()
        both = ["urn:svd:agency:first", "urn:svd:agency:second"]
        self.assertEqual(cosigned(before["tree_size"]),
                         {"size": before["tree_size"], "cosigned_by": both, "needed": 2, "enough": True})
        self.assertEqual(cosigned(after["tree_size"])["cosigned_by"], both[:1])
        self.assertFalse(cosigned(after["tree_size"])["enough"])

    def started_again_at_its_port(self):
        for agent in (self.first, self.second):
            agent.point_at(self.hub.port)

    def test_receipts_prove_themselves_without_the_hub(self):
        self.send(self.first, "2021-04", 30)
        self.hub.stop()
        run = self.run_agent(self.first, 0, "receipts", "verify")
        self.assertIn("1 receipt verified, 0 failed", run.stdout)
        receipt, = (self.first.spool / "receipts").glob("*.tlog-proof")
        whole = receipt.read_text()
        receipt.write_text(whole.replace("index ", "index 1", 1))
        self.assertIn("FAILS", self.run_agent(self.first, 65, "receipts", "verify").stdout)
        receipt.write_text(whole)
        self.run_agent(self.first, 0, "receipts", "verify")
        self.hub.start()

    def test_the_mirror_shows_what_was_sent_and_who_read_it(self):
        self.send(self.first, "2021-04", 30)
        self.send(self.first, "2021-04", 32)
        self.assertEqual(self.analyst().profile(FORCE_AREA, "2021-04", "2021-04").status, 200)
        mirror = self.json_of(self.first, 0, "mirror")
        older, newer = (item for item in mirror["sent"] if item["event"] == "submission_accepted")
        self.assertEqual((older["file"], newer["file"]), ("2021-04-street.csv",) * 2)
        self.assertEqual(older["superseded_by"], [newer["index"]])
        read = [item for item in mirror["read"] if item["event"] == "disclosed"]
        self.assertEqual([(item["actor"], item["area"]) for item in read], [("urn:svd:analyst:vru", FORCE_AREA)])
        self.assertIn("urn:svd:analyst:vru", self.run_agent(self.first, 0, "mirror").stdout)
        self.assertEqual(self.json_of(self.second, 0, "mirror")["sent"], [])


class Restarting(WitnessTest):
    confirm_start_by = 1

    def test_a_contact_lets_a_hub_go_on_after_a_start(self):
        self.send(self.first, "2021-04", 30)
        self.hub.restart()
        self.first.point_at(self.hub.port)
        self.second.point_at(self.hub.port)
        self.drop(self.second, "2021-04", 31)
        self.run_agent(self.second, 75)  # it has seen nothing yet that would confirm anything
        self.run_agent(self.first, 0)    # with nothing to send
        self.run_agent(self.second, 0)
        self.assertEqual(self.months_at_hub(self.second), ["2021-04"])


class RolledBack(WitnessTest):
    def test_an_agent_raises_an_alarm_that_only_a_person_ends(self):
        self.send(self.first, "2021-04", 30)
        self.copy_data()
        self.send(self.first, "2021-05", 31)
        self.roll_back()
        self.drop(self.first, "2021-06", 32)
        run = self.run_agent(self.first, ALARM)
        self.assertIn("ALARM", run.stderr)
        self.assertEqual(len(self.first.receipts()), 2)
        self.the_evidence_is_kept()
        self.the_hub_adds_nothing()
        self.nothing_ends_it()
        self.a_new_log_is_accepted()

    def the_evidence_is_kept(self):
        folder = self.first.spool / "witness/alarm-1"
        self.assertIn("log-contradicted", (folder / "what-happened.txt").read_text())
        self.assertEqual((folder / "seen-before").read_text(), (self.first.spool / "witness/checkpoint").read_text())
        self.assertEqual(json.loads((folder / "answer").read_text())["code"], "log-contradicted")

    def the_hub_adds_nothing(self):
        for who in ("first", "second"):
            answer = self.as_("agency", who).put(submission([incident(month=202302)]))
            self.assertEqual((answer.status, answer.code), (503, "log-contradicted"))

    def nothing_ends_it(self):
        self.assertTrue(self.run_agent(self.first, ALARM, "status").stdout.startswith("ALARM"))
        self.run_agent(self.first, 2, "witness", "accept-new-log")
        self.assertEqual(self.hub.stop(), 0)
        self.run_agent(self.first, ALARM)
        self.run_agent(self.first, ALARM, "witness", "status")

    def a_new_log_is_accepted(self):
        self.a_new_log_begins()
        self.run_agent(self.first, ALARM)
        self.run_agent(self.first, 0, "witness", "accept-new-log", "--reason", "told by letter")
        self.assertIn("told by letter", (self.first.spool / "witness/set-aside-1/reason.txt").read_text())
        self.run_agent(self.first, 0)
        self.assertEqual(self.months_at_hub(self.first), ["2021-04", "2021-06"])
        status = self.json_of(self.first, 0, "witness", "status")
        self.assertTrue(status["log_key"].startswith("hub.test/log-2+"))
        self.assertIn("3 receipts verified, 0 failed", self.run_agent(self.first, 0, "receipts", "verify").stdout)

    def test_two_agencies_that_are_shown_different_histories(self):
        self.send(self.first, "2021-04", 30)
        self.send(self.second, "2021-04", 31)
        self.copy_data()
        self.send(self.first, "2021-05", 32)
        self.roll_back()
        self.send(self.second, "2021-05", 33)  # what it had seen is in both histories
        self.run_agent(self.first, ALARM)
        self.drop(self.second, "2021-06", 34)
        self.assertIn("not got the log that it signed", self.run_agent(self.second, 75).stderr)


class SentAgain(WitnessTest):
    """What a hub lost with its newer entries comes back from the agency, and every figure is what it was."""

    def figures(self):
        profile = self.analyst().profile(FORCE_AREA, "2021-01", "2021-12", geography="district").json()
        return [(each["party"], each["units"]) for each in profile["parties"]], profiles.parts_of(profile, "first")

    def test_what_the_hub_lost_is_sent_again_and_every_figure_is_what_it_was(self):
        self.send(self.first, "2021-04", 30)
        self.send(self.second, "2021-04", 31)
        self.copy_data()
        self.send(self.first, "2021-04", 40)  # in the place of the 30
        self.send(self.first, "2021-05", 41)
        self.run_agent(self.first, 0, "nil", "2021-06")
        figures, receipts = self.figures(), self.first.receipts()
        self.roll_back()
        self.run_agent(self.first, ALARM)
        run = self.run_agent(self.first, ALARM, "receipts", "resend")
        self.assertIn("svd-agent witness status", run.stdout)
        self.assertEqual(self.hub.stop(), 0)
        self.a_new_log_begins()
        for agent in (self.first, self.second):
            self.run_agent(agent, ALARM)
            self.run_agent(agent, 0, "witness", "accept-new-log", "--reason", "told by letter")
        self.assertNotEqual(self.figures(), figures)

        dry = self.json_of(self.first, 0, "receipts", "resend", "--dry-run")
        self.assertEqual((dry["held"], dry["erased"]), (1, 0))
        self.assertEqual([each["months"] for each in dry["lost"]], ["2021-04", "2021-05", "2021-06"])
        self.assertEqual(self.first.receipts(), receipts)

        run = self.run_agent(self.first, 0, "receipts", "resend")
        self.assertIn("1 submission held, 0 erased on purpose, 3 lost", run.stdout)
        self.assertIn("svd-agent run --once", run.stdout)
        self.assertEqual(len(self.first.receipts()), 1)
        self.run_agent(self.first, 0)
        self.assertEqual(self.figures(), figures)
        self.assertEqual(sorted(self.first.receipts()), sorted(receipts), "the same bytes")
        self.assertEqual(len(list((self.first.spool / "receipts/lost").glob("*.tlog-proof"))), 3)
        self.assertIn("7 receipts verified, 0 failed", self.run_agent(self.first, 0, "receipts", "verify").stdout)
        again = self.json_of(self.first, 0, "receipts", "resend")
        self.assertEqual((again["held"], again["lost"], again["files"]), (4, [], []))
        self.assertIn("1 submission held, 0 erased on purpose, 0 lost",
                      self.run_agent(self.second, 0, "receipts", "resend").stdout)


if __name__ == "__main__":
    main()
