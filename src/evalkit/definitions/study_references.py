"""Names in grantee.yml that must point at something: components, timepoints, measures, attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit import names
from evalkit.definitions.measure import Measure, list_measures, load_measure
from evalkit.definitions.study_needs import find_unmet_needs
from evalkit.definitions.tables import FromColumn
from evalkit.errors import Fault, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from evalkit.definitions.stories import FromVariable
    from evalkit.definitions.study import Study
    from evalkit.definitions.tables import Table

    Keys = tuple[str | int, ...]
    Reference = tuple[Keys, str, str, Sequence[str]]
    Place = Callable[[Sequence[str | int]], tuple[str, int | None]]


def find_faults_in_references(study: Study, *, folder: str, place: Place) -> list[Fault]:
    """Return a fault for each name that grantee.yml uses but doesn't declare.

    Parameters
    ----------
    study : Study
        The parsed grantee.yml.
    folder : str
        Name of the folder it lies in, which must equal ``study.grantee``.
    place : callable
        Given the path of keys, the file's name and the line.

    Returns
    -------
    list of Fault
        Empty if all names point at something.
    """
    faults = []
    for keys, kind, name, known in _references(study, folder):
        if name in known:
            continue
        file, line = place(keys)
        rule = f"unknown {kind}: {did_you_mean(name, list(known))}" if known else f"no {kind} is declared"
        remedy = f"Use a declared {kind}, or declare this one."
        faults.append(Fault(file, "", line, ".".join(str(key) for key in keys), name, rule, remedy))
    faults += [*_duplicates(study, place), *_reserved(study, place)]
    faults += [*_switches(study, place), *find_unmet_needs(study, place)]
    return faults


def _references(study: Study, folder: str) -> Iterator[Reference]:
    yield ("grantee",), "folder name", study.grantee, [folder]
    for number, name in enumerate(study.subgroups):
        yield ("subgroups", number), "attribute", name, study.attributes
    for number, primary in enumerate(study.primary):
        base: Keys = ("primary", number)
        yield (*base, "from"), "timepoint", primary.from_, study.timepoint_ids
        yield (*base, "to"), "timepoint", primary.to, study.timepoint_ids
        if primary.component is not None:
            yield (*base, "component"), "component", primary.component, study.component_ids
        yield from _measure_references(study, base, primary.measure, primary.subscale)
    for measure, moments in study.asked.items():
        yield ("asked", measure), "measure", measure, known_measures(study)
        for number, moment in enumerate(moments):
            yield ("asked", measure, number), "timepoint", moment, study.timepoint_ids
    for number, target in enumerate(study.targets):
        yield ("targets", number, "component"), "component", target.component, study.component_ids
    for name in study.reach.count:
        yield ("reach", "count", name), "component", name, study.component_ids
    for number, table in enumerate(study.tables):
        yield from _table_references(study, ("tables", number), table)
    yield from _references_of_change(study)
    yield from _references_of_stories(study)
    yield from _references_of_equity(study)


def _references_of_change(study: Study) -> Iterator[Reference]:
    """Yield the names in the keys that only the analysis of change reads."""
    for number, component in enumerate(study.components):
        if component.cluster is not None:
            yield ("components", number, "cluster"), "attribute", component.cluster, study.attributes
    for number, rule in enumerate(study.trust):
        if rule.component is not None:
            yield ("trust", number, "component"), "component", rule.component, study.component_ids
    for number, norm in enumerate(study.norms):
        yield from _measure_references(study, ("norms", number), norm.measure, norm.subscale)
    for number, table in enumerate(study.norm_tables):
        here: Keys = ("norm_tables", number)
        yield from _measure_references(study, here, table.measure, None)
        yield (*here, "sex"), "attribute", table.sex, study.attributes
        yield (*here, "age"), "attribute", table.age, study.attributes


def _references_of_equity(study: Study) -> Iterator[Reference]:
    """Yield the names in the part equity: attributes of tables, and groups of those attributes."""
    if study.equity is None:
        return
    for number, entry in enumerate(study.equity.attributes):
        here: Keys = ("equity", "attributes", number)
        yield (*here, "attribute"), "attribute", entry.attribute, study.attributes
        if entry.reference is not None:
            yield (*here, "reference"), "group", entry.reference, entry.titles
    if study.equity.deprivation is not None:
        name = study.equity.deprivation.attribute
        yield ("equity", "deprivation", "attribute"), "attribute", name, study.attributes


def _references_of_stories(study: Study) -> Iterator[Reference]:
    if study.stories is None:
        return
    if study.stories.name is not None:
        yield ("stories", "name"), "attribute", study.stories.name, study.attributes
    for number, name in enumerate(study.stories.attribution):
        yield ("stories", "attribution", number), "attribute", name, study.attributes
    for number, material in enumerate(study.stories.material):
        here: Keys = ("stories", "material", number)
        if isinstance(material.component, str):
            yield (*here, "component"), "component", material.component, study.component_ids
        else:
            for word, meant in material.component.values.items():
                yield (*here, "component", "values", word), "component", meant, study.component_ids
        if material.timepoint is not None:
            yield from _timepoint_references(study, here, material.timepoint)
    for number, joint in enumerate(study.stories.joint):
        here = ("stories", "joint", number)
        yield from _measure_references(study, here, joint.measure, joint.subscale)
        if joint.component is not None:
            yield (*here, "component"), "component", joint.component, study.component_ids


def _table_references(study: Study, base: Keys, table: Table) -> Iterator[Reference]:
    if isinstance(table.component, str):
        yield (*base, "component"), "component", table.component, study.component_ids
    elif isinstance(table.component, FromColumn):
        for word, meant in table.component.values.items():
            yield (*base, "component", "values", word), "component", meant, study.component_ids
    for number, score in enumerate(table.scores):
        here: Keys = (*base, "scores", number)
        yield from _timepoint_references(study, here, score.timepoint)
        yield from _measure_references(study, here, score.measure, score.subscale)
    if table.items is not None:
        here = (*base, "items")
        yield from _timepoint_references(study, here, table.items.timepoint)
        yield from _measure_references(study, here, table.items.measure, None)
        measure = _measure(study, table.items.measure)
        known = [item.id for item in measure.items] if measure else list(table.items.columns)
        for item in table.items.columns:
            yield (*here, "columns", item), "item", item, known
    if table.trust is not None and table.trust.timepoint is not None:
        yield from _timepoint_references(study, (*base, "trust"), table.trust.timepoint)


def _timepoint_references(
    study: Study, base: Keys, timepoint: str | FromColumn | FromVariable
) -> Iterator[Reference]:
    if isinstance(timepoint, str):
        yield (*base, "timepoint"), "timepoint", timepoint, study.timepoint_ids
        return
    for word, meant in timepoint.values.items():
        yield (*base, "timepoint", "values", word), "timepoint", meant, study.timepoint_ids


def _measure_references(study: Study, base: Keys, name: str, subscale: str | None) -> Iterator[Reference]:
    try:
        measure = load_measure(name, study.own_measures)
    except UsageError:
        yield (*base, "measure"), "measure", name, known_measures(study)
        return
    if subscale is not None:
        yield (*base, "subscale"), "subscale", subscale, [part.id for part in measure.subscales]


def _measure(study: Study, name: str) -> Measure | None:
    try:
        return load_measure(name, study.own_measures)
    except UsageError:
        return None


def known_measures(study: Study) -> tuple[str, ...]:
    """Return the ids of shipped and own measures, sorted."""
    return tuple(sorted({*list_measures(), *study.own_measures}))


def _switches(study: Study, place: Place) -> Iterator[Fault]:
    used = {score.measure for table in study.tables for score in table.scores}
    used |= {table.items.measure for table in study.tables if table.items is not None}
    for name in sorted({*used, *study.switches}):
        try:
            study.measure(name)
        except UsageError as error:
            if name in used and name not in known_measures(study):
                continue  # told where it is used
            file, line = place(("switches", name))
            remedy = "docs/measures.md says which rules can be chosen."
            yield Fault(file, "", line, f"switches.{name}", "", str(error), remedy)


def _duplicates(study: Study, place: Place) -> Iterator[Fault]:
    groups = {"components": study.component_ids, "timepoints": study.timepoint_ids}
    for key, ids in groups.items():
        for number, name in enumerate(ids):
            if name in ids[:number]:
                file, line = place((key, number))
                rule = "this id is declared twice"
                yield Fault(file, "", line, f"{key}.{number}.id", name, rule, "Give each its own id.")


def _reserved(study: Study, place: Place) -> Iterator[Fault]:
    """Yield the attributes whose names the tables of people need for themselves."""
    own = (names.RESPONDENT_ID, names.COMPONENT)
    for number, table in enumerate(study.tables):
        for name in table.attributes:
            if name in own or name.startswith("_"):
                keys: Keys = ("tables", number, "attributes", name)
                file, line = place(keys)
                rule = (
                    f"no attribute can be called {name}: that is the table's own key"
                    if name in own
                    else "the name of an attribute begins with a letter"
                )
                remedy = "Give the attribute another name; the column's heading can stay as it is."
                yield Fault(file, "", line, ".".join(str(key) for key in keys), name, rule, remedy)
