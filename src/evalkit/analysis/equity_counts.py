"""equity.csv: people by group, for everybody and each component, and the population beside them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.equity import EQUITY_COLUMNS
from evalkit.analysis.people_groups import each_person_once
from evalkit.definitions.equity_groups import kind_of_group
from evalkit.definitions.equity_parts import DECILE_TITLES, DECILES, IMD_DECILE, IMD_MOST_DEPRIVED
from evalkit.definitions.equity_words import KNOWN, UNKNOWN_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evalkit.definitions.equity_parts import Equity
    from evalkit.definitions.study import Study

    Shares = Mapping[tuple[str, str], float]

MOST_DEPRIVED: Final = {"10 %": ("1",), "20 %": ("1", "2")}
"""The most deprived tenth and fifth of all areas, each with its deciles."""


def count_equity(study: Study, groups: pd.DataFrame | None, population: pd.DataFrame) -> pd.DataFrame:
    """Count the people of each group.

    For everybody (component ``all``: each person once, by
    :func:`~evalkit.analysis.people_groups.each_person_once`) and, where there are several components, for
    each in which the attribute was recorded at all.

    Parameters
    ----------
    study : Study
        Its ``equity`` names the attributes and their groups.
    groups : pandas.DataFrame or None
        From :func:`~evalkit.analysis.people_groups.group_people`; None where nothing is declared.
    population : pandas.DataFrame
        Processed table ``population``: variable, group, people.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`~evalkit.analysis.equity.EQUITY_COLUMNS`. Every declared group has a row, in the order
        declared, nobody in it or not; "Unknown", "Prefer not to say" and "not recorded" follow where somebody
        is in them. ``of`` is everybody, ``known`` everybody whose group is known. Shares, ratios and intervals
        are left to the gate, which works them out from the counts it releases.
    """
    rows: list[dict[str, Any]] = []
    if study.equity is not None and groups is not None and len(groups):
        shares = population_shares(population, study.equity)
        for component, members in _places(study, groups):
            rows += _rows(component, members, study.equity, shares)
    frame = pd.DataFrame(rows, columns=list(EQUITY_COLUMNS))
    frame[names.GRANTEE], frame[names.SUPPRESSED] = study.grantee, False
    return frame


def population_shares(population: pd.DataFrame, equity: Equity) -> dict[tuple[str, str], float]:
    """Return each group's share of the population, by variable and group.

    Of a variable of which the file lacks a group there is none: the others' shares would be too large.

    Parameters
    ----------
    population : pandas.DataFrame
        Columns variable, group, people.
    equity : Equity
        Which groups there are.
    """
    shares: dict[tuple[str, str], float] = {}
    for variable, titles in equity.groups_with_population().items():
        own = population[population["variable"] == variable].set_index("group")["people"]
        if set(own.index) == set(titles) and own.sum() > 0:
            shares |= {(variable, title): float(own[title] / own.sum()) for title in titles}
    return shares


def _places(study: Study, groups: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    yield names.ALL, each_person_once(groups)
    if len(study.components) > 1:
        for component in study.component_ids:
            yield component, groups[groups[names.COMPONENT] == component]


def _rows(component: str, members: pd.DataFrame, equity: Equity, shares: Shares) -> Iterator[dict[str, Any]]:
    wanted = [(entry.attribute, entry.title, entry.all_titles) for entry in equity.grouped]
    if equity.deprivation is not None:
        wanted.append((IMD_DECILE, DECILE_TITLES[IMD_DECILE], (*DECILES, UNKNOWN_GROUP)))
    for variable, title, titles in wanted:
        counts = {group: int((members[variable] == group).sum()) for group in titles}
        if component == names.ALL or _is_recorded(counts, variable):
            label = {names.COMPONENT: component, "variable": variable, "title": title}
            yield from _groups(label, counts, shares)
            if variable == IMD_DECILE:
                yield from _most_deprived(component, counts, shares)


def _is_recorded(counts: Mapping[str, int], variable: str) -> bool:
    """Return whether a component recorded an attribute; an area that nobody noted is unknown as well."""
    missing = UNKNOWN_GROUP if variable == IMD_DECILE else names.NOT_RECORDED
    return any(count for group, count in counts.items() if group != missing)


def _groups(label: Mapping[str, str], counts: Mapping[str, int], shares: Shares) -> Iterator[dict[str, Any]]:
    known = sum(count for group, count in counts.items() if kind_of_group(group) == KNOWN)
    for group, count in counts.items():
        kind = kind_of_group(group)
        if count or kind == KNOWN:
            yield {
                **label,
                "group": group,
                "kind": kind,
                names.N: count,
                "of": sum(counts.values()),
                "known": known,
                "population_share": shares.get((label["variable"], group), math.nan),
            }


def _most_deprived(component: str, counts: Mapping[str, int], shares: Shares) -> Iterator[dict[str, Any]]:
    def total(values: Mapping[str, float], deciles: Sequence[str]) -> float:
        return sum(values.get(decile, math.nan) for decile in deciles)

    own_shares = {decile: share for (variable, decile), share in shares.items() if variable == IMD_DECILE}
    for group, deciles in MOST_DEPRIVED.items():
        yield {
            names.COMPONENT: component,
            "variable": IMD_MOST_DEPRIVED,
            "title": DECILE_TITLES[IMD_MOST_DEPRIVED],
            "group": group,
            "kind": KNOWN,
            names.N: int(total(counts, deciles)),
            "of": sum(counts.values()),
            "known": sum(counts[decile] for decile in DECILES),
            "population_share": total(own_shares, deciles),
        }
