"""Which group each person belongs to, attribute by attribute; nobody is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.deprivation import imd_decile
from evalkit.definitions.equity_groups import kind_of_group
from evalkit.definitions.equity_parts import IMD_DECILE
from evalkit.definitions.equity_words import BLANK, KNOWN, REFUSED, UNKNOWN, UNKNOWN_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evalkit.definitions.equity_groups import EquityAttribute
    from evalkit.definitions.equity_parts import Deprivation, Equity

_WHO: Final = [names.RESPONDENT_ID, names.COMPONENT]
_TELLS_MOST: Final = (KNOWN, REFUSED, UNKNOWN, BLANK)


def group_people(people: pd.DataFrame, equity: Equity, lookup: pd.DataFrame | None = None) -> pd.DataFrame:
    """Put each person into a group of every attribute under ``equity``.

    Parameters
    ----------
    people : pandas.DataFrame
        One row per respondent and component, with the attributes as written.
    equity : Equity
        What grantee.yml says.
    lookup : pandas.DataFrame, optional
        Processed table ``deprivation``: area, and rank or decile.

    Returns
    -------
    pandas.DataFrame
        The same rows and index: respondent_id, component, a column of group titles per attribute, and
        ``imd_decile`` ("1" to "10", "Unknown") where deprivation is declared. An answer that no group covers,
        and an area that the lookup doesn't have or that nobody noted, is "Unknown".
    """
    columns = {entry.attribute: _grouped(people, entry) for entry in equity.attributes}
    if equity.deprivation is not None:
        columns[IMD_DECILE] = _deciles(people, equity.deprivation, lookup)
    return people[_WHO].assign(**columns)


def _grouped(people: pd.DataFrame, entry: EquityAttribute) -> pd.Series[str]:
    answers = _answers(people, entry.attribute)
    groups = {answer: entry.group_of(answer) or UNKNOWN_GROUP for answer in answers.unique()}
    return answers.map(groups)


def _answers(people: pd.DataFrame, attribute: str) -> pd.Series[str]:
    if attribute not in people:
        return pd.Series("", index=people.index, dtype=object)
    return people[attribute].astype(object).where(people[attribute].notna(), "")


def _deciles(people: pd.DataFrame, entry: Deprivation, lookup: pd.DataFrame | None) -> pd.Series[str]:
    deciles: dict[str, str] = {}
    if lookup is not None and entry.n_areas is not None and len(lookup):
        ranks = zip(lookup["area"], lookup["rank"], strict=True)
        deciles = {area: str(imd_decile(rank, entry.n_areas)) for area, rank in ranks}
    elif lookup is not None:
        deciles = {
            area: f"{decile:.0f}" for area, decile in zip(lookup["area"], lookup["decile"], strict=True)
        }
    areas = _answers(people, entry.attribute).astype(str).str.strip().str.upper()
    return areas.map(lambda area: deciles.get(area, UNKNOWN_GROUP)).astype(object)


def each_person_once(groups: pd.DataFrame) -> pd.DataFrame:
    """Return one row per person, however many components they took part in.

    Of several components the first that gives a known group counts; without any, the first that says
    "prefer not to say", then "unknown": what tells most. The order is that of the rows.

    Parameters
    ----------
    groups : pandas.DataFrame
        From :func:`group_people`.

    Returns
    -------
    pandas.DataFrame
        respondent_id and the columns of group titles, in the order in which people first appear.

    Examples
    --------
    >>> rows = [("p1", "art", "not recorded"), ("p1", "walks", "White"), ("p1", "choir", "Black")]
    >>> each_person_once(pd.DataFrame(rows, columns=["respondent_id", "component", "ethnicity"])).values.tolist()
    [['p1', 'White']]
    """
    once = groups[[names.RESPONDENT_ID]].drop_duplicates(ignore_index=True)
    for column in groups.columns.difference(_WHO, sort=False):
        rank = groups[column].map(lambda group: _TELLS_MOST.index(kind_of_group(group)))
        best = groups.loc[rank.sort_values(kind="stable").index].drop_duplicates(names.RESPONDENT_ID)
        once[column] = once[names.RESPONDENT_ID].map(best.set_index(names.RESPONDENT_ID)[column])
    return once


def with_group_titles(people: pd.DataFrame, equity: Equity | None, subgroups: Iterable[str]) -> pd.DataFrame:
    """Return the people with the titles of their groups in place of the words that were written.

    Then an attribute that is both a subgroup and a part of ``equity`` has the same groups everywhere, and
    no count of single words stands beside the group that holds them. Blank stays missing; other attributes
    stay as they are.

    Parameters
    ----------
    people : pandas.DataFrame
        One row per respondent and component, with the attributes as written.
    equity : Equity or None
        What grantee.yml says.
    subgroups : iterable of str
        Attributes by which results are shown.
    """
    if equity is None:
        return people
    shown = set(subgroups) & set(people.columns)
    known = [entry for entry in equity.grouped if entry.attribute in shown]
    columns = {entry.attribute: _grouped(people, entry) for entry in known}
    return people.assign(
        **{name: titles.where(titles != names.NOT_RECORDED, None) for name, titles in columns.items()}
    )
