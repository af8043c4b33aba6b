"""From nothing to the first receipt: init, doctor, preview, run, each as a person would."""

import hashlib
import json
import subprocess

from agent_test import AgentTest
from harness import AGENT, SOURCE, WITH_PARENT, main


class SettingUp(AgentTest):
    def init(self, sample, folder, *more):
        command = [AGENT, "init", sample, "--agency", self.agent.party, "--kind", "police", "--areas", "E23000032",
                   "--agreement", "KM", "--hub", f"https://localhost:{self.hub.port}", "--share", SOURCE / "deploy",
                   "--folder", folder, *more]
        return subprocess.run(list(map(str, WITH_PARENT + command)), capture_output=True, text=True, timeout=60,
                              stdin=subprocess.DEVNULL)

    def agent_here(self, folder, *arguments):
        command = [AGENT, "--config", folder / "agent.toml", *arguments]
        return subprocess.run(list(map(str, WITH_PARENT + command)), capture_output=True, text=True, timeout=60,
                              stdin=subprocess.DEVNULL)

    def test_from_a_sample_to_a_receipt(self):
        text = self.generator.extract("2021-05", 400)
        sample = self.agent.home / "sample.csv"
        sample.write_text(text, newline="")
        folder = self.agent.home / "made"
        made = self.init(sample, folder)
        self.assertEqual(made.returncode, 0, made.stdout + made.stderr)

        # Without certificates doctor names them; with them nothing is wrong.
        before = self.agent_here(folder, "doctor")
        self.assertEqual(before.returncode, 78, before.stdout)
        self.assertIn("hub-ca.pem", before.stdout)
        certificate = self.agent.certificate
        (folder / "certs/hub-ca.pem").write_bytes((self.world.path / "ca/ca.pem").read_bytes())
        (folder / "certs/agency.pem").write_bytes((certificate / "cert.pem").read_bytes())
        key = folder / "certs/agency.key"
        key.write_bytes((certificate / "key.pem").read_bytes())
        key.chmod(0o600)
        inbox = folder / "spool/inbox"
        inbox.mkdir(parents=True)
        after = self.agent_here(folder, "doctor", "--json", "--sample", sample)
        self.assertEqual(after.returncode, 0, after.stdout + after.stderr)
        health = {check["subject"]: check["health"] for check in json.loads(after.stdout)["checks"]}
        for subject in ("configuration", "mapping", "permissions", "disk", "queue", "certificate", "name", "proxy", "dns",
                        "connection", "clock", "authorisation", "agreement"):
            self.assertEqual(health[subject], "good", (subject, after.stdout))

        # What preview keeps is what the hub then holds.
        kept = folder / "kept"
        shown = self.agent_here(folder, "preview", sample, "--bytes", kept, "--json")
        self.assertEqual(shown.returncode, 0, shown.stdout + shown.stderr)
        report = json.loads(shown.stdout)
        self.assertTrue(report["withheld"], "four hundred records at single LSOAs, and none stands out")
        foretold = {each["sha256"] for each in report["submissions"]}
        for file in kept.iterdir():
            self.assertEqual(hashlib.sha256(file.read_bytes()).hexdigest(), file.stem)
        self.assertEqual({file.stem for file in kept.iterdir()}, foretold)
        config = folder / "agent.toml"
        config.write_text(config.read_text().replace("settle_seconds = 60", "settle_seconds = 0"))
        (inbox / "may.csv").write_text(text, newline="")
        run = self.agent_here(folder, "run", "--once")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        held = {each["submission"] for each in self.sent()}
        self.assertEqual(held, foretold)

    def test_doctor_names_an_agreement_that_the_hub_does_not_have(self):
        config = self.agent.home / "agent.toml"
        config.write_text(config.read_text().replace('agreement = "KM"', 'agreement = "XX"'))
        said = self.agent.run("doctor")
        self.assertEqual(said.returncode, 78, said.stdout)
        self.assertIn("the hub has no agreement XX with this agency", said.stdout)

    def test_init_asks_a_script_for_nothing_and_says_what_is_lacking(self):
        sample = self.agent.home / "sample.csv"
        sample.write_text(self.generator.extract("2021-05", 5), newline="")
        said = subprocess.run(list(map(str, WITH_PARENT + [AGENT, "init", sample, "--agency", "a"])),
                              capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.assertEqual(said.returncode, 2)
        for flag in ("--kind", "--areas", "--agreement", "--hub"):
            self.assertIn(flag, said.stderr)
        self.assertFalse((self.agent.home / "agent2").exists())

    def test_completion_knows_the_commands_below_a_command(self):
        script = self.agent.run("completion", "bash").stdout
        asked = script + '\nCOMP_WORDS=(svd-agent --json receipts ""); COMP_CWORD=3; _svd_agent; echo "${COMPREPLY[@]}"\n'
        said = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, timeout=10,
                              cwd=self.agent.spool.parent)
        self.assertEqual(said.returncode, 0, said.stderr)
        words = said.stdout.split()
        self.assertIn("verify", words)
        self.assertIn("resend", words)
        self.assertNotIn("preview", words)
        self.assertEqual(self.agent.run("completion", "dos").returncode, 2)
        page = self.agent.run("man").stdout
        for part in (".TH", ".SH EXIT STATUS", "quarantine purge", "\\-\\-allow\\-shrinking"):
            self.assertIn(part, page)

    def test_records_that_were_set_aside_are_listed_shown_retried_and_purged(self):
        text = self.generator.extract("2021-05", 60)
        lines = text.splitlines(keepends=True)
        lines[3] = lines[3].replace("2021-05", "2021-15")
        self.drop("".join(lines))
        self.run_once(3)
        status = json.loads((self.agent.spool / "status.json").read_text())
        self.assertEqual(len(status["quarantine"]), 1)
        self.assertIn("written_at", status)
        (listed,) = json.loads(self.agent.run("quarantine", "list", "--json").stdout)
        self.assertEqual(listed["records"], 1)
        shown = self.agent.run("quarantine", "show", listed["file"])
        self.assertIn("line 4  E504  Month", shown.stdout)
        self.assertNotIn("2021-15", shown.stdout)
        file = self.agent.spool / "quarantine" / listed["file"]
        file.write_bytes(file.read_bytes().replace(b"2021-15", b"2021-05"))
        self.assertEqual(self.agent.run("quarantine", "retry", listed["file"]).returncode, 0)
        self.assertFalse(file.exists())
        self.run_once(0)
        self.assertEqual(json.loads(self.agent.run("quarantine", "list", "--json").stdout), [])
        self.expect_figures(text)

        self.drop("".join(lines + [lines[5]]), "2021-05-again-street.csv")
        self.run_once(3, "--allow-shrinking")
        self.assertEqual(json.loads(self.agent.run("quarantine", "purge", "--json").stdout)["removed"], [])
        self.assertEqual(len(json.loads(self.agent.run("quarantine", "purge", "--older-than", "0", "--json").stdout)
                             ["removed"]), 1)
        self.assertEqual(self.agent.run("quarantine", "show", listed["file"]).returncode, 2)

    def test_a_personal_value_stops_the_file_and_is_not_repeated(self):
        text = self.generator.extract("2021-05", 50)
        lines = text.splitlines(keepends=True)
        cells = lines[7].rstrip("\r\n").split(",")
        cells[10] = "943 476 5919"
        lines[7] = ",".join(cells) + "\r\n"
        self.drop("".join(lines))
        run = self.run_once(65)
        said = run.stdout + run.stderr
        self.assertIn("line 8, column Last outcome category: like an NHS number", said)
        self.assertNotIn("943", said)
        self.assertEqual(self.sent(), [])


if __name__ == "__main__":
    main()
