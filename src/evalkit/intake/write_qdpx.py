"""Projects in the REFI-QDA format (``.qdpx``): positions are code points, as the standard asks."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from evalkit.intake.qda_xml import DECLARATION, QdaWriter
from evalkit.intake.write_passages import PassageWriter
from evalkit.store import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from evalkit.definitions.coded_project import Case, CodedProject, CodeSet, Document, Value

_NAMESPACE: Final = "urn:QDA-XML:project:1.0"
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_READ_WRITE_FILE: Final = 0o600 << 16
_UNIX: Final = 3


def write_qdpx(project: CodedProject, path: Path) -> None:
    """Write a project that other programs read.

    Parameters
    ----------
    project : CodedProject
        Its ids become GUIDs where they are none; its segments come back document by document.
    path : Path
        The file. The same project gives the same bytes.

    Raises
    ------
    StructuralFaults
        Something can't be written: control characters in names, ids that lead nowhere, a passage
        whose words aren't those at its place.
    """
    writer = QdaWriter(path.name)
    project_xml, files = _project(writer, project)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"project.qde": DECLARATION + project_xml, **files}.items():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.external_attr = _READ_WRITE_FILE
            entry.create_system = _UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode())
    write_bytes(path, stream.getvalue())


def _project(writer: QdaWriter, project: CodedProject) -> tuple[str, dict[str, str]]:
    codes = writer.guids("code", (code.id for code in project.codes))
    documents = writer.guids("document", (document.id for document in project.documents))
    variables = _types(project)
    passages = PassageWriter(writer, project, codes, documents)
    files: dict[str, str] = {}
    sources = "".join(
        _source(writer, document, documents[document.id], passages, files) for document in project.documents
    )
    cases = writer.guids("case", (case.id for case in project.cases))
    notes = [
        *((guid, note.name, note.text) for note in project.notes for guid in [writer.guid("note", note.id)]),
        *((guid, "", text) for guid, text in passages.notes.items()),
    ]
    coders = writer.guids("coder", (coder.id for coder in project.coders))
    parts = {
        "Users": (
            writer.element("User", {"guid": coders[coder.id], "name": coder.name}) for coder in project.coders
        ),
        "CodeBook": [writer.book(project.codes, codes)],
        "Variables": (
            writer.element(
                "Variable", {"guid": writer.guid("variable", name), "name": name, "typeOfVariable": kind}
            )
            for name, kind in variables.items()
        ),
        "Cases": (
            _case(writer, case, cases[case.id], documents, passages.selections) for case in project.cases
        ),
        "Sources": [sources],
        "Notes": (
            writer.element("Note", {"guid": guid, "name": name}, writer.text("PlainTextContent", text))
            for guid, name, text in notes
        ),
        "Sets": (_set(writer, kept, codes) for kept in project.sets),
    }
    content = [_filled(writer, name, inner) for name, inner in parts.items()]
    description = writer.text("Description", project.description)
    attributes = {"name": project.name, "origin": project.origin, "xmlns": _NAMESPACE}
    return writer.element("Project", attributes, *content, description), files


def _filled(writer: QdaWriter, name: str, inner: Iterable[str]) -> str:
    """Return an element, or nothing where it would be empty: the schema allows none that is."""
    content = "".join(inner)
    return writer.element(name, {}, content) if content else ""


def _source(
    writer: QdaWriter, document: Document, guid: str, passages: PassageWriter, files: dict[str, str]
) -> str:
    attributes: dict[str, str | None] = {"guid": guid, "name": document.name}
    if document.text is not None:
        if "\r" in document.text:
            rule = "this text has carriage returns; lines end with a line feed"
            raise writer.refuse(document.text, rule, "Read the document in again.")
        name = f"{guid.strip('{}').lower()}.txt"
        attributes["plainTextPath"] = f"internal://{name}"
        try:
            document.text.encode()
        except UnicodeEncodeError:
            rule = "this text holds half a character, which no file can hold"
            raise writer.refuse(document.text, rule, "Read the document in again.") from None
        files[f"sources/{name}"] = "\ufeff" + document.text
    return writer.element(
        "TextSource",
        attributes,
        writer.text("Description", document.description),
        passages.of_document(document),
        _values(writer, document.values),
    )


def _case(
    writer: QdaWriter, case: Case, guid: str, documents: Mapping[str, str], selections: Mapping[str, str]
) -> str:
    references = [
        writer.element("SourceRef", {"targetGUID": writer.known("document", documents, own)})
        for own in case.documents
    ]
    references += [
        writer.element("SelectionRef", {"targetGUID": writer.known("passage", selections, own)})
        for own in case.passages
    ]
    return writer.element(
        "Case",
        {"guid": guid, "name": case.name},
        writer.text("Description", case.description),
        _values(writer, case.values),
        *references,
    )


def _set(writer: QdaWriter, kept: CodeSet, codes: Mapping[str, str]) -> str:
    members = (
        writer.element("MemberCode", {"targetGUID": writer.known("code", codes, own)}) for own in kept.codes
    )
    attributes = {"guid": writer.guid("set", kept.id), "name": kept.name}
    return writer.element("Set", attributes, writer.text("Description", kept.description), *members)


def _types(project: CodedProject) -> dict[str, str]:
    """Return the type of each variable by its name, in the order in which they first occur."""
    kinds: dict[str, set[str]] = {}
    holders = [case.values for case in project.cases] + [document.values for document in project.documents]
    for values in holders:
        for name, value in values.items():
            kinds.setdefault(name, set())
            if value is not None:
                kinds[name].add(_kind(value))
    return {
        name: found.copy().pop() if len(found) == 1 else "Float" if found == {"Integer", "Float"} else "Text"
        for name, found in kinds.items()
    }


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "Boolean"
    return {int: "Integer", float: "Float"}.get(type(value), "Text")


def _values(writer: QdaWriter, values: Mapping[str, Value]) -> str:
    written = []
    for name, value in values.items():
        reference = writer.element("VariableRef", {"targetGUID": writer.guid("variable", name)})
        written.append(writer.element("VariableValue", {}, reference, _value(writer, value)))
    return "".join(written)


def _value(writer: QdaWriter, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        if not abs(value) < float("inf"):
            raise writer.refuse(str(value), "this value of a variable is no number", "Leave it blank.")
        return writer.text("FloatValue", format(Decimal(repr(value)), "f"))
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return writer.text(f"{_kind(value)}Value", text) or "<TextValue></TextValue>\n"
