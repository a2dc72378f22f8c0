"""Made-up studies with everything that counts people over time and by group, from files to results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from builders import csv_text, study_keys, write_grantee
from evalkit.analysis.study_results import analyse_study
from evalkit.definitions import load_study
from evalkit.disclosure.gate import Results
from evalkit.intake import take_in
from evalkit.scoring.study_scores import score_study
from mood_measure import MOOD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

TIMES: Final = ("t1", "t2", "t3")
GROUPS: Final = {
    "gender": ("Women", "Men"),
    "ethnicity": ("Asian", "Black", "Mixed", "White", "Other"),
    "religion": ("Some", "None"),
}
"""Each attribute's groups; the last of all is that of the fewest."""
NO_ANSWER: Final = ("unknown", "prefer not to say", None)
AREAS: Final = 40
RETURNED: Final = ("direct", "new", "returning", "engaged", "contacts", "offered", "attended", "missed")


@dataclass(frozen=True)
class Made:
    """What a made-up study is like.

    Attributes
    ----------
    seed : int
    people : int
        Of all components together.
    components : tuple of str
        ``course`` (episodes, sessions, a score), ``drop-in`` (contacts by activity), ``events`` (returns).
    months : int
        How long it goes on.
    by : str
        The periods it counts by.
    asked_twice : bool
        Whether the drop-in asks who people are as well.
    misses : bool
        Whether the drop-in notes who was expected and did not come.
    attributes : int
        Further attributes, with two groups each.
    """

    seed: int
    people: int
    components: tuple[str, ...] = ("course", "drop-in", "events")
    months: int = 5
    by: str = "month"
    asked_twice: bool = True
    misses: bool = True
    attributes: int = 0

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Each attribute with the groups."""
        return GROUPS | {f"field{number}": ("Yes", "No") for number in range(self.attributes)}


def analysed(root: Path, made: Made) -> tuple[Results, pd.DataFrame]:
    """Return the true results of a made-up study, and its people."""
    name = f"made-up-{made.seed}"
    project = write_grantee(root, study_keys(name, **_keys(made)), _files(made))
    study = load_study(project.raw / name / "grantee.yml")
    intake = take_in(study, project.raw / name)
    assert intake.faults == ()
    scores = score_study(intake.tables["scores"], intake.tables["responses"], study)
    return Results(**analyse_study(study, intake.people, intake.tables, scores)), intake.people


def _keys(made: Made) -> dict[str, Any]:
    attributes = {name: name for name in (*made.groups, "lsoa")}
    tables = [table for part in made.components for table in _tables(part, attributes, made)]
    sessions = {"course": {"sessions": 6}}
    return {
        "data_date": "2024-12-31",
        "components": [{"id": part, "title": part, **sessions.get(part, {})} for part in made.components],
        "timepoints": [{"id": time, "title": time} for time in TIMES],
        "subgroups": ["gender"],
        "measures": [MOOD],
        "reach": {"by": made.by},
        "equity": _equity(made),
        "targets": [
            {"component": part, "count": "people", "value": 40, "title": "People", "period": "2023-02"}
            for part in made.components
            if part != "events" and made.by == "month"
        ],
        "tables": tables,
    }


def _equity(made: Made) -> dict[str, Any]:
    kinds = dict(
        zip([f"field{n}" for n in range(made.attributes)], ("disability", "sex", "age"), strict=False)
    )
    fields = [
        {
            "attribute": name,
            "title": name,
            "groups": {group: [] for group in groups},
            "unknown": ["unknown"],
            "refused": ["prefer not to say"],
            **({"kind": kinds.get(name, "housing")} if name.startswith("field") else {}),
        }
        for name, groups in made.groups.items()
    ]
    area = {"attribute": "lsoa", "title": "Area", "kind": "housing"}
    return {
        "attributes": [*fields, area],
        "expected": ["gender", "employment"],
        "population": {
            "file": "population.csv",
            **{key: key for key in ("variable", "group", "people")},
            "source": "made up",
            "area": "nowhere",
        },
        "deprivation": {
            "attribute": "lsoa",
            "file": "areas.csv",
            "area": "area",
            "rank": "rank",
            "n_areas": AREAS,
            "source": "made up",
        },
    }


def _tables(part: str, attributes: dict[str, str], made: Made) -> list[dict[str, Any]]:
    who = {"respondent_id": "id", "component": part}
    asked = {"attributes": attributes}
    missed = {"missed": ["n"]} if made.misses else {}
    if part == "course":
        episode = {"started": "started", "ended": "ended", "reason": "reason", "completed": ["done"]}
        session = {"session": "session", "date": "date", "status": "status"}
        score = {"column": "mood", "measure": "mood", "timepoint": {"column": "when"}}
        return [
            {"file": "course.csv", **who, **asked, "episodes": episode},
            {"file": "scores.csv", **who, "scores": [score]},
            {
                "file": "sessions.csv",
                **who,
                "attendance": {**session, "attended": ["y"], "missed": ["n"]},
            },
        ]
    if part == "drop-in":
        contact = {"date": "date", "activity": "activity", "status": "status", "attended": ["y"], **missed}
        more = asked if made.asked_twice or "course" not in made.components else {}
        return [{"file": "contacts.csv", **who, **more, "contacts": contact}]
    sent = {name: name for name in ("period", "activity", *RETURNED)}
    return [{"file": "returns.csv", "component": part, "returns": sent}]


def _files(made: Made) -> dict[str, str]:
    rng = np.random.default_rng(made.seed)
    who = {f"P{number:03d}": _describe(rng, made) for number in range(made.people)}
    ids = list(who)
    both = {"course", "drop-in"} <= set(made.components)
    in_course = [person for person in ids if not both or rng.random() < 0.7]
    in_drop_in = [person for person in ids if person not in in_course or rng.random() < 0.3 or not both]
    files = _population(made)
    if "course" in made.components:
        files |= _course(rng, made, {person: who[person] for person in in_course})
    if "drop-in" in made.components:
        files |= _drop_in(rng, made, {person: who[person] for person in in_drop_in})
    if "events" in made.components:
        files |= _returns(rng, made)
    return files


def _describe(rng: np.random.Generator, made: Made) -> list[object]:
    """Return a person's groups, now and then none, and the code of an area."""
    cells: list[object] = []
    for groups in made.groups.values():
        weights = (
            np.array([4.0, *[2.0] * (len(groups) - 2), 1.0]) if len(groups) > 2 else np.array([3.0, 2.0])
        )
        answer: object = str(rng.choice(groups, p=weights / weights.sum()))
        cells.append(NO_ANSWER[rng.integers(3)] if rng.random() < 0.08 else answer)
    area = f"X{rng.integers(1, AREAS // 2):03d}" if rng.random() < 0.9 else None
    return [*cells, area]


