"""May this person's words be used for that? Decided from the consents alone; a doubt is a no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Iterable


def may(
    consents: pd.DataFrame, respondent: str | None, item: str | None, purpose: str, on_date: pd.Timestamp
) -> bool:
    """Say whether the words of one person in one document may be used for a purpose.

    Without a row there is no consent. Among rows for the same document the later day counts, and of one
    day the later row; a row for the document beats one for all documents. What was taken back, for this
    document or for all, stays taken back until it is given again on a later day; a later refusal for
    all documents takes back what was given for one. Refusals count whatever their day.

    A document without a person (a focus group) needs a row without a person that names it, and nobody
    may have refused or withdrawn for that document: whose words they are isn't known.

    Parameters
    ----------
    consents : pandas.DataFrame
        Columns :data:`evalkit.names.CONSENT_COLUMNS`, in the order of the file.
    respondent : str or None
        None where the document belongs to no one person.
    item : str or None
        The document's name; None asks for what holds for all documents.
    purpose : str
        One of :data:`evalkit.names.PURPOSES`; none includes another.
    on_date : pandas.Timestamp
        Consents given later don't count yet.

    Raises
    ------
    ValueError
        If the purpose is unknown.

    Examples
    --------
    >>> day = pd.Timestamp(2024, 5, 1)
    >>> rows = [["R1", None, "report", True, day, pd.NaT], ["R1", "Diary", "report", False, day, pd.NaT]]
    >>> consents = pd.DataFrame(rows, columns=list(names.CONSENT_COLUMNS))
    >>> may(consents, "R1", "Story", "report", day), may(consents, "R1", "Diary", "report", day)
    (True, False)
    """
    if purpose not in names.PURPOSES:
        message = f"unknown purpose {purpose!r}: one of {', '.join(names.PURPOSES)}"
        raise ValueError(message)
    rows = consents[consents["purpose"] == purpose]
    rows = rows.assign(folded=rows[names.ITEM].map(_fold, na_action="ignore").astype(object))
    if respondent is None:
        return _group_may(rows, item, on_date)
    return _decide(rows[rows[names.RESPONDENT_ID] == respondent], item, on_date)


def mark_consented(
    frame: pd.DataFrame, consents: pd.DataFrame, purpose: str, on_date: pd.Timestamp
) -> pd.Series[bool]:
    """Say for each row of a frame whether it may be used for a purpose.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``respondent_id`` (missing for a group) and ``document``.
    consents, purpose, on_date
        As for :func:`may`.

    Returns
    -------
    pandas.Series of bool
        On the frame's index.
    """
    asked = frame[[names.RESPONDENT_ID, "document"]].astype(object)
    asked = asked.where(asked.notna(), None)
    pairs = list(asked.itertuples(index=False, name=None))
    answers = {(who, what): may(consents, who, what, purpose, on_date) for who, what in set(pairs)}
    return pd.Series([answers[pair] for pair in pairs], index=frame.index, dtype=bool)


def keep_consented(
    frame: pd.DataFrame, consents: pd.DataFrame, purpose: str, on_date: pd.Timestamp
) -> pd.DataFrame:
    """Return only the rows of a frame that may be used for a purpose; see :func:`mark_consented`."""
    return frame[mark_consented(frame, consents, purpose, on_date)]


def find_consented_people(
    consents: pd.DataFrame, respondents: Iterable[str], purpose: str, on_date: pd.Timestamp
) -> frozenset[str]:
    """Return those people whose consent for a purpose holds for all documents."""
    return frozenset(person for person in respondents if may(consents, person, None, purpose, on_date))


def _group_may(rows: pd.DataFrame, item: str | None, on_date: pd.Timestamp) -> bool:
    if item is None:
        return False
    about = rows[rows["folded"] == _fold(item)]
    of_group = about[about[names.RESPONDENT_ID].isna()]
    people = about[names.RESPONDENT_ID].dropna().unique()
    refused = any(not _decide(rows[rows[names.RESPONDENT_ID] == one], item, on_date) for one in people)
    return not refused and _decide(of_group, item, on_date)


def _decide(rows: pd.DataFrame, item: str | None, on_date: pd.Timestamp) -> bool:
    """Decide from the rows of one person (or one group) and one purpose."""
    of_item = rows["folded"] == _fold(item) if item is not None else pd.Series(data=False, index=rows.index)
    of_all = rows["folded"].isna()
    counted = rows[(of_item | of_all) & (~rows["given"] | (rows["date"] <= on_date))]
    first = counted[of_item.reindex(counted.index)]
    rule = first if len(first) else counted
    if rule.empty:
        return False
    last = rule.sort_values("date", kind="stable").iloc[-1]
    if not last["given"]:
        return False
    later_no = counted[~counted["given"] & counted["withdrawn"].isna() & (counted["date"] > last["date"])]
    withdrawn = counted["withdrawn"].max()
    return later_no.empty and not (pd.notna(withdrawn) and withdrawn >= last["date"])


def _fold(item: object) -> str | None:
    return item.strip().casefold() if isinstance(item, str) else None
