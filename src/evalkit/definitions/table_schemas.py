"""What each processed table must hold: one pandera schema per table, each check with its remedy.

A check's ``error`` is the rule as a person reads it, with the row's own values in braces; its
``description`` is the remedy. The data dictionary in ``docs/`` is generated from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandera.pandas as pa

from evalkit import names

if TYPE_CHECKING:
    import pandas as pd

_CHECK_FORM: Final = (
    "Check the form that the person filled in; leave the cell blank if the answer is unknown."
)


def _within(frame: pd.DataFrame, column: str) -> pd.Series[bool]:
    return frame[column].between(frame["minimum"], frame["maximum"]) | frame[column].isna()


def _on_step(frame: pd.DataFrame, column: str) -> pd.Series[bool]:
    steps = (frame[column] - frame["minimum"]) / frame["step"].where(frame["step"] > 0, 1.0)
    return ((steps - steps.round()).abs() < 1e-9) | frame[column].isna() | (frame["step"] <= 0)  # noqa: PLR2004 - rounding error of a float


def _range_checks(column: str) -> list[pa.Check]:
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


def _not_later(column: str) -> pa.Check:
    return pa.Check(
        lambda frame: frame[column].isna() | (frame[column] <= frame["latest"]),
        name="not in the future",
        error=f"{{{column}:%Y-%m-%d}} is after the date of the data, {{latest:%Y-%m-%d}}",
        description="Correct it, or data_date in grantee.yml.",
    )


def _once(keys: list[str], what: str) -> pa.Check:
    return pa.Check(
        lambda frame: ~frame.duplicated(keys, keep="first"),
        name="once only",
        error=f"{what} stands here a second time",
        description="Keep the right row and remove the other; until then the first one counts.",
    )


def _text(description: str, *, nullable: bool = False) -> pa.Column:
    return pa.Column(object, nullable=nullable, coerce=True, description=description)


_WHO: Final = {
    names.RESPONDENT_ID: _text("The person, as the grantee's own pseudonym."),
    names.COMPONENT: _text("Id of the component."),
}
_RANGE: Final = {
    "minimum": pa.Column(float, description="Lowest possible value."),
    "maximum": pa.Column(float, description="Highest possible value."),
    "step": pa.Column(float, description="Distance between possible values; 0 if any value is."),
}
_LATEST: Final = {"latest": pa.Column("datetime64[ns]", coerce=True, description="The date of the data.")}
_SCORE_KEY: Final = [names.RESPONDENT_ID, names.COMPONENT, names.TIMEPOINT, names.MEASURE, names.SUBSCALE]
_ITEM_KEY: Final = [names.RESPONDENT_ID, names.COMPONENT, names.TIMEPOINT, names.MEASURE, names.ITEM]

SCHEMAS: Final[dict[str, pa.DataFrameSchema]] = {
    "scores": pa.DataFrameSchema(
        {
            **_WHO,
            names.TIMEPOINT: _text("Id of the timepoint."),
            names.MEASURE: _text("Id of the measure."),
            names.SUBSCALE: _text("Id of the subscale; total for a measure with one score."),
            names.SCORE: pa.Column(float, description="The score, on the measure's own scale."),
            **_RANGE,
        },
        checks=[*_range_checks(names.SCORE), _once(_SCORE_KEY, "this person's score at this timepoint")],
        description="Scores that the grantee sent finished, or that were scored from the answers.",
    ),
    "responses": pa.DataFrameSchema(
        {
            **_WHO,
            names.TIMEPOINT: _text("Id of the timepoint."),
            names.MEASURE: _text("Id of the measure."),
            names.ITEM: _text("Id of the question, such as phq9_01."),
            names.RESPONSE: pa.Column(float, description="The answer, on the question's own scale."),
            **_RANGE,
        },
        checks=[
            *_range_checks(names.RESPONSE),
            _once(_ITEM_KEY, "this person's questionnaire at this timepoint"),
        ],
        description="Answers to single questions.",
    ),
    "goals": pa.DataFrameSchema(
        {
            **_WHO,
            "goal": _text("What tells a person's goals apart."),
            "date": pa.Column("datetime64[ns]", coerce=True, description="Day of the rating."),
            "rating": pa.Column(float, description="From 0 (not at all) to 10 (reached)."),
            "theme": _text("Theme that somebody gave the goal.", nullable=True),
            **_RANGE,
            **_LATEST,
        },
        checks=[
            *_range_checks("rating"),
            _not_later("date"),
            _once([names.RESPONDENT_ID, names.COMPONENT, "goal", "date"], "this goal on this day"),
        ],
        description="Ratings of people's own goals.",
    ),
    "attendance": pa.DataFrameSchema(
        {
            **_WHO,
            "session": pa.Column(float, description="Number of the session, from 1."),
            "date": pa.Column(
                "datetime64[ns]", nullable=True, coerce=True, description="Day of the session."
            ),
            "attended": pa.Column(bool, coerce=True, description="Whether the person was there."),
            **_RANGE,
            **_LATEST,
        },
        checks=[
            *_range_checks("session"),
            _not_later("date"),
            _once([names.RESPONDENT_ID, names.COMPONENT, "session"], "this person's session"),
        ],
        description="Registers: one row per person and session.",
    ),
    "episodes": pa.DataFrameSchema(
        {
            **_WHO,
            "referred": pa.Column(
                "datetime64[ns]", nullable=True, coerce=True, description="Day of referral."
            ),
            "started": pa.Column("datetime64[ns]", coerce=True, description="First day."),
            "ended": pa.Column(
                "datetime64[ns]", nullable=True, coerce=True, description="Last day; blank if open."
            ),
            "reason": _text("Reason for ending; blank if open.", nullable=True),
            "completed": pa.Column(bool, coerce=True, description="Whether the reason means: completed."),
            **_LATEST,
        },
        checks=[
            _not_later("started"),
            _not_later("ended"),
            pa.Check(
                lambda frame: frame["ended"].isna() | (frame["ended"] >= frame["started"]),
                name="in order",
                error="this ended before it started",
                description="Correct one of the two dates.",
            ),
            _once([names.RESPONDENT_ID, names.COMPONENT], "this person's time in the component"),
        ],
        description="Beginning and end of each person's time in a component.",
    ),
    "institutions": pa.DataFrameSchema(
        {
            names.COMPONENT: _text("Id of the component."),
            "institution": _text("The organisation that was approached."),
            "took_part": pa.Column(bool, coerce=True, description="Whether it took part."),
        },
        checks=[_once([names.COMPONENT, "institution"], "this organisation")],
        description="Organisations that were approached, such as schools.",
    ),
    "published": pa.DataFrameSchema(
        {
            "measure": _text("What was counted, in the words of the source."),
            "value": pa.Column(float, description="The published number."),
            "unit": _text("Unit, with 'more than' where the source says so.", nullable=True),
            "period": _text("Time that the number covers.", nullable=True),
            "source": _text("Where it was published."),
        },
        description="Figures that were published elsewhere.",
    ),
}
