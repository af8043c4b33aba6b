"""An auditor fetches the log from a running hub, checks all of it, makes figures again, and raises the alarm when the
hub has lost what it signed."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import merkle
from client import address, base64_digest, incident, submission
from harness import AUDIT, BTP, HUB, KENT, REFERENCE, HubTest, main, party, wait_until

AREA = "E07000115"
FORMS = ("json", "csv", "pb")


class AuditTest(HubTest):
    """A hub and a copy of its log for each class."""

    parties = [party(KENT), party(BTP)]

    def setUp(self):
        self.kent = self.as_("agency", KENT)
        self.copy = self.world.path / "copy"
        self.key = self.world.path / "log.vkey"
        if not self.key.exists():
            self.key.write_bytes(self.kent.get("/v1/log/key").body)

    def audit(self, status, *arguments):
        run = subprocess.run([AUDIT, *map(str, arguments)], capture_output=True, text=True, timeout=60,
                             stdin=subprocess.DEVNULL)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def json_of(self, status, *arguments):
        return json.loads(self.audit(status, *arguments, "--json").stdout)

    def fetch_command(self, *more, holder=None, copy=None):
        holder = holder or self.world.ensure("auditor", "audit")
        return ["fetch", copy or self.copy, "--hub", f"https://localhost:{self.hub.port}", "--cert",
                holder / "cert.pem", "--key", holder / "key.pem", "--ca", self.world.path / "ca/ca.pem", *more]

    def fetch(self, status, *more, **options):
        return self.json_of(status, *self.fetch_command(*more, **options))

    def send(self, *months, who=None, **more):
        body = submission([incident(month=month) for month in months], **more)
        self.assertEqual((who or self.kent).put(body).status, 201)
        return body

    def grow_to(self, size):
        """Readings are entries."""
        auditor = self.as_("auditor", "audit")
        while merkle.Checkpoint(auditor.get("/v1/log/checkpoint").body).size < size:
            auditor.get("/v1/submissions?limit=1")

    def files(self):
        return {path.relative_to(self.copy): path.read_bytes() for path in self.copy.rglob("*") if path.is_file()}

    def pull(self, last):
        """A profile in every form, saved as it came."""
        saved = {}
        for form in FORMS:
            answer = self.analyst().profile(AREA, "2023-01", last, form, geography="lsoa-2021")
            self.assertEqual(answer.status, 200, answer.body)
            saved[form] = answer.body
        return saved

    def comes_out_again(self, saved):
        for form, body in saved.items():
            digest = hashlib.sha256(body).hexdigest()
            again = self.json_of(0, "replay", self.copy, self.entry_with(digest), "--reference", REFERENCE)
            self.assertEqual((again["verdict"], again["computed"]), ("same", digest), form)

    def entry_with(self, digest):
        """The index of the disclosure that handed these bytes out."""
        listed = self.json_of(0, "list", self.copy, "--event", "disclosed", "--limit", "1000")["items"]
        found, = [entry["index"] for entry in listed if entry["digest"] == digest]
        return found


class WholeFlow(AuditTest):
    def test_from_the_first_fetch_to_the_evidence(self):
        self.submit_and_read()
        self.first_fetch()
        self.all_of_it_verifies()
        self.reports_say_what_happened()
        self.figures_come_out_again()
        self.evidence_verifies_alone()
        self.a_later_fetch_goes_on()
        self.figures_from_before_a_change_come_out_again()

    def submit_and_read(self):
        first = self.send(202301, 202302)
        self.send(202302, who=self.as_("agency", BTP))
        self.assertEqual(self.kent.put(submission([incident(month=202301)], months=[202309])).status, 422)
        self.saved = [self.pull("2023-02")]
        self.send(202301, 202302, 202302, supply="SUPPLY_KIND_REPLACEMENT", supersedes=[base64_digest(first)])
        self.saved.append(self.pull("2023-03"))

    def first_fetch(self):
        self.assertIn("--log-key", self.audit(2, *self.fetch_command()).stderr)
        self.assertFalse(self.copy.exists())
        fetched = self.fetch(0, "--log-key", self.key)
        self.assertEqual(fetched["fetched"]["contents"], 3)
        self.assertEqual(fetched["fetched"]["partnerships"], 1)
        self.assertIsNone(fetched["before"])
        self.assertEqual(fetched["checkpoint"]["size"], merkle.Checkpoint((self.copy / "checkpoint").read_bytes()).size)

    def all_of_it_verifies(self):
        verified = self.json_of(0, "verify", self.copy, "--key", self.key)
        self.assertEqual((verified["failures"], verified["warnings"]), (0, 0))
        self.assertEqual(verified["checked"]["contents"], 3)
        entries = []
        for path in sorted((self.copy / "tile/entries").rglob("*")):
            entries += merkle.entries_of(path.read_bytes()) if path.is_file() else []
        checkpoint = merkle.Checkpoint((self.copy / "checkpoint").read_bytes())
        self.assertEqual(merkle.root([merkle.leaf_hash(entry) for entry in entries]), checkpoint.root)

    def reports_say_what_happened(self):
        listed = self.json_of(0, "list", self.copy, "--party", KENT, "--event", "submission_accepted")["items"]
        self.assertEqual([item["from"] for item in listed], ["2023-01", "2023-01"])
        self.assertEqual(listed[1]["refers_to"], [listed[0]["index"]])
        read = [json.loads(line) for line in
                self.audit(0, "who-read", self.copy, "--party", KENT, "--json").stdout.splitlines()]
        self.assertEqual({entry["actor"] for entry in read}, {"urn:svd:analyst:vru"})
        self.assertEqual(len(read), 2 * len(FORMS))
        scores = self.json_of(0, "scorecard", self.copy, "--due-from", "2023-01", "--due-to", "2023-03")["items"]
        kent, = [score for score in scores if score["party"] == KENT]
        self.assertEqual((kent["due"], kent["received"], kent["missing"], kent["amended"], kent["refused"]),
                         (3, 2, 1, 1, 1))
        self.the_hub_gives_the_same_scorecard()

    def the_hub_gives_the_same_scorecard(self):
        """Of the same log: nothing has come since the copy was fetched that counts."""
        auditor, question = self.as_("auditor", "hmicfrs"), "from=2023-01&to=2023-03"
        for days in ([], ["--late-after", "3650"]):
            theirs = self.json_of(0, "scorecard", self.copy, "--due-from", "2023-01", "--due-to", "2023-03", *days)
            more = f"&late_after={days[1]}" if days else ""
            self.assertEqual(auditor.get(f"/v1/scorecard?{question}{more}").json(), theirs)
            self.assertEqual(self.as_("operator", "ops").get(f"/v1/scorecard?{question}{more}").json(), theirs)
        read = [item for item in auditor.get("/v1/log/entries?event=consulted").json()["items"]
                if item["subject"] == "scorecard"]
        self.assertEqual([(item["actor"], item["from"], item["to"]) for item in read],
                         [("urn:svd:auditor:hmicfrs", "2023-01", "2023-03"),
                          ("urn:svd:operator:ops", "2023-01", "2023-03")] * 2)
        for wrong, code in [("from=2023-03&to=2023-01", "parameter-invalid"), ("from=2023-01", "parameter-invalid"),
                            (f"{question}&late_after=-1", "parameter-invalid"),
                            (f"{question}&late_after=3651", "parameter-invalid"),
                            ("from=1990-01&to=2023-03", "parameter-invalid"),
                            (f"{question}&late=1", "parameter-unknown")]:
            self.assertEqual(auditor.get(f"/v1/scorecard?{wrong}").code, code, wrong)

    def figures_come_out_again(self):
        for saved in self.saved:
            self.comes_out_again(saved)

    def evidence_verifies_alone(self):
        pack = self.world.path / "evidence"
        self.json_of(0, "export", self.copy, pack)
        verified = self.json_of(0, "verify", pack, "--key", self.key)
        self.assertEqual((verified["failures"], verified["warnings"]), (0, 0))
        lines = (pack / "entries.jsonl").read_text().splitlines()
        self.assertEqual(len(lines), verified["checkpoint"]["size"])
        self.assertEqual(len(list((pack / "partnerships").iterdir())), 1)

    def a_later_fetch_goes_on(self):
        before = self.files()
        self.send(202304)
        text = self.hub.config.read_text()
        self.hub.config.write_text(text.replace('name = "Kent-Police"', 'name = "Kent Constabulary"'))
        self.hub.restart()
        self.kent = self.as_("agency", KENT)
        self.send(202305)
        self.saved.append(self.pull("2023-05"))
        fetched = self.fetch(0)
        self.assertEqual((fetched["fetched"]["contents"], fetched["fetched"]["partnerships"]), (2, 1))
        self.assertLess(fetched["before"]["size"], fetched["checkpoint"]["size"])
        after = self.files()
        for path, body in before.items():
            if path.parts[0] in ("contents", "partnerships", "key"):
                self.assertEqual(after[path], body, path)
        verified = self.json_of(0, "verify", self.copy, "--key", self.key)
        self.assertEqual((verified["failures"], verified["warnings"]), (0, 0))

    def figures_from_before_a_change_come_out_again(self):
        self.assertEqual(len(list((self.copy / "partnerships").iterdir())), 2)
        self.assertIn(b"Kent Constabulary", self.saved[-1]["json"])
        self.figures_come_out_again()


class Erased(AuditTest):
    """What the hub erases goes from the copy too, and figures of the time after it can still be made again."""

    def test_figures_before_and_after_an_erasure(self):
        self.january, self.february = self.send(202301, 202301), self.send(202302, 202302)
        self.first, _ = [each["sequence"] for each in self.kent.submissions()]
        self.before = self.pull("2023-02")
        self.fetch(0, "--log-key", self.key)
        self.comes_out_again(self.before)
        self.nothing_is_left_yet()
        self.erase()
        self.after = [self.pull("2023-02")]
        self.send(months=[202302], supply="SUPPLY_KIND_CORRECTION", withdrawals=[
            {"row": address(self.february, 1), "reason": "WITHDRAWAL_REASON_DUPLICATE"}])
        self.after.append(self.pull("2023-02"))
        self.copy_follows()
        for saved in self.after:
            self.comes_out_again(saved)
        self.figures_from_before_cannot_be_made()
        self.evidence_verifies_alone()

    def nothing_is_left_yet(self):
        auditor = self.as_("auditor", "audit")
        for index in (0, self.first, 999999):
            answer = auditor.get(f"/v1/log/left/{index}")
            self.assertEqual((answer.status, answer.code), (404, "left-unknown"))
        self.assertEqual(auditor.get("/v1/log/left/first").status, 400)
        self.assertEqual(self.kent.get(f"/v1/log/left/{self.first}").status, 403)

    def erase(self):
        holder = self.world.ensure("operator", "ops")
        run = subprocess.run([HUB, "erase", "submissions", str(self.first), "--reason", "personal-data-found",
                              "--config", self.hub.config, "--url", f"https://localhost:{self.hub.port}", "--cert",
                              holder / "cert.pem", "--key", holder / "key.pem"],
                             capture_output=True, text=True, timeout=60)
        self.assertEqual(run.returncode, 0, run.stderr)

    def copy_follows(self):
        self.assertTrue((self.copy / f"contents/{self.first}").exists())
        fetched = self.fetch(0)
        self.assertEqual((fetched["dropped"], fetched["absent"]["erased"]), (1, 1))
        self.assertEqual((fetched["fetched"]["left_overs"], fetched["absent"]["left_overs"]), (1, 0))
        self.assertFalse((self.copy / f"contents/{self.first}").exists())
        auditor = self.as_("auditor", "audit")
        self.assertEqual((self.copy / f"left/{self.first}").read_bytes(),
                         auditor.get(f"/v1/log/left/{self.first}").body)
        logged = auditor.get(f"/v1/log/entries?event=consulted&party={KENT}&limit=1000").json()["items"]
        self.assertIn(("left_over", [self.first]), [(each["subject"], each.get("refers_to")) for each in logged])
        verified = self.json_of(0, "verify", self.copy, "--key", self.key)
        self.assertEqual((verified["failures"], verified["warnings"]), (0, 0), verified)
        self.assertEqual((verified["checked"]["contents"], verified["checked"]["erased"]), (2, 1))

    def figures_from_before_cannot_be_made(self):
        by, = [entry["index"] for entry in self.json_of(0, "list", self.copy, "--event", "erased")["items"]]
        for form, body in self.before.items():
            index = self.entry_with(hashlib.sha256(body).hexdigest())
            gone = self.json_of(66, "replay", self.copy, index, "--reference", REFERENCE)
            self.assertEqual(gone["verdict"], "impossible", form)
            self.assertIn(f"the content of entry {self.first} was erased at entry {by}", gone["why"])

    def evidence_verifies_alone(self):
        pack = self.world.path / "evidence"
        self.json_of(0, "export", self.copy, pack)
        verified = self.json_of(0, "verify", pack, "--key", self.key)
        self.assertEqual((verified["failures"], verified["warnings"]), (0, 0), verified)
        self.assertEqual((pack / f"left/{self.first}").read_bytes(), (self.copy / f"left/{self.first}").read_bytes())
        digest = hashlib.sha256(self.after[-1]["csv"]).hexdigest()
        again = self.json_of(0, "replay", pack, self.entry_with(digest), "--reference", REFERENCE)
        self.assertEqual((again["verdict"], again["erased"]), ("same", 1))


class Refused(AuditTest):
    def test_who_may_not_fetch_is_told(self):
        for role, name in (("agency", KENT), ("analyst", "vru")):
            run = self.audit(77, *self.fetch_command("--log-key", self.key, holder=self.world.ensure(role, name)))
            self.assertIn("role", run.stderr)
        self.assertFalse((self.copy / "checkpoint").exists())
        self.fetch(0, "--log-key", self.key)

    def test_an_older_partnership_is_for_auditors_and_logged(self):
        auditor = self.as_("auditor", "audit")
        entry, = auditor.get("/v1/log/entries?event=configuration_changed").json()["items"]
        answer = auditor.get(f"/v1/log/partnership/{entry['digest']}")
        self.assertEqual((answer.status, hashlib.sha256(answer.body).hexdigest()), (200, entry["digest"]))
        self.assertEqual(answer.body, auditor.get("/v1/log/partnership").body)
        logged = auditor.get("/v1/log/entries?event=consulted&actor=urn:svd:auditor:audit&limit=1000").json()["items"]
        self.assertIn(("partnership", entry["digest"]), [(each["subject"], each.get("digest")) for each in logged])
        self.assertEqual(auditor.get(f"/v1/log/partnership/{'0' * 64}").code, "partnership-unknown")
        self.assertEqual(auditor.get("/v1/log/partnership/1").status, 400)
        self.assertEqual(self.kent.get(f"/v1/log/partnership/{entry['digest']}").status, 403)

    def test_contents_of_an_entry_that_has_none(self):
        auditor = self.as_("auditor", "audit")
        self.assertEqual(auditor.get("/v1/log/contents/0").code, "content-unknown")


class Killed(AuditTest):
    def test_a_fetch_that_is_killed_is_completed_by_the_next(self):
        for month in range(202101, 202113):
            self.send(month)
        self.grow_to(300)
        command = [AUDIT, *map(str, self.fetch_command("--log-key", self.key))]
        for files in range(1, 20, 2):
            running = self.world.start(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            wait_until(lambda: running.poll() is not None or self.copy.exists() and len(self.files()) >= files, 30,
                       "files")
            running.kill()
            running.wait(timeout=30)
            if (self.copy / "checkpoint").exists():
                self.json_of(0, "verify", self.copy, "--key", self.key)
        self.fetch(0)
        verified = self.json_of(0, "verify", self.copy, "--key", self.key)
        self.assertEqual((verified["failures"], verified["warnings"]), (0, 0))
        self.assertEqual(verified["checked"]["contents"], 12)


class RolledBack(AuditTest):
    def test_a_hub_that_is_put_back_raises_the_alarm(self):
        self.send(202101)
        self.assertEqual(self.hub.stop(), 0)
        data, older = self.hub.home / "data", self.hub.home / "older"
        shutil.copytree(data, older)
        self.hub.start()
        self.kent = self.as_("agency", KENT)
        for month in (202102, 202103, 202104, 202105, 202106):
            self.send(month)
        self.fetch(0, "--log-key", self.key)
        held = self.files()
        self.assertEqual(self.hub.stop(), 0)
        shutil.rmtree(data)
        older.rename(data)
        self.hub.start()
        self.kent = self.as_("agency", KENT)
        self.alarm_is_raised(held, "the hub shows")
        self.grow_to(merkle.Checkpoint(held[Path("checkpoint")]).size + 1)
        self.alarm_is_raised(held, "cannot prove")

    def alarm_is_raised(self, held, why):
        run = self.audit(76, *self.fetch_command())
        self.assertIn("ALARM", run.stderr)
        self.assertIn(why, run.stdout)
        told = self.fetch(76)
        self.assertTrue(told["alarm"])
        self.assertEqual([finding["code"] for finding in told["findings"]], ["A603"])
        evidence = merkle.Checkpoint(Path(told["evidence"]).read_bytes())
        self.assertEqual(evidence.size, told["checkpoint"]["size"])
        now = {path: body for path, body in self.files().items() if path.parts[0] != "alarm"}
        self.assertEqual(now, held)
        verified = self.json_of(0, "verify", self.copy, "--key", self.key)
        self.assertEqual({finding["code"] for finding in verified["findings"]}, {"A604"})


if __name__ == "__main__":
    main()
