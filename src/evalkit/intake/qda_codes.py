"""Codes and sets of codes in QDA-XML, as they stand in a project and in a codebook."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import unescape

from evalkit.definitions.coded_project import Code, CodeSet
from evalkit.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evalkit.intake.safe_xml import Node

USE: Final = "When to use: "
AVOID: Final = "When not to use: "
"""How a description says when to use a code: QDA-XML has one text per code."""

SET_INSTRUCTION: Final = "evalkit-set"
"""Processing instruction that keeps a set in a codebook, whose schema has codes only."""

ESCAPES: Final = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
"""What an attribute's value is spelt with beside ``&lt;``, ``&gt;`` and ``&amp;``."""

_BLANK_LINE: Final = "\n\n"
_PAIR: Final = re.compile(r'(\w+)="([^"]*)"')
_COLOUR: Final = re.compile(r"#(?:[0-9A-Fa-f]{3}){1,2}")
_SHORT_COLOUR: Final = 4
_NOT: Final = frozenset({"false", "0"})


@dataclass(frozen=True, slots=True)
class Found:
    """Faults of one file, gathered while it is read.

    Attributes
    ----------
    file : str
        Its name in faults.
    faults : list of Fault
        So far.
    """

    file: str
    faults: list[Fault] = field(default_factory=list)

    def add(self, value: str, rule: str, remedy: str) -> None:
        """Add one fault; ``value`` is what was found, cut to a line."""
        self.faults.append(Fault(self.file, "", None, "", " ".join(value.split())[:120], rule, remedy))


def key_of(guid: str) -> str:
    """Return a GUID as it is compared: upper and lower case, with and without braces are the same.

    Examples
    --------
    >>> key_of("{5A8A0007-254B-56D0-A495-0BF2FC476620}")
    '5a8a0007-254b-56d0-a495-0bf2fc476620'
    """
    return guid.strip().strip("{}").casefold()


def read_codes(book: Node | None, notes_of: Callable[[Node], list[str]], found: Found) -> tuple[Code, ...]:
    """Return the codes of a code book, each after the one above it.

    Parameters
    ----------
    book : Node or None
        ``CodeBook``; None where an export has none.
    notes_of : callable
        Gives the texts of the notes that an element refers to.
    found : Found
        Where faults go.

    Returns
    -------
    tuple of Code
        A code's own notes stand after its description.
    """
    codes: dict[str, Code] = {}
    for node, parent in _code_nodes(book):
        guid = node.attributes.get("guid", "")
        if not guid or key_of(guid) in codes:
            rule = "this code has the id of another code" if guid else "this code has no id"
            found.add(node.attributes.get("name", ""), rule, "Export again; this code was left out.")
            continue
        description, include, exclude = split_rules(join_texts(node.text_of("Description"), *notes_of(node)))
        above = codes.get(key_of(parent))
        codes[key_of(guid)] = Code(
            guid,
            node.attributes.get("name", "") or guid,
            above.id if above else None,
            description,
            _colour(node.attributes.get("color", "")),
            node.attributes.get("isCodable", "true").strip().lower() not in _NOT,
            include,
            exclude,
        )
    return tuple(codes.values())


def _code_nodes(book: Node | None) -> Iterator[tuple[Node, str]]:
    """Iterate over all codes from the top down, each with the id of the code above it."""
    if book is None:
        return
    waiting = [(node, "") for group in book.each("Codes") for node in group.each("Code")]
    waiting += [(node, "") for node in book.each("Code")]
    waiting.reverse()
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        below = [(child, node.attributes.get("guid", "")) for child in node.each("Code")]
        waiting += reversed(below)


def read_sets(holder: Node, codes: tuple[Code, ...], found: Found) -> tuple[CodeSet, ...]:
    """Return the sets of codes of a project or codebook.

    Parameters
    ----------
    holder : Node
        The element that has ``Sets``, or the codebook that has processing instructions.
    codes : tuple of Code
        Those that a set can have.
    found : Found
        Where faults go.
    """
    known = {key_of(code.id): code.id for code in codes}
    sets = []
    for node in holder.below("Sets/Set"):
        name, guid = node.attributes.get("name", ""), node.attributes.get("guid", "")
        # portableqda and ATLAS.ti write guid, the schema targetGUID
        written = [child.attributes for child in node.each("MemberCode")]
        guids = [member.get("targetGUID") or member.get("guid", "") for member in written]
        sets.append((CodeSet(guid or name, name, (), node.text_of("Description")), guids))
    for target, content in holder.instructions:
        if target == SET_INSTRUCTION:
            back = {spelt: character for character, spelt in ESCAPES.items()}
            pairs = {name: unescape(value, back) for name, value in _PAIR.findall(content)}
            kept = CodeSet(pairs.get("guid", ""), pairs.get("name", ""), (), pairs.get("description", ""))
            sets.append((kept, pairs.get("codes", "").split()))
    whole = []
    for kept, guids in sets:
        members = tuple(known[key_of(guid)] for guid in guids if key_of(guid) in known)
        if len(members) < len(guids):
            rule = f"codes of this set that aren't in the codebook: {len(guids) - len(members)}"
            found.add(kept.name, rule, "Export again; they were left out of the set.")
        whole.append(CodeSet(kept.id, kept.name, members, kept.description))
    return tuple(whole)


def join_texts(*texts: str) -> str:
    """Return texts with a blank line between them, without the empty ones."""
    return _BLANK_LINE.join(text for text in texts if text)


def join_rules(code: Code) -> str:
    """Return what a code means and when to use it, as one text."""
    use = USE + code.include if code.include else ""
    avoid = AVOID + code.exclude if code.exclude else ""
    return join_texts(code.description, use, avoid)


def split_rules(text: str) -> tuple[str, str, str]:
    r"""Return description, when to use and when not to use: the opposite of :func:`join_rules`.

    Examples
    --------
    >>> split_rules("Ties grow.\n\nWhen to use: Named people.")
    ('Ties grow.', 'Named people.', '')
    """
    rest, exclude = _cut_off(text, AVOID)
    description, include = _cut_off(rest, USE)
    return description, include, exclude


def _cut_off(text: str, label: str) -> tuple[str, str]:
    before, found, after = text.rpartition(_BLANK_LINE + label)
    if found:
        return before, after
    return ("", text.removeprefix(label)) if text.startswith(label) else (text, "")


def _colour(written: str) -> str:
    if not _COLOUR.fullmatch(written.strip()):
        return ""
    colour = written.strip()
    return "#" + "".join(2 * digit for digit in colour[1:]) if len(colour) == _SHORT_COLOUR else colour
