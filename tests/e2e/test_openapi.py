"""What a real hub answers is what docs/openapi.yaml says: status, headers, content type and body."""

import base64
import datetime
import hashlib
import json
import random
import struct
import subprocess

import client
import street
from client import JSON, PROTOBUF, incident, sha256, submission
from harness import BTP, KENT, Agent, Hub, HubTest, main, party
from openapi import Document

ROLES = {"agency": KENT, "analyst": "vru", "auditor": "audit", "operator": "ops"}
AREA = "E07000115"
QUESTION = "from=2021-04&to=2021-06&purpose=identify_kinds"
# (method, path of the document, status): the reason why no test provokes it.  All others must be seen.
NOT_EXERCISED = {}


def nil_return(month):
    """By hand: format, mapping, agreement, supply, months, nil_returns."""
    number = bytes([month & 0x7F | 0x80, month >> 7 & 0x7F | 0x80, month >> 14])
    return (b"\x08\x01\x12\x07\x0a\x03e2e\x10\x01\x1a\x02KM\x20\x0a\x2a\x03" + number + b"\x6a\x06\x08" + number
            + b"\x10\x0a")


class Witness:
    """An Ed25519 key of an agency, and C2SP cosignatures made with it."""

    def __init__(self, folder, name):
        self.key, self.text, self.name = folder / "witness.pem", folder / "text", f"urn:svd:agency:{name}"
        folder.mkdir()
        self.openssl("genpkey", "-algorithm", "ed25519", "-out", self.key)
        self.public = b"\x04" + self.openssl("pkey", "-in", self.key, "-pubout", "-outform", "DER")[-32:]
        self.key_id = hashlib.sha256(self.name.encode() + b"\n" + self.public).digest()[:4]

    def openssl(self, *arguments):
        return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=30).stdout

    def cosigned(self, checkpoint):
        body = checkpoint.split(b"\n\n")[0] + b"\n"
        now = int(datetime.datetime.now().timestamp())
        self.text.write_bytes(f"cosignature/v1\ntime {now}\n".encode() + body)
        made = self.openssl("pkeyutl", "-sign", "-inkey", self.key, "-rawin", "-in", self.text)
        line = base64.b64encode(self.key_id + struct.pack(">Q", now) + made).decode()
        vkey = f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self.public).decode()}"
        return f"vkey {vkey}\n".encode() + checkpoint + f"\u2014 {self.name} {line}\n".encode()


