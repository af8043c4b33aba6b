"""Everything that happens is in the log, the log is a Merkle tree, and a hub that lost what it signed says so."""

import json
import shutil
import subprocess

import client
import merkle
from client import incident, submission
from harness import BTP, HUB, KENT, HubTest, main, party

AREA = "E07000115"
ONLY_MONITORING = 'purposes = ["monitor"]'


class Log(HubTest):
    parties = [party(KENT), party(BTP, extra=ONLY_MONITORING)]

    def setUp(self):
        self.kent, self.auditor = self.as_("agency", KENT), self.as_("auditor", "audit")

    def search(self, who=None, **wanted):
        query = "".join(f"&{name}={value}" for name, value in wanted.items())
        answer = (who or self.auditor).get(f"/v1/log/entries?limit=1000{query}")
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()["items"]

    def copy(self):
        return merkle.copy_of(self.auditor)

    # --- What is in it --------------------------------------------------------------------------------------------

    def test_it_begins_with_the_hub_and_its_configuration(self):
        events = [entry["event"] for entry in self.search()][:5]
        self.assertEqual(events[:3], ["log_begun", "started", "configuration_changed"])
        self.assertEqual({event for event in events[3:]}, {"agreement_made"})

    def test_accepted_and_refused_and_read(self):
        body = submission([incident(month=202301)])
        self.assertEqual(self.kent.put(body).status, 201)
        accepted = self.search(event="submission_accepted", party=KENT)[-1]
        self.assertEqual((accepted["actor"], accepted["from"], accepted["to"], accepted["counts"]),
                         (f"urn:svd:agency:{KENT}", "2023-01", "2023-01", {"incidents": 1}))
        self.assertNotIn(client.sha256(body), json.dumps(accepted), "no digest of a submission")
        self.assertEqual(self.kent.put(submission([incident(month=202301)], months=[202302])).status, 422)
        self.assertEqual(self.search(event="submission_refused", party=KENT)[-1]["codes"], ["E115", "E205"])
        self.kent.submissions()
        self.kent.receipt(client.sha256(body))
        read = self.search(event="consulted", party=KENT)
        self.assertEqual([entry["subject"] for entry in read][-2:], ["submissions", "receipt"])

    def test_a_profile_is_an_entry_with_the_digest_of_its_bytes(self):
        self.assertEqual(self.kent.put(submission([incident(month=202303)])).status, 201)
        answer = self.analyst().profile(AREA, "2023-03", "2023-03", "csv")
        self.assertEqual(answer.status, 200, answer.body)
        entry = self.search(event="disclosed")[-1]
        self.assertEqual(entry["digest"], client.sha256(answer.body))
        self.assertEqual((entry["actor"], entry["area"], entry["purpose"]),
                         ("urn:svd:analyst:vru", AREA, "identify_kinds"))
        self.assertEqual(entry["counts"][f"party:{KENT}"], 1)
        self.assertEqual(entry["question"], f"/v1/areas/{AREA}/profile.csv from=2023-03 to=2023-03")

    def test_a_purpose_has_to_be_stated(self):
        for purpose in ("", "curiosity"):
            answer = self.analyst().profile(AREA, "2023-03", "2023-03", purpose=purpose)
            self.assertEqual((answer.status, answer.code), (400, "parameter-invalid"))

    def test_the_auditors_own_reading_is_in_it(self):
        self.copy()
        read = self.search(event="consulted", actor="urn:svd:auditor:audit")
        self.assertIn("log", [entry["subject"] for entry in read])
        self.assertIn("entries", [entry["subject"] for entry in read])

    def test_an_agency_sees_what_is_about_its_own_data_only(self):
        self.assertEqual(self.kent.put(submission([incident(month=202304)])).status, 201)
        self.assertEqual(self.analyst().profile(AREA, "2023-04", "2023-04").status, 200)
        seen = self.search(self.kent)
        self.assertTrue(all(entry.get("party") == KENT or f"party:{KENT}" in entry["counts"] for entry in seen))
        self.assertTrue(any(entry["event"] == "disclosed" for entry in seen))
        self.assertNotIn(BTP, json.dumps(seen))

    # --- What it proves -------------------------------------------------------------------------------------------

    def test_the_root_is_that_of_the_entries(self):
        for month in (202201, 202202, 202203):
            self.assertEqual(self.kent.put(submission([incident(month=month)])).status, 201)
        checkpoint, entries = self.copy()
        hashes = [merkle.leaf_hash(entry) for entry in entries]
        self.assertEqual(merkle.root(hashes), checkpoint.root)
        width = min(checkpoint.size, 256)
        tile = self.kent.get(f"/v1/log/tile/0/000.p/{width}" if width < 256 else "/v1/log/tile/0/000")
        self.assertEqual(tile.body, b"".join(hashes[:width]))
        self.assertTrue(checkpoint.signatures[0].startswith("— hub.test/log "))

    def test_a_receipt_leads_from_its_entry_to_a_checkpoint(self):
        answer = self.kent.put(submission([incident(month=202204)]))
        receipt = merkle.Receipt(answer.body)
        entries = self.copy()[1]
        self.assertTrue(receipt.proves(merkle.leaf_hash(entries[receipt.index])))
        self.assertFalse(receipt.proves(merkle.leaf_hash(entries[receipt.index - 1])))

    def test_tiles_that_are_not_there_are_not_there(self):
        for path in ("0/001", "0/000.p/0", "0/x000/000", "8/000", "0/000.p/256", "0/999"):
            self.assertEqual(self.kent.get(f"/v1/log/tile/{path}").status, 404, path)
        self.assertEqual(self.kent.get("/v1/log/tile/entries/000.p/1").status, 403)

    # --- Agreements -----------------------------------------------------------------------------------------------

    def standing(self, standing, reason="test-of-the-flow"):
        operator = self.as_("operator", "op")
        return operator.request("PUT", f"/v1/agreements/{KENT}/KM/standing",
                                json.dumps({"standing": standing, "reason": reason}).encode())

    def unit_statuses(self, party_id, purpose, month):
        profile = self.analyst().profile(AREA, month, month, purpose=purpose).json()
        found, = [each for each in profile["parties"] if each["party"] == party_id]
        return {unit["status"] for unit in found["units"]}

    def test_a_suspended_agreement_stops_both_directions_at_once(self):
        self.assertEqual(self.kent.put(submission([incident(month=202205)])).status, 201)
        self.assertEqual(self.standing("suspended").status, 200)
        self.addCleanup(self.standing, "in_force")
        refused = self.kent.put(submission([incident(month=202206)]))
        self.assertEqual((refused.status, refused.code), (422, "E121"))
        self.assertEqual(self.unit_statuses(KENT, "identify_kinds", "2022-05"), {"FIGURE_STATUS_WITHHELD"})
        self.hub.restart()
        self.kent = self.as_("agency", KENT)
        self.assertEqual(self.kent.put(submission([incident(month=202206)])).code, "E121")
        self.assertEqual(self.standing("in_force").status, 200)
        self.assertEqual(self.kent.put(submission([incident(month=202206)])).status, 201)
        self.assertNotIn("FIGURE_STATUS_WITHHELD", self.unit_statuses(KENT, "identify_kinds", "2022-05"))
        self.auditor = self.as_("auditor", "audit")
        self.assertEqual(self.search(event="agreement_suspended")[-1]["subject"], "test-of-the-flow")

    def test_the_command_suspends_and_resumes(self):
        holder = self.world.ensure("operator", "op")
        for command, event in (("suspend", "agreement_suspended"), ("resume", "agreement_resumed")):
            run = subprocess.run(
                [HUB, "agreement", command, KENT, "KM", "--reason", "by-command", "--config", self.hub.config, "--url",
                 f"https://localhost:{self.hub.port}", "--cert", holder / "cert.pem", "--key", holder / "key.pem"],
                capture_output=True, text=True, timeout=60)
            self.assertEqual(run.returncode, 0, run.stderr)
            found = self.search(event=event)[-1]
            self.assertEqual((found["actor"], found["subject"]), ("urn:svd:operator:op", "by-command"))

    def test_reasons_are_words_and_agreements_exist(self):
        self.assertEqual(self.standing("suspended", "John Smith complained.").code, "body-invalid")
        operator = self.as_("operator", "op")
        answer = operator.request("PUT", "/v1/agreements/nobody/KM/standing", b"{}")
        self.assertEqual((answer.status, answer.code), (404, "agreement-unknown"))

    def test_a_purpose_that_an_agreement_does_not_have_gets_nothing_of_it(self):
        btp = self.as_("agency", BTP)
        self.assertEqual(btp.put(submission([incident(month=202207)])).status, 201)
        self.assertEqual(self.unit_statuses(BTP, "identify_kinds", "2022-07"), {"FIGURE_STATUS_WITHHELD"})
        self.assertIn("FIGURE_STATUS_SUPPLIED", self.unit_statuses(BTP, "monitor", "2022-07"))


