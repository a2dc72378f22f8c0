"""What people by group and the records would say in the few findings that open a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.completeness_rows import gather_fields, is_half_missing
from evalkit.presentation.completeness_sentences import name_field, say_complete
from evalkit.presentation.equity_rows import gather_equity, name_group
from evalkit.presentation.equity_sentences import name_title
from evalkit.presentation.findings import Candidate, Finding
from evalkit.presentation.markdown import plain, upper_first, words
from evalkit.presentation.numbers import count
from evalkit.presentation.shares import is_below, list_titles, write_ratio, write_share

if TYPE_CHECKING:
    from evalkit.presentation.equity_rows import Attribute, Group
    from evalkit.presentation.released import Released

MOST_NAMED: Final = 3
"""More groups or fields than this are counted in the sentence; the evidence has as many of them."""


def propose_equity_findings(released: Released) -> tuple[Candidate, ...]:
    """Propose findings on who was reached less than the population suggests, and what records lack.

    Parameters
    ----------
    released : Released
        What the gate let through.

    Returns
    -------
    tuple of Candidate
        At most two, of the kind ``limit``: groups whose ratio to the population lies wholly below 1, then
        fields that are clearly complete for fewer than half of the people. Their order is the one declared.
    """
    return tuple(
        Candidate(names.ALL, finding)
        for finding in (_find_under_reached(released), _find_missing_fields(released))
        if finding is not None
    )


def _find_under_reached(released: Released) -> Finding | None:
    """Return the groups that are clearly fewer than in the population as one finding; None without any."""
    found = [
        (attribute, group)
        for attribute in gather_equity(released)
        if attribute.component == names.ALL and attribute.is_comparable
        for group in attribute.proper
        if is_below(group.ratio)
    ]
    if not found:
        return None
    titles = [
        f"{plain(name_group(attribute, group))} ({name_title(attribute)})" for attribute, group in found
    ]
    who = list_titles(titles) if len(titles) <= MOST_NAMED else f"{count(len(titles))} groups"
    told = "; ".join(_tell(attribute, group) for attribute, group in found[:MOST_NAMED])
    sentence = f"Fewer people were reached than the population would suggest: {who}."
    return Finding("limit", sentence, f"{told}.")


def _tell(attribute: Attribute, group: Group) -> str:
    """Give one group's people, and how they compare with the population."""
    number = write_share(group.people, attribute.known) if attribute.known else group.people.text
    title = f"{upper_first(plain(attribute.title))}, {plain(name_group(attribute, group))}"
    return f"{title}: {number}, a ratio to the [population](#glossary-representation) of {write_ratio(group.ratio)}"


def _find_missing_fields(released: Released) -> Finding | None:
    """Return the fields that most records clearly lack as one finding; None without any."""
    lacking = [field for field in gather_fields(released) if is_half_missing(field)]
    if not lacking:
        return None
    fields = [name_field(field) for field in lacking]
    what = words(fields) if len(fields) <= MOST_NAMED else f"{count(len(fields))} fields"
    told = "; ".join(
        f"{upper_first(name_field(field))} is complete for {say_complete(field.overall)}"
        for field in lacking[:MOST_NAMED]
    )
    return Finding("limit", f"Most records lack an answer on {what}.", f"{told}.")
