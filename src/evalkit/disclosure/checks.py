"""What must hold of everything that leaves the gate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit import names
from evalkit.disclosure.policy import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evalkit.disclosure.gate import Results
    from evalkit.disclosure.policy import Policy

_COUNTS = (names.N, names.N_MISSING, "of", "known", "people", "n_completers", "n_lost")
_SHORTEST_ID = 4
"""Shorter ids, and ids of digits only, stand in a table of numbers by chance: they can't be searched for."""


def check_released(
    released: Results,
    policy: Policy,
    facts: Mapping[str, Any],
    texts: Mapping[str, str],
    *,
    people: Iterable[str],
) -> None:
    """Stop the run if anything that is about to be released breaks the gate's rules.

    Parameters
    ----------
    released : Results
        What came out of the gate.
    policy : Policy
        Its rule.
    facts, texts : mapping
        Public facts of the study and the evaluators' prose.
    people : iterable of str
        Respondent ids, none of which may stand in anything released.

    Raises
    ------
    DisclosureError
        If a hidden row still has a number, a small count of people is shown, or an id is found.
    """
    for name, table in released.tables().items():
        if names.RESPONDENT_ID in table:
            raise DisclosureError(f"{name} has a column of respondents")
        if policy.name != "none":
            _check_numbers(name, table, policy)
    content = [*texts.values(), str(facts)]
    content += [table.to_csv(index=False) for table in released.tables().values()]
    found = find_ids("\n".join(content), people)
    if found:
        message = (
            f"the text about to be released names {len(found)} respondent id(s); remove them from the prose"
        )
        raise DisclosureError(message)


def check_words(texts: Iterable[str], people: Iterable[str]) -> None:
    """Stop the run if a text about to be released holds somebody's id.

    Raises
    ------
    DisclosureError
        With the number of ids, which are not named.
    """
    found = find_ids("\n".join(texts), people)
    if found:
        message = (
            f"people's words about to be released hold {len(found)} respondent id(s); "
            "add them to the review file, or to the lists of names"
        )
        raise DisclosureError(message)


def _check_numbers(name: str, table: pd.DataFrame, policy: Policy) -> None:
    if names.SUPPRESSED not in table:
        if len(table):
            raise DisclosureError(f"{name} holds single people's lines")
        return
    hidden = table[table[names.SUPPRESSED].astype(bool)]
    numbers = [
        column for column in (*_COUNTS, names.ESTIMATE, names.CI_LOW, names.CI_HIGH) if column in table
    ]
    if hidden[numbers].notna().any(axis=None):
        raise DisclosureError(f"{name} has a hidden row that still shows a number")
    shown = table.loc[~table[names.SUPPRESSED].astype(bool), [c for c in _COUNTS if c in table]]
    counts = shown.astype(float).to_numpy()
    if any(policy.is_small(int(count)) for count in counts[~pd.isna(counts)]):
        raise DisclosureError(f"{name} shows a count below {policy.threshold}")


def find_ids(text: str, people: Iterable[str]) -> list[str]:
    """Return the respondent ids that stand in a text on their own, sorted.

    Ids that stand in any text by chance are passed over: short ones, and bare numbers.

    Examples
    --------
    >>> find_ids("B001 fell, AB002 rose by 1001; Jo Bloggs too.", ["B001", "B002", "1001", "Jo Bloggs"])
    ['B001', 'Jo Bloggs']
    """
    telling = {person for person in people if len(person) >= _SHORTEST_ID and not person.isdigit()}
    if not telling:
        return []
    # The longest first: of "GM-1" and "GM-1-B" the text means the one that it holds whole.
    any_of_them = "|".join(re.escape(person) for person in sorted(telling, key=len, reverse=True))
    return sorted(set(re.findall(rf"(?<![\w-])(?:{any_of_them})(?![\w-])", text)))
