"""The main job, on real input: two forces' extracts become joint profiles whose figures are known beforehand."""

import subprocess

import profiles
from harness import BTP, FORCE_AREA, KENT, SOURCE, Agent, HubTest, main

YEAR = ("2021-04", "2022-03")
QUARTER = ("2025-01", "2025-03")
TONBRIDGE = "E07000115"
MEDWAY = "E06000035"
FOLKESTONE = "E07000112"
NOWHERE = ("NO_LSOA", "OUTSIDE_KENT")  # rows of the golden tables in no district of Kent


def fill_inbox(agent):
    for packed in sorted((SOURCE / "deploy/demo/extracts" / agent.party).glob("*.csv.zst")):
        plain = subprocess.run(["zstd", "-dqc", packed], capture_output=True, check=True, timeout=30).stdout
        (agent.inbox / packed.stem).write_bytes(plain)


class MainJob(HubTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agents = [Agent(cls.world, name, cls.hub) for name in (KENT, BTP)]
        for agent in cls.agents:
            fill_inbox(agent)
            agent.run("run", "--once", seconds=150)

    def profile(self, area, period=YEAR, **more):
        answer = self.analyst().profile(area, *period, **more)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def records(self, area, party=KENT):
        return profiles.party_of(self.profile(area), party)["records"]

    def test_both_agents_sent_everything(self):
        for agent in self.agents:
            self.assertEqual(agent.last.returncode, 0, agent.last.stdout + agent.last.stderr)
            self.assertEqual(list(agent.inbox.iterdir()), [])
            self.assertEqual(list((agent.spool / "outbox").iterdir()), [])

    def test_a_year_of_kent_has_the_figures_of_the_issue(self):
        force = self.profile(FORCE_AREA)
        units = profiles.party_of(force, KENT)["units"]
        unplaced = sum(row["count"] for unit in units for row in unit["unlocated"])
        self.assertEqual(unplaced, 3_029)
        self.assertEqual(profiles.party_of(force, KENT)["records"] + unplaced, 210_385)
        self.assertEqual(self.records(TONBRIDGE), 9_915)
        self.assertEqual(self.records(MEDWAY), 37_016)
        self.assertEqual(self.records(FOLKESTONE), 11_556)

    def test_tonbridge_and_malling_has_its_violence_unsplit(self):
        kinds = profiles.kinds_of(profiles.party_of(self.profile(TONBRIDGE), KENT)["units"])
        self.assertEqual(kinds["KIND_VIOLENCE_AND_SEXUAL_UNSPLIT"], 4_010)
        self.assertEqual(kinds["KIND_ROBBERY_UNSPLIT"], 36)
        self.assertEqual(kinds["KIND_WEAPON_POSSESSION"], 45)
        self.assertFalse([kind for kind in kinds if "ASSAULT" in kind], "the source does not say assault")

    def check_golden(self, name, party, period):
        expected = profiles.golden(name)
        nowhere = [expected.pop(key, {}) for key in NOWHERE]
        force = self.profile(FORCE_AREA, period, geography="district")
        self.assertEqual(profiles.parts_of(force, party), expected)
        self.assertEqual(force["parts"]["not_carried"], [])
        units = profiles.party_of(force, party)["units"]
        unplaced = sum(row["count"] for unit in units for row in unit["unlocated"])
        self.assertEqual(unplaced, sum(sum(kinds.values()) for kinds in nowhere))
        return expected

    def test_kent_by_district_equals_the_independent_count(self):
        expected = self.check_golden("kent_districts_2021-04_2022-03", KENT, YEAR)
        self.assertEqual(len(expected), 13)

    def test_kent_in_2025_with_the_codes_of_2021_equals_the_independent_count(self):
        self.check_golden("kent_districts_2025-01_2025-03", KENT, QUARTER)

    def test_the_transport_police_equal_the_independent_count(self):
        self.check_golden("btp_districts_2021-04_2022-03", BTP, YEAR)

    def test_a_district_alone_has_the_figures_of_its_line_in_the_league(self):
        for name, party in (("kent_districts_2021-04_2022-03", KENT), ("btp_districts_2021-04_2022-03", BTP)):
            for district in (TONBRIDGE, MEDWAY, FOLKESTONE):
                alone = profiles.party_of(self.profile(district), party)
                self.assertEqual(profiles.kinds_of(alone["units"]), profiles.golden(name)[district])

    def test_the_months_of_a_series_add_up_to_its_total(self):
        for unit in profiles.party_of(self.profile(MEDWAY), KENT)["units"]:
            for kind in unit["kinds"]:
                months = [month.get("value", 0) for month in kind["series"]]
                self.assertEqual((len(months), sum(months)), (12, kind["total"]["value"]), kind["kind"])

    def test_json_csv_and_protobuf_say_the_same(self):
        for area, more in ((TONBRIDGE, {}), (FORCE_AREA, {"geography": "district"})):
            as_json = self.profile(area, **more)
            binary = self.analyst().profile(area, *YEAR, suffix="pb", **more).body
            self.assertEqual(profiles.flat_text(profiles.decode("AreaProfile", binary)), profiles.flat_json(as_json))
            rows = profiles.csv_rows(self.analyst().profile(area, *YEAR, suffix="csv", **more).body)
            self.assertEqual(self.kinds_in_csv(rows), self.kinds_in_json(as_json))

    def kinds_in_csv(self, rows):
        return {(row["section"], row["area_code"], row["party"], row["count_unit"], row["kind"]): row["value"]
                for row in rows if row["section"] in ("kinds", "parts") and row["measure"] == "count"}

    def kinds_in_json(self, profile):
        name = profiles.csv_name
        found = [("kinds", profile["area"]["code"], party["party"], unit)
                 for party in profile["parties"] for unit in party["units"]]
        found += [("parts", part["area"]["code"], unit["party"], unit)
                  for part in profile.get("parts", {"areas": []})["areas"] for unit in part["units"]]
        return {(section, area, party, name(unit["count_unit"]), name(kind["kind"])): str(kind["total"]["value"])
                for section, area, party, unit in found for kind in unit["kinds"]}

    def test_every_form_says_first_that_it_is_not_for_release(self):
        as_json, table, binary = (self.analyst().profile(TONBRIDGE, *YEAR, suffix=suffix).body
                                  for suffix in ("json", "csv", "pb"))
        self.assertTrue(as_json.startswith(b'{"notice":"' + profiles.NOTICE.encode()))
        self.assertEqual(profiles.csv_rows(table)[0]["note"], profiles.NOTICE)
        self.assertTrue(profiles.decode("AreaProfile", binary).startswith(f'notice: "{profiles.NOTICE}"'))

    def test_shepway_and_folkestone_are_one_district(self):
        extract = next((self.agents[0].spool / "sent").rglob("2021-04-kent-street.csv"))
        self.assertIn("Shepway", extract.read_text())
        for period in (YEAR, QUARTER):
            profile = self.profile(FOLKESTONE, period)
            self.assertEqual(profile["area"]["name"], "Folkestone and Hythe")
            self.assertGreater(profiles.party_of(profile, KENT)["records"], 2_000)

    def test_z_the_same_question_has_the_same_bytes_even_after_a_restart(self):
        path = f"/v1/areas/{TONBRIDGE}/profile.json?from={YEAR[0]}&to={YEAR[1]}&purpose=identify_kinds"
        first = self.analyst().get(path)
        self.assertEqual(self.analyst().get(path).body, first.body)
        self.hub.restart()
        again = self.analyst().get(path)
        self.assertEqual(again.body, first.body)
        self.assertEqual(again.headers["etag"], first.headers["etag"])
        unchanged = self.analyst().get(path, If_None_Match=first.headers["etag"])
        self.assertEqual((unchanged.status, unchanged.body), (304, b""))


if __name__ == "__main__":
    main()
