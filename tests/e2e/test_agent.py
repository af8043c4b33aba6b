"""The agent at its command line: what it sends, once and rightly, and what each of its exit codes means."""

import csv
import signal

from agent_test import AgentTest
from harness import MAPPING, SOURCE, Agent, main, wait_until

DIRTY = SOURCE / "tests/data/police/sample_dirty_rows_kent.csv"


class Sending(AgentTest):
    def test_a_good_file_is_sent_and_filed(self):
        self.assertIn("nothing to do", self.run_once(0).stdout)
        text = self.drop(self.generator.extract("2021-05", 120))
        self.run_once(0)
        self.expect_figures(text)
        self.assertEqual(len(self.sent()), len(self.agent.receipts()))
        self.assertEqual([path.name for path in (self.agent.spool / "sent").rglob("*.csv")], ["2021-05-street.csv"])

    def test_real_dirt_is_sent_and_its_extra_columns_stay(self):
        text = self.drop(DIRTY.read_text(), "dirty-street.csv")
        run = self.run_once(0)
        for column in ("source_file", "why"):
            self.assertIn(f"[{column}]", run.stdout)
        self.expect_figures(text)

    def test_a_file_is_not_sent_twice(self):
        text = self.drop(self.generator.extract("2021-05", 50))
        self.run_once(0)
        before = self.sent()
        for name in ("2021-05-street.csv", "another-name-street.csv"):
            self.drop(text, name)
            self.assertIn("was sent", self.run_once(0).stdout)
        self.assertEqual(self.sent(), before)
        self.expect_figures(text)

    def test_a_later_file_replaces_the_month(self):
        april = self.drop(self.generator.extract("2021-04", 40), "2021-04-street.csv")
        self.drop(self.generator.extract("2021-05", 80))
        self.run_once(0)
        better = self.drop(self.generator.extract("2021-05", 75))
        self.assertIn("replaces 80 records of 2021-05", self.run_once(0).stdout)
        self.expect_figures(april, better)
        replaced = [item for item in self.sent() if item["superseded_by"] is not None]
        self.assertEqual([item["months"] for item in replaced], [["2021-05"]])

    def test_a_file_that_shrinks_a_month_waits_for_a_person(self):
        whole = self.drop(self.generator.extract("2021-05", 80))
        self.run_once(0)
        few = self.drop(self.generator.extract("2021-05", 10))
        self.assertIn("held for a person", self.run_once(65).stdout)
        self.expect_figures(whole)
        self.drop(few)
        self.run_once(0, "--allow-shrinking")
        self.expect_figures(few)
        self.drop(whole)
        self.run_once(0)
        self.expect_figures(whole)

    def test_none_in_a_month_is_reported_as_none(self):
        nil = self.agent.run("nil", "2021-05")
        self.assertEqual(nil.returncode, 0, nil.stdout + nil.stderr)
        self.assertEqual([item["accepted"]["nil_returns"] > 0 for item in self.sent()], [True])

    def test_a_hub_that_is_away_is_waited_for(self):
        text = self.drop(self.generator.extract("2021-05", 30))
        self.hub.stop()
        try:
            self.run_once(75)
            self.run_once(75)
        finally:
            self.hub.start()
            self.agent.point_at(self.hub.port)
        self.run_once(0)
        self.expect_figures(text)
        self.assertEqual(list((self.agent.spool / "outbox").iterdir()), [])

    def test_rows_that_fail_are_set_aside_and_come_back_mended(self):
        rows = self.generator.extract("2021-05", 100).splitlines(keepends=True)
        bad = rows[7].split(",")
        bad[9] = "Piracy"
        self.drop("".join([*rows[:7], ",".join(bad), *rows[8:]]))
        run = self.run_once(3)
        self.assertIn("1 set aside", run.stdout)
        self.expect_figures("".join([*rows[:7], *rows[8:]]))
        quarantine = next((self.agent.spool / "quarantine").glob("*.csv"))
        self.assertEqual(quarantine.stat().st_mode & 0o077, 0, "others may not read it")
        kept, = csv.DictReader(quarantine.read_text().splitlines())
        self.assertEqual(kept["Crime type"], "Piracy")
        self.drop(quarantine.read_text().replace("Piracy", "Robbery"), "mended-street.csv")
        self.run_once(0)
        good = rows[7].split(",")
        good[9] = "Robbery"
        self.expect_figures("".join([*rows[:7], ",".join(good), *rows[8:]]))

    def test_a_quarantine_file_is_forgotten_once_its_month_was_sent_again(self):
        rows = self.generator.extract("2021-05", 101).splitlines(keepends=True)
        bad = rows[7].split(",")
        good_type, bad[9] = bad[9], "Piracy"
        self.drop("".join([*rows[:7], ",".join(bad), *rows[8:]]))
        self.run_once(3)
        quarantine = next((self.agent.spool / "quarantine").glob("*.csv"))
        self.assertIn(str(quarantine), self.agent.run("status").stdout)
        whole = self.drop("".join(rows))
        self.run_once(0)
        self.assertNotIn(str(quarantine), self.agent.run("status").stdout)
        mended = self.agent.home / "mended-street.csv"
        mended.write_text(quarantine.read_text().replace("Piracy", good_type), newline="")
        self.assertEqual(self.agent.run("check", mended).returncode, 65)
        self.drop(mended.read_text(), "mended-street.csv")
        self.assertIn("2021-05-street.csv", self.run_once(65).stdout)
        self.expect_figures(whole)

    def test_check_and_preview_foretell_what_run_would_hold(self):
        self.drop(self.generator.extract("2021-04", 41) + self.generator.extract("2021-05", 42).split("\n", 1)[1])
        self.run_once(0)
        one_month = self.agent.home / "may-street.csv"
        one_month.write_text(self.generator.extract("2021-05", 61), newline="")
        spoilt = self.agent.home / "spoilt-street.csv"
        spoilt.write_text(self.generator.extract("2021-06", 40).replace("Robbery", "Piracy").replace("Drugs", "Potions"),
                          newline="")
        for file, why in ((one_month, "also supplied 2021-04"), (spoilt, "max_rejected_percent")):
            for command in ("check", "preview"):
                run = self.agent.run(command, file)
                self.assertEqual(run.returncode, 65, command)
                self.assertIn(why, run.stdout)
            self.drop(file.read_text(), file.name)
            self.assertIn(why, self.run_once(65).stdout)

    def test_status_forgets_what_has_been_seen_to(self):
        good = self.generator.extract("2021-05", 43)
        self.drop(good.replace("Crime type", "Something"))
        self.run_once(65)
        self.assertIn("held      2021-05-street.csv", self.agent.run("status").stdout)
        self.drop(good)
        self.run_once(0)
        self.assertNotIn("held", self.agent.run("status").stdout)
        self.drop(good.replace("Crime type", "Anything"), "other-street.csv")
        self.run_once(65)
        self.assertIn("held      other-street.csv", self.agent.run("status").stdout)
        (self.agent.spool / "rejected/other-street.csv").unlink()
        self.assertNotIn("held", self.agent.run("status").stdout)

    def test_one_round_can_be_ended_at_any_time(self):
        text = self.drop(self.generator.extract("2021-05", 51))
        self.hub.signal(signal.SIGSTOP)  # the agent would wait for its answer
        try:
            run = self.agent.start()
            wait_until(lambda: any((self.agent.spool / "outbox").glob("*.pb")), 30, "a submission to be sealed")
            run.send_signal(signal.SIGTERM)
            self.assertEqual(run.wait(timeout=5), -signal.SIGTERM)
        finally:
            self.hub.signal(signal.SIGCONT)
        self.run_once(0)
        self.expect_figures(text)

    def test_a_second_agent_on_one_spool_waits(self):
        self.drop(self.generator.extract("2021-05", 4000))
        first = self.agent.start()
        wait_until(lambda: any((self.agent.spool / "work").glob("*")), 30, "the first agent")
        first.send_signal(signal.SIGSTOP)  # it holds the lock for as long as the second one needs
        self.run_once(75)
        first.send_signal(signal.SIGCONT)
        self.assertEqual(first.wait(timeout=60), 0)


