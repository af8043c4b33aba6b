"""A data-sharing agreement is enforced: what is outside it is refused with the clause named, and nothing is kept."""

import datetime
import subprocess

from client import DISTRICT, incident, submission
from harness import HUB, KENT, HubTest, main, party

NARROW = """messages = ["incidents", "nil_returns", "withdrawals"]
fields = ["count_unit", "kind", "time_basis", "time_precision", "location", "place_basis"]
finest_geography = "district"
recipients = ["urn:svd:analyst:vru", "urn:svd:agency:kent-fire"]
purposes = ["identify_kinds", "supply_to_local_policing_body"]
retain_months = 36
display_threshold = 5
"""
WARD = dict(DISTRICT, level="AREA_LEVEL_WARD", area="E05000101")


class Agreements(HubTest):
    parties = [party(KENT, extra='to = "2030-12"\n' + NARROW, since="2010-01"), party("kent-fire", kind="fire_rescue")]

    def setUp(self):
        self.kent = self.as_("agency", KENT)

    def recent(self, **changes):
        """An incident of last year's January: kept for another year at least, whenever the test runs."""
        return incident(month=(datetime.date.today().year - 1) * 100 + 1, **changes)

    def test_what_is_outside_it_is_refused_with_the_clause_named(self):
        good = self.recent()
        weapon = self.recent(weapon="WEAPON_KNIFE_OR_SHARP", weapon_use="WEAPON_USE_THREATENED")
        statement = {"month": good["time"]["month"], "count_unit": "COUNT_UNIT_INCIDENT_REPORT",
                     "reason": "NOT_AVAILABLE_REASON_NOT_YET_READY"}
        for body, told in [
                (submission([good, weapon]), [("E118", "agreement.fields.weapon"),
                                              ("E118", "agreement.fields.weapon_use")]),
                (submission([good, self.recent(place=WARD)]), [("E119", "agreement.finest_geography")]),
                (submission([good], not_available=[statement]), [("E117", "agreement.messages.not_available")]),
                (submission([incident(month=201502)]), [("E120", "agreement.retain_months")]),
                (submission([incident(month=200912)]), [("E106", "agreement.from"), ("E120", "agreement.retain_months")])]:
            with self.subTest(told=told):
                answer = self.kent.put(body)
                self.assertEqual((answer.status, answer.code), (422, told[0][0]), answer.body)
                self.assertEqual([(error["code"], error["field"]) for error in answer.json()["errors"]], told)
        self.assertEqual(self.kent.submissions(), [], "nothing of it was kept")
        self.assertEqual(self.kent.put(submission([good, self.recent(weapon="WEAPON_WITHHELD")])).status, 201)

    def annex(self, *arguments):
        return subprocess.run([HUB, "agreement", "annex", *arguments], capture_output=True, text=True, timeout=60)

    def test_the_annex_is_made_beside_a_running_hub(self):
        run = self.annex(KENT, "--config", self.hub.config)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        for said in ("## Agreement `KM`", "Kent E23000032", "2010-01 to 2030-12", "| `kind` |", "- `weapon`: the weapon",
                     "the district", "`urn:svd:agency:kent-fire`", "section 17", "36 months", "threshold: 5"):
            self.assertIn(said, run.stdout)

    def test_an_annex_needs_a_party_that_exists(self):
        for arguments, status, word in [((), 2, "PARTY"), (("kent-polise", "--config", self.hub.config), 2, KENT),
                                        ((KENT, "--config", "/nowhere/hub.toml"), 78, "hub.toml")]:
            with self.subTest(arguments=arguments):
                run = self.annex(*arguments)
                self.assertEqual((run.returncode, run.stdout), (status, ""))
                self.assertIn(word, run.stderr)


if __name__ == "__main__":
    main()
