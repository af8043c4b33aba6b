"""The same thing twice is one thing, corrections change exactly what they say, and nothing is not zero."""

import threading

import client
import profiles
from client import JSON, address, incident, submission
from harness import KENT, HubTest, main

AREA = "E07000115"
CRIMES = "COUNT_UNIT_RECORDED_CRIME"
REPORTS = "COUNT_UNIT_INCIDENT_REPORT"
THREADS = 20


class Idempotent(HubTest):
    """Each test has months of its own, so that they do not depend on each other."""

    def setUp(self):
        self.kent = self.as_("agency", KENT)

    def put(self, body, status=201):
        answer = self.kent.put(body)
        self.assertEqual(answer.status, status, answer.body)
        return answer

    def unit(self, month, unit=CRIMES):
        text = f"{month // 100}-{month % 100:02}"
        answer = self.analyst().profile(AREA, text, text)
        self.assertEqual(answer.status, 200, answer.body)
        return profiles.unit_of(answer.json(), KENT, unit)

    def kinds(self, month):
        return profiles.kinds_of([self.unit(month)])

    def entries(self, body):
        return [item for item in self.kent.submissions() if item["submission"] == client.sha256(body)]

    # --- Twice is once --------------------------------------------------------------------------------------------

    def test_the_second_time_has_the_first_receipt(self):
        body = submission([incident(month=202101), incident(month=202101)])
        first = self.put(body)
        again = self.put(body, 200)
        self.assertEqual(again.body, first.body)
        self.assertEqual(self.kent.receipt(client.sha256(body)).body, first.body)
        self.assertEqual(self.kinds(202101), {"KIND_ROBBERY_PERSONAL": 2})

    def test_a_receipt_is_the_same_after_a_restart_and_after_a_kill(self):
        body = submission([incident(month=202102)])
        first = self.put(body)
        self.hub.restart()
        self.kent = self.as_("agency", KENT)
        self.assertEqual(self.put(body, 200).body, first.body)
        self.hub.kill()
        self.hub.start()
        self.kent = self.as_("agency", KENT)
        self.assertEqual(self.put(body, 200).body, first.body)
        self.assertEqual(self.kinds(202102), {"KIND_ROBBERY_PERSONAL": 1})

    def test_a_receipt_says_what_was_sent(self):
        body = submission([incident(month=202103)])
        receipt = self.kent.put(body, accept=JSON).json()
        self.assertEqual(receipt["submission"], client.base64_digest(body))
        self.assertEqual((receipt["party"], receipt["agreement"], receipt["months"]), (KENT, "KM", [202103]))
        self.assertEqual((receipt["accepted_incidents"], receipt["refused"]), (1, []))
        entry, = self.entries(body)
        self.assertEqual((str(entry["sequence"]), entry["received_at"]),
                         (str(receipt["sequence"]), receipt["received_at"]))

    def test_twenty_at_once_make_one_entry(self):
        body = submission([incident(month=202201) for _ in range(300)])
        answers, gate = [], threading.Barrier(THREADS)

        def send(someone):
            someone.get("/v1/whoami")  # the handshake comes first, so that the bodies arrive together
            gate.wait(timeout=client.SECONDS)
            answers.append(someone.put(body))

        threads = [threading.Thread(target=send, args=(self.as_("agency", KENT),)) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=client.SECONDS)
        self.assertEqual(sorted(answer.status for answer in answers), [200] * (THREADS - 1) + [201])
        self.assertEqual(len({answer.body for answer in answers}), 1)
        self.assertEqual(len(self.entries(body)), 1)
        self.assertEqual(self.kinds(202201), {"KIND_ROBBERY_PERSONAL": 300})

    def test_twenty_first_supplies_of_one_month_make_one(self):
        bodies = [submission([incident(month=202202)] * (number + 1)) for number in range(THREADS)]
        answers, gate = {}, threading.Barrier(THREADS)

        def send(number, someone):
            someone.get("/v1/whoami")
            gate.wait(timeout=client.SECONDS)
            answers[number] = someone.put(bodies[number])

        threads = [threading.Thread(target=send, args=(number, self.as_("agency", KENT)))
                   for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=client.SECONDS)
        winner, = (number for number, answer in answers.items() if answer.status == 201)
        self.assertEqual({answer.code for number, answer in answers.items() if number != winner}, {"E113"})
        self.assertEqual(self.kinds(202202), {"KIND_ROBBERY_PERSONAL": winner + 1})

    # --- Corrections ----------------------------------------------------------------------------------------------

    def correct(self, month, status=201, **lists):
        body = submission(months=[month], supply="SUPPLY_KIND_CORRECTION", **lists)
        return self.put(body, status)

    def test_an_amendment_moves_one_row(self):
        body = submission([incident(month=202203) for _ in range(3)])
        self.put(body)
        changed = incident(month=202203, kind="KIND_ASSAULT_WITH_INJURY")
        self.correct(202203, amendments=[{"row": address(body, 1), "replacement": changed}])
        self.assertEqual(self.kinds(202203), {"KIND_ROBBERY_PERSONAL": 2, "KIND_ASSAULT_WITH_INJURY": 1})
        again = incident(month=202203, kind="KIND_THREATS")  # an amended row can be amended again
        self.correct(202203, amendments=[{"row": address(body, 1), "replacement": again}])
        self.assertEqual(self.kinds(202203), {"KIND_ROBBERY_PERSONAL": 2, "KIND_THREATS": 1})

    def test_an_amendment_can_move_a_row_to_another_district(self):
        body = submission([incident(month=202204) for _ in range(2)])
        self.put(body)
        elsewhere = incident(month=202204, area="E07000112")
        self.correct(202204, amendments=[{"row": address(body, 0), "replacement": elsewhere}])
        self.assertEqual(self.kinds(202204), {"KIND_ROBBERY_PERSONAL": 1})
        other = self.analyst().profile("E07000112", "2022-04", "2022-04").json()
        self.assertEqual(profiles.kinds_of([profiles.unit_of(other, KENT)]), {"KIND_ROBBERY_PERSONAL": 1})

    def test_a_withdrawal_takes_one_row_away_once(self):
        body = submission([incident(month=202205) for _ in range(3)])
        self.put(body)
        gone = {"row": address(body, 2), "reason": "WITHDRAWAL_REASON_CANCELLED"}
        self.correct(202205, withdrawals=[gone])
        self.assertEqual(self.kinds(202205), {"KIND_ROBBERY_PERSONAL": 2})
        twice = submission(months=[202205], supply="SUPPLY_KIND_CORRECTION", withdrawals=[
            dict(gone, reason="WITHDRAWAL_REASON_ERROR")])
        self.assertIn("E404", self.put(twice, 422).codes())
        beyond = submission(months=[202205], supply="SUPPLY_KIND_CORRECTION",
                            withdrawals=[dict(gone, row=address(body, 3))])
        self.assertIn("E402", self.put(beyond, 422).codes())
        self.assertEqual(self.kinds(202205), {"KIND_ROBBERY_PERSONAL": 2})

    def test_a_replacement_takes_the_place_of_the_whole(self):
        body = submission([incident(month=202206) for _ in range(5)])
        self.put(body)
        self.correct(202206, withdrawals=[{"row": address(body, 0), "reason": "WITHDRAWAL_REASON_DUPLICATE"}])
        better = submission([incident(month=202206, kind="KIND_HOMICIDE")], supply="SUPPLY_KIND_REPLACEMENT",
                            supersedes=[client.base64_digest(body)])
        self.put(better)
        self.assertEqual(self.kinds(202206), {"KIND_HOMICIDE": 1})
        self.assertIsNotNone(self.entries(body)[0]["superseded_by"])
        # What has been replaced can be neither corrected nor replaced again, and sending it again adds nothing.
        row = {"row": address(body, 1), "reason": "WITHDRAWAL_REASON_ERROR"}
        dead = submission(months=[202206], supply="SUPPLY_KIND_CORRECTION", withdrawals=[row])
        self.assertIn("E402", self.put(dead, 422).codes())
        other = submission([incident(month=202206)], supply="SUPPLY_KIND_REPLACEMENT",
                           supersedes=[client.base64_digest(body)])
        self.assertEqual(self.put(other, 409).code, "E112")
        self.put(body, 200)
        self.assertEqual(self.kinds(202206), {"KIND_HOMICIDE": 1})

    def test_an_addition_adds(self):
        self.put(submission([incident(month=202207)]))
        late = submission([incident(month=202207)] * 2, supply="SUPPLY_KIND_ADDITION")
        self.put(late)
        self.put(late, 200)
        self.assertEqual(self.kinds(202207), {"KIND_ROBBERY_PERSONAL": 3})

    def test_corrections_outlive_a_kill(self):
        body = submission([incident(month=202208) for _ in range(4)])
        self.put(body)
        self.correct(202208, withdrawals=[{"row": address(body, 3), "reason": "WITHDRAWAL_REASON_ERROR"}])
        changed = incident(month=202208, kind="KIND_THREATS")
        self.correct(202208, amendments=[{"row": address(body, 0), "replacement": changed}])
        before = self.analyst().profile(AREA, "2022-08", "2022-08").body
        self.hub.kill()
        self.hub.start()
        self.assertEqual(self.analyst().profile(AREA, "2022-08", "2022-08").body, before)
        self.assertEqual(self.kinds(202208), {"KIND_ROBBERY_PERSONAL": 2, "KIND_THREATS": 1})

    # --- Nothing, and no answer -----------------------------------------------------------------------------------

    def coverage(self, month, unit=CRIMES):
        return self.unit(month, unit)["coverage"][0]["status"]

    def test_a_nil_return_is_zero(self):
        nil = [{"month": 202209, "count_unit": CRIMES}]
        self.put(submission(months=[202209], nil_returns=nil))
        self.assertEqual(self.coverage(202209), "FIGURE_STATUS_NIL_RETURN")
        self.assertEqual(self.coverage(202209, REPORTS), "FIGURE_STATUS_NOT_SUPPLIED")
        # Seen beside a month that has a number, it is a zero that was said.
        self.put(submission([incident(month=202210)]))
        profile = self.analyst().profile(AREA, "2022-09", "2022-10").json()
        series = self.series(profile)
        self.assertEqual(series[0], {"month": "2022-09", "status": "FIGURE_STATUS_NIL_RETURN", "value": 0})
        self.assertEqual(series[1]["value"], 1)

    def series(self, profile):
        kinds = profiles.unit_of(profile, KENT)["kinds"]
        return next(kind["series"] for kind in kinds if kind["kind"] == "KIND_ROBBERY_PERSONAL")

    def test_not_available_and_not_supplied_are_not_zero(self):
        missing = [{"month": 202211, "count_unit": CRIMES, "reason": "NOT_AVAILABLE_REASON_SYSTEM_CHANGE"}]
        self.put(submission(months=[202211], not_available=missing))
        self.put(submission([incident(month=202212)]))  # and 2023-01 is never spoken of
        profile = self.analyst().profile(AREA, "2022-11", "2023-01").json()
        unit = profiles.unit_of(profile, KENT)
        self.assertEqual([month["status"] for month in unit["coverage"]],
                         ["FIGURE_STATUS_NOT_AVAILABLE", "FIGURE_STATUS_SUPPLIED", "FIGURE_STATUS_NOT_SUPPLIED"])
        self.assertEqual(unit["coverage"][0]["reason"], "NOT_AVAILABLE_REASON_SYSTEM_CHANGE")
        self.assertEqual([month.get("value") for month in self.series(profile)], [None, 1, None])
        total = next(kind["total"] for kind in unit["kinds"] if kind["kind"] == "KIND_ROBBERY_PERSONAL")
        self.assertEqual(total, {"status": "FIGURE_STATUS_PARTIAL", "value": 1})

    def test_a_month_that_was_supplied_without_this_area_is_zero_here(self):
        self.put(submission([incident(month=202302, area="E07000112")]))
        self.put(submission([incident(month=202303)]))
        series = self.series(self.analyst().profile(AREA, "2023-02", "2023-03").json())
        self.assertEqual([month.get("value") for month in series], [0, 1])

    def test_rows_and_a_nil_return_exclude_each_other(self):
        nil = [{"month": 202304, "count_unit": CRIMES}]
        both = submission([incident(month=202304)], nil_returns=nil)
        answer = self.kent.put(both, accept=JSON)
        self.assertEqual(answer.status, 201, answer.body)
        self.assertEqual([finding["code"] for finding in answer.json()["refused"]], ["E405"])
        self.assertEqual(self.put(submission(months=[202304], nil_returns=nil), 409).code, "E113")
        self.assertEqual(self.kinds(202304), {"KIND_ROBBERY_PERSONAL": 1})


if __name__ == "__main__":
    main()
