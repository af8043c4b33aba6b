"""Who may do what: certificates that do not hold, roles, and what one agency sees of another."""

import http.client
import os
import shutil
import ssl
import subprocess
import time

import client
from harness import BTP, KENT, HubTest, main, wait_until

UNKNOWN = "0" * 64
ROLES = ["agency", "analyst", "auditor", "operator"]
# Route, and the answer to each role: a 4xx other than 403 is the route's own answer, so the role was let in.
ROUTES = [
    ("GET", "/v1/whoami", (200, 200, 200, 200)),
    ("GET", "/v1/areas", (200, 200, 200, 200)),
    ("GET", "/v1/areas/E07000115/profile?from=2021-04&to=2021-05&purpose=identify_kinds", (403, 200, 403, 403)),
    ("GET", "/v1/areas/E07000115/profile.csv?from=2021-04&to=2021-05&purpose=identify_kinds", (403, 200, 403, 403)),
    ("GET", "/v1/submissions", (200, 403, 200, 403)),
    ("GET", f"/v1/submissions/{UNKNOWN}", (404, 403, 404, 403)),
    ("PUT", f"/v1/submissions/{UNKNOWN}", (415, 403, 403, 403)),
    ("GET", "/v1/scorecard?from=2021-04&to=2021-05", (403, 403, 200, 200)),
    ("GET", "/v1/scorecard", (403, 403, 400, 400)),
    ("GET", "/v1/nothing", (404, 404, 404, 404)),
    ("DELETE", f"/v1/submissions/{UNKNOWN}", (405, 405, 405, 405)),
    ("GET", "/livez", (404, 404, 404, 404)),
    ("GET", "/readyz", (404, 404, 404, 404)),
    ("GET", "/metrics", (404, 404, 404, 404)),
]
# What a refused client may see of it: TLS 1.3 tells it on the first read, or the connection is gone by then.
NOT_LET_IN = (ssl.SSLError, ConnectionError, http.client.HTTPException)


