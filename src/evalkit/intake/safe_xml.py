"""XML that somebody sent: no entities, no document types, nothing loaded, and an end to its size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from evalkit.errors import Fault, StructuralFaults

if TYPE_CHECKING:
    from collections.abc import Iterator

XML_BYTES: Final = 64 * 2**20
"""The largest file that is parsed, in bytes."""

DEPTH: Final = 100
"""How deep elements may stand in one another."""

PARTS: Final = 1_500_000
"""How many elements and attributes one file may have: over 100,000 coded passages."""

_BETWEEN: Final = " "
_AGAIN: Final = "Export it again from the program that wrote it."


@dataclass(slots=True)
class Node:
    """One element.

    Attributes
    ----------
    name : str
        Its name without the namespace: programs differ in those.
    attributes : dict of str to str
        Those without a namespace.
    line : int
        Where it begins in the file, from 1.
    text : str
        What stands directly in it.
    children : list of Node
        The elements directly in it.
    instructions : list of (str, str)
        Target and content of the processing instructions directly in it.
    """

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Node] = field(default_factory=list)
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def each(self, *names: str) -> Iterator[Node]:
        """Iterate over the children of these names, in the order of the file."""
        return (child for child in self.children if child.name in names)

    def first(self, name: str) -> Node | None:
        """Return the first child of a name, or None."""
        return next(self.each(name), None)

    def text_of(self, name: str) -> str:
        """Return the text of the first child of a name, "" if there is none."""
        child = self.first(name)
        return "" if child is None else child.text

    def below(self, path: str) -> Iterator[Node]:
        """Iterate over the elements at ``A/B``: all B in all A."""
        name, _, rest = path.partition("/")
        for child in self.each(name):
            if rest:
                yield from child.below(rest)
            else:
                yield child


def parse_xml(content: bytes, file: str) -> Node:
    """Return the root of a document.

    Parameters
    ----------
    content : bytes
        The file; its own declaration or byte-order mark says how it is encoded.
    file : str
        Its name in faults.

    Returns
    -------
    Node
        The root element.

    Raises
    ------
    StructuralFaults
        The file isn't XML, declares a document type (the door for entities and external files),
        or is larger, deeper or fuller than any export.

    Examples
    --------
    >>> root = parse_xml(b'<a xmlns="urn:x"><b n="1">text</b></a>', "x.qdc")
    >>> root.name, root.text_of("b"), next(root.each("b")).attributes
    ('a', 'text', {'n': '1'})
    """
    if len(content) > XML_BYTES:
        rule = f"the XML has {len(content)} bytes; at most {XML_BYTES} are read"
        raise _refusal(file, rule, "Split it into smaller ones.")
    reader = _Reader(file)
    try:
        reader.parser.Parse(content, True)  # noqa: FBT003 - expat takes it by position only
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _refusal(file, f"the file can't be read as XML ({error})", _AGAIN) from None
    return reader.top.children[0]


class _Reader:
    """Builds the nodes while expat reads, so that a limit stops the reading at once."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._parts = 0
        self.top = Node("", {}, 0)
        self._open = [self.top]
        self._texts: list[list[str]] = [[]]
        parser = expat.ParserCreate(namespace_separator=_BETWEEN)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._document_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        self.parser = parser

    def _document_type(self, *_: object) -> None:
        rule = "the XML declares a document type; none is allowed, since it can draw in other files"
        raise _refusal(self._file, rule, "Ask the sender for an export as the program writes it.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._parts += 1 + len(attributes)
        if self._parts > PARTS:
            rule = f"the XML has more than {PARTS} elements and attributes"
            raise _refusal(self._file, rule, "Split it into smaller ones.")
        if len(self._open) > DEPTH:
            rule = f"elements stand more than {DEPTH} deep in one another"
            raise _refusal(self._file, rule, "Put the codes into fewer levels, and export again.")
        own = {key: value for key, value in attributes.items() if _BETWEEN not in key}
        node = Node(name.rpartition(_BETWEEN)[2], own, self.parser.CurrentLineNumber)
        self._open[-1].children.append(node)
        self._open.append(node)
        self._texts.append([])

    def _end(self, _: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)

    def _instruction(self, target: str, content: str) -> None:
        self._open[-1].instructions.append((target, content))


def _refusal(file: str, rule: str, remedy: str) -> StructuralFaults:
    return StructuralFaults([Fault(file, "", None, "", "", rule, remedy)])
