"""Content past its retention is erased: the log keeps its entry and every proof, and no file keeps its bytes."""

import datetime
import subprocess

from client import incident, sha256, submission
from harness import HUB, KENT, HubTest, main, party

RETAIN = 24
# Too old for a submission made today, so it must come while it is young: the hub's clock is the machine's, and the
# agreement is what changes between two starts.
LONG, SHORT = "retain_months = 240\n", f"retain_months = {RETAIN}\n"


def months_ago(number):
    today = datetime.date.today()
    count = today.year * 12 + today.month - 1 - number
    return count // 12 * 100 + count % 12 + 1


class ErasureTest(HubTest):
    parties = [party(KENT, extra=LONG, since="2000-01")]

    def setUp(self):
        self.ask_anew()

    def ask_anew(self):
        """A hub that starts again has another port."""
        self.kent, self.auditor = self.as_("agency", KENT), self.as_("auditor", "hmicfrs")

    def restart(self, *parties):
        self.assertEqual(self.hub.stop(), 0)
        if parties:
            self.hub.config.write_text(self.hub.settings("off", 0) + "".join(parties))
        self.hub.start()
        self.ask_anew()

    def erase(self, *arguments):
        folder = self.world.ensure("operator", "ops")
        return subprocess.run(
            [HUB, "erase", *arguments, "--config", self.hub.config, "--url",
             f"https://localhost:{self.hub.port}", "--cert",
             folder / "cert.pem", "--key", folder / "key.pem"], capture_output=True, text=True, timeout=60)

    def entries(self, event):
        return self.auditor.get(f"/v1/log/entries?event={event}").json()["items"]

    def bytes_on_disk(self):
        return b"".join(file.read_bytes() for file in sorted((self.hub.home / "data").rglob("*")) if file.is_file())


class Retention(ErasureTest):
    def test_from_due_to_gone(self):
        old = incident(month=months_ago(RETAIN + 1))
        young = incident(month=months_ago(1))
        first, second = self.kent.put(submission([old])), self.kent.put(submission([young]))
        of_first = f"/v1/submissions/{sha256(submission([old]))}"
        self.assertEqual((first.status, second.status), (201, 201), first.body + second.body)
        sequences = [each["sequence"] for each in self.kent.submissions()]
        receipt = self.kent.get(of_first).body
        content = self.auditor.get(f"/v1/log/contents/{sequences[0]}")
        self.assertEqual(content.status, 200)

        with self.subTest("nothing is due while the agreement keeps it"):
            run = self.erase("due")
            self.assertEqual((run.returncode, run.stderr), (0, ""))
            self.assertIn("Nothing is past its retention", run.stdout)

        self.restart(party(KENT, extra=SHORT, since="2000-01"))
        with self.subTest("a dry run says what would go and changes nothing"):
            run = self.erase("due", "--dry-run")
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertIn("would be erased: kent-police under KM", run.stdout)
            self.assertIn("1 submissions, 1 records", run.stdout)
            self.assertEqual(self.entries("erased"), [])
            self.assertEqual(self.auditor.get(f"/v1/log/contents/{sequences[0]}").status, 200)

        with self.subTest("erased"):
            run = self.erase("due")
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertIn("erased: kent-police under KM", run.stdout)
            entry, = self.entries("erased")
            self.assertEqual((entry["refers_to"], entry["party"], entry["subject"], entry["actor"]),
                             ([sequences[0]], KENT, "retention", "urn:svd:operator:ops"))
            gone = self.auditor.get(f"/v1/log/contents/{sequences[0]}")
            self.assertEqual((gone.status, gone.code), (410, "erased"))
            self.assertEqual(self.kent.get(of_first).status, 410)
            self.assertEqual(self.auditor.get(f"/v1/log/contents/{sequences[1]}").status, 200)
            listed = {each["sequence"]: each.get("erased_by") for each in self.kent.submissions()}
            self.assertEqual(listed, {sequences[0]: entry["index"], sequences[1]: None})

        with self.subTest("the agency's receipt still proves what it sent"):
            self.assertIn(b"c2sp.org/tlog-proof@v1", receipt)

        with self.subTest("the same bytes are not taken again"):
            again = self.kent.put(submission([old]))
            self.assertEqual(again.status // 100, 4, again.body)

        self.restart()
        with self.subTest("and so it is after a restart"):
            self.assertEqual(self.auditor.get(f"/v1/log/contents/{sequences[0]}").status, 410)
            self.assertIn("Nothing is past its retention", self.erase("due").stdout)


class ForAReason(ErasureTest):
    def test_an_operator_erases_for_a_reason_and_no_byte_is_left(self):
        marked = submission([incident(month=months_ago(2)) for _ in range(40)])
        answer = self.kent.put(marked)
        self.assertEqual(answer.status, 201, answer.body)
        sequence = max(each["sequence"] for each in self.kent.submissions())
        salt = self.salt_of(sequence)
        self.assertIn(salt, self.bytes_on_disk())
        run = self.erase("submissions", str(sequence), "--reason", "personal-data-found")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertNotIn(salt, self.bytes_on_disk())
        self.assertEqual(self.entries("erased")[-1]["subject"], "personal-data-found")

        for arguments, word in [((str(sequence), "--reason", "again"), "cannot be erased now"),
                                (("999999", "--reason", "typo"), "sequence numbers"),
                                ((str(sequence), "--reason", "A whole sentence."), "one word")]:
            with self.subTest(arguments=arguments):
                run = self.erase("submissions", *arguments)
                self.assertEqual((run.returncode, run.stdout), (1, ""))
                self.assertIn(word, run.stderr)

    def salt_of(self, sequence):
        """Field 1 of a ContentExport: a tag, a length of 32, and the salt."""
        body = self.auditor.get(f"/v1/log/contents/{sequence}").body
        self.assertEqual(body[:2], b"\x0a\x20")
        return body[2:34]


if __name__ == "__main__":
    main()
