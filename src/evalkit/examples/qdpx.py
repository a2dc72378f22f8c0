"""A coded project → the bytes of a REFI-QDA project (``.qdpx``), the same bytes on every run."""

from __future__ import annotations

import io
import uuid
import zipfile
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from evalkit.examples.files import add_entry

if TYPE_CHECKING:
    from evalkit.definitions.coded_project import CodedProject, Document

_NAMESPACE: Final = "urn:QDA-XML:project:1.0"
_IDS: Final = uuid.UUID("6f1d8a52-7c1b-4d0e-9a53-0d4b9f0c2e11")


def qdpx_bytes(project: CodedProject) -> bytes:
    """Return the archive: ``project.qde`` and one text file per document.

    Written apart from evalkit's own export, so that reading the example tests the import and not
    whether two halves of one program agree.

    Parameters
    ----------
    project : CodedProject
        With codes, coders, documents whose text is known, segments with places, and cases.
    """
    root = Element("Project", {"name": project.name, "origin": project.origin, "xmlns": _NAMESPACE})
    users = SubElement(root, "Users")
    for coder in project.coders:
        SubElement(users, "User", {"guid": _guid("coder", coder.id), "name": coder.name})
    _add_codes(root, project)
    variables = SubElement(root, "Variables")
    for name in dict.fromkeys(name for document in project.documents for name in document.values):
        guid = _guid("variable", name)
        SubElement(variables, "Variable", {"guid": guid, "name": name, "typeOfVariable": "Text"})
    if project.cases:
        _add_cases(root, project)
    sources = SubElement(root, "Sources")
    for document in project.documents:
        _add_source(sources, project, document)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        xml = tostring(root, encoding="unicode")
        add_entry(archive, "project.qde", f'<?xml version="1.0" encoding="utf-8"?>\n{xml}\n')
        for document in project.documents:
            add_entry(archive, f"sources/{_guid('document', document.id)}.txt", document.text or "")
    return stream.getvalue()


def _guid(kind: str, own: str) -> str:
    return str(uuid.uuid5(_IDS, f"{kind}/{own}"))


def _add_codes(root: Element, project: CodedProject) -> None:
    above: dict[str | None, Element] = {None: SubElement(SubElement(root, "CodeBook"), "Codes")}
    for code in project.codes:
        attributes = {"guid": _guid("code", code.id), "name": code.name}
        is_codable = "true" if code.is_codable else "false"
        above[code.id] = SubElement(above[code.parent], "Code", {**attributes, "isCodable": is_codable})
        if code.description:
            SubElement(above[code.id], "Description").text = code.description


def _add_cases(root: Element, project: CodedProject) -> None:
    cases = SubElement(root, "Cases")
    for case in project.cases:
        element = SubElement(cases, "Case", {"guid": _guid("case", case.id), "name": case.name})
        for document in case.documents:
            SubElement(element, "SourceRef", {"targetGUID": _guid("document", document)})


def _add_source(sources: Element, project: CodedProject, document: Document) -> None:
    guid = _guid("document", document.id)
    source = SubElement(
        sources,
        "TextSource",
        {"guid": guid, "name": document.name, "plainTextPath": f"internal://{guid}.txt"},
    )
    own = [segment for segment in project.segments if segment.document == document.id]
    for passage, segments in groupby(own, key=lambda segment: segment.passage):
        marked = list(segments)
        place = {"startPosition": str(marked[0].start), "endPosition": str(marked[0].end)}
        named = {"guid": _guid("passage", passage), "name": marked[0].text}
        selection = SubElement(source, "PlainTextSelection", {**named, **place})
        for segment in marked:
            by = {"creatingUser": _guid("coder", segment.coder or "")}
            coding = SubElement(selection, "Coding", {"guid": _guid("coding", segment.id), **by})
            SubElement(coding, "CodeRef", {"targetGUID": _guid("code", segment.code or "")})
    for name, value in document.values.items():
        held = SubElement(source, "VariableValue")
        SubElement(held, "VariableRef", {"targetGUID": _guid("variable", name)})
        SubElement(held, "TextValue").text = str(value)
