"""Who was reached: people, endings, registers, organisations, targets and published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evalkit.definitions.activity_parts import Target

REACH_COLUMNS: Final = (
    names.GRANTEE,
    names.COMPONENT,
    names.STATISTIC,
    "category",
    names.ESTIMATE,
    "unit",
    names.N,
    names.SUPPRESSED,
    "qualifier",
    "source",
    "period",
    names.HIDDEN_BECAUSE,
)
STILL_OPEN: Final = "not ended yet"
COMPLETED: Final = "completed"
_QUALIFIERS: Final = ("more than", "over", "at least", "fewer than", "about", "up to")


def count_reach(
    people: pd.DataFrame, tables: Mapping[str, pd.DataFrame], targets: Sequence[Target], grantee: str
) -> pd.DataFrame:
    """Count people and organisations reached, per component and in all.

    Parameters
    ----------
    people : pandas.DataFrame
        One row per respondent and component.
    tables : mapping of str to pandas.DataFrame
        Processed tables ``episodes``, ``attendance``, ``institutions``, ``published`` and, where
        amounts are added up, ``sums``.
    targets : sequence of Target
        Numbers agreed beforehand.
    grantee : str
        Goes into the first column.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`REACH_COLUMNS`. ``people`` of component ``all`` counts each person once,
        however many components they took part in.
    """
    rows: list[dict[str, Any]] = [
        {
            names.COMPONENT: names.ALL,
            names.STATISTIC: "people",
            names.ESTIMATE: people[names.RESPONDENT_ID].nunique(),
            names.N: people[names.RESPONDENT_ID].nunique(),
        }
    ]
    started: dict[str, int] = {}
    completed: dict[str, int] = {}
    for component, group in people.groupby(names.COMPONENT, sort=False):
        name = str(component)
        started[name] = len(group)
        rows.append(_count(name, "people", len(group)))
        episodes = tables["episodes"][tables["episodes"][names.COMPONENT] == component]
        if len(episodes):
            completed[name] = int(episodes["completed"].astype(bool).sum())
            rows.append(_count(name, "completed", completed[name]))
            rows += _endings(name, episodes)
        attendance = tables["attendance"][tables["attendance"][names.COMPONENT] == component]
        if len(attendance):
            rows += _attendance(name, attendance)
    rows += _institutions(tables["institutions"])
    rows += _sums(tables.get("sums"))
    rows += _targets(targets, {"started": started, "completed": completed})
    rows += _published(tables["published"])
    frame = pd.DataFrame(rows, columns=list(REACH_COLUMNS))
    frame[names.GRANTEE], frame[names.SUPPRESSED] = grantee, False
    return frame


def _count(component: str, statistic: str, value: int, *, category: str | None = None) -> dict[str, Any]:
    return {
        names.COMPONENT: component,
        names.STATISTIC: statistic,
        "category": category,
        names.ESTIMATE: value,
        "unit": "people",
        names.N: value,
    }


def _endings(component: str, episodes: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Count people by reason; the qualifier marks the reasons that mean: completed."""
    reasons = episodes["reason"].where(episodes["ended"].notna() | episodes["reason"].notna(), STILL_OPEN)
    reasons = reasons.fillna(names.NOT_RECORDED)
    counts = reasons.value_counts()
    done = set(reasons[episodes["completed"].astype(bool)])
    for reason in sorted(counts.index, key=lambda name: (-int(counts[name]), str(name))):
        row = _count(component, "ended", int(counts[reason]), category=str(reason))
        yield {**row, "qualifier": COMPLETED if reason in done else None}


def _attendance(component: str, attendance: pd.DataFrame) -> Iterator[dict[str, Any]]:
    present = attendance[attendance["attended"].astype(bool)]
    for session in sorted(attendance["session"].unique()):
        count = int((present["session"] == session).sum())
        yield _count(component, "attended", count, category=f"{session:g}")
    each = present.groupby(names.RESPONDENT_ID).size()
    each = each.reindex(attendance[names.RESPONDENT_ID].unique(), fill_value=0)
    # How many people the register names isn't released: beside those who started it would tell who is not in it.
    yield {
        names.COMPONENT: component,
        names.STATISTIC: "sessions_attended_median",
        names.ESTIMATE: float(each.median()),
        "unit": "sessions",
    }


def _institutions(institutions: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for component, group in institutions.groupby(names.COMPONENT, sort=False):
        counts = {"approached": len(group), "took_part": int(group["took_part"].astype(bool).sum())}
        for what, value in counts.items():
            yield {
                names.COMPONENT: component,
                names.STATISTIC: f"institutions_{what}",
                names.ESTIMATE: value,
                "unit": "organisations",
            }


def _sums(sums: pd.DataFrame | None) -> Iterator[dict[str, Any]]:
    """Add up an amount over the people who gave one, such as the courses each instructor has held since."""
    if sums is None:
        return
    keys = [names.COMPONENT, "title", "unit"]
    for (component, title, unit), group in sums.groupby(keys, sort=False, dropna=False):
        yield {
            names.COMPONENT: component,
            names.STATISTIC: "sum",
            "category": title,
            names.ESTIMATE: float(group["amount"].sum()),
            "unit": unit,
            names.N: group[names.RESPONDENT_ID].nunique(),
        }


def _targets(targets: Sequence[Target], actual: Mapping[str, Mapping[str, int]]) -> Iterator[dict[str, Any]]:
    for target in targets:
        if target.component in actual.get(target.count, {}):
            yield {
                names.COMPONENT: target.component,
                names.STATISTIC: f"target_{target.count}",
                "category": target.title,
                names.ESTIMATE: target.value,
                "unit": "people",
            }


def _published(published: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in published.to_dict("records"):
        unit = "" if pd.isna(row["unit"]) else str(row["unit"])
        qualifier = next((word for word in _QUALIFIERS if f"({word})" in unit), None)
        yield {
            names.COMPONENT: names.ALL,
            names.STATISTIC: "published",
            "category": row["measure"],
            names.ESTIMATE: row["value"],
            "unit": unit.replace(f"({qualifier})", "").strip(),
            "qualifier": qualifier,
            "source": row["source"],
            "period": row["period"],
        }
