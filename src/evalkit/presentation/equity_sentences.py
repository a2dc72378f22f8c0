"""Sentences about people by group: of how many a group is known, and who is fewer than in the population."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.equity_rows import DECILES
from evalkit.presentation.markdown import lower_first, plain, sentences, upper_first, words
from evalkit.presentation.missing_sentences import TO_PROTECT
from evalkit.presentation.numbers import SMALLEST_BASE_OF_A_PERCENTAGE, count, percentage, share
from evalkit.presentation.shares import (
    is_above,
    is_below,
    is_enough,
    list_titles,
    say_includes_one,
    write_ratio,
)
from evalkit.presentation.wording import people

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evalkit.presentation.counts import Count
    from evalkit.presentation.equity_rows import Attribute, Group

RULE: Final = (
    "Each person counts once, in however many parts of the programme; where those do not say the same of a "
    "person, the first answer recorded counts."
)
APART: Final = "Unknown, not recorded and prefer not to say are groups of their own, outside every share."
SUGGEST: Final = "than the [population's shares](#glossary-representation) would suggest"
POPULATION_IS_EXACT: Final = (
    "The population's shares are taken as exact; the intervals are about the people reached alone. A group may "
    "also be larger or smaller among those whom the programme is for than in the population."
)
DEPRIVATION: Final = "[Index of Multiple Deprivation](#glossary-deprivation)"


def name_title(attribute: Attribute) -> str:
    """Name an attribute in the middle of a sentence."""
    return plain(lower_first(attribute.title))


def say_how_many_known(attribute: Attribute) -> str:
    """Say of how many people the group is known.

    Parameters
    ----------
    attribute : Attribute
        Of everybody, or of one component.
    """
    whole, known = attribute.of, attribute.known
    if whole is None or known is None or not (whole.is_shown and known.is_shown):
        return f"For how many people {name_title(attribute)} is known {TO_PROTECT}"
    title = upper_first(name_title(attribute))
    if not known.n:
        return f"{title} is not known for anybody: {whole.text} {people(whole.n)} reached."
    if known.n == whole.n:
        return f"{title} is known for everybody: {whole.text} {people(whole.n)} reached."
    who = f"{people(whole.n)} reached"
    return f"{title} is known for {share(known.n, whole.n, who)}."


def say_nobody(attribute: Attribute) -> str:
    """Say of which groups nobody was reached; "" if there are none, or nobody's group is known."""
    if not attribute.known or not attribute.known.n > 0:
        return ""
    empty = [
        _in_sentence(attribute, group)
        for group in attribute.proper
        if group.people.is_shown and not group.people.n
    ]
    return f"Groups in which nobody was recorded: {list_titles(empty)}." if empty else ""


def say_deprivation(deciles: Attribute, most: Attribute | None) -> str:
    """Say how many live in the most deprived 10% and 20% of areas.

    Parameters
    ----------
    deciles : Attribute
        People by decile.
    most : Attribute or None
        People in the most deprived parts; each group's title says which.
    """
    known = deciles.known
    if most is None or known is None or not known.n > 0:
        return ""
    shown = [group for group in most.proper if group.people.is_shown]
    hidden = [group for group in most.proper if group not in shown]
    told = [
        f"{_of_known(group.people, known)}{' live' if not place else ''} in the most deprived {_part(group)} of areas"
        for place, group in enumerate(shown)
    ]
    lead = f"Of the {known.text} {people(known.n)} whose area is known,"
    parts = [_part(group) for group in hidden]
    return sentences(
        f"{lead} {words(told)} ({DEPRIVATION})." if told else "",
        f"How many live in the most deprived {words(parts)} of areas {TO_PROTECT}" if parts else "",
    )


def _of_known(part: Count, known: Count) -> str:
    """Write a count, with its percentage where there are enough people."""
    in_brackets = percentage(part.n, known.n)
    return f"{part.text} ({in_brackets})" if in_brackets else part.text


def _part(group: Group) -> str:
    """Write "10%" for the group "10 %"."""
    return plain(group.title.replace(" ", ""))


def say_representation(attribute: Attribute) -> str:
    """Say which groups are fewer, and which more, than the population would suggest.

    Parameters
    ----------
    attribute : Attribute
        Of everybody, with shares of a population.
    """
    title = upper_first(name_title(attribute))
    known = attribute.known
    if known is None or not known.is_shown:
        return f"{title}: the comparison {TO_PROTECT}"
    if not is_enough(known):
        fewest = count(SMALLEST_BASE_OF_A_PERCENTAGE)
        return f"{title}: known for fewer than {fewest} people, too few to compare."
    compared = [group for group in attribute.proper if group.ratio.has_interval]
    fewer = [group for group in compared if is_below(group.ratio)]
    more = [group for group in compared if is_above(group.ratio)]
    rest = [group for group in compared if group not in (*fewer, *more)]
    hidden = [group for group in attribute.proper if not group.people.is_shown]
    told = [
        said
        for said in (
            _say_side("fewer", attribute, fewer),
            _say_side("more", attribute, more),
            _say_rest(attribute, rest, alone=not fewer and not more),
            f"{_names(attribute, hidden)}: the comparison {TO_PROTECT}" if hidden else "",
        )
        if said
    ]
    return f"{title}: {sentences(*told[:1], *(upper_first(said) for said in told[1:]))}"


def _say_side(way: str, attribute: Attribute, groups: Sequence[Group]) -> str:
    """Say of which groups fewer, or more, people were reached, and how far from the population."""
    if not groups:
        return ""
    return f"{way} people {SUGGEST}: {'; '.join(_how_many(attribute, group) for group in groups)}."


def _how_many(attribute: Attribute, group: Group) -> str:
    """Say how many times as many of a group were reached as its share of the population."""
    value, _, limits = write_ratio(group.ratio).partition(" ")
    times = f"{value} times as many" if group.people.n else "nobody"
    return f"{_in_sentence(attribute, group)}, {times} {limits}"


def _say_rest(attribute: Attribute, groups: Sequence[Group], *, alone: bool) -> str:
    """Say for which groups the interval holds 1."""
    if not groups:
        return ""
    lead = "no clear difference from the population for" if alone else "no clear difference for"
    return f"{lead} {_names(attribute, groups)}: {say_includes_one(len(groups))}."


def _names(attribute: Attribute, groups: Iterable[Group]) -> str:
    """Name groups in a sentence."""
    return list_titles([_in_sentence(attribute, group) for group in groups])


def say_message(attribute: Attribute) -> str:
    """Say the message of the bars: which group is the largest, where that is sure; else what is drawn.

    Parameters
    ----------
    attribute : Attribute
        Of everybody, or of one component.
    """
    known, proper = attribute.known, attribute.proper
    sure = known is not None and known.n > 0 and proper and all(group.people.is_shown for group in proper)
    largest = max(proper, key=lambda group: group.people.n) if sure else None
    if largest is None or known is None or [group.people.n for group in proper].count(largest.people.n) > 1:
        return f"People reached by {name_title(attribute)}."
    whole = f"{people(known.n)} for whom it is known"
    title = upper_first(name_title(attribute))
    number = share(largest.people.n, known.n, whole)
    return f"{title}: the largest group is {_in_sentence(attribute, largest)}, {number}."


def _in_sentence(attribute: Attribute, group: Group) -> str:
    """Name a group in a sentence; a decile without the word on which end it is."""
    if attribute.variable == DECILES and group.is_known:
        return f"decile {plain(group.title)}"
    return plain(group.title)
