"""Building blocks of the table schemas: kinds of columns, and checks with rule and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandera.pandas as pa

if TYPE_CHECKING:
    import pandas as pd

NOT_APPLICABLE: Final = "not_applicable"
ASKED: Final = "asked"

_CHECK_FORM: Final = (
    "Check the form that the person filled in; leave the cell blank if the answer is unknown."
)


def _within(frame: pd.DataFrame, column: str) -> pd.Series[bool]:
    return frame[column].between(frame["minimum"], frame["maximum"]) | _exempt(frame, column)


def _exempt(frame: pd.DataFrame, column: str) -> pd.Series[bool]:
    """Return where nothing is to be checked: no value, or the code for "does not apply"."""
    blank = frame[column].isna()
    return blank | frame[NOT_APPLICABLE].astype(bool) if NOT_APPLICABLE in frame else blank


def _on_step(frame: pd.DataFrame, column: str) -> pd.Series[bool]:
    steps = (frame[column] - frame["minimum"]) / frame["step"].where(frame["step"] > 0, 1.0)
    return ((steps - steps.round()).abs() < 1e-9) | _exempt(frame, column) | (frame["step"] <= 0)  # noqa: PLR2004 - rounding error of a float


def range_checks(column: str) -> list[pa.Check]:
    """Return checks of a column against the row's own minimum, maximum and step."""
    return [
        pa.Check(
            lambda frame: _within(frame, column),
            name="within the range",
            error="this measure goes from {minimum:g} to {maximum:g}",
            description=_CHECK_FORM,
        ),
        pa.Check(
            lambda frame: _on_step(frame, column),
            name="a possible value",
            error="this measure goes up in steps of {step:g}",
            description=_CHECK_FORM,
        ),
    ]


def asked_then() -> pa.Check:
    """Return a check that a measure was asked at the row's timepoint at all."""
    return pa.Check(
        lambda frame: frame[ASKED].astype(bool),
        name="asked then",
        error="grantee.yml says that {measure} is not asked at the timepoint {timepoint}",
        description="Correct the timepoint, or the list under asked in grantee.yml.",
    )


def not_later(column: str) -> pa.Check:
    """Return a check of a day against the row's own latest possible day."""
    return pa.Check(
        lambda frame: frame[column].isna() | (frame[column] <= frame["latest"]),
        name="not in the future",
        error=f"{{{column}:%Y-%m-%d}} is after the date of the data, {{latest:%Y-%m-%d}}",
        description="Correct it, or data_date in grantee.yml.",
    )


def once(keys: list[str], what: str) -> pa.Check:
    """Return a check that no two rows have the same keys."""
    return pa.Check(
        lambda frame: ~frame.duplicated(keys, keep="first"),
        name="once only",
        error=f"{what} stands here a second time",
        description="Keep the right row and remove the other; until then the first one counts.",
    )


def one_day(keys: list[str], what: str) -> pa.Check:
    """Return a check that rows of the same keys, repeats apart, don't give two days."""
    return pa.Check(
        lambda frame: ~frame.duplicated(keys, keep="first"),
        name="once only",
        error=f"another row gives another day for {what}",
        description="Correct one of the two; until then the first one counts.",
    )


def day(description: str, *, nullable: bool = False) -> pa.Column:
    """Return a column that holds days."""
    return pa.Column("datetime64[ns]", nullable=nullable, coerce=True, description=description)


def text(description: str, *, nullable: bool = False) -> pa.Column:
    """Return a column that holds text."""
    return pa.Column(object, nullable=nullable, coerce=True, description=description)
