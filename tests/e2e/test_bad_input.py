"""Input that is wrong, too much, too slow or hostile: refused by name, and never at the cost of others."""

import random
import socket
import threading
import time

import client
from client import JSON, PROTOBUF, incident, sha256, submission
from harness import KENT, HubTest, main, party, wait_until

LARGEST = 4 * 1024 * 1024  # bytes of a submission
CONNECTIONS_MAX = 512
FUTURE = 203001
ROW_ERRORS = [  # a change that makes a row wrong, and the codes of what is wrong with it
    ("E201", {"kind": "KIND_UNSPECIFIED"}),
    ("E202", {"kind": 999}),
    ("E203", {"month": 202113}),
    ("E204", {"month": FUTURE}),
    ("E205", {"month": 202105}),
    ("E206", {"hour": "HOUR_10"}),
    ("E207", {"count_unit": "COUNT_UNIT_ATTENDANCE"}),
    ("E208", {"kind": "KIND_ASB_UNSPLIT"}),
    ("E209", {"fire": {"fire_class": "FIRE_CLASS_DELIBERATE_PRIMARY"}}),
    ("E210", {"weapon": "WEAPON_NONE_BODILY_FORCE", "weapon_use": "WEAPON_USE_INJURED"}),
    ("E301", {"area": "E07999999"}),
    ("E301", {"vintage": 1999}),
    ("E302", {"level": "AREA_LEVEL_WARD"}),
    ("E303", {"area": "E07000061"}),
    ("E304", {"location": "LOCATION_UNKNOWN"}),
]


def wrong_row(change):
    """A valid row of April 2021 but for this change."""
    row = incident()
    for name, value in change.items():
        holder = next((row[part] for part in ("time", "place") if name in row[part]), row)
        holder[name] = value
    return row


def head(method, path, *lines):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