class RolledBack(HubTest):
    """A hub that is put back to an older copy must not go on as if nothing had been."""

    def test_what_it_signed_is_held_against_it(self):
        kent = self.as_("agency", KENT)
        self.assertEqual(kent.put(submission([incident(month=202101)])).status, 201)
        self.assertEqual(self.hub.stop(), 0)
        data, older = self.hub.home / "data", self.hub.home / "older"
        shutil.copytree(data, older)
        self.hub.start()
        kent = self.as_("agency", KENT)
        self.assertEqual(kent.put(submission([incident(month=202102)])).status, 201)
        seen = kent.get("/v1/log/checkpoint").body
        self.assertEqual(kent.request("POST", "/v1/log/witness", seen).status, 200)
        self.assertEqual(self.hub.stop(), 0)
        shutil.rmtree(data)
        older.rename(data)
        self.hub.start()
        kent = self.as_("agency", KENT)
        answer = kent.request("POST", "/v1/log/witness", seen)
        self.assertEqual((answer.status, answer.code), (409, "log-contradicted"))
        self.refuses_everything(kent)
        self.hub.kill()
        self.hub.start()
        self.refuses_everything(self.as_("agency", KENT))
        self.assertEqual(self.hub.stop(), 0)
        self.begins_a_new_log(seen)

    def begins_a_new_log(self, seen):
        self.assertEqual(self.recover().returncode, 78, "it still has the old log's name")
        text = self.hub.config.read_text()
        self.hub.config.write_text(text.replace('"hub.test/log"', '"hub.test/log-2"'))
        recovered = self.recover()
        self.assertEqual(recovered.returncode, 0, recovered.stderr)
        self.assertIn("hub.test/log-2+", recovered.stdout)
        self.hub.start()
        kent, auditor = self.as_("agency", KENT), self.as_("auditor", "audit")
        self.assertEqual(kent.put(submission([incident(month=202103)])).status, 201)
        self.assertEqual(kent.request("POST", "/v1/log/witness", seen).code, "checkpoint-malformed")
        begun = auditor.get("/v1/log/entries?event=log_begun").json()["items"]
        self.assertEqual((len(begun), begun[1]["subject"], begun[1]["question"]),
                         (2, "disk-failure", "replaces hub.test/log"))
        self.goes_on_with_another_key()

    def recover(self):
        return self.hub_command("recover-log", "--reason", "disk-failure")

    def hub_command(self, *arguments):
        return subprocess.run([HUB, "--config", self.hub.config, *arguments], capture_output=True, text=True,
                              timeout=60)

    def goes_on_with_another_key(self):
        old_key = self.as_("auditor", "audit").get("/v1/log/key").body.decode().strip()
        self.assertEqual(self.hub.stop(), 0)
        self.assertEqual(self.rotate().returncode, 78, "it still has the old log's name")
        renamed = self.hub.config.read_text().replace('"hub.test/log-2"', '"hub.test/log-3"')
        self.hub.config.write_text(renamed)
        refused = self.rotate()
        self.assertEqual(refused.returncode, 78, refused.stdout)
        self.assertIn("still names the old key", refused.stderr)
        self.hub.config.write_text(renamed.replace("[hub]", '[hub]\nlog_key = "second-key.pem"', 1))
        rotated = self.rotate()
        self.assertEqual(rotated.returncode, 0, rotated.stderr)
        self.hub.start()
        auditor = self.as_("auditor", "audit")
        new_key = auditor.get("/v1/log/key").body.decode().strip()
        self.assertIn(new_key, rotated.stdout)
        self.assertNotEqual(new_key.split("+", 2)[2], old_key.split("+", 2)[2])
        rotations = auditor.get("/v1/log/entries?event=log_key_rotated").json()["items"]
        self.assertEqual([(each["subject"], each["question"]) for each in rotations],
                         [("key-exposed", "replaces hub.test/log-2")])
        self.assertEqual(self.as_("agency", KENT).put(submission([incident(month=202104)])).status, 201)

    def rotate(self):
        return self.hub_command("rotate-log-key", "--reason", "key-exposed")

    def refuses_everything(self, kent):
        answer = kent.put(submission([incident(month=202103)]))
        self.assertEqual((answer.status, answer.code), (503, "log-contradicted"))
        self.assertEqual(self.analyst().profile(AREA, "2021-01", "2021-01").code, "log-contradicted")
        self.assertEqual(kent.get("/v1/log/checkpoint").status, 200, "it can still be inspected")


if __name__ == "__main__":
    main()
