"""From files to released tables of a study with everything: what an attacker can work out of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student_t

from attacker import Attacker
from builders import csv_text, study_keys, write_grantee
from evalkit import names
from evalkit.analysis.study_results import analyse_study
from evalkit.definitions import load_study
from evalkit.disclosure.checks import check_released
from evalkit.disclosure.gate import Results, release
from evalkit.disclosure.policy import Policy
from evalkit.intake import take_in
from evalkit.scoring.study_scores import score_study
from mood_measure import MOOD

if TYPE_CHECKING:
    from pathlib import Path

TIMES = ("t1", "t2", "t3")
COUNTS = Policy("counts", 5)
KEYS: dict[str, Any] = {
    "components": [{"id": "group", "title": "Group", "cluster": "school", "sessions": 6}],
    "timepoints": [{"id": time, "title": time} for time in TIMES],
    "subgroups": ["gender"],
    "measures": [MOOD],
    "trust": [{"flagged": True}],
    "tables": [
        {
            "file": "people.csv",
            "respondent_id": "id",
            "component": "group",
            "attributes": {"gender": "gender", "school": "school"},
            "episodes": {
                "referred": "referred",
                "started": "started",
                "ended": "ended",
                "reason": "reason",
                "completed": ["done"],
            },
            "sums": [{"column": "courses", "title": "Courses", "unit": "courses"}],
        },
        {
            "file": "scores.csv",
            "respondent_id": "id",
            "component": "group",
            "scores": [{"column": "mood", "measure": "mood", "timepoint": {"column": "when"}}],
            "trust": {"flag": "trusted", "yes": ["y"], "no": ["n"], "timepoint": {"column": "when"}},
        },
        {
            "file": "register.csv",
            "respondent_id": "id",
            "component": "group",
            "attendance": {"session": "session", "status": "status", "attended": ["y"], "missed": ["n"]},
        },
        {
            "file": "goals.csv",
            "respondent_id": "id",
            "component": "group",
            "goals": {
                "goal": "goal",
                "date": "date",
                "rating": "rating",
                "theme": "theme",
                "status": "status",
                "abandoned": ["given up"],
                "changed": ["replaced"],
            },
        },
    ],
}


def made_up_files(seed: int, n: int) -> dict[str, str]:
    """Return the files of a made-up study of ``n`` people who started."""
    rng = np.random.default_rng(seed)
    ids = [f"P{number:03d}" for number in range(n)]
    gender = rng.choice(["woman", "man", "other"], n, p=rng.dirichlet([4, 3, 1]))
    people: list[tuple[object, ...]] = [
        ("id", "gender", "school", "referred", "started", "ended", "reason", "courses")
    ]
    for place, person in enumerate(ids):
        school = rng.choice(["A", "B", "C", "D", "E", "F"]) if rng.random() < 0.95 else None
        reason = "done" if rng.random() < 0.8 else "left"
        courses = int(rng.integers(0, 5)) if rng.random() < 0.6 else None
        people.append(
            (person, gender[place], school, "2023-01-01", "2023-01-09", "2023-05-01", reason, courses)
        )
    for number in range(int(rng.integers(0, 9))):
        people.append((f"N{number:03d}", "woman", None, "2023-01-01", None, None, None, None))
    scores: list[tuple[object, ...]] = [("id", "when", "mood", "trusted")]
    register: list[tuple[object, ...]] = [("id", "session", "status")]
    goals: list[tuple[object, ...]] = [("id", "goal", "date", "rating", "theme", "status")]
    for person in ids:
        level = rng.integers(3, 12)
        trusted_from = int(rng.integers(0, 4))
        for place, time in enumerate(TIMES):
            if rng.random() < 0.88:
                mood = int(np.clip(level + 2 * place + rng.integers(-3, 4), 0, 20))
                scores.append((person, time, mood, "y" if place >= trusted_from else "n"))
        if rng.random() < 0.93:
            register += [(person, session, rng.choice(["y", "y", "n"])) for session in range(1, 4)]
        for goal in range(int(rng.integers(0, 3))):
            theme, status = (
                rng.choice(["home", "work", "friends"]),
                rng.choice(["", "", "given up", "replaced"]),
            )
            for month in range(int(rng.integers(1, 4))):
                goals.append((person, goal, f"2023-0{month + 2}-01", int(rng.integers(0, 11)), theme, status))
    return {
        "people.csv": csv_text(*people),
        "scores.csv": csv_text(*scores),
        "register.csv": csv_text(*register),
        "goals.csv": csv_text(*goals),
    }


def analysed(root: Path, seed: int, n: int) -> tuple[Results, pd.DataFrame]:
    """Return the true results of a made-up study, and its people."""
    project = write_grantee(root, study_keys(f"made-up-{seed}", **KEYS), made_up_files(seed, n))
    folder = project.raw / f"made-up-{seed}"
    study = load_study(folder / "grantee.yml")
    intake = take_in(study, folder)
    assert intake.faults == ()
    scores = score_study(intake.tables["scores"], intake.tables["responses"], study)
    return Results(**analyse_study(study, intake.people, intake.tables, scores)), intake.people


def reader_of(true: Results, shown: Results) -> Attacker:
    """Return somebody who holds all the released tables and knows what adds up."""
    reader = Attacker()
    _read_flow(reader, true.flow, shown.flow)
    _read_outcomes(reader, true.outcomes, shown.outcomes)
    _read_categories(reader, true.categories, shown.categories)
    _read_goals(reader, true.goals, shown.goals)
    _read_reach(reader, true.reach, shown.reach)
    _read_missing(reader, true.missing, shown.missing)
    return reader


def pairs_of(true: pd.DataFrame, shown: pd.DataFrame) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return each true row beside what is shown of it."""
    return [
        ({str(key): value for key, value in row.items()}, {str(key): value for key, value in seen.items()})
        for row, seen in zip(true.to_dict("records"), shown.to_dict("records"), strict=True)
    ]


