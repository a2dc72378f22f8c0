"""The tracker of commitments: what was promised, where it stands, and by which evidence."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from evalkit.presentation.indicator_periods import say_period
from evalkit.presentation.markdown import paragraphs, plain, sentences, table, words
from evalkit.presentation.numbers import count, day, in_words, is_known
from evalkit.presentation.tables import NOTHING

if TYPE_CHECKING:
    import pandas as pd

DONE: Final = "done"
SHAPES: Final = {
    DONE: "●\N{NO-BREAK SPACE}done",
    "begun": "◐\N{NO-BREAK SPACE}begun",
    "not started": "○\N{NO-BREAK SPACE}not started",
}
"""Status in the table: a shape and a word."""
NO_EVIDENCE: Final = "none named"


def write_pledges(pledges: pd.DataFrame) -> str:
    """Write the tracker: one sentence, then the table."""
    if pledges.empty:
        return "No commitment was released."
    rows = [_cells(row) for row in pledges.sort_values("number", kind="stable").to_dict("records")]
    grid = table(["Commitment", "Status", "Evidence", "Date", "Owner"], "lllll", rows)
    return paragraphs(
        sentences(say_pledges(pledges), say_without_evidence(pledges)),
        f"{grid}\n\n: Commitments, their evidence and who answers for them. {{#tbl-commitments}}",
    )


def say_pledges(pledges: pd.DataFrame) -> str:
    """Say how many commitments are done, begun and not started."""
    total = len(pledges)
    told = []
    for status in SHAPES:
        number = int((pledges["status"] == status).sum())
        if number:
            told.append(f"{in_words(number)} {'is' if number == 1 else 'are'} {status}")
    noun = "commitment" if total == 1 else "commitments"
    return f"Of {in_words(total)} {noun}, {words(told)}." if told else ""


def say_without_evidence(pledges: pd.DataFrame) -> str:
    """Name commitments that are called begun or done without evidence; "" if there are none."""
    bare = pledges[(pledges["status"] != "not started") & (pledges["evidence"].str.strip() == "")]
    if bare.empty:
        return ""
    numbers = words([count(number) for number in sorted(bare["number"])])
    return f"No evidence is named for commitment{'s' if len(bare) > 1 else ''} {numbers}."


def _cells(row: dict[Any, Any]) -> list[str]:
    """Return one row of the table."""
    status = str(row["status"])
    number = f"{count(row['number'])} – " if is_known(row["number"]) else ""
    return [
        f"{number}{plain(str(row['commitment']))}",
        SHAPES.get(status, plain(status)),
        plain(str(row["evidence"])) or NO_EVIDENCE,
        _say_date(str(row["date"])),
        plain(str(row["owner"])) or NOTHING,
    ]


def _say_date(text: str) -> str:
    """Write a date; a month or a year stays one."""
    if not text:
        return NOTHING
    try:
        return day(dt.date.fromisoformat(text[:10]))
    except ValueError:
        return say_period(text)
