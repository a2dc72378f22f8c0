"""What the processed tables about activity must hold: contacts of people, and returns without names."""

from __future__ import annotations

from typing import Final

import pandera.pandas as pa

from evalkit import names
from evalkit.definitions.table_checks import day, not_later, once, text

_CONTACT: Final = [names.RESPONDENT_ID, names.COMPONENT, "date", "activity"]
_RETURN: Final = [names.COMPONENT, "period", "activity", names.STATISTIC]

ACTIVITY_SCHEMAS: Final[dict[str, pa.DataFrameSchema]] = {
    "contacts": pa.DataFrameSchema(
        {
            names.RESPONDENT_ID: text("The person, as the grantee's own pseudonym."),
            names.COMPONENT: text("Id of the component."),
            "date": day("Day of the contact."),
            "activity": text("The activity that the person came to.", nullable=True),
            "attended": pa.Column(bool, coerce=True, description="Whether the person was there."),
            "latest": day("The date of the data."),
        },
        checks=[not_later("date"), once(_CONTACT, "this person's contact on this day")],
        description="Single contacts of people, such as visits to a drop-in; one per person, day and activity.",
    ),
    "returns": pa.DataFrameSchema(
        {
            names.COMPONENT: text("Id of the component."),
            "period": text("Such as 2023-04, of the kind that grantee.yml gives under reach."),
            "activity": text("The activity; blank for all of them.", nullable=True),
            names.STATISTIC: text("What is counted, such as engaged."),
            "value": pa.Column(float, description="The count."),
        },
        checks=[
            pa.Check(
                lambda frame: frame["value"] >= 0,
                name="not below zero",
                error="a count can't be below 0",
                description="Correct it, or leave the cell blank if it is unknown.",
            ),
            pa.Check(
                lambda frame: frame["value"] == frame["value"].round(),
                name="whole",
                error="a count is a whole number",
                description="Correct it, or leave the cell blank if it is unknown.",
            ),
            once(_RETURN, "the return for {period}"),
        ],
        description="Counts without names, as the organisation sent them for each period.",
    ),
}
