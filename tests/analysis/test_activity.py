"""Reach over time, worked by hand: people and contacts by month, missed and came again, returns, targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from builders import study_keys
from evalkit.analysis.activity import ACTIVITY_COLUMNS, add_cumulative, count_activity
from evalkit.analysis.activity_register import SESSIONS_HELD
from evalkit.definitions import Study
from evalkit.definitions.table_schemas import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Sequence

Contact = tuple[str, str | None, str | None, bool]
REGISTER = {"file": "c.csv", "respondent_id": "id", "component": "group"}
DROP_IN = {**REGISTER, "contacts": {"date": "day"}}
BOOKED = {
    **REGISTER,
    "contacts": {"date": "day", "status": "here", "attended": ["yes"], "missed": ["no"]},
}
RETURNS = {"file": "r.csv", "component": "group", "returns": {"period": "month", "engaged": "n"}}

# Ann comes in January (twice on one day, to two activities) and March; Ben misses, then comes in March;
# Cem comes in January only; nobody comes in February. Dee misses and never comes.
VISITS: Sequence[Contact] = [
    ("Ann", "2024-01-02", "Craft", True),
    ("Ann", "2024-01-02", "Lunch", True),
    ("Ann", "2024-03-05", "Craft", True),
    ("Ben", "2024-01-02", "Lunch", False),
    ("Ben", "2024-03-05", "Lunch", True),
    ("Cem", "2024-01-09", None, True),
    ("Dee", "2024-01-09", "Craft", False),
]


def counted(
    table: dict[str, Any],
    *,
    contacts: Sequence[Contact] = (),
    attendance: Sequence[tuple[str, int, str | None, bool]] = (),
    returns: Sequence[tuple[str, str | None, str, float]] = (),
    **changes: Any,
) -> pd.DataFrame:
    study = Study.model_validate(study_keys(tables=[*study_keys()["tables"], table], **changes))
    tables = {name: pd.DataFrame(columns=list(schema.columns)) for name, schema in SCHEMAS.items()}
    if contacts:
        rows = pd.DataFrame(contacts, columns=["respondent_id", "date", "activity", "attended"])
        tables["contacts"] = rows.assign(component="group", date=pd.to_datetime(rows["date"]))
    if attendance:
        rows = pd.DataFrame(attendance, columns=["respondent_id", "session", "date", "attended"])
        tables["attendance"] = rows.assign(component="group", date=pd.to_datetime(rows["date"]))
    if returns:
        rows = pd.DataFrame(returns, columns=["period", "activity", "statistic", "value"])
        tables["returns"] = rows.assign(component="group")
    people = sorted({row[0] for row in (*contacts, *attendance)})
    frame = pd.DataFrame({"respondent_id": people, "component": "group"}, dtype=object)
    return count_activity(frame, tables, study)


def values(activity: pd.DataFrame, statistic: str, of: str = "all") -> dict[str, Any]:
    rows = activity[(activity["statistic"] == statistic) & (activity["activity"] == of)]
    return dict(zip(rows["period"], rows["estimate"], strict=True))


def test_nothing_to_count_gives_the_columns_only() -> None:
    activity = counted(DROP_IN)
    assert tuple(activity.columns) == (*ACTIVITY_COLUMNS, SESSIONS_HELD)
    assert activity.empty


def test_a_person_counts_once_in_a_month_and_once_in_all_and_empty_months_are_nought() -> None:
    activity = counted(DROP_IN, contacts=[visit for visit in VISITS if visit[3]])
    assert values(activity, "people") == {"all": 3, "2024-01": 2, "2024-02": 0, "2024-03": 2}
    assert values(activity, "contacts") == {"all": 5, "2024-01": 3, "2024-02": 0, "2024-03": 2}
    assert values(activity, "new") == {"2024-01": 2, "2024-02": 0, "2024-03": 1}
    # Nobody can come back in the first month: no number stands there, not a nought.
    assert values(activity, "returning") == {"2024-02": 0, "2024-03": 1}


def test_the_people_behind_a_number_are_people() -> None:
    activity = counted(BOOKED, contacts=VISITS)
    rows = activity[activity["period"] == "2024-01"].set_index("statistic")
    assert rows["n"].to_dict() == {
        "people": 2,
        "contacts": 2,
        "new": 2,
        "booked": 4,
        "missed": 2,
    }
    assert rows["of"].dropna().to_dict() == {"new": 2}
    assert rows["unit"].to_dict() == {
        **dict.fromkeys(("people", "new"), "people"),
        "contacts": "contacts",
        "booked": "sessions",
        "missed": "sessions",
    }
    assert isinstance(rows.loc["people", "n"], int)


def test_somebody_at_two_activities_counts_in_each_and_once_in_all() -> None:
    activity = counted(DROP_IN, contacts=[visit for visit in VISITS if visit[3]])
    assert {name: values(activity, "people", name) for name in ("Craft", "Lunch", "not recorded")} == {
        "Craft": {"all": 1},
        "Lunch": {"all": 2},
        "not recorded": {"all": 1},
    }
    assert values(activity, "contacts", "Craft") == {"all": 2}


def test_missed_and_came_again() -> None:
    activity = counted(BOOKED, contacts=VISITS)
    assert values(activity, "booked") == {"all": 7, "2024-01": 5, "2024-02": 0, "2024-03": 2}
    assert values(activity, "missed") == {"all": 2, "2024-01": 2, "2024-02": 0, "2024-03": 0}
    assert values(activity, "people_missed") == {"all": 2}
    assert values(activity, "people_returned") == {"all": 1}
    [of] = activity.loc[activity["statistic"] == "people_returned", "of"]
    assert of == 2


def test_an_offer_that_notes_nobody_who_missed_says_nothing_of_missed_ones() -> None:
    activity = counted(DROP_IN, contacts=VISITS)
    assert not set(activity["statistic"]) & {"booked", "missed", "people_missed", "people_returned"}


def test_coming_earlier_is_not_coming_again() -> None:
    activity = counted(
        BOOKED, contacts=[("Ann", "2024-01-02", None, True), ("Ann", "2024-01-09", None, False)]
    )
    assert values(activity, "people_returned") == {"all": 0}


SESSIONS = {
    **REGISTER,
    "attendance": {"session": "no", "status": "here", "attended": ["yes"], "missed": ["no"]},
}
WEEKLY = [{"id": "group", "title": "Weekly group", "sessions": 3}]


def test_sessions_without_a_day_are_counted_over_the_whole_time_only() -> None:
    attendance = [("Ann", 1, None, False), ("Ann", 2, None, True), ("Ben", 1, None, True)]
    activity = counted(SESSIONS, attendance=attendance, components=WEEKLY)
    assert set(activity["period"]) == {"all"}
    assert values(activity, "offered") == {"all": 6}
    assert values(activity, "booked") == {"all": 3}
    assert values(activity, "people_returned") == {"all": 1}


def test_a_contact_without_a_day_stands_after_the_months_and_is_new_only_if_no_other_is_known() -> None:
    attendance = [("Ann", 1, "2024-01-02", True), ("Ann", 2, None, True), ("Ben", 1, None, True)]
    activity = counted(SESSIONS, attendance=attendance, components=WEEKLY)
    assert values(activity, "people") == {"all": 2, "2024-01": 1, "no date": 2}
    assert values(activity, "new") == {"2024-01": 1, "no date": 1}


def test_sessions_and_contacts_of_one_component_are_one_register() -> None:
    activity = counted(
        DROP_IN,
        contacts=[("Ann", "2024-01-02", None, True)],
        attendance=[("Ann", 1, "2024-01-01", False), ("Ann", 2, "2024-02-01", True)],
    )
    assert values(activity, "people") == {"all": 1, "2024-01": 1, "2024-02": 1}
    assert values(activity, "contacts") == {"all": 2, "2024-01": 1, "2024-02": 1}
    assert values(activity, "booked") == {"all": 2, "2024-01": 1, "2024-02": 1}


@pytest.mark.parametrize(
    ("by", "periods"),
    [
        ("quarter", {"2024-Q1": 3}),
        ("year", {"2024": 3}),
        ("financial year", {"2023-24": 3}),
    ],
)
def test_other_periods(by: str, periods: dict[str, int]) -> None:
    activity = counted(DROP_IN, contacts=[visit for visit in VISITS if visit[3]], reach={"by": by})
    assert values(activity, "people") == {"all": 3, **periods}


SENT = [
    ("2024-01", "Talk", "engaged", 30.0),
    ("2024-01", "Open day", "engaged", 12.0),
    ("2024-01", "Talk", "contacts", 31.0),
    ("2024-03", None, "engaged", 20.0),
    ("2024-03", "Talk", "engaged", 15.0),
    ("2024-03", None, "contacts", 25.0),
]


def test_returns_are_added_up_only_where_that_is_right_and_a_gap_stays_one() -> None:
    activity = counted(RETURNS, returns=SENT)
    assert values(activity, "engaged") == {"2024-01": 42, "2024-03": 20}
    assert values(activity, "contacts") == {"all": 56, "2024-01": 31, "2024-03": 25}
    assert values(activity, "engaged", "Talk") == {"2024-01": 30, "2024-03": 15}
    assert activity["n"].isna().all()
    assert set(activity["basis"]) == {"returns"}


@pytest.mark.parametrize(("basis", "counts"), [("register", 2), ("returns", 42)])
def test_of_a_register_and_returns_one_is_counted(basis: str, counts: int) -> None:
    activity = counted(
        DROP_IN,
        contacts=[visit for visit in VISITS if visit[3]],
        returns=SENT,
        reach={"count": {"group": basis}},
    )
    assert set(activity["basis"]) == {basis}
    statistic = "people" if basis == "register" else "engaged"
    assert values(activity, statistic)["2024-01"] == counts


def test_targets_stand_beside_each_month_and_a_months_own_takes_the_place() -> None:
    agreed = {"component": "group", "count": "contacts"}
    targets = [
        {**agreed, "value": 9, "period": "2024-02"},
        {**agreed, "value": 4, "period": "each"},
        {**agreed, "value": 30},
        {**agreed, "value": 8, "period": "2024-09"},
        {"component": "group", "count": "started", "value": 3},
    ]
    activity = counted(DROP_IN, contacts=[visit for visit in VISITS if visit[3]], targets=targets)
    assert values(activity, "target_contacts") == {"2024-01": 4, "2024-02": 9, "2024-03": 4, "all": 30}
    assert not set(activity["statistic"]) & {"target_started"}


def test_a_month_with_a_target_is_listed_before_anybody_came() -> None:
    targets = [{"component": "group", "count": "people", "value": 5, "period": "2023-12"}]
    activity = counted(DROP_IN, contacts=[("Ann", "2024-01-02", None, True)], targets=targets)
    assert values(activity, "people") == {"all": 1, "2023-12": 0, "2024-01": 1}


def test_the_running_total_ends_before_the_first_hidden_month() -> None:
    activity = counted(DROP_IN, contacts=[visit for visit in VISITS if visit[3]])
    new = activity["statistic"] == "new"
    open_ = add_cumulative(activity)
    assert open_.loc[new, "cumulative"].tolist() == [2, 2, 3]
    assert open_.loc[activity["statistic"] == "people", "cumulative"].isna().all()
    hidden = activity.copy()
    february = new & (hidden["period"] == "2024-02")
    hidden.loc[february, ["estimate", "suppressed"]] = [None, True]
    assert add_cumulative(hidden).loc[new, "cumulative"].tolist() == [2, None, None]


def test_the_running_total_of_returns_ends_at_a_gap() -> None:
    activity = add_cumulative(counted(RETURNS, returns=SENT))
    rows = activity[(activity["statistic"] == "contacts") & (activity["activity"] == "all")]
    assert dict(zip(rows["period"], rows["cumulative"], strict=True)) == {
        "all": None,
        "2024-01": 31,
        "2024-03": None,
    }