def number(value: Any) -> float | None:
    """Return a printed number; None for an empty cell."""
    return None if pd.isna(value) else float(value)


def flow_count(stage: str, time: object, group: str) -> str:
    """Name a count of flow.csv."""
    return f"{stage} {time if isinstance(time, str) else ''} {group}"


def _read_flow(reader: Attacker, true: pd.DataFrame, shown: pd.DataFrame) -> None:
    rows = pairs_of(true, shown)
    for row, seen in rows:
        name = flow_count(row["stage"], row["timepoint"], row["subgroup"])
        reader.see(name, row["n"], shown=number(seen["n"]))
    groups = sorted({row["subgroup"] for row, _ in rows} - {"all"})
    for row, _ in rows:
        stage, time, group = row["stage"], row["timepoint"], row["subgroup"]
        name = flow_count(stage, time, group)
        if group == "all" and stage != "referred":
            reader.adds_up(name, [flow_count(stage, time, part) for part in groups])
        if stage == "referred":
            reader.within(name, flow_count("started", None, "all"))
        if stage in {"answered", "completed"}:
            reader.within(flow_count("started", None, group), name)
        if stage == "paired":
            reader.adds_up(flow_count("answered", "t1", group), [name, flow_count("lost", time, group)])
            reader.within(flow_count("answered", time, group), name)


def _read_outcomes(reader: Attacker, true: pd.DataFrame, shown: pd.DataFrame) -> None:
    own = {"n_trusted": "trusted", "mean_change_cluster": "clustered", "dose_slope": "in the register"}
    for row, seen in pairs_of(true, shown):
        time, group, statistic = row["timepoint_to"], row["subgroup"], row["statistic"]
        simple = {"n_from": ("answered", "t1"), "n_to": ("answered", time), "n_pairs": ("paired", time)}
        if statistic in simple:
            reader.see(flow_count(*simple[statistic], group), row["estimate"], shown=number(seen["estimate"]))
        if statistic in {"mean_change", "hedges_g_av", "p_value_t"}:
            reader.see(flow_count("paired", time, group), row["n"], shown=number(seen["n"]))
            reader.see(flow_count("lost", time, group), row["n_missing"], shown=number(seen["n_missing"]))
        if statistic in own:
            name = flow_count(own[statistic], time, group)
            reader.see(name, row["n"], shown=number(seen["n"]))
            reader.within(flow_count("paired", time, group), name)
        if statistic == "mean_change_model":
            name = flow_count("in the model", "", group)
            reader.see(name, row["n"], shown=number(seen["n"]))
            if f"{flow_count('started', None, group)} without {name}" not in reader.value:
                reader.within(flow_count("started", None, group), name)
                reader.within(name, flow_count("answered", "t1", group))
        people = {
            "mean_change_trusted": "trusted",
            "dose_slope": "in the register",
            "mean_change_model": "in the model",
        }
        if statistic in people:
            moment = "" if statistic == "mean_change_model" else time
            used = 2 if statistic == "dose_slope" else 1
            _read_degrees_of_freedom(reader, flow_count(people[statistic], moment, group), seen, used=used)
    _read_bounds(reader, true, shown)


