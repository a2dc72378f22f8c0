"""The committed synthetic files of harbour-ot: made again byte for byte, with what was planted in them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from evalkit.definitions import load_study
from evalkit.examples import EXAMPLES, make_harbour_ot
from evalkit.examples.harbour_ot import SEED
from evalkit.intake import take_in
from evalkit.intake.qdpx import read_qdpx
from story_lists import STORY_LISTS, generated_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evalkit.intake import Intake

COMMITTED = Path(__file__).parents[2] / "data" / "raw" / "harbour-ot"
BY_HAND = ("grantee.yml", "README.md", "narrative/", *STORY_LISTS)
FINAL = "Final review"

Row = dict[str, Any]
Rows = list[Row]


@pytest.fixture(scope="module", params=[SEED, 1], ids=["committed seed", "another seed"])
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return make_harbour_ot(request.param)


@pytest.fixture(scope="module")
def table(files: dict[str, bytes]) -> Callable[[str], Rows]:
    return lambda name: list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode())))


@pytest.fixture(scope="module")
def sheet(files: dict[str, bytes]) -> Callable[[str], Rows]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(files["harbour-questionnaires.xlsx"]))

    def rows(name: str) -> Rows:
        headings, *rest = workbook.get_sheet_by_name(name).to_python()
        return [dict(zip(map(str, headings), row, strict=True)) for row in rest]

    return rows


@pytest.fixture(scope="module")
def check_ins(table: Callable[[str], Rows]) -> dict[str, dict[str, Row]]:
    """Check-ins by person and time, those of one person in order of time."""
    by_person: dict[str, dict[str, Row]] = {}
    for row in table("harbour-check-ins"):
        assert row["When"] not in by_person.setdefault(row["ID"], {})
        by_person[row["ID"]][row["When"]] = row
    return by_person


@pytest.fixture(scope="module")
def taken_in() -> Intake:
    return take_in(load_study(COMMITTED / "grantee.yml"), COMMITTED)


def test_committed_files_are_made_again_byte_for_byte() -> None:
    made = EXAMPLES["harbour-ot"]()
    assert generated_files(COMMITTED, BY_HAND) == set(made)
    assert [name for name in made if (COMMITTED / name).read_bytes() != made[name]] == []


def test_another_seed_changes_every_file() -> None:
    one, other = make_harbour_ot(1), make_harbour_ot(2)
    assert [name for name in one if one[name] == other[name]] == ["stories/codebook.csv"]


def test_78_referred_64_started_41_came_to_the_planned_end(table: Callable[[str], Rows]) -> None:
    people = table("harbour-people")
    started = [row for row in people if row["Started"]]
    assert [row["ID"] for row in people] == [f"H-{number:03d}" for number in range(1, 79)]
    assert all(row["Referred"] for row in people)
    assert len(started) == 64
    assert Counter(row["Why it ended"] for row in started) == {
        "Came to the planned end": 41,
        "Stopped coming": 14,
        "Referred on": 6,
        "Moved away": 3,
    }
    assert not any(row["Ended"] or row["Why it ended"] for row in people if not row["Started"])


def test_a_small_group_is_there_to_be_protected(table: Callable[[str], Rows]) -> None:
    genders = Counter(row["Gender"] for row in table("harbour-people") if row["Started"])
    assert genders == {"Woman": 37, "Man": 22, "Non-binary": 3, "": 2}


def test_people_are_lost_on_the_way_and_some_come_back(check_ins: dict[str, dict[str, Row]]) -> None:
    answered = Counter(when for forms in check_ins.values() for when in forms)
    assert answered == {"Start": 62, "Week 4": 54, "Week 8": 49, "Week 12": 44, "Week 16": 39, FINAL: 38}
    assert sum({"Start", FINAL} <= forms.keys() for forms in check_ins.values()) == 38
    assert any(FINAL in forms and "Week 16" not in forms for forms in check_ins.values())


def test_no_form_without_an_appointment_kept(
    table: Callable[[str], Rows], check_ins: dict[str, dict[str, Row]]
) -> None:
    register = {
        (row["ID"], "-".join(reversed(row["Date"].split("/")))): row["Status"]
        for row in table("harbour-sessions")
    }
    forms = [row for rows in check_ins.values() for when, row in rows.items() if when != FINAL]
    assert {register[row["ID"], row["Date"]] for row in forms} == {"Came"}
    assert set(register.values()) == {"Came", "Cancelled", "Did not come"}


def test_trust_once_noted_stays_and_is_never_noted_for_some(check_ins: dict[str, dict[str, Row]]) -> None:
    marks = [[row["Trust"] for row in forms.values()] for forms in check_ins.values()]
    assert all("yes" not in row or set(row[row.index("yes") :]) == {"yes"} for row in marks)
    assert sum("yes" not in row for row in marks) > 10
    assert any("" in row for row in marks)


def test_raw_change_and_change_since_trust_point_in_opposite_directions(
    check_ins: dict[str, dict[str, Row]],
) -> None:
    first_to_final = [(forms["Start"], forms[FINAL]) for forms in _answered_twice(check_ins)]
    trusted = [
        (forms["Start"], baseline, forms[FINAL])
        for forms in _answered_twice(check_ins)
        if (baseline := _first_trusted(forms)) is not None
    ]
    assert len(first_to_final) == 38
    assert len(trusted) == 33
    assert _change(first_to_final) < 0
    assert _change((start, final) for start, _, final in trusted) < 0
    assert _change((baseline, final) for _, baseline, final in trusted) > 0.8


def test_who_tells_of_coming_to_trust_rates_their_life_lower_at_the_end(
    files: dict[str, bytes], check_ins: dict[str, dict[str, Row]], tmp_path: Path
) -> None:
    (tmp_path / "stories.qdpx").write_bytes(files["stories/stories.qdpx"])
    project, faults = read_qdpx(tmp_path / "stories.qdpx")
    assert project is not None
    assert faults == []
    told = next(code.id for code in project.codes if code.name == "Telling it as it is")
    first = project.coders[0].id
    documents = {part.document for part in project.segments if (part.code, part.coder) == (told, first)}
    tellers = [case.name for case in project.cases if documents & set(case.documents)]
    assert len(tellers) == 12
    assert _change((check_ins[person]["Start"], check_ins[person][FINAL]) for person in tellers) < 0


def test_managing_the_day_rises_by_either_view(check_ins: dict[str, dict[str, Row]]) -> None:
    pairs = [(forms["Start"], forms[FINAL]) for forms in _answered_twice(check_ins)]
    assert _change(pairs, "How I manage my day") > 0.4


def test_those_who_left_began_lower(
    table: Callable[[str], Rows], check_ins: dict[str, dict[str, Row]]
) -> None:
    stayed = {row["ID"] for row in table("harbour-people") if row["Why it ended"].startswith("Came")}
    starts = {
        id_: int(forms["Start"]["How well I feel"]) for id_, forms in check_ins.items() if "Start" in forms
    }
    assert mean(starts[id_] for id_ in starts.keys() - stayed) < mean(starts[id_] for id_ in stayed)


def test_long_forms_hold_numbers_at_three_times(sheet: Callable[[str], Rows]) -> None:
    whoqol, osa = sheet("WHOQOL-BREF"), sheet("OSA")
    assert Counter(row["When"] for row in whoqol) == {"Start": 60, "Week 12": 42, FINAL: 36}
    assert [(row["ID"], row["When"], row["Date"]) for row in osa] == [
        (row["ID"], row["When"], row["Date"]) for row in whoqol
    ]
    assert {row[f"Q{place}"] for row in whoqol for place in range(1, 27)} <= {"", 1, 2, 3, 4, 5}
    answers = {value for row in osa for key, value in row.items() if key not in {"ID", "When", "Date"}}
    assert answers <= {"", 1, 2, 3, 4}
    blanks = [sum(row[f"Q{place}"] == "" for place in range(1, 27)) for row in whoqol]
    assert sum(count > 5 for count in blanks) == 2


def test_goals_are_rated_on_many_days_and_some_stop(table: Callable[[str], Rows]) -> None:
    goals = table("harbour-goals")
    keys = Counter((row["ID"], row["Goal"], row["Date"]) for row in goals)
    at_once = Counter((row["ID"], row["Date"]) for row in goals)
    assert set(keys.values()) == {1}
    assert len({row["ID"] for row in goals}) == 57
    assert max(at_once.values()) == 3
    assert max(Counter((row["ID"], row["Goal"]) for row in goals).values()) > 8
    assert {int(row["Rating"]) for row in goals} <= set(range(11))
    assert Counter(row["Status"] for row in goals if row["Status"] != "Going on") == {
        "Given up": 8,
        "Changed": 7,
    }


def test_a_changed_goal_is_followed_by_another(table: Callable[[str], Rows]) -> None:
    goals = table("harbour-goals")
    for changed in (row for row in goals if row["Status"] == "Changed"):
        new = [row for row in goals if (row["ID"], row["Goal"]) == (changed["ID"], f"{changed['Goal']}b")]
        assert new
        assert all(row["Date"] > changed["Date"] for row in new)
        assert {row["Theme"] for row in new} != {changed["Theme"]}


def test_garden_has_19_people_of_its_own(table: Callable[[str], Rows]) -> None:
    answers, register, hours = (table(f"garden-{name}") for name in ("five-ways", "register", "hours"))
    ids = [f"H-{number}" for number in range(101, 120)]
    assert [row["ID"] for row in hours] == ids
    assert len(register) == 19 * 20
    assert Counter(row["When"] for row in answers) == {"Start": 19, "Week 8": 15, "Week 16": 13}
    assert not set(ids) & {row["ID"] for row in table("harbour-people")}


def test_cafe_starts_with_enough_people_to_show_and_is_shut_in_august(table: Callable[[str], Rows]) -> None:
    rows = table("cafe-contacts")
    first = {row["ID"]: row["Day"] for row in reversed(rows)}
    assert sum(day < "2023-11" for day in first.values()) >= 9
    assert not [row for row in rows if row["Day"].startswith("2024-08")]
    assert min(Counter(row["Day"][:7] for row in rows).values()) > 20
    assert len({(row["ID"], row["Day"], row["Activity"]) for row in rows}) == len(rows)
    assert not set(first) & {row["ID"] for name in ("harbour-people", "garden-hours") for row in table(name)}


def test_returns_leave_a_month_out_and_hold_the_cafe_roughly(table: Callable[[str], Rows]) -> None:
    rows = table("harbour-returns")
    events = {row["Month"] for row in rows if row["Part"] == "Events"}
    assert len(events) == 17
    assert "August 2023" not in events
    assert all(int(row["People engaged"]) > int(row["Took part directly"]) for row in rows if row["Kind"])
    sent = sum(int(row["Contacts"]) for row in rows if row["Part"] == "Café")
    assert 0 < abs(sent - len(table("cafe-contacts"))) < 100


def test_intake_finds_no_fault_and_everybody(taken_in: Intake) -> None:
    assert taken_in.faults == ()
    assert Counter(taken_in.people["component"]) == {"ot": 64, "garden": 19, "cafe": 118}
    referrals = taken_in.tables["referrals"]
    assert len(referrals) == 78
    assert int(referrals["started"].astype(bool).sum()) == 64
    assert len(taken_in.tables["episodes"]) == 64
    assert len(taken_in.tables["sums"]) == 19
    assert set(taken_in.tables["returns"]["component"]) == {"events", "cafe"}


def test_intake_reads_trust_dates_and_what_became_of_goals(taken_in: Intake) -> None:
    flags = taken_in.tables["trust_flags"]
    first = flags[flags["timepoint"] == "start"]
    assert int(first["trusted"].astype(bool).sum()) == 3
    dates = taken_in.tables["answer_dates"]
    assert Counter(dates["timepoint"]) == {
        "start": 62,
        "week4": 54,
        "week8": 49,
        "week12": 44,
        "week16": 39,
        "final": 38,
    }
    goals = taken_in.tables["goals"].drop_duplicates(["respondent_id", "goal"], keep="last")
    assert Counter(goals["status"].dropna()) == {"abandoned": 8, "changed": 7}


def test_grantee_yml_says_beforehand_which_baseline_counts() -> None:
    study = load_study(COMMITTED / "grantee.yml")
    assert study.period is not None
    assert [(primary.measure, primary.baseline) for primary in study.primary] == [
        ("wellbeing_rating", "trusted"),
        ("whoqol_bref", "first"),
    ]
    assert all(primary.declared < study.period.from_ for primary in study.primary)
    assert study.synthetic
    assert "nvented" in study.organisation
    assert all("invented" in str(target.title) for target in study.targets)


def _answered_twice(check_ins: dict[str, dict[str, Row]]) -> list[dict[str, Row]]:
    return [forms for forms in check_ins.values() if {"Start", FINAL} <= forms.keys()]


def _first_trusted(forms: dict[str, Row]) -> Row | None:
    """Return the first trusted answer before the final review; rows are in order of time."""
    return next((row for when, row in forms.items() if when != FINAL and row["Trust"] == "yes"), None)


def _change(pairs: Iterable[tuple[Row, Row]], rating: str = "How well I feel") -> float:
    return mean(int(later[rating]) - int(earlier[rating]) for earlier, later in pairs)
