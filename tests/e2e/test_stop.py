"""Stopping, reloading and starting: no accepted work is lost, and a wrong configuration says where it is wrong."""

import http.client
import signal
import socket
import subprocess
import threading
import time

import client
from client import incident, submission
from harness import HUB, KENT, STOP_SECONDS, Hub, HubTest, main, party, wait_until

SENDERS = 8
REFUSED = (OSError, http.client.HTTPException)


class Stream(threading.Thread):
    """Sends submissions without a pause until the connection ends; remembers what was answered."""

    def __init__(self, test, name):
        super().__init__(daemon=True)
        self.party, self.connection = name, test.world.client(test.hub, "agency", name)
        self.receipts, self.wrong = {}, []

    def run(self):
        for number in range(1, 100_000):
            supply = "SUPPLY_KIND_FIRST" if number == 1 else "SUPPLY_KIND_ADDITION"
            body = submission([incident()] * 20, supply=supply, mapping={"name": self.party, "version": number})
            try:
                answer = self.connection.put(body)
            except REFUSED:
                break
            if answer.status != 201:
                self.wrong.append((answer.status, answer.body))
                break
            self.receipts[client.sha256(body)] = answer.body
        self.connection.close()


class Stop(HubTest):
    parties = [party(KENT)] + [party(f"stream-{number}") for number in range(SENDERS)]

    def test_what_was_answered_outlives_a_stop_in_mid_stream(self):
        streams = [Stream(self, f"stream-{number}") for number in range(SENDERS)]
        for stream in streams:
            stream.start()
        wait_until(lambda: all(len(stream.receipts) > 3 or stream.wrong for stream in streams), 60, "the streams to flow")
        self.assertEqual(self.hub.stop(), 0)
        for stream in streams:
            stream.join(timeout=client.SECONDS)
            self.assertFalse(stream.is_alive())
            self.assertEqual(stream.wrong, [])
        self.assertTrue(self.hub.logged("hub.stopped"))
        self.hub.start()
        for number, stream in enumerate(streams):
            someone = self.as_("agency", f"stream-{number}")
            for digest, receipt in stream.receipts.items():
                self.assertEqual(someone.receipt(digest).body, receipt)
            # At most the one in hand was stored without its answer having arrived.
            self.assertIn(len(someone.submissions()) - len(stream.receipts), (0, 1))

    def test_sigint_stops_it_too_and_idle_clients_do_not_hold_it_up(self):
        idle = [self.as_("agency", KENT) for _ in range(5)]
        for someone in idle:
            self.assertEqual(someone.get("/v1/whoami").status, 200)
        silent = socket.create_connection(("localhost", self.hub.port), timeout=5)
        self.addCleanup(silent.close)
        began = time.monotonic()
        self.hub.signal(signal.SIGINT)
        self.assertEqual(self.hub.process.wait(timeout=STOP_SECONDS), 0)
        self.assertLess(time.monotonic() - began, 9)  # the patience for requests in hand is not for idle clients
        self.hub.start()

    def test_sighup_takes_the_renewed_certificate(self):
        old = self.as_("agency", KENT)
        self.assertEqual(old.get("/v1/whoami").status, 200)
        before, since = self.shown(), self.hub.log_size()
        self.world.script("renew.sh", "ca", "server", "hub")
        self.hub.signal(signal.SIGHUP)
        wait_until(lambda: self.hub.logged("credentials.reloaded", since), 10, "the reload")
        self.assertNotEqual(self.shown(), before)
        self.assertEqual(old.get("/v1/whoami").status, 200, "connections that were open stay")

    def test_sighup_with_a_broken_certificate_keeps_the_old_one(self):
        before, since = self.shown(), self.hub.log_size()
        certificate = self.world.holder("server", "hub") / "cert.pem"
        good = certificate.read_bytes()
        certificate.write_bytes(b"broken\n")
        self.hub.signal(signal.SIGHUP)
        wait_until(lambda: self.hub.logged("credentials.reload_failed", since), 10, "the refusal")
        certificate.write_bytes(good)
        self.assertEqual(self.shown(), before)

    def shown(self):
        """The server certificate that a new connection sees."""
        newcomer = self.world.client(self.hub, "agency", KENT)
        with newcomer.raw() as stream:
            stream.sendall(b"GET /v1/whoami HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertEqual(client.read_answer(stream).status, 200)
            return stream.getpeercert(binary_form=True)

    def test_a_second_hub_on_the_same_data_does_not_start(self):
        second = subprocess.run([HUB, "--config", self.hub.config], capture_output=True, text=True, timeout=60)
        self.assertEqual(second.returncode, 1, second.stderr)
        self.assertIn("svd-hub: ", second.stderr)
        self.assertEqual(self.as_("agency", KENT).get("/v1/whoami").status, 200, "the first one is unharmed")


class Configuration(HubTest):
    starts_hub = False
    # What is replaced in a good configuration, by what, and what the complaint must name.
    BROKEN = [
        ('disclosure = "off"', 'disclosure = "sometimes"', "disclosure"),
        ('listen = "127.0.0.1:0"', 'listen = "nowhere"', "listen"),
        ('listen = "127.0.0.1:0"', 'listen = "127.0.0.1:99999"', "listen"),
        ('listen = "127.0.0.1:0"', 'lissten = "127.0.0.1:0"', "lissten"),
        ('data = "data"', "data = 7", "data"),
        ('data = "data"', "# data", "data"),
        ('key = "../ca', 'kee = "../ca', "kee"),
        ('kind = "police"', 'kind = "polise"', "kind"),
        ('areas = ["E23000032"]', "areas = []", "areas"),
        ('areas = ["E23000032"]', 'areas = ["Kent"]', "areas"),
        ('id = "kent-police"', 'id = "Kent Police"', "id"),
        ('from = "2021-01"', 'from = "2021-13"', "from"),
        ('from = "2021-01"', 'from = "2021-01"\nmessages = ["some"]', "messages"),
    ]

    def check(self, text):
        file = self.hub.home / "checked.toml"
        file.write_text(text)
        return subprocess.run([HUB, "--config", file, "--check-config"], capture_output=True, text=True, timeout=60)

    def good(self):
        return self.hub.config.read_text()

    def test_a_good_configuration_is_said_to_be_good(self):
        run = self.check(self.good())
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("2 parties", run.stdout)
        self.assertFalse((self.hub.home / "data").exists(), "checking opens no store")

    def test_each_mistake_is_named_with_its_line(self):
        for old, new, word in self.BROKEN:
            with self.subTest(new=new):
                self.assertIn(old, self.good())
                text = self.good().replace(old, new, 1)
                run = self.check(text)
                self.assertEqual(run.returncode, 78, run.stderr)
                complaint = next((line for line in run.stderr.splitlines() if word in line), None)
                self.assertIsNotNone(complaint, run.stderr)
                if not new.startswith("#"):  # what is missing has no line of its own but its table's
                    number = text[:text.index(new)].count("\n") + 1
                    numbers = [number] if "\n" not in new else [number, number + 1]
                    self.assertTrue(any(f":{each}:" in complaint or f":{each}" in complaint for each in numbers),
                                    f"line {numbers} is not in: {run.stderr}")

    def test_all_mistakes_are_named_at_once(self):
        text = self.good().replace('"off"', '"sometimes"', 1).replace('"police"', '"polise"', 1)
        run = self.check(text + "\n[extra]\n")
        for word in ("disclosure", "kind", "extra"):
            self.assertIn(word, run.stderr)

    def test_a_syntax_error_has_a_line(self):
        run = self.check(self.good().replace('data = "data"', 'data = "data', 1))
        self.assertEqual(run.returncode, 78)
        self.assertIn(":2", run.stderr)

    def test_what_it_names_must_be_there_and_fit(self):
        for old, new, word in [("../ca/crl.pem", "../ca/none.pem", "none.pem"), ("../ca/ca.pem", "../ca/none.pem", "none"),
                               ("../ca/issued/server-hub/cert.pem", "none.pem", "none.pem"),
                               ("../ca/issued/server-hub/key.pem", "none.pem", "none.pem"),
                               ('"deny.txt"', '"none.txt"', "none.txt"),
                               ('["E23000032"]', '["E23000999"]', "E23000999")]:
            with self.subTest(new=new):
                run = self.check(self.good().replace(old, new, 1))
                self.assertEqual(run.returncode, 78, run.stdout + run.stderr)
                self.assertIn(word, run.stderr)

    def test_a_key_of_another_certificate_is_found(self):
        other = self.world.ensure("agency", KENT)
        run = self.check(self.good().replace("../ca/issued/server-hub/key.pem", str(other / "key.pem"), 1))
        self.assertEqual(run.returncode, 78, run.stdout + run.stderr)

    def test_a_missing_file_is_a_configuration_error(self):
        run = subprocess.run([HUB, "--config", "/nowhere/hub.toml", "--check-config"], capture_output=True, text=True,
                             timeout=30)
        self.assertEqual(run.returncode, 78, run.stderr)
        wrong = subprocess.run([HUB, "--wrong-usage"], capture_output=True, text=True, timeout=30)
        self.assertEqual(wrong.returncode, 2)

    def test_disclosure_control_is_required_unless_it_is_switched_off(self):
        guarded = Hub(self.world, "guarded", disclosure="required").start()
        analyst = self.world.client(guarded, "analyst", "vru")
        self.addCleanup(analyst.close)
        answer = analyst.profile("E07000115", "2021-04", "2021-05")
        self.assertEqual((answer.status, answer.code), (403, "disclosure-control-required"))
        self.assertEqual(guarded.stop(), 0)


if __name__ == "__main__":
    main()
