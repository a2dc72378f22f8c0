"""Whose words a passage is where only part of a document is one person's, as in a focus group."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from evalkit.errors import Fault
from evalkit.intake.coded_rows import row_of
from evalkit.intake.story_links import name_of_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evalkit.definitions.coded_project import CodedProject, Segment
    from evalkit.definitions.stories import Material

Places = list[tuple[int, int]]

MOST_PEOPLE: Final = 200
"""More people than this don't speak in one document; each passage is looked for in what each of them says."""

_HALF: Final = 0.5
_NAMED: Final = 5
_SHOWN: Final = 60
_REMEDY: Final = "Mark and code each person's words apart; until then this passage is left out."


@dataclass(frozen=True, slots=True)
class Voices:
    """Where single people speak in the documents of one export.

    Attributes
    ----------
    file : str
        Its name in faults.
    passages : mapping of str to set of str
        Who is linked to a passage.
    places : mapping of str to mapping of str to list of (start, end)
        Where each person speaks, by document: in order, without overlaps.
    """

    file: str
    passages: Mapping[str, set[str]] = field(default_factory=dict)
    places: Mapping[str, Mapping[str, Places]] = field(default_factory=dict)

    def person(self, segments: Sequence[Segment], of_document: str | None) -> str | Fault | None:
        """Return whose words one passage is.

        Theirs if at least half of it lies where they are marked to speak, and nobody else speaks in it.

        Parameters
        ----------
        segments : sequence of Segment
            All of the same words at the same place.
        of_document : str or None
            Whose document it is; the answer where nobody is marked to speak in the passage.

        Returns
        -------
        str, Fault or None
            A fault where several people speak in it, or somebody in a small part: what is theirs isn't known.
        """
        first = segments[0]
        if len(self.places.get(first.document, ())) > MOST_PEOPLE:
            return self._fault(first, f"more than {MOST_PEOPLE} people are marked to speak in this document")
        linked = {who for one in segments for who in self.passages.get(one.passage, ())}
        shares = self._shares(first) or dict.fromkeys(sorted(linked), 1.0)
        if not shares:
            return of_document
        (person, share), *others = shares.items()
        if others:
            more = " …" if len(shares) > _NAMED else ""
            named = ", ".join(list(shares)[:_NAMED]) + more
            return self._fault(first, f"several people speak in this passage ({named})")
        if share < _HALF and person != of_document:
            rule = f"less than half of this passage is words of {person}, and whose the rest is isn't known"
            return self._fault(first, rule)
        return person

    def _shares(self, segment: Segment) -> dict[str, float]:
        """Return which share of the characters of a passage that aren't blank each person speaks."""
        start, end = segment.start, segment.end
        if start is None or end is None:
            return {}
        text = segment.text if len(segment.text) == end - start else "x" * (end - start)
        whole = _count(text)
        shares = {}
        for person, places in self.places.get(segment.document, {}).items():
            spoken = sum(_count(text[a - start : b - start]) for a, b in _within(places, start, end))
            if spoken:
                shares[person] = spoken / whole
        return shares

    def _fault(self, segment: Segment, rule: str) -> Fault:
        shown = " ".join(segment.text.split())[:_SHOWN]
        return Fault(self.file, "", row_of(segment), "respondent", shown, rule, _REMEDY)


def find_voices(project: CodedProject, material: Material) -> Voices:
    """Return where the people of a project's cases speak.

    Parameters
    ----------
    project : CodedProject
        What one export holds.
    material : Material
        What grantee.yml says of it: nobody is named where ``respondent`` is left out, or lists documents.
    """
    link = material.respondent
    if link is None or link.document is not None:
        return Voices(material.file)
    passages: dict[str, set[str]] = {}
    for case in project.cases:
        person = name_of_case(case, link.variable)
        if person is not None:
            for passage in case.passages:
                passages.setdefault(passage, set()).add(person)
    sent: dict[str, dict[str, Places]] = {}
    for segment in project.segments:
        if segment.start is not None and segment.end is not None:
            for person in sorted(passages.get(segment.passage, ())):
                of_person = sent.setdefault(segment.document, {}).setdefault(person, [])
                of_person.append((segment.start, segment.end))
    places = {
        document: {person: _joined(own) for person, own in people.items()}
        for document, people in sent.items()
    }
    return Voices(material.file, passages, places)


def is_only_a_voice(segment: Segment, voices: frozenset[str]) -> bool:
    """Say whether a passage was only marked to say who speaks, by all passages of cases."""
    return segment.code is None and segment.passage in voices


def _joined(places: Iterable[tuple[int, int]]) -> Places:
    joined: Places = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _within(places: Places, start: int, end: int) -> Places:
    """Return the parts of places that lie between two positions."""
    found: Places = []
    first = max(bisect_left(places, (start, start)) - 1, 0)
    for at in range(first, len(places)):
        own_start, own_end = places[at]
        if own_start >= end:
            break
        if own_end > start:
            found.append((max(start, own_start), min(end, own_end)))
    return found


def _count(text: str) -> int:
    return sum(map(len, text.split()))
