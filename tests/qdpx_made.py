"""Small REFI-QDA projects written by hand, as other programs write them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

from lxml import etree

DATA = Path(__file__).parent / "data"
SCHEMA = DATA / "refi-qda" / "Project-mrt2019.xsd"
PROJECT = "urn:QDA-XML:project:1.0"
BOOK = "urn:QDA-XML:codebook:1.0"


def guid(number: int) -> str:
    """Return a GUID that is easy to tell from others."""
    return f"00000000-0000-4000-8000-{number:012d}"


CODE, DOCUMENT, CODER, CASE, VARIABLE = guid(1), guid(2), guid(3), guid(4), guid(5)
CODES = f'<CodeBook><Codes><Code guid="{CODE}" name="Trust" isCodable="true"/></Codes></CodeBook>'
USERS = f'<Users><User guid="{CODER}" name="Ana"/></Users>'


def selection(start: object, end: object, words: str = "", *, number: int = 100, inner: str = "") -> str:
    """Return a passage of text with one code by Ana."""
    coding = (
        f'<Coding guid="{guid(number + 500)}" creatingUser="{CODER}"><CodeRef targetGUID="{CODE}"/></Coding>'
    )
    return (
        f'<PlainTextSelection guid="{guid(number)}" name={quoteattr(words)} startPosition="{start}" '
        f'endPosition="{end}">{inner or coding}</PlainTextSelection>'
    )


def source(selections: str, *, path: str = "internal://a.txt", name: str = "a.txt", inner: str = "") -> str:
    """Return one text source."""
    at = f' plainTextPath="{path}"' if path else ""
    return f'<TextSource guid="{DOCUMENT}" name="{name}"{at}>{inner}{selections}</TextSource>'


def write_project(
    folder: Path,
    body: str,
    files: dict[str, bytes] | None = None,
    *,
    origin: str = "by hand",
    before: str = "",
) -> Path:
    """Write a project of these parts; ``files`` go into its archive by name."""
    path = folder / "made.qdpx"
    xml = f'<?xml version="1.0" encoding="utf-8"?>{before}<Project name="made" origin="{origin}" xmlns="{PROJECT}">'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", f"{xml}{body}</Project>")
        for name, content in (files or {}).items():
            archive.writestr(name, content)
    return path


def text_project(
    folder: Path, text: bytes, *selections: str, origin: str = "by hand", extra: str = ""
) -> Path:
    """Write a project of one text."""
    body = f"{USERS}{CODES}<Sources>{source(''.join(selections))}</Sources>{extra}"
    return write_project(folder, body, {"sources/a.txt": text}, origin=origin)


def schema_errors(xml: bytes) -> list[str]:
    """Return where a project or codebook breaks the schema."""
    schema = etree.fromstring(SCHEMA.read_bytes())
    document = etree.fromstring(xml)
    if document.tag == f"{{{BOOK}}}CodeBook":
        renamed = SCHEMA.read_bytes().replace(PROJECT.encode(), BOOK.encode())
        schema = etree.fromstring(renamed)
        declared = etree.SubElement(schema, "{http://www.w3.org/2001/XMLSchema}element")
        declared.set("name", "CodeBook")
        declared.set("type", "CodeBookType")
    checked = etree.XMLSchema(schema)
    checked.validate(document)
    return [str(error) for error in checked.error_log]
