"""Do coders agree? In words and a table, without grades that nobody has a source for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.presentation.markdown import paragraphs, sentences, table, upper_first, verbatim
from evalkit.presentation.numbers import count, estimate, fixed, is_known, percentage_level
from evalkit.presentation.tables import NO_BREAK, data_table

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.presentation.material import Material

KAPPA: Final = "cohens_kappa"
ALPHA: Final = "krippendorffs_alpha"
CHARACTER: Final = "code_point"
UNITS: Final = {CHARACTER: "by characters", "paragraph": "by paragraphs"}
NOBODY_TWICE: Final = (
    "No document was coded by two people, so nobody knows whether another reader would mark the same."
)
SCALE: Final = (
    "1 is full agreement, 0 what chance alone would give; this report puts no grade on what lies between."
)
UNDEFINED: Final = "undefined: "
_NO_NUMBER: Final = "not defined"


def write_agreement(material: Material) -> str:
    """Write how far coders agree: the coefficients of all codes in a sentence each, every code in a table.

    Parameters
    ----------
    material : Material
        Released rows of ``agreement``.
    """
    rows = material.released.stories.tables["agreement"]
    rows = rows[~rows[names.SUPPRESSED]]
    if rows.empty:
        return NOBODY_TWICE
    pooled = rows[(rows["code"] == names.ALL) & (rows["unit"] == CHARACTER)]
    told = [_say(row) for row in pooled.to_dict("records") if row[names.STATISTIC] in {KAPPA, ALPHA}]
    return paragraphs(
        sentences(_say_documents(pooled), *told, SCALE),
        data_table("agreement", "Agreement of coders, code by code.", _tabulate(rows)),
    )


def _say_documents(pooled: pd.DataFrame) -> str:
    """Say how many documents more than one person coded."""
    number = pooled["documents"].max()
    if not is_known(number):
        return ""
    noun = "document was" if number == 1 else "documents were"
    return (
        f"{count(number)} {noun} coded by more than one person; each character, with each code marked or not, is one "
        "decision ([how this is counted](#glossary-coder-agreement))."
    )


def _say(row: dict[Any, Any]) -> str:
    """Say one coefficient over all codes, with its interval."""
    who = "Krippendorff’s alpha of all coders"
    if row[names.STATISTIC] == KAPPA:
        who = f"Cohen’s kappa of {verbatim(row['coder_a'])} and {verbatim(row['coder_b'])}"
    if not is_known(row[names.ESTIMATE]):
        reason = str(row[names.METHOD]).partition(UNDEFINED)[2]
        return f"{who} is not defined{f': {verbatim(reason)}' if reason else ''}."
    return f"{who} is {_number(row)}."


def _number(row: dict[Any, Any]) -> str:
    """Write a coefficient with its interval, or that it has none."""
    value, low, high = (row[column] for column in (names.ESTIMATE, names.CI_LOW, names.CI_HIGH))
    if not is_known(value):
        return _NO_NUMBER
    if not (is_known(low) and is_known(high)):
        return f"{fixed(value, 2)}, without an interval"
    return estimate(value, low, high, 2)


def _tabulate(rows: pd.DataFrame) -> str:
    """Build the table: codes and pairs of coders down; kappa and alpha by unit across."""
    levels = rows[names.CONFIDENCE_LEVEL].dropna()
    level = f" ({percentage_level(levels.iloc[0])} interval)" if len(levels) else ""
    columns = [
        (statistic, unit, f"{title} {words}{level}")
        for statistic, title in ((KAPPA, "Kappa"), (ALPHA, "Alpha"))
        for unit, words in UNITS.items()
    ]
    pairs = list(
        dict.fromkeys(_pair(row) for row in rows.to_dict("records") if row[names.STATISTIC] == KAPPA)
    )
    lines = []
    for code, title in dict(zip(rows["code"], rows["title"], strict=True)).items():
        own = rows[rows["code"] == code].to_dict("records")
        for pair in pairs:
            label = verbatim(upper_first(title))
            label += f" ({verbatim(' and '.join(pair))})" if len(pairs) > 1 else ""
            found = {
                (row[names.STATISTIC], row["unit"]): _number(row)
                for row in own
                if row[names.STATISTIC] == ALPHA or _pair(row) == pair
            }
            cells = [found.get((statistic, unit), _NO_NUMBER) for statistic, unit, _ in columns]
            lines.append([label, *(_break_once(cell) for cell in cells)])
    return table(["Code", *(title for _, _, title in columns)], "lrrrr", lines)


def _pair(row: dict[Any, Any]) -> tuple[str, str]:
    return (str(row["coder_a"]), str(row["coder_b"]))


def _break_once(text: str) -> str:
    """Let a cell break before its bracket only."""
    value, _, rest = text.partition(" (")
    return f"{value} ({rest.replace(' ', NO_BREAK)}" if rest else text
