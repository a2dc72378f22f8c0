"""The texts of a REFI-QDA project: in its XML, in its archive, or beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from evalkit.errors import StructuralFaults
from evalkit.intake.qda_codes import Found, join_texts, key_of
from evalkit.intake.qda_readings import SentText, decode_text, sent_text
from evalkit.intake.qdc import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.intake.safe_xml import Node
    from evalkit.intake.safe_zip import SafeArchive

_SCHEME: Final = re.compile(r"^([a-z]+)://?", re.IGNORECASE)
_OUTSIDE: Final = frozenset({"absolute", "file", "http", "https", "ftp"})
_RELATIVE: Final = "relative"
_AGAIN: Final = "Export again with the documents inside the project; their passages have no place until then."


@dataclass(frozen=True, slots=True)
class Texts:
    """Finds texts by the paths of a project.

    Attributes
    ----------
    archive : SafeArchive
        The project.
    folder : Path
        Where the project lies: paths relative to it are followed no further up.
    within : str
        The folder of the archive that ``project.qde`` lies in, "" or ending in ``/``.
    found : Found
        Where faults go.
    notes : dict of str to str
        Texts of the project's notes by GUID; filled by :meth:`read_notes`.
    remarks : set of str
        Those on a passage, which QualCoder refers to from the whole document: no memo of it.
    """

    archive: SafeArchive
    folder: Path
    within: str
    found: Found
    notes: dict[str, str] = field(default_factory=dict)
    remarks: set[str] = field(default_factory=set)

    def read_notes(self, project: Node) -> None:
        """Read the text of every note, so that others can refer to it."""
        for node in project.below("Notes/Note"):
            content = node.text_of("PlainTextContent")
            if not content and node.attributes.get("plainTextPath"):
                sent = self.text_of(node)
                content = sent.text if sent else ""
            key = key_of(node.attributes.get("guid", ""))
            self.notes[key] = join_texts(content, node.text_of("Description"))
            if node.first("PlainTextSelection"):
                self.remarks.add(key)

    def notes_of(self, node: Node) -> list[str]:
        """Return the texts of the notes that an element refers to."""
        targets = targets_of(node, "NoteRef")
        return [self.notes.get(guid, "") for guid in targets if guid not in self.remarks]

    def text_of(self, node: Node) -> SentText | None:
        """Return the plain text of a source, transcript or note; None where it has none.

        Parameters
        ----------
        node : Node
            An element with ``PlainTextContent`` or ``plainTextPath``. A path that leads nowhere is
            a fault.
        """
        content = node.first("PlainTextContent")
        if content is not None:
            return sent_text(content.text)
        path = node.attributes.get("plainTextPath", "")
        if not path:
            return None
        name = node.attributes.get("name", "")
        try:
            bytes_sent = self._bytes_at(path)
            if bytes_sent is None:
                self.found.add(path, f'the text of "{name}" isn\'t in the project', _AGAIN)
                return None
            return decode_text(bytes_sent)
        except UnicodeDecodeError:
            self.found.add(path, f'the text of "{name}" isn\'t UTF-8', _AGAIN)
            return None

    def _bytes_at(self, path: str) -> bytes | None:
        scheme = _SCHEME.match(path)
        word = scheme[1].casefold() if scheme else ""
        if word in _OUTSIDE:
            return None
        rest = (path[scheme.end() :] if scheme else path).replace("\\", "/").lstrip("/")
        for place in (f"sources/{rest}", rest):
            name = self.archive.find(self.within + place)
            if name is not None:
                return self.archive.read(name)
        beside = self.folder / rest
        if word != _RELATIVE or not beside.resolve().is_relative_to(self.folder.resolve()):
            return None
        try:
            return read_bytes(beside, self.found.file)
        except StructuralFaults:
            return None


def targets_of(node: Node, name: str) -> list[str]:
    """Return the GUIDs that an element's references of one kind point to, as they are compared."""
    return [key_of(child.attributes.get("targetGUID", "")) for child in node.each(name)]
