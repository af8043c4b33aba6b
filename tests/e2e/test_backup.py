"""A backup is a whole copy of a running hub; restored, it continues what the agencies saw, or says that it does not."""

import subprocess

from client import incident, submission
from harness import HUB, KENT, Agent, Hub, HubTest, main, wait_until


class Backup(HubTest):
    starts_hub = False

    def setUp(self):
        self.hub = Hub(self.world, self.id().rsplit(".", 1)[1])
        self.configure('data = "data"\n', 'data = "data"\nbackups = "backups"\n')
        self.hub.start()
        self.addCleanup(self.hub.stop)
        self.ask_anew()

    def configure(self, old, new):
        self.hub.config.write_text(self.hub.config.read_text().replace(old, new))

    def ask_anew(self):
        """A hub that starts again has another port."""
        self.kent, self.auditor = self.as_("agency", KENT), self.as_("auditor", "hmicfrs")

    def restart(self):
        self.hub.restart()
        self.ask_anew()

    def command(self, *arguments):
        return subprocess.run([HUB, *arguments, "--config", self.hub.config], capture_output=True, text=True, timeout=60)

    def back_up(self):
        folder = self.world.ensure("operator", "ops")
        return self.command("backup", "--cert", folder / "cert.pem", "--key", folder / "key.pem", "--url",
                            f"https://localhost:{self.hub.port}")

    def entries(self, event):
        return self.auditor.get(f"/v1/log/entries?event={event}").json()["items"]

    def size(self):
        return int(self.auditor.get("/v1/log/checkpoint").body.split(b"\n")[1])

    def test_a_backup_brings_back_what_it_holds(self):
        self.assertEqual(self.kent.put(submission([incident(month=202104)])).status, 201)
        run = self.back_up()
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        folder = run.stdout.strip()
        entry, = self.entries("backed_up")
        self.assertTrue(folder.endswith("/" + entry["subject"]), folder)
        held = self.kent.submissions()
        self.assertEqual(self.kent.put(submission([incident(month=202105)])).status, 201)

        with self.subTest("not beside a running hub"):
            run = self.command("restore", folder, "--reason", "rehearsal")
            self.assertEqual((run.returncode, run.stdout), (1, ""))
            self.assertIn("another svd-hub is running", run.stderr)

        self.assertEqual(self.hub.stop(), 0)
        with self.subTest("not what is no backup of this hub"):
            run = self.command("restore", self.world.path / "ca", "--reason", "rehearsal")
            self.assertEqual((run.returncode, run.stdout), (1, ""))
            self.assertIn("nothing was restored", run.stderr)

        run = self.command("restore", folder, "--reason", "rehearsal")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("store.before-", run.stdout)
        self.hub.start()
        self.ask_anew()
        self.assertEqual(self.kent.submissions(), held)
        self.assertEqual([each["subject"] for each in self.entries("restored")], ["rehearsal"])
        self.restart()
        self.assertEqual(len(self.entries("restored")), 1, "it is said once")

    def test_a_backup_that_is_older_than_what_an_agent_saw_is_found_out(self):
        agent = Agent(self.world, KENT, self.hub)
        folder = self.back_up().stdout.strip()
        self.kent.put(submission([incident(month=202107)]))
        self.assertEqual(agent.run("run", "--once").returncode, 0, agent.last.stderr)
        self.assertEqual(self.hub.stop(), 0)
        self.assertEqual(self.command("restore", folder, "--reason", "rehearsal").returncode, 0)
        self.hub.start()
        agent.point_at(self.hub.port)
        self.assertEqual(agent.run("run", "--once").returncode, 76, agent.last.stderr)
        self.ask_anew()
        self.assertEqual(self.kent.put(submission([incident(month=202108)])).code, "log-contradicted")

    def test_without_a_folder_for_them_none_are_made(self):
        self.configure('backups = "backups"\n', "")
        self.restart()
        run = self.back_up()
        self.assertEqual(run.returncode, 1)
        self.assertIn("hub.backups", run.stderr)


class Certificates(HubTest):
    def test_a_certificate_is_in_the_log_when_it_first_acts_and_when_it_is_revoked(self):
        auditor = self.as_("auditor", "hmicfrs")

        def entries(event, actor=""):
            return auditor.get(f"/v1/log/entries?event={event}&actor={actor}").json()["items"]

        name = f"urn:svd:agency:{KENT}"
        first = self.world.ensure("agency", KENT)
        for _ in range(3):
            self.as_("agency", KENT).get("/v1/whoami")
        issued, = wait_until(lambda: entries("certificate_issued", name), 30, "the certificate in the log")
        shown = subprocess.run(["openssl", "x509", "-in", first / "cert.pem", "-noout", "-fingerprint", "-sha256"],
                               capture_output=True, text=True, check=True, timeout=60).stdout
        self.assertEqual(issued["subject"], shown.split("=")[1].strip().replace(":", "").lower())
        self.assertEqual(entries("certificate_renewed", name), [])

        self.world.script("renew.sh", "ca", "agency", KENT)
        self.as_("agency", KENT).get("/v1/whoami")
        wait_until(lambda: entries("certificate_renewed", name), 30, "the renewal in the log")

        self.world.script("revoke.sh", "ca", "agency", KENT)
        wait_until(lambda: len(entries("certificate_revoked")) == 2, 30, "both that it had, in the log")
        self.hub.restart()
        auditor = self.as_("auditor", "hmicfrs")
        self.assertEqual(len(entries("certificate_revoked")), 2, "both that it had, each once")
        self.assertEqual(len(entries("certificate_issued", name)), 1)


if __name__ == "__main__":
    main()
