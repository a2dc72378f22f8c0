"""The section on published reach: figures as they were published, each by itself, with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit.presentation.indicator_values import with_unit
from evalkit.presentation.markdown import bullets, paragraphs, plain, sentences, table, upper_first
from evalkit.presentation.numbers import is_known, plainly
from evalkit.presentation.tables import NOTHING, data_table

if TYPE_CHECKING:
    import pandas as pd

NEVER_ADDED: Final = (
    "These figures were published by others and are printed as they were published. A figure that says “more than” "
    "is a lower bound and stays one: nothing is added up from it. People counted in one figure may be counted in "
    "another as well."
)


def write_published(published: pd.DataFrame) -> str:
    """Write the published figures as sentences by programme, then as a table with sources."""
    if published.empty:
        return "No published figure was released."
    rows = published.to_dict("records")
    programmes = list(dict.fromkeys(str(row["programme"]) for row in rows))
    parts = []
    for programme in programmes:
        own = bullets(_tell(row) for row in rows if str(row["programme"]) == programme)
        parts.append(f"**{plain(programme)}**\n\n{own}" if programme else own)
    head = ["What", "Published figure", "Period", "Source"]
    grid = table(head, "lrll", [_cells(row) for row in rows])
    return paragraphs(NEVER_ADDED, *parts, data_table("published", "Published figures.", grid))


def say_figure(row: dict[Any, Any]) -> str:
    """Write a published figure with its qualifier: "more than 1,200 people"."""
    if not is_known(row["value"]):
        return NOTHING
    number = with_unit(plainly(row["value"]), _unit(str(row["unit"])))
    return sentences(plain(str(row["qualifier"])), number)


def _unit(unit: str) -> str:
    """Return the unit as it is written after a number."""
    return "%" if unit == "percent" else unit


def _tell(row: dict[Any, Any]) -> str:
    """Tell one figure with period and source."""
    around = [plain(str(row[name])) for name in ("period", "source") if row[name]]
    behind = f" ({'; '.join(around)})" if around else ""
    return f"{upper_first(plain(str(row['measure'])))}: {say_figure(row)}{behind}."


def _cells(row: dict[Any, Any]) -> list[str]:
    """Return one row of the table."""
    return [
        upper_first(plain(str(row["measure"]))),
        say_figure(row),
        plain(str(row["period"])) or NOTHING,
        plain(str(row["source"])) or NOTHING,
    ]