def _course(rng: np.random.Generator, made: Made, who: dict[str, list[object]]) -> dict[str, str]:
    people: list[Sequence[object]] = [("id", *made.groups, "lsoa", "started", "ended", "reason")]
    scores: list[Sequence[object]] = [("id", "when", "mood")]
    register: list[Sequence[object]] = [("id", "session", "date", "status")]
    for person, cells in who.items():
        first = int(rng.integers(0, max(1, made.months - 2)))
        reason = str(rng.choice(["done", "done", "done", "moved", "left"]))
        over = rng.random() < 0.9
        ended = (_day(first + 2, 20), reason) if over else (None, None)
        people.append((person, *cells, _day(first, 2), *ended))
        level = int(rng.integers(3, 12))
        for place, time in enumerate(TIMES):
            if rng.random() < 0.88:
                scores.append((person, time, int(np.clip(level + 3 * place + rng.integers(-3, 5), 0, 20))))
        if rng.random() < 0.94:
            for session in range(1, 5):
                # Two sessions a month, the same days for all.
                day = _day((session - 1) // 2, 5 + 14 * ((session - 1) % 2))
                register.append((person, session, day, rng.choice(["y", "y", "y", "n"])))
    return {
        "course.csv": csv_text(*people),
        "scores.csv": csv_text(*scores),
        "sessions.csv": csv_text(*register),
    }


def _drop_in(rng: np.random.Generator, made: Made, who: dict[str, list[object]]) -> dict[str, str]:
    rows: list[Sequence[object]] = [("id", *made.groups, "lsoa", "date", "activity", "status")]
    for person, cells in who.items():
        first = int(rng.integers(0, made.months))
        for month in range(first, made.months):
            for visit in range(int(rng.integers(0, 3)) or int(month == first)):
                status = "n" if made.misses and rng.random() < 0.15 else "y"
                activity = str(rng.choice(["choir", "garden", "tea"], p=[0.6, 0.3, 0.1]))
                rows.append((person, *cells, _day(month, 3 + 9 * visit), activity, status))
    return {"contacts.csv": csv_text(*rows)}


def _returns(rng: np.random.Generator, made: Made) -> dict[str, str]:
    rows: list[Sequence[object]] = [
        ("period", "activity", *RETURNED),
    ]
    for month in range(made.months):
        for activity in ("fair", "walk"):
            new, back = int(rng.integers(0, 14)), int(rng.integers(0, 14))
            missed = int(rng.integers(0, 7))
            came = new + back + int(rng.integers(0, 9))
            people = (new + back, new, back, new + back + int(rng.integers(0, 30)))
            rows.append((_day(month, 1)[:7], activity, *people, came, came + missed, came, missed))
    return {"returns.csv": csv_text(*rows)}


def _population(made: Made) -> dict[str, str]:
    rows: list[Sequence[object]] = [("variable", "group", "people")]
    for name, groups in made.groups.items():
        rows += [(name, group, 1000 + 700 * place) for place, group in enumerate(groups)]
    rows += [("imd_decile", str(decile), 1000) for decile in range(1, 11)]
    areas = [("area", "rank"), *((f"X{rank:03d}", rank) for rank in range(1, AREAS + 1))]
    return {"population.csv": csv_text(*rows), "areas.csv": csv_text(*areas)}


def _day(month: int, day: int) -> str:
    return f"{2023 + month // 12}-{month % 12 + 1:02d}-{day:02d}"
