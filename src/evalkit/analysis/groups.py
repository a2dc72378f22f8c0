"""Who belongs to which subgroup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd


def groups_of(people: pd.DataFrame, subgroups: Sequence[str]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield everybody, then each subgroup of each attribute that is recorded at all.

    Parameters
    ----------
    people : pandas.DataFrame
        Rows of one component: respondent_id and attributes.
    subgroups : sequence of str
        Attributes to split by.

    Yields
    ------
    variable, subgroup : str
        ``all``, ``all`` first; people whose attribute is blank form a group of their own, so
        that the groups of an attribute add up to everybody.
    respondents : frozenset of str
    """
    yield names.ALL, names.ALL, frozenset(people[names.RESPONDENT_ID])
    for variable in subgroups:
        if variable not in people or people[variable].isna().all():
            continue
        values = people[variable].fillna(names.NOT_RECORDED).astype(str)
        for subgroup in sorted(values.unique(), key=lambda value: (value == names.NOT_RECORDED, value)):
            yield variable, subgroup, frozenset(people.loc[values == subgroup, names.RESPONDENT_ID])
