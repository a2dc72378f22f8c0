"""What has a fixed form: numbers, addresses on the net, postcodes, days, great ages, rare roles."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from evalkit.analysis.identity_words import MONTHS, STREETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from presidio_analyzer import EntityRecognizer

_MONTH: Final = "|".join(f"{month}|{month[:3]}" for month in MONTHS if month != "may") + "|may|sept"
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_NINETY: Final = r"(?:9\d|1[01]\d|ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|a hundred)"
_SUREST_FRACTION: Final = 0.1
"""Presidio's score for month/year in two digits each: in this field nearly always a rating such as 7/10."""

_ROLES: Final = (
    r"(?:lord |lady )?mayor|mp|councillor|head ?teacher|imam|vicar|rabbi|bishop|(?:vice[- ])?chair(?:man|woman|person)"
    r"|chief executive|ceo|consultant psychiatrist|police commissioner|magistrate|high sheriff"
)
_IS: Final = r"(?:i['’]?m|i am|is|was|aged?|age of|turned|turning|nearly)"
_NO_COUNT: Final = r"(?!\s*(?:%|per|minutes?|miles?|hours?|days?|weeks?|people|pounds?))"
_AM: Final = r"(?:i am|i['’]m|i was|as|being|become|became)"
_AT: Final = r"(?:(?<=in )|(?<=from )|(?<=near )|(?<=to )|(?<=\()|\b(?=[A-Z]{2}))"
_STREET: Final = f"(?:{'|'.join(sorted(STREETS))})"
_CAPITALS: Final = r"(?-i:(?:[A-Z][\w'’]+\s){1,3})"
_RULES: Final = (
    ("date", "day and month", rf"\b{_DAY}\s+(?:of\s+)?(?:{_MONTH})\b(?:,?\s+\d{{4}})?", 0.8),
    ("date", "month and day", rf"\b(?:{_MONTH})\s+{_DAY}\b(?!\s+(?:people|of us))(?:,?\s+\d{{4}})?", 0.7),
    ("date", "month and year", rf"\b(?:{_MONTH})\s+(?:19|20)\d\d\b", 0.6),
    ("date", "year of birth", r"\bborn\s+(?:back\s+)?in\s+(?:19|20)\d\d\b", 0.9),
    ("age", "age from 90", rf"\b{_NINETY}[- ]?(?:years?|yrs?)[- ]?(?:old|of age|young)\b", 0.95),
    ("age", "age from 90", rf"\b{_IS}\s+{_NINETY}\b{_NO_COUNT}", 0.6),
    ("rare", "rare role", rf"\b{_AM}\s+(?:the|a|an)\s+(?:\w+\s+)?(?:{_ROLES})\b", 0.7),
    ("rare", "the only one", r"\bthe only (?:\w+\s+){1,4}(?:in|on|at|here|from)\b", 0.6),
    ("rare", "multiple birth", r"\b(?:triplets?|quadruplets?|quintuplets?|conjoined twins?)\b", 0.8),
    ("number", "long number", r"(?<![\w.])(?:[A-Z]{1,3}[-/]?)?\d(?:[ \-/]?\d){4,}[A-Z]?(?!\w)", 0.5),
    ("number", "National Insurance number", r"\b(?-i:[A-Z]{2})\s?(?:\d{2}\s?){3}[A-D]\b", 0.7),
    ("place", "house number and street", rf"\b\d{{1,4}}[a-z]?,?\s{_CAPITALS}{_STREET}\b", 0.95),
    (
        "phone",
        "telephone number",
        r"(?<![\w.])(?:\+44[ \-]?(?:\(0\)[ \-]?)?|\(?0)\d(?:[ \-()]{0,2}\d){8,9}(?!\w)",
        0.7,
    ),
    ("web", "name on the net", r"(?<![\w.])@\w{3,}", 0.8),
    ("postcode", "form of a postcode", r"\b(?-i:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\b", 0.6),
    ("postcode", "postcode district", rf"{_AT}(?-i:[A-Z]{{1,2}}\d{{1,2}}[A-Z]?)\b(?!\s*\d[A-Z]{{2}})", 0.5),
)


class Span(NamedTuple):
    """A place in a text that may give somebody away: code points from 0, end exclusive; score 0 to 1."""

    start: int
    end: int
    kind: str
    detector: str
    score: float


@lru_cache(maxsize=1)
def _own_rules() -> tuple[tuple[str, str, re.Pattern[str], float], ...]:
    return tuple((kind, name, re.compile(rule, re.IGNORECASE), score) for kind, name, rule, score in _RULES)


@lru_cache(maxsize=1)
def _load_recognisers() -> tuple[tuple[str, EntityRecognizer], ...]:
    """Return Presidio's recognisers by the kind they find; no model, no network."""
    from presidio_analyzer import predefined_recognizers as found  # noqa: PLC0415 - only reports with stories pay

    class OfflineEmailRecognizer(found.EmailRecognizer):
        """Presidio's pattern without its look-up of public suffixes, which would fetch a list."""

        def validate_result(self, pattern_text: str) -> bool | None:
            """Leave the pattern's word as it is: an address that can't exist may still be meant as one."""
            return None if pattern_text else False

    return (
        ("email", OfflineEmailRecognizer()),
        ("web", found.UrlRecognizer()),
        ("phone", found.PhoneRecognizer(supported_regions=("GB",))),
        ("nhs_number", found.NhsRecognizer()),
        ("postcode", found.UkPostcodeRecognizer()),
        ("number", found.UkNinoRecognizer()),
        ("number", found.UkPassportRecognizer()),
        ("number", found.UkDrivingLicenceRecognizer()),
        ("number", found.CreditCardRecognizer()),
        ("number", found.IbanRecognizer()),
        ("date", found.DateRecognizer()),
    )


def find_patterns(text: str) -> Iterator[Span]:
    """Yield all places of a text that have a telling form; they may overlap.

    Examples
    --------
    >>> text = "Ring 0113 496 0000 or write to a@example.org"
    >>> [(span.kind, text[span.start : span.end]) for span in find_patterns(text)][:2]
    [('email', 'a@example.org'), ('web', 'example.org')]
    """
    no_model: Any = None  # what a language model would tell; patterns do without
    for kind, recogniser in _load_recognisers():
        for result in recogniser.analyze(text, recogniser.supported_entities, no_model) or ():
            told = text[result.start : result.end]
            if _is_telling(kind, told, result.score):
                yield Span(result.start, result.end, kind, type(recogniser).__name__, float(result.score))
    for kind, name, rule, score in _own_rules():
        for match in rule.finditer(text):
            yield Span(match.start(), match.end(), kind, name, score)


def _is_telling(kind: str, told: str, score: float) -> bool:
    if kind == "date":
        return score > _SUREST_FRACTION
    if kind == "web":  # "better.It was" lacks a space, and .it is a country
        return told == told.lower() or told.startswith(("http", "www")) or "/" in told
    return True
