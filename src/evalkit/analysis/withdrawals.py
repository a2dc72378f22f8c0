"""Has somebody taken consent back whose words a report used? Decided from the consents before and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit import names
from evalkit.analysis.consent import may

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd


def has_withdrawal(
    before: pd.DataFrame,
    now: pd.DataFrame,
    *,
    respondents: Collection[str],
    items: Collection[str],
    on_date: pd.Timestamp,
) -> bool:
    """Say whether a consent that held when a report was made no longer does.

    A refusal, a withdrawal and a row that was taken out all end a consent. Those of people and
    documents that the report didn't use don't count.

    Parameters
    ----------
    before, now : pandas.DataFrame
        Columns :data:`evalkit.names.CONSENT_COLUMNS`: as they were when the report was made, and today.
    respondents, items : collection of str
        Ids of the people and names of the documents whose words the report used.
    on_date : pandas.Timestamp
        As for :func:`evalkit.analysis.consent.may`.

    Examples
    --------
    >>> import pandas as pd
    >>> day = pd.Timestamp(2024, 5, 1)
    >>> before = pd.DataFrame([["R1", None, "report", True, day, pd.NaT]], columns=list(names.CONSENT_COLUMNS))
    >>> now = before.assign(given=False, withdrawn=day)
    >>> has_withdrawal(before, now, respondents={"R1"}, items=(), on_date=day)
    True
    >>> has_withdrawal(before, now, respondents={"R2"}, items=(), on_date=day)
    False
    """
    used = {_fold(item) for item in items}
    people = set(respondents)
    for respondent, item, purpose in sorted(_touched(before, now), key=str):
        is_used = _fold(item) in used if respondent is None else respondent in people
        if (
            is_used
            and may(before, respondent, item, purpose, on_date)
            and not may(now, respondent, item, purpose, on_date)
        ):
            return True
    return False


def _touched(before: pd.DataFrame, now: pd.DataFrame) -> set[tuple[str | None, str | None, str]]:
    """Return the person (or group), document and purpose of all rows of everybody whose rows aren't as they were."""
    old, new = _rows_by_person(before), _rows_by_person(now)
    touched: set[tuple[str | None, str | None, str]] = set()
    for respondent in old.keys() | new.keys():
        was, now_is = old.get(respondent, []), new.get(respondent, [])
        if was == now_is:
            continue
        purposes = {row[1] for row in (*was, *now_is)}
        items = {row[0] for row in (*was, *now_is)}
        touched |= {(respondent, item, purpose) for item in items for purpose in purposes}
        # One person's word about a group's document is about the group's consent.
        touched |= {(None, item, purpose) for item in items - {None} for purpose in purposes}
    return touched


def _rows_by_person(consents: pd.DataFrame) -> dict[str | None, list[tuple[str | None, str, bool, str, str]]]:
    rows: dict[str | None, list[tuple[str | None, str, bool, str, str]]] = {}
    for row in consents[list(names.CONSENT_COLUMNS)].itertuples(index=False, name=None):
        respondent, item, purpose, given, date, withdrawn = row
        told = (_text(item), str(purpose), bool(given), str(date), str(withdrawn))
        rows.setdefault(_text(respondent), []).append(told)
    return rows


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _fold(item: str | None) -> str | None:
    return item.strip().casefold() if isinstance(item, str) else None