class BadInput(HubTest):
    parties = [party(KENT), party("old-treaty", extra='to = "2021-12"\n')]

    def setUp(self):
        self.kent = self.as_("agency", KENT)

    def refused(self, answer, status, code):
        self.assertEqual((answer.status, answer.code), (status, code), answer.body)
        self.assertTrue(answer.json()["title"] and answer.json()["detail"] is not None)

    # --- The request itself ---------------------------------------------------------------------------------------

    def test_an_oversized_body_is_refused_before_it_is_sent(self):
        put = f"/v1/submissions/{'0' * 64}"
        for lines in ([], ["Expect: 100-continue"]):
            answer = self.kent.exchange(head("PUT", put, f"Content-Length: {LARGEST + 1}",
                                             f"Content-Type: {PROTOBUF}", *lines))
            self.refused(answer, 413, "body-too-large")
            self.assertEqual(answer.headers.get("connection"), "close")
        huge = self.kent.exchange(head("PUT", put, f"Content-Length: {2**64 - 1}", f"Content-Type: {PROTOBUF}"))
        self.assertIn(huge.status, (400, 413))

    def test_a_body_where_none_belongs_is_refused(self):
        self.refused(self.kent.exchange(head("GET", "/v1/whoami", "Content-Length: 5")), 413, "body-too-large")

    def test_a_length_is_required_and_chunks_are_refused(self):
        put = f"/v1/submissions/{'0' * 64}"
        self.refused(self.kent.exchange(head("PUT", put)), 411, "length-required")
        chunked = self.kent.exchange(head("PUT", put, "Transfer-Encoding: chunked") + b"0\r\n\r\n")
        self.refused(chunked, 400, "transfer-encoding")
        both = self.kent.exchange(head("PUT", put, "Transfer-Encoding: chunked", "Content-Length: 5") + b"0\r\n\r\n")
        self.assertEqual(both.status, 400)
        for lengths in (["Content-Length: 5", "Content-Length: 6"], ["Content-Length: -1"], ["Content-Length: 5x"]):
            self.assertEqual(self.kent.exchange(head("PUT", put, *lengths) + b"12345").status, 400, lengths)

    def test_headers_and_targets_have_limits(self):
        many = [f"X-Header-{number}: {'v' * 40}" for number in range(300)]
        self.refused(self.kent.exchange(head("GET", "/v1/whoami", *many)), 431, "header-too-large")
        self.refused(self.kent.exchange(head("GET", "/v1/whoami", "X-Long: " + "v" * 9000)), 431, "header-too-large")
        self.refused(self.kent.exchange(head("GET", "/v1/" + "a" * 3000)), 414, "target-too-long")
        self.refused(self.kent.exchange(head("GET", "/v1/" + "a" * 20000)), 414, "target-too-long")

    def test_what_is_not_http_is_refused(self):
        for data in (b"\x00\x01\x02\x03\r\n\r\n", b"GET\r\n\r\n", head("GET", "http://other/v1/whoami"),
                     head("GET", "/v1/%zz"), head("GET", "/v1/whoami", "Host: another")):
            self.assertEqual(self.kent.exchange(data).status, 400, data)
        self.assertEqual(self.kent.exchange(b"GET /v1/whoami HTTP/1.0\r\nHost: localhost\r\n\r\n").status, 505)

    # --- The body -------------------------------------------------------------------------------------------------

    def test_a_truncated_body_is_never_stored(self):
        body = submission([incident(month=202206)])
        with self.kent.raw() as stream:
            stream.sendall(head("PUT", f"/v1/submissions/{sha256(body)}", f"Content-Length: {len(body)}",
                                f"Content-Type: {JSON}") + body[:-10])
        cut = body[:-10]
        self.refused(self.kent.put(cut, digest=sha256(body)), 400, "digest-mismatch")
        self.refused(self.kent.put(cut), 400, "E101")
        self.assertEqual(self.kent.receipt(sha256(body)).status, 404)

    def test_random_bytes_are_no_submission(self):
        source = random.Random(7)
        for size in (1, 10, 1000, 100_000, LARGEST):
            noise = source.randbytes(size)
            for kind in (PROTOBUF, JSON):
                self.refused(self.kent.put(noise, kind), 400, "E101")
        self.assertEqual(self.kent.put(b"", PROTOBUF).status, 422)  # an empty message is one, and says nothing

    def test_nesting_without_end_is_no_submission(self):
        for body in (b'{"mapping":' * 100_000, b"[" * 1_000_000, b'{"incidents":[' + b'{"place":' * 50_000):
            self.refused(self.kent.put(body), 400, "E101")

    def test_hash_type_and_path_must_fit(self):
        body = submission([incident()])
        self.refused(self.kent.put(body, digest="0" * 64), 400, "digest-mismatch")
        self.refused(self.kent.put(body, digest=sha256(body).upper()), 400, "digest-malformed")
        self.refused(self.kent.put(body, digest="abc"), 400, "digest-malformed")
        self.refused(self.kent.put(body, "text/csv"), 415, "media-type-unsupported")
        self.refused(self.kent.put(body, PROTOBUF), 400, "E101")
        packed = self.kent.request("PUT", f"/v1/submissions/{sha256(body)}", body,
                                   {"Content-Type": JSON, "Content-Encoding": "gzip"})
        self.refused(packed, 415, "content-encoding")

    def test_rows_without_end_are_refused_before_they_are_built(self):
        for rows in (20_001, 2_000_000):  # two bytes each; a hundred times that in memory
            self.refused(self.kent.put(b"\x52\x00" * rows, PROTOBUF), 422, "E109")
        self.refused(self.kent.put(b'{"incidents":[{}' + b",{}" * 20_000 + b"]}"), 422, "E109")

    def test_an_unknown_field_is_refused_wherever_it_hides(self):
        name_inside = incident(victim_name="somebody")
        self.refused(self.kent.put(submission([name_inside])), 400, "E101")
        self.refused(self.kent.put(submission([incident()], note="free text")), 400, "E101")
        # Field 999 as text: protobuf itself would carry it along silently.
        unknown = bytes([0xBA, 0x3E, 8]) + b"somebody" + b"\x08\x01"
        answer = self.kent.put(unknown, PROTOBUF)
        self.assertEqual(answer.status, 422)
        self.assertIn("E103", answer.codes())

    def test_text_cannot_hide_behind_a_field_that_is_given_twice(self):
        # A parser keeps the last of two, and the hub the exact bytes: so the first would be stored unseen.
        body = submission([incident(month=202210)])
        twice = body.replace(b'"agreement"', b'"agreement": "somebody, of 1 High Street", "agreement"', 1)
        with self.subTest("JSON"):
            self.assertIn(self.kent.put(twice).status, (400, 422))
        text = b"somebody, of 1 High Street"
        twice = b"\x1a" + bytes([len(text)]) + text + self.binary(202211)
        with self.subTest("protobuf"):
            self.assertIn(self.kent.put(twice, PROTOBUF).status, (400, 422))

    def test_text_cannot_hide_in_a_row_that_is_refused_alone(self):
        # The rest would be accepted, and the exact bytes stored with the text in them.
        text = wrong_row({"area": "A. Person, 12 High Street"})
        answer = self.kent.put(submission([incident(month=202302), text], months=[202104, 202302]))
        self.refused(answer, 422, "E103")
        nobody = [{"row": {"submission": "QSBQZXJzb24=", "row": 1}, "reason": "WITHDRAWAL_REASON_DUPLICATE"}]
        answer = self.kent.put(submission(months=[202104], supply="SUPPLY_KIND_CORRECTION", withdrawals=nobody))
        self.refused(answer, 422, "E103")

    def binary(self, month):
        """A nil return, by hand: format, mapping, agreement, supply, months, nil_returns."""
        number = bytes([month & 0x7F | 0x80, month >> 7 & 0x7F | 0x80, month >> 14])
        return (b"\x08\x01\x12\x07\x0a\x03e2e\x10\x01\x1a\x02KM\x20\x0a\x2a\x03" + number
                + b"\x6a\x06\x08" + number + b"\x10\x0a")

    def test_binary_and_json_are_both_read(self):
        self.assertEqual(self.kent.put(self.binary(202212), PROTOBUF).status, 201)

    # --- The rules ------------------------------------------------------------------------------------------------

    def test_rows_that_all_fail_are_refused_at_once_with_every_code(self):
        rows = [wrong_row(change) for _, change in ROW_ERRORS]
        answer = self.kent.put(submission(rows, months=[202104]))
        self.refused(answer, 422, "E115")
        for number, (code, change) in enumerate(ROW_ERRORS):
            found = [error["code"] for error in answer.json()["errors"] if error.get("row") == number]
            self.assertIn(code, found, change)
        self.assertEqual(answer.json()["error_count"], len(answer.json()["errors"]))
        for _, change in ROW_ERRORS:  # named, never shown
            for value in change.values():
                self.assertNotIn(str(value).encode(), answer.body.replace(b"2021-04", b""))

    def test_good_rows_are_kept_beside_refused_ones(self):
        wrong = [wrong_row(dict(change)) for _, change in ROW_ERRORS[5:8]]
        rows = [incident(), *wrong, incident()]
        answer = self.kent.put(submission(rows), accept=JSON)
        self.assertEqual(answer.status, 201, answer.body)
        receipt = answer.json()
        self.assertEqual(receipt["accepted_incidents"], 2)
        refused = [(finding["row"], finding["code"]) for finding in receipt["refused"]]
        self.assertEqual(sorted(refused), [(1, "E206"), (2, "E207"), (3, "E208")])
        records = self.analyst().profile("E07000115", "2021-04", "2021-04").json()["parties"][0]["records"]
        self.assertEqual(records, 2)

    def test_wholes_are_refused_for_what_is_wrong_with_them(self):
        good = [incident(month=202107)]
        for code, status, body in [
                ("E104", 422, submission(good, mapping={"name": "Upper Case", "version": 1})),
                ("E105", 422, submission(good, agreement="nothing-signed")),
                ("E106", 422, submission([incident(month=202012)])),
                ("E107", 422, submission(good, supply="SUPPLY_KIND_CORRECTION")),
                ("E108", 422, submission(good, months=[202107, 202107])),
                ("E108", 422, submission(good, months=[])),
                ("E108", 422, submission([incident(month=FUTURE)])),
                ("E110", 422, submission(months=[202107])),
                ("E111", 422, submission(good, supply="SUPPLY_KIND_REPLACEMENT", supersedes=["AAAA"])),
                ("E112", 409, submission(good, supply="SUPPLY_KIND_REPLACEMENT",
                                         supersedes=[client.base64_digest(b"never sent")])),
                ("E114", 422, submission(good, supply="SUPPLY_KIND_ADDITION")),
                ("E102", 422, submission(good, format=2))]:
            with self.subTest(code=code):
                answer = self.kent.put(body)
                self.assertEqual(answer.status, status, answer.body)
                self.assertIn(code, answer.codes())

    def test_an_agreement_that_has_ended_covers_nothing_later(self):
        other = self.as_("agency", "old-treaty")
        self.assertEqual(other.put(submission([incident(month=202112)])).status, 201)
        self.refused(other.put(submission([incident(month=202201)])), 422, "E106")

    def test_a_month_is_supplied_once(self):
        self.assertEqual(self.kent.put(submission([incident(month=202108)])).status, 201)
        again = self.kent.put(submission([incident(month=202108, kind="KIND_HOMICIDE")]))
        self.refused(again, 409, "E113")

    # --- Others are not made to wait -------------------------------------------------------------------------------

    def test_a_trickling_client_is_cut_while_others_are_served(self):
        began, cut = time.monotonic(), []

        def trickle():
            with self.kent.raw() as stream:
                try:
                    for byte in b"GET /v1/whoami HTTP/1.1\r\nX: " + b"a" * 1000:
                        stream.sendall(bytes([byte]))
                        time.sleep(0.1)
                except OSError:
                    cut.append(time.monotonic() - began)

        slow = threading.Thread(target=trickle)
        slow.start()
        slowest, others = 0, self.analyst()
        while slow.is_alive() and time.monotonic() - began < 40:
            asked = time.monotonic()
            self.assertEqual(others.get("/v1/whoami").status, 200)
            slowest = max(slowest, time.monotonic() - asked)
            time.sleep(0.2)
        slow.join(timeout=client.SECONDS)
        self.assertTrue(cut and 8 < cut[0] < 25, f"cut after {cut}")
        self.assertLess(slowest, 5)

    def test_idle_connections_at_the_cap_stop_nobody_who_is_in(self):
        self.assertEqual(self.kent.get("/v1/whoami").status, 200)
        idle = self.enter_until_full()
        self.addCleanup(lambda: [stream.close() for stream in idle])
        waiting = [socket.create_connection(("localhost", self.hub.port), timeout=5) for _ in range(600 - len(idle))]
        self.addCleanup(lambda: [stream.close() for stream in waiting])
        self.assertEqual(self.kent.put(submission([incident(month=202109)])).status, 201)
        stream = random.choice(idle)
        stream.sendall(head("GET", "/v1/whoami"))
        self.assertEqual(client.read_answer(stream).status, 200)
        for each in idle + waiting:
            each.close()
        newcomer = self.as_("agency", KENT)
        self.assertEqual(newcomer.get("/v1/whoami").status, 200)
        wait_until(lambda: self.open_connections() < 10, 20, "the hub to forget those who went")

    def test_silent_connections_do_not_keep_a_newcomer_out(self):
        # They cost whoever opens them nothing, not even a certificate.
        silent = [socket.create_connection(("localhost", self.hub.port), timeout=5) for _ in range(600)]
        self.addCleanup(lambda: [stream.close() for stream in silent])
        newcomer = self.as_("agency", KENT)
        try:
            self.assertEqual(newcomer.get("/v1/whoami").status, 200)  # within client.SECONDS
        except OSError as error:
            self.fail(f"nobody new gets in while 600 connections are silent: {error}")

    def enter_until_full(self):
        """Whole handshakes, each proved by an answer, until the hub has all the connections that it bears."""
        idle = []
        while len(idle) < CONNECTIONS_MAX - 1:  # and the one of setUp
            stream = self.kent.raw()
            idle.append(stream)
            if len(idle) % 100 == 0:
                stream.sendall(head("GET", "/v1/whoami"))
                self.assertEqual(client.read_answer(stream).status, 200)
        return idle

    def open_connections(self):
        text = self.hub.local("/metrics").body.decode()
        return next(float(line.split()[1]) for line in text.splitlines()
                    if line.startswith("svdhub_connections_open"))


if __name__ == "__main__":
    main()