class Refusing(AgentTest):
    def test_a_file_with_too_much_wrong_is_held_whole(self):
        self.drop(self.generator.extract("2021-05", 40).replace("Robbery", "Piracy").replace("Drugs", "Potions"))
        self.run_once(65)
        self.assertEqual(self.sent(), [])
        self.assertTrue(list((self.agent.spool / "rejected").glob("*.reasons.txt")))

    def test_a_file_without_a_needed_column_is_held_whole(self):
        self.drop(self.generator.extract("2021-05", 10).replace("Crime type", "Something"))
        self.run_once(65)
        self.assertEqual(self.sent(), [])

    def test_what_the_hub_refuses_whole_is_held(self):
        self.agent.agreement = "never-signed"
        self.agent.point_at(self.hub.port)
        self.drop(self.generator.extract("2021-05", 10))
        run = self.run_once(65)
        reasons = next((self.agent.spool / "rejected").glob("*.reasons.txt")).read_text()
        self.assertIn("E105", run.stderr + reasons)

    def test_an_agency_that_the_hub_does_not_know_is_told_so_and_keeps_everything(self):
        self.agent = Agent(self.world, "stranger", self.hub)
        self.drop(self.generator.extract("2021-05", 10))
        self.run_once(77)
        self.assertTrue(list((self.agent.spool / "outbox").iterdir()))

    def test_a_revoked_certificate_is_77_and_nothing_is_lost(self):
        text = self.drop(self.generator.extract("2021-05", 10))
        since = self.hub.log_size()
        self.world.script("revoke.sh", "ca", "agency", self.agent.party)
        wait_until(lambda: self.hub.logged("revocation.reloaded", since), 10, "the revocation to be seen")
        self.run_once(77)
        self.world.script("issue.sh", "ca", "agency", self.agent.party)
        self.run_once(0)
        self.expect_figures(text)

    def test_a_certificate_of_another_authority_is_77(self):
        self.world.script("make-ca.sh", "elsewhere")
        self.agent.certificate = self.world.certify("agency", self.agent.party, ca="elsewhere")
        self.agent.point_at(self.hub.port)
        self.drop(self.generator.extract("2021-05", 10))
        self.run_once(77)

    def test_a_hub_of_another_authority_is_sent_nothing(self):
        self.world.script("make-ca.sh", "false-ca")
        toml = self.agent.home / "agent.toml"
        toml.write_text(toml.read_text().replace(f'ca = "{self.world.path}/ca/', f'ca = "{self.world.path}/false-ca/'))
        self.drop(self.generator.extract("2021-05", 10))
        self.assertIn("hub.ca", self.run_once(78).stderr)
        self.assertEqual(self.sent(), [])

    def test_a_wrong_configuration_is_78_with_its_line(self):
        toml = self.agent.home / "agent.toml"
        good = toml.read_text()
        for old, new in [('kind = "police"', 'kind = "polise"'), ("settle_seconds", "settle_secs"),
                         ('url = "https', 'url = "http'), ("[mapping]", "[maping]"), ('id = "', 'id = ')]:
            toml.write_text(good.replace(old, new, 1))
            run = self.run_once(78)
            self.assertIn("agent.toml:", run.stderr, new)
        for old, new in [(f'"https://localhost:{self.hub.port}"', '"https://"')]:
            toml.write_text(good.replace(old, new, 1))
            self.assertEqual(self.agent.run("config", "check").returncode, 78, new)
        toml.write_text(good.replace(str(MAPPING), "/nowhere/mapping.toml"))
        self.run_once(78)


if __name__ == "__main__":
    main()
