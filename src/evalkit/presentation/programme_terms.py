"""Terms of the programme page's glossary, beside those of grantees' reports."""

from __future__ import annotations

from typing import Final

from evalkit.presentation.glossary import TERMS

PROGRAMME_TERMS: Final = {
    **TERMS,
    "baseline": (
        "Baseline",
        "The value that later ones are held against, chosen by those who own the indicator.",
    ),
    "census-base": (
        "Census base",
        (
            "Rates divide by the number of people who live somewhere, as a census counted them. Where a newer census "
            "takes over, rates can jump without any change in detentions, so the series breaks there."
        ),
    ),
    "interval": (
        "Interval",
        (
            "The numbers in brackets. If the count were repeated many times under the same conditions, about 95 of 100 "
            "such intervals would contain the true value. A wide interval means that little is known."
        ),
    ),
    "limits": (
        "Centre and limits",
        (
            "The centre is the average of a stretch of time. Between the limits values go up and down by themselves: "
            "they lie 2.66 average steps from one value to the next above and below the centre (an XmR chart). "
            "Limits need at least 12 values."
        ),
    ),
    "ratio": (
        "Ratio",
        (
            "One rate divided by another. 1 means as often, 2 twice as often. It says how unequal two groups are, "
            "not why."
        ),
    ),
    "shift": (
        "Shift",
        (
            "Eight values or more in a row on one side of the centre. From its first value on a new centre, and from "
            "12 values on new limits, are worked out."
        ),
    ),
    "standardised-rate": (
        "Rate that allows for age",
        (
            "A rate worked out for each age group and then averaged as if every group of people had the same mix of "
            "ages (a directly standardised rate)."
        ),
    ),
}
"""Terms by the end of their anchor: the word and what it means."""
