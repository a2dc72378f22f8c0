"""What the processed tables about equity must hold: the population by group, and how deprived areas are."""

from __future__ import annotations

from typing import Final

import pandera.pandas as pa

from evalkit.definitions.table_checks import once, text

EQUITY_SCHEMAS: Final[dict[str, pa.DataFrameSchema]] = {
    "population": pa.DataFrameSchema(
        {
            "variable": text("The attribute, as it is called under equity in grantee.yml."),
            "group": text("The group's title."),
            "people": pa.Column(float, description="People of the group who live in the area."),
        },
        checks=[
            pa.Check(
                lambda frame: frame["people"] >= 0,
                name="not below zero",
                error="a number of people can't be below 0",
                description="Correct it by the source; without it there is no comparison with the population.",
            ),
            once(["variable", "group"], "this group of the population"),
        ],
        description="The population that people are compared with, by group.",
    ),
    "deprivation": pa.DataFrameSchema(
        {
            "area": text("Code of the small area."),
            "rank": pa.Column(float, nullable=True, coerce=True, description="1 is the most deprived area."),
            "decile": pa.Column(
                float,
                nullable=True,
                coerce=True,
                description="1 is the most deprived tenth; or the rank is given.",
            ),
        },
        checks=[once(["area"], "this area")],
        description="How deprived small areas are.",
    ),
}
