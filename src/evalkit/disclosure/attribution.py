"""Who said it: words such as "woman, 25–34, Gipton" that always fit enough people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from evalkit.disclosure.policy import Policy

_BETWEEN: Final = ", "
_Group = frozenset[str]


def build_attributions(
    people: pd.DataFrame, attributes: Sequence[str], policy: Policy, quoted: pd.DataFrame
) -> dict[str, str]:
    """Return for each person quoted the words that stand under all of their quotes.

    A reader who knows this rule, and every person's attributes, can't narrow an attribution down to fewer
    people than the threshold: everybody is given words, quoted or not, and each wording fits the threshold
    or more in every component. That is more than asking whether "woman, 25–34" is frequent enough: where
    only "woman" can be shown because her age band is rare, "woman" must still stand for enough women
    whose age band is left out, so a frequent age band is left out as well where it has to be.

    Attributes are tried in the order declared; one that can't be shown is skipped, and the next one tried.

    Parameters
    ----------
    people : pandas.DataFrame
        Columns ``respondent_id``, ``component`` and the attributes: everybody who took part. An attribute
        that is missing, or differs between a person's components, is not shown for that person.
    attributes : sequence of str
        In the order in which they are to be shown.
    policy : Policy
        Its threshold; ``none`` shows every attribute.
    quoted : pandas.DataFrame
        Columns ``respondent_id`` and ``component``: all quotes that are released together. Somebody who
        recognises one voice in two components knows that the person took part in both, so their words must
        fit enough people who did.

    Returns
    -------
    dict of str to str
        By respondent_id; "" where no attribute can be shown. A person is left out, and must not be quoted,
        where the components alone leave fewer people than the threshold.

    References
    ----------
    Wong, Fu, Wang & Pei (2007), "Minimality attack in privacy preserving data publishing", VLDB: what a
    reader learns from a rule that generalises no more than needed.

    Examples
    --------
    >>> import pandas as pd
    >>> from evalkit.disclosure.policy import Policy
    >>> rows = [(str(i), "group", "woman" if i < 12 else "man", "25–34" if i % 2 else "35–44") for i in range(18)]
    >>> people = pd.DataFrame(rows, columns=["respondent_id", "component", "gender", "age"])
    >>> quoted = people[["respondent_id", "component"]].iloc[[1, 12]]
    >>> build_attributions(people, ["gender", "age"], Policy("counts"), quoted)
    {'1': 'woman, 25–34', '12': 'man'}
    """
    threshold = 1 if policy.hides_nothing else policy.threshold
    members = {str(part): _ids(rows) for part, rows in people.groupby(names.COMPONENT)}
    asked = {str(person): _parts(rows) for person, rows in quoted.groupby(names.RESPONDENT_ID, sort=False)}
    groups = _groups(members, asked.values(), threshold)
    shown = {person for person, parts in asked.items() if parts in groups and person in groups[parts]}
    everybody = frozenset().union(*groups.values())
    values = _values(people, attributes)
    words: dict[str, str] = {}
    for label, group in _split(everybody, values, [], list(groups.values()), threshold):
        words |= dict.fromkeys(group, label)
    return {person: words[person] for person in asked if person in shown}


def _ids(rows: pd.DataFrame) -> _Group:
    return frozenset(rows[names.RESPONDENT_ID].astype(str))


def _parts(rows: pd.DataFrame) -> _Group:
    return frozenset(rows[names.COMPONENT].astype(str))


def _groups(members: Mapping[str, _Group], asked: Iterable[_Group], threshold: int) -> dict[_Group, _Group]:
    """Return who took part in each component, and in each set of components in which one person is quoted."""
    wanted = [*(frozenset({part}) for part in members), *asked]
    found = {
        parts: frozenset.intersection(*(members.get(part, frozenset()) for part in parts)) for parts in wanted
    }
    return {parts: group for parts, group in found.items() if len(group) >= threshold}


def _values(people: pd.DataFrame, attributes: Sequence[str]) -> list[dict[str, str]]:
    """Return, per attribute, each person's one value."""
    found = []
    for attribute in attributes:
        told = people[[names.RESPONDENT_ID, attribute]].dropna().astype(str).drop_duplicates()
        told = told[(told[attribute] != "") & (told[attribute] != names.NOT_RECORDED)]
        told = told.drop_duplicates(names.RESPONDENT_ID, keep=False)
        found.append(dict(zip(told[names.RESPONDENT_ID], told[attribute], strict=True)))
    return found


def _split(
    group: _Group,
    values: Sequence[Mapping[str, str]],
    label: Sequence[str],
    groups: Sequence[_Group],
    threshold: int,
) -> list[tuple[str, _Group]]:
    """Return the wordings of a group of people, each with everybody whom it stands for."""
    if not values:
        return [(_BETWEEN.join(label), group)]
    parts: dict[str, set[str]] = {}
    for person in group:
        if person in values[0]:
            parts.setdefault(values[0][person], set()).add(person)
    told = {value: frozenset(part) for value, part in parts.items() if _fits(part, groups, threshold)}
    rest = group.difference(*told.values())
    while told and not _fits(rest, groups, threshold):
        fewest = min(told, key=lambda value: (len(told[value]), value))
        rest |= told.pop(fewest)
    split = [
        part
        for value in sorted(told)
        for part in _split(told[value], values[1:], [*label, value], groups, threshold)
    ]
    return [*split, *_split(rest, values[1:], label, groups, threshold)] if rest else split


def _fits(part: Iterable[str], groups: Sequence[_Group], threshold: int) -> bool:
    """Say whether a part holds nobody, or enough people, of every group."""
    held = frozenset(part)
    return all(not held & group or len(held & group) >= threshold for group in groups)