class WhoMay(HubTest):
    def handshake_refused(self, holder, alert, ca="ca/ca.pem"):
        """No answer comes, and the hub's log says why."""
        before = self.hub.log_size()
        someone = client.Client(self.hub.port, self.world.path / ca, holder)
        with self.assertRaises(NOT_LET_IN):
            someone.get("/v1/whoami")
        someone.close()
        failed = wait_until(lambda: self.hub.logged("handshake_failed", before), 10, "the log of the refusal")
        self.assertEqual(failed[0]["event.reason"], alert)

    def leaf(self, name, san, lines="", issuer="ca"):
        """A certificate that certs/*.sh would never make, signed by the real issuing authority."""
        folder = self.world.path / name
        folder.mkdir()
        names = f"subjectAltName={san}\n" if san else ""
        (folder / "ext").write_text(f"basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth\n{names}{lines}")
        issuing = self.world.path / issuer / "issuing"
        for command in (
                ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                 folder / "key.pem", "-subj", "/O=Serious Violence Duty/OU=agency/CN=kent-police", "-out",
                 folder / "csr"],
                ["x509", "-req", "-in", folder / "csr", "-CA", issuing / "issuing.pem", "-CAkey",
                 issuing / "issuing.key", "-days", "2", "-extfile", folder / "ext", "-out", folder / "leaf"]):
            subprocess.run(["openssl", *map(str, command)], check=True, capture_output=True, timeout=30)
        (folder / "cert.pem").write_text((folder / "leaf").read_text() + (issuing / "issuing.pem").read_text())
        return folder

    def test_without_a_certificate_nobody_gets_in(self):
        self.handshake_refused(None, "no_certificate")

    def test_an_unknown_authority_counts_for_nothing(self):
        self.world.script("make-ca.sh", "other")
        self.handshake_refused(self.world.certify("agency", KENT, ca="other"), "untrusted")

    def test_a_self_signed_certificate_counts_for_nothing(self):
        folder = self.world.path / "self"
        folder.mkdir()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-subj", "/CN=kent-police",
                        "-addext", f"subjectAltName=URI:urn:svd:agency:{KENT}"], check=True, capture_output=True,
                       timeout=30)
        self.handshake_refused(folder, "untrusted")

    def test_a_server_certificate_is_no_client_certificate(self):
        self.handshake_refused(self.world.holder("server", "hub"), "untrusted")

    def test_an_expired_certificate_is_refused(self):
        holder = self.world.certify("agency", "too-late", "--not-after", "20240101000000Z")
        self.handshake_refused(holder, "expired")

    def test_a_certificate_of_the_future_is_refused(self):
        holder = self.world.certify("agency", "too-early", "--not-before", "20270101000000Z", "--not-after",
                                    "20270201000000Z")
        self.handshake_refused(holder, "expired")

    def test_tls_1_2_is_refused(self):
        older = client.Client(self.hub.port, self.world.path / "ca/ca.pem", self.world.ensure("agency", KENT))
        older.context.minimum_version = ssl.TLSVersion.TLSv1_2
        older.context.maximum_version = ssl.TLSVersion.TLSv1_2
        with self.assertRaises(NOT_LET_IN):
            older.get("/v1/whoami")

    def test_plain_http_is_refused(self):
        plain = http.client.HTTPConnection("localhost", self.hub.port, timeout=client.SECONDS)
        with self.assertRaises(NOT_LET_IN):
            plain.request("GET", "/v1/whoami")
            plain.getresponse().read()
        plain.close()

    def test_identity_is_exactly_one_uri_of_our_form(self):
        for number, san in enumerate(["", "DNS:kent-police", "URI:https://example.org/kent-police",
                                      "URI:urn:svd:agency", "URI:urn:svd:agency:", "URI:urn:svd:agency:Kent",
                                      "URI:urn:svd:wizard:kent-police", "URI:urn:svd:agency:kent-police:x",
                                      "URI:urn:svd:agency:kent-police,URI:urn:svd:analyst:vru"]):
            with self.subTest(san=san):
                holder = self.leaf(f"form-{number}", san)
                someone = client.Client(self.hub.port, self.world.path / "ca/ca.pem", holder)
                self.addCleanup(someone.close)
                answer = someone.get("/v1/whoami")
                self.assertEqual((answer.status, answer.code), (403, "certificate-identity"))

    def test_each_route_bears_its_roles_and_no_others(self):
        people = {"agency": KENT, "analyst": "vru", "auditor": "audit", "operator": "ops"}
        for column, role in enumerate(ROLES):
            someone = self.as_(role, people[role])
            for method, path, expected in ROUTES:
                with self.subTest(role=role, method=method, path=path):
                    body = b"x" if method == "PUT" else None
                    answer = someone.request(method, path, body, {"Content-Type": "text/plain"} if body else {})
                    self.assertEqual(answer.status, expected[column], answer.body)
                    if answer.status == 403:
                        self.assertEqual(answer.code, "role-not-allowed")

    def test_whoami_says_what_the_certificate_says(self):
        answer = self.as_("agency", KENT).get("/v1/whoami").json()
        self.assertEqual((answer["identity"], answer["role"]), (f"urn:svd:agency:{KENT}", "agency"))
        self.assertEqual(answer["party"]["agreements"], ["KM"])

    def test_an_agency_outside_the_partnership_may_not_submit(self):
        stranger = self.as_("agency", "essex-police")
        answer = stranger.put(client.submission([client.incident()]))
        self.assertEqual((answer.status, answer.code), (403, "party-unknown"))
        listed = stranger.get("/v1/submissions")  # either answer is honest; a complaint about a parameter is not
        self.assertIn((listed.status, listed.code), [(200, None), (403, "party-unknown")], listed.body)

    def test_an_agency_sees_its_own_submissions_only(self):
        kent, btp, auditor = self.as_("agency", KENT), self.as_("agency", BTP), self.as_("auditor", "audit")
        body = client.submission([client.incident(month=202304)])
        self.assertEqual(kent.put(body).status, 201)
        digest = client.sha256(body)
        self.assertIn(digest, [item["submission"] for item in kent.submissions()])
        self.assertIn(digest, [item["submission"] for item in auditor.submissions()])
        self.assertNotIn(digest, [item["submission"] for item in btp.submissions()])
        self.assertEqual(btp.get(f"/v1/submissions?party={KENT}").code, "parameter-unknown")  # an auditor's only
        self.assertEqual(btp.receipt(digest).status, 404)
        self.assertEqual(kent.receipt(digest).status, 200)
        self.assertEqual(auditor.receipt(digest).status, 200)
        # The same bytes from another agency, such as "none this month", are its own and tell it nothing of the first.
        theirs = btp.put(body)
        self.assertEqual(theirs.status, 201)
        self.assertEqual(btp.receipt(digest).body, theirs.body)
        self.assertNotEqual(kent.receipt(digest).body, theirs.body)
        self.assertEqual(auditor.receipt(digest).code, "parameter-invalid")
        self.assertEqual(auditor.get(f"/v1/submissions/{digest}?party={BTP}", Accept="text/plain").body, theirs.body)

    def test_revocation_ends_a_connection_that_is_open(self):
        leaver = self.as_("agency", "leaver")
        self.assertEqual(leaver.get("/v1/whoami").status, 200)
        stream = leaver.http.sock
        self.world.script("revoke.sh", "ca", "agency", "leaver")
        answer = wait_until(lambda: self.refused(leaver), 10, "the revocation to be seen")
        self.assertEqual((answer.status, answer.code), (403, "certificate-revoked"))
        self.assertIs(self.asked_on, stream, "the refusal came on the very connection that had been let in")
        # The authority makes a new certificate, and its holder is back; the old one stays out.
        shutil.copytree(self.world.holder("agency", "leaver"), self.world.path / "old")
        self.world.script("issue.sh", "ca", "agency", "leaver")
        self.assertEqual(self.as_("agency", "leaver").get("/v1/whoami").status, 200)
        old = client.Client(self.hub.port, self.world.path / "ca/ca.pem", self.world.path / "old")
        self.addCleanup(old.close)
        self.assertEqual(old.get("/v1/whoami").code, "certificate-revoked")

    def refused(self, someone):
        self.asked_on = someone.http.sock
        answer = someone.get("/v1/whoami")
        return answer if answer.status != 200 else None

    def test_the_deny_list_is_live_in_both_directions(self):
        suspect = self.as_("agency", "suspect")
        self.assertEqual(suspect.get("/v1/whoami").status, 200)
        stream = suspect.http.sock
        shown = subprocess.run(["openssl", "x509", "-in", self.world.holder("agency", "suspect") / "cert.pem", "-noout",
                                "-fingerprint", "-sha256"], check=True, capture_output=True, text=True, timeout=30)
        self.write_deny_list(shown.stdout.strip().split("=")[1].replace(":", "").lower() + "  # lost laptop\n")
        answer = wait_until(lambda: self.refused(suspect), 10, "the deny-list to be seen")
        self.assertEqual((answer.status, answer.code), (403, "certificate-revoked"))
        self.assertIs(self.asked_on, stream)
        self.write_deny_list("# nobody any more\n")
        wait_until(lambda: suspect.get("/v1/whoami").status == 200, 10, "the suspect to be let in again")

    def write_deny_list(self, text):
        aside = self.hub.deny_list.with_suffix(".new")
        aside.write_text(text)
        os.replace(aside, self.hub.deny_list)

    def test_a_broken_list_leaves_the_old_one_in_force(self):
        lists = self.world.path / "ca/crl.pem"
        good, before = lists.read_bytes(), self.hub.log_size()
        lists.write_bytes(b"not a list\n")
        wait_until(lambda: self.hub.logged("revocation.reload_failed", before), 10, "the broken list to be noticed")
        self.assertEqual(self.as_("agency", KENT).get("/v1/whoami").status, 200)
        self.assertEqual(self.hub.local("/readyz").json()["checks"]["revocation_lists"], "failed")
        before = self.hub.log_size()
        lists.write_bytes(good)
        wait_until(lambda: self.hub.logged("revocation.reloaded", before), 10, "the good list to be read")
        self.assertEqual(self.hub.local("/readyz").status, 200)

    def test_a_list_that_could_not_be_read_is_tried_again_though_it_does_not_change(self):
        authorities, before = self.world.path / "ca/ca.pem", self.hub.log_size()
        aside = authorities.with_suffix(".aside")
        authorities.rename(aside)  # what signs the lists: without it they cannot be checked
        wait_until(lambda: self.hub.logged("revocation.reload_failed", before), 10, "the failure to be noticed")
        time.sleep(3)
        self.assertEqual(len(self.hub.logged("revocation.reload_failed", before)), 1)  # tried often, said once
        aside.rename(authorities)
        wait_until(lambda: self.hub.logged("revocation.reloaded", before), 10, "the lists to be read")

    def test_the_loopback_listener_has_health_and_metrics_only(self):
        self.assertEqual(self.hub.local("/livez").json(), {"status": "alive"})
        self.assertEqual(self.hub.local("/readyz").status, 200)
        self.assertIn(b"svdhub_log_entries", self.hub.local("/metrics").body)
        for _, path, _ in ROUTES:
            if path.startswith("/v1/"):
                self.assertEqual(self.hub.local(path).status, 404, path)
        self.assertEqual(self.hub.local("/metrics", "PUT").status, 404)


if __name__ == "__main__":
    main()