def _read_degrees_of_freedom(reader: Attacker, name: str, seen: dict[str, Any], *, used: int) -> None:
    """Solve an interval and its standard error for the number of people."""
    low, high, error = (number(seen[key]) for key in ("ci_low", "ci_high", "std_error"))
    if low is None or high is None or not error:
        return
    quantile = (high - low) / 2 / error
    counts = [n for n in range(used + 1, 500) if abs(student_t.ppf(0.975, n - used) - quantile) < 1e-9]
    if counts:
        reader.see(name, reader.value[name], shown=counts[0])


def _read_bounds(reader: Attacker, true: pd.DataFrame, shown: pd.DataFrame) -> None:
    """Solve the two bounds for the number lost: (best - worst) / range is their share."""
    wide = shown[shown["subgroup"] == "all"].set_index(["timepoint_to", "statistic"])["estimate"]
    for time in TIMES[1:]:
        best, worst = (number(wide.get((time, name))) for name in ("mean_change_best", "mean_change_worst"))
        pairs = number(wide.get((time, "n_pairs")))
        if best is not None and worst is not None and pairs is not None:
            share = (best - worst) / 20
            lost = flow_count("lost", time, "all")
            reader.see(lost, reader.value[lost], shown=round(pairs * share / (1 - share)))
    assert len(true) == len(shown)


def _read_categories(reader: Attacker, true: pd.DataFrame, shown: pd.DataFrame) -> None:
    parts: dict[tuple[str, str], list[str]] = {}
    for row, seen in pairs_of(true, shown):
        paired = flow_count("paired", row["timepoint_to"], "all")
        reader.see(paired, row["of"], shown=number(seen["of"]))
        name = f"{row['statistic']} {row['category']} {row['timepoint_to']}"
        share = number(seen["estimate"])
        reader.see(name, row["n"], shown=number(seen["n"]))
        if share is not None:
            reader.see(name, row["n"], shown=round(share * row["of"]))
        parts.setdefault((row["statistic"], row["timepoint_to"]), []).append(name)
    for (statistic, time), own in parts.items():
        reader.adds_up(flow_count("paired", time, "all"), own)
        if statistic == "clinically_significant_change":
            reader.within(parts["reliable_change", time][0], own[0])
            # The cut-off is the border between the low band and the others.
            reader.adds_up(own[2], parts["band_from", time][1:3])


def _read_goals(reader: Attacker, true: pd.DataFrame, shown: pd.DataFrame) -> None:
    for row, seen in pairs_of(true, shown):
        if str(row["method"]).startswith("count of"):
            name = f"{row['statistic']} {row['category'] if isinstance(row['category'], str) else ''}"
            reader.see(name, row["estimate"], shown=number(seen["estimate"]))
    for total, part in (
        ("people_with_goals", "people_rated_twice"),
        ("goals", "goals_rated_twice"),
        ("goals_up", "goals_moved"),
        ("goals_down", "goals_moved_back"),
        ("people_up", "people_mean_moved"),
        ("goals", "goals_abandoned"),
    ):
        reader.within(f"{total} ", f"{part} ")
    for total in ("people_rated_twice", "goals_rated_twice"):
        kind = total.split("_")[0]
        for prefix in ("any_", "mean_") if kind == "people" else ("",):
            ways = ("moved", "not_moved", "moved_back")
            reader.adds_up(f"{total} ", [f"{kind}_{prefix}{way} " for way in ways])
        reader.adds_up(f"{total} ", [f"{kind}_{way} " for way in ("up", "same", "down")])
    themes = [name for name in reader.value if name.startswith("theme_goals")]
    reader.adds_up("goals ", themes)
    reader.within(flow_count("started", None, "all"), "people_with_goals ")


def _read_reach(reader: Attacker, true: pd.DataFrame, shown: pd.DataFrame) -> None:
    for row, seen in pairs_of(true, shown):
        if row["statistic"] in {"people", "completed"}:
            stage = {"people": "started"}.get(row["statistic"], "completed")
            reader.see(flow_count(stage, None, "all"), row["n"], shown=number(seen["n"]))
        if row["statistic"] == "sum":
            reader.see("gave an amount", row["n"], shown=number(seen["n"]))
            reader.within(flow_count("started", None, "all"), "gave an amount")


