"""groups.csv: who dropped out, improved and recovered, group by group in the order declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit import names
from evalkit.analysis.group_outcomes import GROUPS_COLUMNS
from evalkit.analysis.people_outcomes import by_rule, by_score, dropped_out
from evalkit.analysis.wide_scores import spread_scores
from evalkit.definitions.equity_groups import kind_of_group
from evalkit.definitions.equity_words import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evalkit.analysis.outcomes import Design
    from evalkit.analysis.people_outcomes import People, PeopleOutcome
    from evalkit.analysis.wide_scores import Comparison
    from evalkit.definitions.study import Study

    Split = tuple[str, dict[str, People], str | None]


def count_group_outcomes(
    study: Study,
    people: pd.DataFrame,
    groups: pd.DataFrame | None,
    tables: Mapping[str, pd.DataFrame],
    scores: pd.DataFrame,
    *,
    main: Iterable[Comparison],
    design: Design,
) -> pd.DataFrame:
    """Count, per component, the people of each group who dropped out, improved reliably or recovered.

    Parameters
    ----------
    study : Study
        Its ``equity`` and ``subgroups`` say by which attributes.
    people : pandas.DataFrame
        One row per respondent and component, with the attributes.
    groups : pandas.DataFrame or None
        From :func:`~evalkit.analysis.people_groups.group_people`; None where nothing is declared.
    tables : mapping of str to pandas.DataFrame
        Processed tables ``episodes`` and ``responses``.
    scores : pandas.DataFrame
        Scored table.
    main : iterable of Comparison
        See :func:`~evalkit.analysis.main_comparisons.main_comparisons`.
    design : Design
        Order of the timepoints, subgroups, minimum.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`~evalkit.analysis.group_outcomes.GROUPS_COLUMNS`. Everybody stands first, then each
        attribute with its groups in the order declared (subgroups by name), those without an answer last.
        A component without any recorded attribute has no rows.
        ``reference`` is the declared group, else that with the most people in the component. Shares and
        comparisons are left to the gate.
    """
    main = tuple(main)
    spread = list(spread_scores(scores, people, design))
    rows: list[dict[str, Any]] = []
    for component in study.component_ids:
        members = people[people[names.COMPONENT] == component]
        splits = list(_splits(study, members, groups))
        if not splits:
            continue
        own = [score for score in spread if score.comparisons[0].component == component]
        found = [
            *dropped_out(component, tables["episodes"], study),
            *by_score(own, main, tables["responses"], study, design),
            *by_rule(component, own, study),
        ]
        rows += [row for outcome in found for row in _rows(component, outcome, members, splits)]
    frame = pd.DataFrame(rows, columns=list(GROUPS_COLUMNS))
    frame[names.GRANTEE], frame[names.SUPPRESSED] = study.grantee, False
    return frame


def _splits(study: Study, members: pd.DataFrame, groups: pd.DataFrame | None) -> Iterator[Split]:
    """Yield each attribute with the people of each of its groups, and the group to compare with."""
    grouped = study.equity.grouped if study.equity is not None and groups is not None else ()
    for entry in grouped:
        titles = groups.loc[members.index, entry.attribute] if groups is not None else pd.Series()
        parts = _parts(members, titles, entry.all_titles)
        if any(parts[title] for title in parts if title != names.NOT_RECORDED):
            yield entry.attribute, parts, entry.reference or _largest(parts)
    for name in study.subgroups:
        if name in members and members[name].notna().any() and name not in {one.attribute for one in grouped}:
            titles = members[name].fillna(names.NOT_RECORDED).astype(str)
            order = sorted(set(titles), key=lambda title: (title == names.NOT_RECORDED, title))
            parts = _parts(members, titles, order)
            yield name, parts, _largest(parts)


def _parts(members: pd.DataFrame, titles: pd.Series[str], order: Sequence[str]) -> dict[str, People]:
    """Return the people of each group; of those without an answer only where there are any."""
    parts = {title: frozenset(members.loc[titles == title, names.RESPONDENT_ID]) for title in order}
    return {title: who for title, who in parts.items() if who or kind_of_group(title) == KNOWN}


def _largest(parts: Mapping[str, People]) -> str | None:
    known = [title for title in parts if kind_of_group(title) == KNOWN]
    return max(known, key=lambda title: len(parts[title]), default=None)


def _rows(
    component: str, outcome: PeopleOutcome, members: pd.DataFrame, splits: Iterable[Split]
) -> Iterator[dict[str, Any]]:
    everybody: Split = (names.ALL, {names.ALL: frozenset(members[names.RESPONDENT_ID])}, None)
    for variable, parts, reference in (everybody, *splits):
        for group, who in parts.items():
            n, of = outcome.count(who)
            yield {
                names.COMPONENT: component,
                "variable": variable,
                "group": group,
                "outcome": outcome.outcome,
                names.MEASURE: outcome.measure,
                names.SUBSCALE: outcome.subscale,
                names.TIMEPOINT_FROM: outcome.timepoint_from,
                names.TIMEPOINT_TO: outcome.timepoint_to,
                names.N: n,
                "of": of,
                "reference": reference,
            }
