"""All results of one study: the tables that go to the gate, each under the name of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from evalkit import names
from evalkit.analysis.activity import count_activity
from evalkit.analysis.change_counts import count_categories
from evalkit.analysis.clustered import calculate_clustered
from evalkit.analysis.completeness import count_completeness
from evalkit.analysis.equity_counts import count_equity
from evalkit.analysis.flow import count_flow
from evalkit.analysis.goals import summarise_goals
from evalkit.analysis.group_outcome_counts import count_group_outcomes
from evalkit.analysis.main_comparisons import main_comparisons
from evalkit.analysis.missing import compare_lost
from evalkit.analysis.outcomes import Design, calculate_outcomes
from evalkit.analysis.paths import calculate_paths, list_lines
from evalkit.analysis.people_groups import group_people, with_group_titles
from evalkit.analysis.primaries import adjust_primaries
from evalkit.analysis.reach import count_reach
from evalkit.analysis.sensitivity import calculate_sensitivity
from evalkit.analysis.sessions_dose import calculate_dose
from evalkit.analysis.trust import calculate_trusted
from evalkit.analysis.waves import calculate_waves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.definitions import Study


def analyse_study(
    study: Study, people: pd.DataFrame, tables: Mapping[str, pd.DataFrame], scores: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Calculate every result of a study, as it is before anything is hidden.

    Parameters
    ----------
    study : Study
        What grantee.yml declares.
    people : pandas.DataFrame
        One row per respondent and component, with the attributes.
    tables : mapping of str to pandas.DataFrame
        The other processed tables.
    scores : pandas.DataFrame
        Scored table.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``outcomes``, ``flow``, ``reach``, ``goals``, ``paths``, ``lines``, ``categories``, ``missing``,
        ``activity``, ``equity``, ``completeness``, ``groups``.
    """
    groups = None if study.equity is None else group_people(people, study.equity, tables["deprivation"])
    people = with_group_titles(people, study.equity, study.subgroups)
    design = design_of(study)
    outcomes = _outcomes(study, design, people, tables, scores)
    main = main_comparisons(outcomes, study.primary, design.timepoints)
    gbo = study.switches.get("gbo", {})
    return {
        "outcomes": outcomes,
        "flow": count_flow(scores, people, tables["episodes"], design, referrals=tables["referrals"]),
        "reach": count_reach(people, tables, study.targets, study.grantee),
        "goals": summarise_goals(
            tables["goals"],
            study.grantee,
            minimum_pairs=study.minimum_pairs,
            provisional=str(gbo.get("provisional", "false")).lower() == "true",
        ),
        "paths": calculate_paths(scores, people, design),
        "lines": list_lines(scores, people, design),
        "categories": count_categories(scores, tables["responses"], study, design),
        "missing": compare_lost(scores, people, main, design),
        "activity": count_activity(people, tables, study),
        "equity": count_equity(study, groups, tables["population"]),
        "completeness": count_completeness(study, groups, tables),
        "groups": count_group_outcomes(study, people, groups, tables, scores, main=main, design=design),
    }


def design_of(study: Study) -> Design:
    """Return what the analysis needs to know of a study."""
    declared = tuple((one.measure, one.subscale, one.from_, one.to) for one in study.primary)
    return Design(
        study.grantee, study.timepoint_ids, study.subgroups, study.minimum_pairs, declared, study.asked
    )


def _outcomes(
    study: Study,
    design: Design,
    people: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    scores: pd.DataFrame,
) -> pd.DataFrame:
    """Return the rows of outcomes.csv: those of one group stand together."""
    outcomes = calculate_outcomes(scores, people, design)
    clusters = {part.id: part.cluster for part in study.components if part.cluster is not None}
    trusted = calculate_trusted(scores, tables, study.trust, design)
    rows = [
        *outcomes.to_dict("records"),
        *calculate_sensitivity(scores, people, study, outcomes, design),
        *trusted.to_dict("records"),
        *calculate_waves(scores, people, design),
        *calculate_clustered(scores, people, clusters, design),
        *calculate_dose(scores, people, tables["attendance"], design),
    ]
    rows += adjust_primaries(pd.DataFrame(rows, columns=list(names.OUTCOME_COLUMNS)), study.primary)
    table = pd.DataFrame(rows, columns=list(names.OUTCOME_COLUMNS))
    place = table.groupby(list(names.OUTCOME_GROUP), sort=False).ngroup()
    return table.iloc[place.sort_values(kind="stable").index].reset_index(drop=True)
