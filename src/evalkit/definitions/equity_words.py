"""What the fields about equity are called, and how words and numbers are put into groups."""

from __future__ import annotations

from typing import Final, Literal

from evalkit.definitions.code_lists import load_ethnic_groups

Kind = Literal[
    "age",
    "sex",
    "gender",
    "ethnicity",
    "disability",
    "sexuality",
    "religion",
    "asylum_status",
    "housing",
    "employment",
    "area",
    "language",
    "caring",
    "other",
]
Scheme = Literal["ons_2021_5", "ons_2021_19"]
Band = tuple[int, int | None]

EXPECTED: Final[tuple[Kind, ...]] = (
    *("age", "sex", "gender", "ethnicity", "disability", "sexuality", "religion"),
    *("asylum_status", "housing", "employment"),
)
"""The fields a commissioner expects, unless grantee.yml names others."""

KIND_TITLES: Final[dict[Kind, str]] = {
    "age": "Age",
    "sex": "Sex",
    "gender": "Gender",
    "ethnicity": "Ethnic group",
    "disability": "Disability",
    "sexuality": "Sexuality",
    "religion": "Religion or belief",
    "asylum_status": "Asylum status",
    "housing": "Housing",
    "employment": "Employment",
    "area": "Area",
    "language": "Language",
    "caring": "Caring for somebody",
    "other": "Other",
}

UNKNOWN_GROUP: Final = "Unknown"
REFUSED_GROUP: Final = "Prefer not to say"
RECORDED_GROUP: Final = "Recorded"
"""The group of everybody with an answer, where an attribute has no groups."""

KNOWN: Final = "known"
UNKNOWN: Final = "unknown"
REFUSED: Final = "refused"
BLANK: Final = "blank"


def fold(word: str) -> str:
    """Return a word as it is compared: capitals and spaces don't matter.

    Examples
    --------
    >>> fold("  White  British ")
    'white british'
    """
    return " ".join(word.casefold().split())


def band_title(band: Band) -> str:
    """Return what a band of numbers is called.

    Examples
    --------
    >>> band_title((18, 24)), band_title((65, None)), band_title((0, 0))
    ('18 to 24', '65 or over', '0')
    """
    low, high = band
    if high is None:
        return f"{low} or over"
    return str(low) if low == high else f"{low} to {high}"


def scheme_words(scheme: Scheme | None) -> dict[str, str]:
    """Return the words of a scheme, each with its group: in full, and without the wider group before it.

    Examples
    --------
    >>> words = scheme_words("ons_2021_5")
    >>> words["Bangladeshi"], words["White: Roma"]
    ('Asian, Asian British or Asian Welsh', 'White')
    >>> scheme_words("ons_2021_19")["Roma"]
    'White: Roma'
    """
    if scheme is None:
        return {}
    words: dict[str, str] = {}
    for title, wider in load_ethnic_groups().items():
        group = wider if scheme == "ons_2021_5" else title
        words |= {title: group, title.removeprefix(f"{wider}: "): group}
    return words
