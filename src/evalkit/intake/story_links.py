"""Whose words a document holds, in which component, and when: from variables, cases or a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.definitions.stories import FromVariable
from evalkit.errors import Fault, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evalkit.definitions.coded_project import Case, CodedProject, Document, Value
    from evalkit.definitions.stories import Material
    from evalkit.definitions.study import Study

_OUT: Final = "Until then the document is left out."


@dataclass(frozen=True, slots=True)
class Link:
    """Where a document belongs.

    Attributes
    ----------
    respondent_id, timepoint : str or None
        None if nobody, or no timepoint, is named.
    component : str
        Its component.
    """

    respondent_id: str | None
    component: str
    timepoint: str | None


def link_documents(
    project: CodedProject, material: Material, study: Study
) -> tuple[dict[str, Link], list[Fault]]:
    """Return where each document belongs, by its id; documents that don't say it are left out.

    Parameters
    ----------
    project : CodedProject
        What one export holds.
    material : Material
        What grantee.yml says of it.
    study : Study
        Components and timepoints.

    Returns
    -------
    dict of str to Link
        By id of the document.
    list of Fault
        Variables and documents that aren't there, words that mean no component or timepoint, documents of
        several cases.
    """
    cases = _cases_of(project)
    faults = [*_missing_variables(project, material), *_unknown_documents(project, material)]
    if faults:
        return {}, faults
    links: dict[str, Link] = {}
    components = {part.id: part.id for part in study.components}
    components |= {part.title: part.id for part in study.components}
    moments = {part.id: part.id for part in study.timepoints}
    moments |= {part.title: part.id for part in study.timepoints}
    for document in project.documents:
        values = _values(document, cases.get(document.id, ()))
        component = _named(
            material.file, document, "component", link=material.component, known=components, values=values
        )
        timepoint = _timepoint(material, document, moments, values)
        respondent = _respondent(material, document, cases.get(document.id, ()), values)
        found = [part for part in (component, timepoint, respondent) if isinstance(part, Fault)]
        faults += found
        if not found:
            links[document.id] = Link(_text(respondent), str(component), _text(timepoint))
    return links, faults


def _cases_of(project: CodedProject) -> dict[str, list[Case]]:
    cases: dict[str, list[Case]] = {}
    for case in project.cases:
        for document in dict.fromkeys(case.documents):
            cases.setdefault(document, []).append(case)
    return cases


def _values(document: Document, cases: Iterable[Case]) -> dict[str, str]:
    """Return the variables of a document and of its cases; the document's own count first."""
    values: dict[str, str] = {}
    for held in (document.values, *(case.values for case in cases)):
        for name, value in held.items():
            text = _as_text(value)
            if text:
                values.setdefault(name, text)
    return values


def name_of_case(case: Case, variable: str | None = None) -> str | None:
    """Return a case's name on one line, or what it has under a variable; None if that is blank."""
    written = case.name if variable is None else _as_text(case.values.get(variable))
    return " ".join(written.split()) or None


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def _variables(material: Material) -> dict[str, str]:
    """Return the variables that grantee.yml names for an export, by key."""
    columns = material.columns
    variables = {
        "component": material.component.variable if isinstance(material.component, FromVariable) else None,
        "timepoint": material.timepoint.variable if isinstance(material.timepoint, FromVariable) else None,
        "respondent": material.respondent.variable if material.respondent else None,
    }
    if columns is not None:
        variables["timepoint"] = columns.timepoint or variables["timepoint"]
        variables["respondent"] = columns.respondent or variables["respondent"]
    return {key: name for key, name in variables.items() if name}


def _missing_variables(project: CodedProject, material: Material) -> list[Fault]:
    held = [document.values for document in project.documents] + [case.values for case in project.cases]
    known = sorted({name for values in held for name in values})
    faults = []
    for key, name in _variables(material).items():
        if name not in known and project.documents:
            rule = (
                f"no document or case has this variable: {did_you_mean(name, known)}"
                if known
                else "no document or case has any variable"
            )
            remedy = f"Correct {key} in grantee.yml."
            faults.append(Fault(material.file, "", None, key, name, rule, remedy))
    return faults


def _unknown_documents(project: CodedProject, material: Material) -> list[Fault]:
    listed = (material.respondent and material.respondent.document) or {}
    known = [document.name for document in project.documents]
    folded = {folded_name(name) for name in known}
    return [
        Fault(
            material.file,
            "",
            None,
            "respondent.document",
            name,
            f"no document has this name: {did_you_mean(name, known)}",
            "Correct it in grantee.yml.",
        )
        for name in listed
        if folded_name(name) not in folded
    ]


def folded_name(name: str) -> str:
    """Return a document's name without what a program adds to it: capitals, underscores, ``.txt``."""
    text = name.casefold().strip()
    for suffix in (".txt", ".docx", ".doc", ".odt", ".rtf", ".pdf", ".md", ".html"):
        text = text.removesuffix(suffix)
    return " ".join(text.replace("_", " ").split())


def _named(
    file: str,
    document: Document,
    kind: str,
    *,
    link: str | FromVariable,
    known: Mapping[str, str],
    values: Mapping[str, str],
) -> str | Fault:
    """Return the component or timepoint that a link gives a document."""
    if isinstance(link, str):
        return link
    written = values.get(link.variable, "")
    words = {word.strip().casefold(): meant for word, meant in {**known, **link.values}.items()}
    meant = words.get(written.casefold())
    if meant is not None:
        return meant
    choices = [*known, *link.values]
    rule = (
        f'unknown {kind} of the document "{document.name}": {did_you_mean(written, choices)}'
        if written
        else f'the document "{document.name}" doesn\'t say its {kind}'
    )
    remedy = f"Correct it in the coded project, or list the word under {kind}.values. {_OUT}"
    return Fault(file, "", None, link.variable, written, rule, remedy)


def _timepoint(
    material: Material, document: Document, moments: Mapping[str, str], values: Mapping[str, str]
) -> str | Fault | None:
    link = material.timepoint
    if material.columns is not None and material.columns.timepoint:
        link = FromVariable(variable=material.columns.timepoint)
        if not values.get(link.variable):
            return None
    return (
        None
        if link is None
        else _named(material.file, document, "timepoint", link=link, known=moments, values=values)
    )


def _respondent(
    material: Material, document: Document, cases: Iterable[Case], values: Mapping[str, str]
) -> str | Fault | None:
    """Return the person whose words a document holds; None if grantee.yml or the project names nobody."""
    link = material.respondent
    if material.columns is not None and material.columns.respondent:
        return values.get(material.columns.respondent)
    if link is None:
        return None
    if link.variable is not None:
        return values.get(link.variable)
    if link.document is not None:
        people = {folded_name(name): person for name, person in link.document.items()}
        return people.get(folded_name(document.name))
    found = [name for case in cases if (name := name_of_case(case))]
    if len(found) > 1:
        rule = f'the document "{document.name}" belongs to several cases ({", ".join(found)})'
        remedy = f"Say whose words they are: one case per document, or respondent.document. {_OUT}"
        return Fault(material.file, "", None, "respondent", "", rule, remedy)
    return found[0] if found else None
