"""Keys of grantee.yml that only work together with others: what is asked for, and what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.definitions.activity_parts import (
    COUNTED_TWICE,
    EACH,
    OVER_TIME,
    REGISTER,
    SAY_WHICH_COUNTS,
)
from evalkit.definitions.measure import load_measure
from evalkit.definitions.periods import read_as
from evalkit.definitions.study_parts import has_t_scores, trust_for
from evalkit.definitions.tables import FromColumn
from evalkit.errors import Fault, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from evalkit.definitions.study import Study
    from evalkit.definitions.study_parts import Trust
    from evalkit.definitions.tables import Table

    Keys = tuple[str | int, ...]
    Place = Callable[[Sequence[str | int]], tuple[str, int | None]]
    Need = tuple[Keys, str, str, str]

_TALKING_THERAPIES: Final = ("phq9", "gad7")


def find_unmet_needs(study: Study, place: Place) -> list[Fault]:
    """Return a fault for each key that can't work without another one that is missing.

    Parameters
    ----------
    study : Study
        The parsed grantee.yml.
    place : callable
        Given the path of keys, the file's name and the line.

    Returns
    -------
    list of Fault
        Empty if every key has what it needs.
    """
    faults = []
    needs = (*_of_trust(study), *_of_primary(study), *_of_outcome_rules(study), *_of_norms(study))
    needs += (*_of_reach(study), *_of_targets(study), *_of_equity(study))
    for keys, value, rule, remedy in needs:
        file, line = place(keys)
        faults.append(Fault(file, "", line, ".".join(str(key) for key in keys), value, rule, remedy))
    return faults


def _of_trust(study: Study) -> Iterator[Need]:
    for number in _repeated(rule.component for rule in study.trust):
        name = study.trust[number].component
        here = f"component '{name}'" if name else "all components without a rule of their own"
        yield (
            ("trust", number),
            "",
            f"there are two rules for {here}",
            "Keep the one that was declared first.",
        )
    for number, rule in enumerate(study.trust):
        covered = [rule.component] if rule.component else list(study.component_ids)
        for component in covered:
            if component not in study.component_ids or trust_for(study.trust, component) is not rule:
                continue
            tables = [table for table in study.tables if component in _components_of(table, study)]
            if not any(table.scores or table.items for table in tables):
                continue  # nobody is asked anything there
            for what, remedy in _missing_for(rule, tables):
                text = f"{rule.rule} needs {what}, and component '{component}' has none"
                yield ("trust", number, rule.rule), "", text, remedy


def _missing_for(rule: Trust, tables: Sequence[Table]) -> Iterator[tuple[str, str]]:
    """Yield what a rule of trust needs and the tables of a component don't map, with the remedy."""
    if rule.needs_dates and not any(table.has_answer_dates for table in tables):
        yield (
            "the days on which questionnaires were answered",
            "Map them with date in items or scores, or declare another rule.",
        )
    if rule.from_contact is not None and not any(
        table.attendance and table.attendance.date for table in tables
    ):
        yield "a register with dates", "Map date in attendance, or declare another rule."
    if rule.flagged and not any(table.trust and table.trust.flag for table in tables):
        yield "a mark per questionnaire", "Map it with trust: {flag, yes, no, timepoint} in a table."
    if rule.dated and not any(table.trust and table.trust.date for table in tables):
        yield "a day per person", "Map it with trust: {date} in a table."


def _of_primary(study: Study) -> Iterator[Need]:
    for number, primary in enumerate(study.primary):
        if primary.baseline == "first":
            continue
        components = [primary.component] if primary.component else study.component_ids
        if not any(trust_for(study.trust, component) for component in components):
            rule = "a trusted baseline needs a rule of trust, and none is declared for this outcome"
            remedy = "Declare one under trust, or take baseline: first."
            yield ("primary", number, "baseline"), primary.baseline, rule, remedy


def _of_outcome_rules(study: Study) -> Iterator[Need]:
    for number, component in enumerate(study.components):
        if component.outcome_rule != "talking_therapies":
            continue
        used: set[str] = set()
        for table in study.tables:
            if component.id in _components_of(table, study):
                used |= {score.measure for score in table.scores}
                used |= {table.items.measure} if table.items else set()
        lacking = [measure for measure in _TALKING_THERAPIES if measure not in used]
        if lacking:
            keys = ("components", number, "outcome_rule")
            rule = f"this rule needs phq9 and gad7, and the component has no {' and no '.join(lacking)}"
            remedy = "Map the missing measure, or leave outcome_rule out."
            yield keys, component.outcome_rule, rule, remedy


