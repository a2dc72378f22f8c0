"""Who was reached, group by group: counts worked by hand, shares against R's prop.test."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from equity_study import equity_study, grouped, people_frame
from evalkit.analysis.equity import EQUITY_COLUMNS, representation, share_row
from evalkit.analysis.equity_counts import count_equity, population_shares
from evalkit.analysis.people_groups import each_person_once, with_group_titles

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

PEOPLE = people_frame(
    ("p1", "art", "Black"),
    ("p1", "walks", "White"),
    ("p2", "art", None),
    ("p2", "walks", "Black"),
    ("p3", "art", "prefer not to say"),
    ("p3", "walks", "Unknown"),
    ("p4", "walks", "Martian"),
    ("p5", "walks", None),
)
DEPRIVATION = {
    "attribute": "lsoa",
    "file": "areas.csv",
    "area": "c",
    "rank": "r",
    "n_areas": 100,
    "source": "s",
}


def population(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["variable", "group", "people"])


NOBODY = population()


def counts(frame: pd.DataFrame, component: str, variable: str = "ethnicity") -> dict[str, int]:
    own = frame[(frame["component"] == component) & (frame["variable"] == variable)]
    return dict(zip(own["group"], own["n"], strict=True))


def test_shares_equal_r(reference: Callable[[str], list[dict[Hashable, Any]]]) -> None:
    rows = [
        row for row in reference("intervals_expected.csv") if row["fn"] == "wilson" and row["level"] == 0.95
    ]
    assert len(rows) >= 5
    for row in rows:
        cells = share_row(row["x"], row["n"])
        expected = (row["estimate"], row["ci_low"], row["ci_high"])
        assert (cells["estimate"], cells["ci_low"], cells["ci_high"]) == pytest.approx(expected, rel=1e-8)
        ratio = representation(row["x"], row["n"], 0.25)
        got = (ratio["ratio"], ratio["ratio_low"], ratio["ratio_high"])
        assert got == pytest.approx(tuple(4 * value for value in expected), rel=1e-8)


@pytest.mark.parametrize(
    ("n", "known", "share"), [(0, 0, 0.5), (3, 10, None), (3, 10, math.nan), (3, 10, 0.0)]
)
def test_nothing_to_compare_with(n: int, known: int, share: float | None) -> None:
    assert all(math.isnan(value) for value in representation(n, known, share).values())


def test_a_share_of_nobody_is_empty_and_one_of_nobody_in_the_group_is_zero() -> None:
    assert all(math.isnan(value) for value in share_row(0, 0).values())
    assert representation(0, 40, 0.5)["ratio"] == 0.0
    assert representation(0, 40, 0.5)["ratio_high"] > 0.1


def test_impossible_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match=r"a share of the population is from 0 to 1, not 1\.5"):
        representation(3, 10, 1.5)
    with pytest.raises(ValueError, match="0 <= x <= n"):
        share_row(11, 10)


def test_everybody_counts_once_by_what_tells_most() -> None:
    study = equity_study()
    once = each_person_once(grouped(study, PEOPLE))
    assert dict(zip(once["respondent_id"], once["ethnicity"], strict=True)) == {
        "p1": "Black",
        "p2": "Black",
        "p3": "Prefer not to say",
        "p4": "Unknown",
        "p5": "not recorded",
    }


def test_groups_add_up_and_nobody_vanishes() -> None:
    study = equity_study()
    frame = count_equity(study, grouped(study, PEOPLE), NOBODY)
    assert tuple(frame.columns) == EQUITY_COLUMNS
    everybody = {"Black": 2, "White": 0, "Asian": 0, "Unknown": 1, "Prefer not to say": 1, "not recorded": 1}
    assert counts(frame, "all") == everybody
    assert counts(frame, "art") == {
        "Black": 1,
        "White": 0,
        "Asian": 0,
        "Prefer not to say": 1,
        "not recorded": 1,
    }
    assert counts(frame, "walks") == {"Black": 1, "White": 1, "Asian": 0, "Unknown": 2, "not recorded": 1}
    for _, rows in frame.groupby("component"):
        assert rows["n"].sum() == rows["of"].iloc[0]
        assert rows.loc[rows["kind"] == "known", "n"].sum() == rows["known"].iloc[0]
    assert frame["estimate"].isna().all()
    assert not frame["suppressed"].any()


def test_a_component_that_never_asked_and_a_study_of_one_have_no_rows_of_their_own() -> None:
    study = equity_study()
    people = people_frame(("p1", "art", "Black"), ("p2", "walks", None))
    assert set(count_equity(study, grouped(study, people), NOBODY)["component"]) == {"all", "art"}
    alone = equity_study(components=[{"id": "art", "title": "Art"}])
    people = people_frame(("p1", "art", "Black"))
    assert set(count_equity(alone, grouped(alone, people), NOBODY)["component"]) == {"all"}


def test_an_attribute_of_which_nobody_knows_anything() -> None:
    study = equity_study(components=[{"id": "art", "title": "Art"}])
    people = people_frame(("p1", "art", "Unknown"), ("p2", "art", "Unknown"))
    frame = count_equity(study, grouped(study, people), population(("ethnicity", "Black", 5)))
    assert counts(frame, "all") == {"Black": 0, "White": 0, "Asian": 0, "Unknown": 2}
    assert set(frame["known"]) == {0}


def test_nothing_declared_and_nobody_there() -> None:
    study = equity_study()
    assert count_equity(study, None, NOBODY).empty
    empty = count_equity(study, grouped(study, people_frame()), NOBODY)
    assert empty.empty
    assert tuple(empty.columns) == EQUITY_COLUMNS


def test_population_shares_need_every_group() -> None:
    study = equity_study()
    assert study.equity is not None
    rows = [("ethnicity", "Black", 25.0), ("ethnicity", "White", 60.0), ("ethnicity", "Asian", 15.0)]
    shares = population_shares(population(*rows), study.equity)
    assert shares == {("ethnicity", "Black"): 0.25, ("ethnicity", "White"): 0.6, ("ethnicity", "Asian"): 0.15}
    assert population_shares(population(*rows[:2]), study.equity) == {}
    nobody = [(variable, group, 0.0) for variable, group, _ in rows]
    assert population_shares(population(*nobody), study.equity) == {}
    frame = count_equity(study, grouped(study, PEOPLE), population(*rows))
    own = frame[frame["component"] == "all"].set_index("group")["population_share"]
    assert own["White"] == 0.6
    assert math.isnan(own["Unknown"])


def test_deprivation_goes_by_the_rank_and_adds_up() -> None:
    study = equity_study(
        components=[{"id": "art", "title": "Art"}],
        equity={"deprivation": DEPRIVATION},
        tables=[
            {
                "file": "people.csv",
                "respondent_id": "id",
                "component": "art",
                "attributes": {"ethnicity": "E", "lsoa": "L"},
            }
        ],
    )
    lookup = pd.DataFrame({"area": ["X1", "X2", "X3"], "rank": [10.0, 11.0, 100.0], "decile": None})
    people = people_frame(
        *((f"p{number}", "art", "White") for number in range(5)), lsoa=["X1", "x2 ", "X3", "X9", None]
    )
    shares = [("imd_decile", str(decile), 20.0 if decile == 1 else 5.0) for decile in range(1, 11)]
    frame = count_equity(study, grouped(study, people, lookup), population(*shares))
    deciles = counts(frame, "all", "imd_decile")
    assert deciles == {**{str(decile): int(decile in {1, 2, 10}) for decile in range(1, 11)}, "Unknown": 2}
    most = frame[frame["variable"] == "imd_most_deprived"].set_index("group")
    assert most["n"].to_dict() == {"10 %": 1, "20 %": 2}
    assert set(most["known"]) == {3}
    assert most["population_share"].to_dict() == pytest.approx({"10 %": 20 / 65, "20 %": 25 / 65})


def test_a_subgroup_has_the_same_groups_as_equity() -> None:
    study = equity_study(subgroups=["ethnicity"])
    people = people_frame(("p1", "art", " black"), ("p2", "art", None), ("p3", "art", "Martian"))
    shown = with_group_titles(people, study.equity, study.subgroups)
    assert shown["ethnicity"].fillna("").tolist() == ["Black", "", "Unknown"]
    assert with_group_titles(people, study.equity, ()).equals(people)
    assert with_group_titles(people, None, ["ethnicity"]) is people