def _read_missing(reader: Attacker, true: pd.DataFrame, shown: pd.DataFrame) -> None:
    for row, seen in pairs_of(true, shown):
        time = row["timepoint_to"]
        for key, stage in (("n_completers", "paired"), ("n_lost", "lost")):
            reader.see(flow_count(stage, time, "all"), row[key], shown=number(seen[key]))
        if row["variable"] == "gender":
            for key, stage, whole in (("completers", "paired", "n_completers"), ("lost", "lost", "n_lost")):
                share = number(seen[key])
                if share is not None:
                    name = flow_count(stage, time, row["category"])
                    reader.see(name, reader.value[name], shown=round(share * row[whole]))


@pytest.mark.parametrize(
    ("seed", "n"), [(1, 40), (2, 80), (3, 30), (4, 60), (5, 120), (6, 24), (7, 50), (8, 12)]
)
def test_no_hidden_count_of_any_table_can_be_worked_out(tmp_path: Path, seed: int, n: int) -> None:
    results, people = analysed(tmp_path, seed, n)
    released = release(results, COUNTS)
    check_released(released, COUNTS, {}, {}, people=people[names.RESPONDENT_ID])
    reader = reader_of(results, released)
    assert sum(reader.hidden.values()) > 0
    assert reader.exposed() == {}


def test_the_reader_finds_what_hiding_small_counts_alone_gives_away(tmp_path: Path) -> None:
    results, _ = analysed(tmp_path, 2, 80)
    tables = {name: table.copy() for name, table in results.tables().items()}
    small = tables["categories"]["n"] < 5
    assert small.any()
    tables["categories"]["n"] = tables["categories"]["n"].astype(object).mask(small, None)
    assert reader_of(results, Results(**tables)).exposed() != {}


def test_under_nhs_every_share_is_that_of_rounded_counts(tmp_path: Path) -> None:
    results, people = analysed(tmp_path, 9, 400)
    policy = Policy("nhs", 5)
    released = release(results, policy)
    check_released(released, policy, {}, {}, people=people[names.RESPONDENT_ID])
    shown = [row for _, row in pairs_of(results.categories, released.categories) if not row["suppressed"]]
    assert len(shown) > 3
    for row in shown:
        assert (row["n"] % 5, row["of"] % 5) == (0, 0)
        assert row["estimate"] == row["n"] / row["of"]
    lost = [row for _, row in pairs_of(results.missing, released.missing) if row["variable"] == "gender"]
    shares = [row for row in lost if not row["suppressed"]]
    assert shares
    for row in shares:
        people_stayed = row["completers"] * row["n_completers"]
        assert people_stayed == pytest.approx(5 * round(people_stayed / 5))


def by_key(true: pd.DataFrame, shown: pd.DataFrame) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Return everybody's true and shown rows by later timepoint and statistic."""
    rows = [pair for pair in pairs_of(true, shown) if pair[0]["subgroup"] == "all"]
    return {(row["timepoint_to"], row["statistic"]): (row, seen) for row, seen in rows}


def test_what_rests_on_a_few_left_out_goes_and_what_does_not_stays(tmp_path: Path) -> None:
    found = set()
    for seed, n in ((5, 120), (10, 60), (11, 45)):
        results, _ = analysed(tmp_path / str(seed), seed, n)
        rows = by_key(results.outcomes, release(results, COUNTS).outcomes)
        for time in TIMES[1:]:
            few = rows[time, "n_pairs"][0]["estimate"] - rows[time, "n_trusted"][0]["estimate"] < 5
            found.add(few)
            if rows[time, "n_trusted"][0]["estimate"] >= 10:
                assert rows[time, "mean_change_same_people"][1]["suppressed"] == few
                assert not rows[time, "mean_change_trusted"][1]["suppressed"]
    assert False in found


def test_an_amount_is_shown_while_the_number_who_gave_none_is_small(tmp_path: Path) -> None:
    results, _ = analysed(tmp_path, 4, 60)
    amounts = (results.reach["statistic"] == "sum").tolist()
    started = int(results.reach["n"].iloc[0])
    for gave in (started - 2, 4):
        counts = [gave if is_amount else n for is_amount, n in zip(amounts, results.reach["n"], strict=True)]
        reach = results.reach.assign(n=counts)
        released = release(Results(**{**results.tables(), "reach": reach}), COUNTS).reach
        [(row, seen)] = [pair for pair in pairs_of(reach, released) if pair[0]["statistic"] == "sum"]
        assert seen["suppressed"] == (gave == 4)
        assert number(seen["n"]) is None
        assert number(seen["estimate"]) == (None if gave == 4 else row["estimate"])