def _of_norms(study: Study) -> Iterator[Need]:
    for number in _repeated((norm.measure, norm.subscale, norm.population) for norm in study.norms):
        rule = f"there are two {study.norms[number].population} norms for this score"
        yield ("norms", number), "", rule, "Keep one of them."
    for number in _repeated(table.measure for table in study.norm_tables):
        yield ("norm_tables", number), "", "this measure has two norm tables", "Keep one of them."
    with_table = {table.measure for table in study.norm_tables}
    for number, table in enumerate(study.norm_tables):
        if not _can_give_t_scores(study, table.measure):
            rule = "this measure has no T-scores, so it needs no norm table"
            yield ("norm_tables", number, "measure"), table.measure, rule, "Remove this entry."
    for name, switches in study.switches.items():
        if switches.get("transform") == "t" and name not in with_table and _can_give_t_scores(study, name):
            rule = "T-scores need a norm table, which does not come with evalkit"
            remedy = "Supply one under norm_tables, or leave transform out."
            yield ("switches", name, "transform"), "t", rule, remedy


def _of_reach(study: Study) -> Iterator[Need]:
    registers = {
        table.component for table in study.tables if table.is_register and isinstance(table.component, str)
    }
    for number, table in enumerate(study.tables):
        component = table.component
        named = isinstance(component, str) and component not in study.reach.count
        if table.returns is not None and named and component in registers:
            yield ("tables", number, "returns"), "", COUNTED_TWICE.format(component), SAY_WHICH_COUNTS
    for component, basis in study.reach.count.items():
        tables = [table for table in study.tables if component in _components_of(table, study)]
        counted = [table.is_register if basis == REGISTER else bool(table.returns) for table in tables]
        if component in study.component_ids and not any(counted):
            rule = f"component '{component}' has no {basis} to count"
            remedy = "Map one in a table, or leave this entry out."
            yield ("reach", "count", component), basis, rule, remedy


def _of_targets(study: Study) -> Iterator[Need]:
    for number, target in enumerate(study.targets):
        if target.count not in OVER_TIME or target.component not in study.component_ids:
            continue
        tables = [table for table in study.tables if target.component in _components_of(table, study)]
        if not any(_counts(table, target.count) for table in tables):
            rule = f"nothing counts {target.count} in component '{target.component}'"
            remedy = "Map a register or returns that do, or leave the target out."
            yield ("targets", number, "count"), target.count, rule, remedy
        period = target.period
        if period not in {None, EACH} and read_as(str(period), study.reach.by) is None:
            rule = f"the report counts by {study.reach.by}, and this is no {study.reach.by}"
            remedy = f"Give a {study.reach.by}, or set by under reach to what the target goes by."
            yield ("targets", number, "period"), str(period), rule, remedy


def _counts(table: Table, count: str) -> bool:
    """Return whether a table says how many there were; people of a return are those who took part directly."""
    returned = table.returns.counts if table.returns else {}
    named = table.is_register and count != "engaged"
    return named or ("direct" if count == "people" else count) in returned


def _of_equity(study: Study) -> Iterator[Need]:
    equity = study.equity
    if equity is not None and equity.population is not None and not equity.groups_with_population():
        rule = "nothing can be compared with a population: no attribute has groups"
        remedy = "Give an attribute under equity its groups, scheme or bands, or leave population out."
        yield ("equity", "population"), "", rule, remedy


def _can_give_t_scores(study: Study, name: str) -> bool:
    """Return whether a measure has T-scores; an unknown one is told of elsewhere."""
    try:
        return has_t_scores(load_measure(name, study.own_measures))
    except UsageError:
        return True


def _components_of(table: Table, study: Study) -> Sequence[str]:
    """Return the components that rows of a table can be about."""
    if table.component is None:
        return ()
    return study.component_ids if isinstance(table.component, FromColumn) else (table.component,)


def _repeated(keys: Iterable[Hashable]) -> Iterator[int]:
    """Yield the places of keys that stood there before."""
    seen: set[Hashable] = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield number
        seen.add(key)
