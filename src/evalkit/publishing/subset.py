"""The Markdown that both engines print alike; anything else is an error that names its cell.

``docs/markdown-subset.md`` is the same list in words.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from evalkit.errors import BuildError, did_you_mean
from evalkit.publishing.pandoc import run_pandoc_leniently

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from evalkit.publishing.cells import Cell

READER: Final = "markdown-yaml_metadata_block-table_attributes"
MARKER: Final = "evalkit-cell"
DIV_CLASSES: Final = ("notice", "findings", "finding", "boxes", "box", "data-table", "transcript", "qr-code")
FINDING_CLASSES: Final = ("better", "worse", "neutral", "limit")
SPAN_CLASSES: Final = ("suppressed", "symbol", "script")
ATTRIBUTES: Final = {
    "Div": ("summary",),
    "Span": ("words",),
    "Image": ("fig-alt", "narrow"),
    "Header": (),
    "Link": (),
    "Code": (),
}
"""What may stand as ``name=value`` in braces. A page takes anything else for its own: ``onclick``, ``style``."""
HEADING_LEVELS: Final = (2, 3)
PLAIN_BLOCKS: Final = frozenset(
    {"Para", "Plain", "BulletList", "OrderedList", "BlockQuote", "DefinitionList", "HorizontalRule"}
)
PLAIN_INLINES: Final = frozenset(
    {"Str", "Emph", "Strong", "Quoted", "Code", "Note", "Superscript", "Subscript"}
)
CONSTRUCTS: Final = {
    "CodeBlock": "a code block",
    "RawBlock": "raw HTML or another raw block",
    "RawInline": "raw HTML or another raw passage",
    "Math": "a formula",
    "LineBlock": "a line block",
    "Strikeout": "struck-out text",
    "SmallCaps": "small capitals",
    "Underline": "underlined text",
}
TABLE_LABEL: Final = re.compile(r"^\{#(tbl-[^\s}]+)\}$")
LINE: Final = re.compile(r"\bline (\d+) column")
ADDRESS: Final = re.compile(r"^(https?://[^/]|mailto:|#)", re.IGNORECASE)
REMOTE: Final = re.compile(r"^([a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)

Node = dict[str, Any]


@dataclass(slots=True)
class _Check:
    """What the walk over one document has seen so far."""

    names: dict[int, str]
    folder: Path
    where: str = ""
    identifiers: dict[str, str] = field(default_factory=dict)
    references: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, construct: str) -> BuildError:
        return BuildError(f"{self.where}: {construct} is outside the Markdown subset")

    def name(self, identifier: str) -> None:
        if not identifier:
            return
        if identifier in self.identifiers:
            first = self.identifiers[identifier]
            raise BuildError(f"{self.where}: the identifier #{identifier} is used twice (first in {first})")
        self.identifiers[identifier] = self.where


def parse_subset(cells: Sequence[Cell], folder: Path) -> Node:
    """Return the cells as one Pandoc document, after checking that all of it is in the subset.

    Parameters
    ----------
    cells : sequence of Cell
        What the notebook shows.
    folder : Path
        The notebook's folder; figures lie in ``figures/`` below it.

    Returns
    -------
    dict
        Pandoc's JSON document, without metadata.

    Raises
    ------
    BuildError
        For a construct outside the subset, a cross-reference or link that leads nowhere, a missing
        figure; it names the cell.
    """
    text = "\n\n".join(f"```{{={MARKER}}}\n{cell.number}\n```\n\n{cell.markdown}" for cell in cells)
    output, warnings = run_pandoc_leniently(["-f", READER, "-t", "json"], text, folder)
    # Of an identifier used twice Pandoc gives the line after it; the walk below knows its cell.
    if warnings and "Duplicate identifier" not in warnings:
        raise BuildError(_at_its_cell(warnings, text, cells))
    document: Node = json.loads(output)
    check = _Check({cell.number: cell.name for cell in cells}, folder)
    kept = []
    for block in document["blocks"]:
        if _marker(block):
            check.where = check.names[_marker(block)]
        else:
            _block(block, check)
            kept.append(block)
    _resolve(check)
    document["blocks"] = kept
    return document


def _at_its_cell(complaint: str, text: str, cells: Sequence[Cell]) -> str:
    """Say in which cell the line lies that Pandoc warns of, and what is wrong with it."""
    first = complaint.splitlines()[0].removeprefix("[WARNING] ")
    line = LINE.search(first)
    if not line:
        return f"Pandoc: {first}"
    before = "\n".join(text.split("\n")[: int(line[1])])
    cell = cells[before.count(f"```{{={MARKER}}}") - 1]
    if "unclosed" in first:
        return f"{cell.name}: a block that begins with ::: is not closed in its cell"
    return f"{cell.name}: {first}"


def _marker(block: Node) -> int:
    raw = block["t"] == "RawBlock" and block["c"][0] == MARKER
    return int(block["c"][1]) if raw else 0


def _resolve(check: _Check) -> None:
    known = [name for name in check.identifiers if name.startswith(("fig-", "tbl-"))]
    for name, where in check.references:
        if name not in known:
            hint = f"; {did_you_mean(name, known)}" if known else ""
            raise BuildError(f"{where}: the cross-reference @{name} leads nowhere{hint}")
    for name, where in check.links:
        if name not in check.identifiers:
            hint = did_you_mean(name, list(check.identifiers))
            raise BuildError(f"{where}: the link #{name} leads nowhere; {hint}")


def _block(block: Node, check: _Check) -> None:
    kind = block["t"]
    _attributes(block, check)
    if kind == "Header":
        _heading(block, check)
    elif kind == "Div":
        _div(block, check)
    elif kind == "Figure":
        _figure(block, check)
        return
    elif kind == "Table":
        _table(block, check)
    elif kind not in PLAIN_BLOCKS:
        if kind == "CodeBlock" and f"{{={MARKER}}}" in block["c"][1]:
            raise BuildError(f"{check.where}: a code block is not closed in its cell")
        raise check.refuse(CONSTRUCTS.get(kind, str(kind)))
    for child in _children(block.get("c")):
        _node(child, check)


def _node(node: Node, check: _Check) -> None:
    kind = node["t"]
    if kind == "Str":
        return
    if kind in {"Link", "Image", "Span", "Cite"}:
        _inline(node, check)
    elif kind in PLAIN_INLINES:
        _attributes(node, check)
        for child in _children(node.get("c")):
            _node(child, check)
    else:
        _block(node, check)


def _inline(node: Node, check: _Check) -> None:
    kind, content = node["t"], node["c"]
    _attributes(node, check)
    if kind == "Image":
        raise check.refuse("an image without a caption or not alone in its paragraph")
    if kind == "Cite":
        for citation in content[0]:
            name = citation["citationId"]
            if citation["citationPrefix"] or citation["citationSuffix"]:
                raise check.refuse(f"text inside the cross-reference @{name}")
            check.references.append((name, check.where))
        return
    if kind == "Link":
        target = content[2][0]
        if not ADDRESS.match(target):
            raise check.refuse(f"the link to {target}, which is no web page,")
        if target.startswith("#"):
            check.links.append((target[1:], check.where))
    else:
        identifier, classes, _ = content[0]
        check.name(identifier)
        _known(classes, SPAN_CLASSES, "the span class", check)
    for child in _children(content[1]):
        _node(child, check)


def _attributes(node: Node, check: _Check) -> None:
    """Refuse an attribute that no filter takes out again: a page would take it for its own."""
    kind = node["t"]
    if kind in ATTRIBUTES:
        _, _, pairs = node["c"][1 if kind == "Header" else 0]
        for name, _ in pairs:
            if name not in ATTRIBUTES[kind]:
                raise check.refuse(f"the attribute {name}")


def _known(classes: list[str], allowed: Sequence[str], what: str, check: _Check) -> None:
    for name in classes:
        if name not in allowed:
            raise BuildError(
                f"{check.where}: {what} .{name} is outside the Markdown subset; {did_you_mean(name, allowed)}"
            )


def _heading(block: Node, check: _Check) -> None:
    level, (identifier, _, _), _ = block["c"]
    if level not in HEADING_LEVELS:
        raise check.refuse(f"a heading of level {level}")
    check.name(identifier)


def _div(block: Node, check: _Check) -> None:
    (identifier, classes, _), _ = block["c"]
    check.name(identifier)
    if not classes:
        raise check.refuse("a ::: block without a class")
    _known(classes, DIV_CLASSES + (FINDING_CLASSES if "finding" in classes else ()), "the block class", check)
    if "finding" in classes and not set(classes) & set(FINDING_CLASSES):
        raise BuildError(f"{check.where}: a finding needs one of the classes .better .worse .neutral .limit")


def _table(block: Node, check: _Check) -> None:
    caption = block["c"][1][1]
    last = caption[-1]["c"][-1] if caption and caption[-1].get("c") else None
    found = TABLE_LABEL.match(last["c"]) if last and last["t"] == "Str" else None
    check.name(found[1] if found else "")


def _figure(block: Node, check: _Check) -> None:
    (identifier, _, _), (_, caption), content = block["c"]
    image = content[0]["c"][0]
    (_, _, pairs), _, (source, _) = image["c"]
    attributes = dict(pairs)
    _attributes(image, check)
    if not identifier.startswith("fig-"):
        raise BuildError(f"{check.where}: the figure {source} has no identifier #fig-…")
    if not attributes.get("fig-alt", "").strip():
        raise BuildError(f"{check.where}: the figure #{identifier} has no fig-alt text")
    check.name(identifier)
    for path in filter(None, (source, attributes.get("narrow"))):
        _picture(path, identifier, check)
    for child in _children(caption):
        _node(child, check)


def _picture(path: str, identifier: str, check: _Check) -> None:
    if REMOTE.match(path):
        raise check.refuse(f"the remote image {path} in #{identifier}")
    if path.startswith("/") or ".." in PurePosixPath(path).parts:
        raise BuildError(f"{check.where}: the image {path} of #{identifier} is outside the notebook's folder")
    if not (check.folder / path).is_file():
        raise BuildError(f"{check.where}: the image {path} of #{identifier} does not exist")


def _children(content: object) -> Iterator[Node]:
    """Yield the nodes directly below, through the lists and tuples Pandoc puts around them."""
    if isinstance(content, dict):
        if "c" in content and content["t"] != "ColWidth":  # what has no content is a space or a setting
            yield content
    elif isinstance(content, list):
        for item in content:
            yield from _children(item)
