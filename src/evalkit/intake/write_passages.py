"""Coded segments as the selections and codings of a REFI-QDA project."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.definitions.coded_project import CodedProject, Document, Segment
    from evalkit.intake.qda_xml import QdaWriter

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REPLACEMENT: Final = "\ufffd"
_PLACE: Final = "0"


class PassageWriter:
    """Writes the segments of one project.

    Parameters
    ----------
    writer : QdaWriter
        Writes elements.
    project : CodedProject
        The project.
    codes, documents : mapping of str to str
        GUIDs by id.
    """

    def __init__(
        self,
        writer: QdaWriter,
        project: CodedProject,
        codes: Mapping[str, str],
        documents: Mapping[str, str],
    ) -> None:
        self._writer = writer
        self._codes = codes
        self._coders = {coder.id: writer.guid("coder", coder.id) for coder in project.coders}
        self._of: dict[str, list[Segment]] = {}
        self.notes: dict[str, str] = {}
        """Memos of single codings, which have no description of their own: text by GUID."""
        self.selections: dict[str, str] = {}
        """GUIDs of the selections written so far, by passage."""
        for segment in project.segments:
            writer.known("document", documents, segment.document)
            self._of.setdefault(segment.document, []).append(segment)
        self._ids = writer.guids("segment", (segment.id for segment in project.segments))

    def of_document(self, document: Document) -> str:
        """Return the selections of one document, then the codings of the document as a whole."""
        selections, whole = [], []
        for key, group in groupby(self._of.get(document.id, ()), key=_same_selection):
            segments = list(group)
            if key is None:
                whole += [self._coding(segment, segment.description) for segment in segments]
            else:
                self._check(document, segments[0])
                selections.append(self._selection(segments))
        return "".join((*selections, *whole))

    def _selection(self, segments: Sequence[Segment]) -> str:
        first = segments[0]
        guid = (
            self._writer.guid("passage", first.passage)
            if first.passage
            else self._writer.guid("passage", f"of {first.id}")
        )
        self.selections.setdefault(first.passage, guid)
        memos = {segment.description for segment in segments}
        shared = memos.pop() if len(memos) == 1 else None
        place = (first.start, first.end) if first.start is not None else (_PLACE, _PLACE)
        uncoded = first.code is None
        attributes = {
            "guid": guid,
            "name": first.text if first.start is None else _CONTROL.sub(_REPLACEMENT, first.text),
            "startPosition": str(place[0]),
            "endPosition": str(place[1]),
            "creatingUser": self._coder(first) if uncoded else None,
        }
        codings = (
            ()
            if uncoded
            else (
                self._coding(segment, "" if shared is not None else segment.description)
                for segment in segments
            )
        )
        return self._writer.element(
            "PlainTextSelection", attributes, self._writer.text("Description", shared or ""), *codings
        )

    def _coding(self, segment: Segment, memo: str) -> str:
        code = self._writer.known("code", self._codes, segment.code or "")
        parts = [self._writer.element("CodeRef", {"targetGUID": code})]
        if memo:
            note = self._writer.guid("memo", f"of {segment.id}")
            self.notes[note] = memo
            parts.append(self._writer.element("NoteRef", {"targetGUID": note}))
        attributes = {"guid": self._ids[segment.id], "creatingUser": self._coder(segment)}
        return self._writer.element("Coding", attributes, *parts)

    def _coder(self, segment: Segment) -> str | None:
        return None if segment.coder is None else self._writer.known("coder", self._coders, segment.coder)

    def _check(self, document: Document, segment: Segment) -> None:
        """Refuse a passage that wouldn't come back as it is."""
        if segment.start is None or segment.end is None:
            return
        if not 0 <= segment.start < segment.end:
            rule = f'positions {segment.start} to {segment.end} of "{document.name}" hold no words'
            raise self._writer.refuse(segment.text, rule, "Leave the passage out.")
        if document.text is not None and document.text[segment.start : segment.end] != segment.text:
            rule = (
                f'positions {segment.start} to {segment.end} of "{document.name}" hold other words than these'
            )
            raise self._writer.refuse(segment.text, rule, "Read the project in again.")


def _same_selection(segment: Segment) -> tuple[object, ...] | None:
    """Return what the segments of one selection share; None for a coding of the whole document."""
    if not segment.text and segment.start is None and segment.code and segment.passage in {"", segment.id}:
        return None
    alone = segment.id if segment.code is None or not segment.passage else ""
    return segment.passage, alone, segment.start, segment.end, segment.text
