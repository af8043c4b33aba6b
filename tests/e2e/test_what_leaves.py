"""What leaves the agency, and what never does: looking sends nothing, and no identifying value is found outside."""

import json
import re
import socket
import struct
import subprocess

import street
from agent_test import AgentTest
from harness import SOURCE, main

DIRTY = SOURCE / "tests/data/police/sample_dirty_rows_kent.csv"
NUMBER = re.compile(rb"-?[0-9.]+")


class SendsNothing(AgentTest):
    """check and preview, with a listener in the hub's place that would notice a single connection."""

    starts_hub = False

    def setUp(self):
        self.listener = socket.create_server(("localhost", 0))
        self.listener.setblocking(False)
        self.addCleanup(self.listener.close)
        self.hub.port = self.listener.getsockname()[1]
        super().setUp()

    def look(self, status, *arguments):
        run = self.agent.run(*arguments)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        with self.assertRaises(BlockingIOError, msg="it connected"):
            self.listener.accept()
        self.assertFalse(self.agent.spool.exists(), "looking leaves no trace")
        return run.stdout

    def file(self, text):
        path = self.agent.home / "export.csv"
        path.write_text(text, newline="")
        return path

    def test_check_says_what_is_wrong_and_sends_nothing(self):
        text = self.generator.extract("2021-05", 100)
        self.assertIn("100 records read, 100 ready", self.look(0, "check", self.file(text)))
        lines = text.splitlines(keepends=True)
        lines[3] = lines[3].replace("2021-05", "2021-15")
        said = self.look(3, "check", self.file("".join(lines)))
        self.assertIn("line 4", said)
        self.look(65, "check", self.file(text.replace("2021-05", "May")))

    def test_preview_shows_what_leaves_and_what_never_does(self):
        file = self.file(self.generator.extract("2021-05", 20))
        said = self.look(0, "preview", file)
        never = said[said.index("NEVER LEAVES"):]
        for column in ("Crime ID", "Longitude", "Latitude", "Location", "LSOA name", "Context"):
            self.assertIn(column, never)
        out = self.agent.home / "leaves.txt"
        self.look(0, "preview", file, "--output", out)
        encoded = subprocess.run(["protoc", "--encode=svd.v1.Submission", f"-I{SOURCE}/proto",
                                  "svd/v1/submission.proto"], input=out.read_bytes(), capture_output=True, timeout=30)
        self.assertEqual(encoded.returncode, 0, encoded.stderr)

    def test_every_json_output_is_json(self):
        file = self.file(self.generator.extract("2021-05", 20))
        for arguments in (["check", file], ["preview", file], ["status"], ["receipts"], ["explain", "E113"],
                          ["config", "check"]):
            lines = self.look(0, *arguments, "--json").splitlines()
            self.assertTrue(lines, arguments)
            for line in lines:
                json.loads(line)


class Privacy(AgentTest):
    COLUMNS = ("Crime ID", "Longitude", "Latitude", "Location", "LSOA name")

    def secrets(self, texts):
        """Every value of the columns that never leave, as text and, for numbers and hashes, as bytes."""
        found = set()
        for text in texts:
            for row in street.read(text):
                found.update(row[column].encode() for column in self.COLUMNS if row[column])
                if row["Crime ID"]:
                    found.add(bytes.fromhex(row["Crime ID"]))
                for column in ("Longitude", "Latitude"):
                    if row[column]:
                        found.update(struct.pack(form, float(row[column])) for form in ("<d", ">d"))
        return found

    def assert_clean(self, paths, secrets):
        for path in paths:
            data = path.read_bytes()
            # RocksDB's diary holds numbers of its own making, some with as many decimals as a coordinate.
            diary = path.name.startswith("LOG")
            leaked = [secret for secret in secrets if secret in data and not (diary and NUMBER.fullmatch(secret))]
            self.assertEqual(leaked, [], path)

    def test_no_value_of_a_column_that_stays_is_found_anywhere_else(self):
        texts = [self.generator.extract("2021-05", 200), DIRTY.read_text()]
        secrets = self.secrets(texts) - {b"No Location"}
        self.assertGreater(len(secrets), 800)
        self.hub.stop()
        self.drop(texts[0])
        self.drop(texts[1].replace("2021-05", "2021-06"), "dirty-street.csv")
        said = [self.run_once(75, *more) for more in ([], ["--json"])]
        outbox = [path for path in (self.agent.spool / "outbox").iterdir() if path.is_file()]
        self.assertGreater(len(outbox), 10)
        self.assert_clean(outbox, secrets)
        self.hub.start()
        self.agent.point_at(self.hub.port)
        said.append(self.run_once(0))
        said += [self.agent.run(command) for command in ("status", "receipts")]
        # What the hub stores is the outbox's bytes, compressed; here it is about all that it writes beside them.
        self.assert_clean([path for path in self.hub.home.rglob("*") if path.is_file()], secrets)
        stays = ("sent", "work", "quarantine", "rejected")  # the source files themselves, where they belong
        kept = [path for path in self.agent.spool.rglob("*")
                if path.is_file() and path.relative_to(self.agent.spool).parts[0] not in stays]
        self.assertTrue(kept)
        self.assert_clean(kept, secrets)
        for run in said:
            text = (run.stdout + run.stderr).encode()
            self.assertEqual([secret for secret in secrets if secret in text], [])


if __name__ == "__main__":
    main()
