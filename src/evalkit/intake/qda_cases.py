"""Cases of a REFI-QDA project: people, with their variables and the documents that are theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from evalkit.definitions.coded_project import Case
from evalkit.intake.qda_codes import Found, join_texts, key_of
from evalkit.intake.qda_segments import CaseLinks
from evalkit.intake.qda_texts import targets_of
from evalkit.intake.qda_values import read_values
from evalkit.names import RESPONDENT_ID

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.definitions.coded_project import Code, Document
    from evalkit.intake.qda_segments import Coded
    from evalkit.intake.qda_sources import Source
    from evalkit.intake.qda_texts import Texts
    from evalkit.intake.safe_xml import Node

_LOST_REMEDY: Final = "Export again: until then nobody is known to have said them."


@dataclass(frozen=True, slots=True)
class _Sent:
    """A case as sent, and what it refers to."""

    case: Case
    sources: Sequence[str]
    selections: Sequence[str]


def cases_of(project: Node) -> list[Node]:
    """Return the elements that stand for a case."""
    return [node for node in project.below("Cases/Case") if not _is_of_document(node)]


def codes_of_cases(project: Node, codes: Sequence[Code]) -> dict[str, str]:
    """Return the GUIDs of the cases by the GUID of the code that stands for each.

    NVivo lists a case among the codes by the same GUID; a case may also refer to the code of its name.

    Parameters
    ----------
    project : Node
        The root element.
    codes : sequence of Code
        The code book.
    """
    names = {key_of(code.id): code.name for code in codes}
    found = {}
    for node in cases_of(project):
        case = key_of(node.attributes.get("guid", ""))
        named = [own for own in targets_of(node, "CodeRef") if names.get(own) == node.attributes.get("name")]
        found.update(dict.fromkeys([case, *named], case))
    return found


def read_document_values(
    project: Node, sources: Sequence[Source], variables: Mapping[str, str], found: Found
) -> None:
    """Give documents the variables that MAXQDA and Quirkos keep in a case without a name.

    Parameters
    ----------
    project : Node
        The root element.
    sources : sequence of Source
        All documents; their values are added to.
    variables : mapping of str to str
        Names of the variables by GUID.
    found : Found
        Where faults go.
    """
    by_guid = {guid: source for source in reversed(sources) for guid in source.guids}
    for node in project.below("Cases/Case"):
        source = by_guid.get(targets_of(node, "SourceRef")[0]) if _is_of_document(node) else None
        if source is not None:
            values = {**source.document.values, **read_values(node, variables, found)}
            source.document = replace(source.document, values=values)


def read_cases(
    project: Node, sources: Sequence[Source], coded: Coded, variables: Mapping[str, str], texts: Texts
) -> tuple[Case, ...]:
    """Return the cases of a project with their documents.

    Parameters
    ----------
    project : Node
        The root element.
    sources : sequence of Source
        All documents.
    coded : Coded
        What :func:`~evalkit.intake.qda_segments.build_segments` gave.
    variables : mapping of str to str
        Names of the variables by GUID.
    texts : Texts
        Where notes are found.

    Returns
    -------
    tuple of Case
        With the documents that are wholly its own, and the passages of others that are. Where the project
        refers to no document at all, a case has those documents whose variable ``respondent_id`` is its name.
    """
    sent = [_read_case(node, variables, texts) for node in cases_of(project)]
    linked = any(case.sources for case in sent) or bool(coded.case_links)
    cases = []
    for each in sent:
        links = coded.case_links.get(key_of(each.case.id), CaseLinks())
        documents = [
            source.document.id
            for source in sources
            if source.document.id in links.documents
            or not source.guids.isdisjoint(each.sources)
            or (not linked and _is_named(source.document, each.case.name))
        ]
        lost = [guid for guid in each.selections if guid not in coded.passages]
        if lost:
            rule = f"passages of this case that aren't among those of the project: {len(lost)}"
            texts.found.add(each.case.name, rule, _LOST_REMEDY)
        chosen = [coded.passages[guid] for guid in each.selections if guid in coded.passages]
        passages = tuple(dict.fromkeys([*chosen, *links.passages]))
        cases.append(replace(each.case, documents=tuple(documents), passages=passages))
    return tuple(cases)


def _is_of_document(node: Node) -> bool:
    return "name" not in node.attributes and len(targets_of(node, "SourceRef")) == 1


def _read_case(node: Node, variables: Mapping[str, str], texts: Texts) -> _Sent:
    guid = node.attributes.get("guid", "")
    memo = join_texts(node.text_of("Description"), *texts.notes_of(node))
    case = Case(guid, node.attributes.get("name", guid), (), read_values(node, variables, texts.found), memo)
    return _Sent(case, targets_of(node, "SourceRef"), targets_of(node, "SelectionRef"))


def _is_named(document: Document, name: str) -> bool:
    value = document.values.get(RESPONDENT_ID)
    return value is not None and str(value).strip() == name.strip() != ""
