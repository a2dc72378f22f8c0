"""A study's public facts: the part of grantee.yml and of the run that the report may print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evalkit.definitions import Measure, Study
    from evalkit.errors import Fault

_OPEN_KEYS = (
    "grantee",
    "title",
    "organisation",
    "prepared_for",
    "version",
    "period",
    "data_date",
    "synthetic",
    "source",
    "disclosure",
    "components",
    "timepoints",
    "subgroups",
    "primary",
    "minimum_pairs",
    "notes",
)


def public_facts(
    study: Study, measures: Iterable[str], inputs: Mapping[str, str], faults: Iterable[Fault]
) -> dict[str, Any]:
    """Collect what ``released/study.json`` holds.

    File names, columns and values of faults stay behind: a value may be what a person wrote.

    Parameters
    ----------
    study : Study
        The declared study.
    measures : iterable of str
        Ids of the measures that have results, in the order of the report.
    inputs : mapping of str to str
        Input file → sha256.
    faults : iterable of Fault
        All faults of the run; only their number per rule is released.
    """
    dumped = study.model_dump(mode="json", by_alias=True, include=set(_OPEN_KEYS))
    facts: dict[str, Any] = {key: dumped[key] for key in _OPEN_KEYS}
    facts["measures"] = [_measure_facts(study.measure(name)) for name in measures]
    facts["trust"] = [{"component": rule.component, "rule": rule.in_words()} for rule in study.trust]
    facts["reach"] = study.reach.model_dump(mode="json", include={"count"})
    facts["equity"] = study.equity and study.equity.model_dump(
        mode="json", include={"population": {"source", "area"}, "deprivation": {"source"}}
    )
    facts["inputs"] = dict(inputs)
    by_rule: dict[str, int] = {}
    for fault in faults:
        rule = fault.rule.split(":")[0]
        by_rule[rule] = by_rule.get(rule, 0) + 1
    facts["faults"] = {"total": sum(by_rule.values()), "by_rule": by_rule}
    return facts


def _measure_facts(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "title": measure.title,
        "short_title": measure.short_title,
        "licence": measure.licence.text,
        "source": measure.source,
        "version": measure.version,
        "switches": dict(measure.settings),
        "subscales": [
            {
                "id": part.id,
                "title": part.title,
                "minimum": part.minimum,
                "maximum": part.maximum,
                "better_is": None if part.better_is == "neither" else part.better_is,
                "noun": part.noun,
                "bands": [
                    {"id": band.id, "from": band.from_, "to": band.to}
                    for bands in part.bands[:1]
                    for band in bands.bands
                ],
            }
            for part in measure.subscales
        ],
    }
