"""QDA-XML as text: elements, ids, and a refusal of what XML can't hold."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from evalkit.errors import Fault, StructuralFaults
from evalkit.intake.qda_codes import ESCAPES, SET_INSTRUCTION, join_rules, key_of, split_rules
from evalkit.intake.qda_segments import NAMESPACE
from evalkit.intake.safe_xml import DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evalkit.definitions.coded_project import Code, CodeSet

DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'

_GUID: Final = re.compile(r"(\{)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?(1)\})")
_COLOUR: Final = re.compile("#[0-9A-Fa-f]{6}")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LEVELS: Final = DEPTH - 10
"""Codes are written no deeper than they can be read again."""


def is_guid(text: str) -> bool:
    """Say whether an id is a GUID, so that it is the same in every program.

    Examples
    --------
    >>> is_guid("{5A8A0007-254B-56D0-A495-0BF2FC476620}"), is_guid("trust")
    (True, False)
    """
    return _GUID.fullmatch(text) is not None


class QdaWriter:
    """Writes elements of one file.

    Parameters
    ----------
    file : str
        Its name in faults.
    """

    def __init__(self, file: str) -> None:
        self._file = file

    def refuse(self, value: str, rule: str, remedy: str) -> StructuralFaults:
        """Return the exception that says what can't be written."""
        shown = value[:60].encode("unicode_escape").decode("ascii")
        return StructuralFaults([Fault(self._file, "", None, "", shown, rule, remedy)])

    def guid(self, kind: str, own: str) -> str:
        """Return an id as GUID: itself if it is one, else one that is always made the same way.

        Parameters
        ----------
        kind : str
            What it names: ``code``, ``document`` …
        own : str
            The id.
        """
        return own if is_guid(own) else str(uuid.uuid5(NAMESPACE, f"{kind}/{own}"))

    def guids(self, kind: str, ids: Iterable[str]) -> dict[str, str]:
        """Return the GUID of each id; two that are the same are refused."""
        guids: dict[str, str] = {}
        taken: set[str] = set()
        for own in ids:
            guid = self.guid(kind, own)
            if key_of(guid) in taken:
                raise self.refuse(
                    own, f"two entries of the kind {kind} have this id", "Give each its own id."
                )
            taken.add(key_of(guid))
            guids[own] = guid
        return guids

    def known(self, kind: str, guids: Mapping[str, str], own: str) -> str:
        """Return the GUID that an id refers to; one that refers to nothing is refused."""
        if own not in guids:
            raise self.refuse(own, f"this id belongs to no {kind} of the project", f"Add the {kind}.")
        return guids[own]

    def text(self, name: str, text: str) -> str:
        """Return an element that holds text, or nothing for an empty text."""
        return f"<{name}>{escape(self._sound(text), {chr(13): ESCAPES[chr(13)]})}</{name}>\n" if text else ""

    def element(self, name: str, attributes: Mapping[str, str | None], *content: str) -> str:
        """Return an element; attributes that are None are left out."""
        pairs = self._pairs(attributes)
        inner = "".join(content)
        return f"<{name}{pairs}>\n{inner}</{name}>\n" if inner else f"<{name}{pairs}/>\n"

    def book(self, codes: Sequence[Code], guids: Mapping[str, str]) -> str:
        """Return ``Codes`` with every code in the one above it; nothing if there are none."""
        below: dict[str | None, list[Code]] = {}
        for code in codes:
            if code.parent is not None:
                self.known("code", guids, code.parent)
            below.setdefault(code.parent, []).append(code)
        written: list[str] = []
        inner = "".join(self._code(code, below, guids, written) for code in below.get(None, ()))
        if len(written) < len(codes):
            rule = "these codes stand above one another in a circle"
            missing = next(code.name for code in codes if code.id not in written)
            raise self.refuse(missing, rule, "Correct the code that stands above.")
        return f"<Codes>\n{inner}</Codes>\n" if inner else ""

    def instruction(self, kept: CodeSet, guids: Mapping[str, str]) -> str:
        """Return a set as processing instruction."""
        members = " ".join(self.known("code", guids, own) for own in kept.codes)
        pairs = {
            "guid": self.guid("set", kept.id),
            "name": kept.name,
            "codes": members,
            "description": kept.description,
        }
        return f"<?{SET_INSTRUCTION}{self._pairs(pairs)}?>\n"

    def _code(
        self,
        code: Code,
        below: Mapping[str | None, list[Code]],
        guids: Mapping[str, str],
        written: list[str],
        level: int = 1,
    ) -> str:
        if level > _LEVELS:
            raise self.refuse(code.name, f"codes stand more than {_LEVELS} levels deep", "Use fewer levels.")
        description = join_rules(code)
        if split_rules(description) != (code.description, code.include, code.exclude):
            rule = "the description of this code can't be told from when to use it"
            raise self.refuse(code.name, rule, "Word the description otherwise.")
        if code.colour and not _COLOUR.fullmatch(code.colour):
            raise self.refuse(
                code.colour, "this is no colour of the form #RRGGBB", "Correct it, or leave it out."
            )
        written.append(code.id)
        return self.element(
            "Code",
            {
                "guid": guids[code.id],
                "name": code.name,
                "isCodable": "true" if code.is_codable else "false",
                "color": code.colour or None,
            },
            self.text("Description", description),
            *(self._code(child, below, guids, written, level + 1) for child in below.get(code.id, ())),
        )

    def _pairs(self, attributes: Mapping[str, str | None]) -> str:
        return "".join(
            f' {name}="{escape(self._sound(value), ESCAPES)}"'
            for name, value in attributes.items()
            if value is not None
        )

    def _sound(self, text: str) -> str:
        found = _FORBIDDEN.search(text)
        if found:
            rule = f"this text holds U+{ord(found[0]):04X}, a control character that XML can't hold"
            raise self.refuse(text, rule, "Take the character out of the text.")
        return text
