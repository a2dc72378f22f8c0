"""One attribute under ``equity`` in grantee.yml: what was asked, and the groups that answers belong to."""

from __future__ import annotations

import math
from typing import Final, Self

from pydantic import Field, model_validator

from evalkit import names
from evalkit.definitions.equity_words import (
    BLANK,
    KIND_TITLES,
    KNOWN,
    RECORDED_GROUP,
    REFUSED,
    REFUSED_GROUP,
    UNKNOWN,
    UNKNOWN_GROUP,
    Band,
    Kind,
    Scheme,
    band_title,
    fold,
    scheme_words,
)
from evalkit.definitions.study_parts import Part, Text

_OWN_GROUPS: Final = {UNKNOWN_GROUP: UNKNOWN, REFUSED_GROUP: REFUSED, names.NOT_RECORDED: BLANK}


def kind_of_group(group: str) -> str:
    """Return what a group's title tells: known, unknown, refused or blank.

    Examples
    --------
    >>> kind_of_group("White"), kind_of_group("Prefer not to say"), kind_of_group("not recorded")
    ('known', 'refused', 'blank')
    """
    return _OWN_GROUPS.get(group, KNOWN)


class EquityAttribute(Part):
    """One thing people were asked about themselves, and the groups that the answers belong to.

    Examples
    --------
    >>> asked = EquityAttribute(attribute="disability", title="Disability", groups={"Yes": ["y"], "No": ["n"]})
    >>> asked.group_of(" Y "), asked.group_of("maybe"), asked.group_of(None)
    ('Yes', None, 'not recorded')
    """

    attribute: Text = Field(description="An attribute that some table declares.")
    title: Text = Field(description="What was asked, as the report says it.")
    kind: Kind | None = Field(
        default=None,
        description="Which of the fields a commissioner expects this is; may be left out where the "
        "attribute's name is one of them.",
    )
    groups: dict[Text, tuple[Text, ...]] = Field(
        default_factory=dict,
        description="Group's title: the words that were written for it, if they differ. In the order shown.",
    )
    scheme: Scheme | None = Field(
        default=None,
        description="The five or nineteen ethnic groups of Census 2021; groups then adds words to them.",
    )
    bands: tuple[Band, ...] = Field(
        default=(),
        description="Bands of a number such as age: [lowest, highest], the last may be [65, null].",
    )
    unknown: tuple[Text, ...] = Field(default=(), description='Words that mean "not known".')
    refused: tuple[Text, ...] = Field(default=(), description='Words that mean "prefer not to say".')
    reference: Text | None = Field(
        default=None, description="The group that others are compared with; the largest if left out."
    )

    @model_validator(mode="after")
    def _kind_is_clear(self) -> Self:
        if self.kind is None and self.attribute not in KIND_TITLES:
            message = f"say which kind of field '{self.attribute}' is: {', '.join(KIND_TITLES)}"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _one_grouping(self) -> Self:
        if self.bands and (self.groups or self.scheme):
            message = "bands are for numbers, groups and scheme for words: give one of the two"
            raise ValueError(message)
        below: float = -1
        for low, high in self.bands:
            top = math.inf if high is None else high
            if not below < low <= top:
                message = "bands go upwards from 0 without sharing a number, and only the last may be open"
                raise ValueError(message)
            below = top
        return self

    @model_validator(mode="after")
    def _words_mean_one_thing(self) -> Self:
        titles = self.titles
        unfit = next((title for title in self.groups if title not in titles or title in _OWN_GROUPS), None)
        if unfit is not None:
            message = f"'{unfit}' is none of the groups of {self.scheme}: {', '.join(titles)}"
            if unfit in _OWN_GROUPS:
                message = f"'{unfit}' is a group already; give its words under unknown or refused"
            raise ValueError(message)
        meanings: dict[str, str] = {}
        for word, group in self._pairs():
            if meanings.setdefault(fold(word), group) != group:
                message = f"'{word}' can't mean both {meanings[fold(word)]} and {group}"
                raise ValueError(message)
        return self

    @property
    def known_kind(self) -> Kind:
        """Which of :data:`KIND_TITLES` this is."""
        if self.kind is not None:
            return self.kind
        return next(kind for kind in KIND_TITLES if kind == self.attribute)

    @property
    def is_grouped(self) -> bool:
        """Whether answers belong to groups; else it is only told whether there is one."""
        return bool(self.groups or self.scheme or self.bands)

    @property
    def titles(self) -> tuple[str, ...]:
        """Titles of the known groups, in the order shown."""
        if self.bands:
            return tuple(band_title(band) for band in self.bands)
        return tuple(dict.fromkeys(scheme_words(self.scheme).values())) or tuple(self.groups)

    @property
    def all_titles(self) -> tuple[str, ...]:
        """Titles of the known groups, then of those who said nothing that can be used."""
        return (*self.titles, *_OWN_GROUPS)

    def group_of(self, answer: str | None) -> str | None:
        """Return the group that an answer as written belongs to; None where no group covers it."""
        if answer is None or not answer.strip():
            return names.NOT_RECORDED
        found = {fold(word): group for word, group in self._pairs()}.get(fold(answer))
        if found is None and not self.is_grouped:
            return RECORDED_GROUP
        return self._band_of(answer) if found is None else found

    def _band_of(self, answer: str) -> str | None:
        try:
            number = float(answer)
        except ValueError:
            return None
        if not math.isfinite(number):
            return None
        inside = (
            band for band in self.bands if band[0] <= number < (math.inf if band[1] is None else band[1] + 1)
        )
        return next((band_title(band) for band in inside), None)

    def _pairs(self) -> list[tuple[str, str]]:
        """Return every word with its group; a group's own title is a word for it."""
        own = {UNKNOWN_GROUP: self.unknown, REFUSED_GROUP: self.refused, names.NOT_RECORDED: ()}
        pairs = list(scheme_words(self.scheme).items())
        for title, words in {**dict.fromkeys(self.titles, ()), **self.groups, **own}.items():
            pairs += [(word, title) for word in (title, *words)]
        return pairs
