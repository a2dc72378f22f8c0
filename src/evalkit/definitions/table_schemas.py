"""What each processed table must hold: one pandera schema per table, each check with its remedy.

A check's ``error`` is the rule as a person reads it, with the row's own values in braces; its
``description`` is the remedy. The data dictionary in ``docs/`` is generated from here.
"""

from __future__ import annotations

from typing import Final

import pandera.pandas as pa

from evalkit import names
from evalkit.definitions.table_checks import (
    ASKED,
    NOT_APPLICABLE,
    asked_then,
    day,
    not_later,
    once,
    one_day,
    range_checks,
    text,
)
from evalkit.definitions.table_schemas_activity import ACTIVITY_SCHEMAS
from evalkit.definitions.table_schemas_equity import EQUITY_SCHEMAS

_WHO: Final = {
    names.RESPONDENT_ID: text("The person, as the grantee's own pseudonym."),
    names.COMPONENT: text("Id of the component."),
}
_RANGE: Final = {
    "minimum": pa.Column(float, description="Lowest possible value."),
    "maximum": pa.Column(float, description="Highest possible value."),
    "step": pa.Column(float, description="Distance between possible values; 0 if any value is."),
}
_ASKED: Final = {
    ASKED: pa.Column(bool, coerce=True, description="Whether the measure is asked at this timepoint.")
}
_LATEST: Final = {"latest": day("The date of the data.")}
_SCORE_KEY: Final = [names.RESPONDENT_ID, names.COMPONENT, names.TIMEPOINT, names.MEASURE, names.SUBSCALE]
_PERSON_KEY: Final = [names.RESPONDENT_ID, names.COMPONENT]
_TIME_KEY: Final = [*_PERSON_KEY, names.TIMEPOINT]
_ITEM_KEY: Final = [names.RESPONDENT_ID, names.COMPONENT, names.TIMEPOINT, names.MEASURE, names.ITEM]