class OpenApi(HubTest):
    """One test, step by step: each needs what the ones before have brought in, and the last counts them all."""

    starts_hub = False

    def ask(self, who, method, target, status, body=None, headers=None, code=None):
        answer = self.people[who].request(method, target, body, headers or {})
        return self.hold(who, method, target, status, answer, code)

    def hold(self, who, method, target, status, answer, code=None):
        with self.subTest(who=who, method=method, target=target):
            self.assertEqual((answer.status, answer.code), (status, code or answer.code), answer.body[:500])
            self.assertEqual(self.document.faults(method, target, answer), [], answer.body[:2000])
        return answer

    def put(self, body, status, who="agency", media=JSON, accept="text/plain", digest=None, code=None):
        if media == JSON and status < 400:
            self.assertEqual(self.document.against({"$ref": "#/components/schemas/Submission"},
                                                   json.loads(body), "what is sent"), [])
        return self.ask(who, "PUT", f"/v1/submissions/{digest or sha256(body)}", status, body,
                        {"Content-Type": media, "Accept": accept}, code)

    def operate(self, method, target, status, body, code=None):
        return self.ask("operator", method, target, status, json.dumps(body).encode(), {}, code)

    def test_every_answer_is_as_the_document_says(self):
        self.document = Document()
        self.hub.config.write_text(self.hub.config.read_text().replace(
            'data = "data"\n', 'data = "data"\nbackups = "backups"\n'))
        self.hub.start()
        self.people = {role: self.as_(role, name) for role, name in ROLES.items()}
        self.people["other"], self.people["stranger"] = self.as_("agency", BTP), self.as_("agency", "essex-police")
        self.submissions()
        self.an_agent_sends()
        self.cosignatures()
        self.every_get_by_every_role()
        self.forms_and_pages()
        self.questions_that_are_refused()
        self.agreements()
        self.erasure_and_backups()
        self.what_any_address_answers()
        self.a_hub_with_less()
        left = set(self.document.not_exercised())
        self.assertEqual(left - NOT_EXERCISED.keys(), set(), "answers of the document that nothing has exercised")
        self.assertEqual(NOT_EXERCISED.keys() - left, set(), "listed as not exercised, and they are")

    def submissions(self):
        wrong = incident(month=202104, kind="KIND_UNSPECIFIED")
        self.body = submission([incident(month=202104), wrong])
        self.put(self.body, 201)
        self.put(self.body, 200, accept=JSON)
        self.put(nil_return(202105), 201, media=PROTOBUF, accept=JSON)
        self.put(submission([wrong]), 422, code="E115")
        self.put(submission([incident(month=202104)]), 409, code="E113")
        self.put(b"{", 400, code="E101")
        self.put(self.body, 400, digest="0" * 64, code="digest-mismatch")
        self.put(self.body, 400, digest="abc", code="digest-malformed")
        self.put(self.body, 415, media="text/csv", code="media-type-unsupported")
        self.put(self.body, 403, who="stranger", code="party-unknown")

    def an_agent_sends(self):
        agent = Agent(self.world, BTP, self.hub)
        text = street.Generator(random.Random(1)).extract("2021-04", 200)
        (agent.inbox / "2021-04-street.csv").write_text(text, newline="")
        run = agent.run("run", "--once")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def cosignatures(self):
        checkpoint = self.ask("agency", "GET", "/v1/log/checkpoint", 200).body
        for seen in (b"", checkpoint):
            self.ask("agency", "POST", "/v1/log/witness", 200, seen)
        self.ask("agency", "POST", "/v1/log/witness", 400, b"no checkpoint", code="checkpoint-malformed")
        witness, another = (Witness(self.world.path / name, KENT) for name in ("witness", "another"))
        path = "/v1/log/cosignatures"
        self.ask("agency", "POST", path, 204, witness.cosigned(checkpoint))
        self.ask("agency", "POST", path, 409, another.cosigned(checkpoint), code="witness-key-changed")
        self.ask("agency", "POST", path, 422, b"nothing", code="cosignature-invalid")
        self.ask("agency", "GET", "/v1/log/checkpoint", 200)

    def targets(self):
        """Of each GET of the document, an address and what those who may call it are answered."""
        partnership = self.people["auditor"].get("/v1/log/partnership").body
        size = int(self.people["auditor"].get("/v1/log/checkpoint").body.split(b"\n")[1])
        return {"/v1/whoami": ("/v1/whoami", 200), "/v1/areas": ("/v1/areas", 200),
                "/v1/areas/{gss}/profile": (f"/v1/areas/{AREA}/profile?{QUESTION}", 200),
                "/v1/submissions": ("/v1/submissions", 200),
                "/v1/submissions/{sha256}": (f"/v1/submissions/{sha256(self.body)}", 200),
                "/v1/scorecard": ("/v1/scorecard?from=2021-04&to=2021-06&late_after=0", 200),
                "/v1/erasures/due": ("/v1/erasures/due", 200), "/v1/log/key": ("/v1/log/key", 200),
                "/v1/log/checkpoint": ("/v1/log/checkpoint", 200),
                "/v1/log/tile/entries/{path}": (f"/v1/log/tile/entries/000.p/{size}", 200),
                "/v1/log/tile/{path}": (f"/v1/log/tile/0/000.p/{size}", 200),
                "/v1/log/entries": ("/v1/log/entries", 200),
                "/v1/log/contents/{index}": (f"/v1/log/contents/{self.sequence()}", 200),
                "/v1/log/left/{index}": (f"/v1/log/left/{self.sequence()}", 404),
                "/v1/log/partnership": ("/v1/log/partnership", 200),
                "/v1/log/partnership/{sha256}": (f"/v1/log/partnership/{sha256(partnership)}", 200),
                "/v1/log/cosigned/{size}": (f"/v1/log/cosigned/{size}", 200)}

    def sequence(self):
        return self.people["agency"].submissions()[0]["sequence"]

    def every_get_by_every_role(self):
        targets = self.targets()
        self.assertEqual({path for method, path in self.document.operations if method == "GET"}, targets.keys())
        for path, (target, status) in targets.items():
            for role in ROLES:
                allowed = role in self.document.roles("GET", path)
                self.ask(role, "GET", target, status if allowed else 403, code=None if allowed else "role-not-allowed")
        for method, path in self.document.operations:
            for role in ROLES.keys() - set(self.document.roles(method, path)):
                if method != "GET":
                    self.ask(role, method, path.replace("{", "").replace("}", ""), 403, b"", code="role-not-allowed")
        self.ask("stranger", "GET", "/v1/whoami", 200)

    def forms_and_pages(self):
        profile = f"/v1/areas/{AREA}/profile"
        for form in ("", ".json", ".csv", ".pb"):
            etag = self.ask("analyst", "GET", f"{profile}{form}?{QUESTION}", 200).headers["etag"]
            self.ask("analyst", "GET", f"{profile}{form}?{QUESTION}", 304, headers={"If-None-Match": etag})
        for media in (JSON, "text/csv", PROTOBUF):
            answer = self.ask("analyst", "GET", f"{profile}?{QUESTION}", 200, headers={"Accept": media})
            self.assertEqual(answer.headers["content-type"].split(";")[0], media)
        force = self.ask("analyst", "GET", f"/v1/areas/E23000032/profile?{QUESTION}&geography=district", 200).json()
        self.assertTrue(force["parts"]["areas"])
        receipt = f"/v1/submissions/{sha256(self.body)}"
        self.assertTrue(self.ask("agency", "GET", receipt + ".json", 200).json()["refused"])
        self.ask("agency", "GET", receipt + ".tlog-proof", 200)
        etag = self.ask("agency", "GET", "/v1/areas", 200).headers["etag"]
        self.ask("agency", "GET", "/v1/areas", 304, headers={"If-None-Match": etag})
        for level in self.document.components["schemas"]["LevelName"]["enum"]:
            self.ask("analyst", "GET", f"/v1/areas?level={level}&within=E23000032&limit=1000", 200)
        for who, path in (("analyst", "/v1/areas"), ("auditor", "/v1/submissions"), ("auditor", "/v1/log/entries")):
            page = self.ask(who, "GET", f"{path}?limit=1", 200).json()
            self.ask(who, "GET", f"{path}?limit=1&cursor={page['next']}", 200)
        for event in self.document.components["schemas"]["EventName"]["enum"]:
            self.ask("auditor", "GET", f"/v1/log/entries?event={event}", 200)

    def questions_that_are_refused(self):
        profile = f"/v1/areas/{AREA}/profile"
        for who, target, status, code in [
                ("analyst", "/v1/areas?levle=lsoa", 400, "parameter-unknown"),
                ("analyst", "/v1/areas?level=house", 400, "parameter-invalid"),
                ("analyst", "/v1/areas?limit=0", 400, "parameter-invalid"),
                ("analyst", profile, 400, "parameter-invalid"),
                ("analyst", f"{profile}?from=2021-06&to=2021-04&purpose=monitor", 400, "question-invalid"),
                ("analyst", f"/v1/areas/E99999999/profile?{QUESTION}", 404, "area-unknown"),
                ("auditor", "/v1/submissions?party=nobody", 400, "parameter-invalid"),
                ("agency", f"/v1/submissions?party={KENT}", 400, "parameter-unknown"),
                ("agency", f"/v1/submissions/{'0' * 64}", 404, "submission-unknown"),
                ("auditor", "/v1/log/entries?event=tea", 400, "parameter-invalid"),
                ("auditor", "/v1/log/contents/0", 404, "content-unknown"),
                ("auditor", "/v1/log/contents/first", 400, "parameter-invalid"),
                ("auditor", "/v1/log/left/first", 400, "parameter-invalid"),
                ("auditor", f"/v1/log/partnership/{'0' * 64}", 404, "partnership-unknown"),
                ("auditor", "/v1/log/partnership/0", 400, "parameter-invalid"),
                ("auditor", "/v1/log/tile/entries/999", 404, "tile-unknown"),
                ("agency", "/v1/log/tile/9/999", 404, "tile-unknown"),
                ("agency", "/v1/log/cosigned/999999", 400, "parameter-invalid"),
                ("operator", "/v1/scorecard", 400, "parameter-invalid"),
                ("operator", "/v1/erasures/due?party=x", 400, "parameter-unknown")]:
            self.ask(who, "GET", target, status, code=code)
        for who, target in (("analyst", f"{profile}?{QUESTION}"), ("agency", f"/v1/submissions/{sha256(self.body)}")):
            self.ask(who, "GET", target, 406, headers={"Accept": "image/png"}, code="not-acceptable")

    def agreements(self):
        path = f"/v1/agreements/{KENT}/KM/standing"
        self.operate("PUT", path, 200, {"standing": "suspended", "reason": "breach-report-12"})
        self.operate("PUT", path, 200, {"standing": "suspended", "reason": "again"})
        self.put(submission([incident(month=202201)]), 422, code="E121")
        self.ask("analyst", "GET", f"/v1/areas/{AREA}/profile?{QUESTION}", 200)
        self.operate("PUT", path, 200, {"standing": "in_force", "reason": "settled"})
        self.operate("PUT", path, 400, {"standing": "perhaps", "reason": "x"}, "body-invalid")
        self.operate("PUT", "/v1/agreements/nobody/KM/standing", 404, {}, "agreement-unknown")

    def erasure_and_backups(self):
        sequence, wanted = self.sequence(), {"reason": "personal-data-found"}
        self.operate("POST", "/v1/erasures", 400, {**wanted, "submissions": [999_999]}, "body-invalid")
        self.operate("POST", "/v1/erasures", 200, {**wanted, "submissions": [sequence]})
        self.operate("POST", "/v1/erasures", 409, {**wanted, "submissions": [sequence]}, "not-erasable")
        self.ask("auditor", "GET", f"/v1/log/contents/{sequence}", 410, code="erased")
        self.ask("auditor", "GET", f"/v1/log/left/{sequence}", 200)
        self.ask("agency", "GET", f"/v1/submissions/{sha256(self.body)}", 410, code="erased")
        self.put(self.body, 410, code="submission-erased")
        self.ask("auditor", "GET", "/v1/submissions", 200)
        self.ask("analyst", "GET", f"/v1/areas/{AREA}/profile?{QUESTION}", 200)
        self.ask("operator", "POST", "/v1/backups", 200, b"")
        self.ask("auditor", "GET", "/v1/log/entries?limit=1000", 200)

    def what_any_address_answers(self):
        self.ask("agency", "GET", "/v1/nothing", 404, code="not-found")
        self.ask("agency", "DELETE", "/v1/areas", 405, code="method-not-allowed")
        self.ask("agency", "GET", "/v1/whoami", 413, b"x", code="body-too-large")
        self.ask("agency", "GET", "/v1/areas?within=" + "x" * 3000, 414, code="target-too-long")
        for status, code, header in [(400, "transfer-encoding", "Transfer-Encoding: chunked"),
                                     (400, "host-header", "Host: another"),
                                     (415, "content-encoding", "Content-Encoding: gzip"),
                                     (417, "expectation-failed", "Expect: tea"),
                                     (431, "header-too-large", "X: " + "x" * 9000)]:
            request = f"GET /v1/whoami HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n"
            answer = self.people["agency"].exchange(request.encode())
            self.hold("agency", "GET", "/v1/whoami", status, answer, code)
        answer = self.people["agency"].exchange(b"GET /v1/whoami HTTP/1.0\r\nHost: localhost\r\n\r\n")
        self.hold("agency", "GET", "/v1/whoami", 505, answer, "http-version")
        answer = self.people["operator"].exchange(b"POST /v1/backups HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.hold("operator", "POST", "/v1/backups", 411, answer, "length-required")

    def a_hub_with_less(self):
        """Without a folder for backups, and requiring disclosure control."""
        strict = Hub(self.world, "strict", [party(KENT)], disclosure="required").start()
        self.people = {role: self.world.client(strict, role, name) for role, name in ROLES.items()}
        for each in self.people.values():
            self.addCleanup(each.close)
        self.ask("analyst", "GET", f"/v1/areas/{AREA}/profile?{QUESTION}", 403, code="disclosure-control-required")
        self.ask("operator", "POST", "/v1/backups", 409, b"", code="backups-not-configured")


if __name__ == "__main__":
    main()
