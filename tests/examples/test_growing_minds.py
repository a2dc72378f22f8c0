"""The committed synthetic files: made again byte for byte, at the sizes that were published."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from evalkit.examples import SEED, make_growing_minds
from story_lists import STORY_LISTS, generated_files

if TYPE_CHECKING:
    from collections.abc import Callable

COMMITTED = Path(__file__).parents[2] / "data" / "raw" / "growing-minds"
BY_HAND = ("grantee.yml", "README.md", "published_reach.csv", "narrative/", *STORY_LISTS)

Rows = list[dict[str, str]]


@pytest.fixture(scope="module", params=[SEED, 1], ids=["committed seed", "another seed"])
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return make_growing_minds(request.param)


@pytest.fixture(scope="module")
def table(files: dict[str, bytes]) -> Callable[[str], Rows]:
    return lambda name: list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode())))


@pytest.fixture(scope="module")
def sheet(files: dict[str, bytes]) -> Callable[[str], list[dict[str, Any]]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(files["nvr-parenting.xlsx"]))

    def rows(name: str) -> list[dict[str, Any]]:
        headings, *rest = workbook.get_sheet_by_name(name).to_python()
        return [dict(zip(map(str, headings), row, strict=True)) for row in rest]

    return rows


def test_committed_files_are_made_again_byte_for_byte() -> None:
    made = make_growing_minds()
    assert generated_files(COMMITTED, BY_HAND) == set(made)
    assert [name for name in made if (COMMITTED / name).read_bytes() != made[name]] == []


def test_another_seed_changes_every_file() -> None:
    one, other = make_growing_minds(1), make_growing_minds(2)
    assert [name for name in one if one[name] == other[name]] == ["stories/codebook.csv"]


def test_168_started_counselling_and_123_completed_in_the_published_time(
    table: Callable[[str], Rows],
) -> None:
    people = [row for row in table("counselling-people") if row["Started"]]
    completed = [row for row in people if row["Reason for ending"] == "Completed as planned"]
    assert len({row["ID"] for row in people}) == len(people) == 168
    assert len(completed) == 123
    assert all("2020-02" <= row["Ended"] < "2022-03" for row in people)
    assert all(row["Referred"] < row["Started"] <= row["Ended"] for row in people)


def test_27_more_were_referred_and_never_came(table: Callable[[str], Rows]) -> None:
    people = table("counselling-people")
    never = [row for row in people if not row["Started"]]
    assert len({row["ID"] for row in people}) == len(people) == 195
    assert len(never) == 27
    assert all("2020-02" <= row["Referred"] < "2022-01" for row in never)
    assert not any(row["Ended"] or row["Reason for ending"] for row in never)
    seen = {
        row["ID"] for name in ("questionnaires", "sessions", "goals") for row in table(f"counselling-{name}")
    }
    assert not seen & {row["ID"] for row in never}


def test_small_groups_are_there_to_be_protected(table: Callable[[str], Rows]) -> None:
    people = [row for row in table("counselling-people") if row["Started"]]
    assert Counter(row["Gender"] for row in people)["Non-binary"] == 4
    assert Counter(row["Reason for ending"] for row in people)["Not known"] == 3


def test_first_and_second_counselling_scores(table: Callable[[str], Rows]) -> None:
    scored = _scored(table("counselling-questionnaires"), questions=10, blanks_allowed=1)
    assert len(scored["Before"]) == 159
    assert len(scored["After"]) == 106
    assert len(scored["Before"] & scored["After"]) == 101


def test_leavers_rarely_answered_again(table: Callable[[str], Rows]) -> None:
    people = [row for row in table("counselling-people") if row["Started"]]
    leavers = {row["ID"] for row in people if row["Reason for ending"] != "Completed as planned"}
    again = {row["ID"] for row in table("counselling-questionnaires") if row["When"] == "After"}
    assert len(leavers) == 45
    assert len(again & leavers) == 6
    assert len(again - leavers) == 100


def test_sessions_agree_with_the_episodes(table: Callable[[str], Rows]) -> None:
    episodes = {row["ID"]: row for row in table("counselling-people") if row["Started"]}
    sessions: dict[str, Rows] = {}
    for row in table("counselling-sessions"):
        sessions.setdefault(row["ID"], []).append(row)
    assert sessions.keys() == episodes.keys()
    for person, rows in sessions.items():
        assert [int(row["Session"]) for row in rows] == list(range(1, len(rows) + 1))
        assert len(rows) <= 16
        assert rows[0]["Date"] == episodes[person]["Started"]
        assert rows[-1]["Date"] == episodes[person]["Ended"]
        assert rows[0]["Status"] == "Attended"


def test_goals_are_up_to_three_and_rated_once_a_date(table: Callable[[str], Rows]) -> None:
    goals = table("counselling-goals")
    keys = Counter((row["ID"], row["Goal"], row["Date"]) for row in goals)
    assert set(keys.values()) == {1}
    assert {row["Goal"] for row in goals} == {"1", "2", "3"}
    assert len({row["ID"] for row in goals}) == 140
    assert {int(row["Rating"]) for row in goals} <= set(range(11))
    assert len({row["Date"] for row in goals}) > 100


def test_some_goals_were_given_up_or_changed_at_their_last_rating(table: Callable[[str], Rows]) -> None:
    ratings: dict[tuple[str, str], list[str]] = {}
    for row in table("counselling-goals"):
        ratings.setdefault((row["ID"], row["Goal"]), []).append(row["Status"])
    stopped = {key: statuses for key, statuses in ratings.items() if any(statuses)}
    assert Counter(statuses[-1] for statuses in stopped.values()) == {"Given up": 9, "Changed": 7}
    assert all(len(statuses) > 1 and not any(statuses[:-1]) for statuses in stopped.values())
    assert len({person for person, _ in stopped}) == 16


def test_35_parents_in_two_tranches(sheet: Callable[[str], list[dict[str, Any]]]) -> None:
    answers, register = sheet("Questionnaires"), sheet("Attendance")
    tranche = {str(row["ID"]): str(row["Tranche"]) for row in register}
    assert Counter(tranche.values()) == {"Tranche 1": 18, "Tranche 2": 17}
    assert {str(row["ID"]): str(row["Tranche"]) for row in answers} == tranche
    assert len(register) == 35 * 12
    assert max(row["Date"] for row in register).isoformat() < "2022-02"
    scored = _scored(answers, questions=5, blanks_allowed=0, heading="Question ")
    assert len(scored["Before"]) == 35
    assert Counter(tranche[person] for person in scored["After"]) == {"Tranche 1": 11, "Tranche 2": 10}


def test_52_students_in_10_of_14_schools(table: Callable[[str], Rows]) -> None:
    students, schools = table("tree-of-life-questionnaires"), table("tree-of-life-schools")
    took_part = {row["School"] for row in schools if row["Took part"] == "Yes"}
    assert len(students) == 52
    assert len(schools) == 14
    assert len(took_part) == 10
    assert {row["School"] for row in students} == took_part
    scored = {
        when: [row for row in students if sum(not row[f"{when} {place}"] for place in range(1, 5)) < 2]
        for when in ("Pre", "Post")
    }
    assert len(scored["Pre"]) == 52
    assert len(scored["Post"]) == 45


def test_16_instructors_of_whom_11_answered_twice(table: Callable[[str], Rows]) -> None:
    instructors = table("mhfa-instructors")
    assert len(instructors) == 16
    assert all(row["Confidence before"] and row["Knowledge before"] for row in instructors)
    assert sum(bool(row["Confidence after"] and row["Knowledge after"]) for row in instructors) == 9
    assert all(
        (row["Courses given since"] == "0") == (row["People trained since"] == "0") for row in instructors
    )


def _scored(
    rows: list[dict[str, Any]] | Rows, *, questions: int, blanks_allowed: int, heading: str = "Q"
) -> dict[str, set[str]]:
    """Return who has a score, by timepoint; fails where somebody handed in two forms at once."""
    scored: dict[str, set[str]] = {"Before": set(), "After": set()}
    forms = Counter((row["ID"], row["When"]) for row in rows)
    assert set(forms.values()) == {1}
    for row in rows:
        blanks = sum(row[f"{heading}{place}"] == "" for place in range(1, questions + 1))
        if blanks <= blanks_allowed:
            scored[row["When"]].add(str(row["ID"]))
    return scored