SCHEMAS: Final[dict[str, pa.DataFrameSchema]] = {
    "scores": pa.DataFrameSchema(
        {
            **_WHO,
            names.TIMEPOINT: text("Id of the timepoint."),
            names.MEASURE: text("Id of the measure."),
            names.SUBSCALE: text("Id of the subscale; total for a measure with one score."),
            names.SCORE: pa.Column(float, description="The score, on the measure's own scale."),
            **_RANGE,
            **_ASKED,
        },
        checks=[
            asked_then(),
            *range_checks(names.SCORE),
            once(_SCORE_KEY, "this person's score at this timepoint"),
        ],
        description="Scores that the grantee sent finished, or that were scored from the answers.",
    ),
    "responses": pa.DataFrameSchema(
        {
            **_WHO,
            names.TIMEPOINT: text("Id of the timepoint."),
            names.MEASURE: text("Id of the measure."),
            names.ITEM: text("Id of the question, such as phq9_01."),
            names.RESPONSE: pa.Column(float, description="The answer, on the question's own scale."),
            **_RANGE,
            **_ASKED,
            NOT_APPLICABLE: pa.Column(
                bool, coerce=True, description='Whether the answer is a code for "does not apply".'
            ),
        },
        checks=[
            asked_then(),
            *range_checks(names.RESPONSE),
            once(_ITEM_KEY, "this person's questionnaire at this timepoint"),
        ],
        description="Answers to single questions.",
    ),
    "answer_dates": pa.DataFrameSchema(
        {
            **_WHO,
            names.TIMEPOINT: text("Id of the timepoint."),
            "date": day("Day on which the person answered."),
            **_LATEST,
        },
        checks=[not_later("date")],
        description="Days on which people answered; of two days for one timepoint, the earlier.",
    ),
    "trust_flags": pa.DataFrameSchema(
        {
            **_WHO,
            names.TIMEPOINT: text("Id of the timepoint."),
            "trusted": pa.Column(
                bool, coerce=True, description="Whether the answers of this timepoint are relied on."
            ),
        },
        checks=[once(_TIME_KEY, "another mark of trust for this person and timepoint")],
        description="Marks that say whether a person's answers at a timepoint can be relied on.",
    ),
    "trust_dates": pa.DataFrameSchema(
        {**_WHO, "date": day("Day from which the person's answers are relied on."), **_LATEST},
        checks=[not_later("date"), one_day(_PERSON_KEY, "this person's trust")],
        description="Days from which people's answers can be relied on.",
    ),
    "goals": pa.DataFrameSchema(
        {
            **_WHO,
            "goal": text("What tells a person's goals apart."),
            "date": day("Day of the rating."),
            "rating": pa.Column(float, description="From 0 (not at all) to 10 (reached)."),
            "theme": text("Theme that somebody gave the goal.", nullable=True),
            "status": text(
                "What became of the goal, on each of its rows: abandoned, changed or blank.", nullable=True
            ),
            **_RANGE,
            **_LATEST,
        },
        checks=[
            *range_checks("rating"),
            not_later("date"),
            once([names.RESPONDENT_ID, names.COMPONENT, "goal", "date"], "this goal on this day"),
        ],
        description="Ratings of people's own goals.",
    ),
    "attendance": pa.DataFrameSchema(
        {
            **_WHO,
            "session": pa.Column(float, description="Number of the session, from 1."),
            "date": day("Day of the session.", nullable=True),
            "attended": pa.Column(bool, coerce=True, description="Whether the person was there."),
            **_RANGE,
            **_LATEST,
        },
        checks=[
            *range_checks("session"),
            not_later("date"),
            once([names.RESPONDENT_ID, names.COMPONENT, "session"], "this person's session"),
        ],
        description="Registers: one row per person and session.",
    ),
    **ACTIVITY_SCHEMAS,
    "episodes": pa.DataFrameSchema(
        {
            **_WHO,
            "referred": day("Day of referral.", nullable=True),
            "started": day("First day."),
            "ended": day("Last day; blank if open.", nullable=True),
            "reason": text("Reason for ending; blank if open.", nullable=True),
            "completed": pa.Column(bool, coerce=True, description="Whether the reason means: completed."),
            **_LATEST,
        },
        checks=[
            not_later("started"),
            not_later("ended"),
            pa.Check(
                lambda frame: frame["ended"].isna() | (frame["ended"] >= frame["started"]),
                name="in order",
                error="this ended before it started",
                description="Correct one of the two dates.",
            ),
            once([names.RESPONDENT_ID, names.COMPONENT], "this person's time in the component"),
        ],
        description="Beginning and end of each person's time in a component.",
    ),
    "referrals": pa.DataFrameSchema(
        {
            **_WHO,
            "referred": day("Day of referral; blank if it could not be read.", nullable=True),
            "started": pa.Column(bool, coerce=True, description="Whether the person came at all."),
            **_LATEST,
        },
        checks=[not_later("referred"), once(_PERSON_KEY, "this person's referral")],
        description="People who were referred, whether or not they came.",
    ),
    "sums": pa.DataFrameSchema(
        {
            **_WHO,
            "title": text("What is added up."),
            "unit": text("What is counted."),
            "amount": pa.Column(float, description="The person's amount."),
        },
        checks=[
            pa.Check(
                lambda frame: frame["amount"] >= 0,
                name="not below zero",
                error="an amount can't be below 0",
                description="Correct it, or leave the cell blank if it is unknown.",
            ),
            once([*_PERSON_KEY, "title"], "this person's amount"),
        ],
        description="Amounts per person that the report adds up.",
    ),
    "institutions": pa.DataFrameSchema(
        {
            names.COMPONENT: text("Id of the component."),
            "institution": text("The organisation that was approached."),
            "took_part": pa.Column(bool, coerce=True, description="Whether it took part."),
        },
        checks=[once([names.COMPONENT, "institution"], "this organisation")],
        description="Organisations that were approached, such as schools.",
    ),
    "published": pa.DataFrameSchema(
        {
            "measure": text("What was counted, in the words of the source."),
            "value": pa.Column(float, description="The published number."),
            "unit": text("Unit, with 'more than' where the source says so.", nullable=True),
            "period": text("Time that the number covers.", nullable=True),
            "source": text("Where it was published."),
        },
        description="Figures that were published elsewhere.",
    ),
    "norm_tables": pa.DataFrameSchema(
        {
            names.MEASURE: text("Id of the measure."),
            names.SUBSCALE: text("Id of the subscale."),
            "rater": text("Who filled in the form; blank if the table holds one only.", nullable=True),
            "sex": text("In the words of the table."),
            "grade": pa.Column(float, nullable=True, coerce=True, description="School grade of the norm."),
            "age": pa.Column(
                float,
                nullable=True,
                coerce=True,
                description="Age of the norm in years, in place of a grade.",
            ),
            "mean": pa.Column(float, description="Mean of the norm group."),
            "sd": pa.Column(float, description="Standard deviation of the norm group."),
        },
        checks=[
            pa.Check(
                lambda frame: frame["sd"] > 0,
                name="a spread",
                error="a standard deviation is above 0",
                description="Correct it by the source of the norms.",
            ),
            once(
                [names.MEASURE, names.SUBSCALE, "rater", "sex", "grade", "age"],
                "this norm",
            ),
        ],
        description="Norms by sex and grade or age that the grantee supplied, for T-scores.",
    ),
    **EQUITY_SCHEMAS,
}
