"""All results about coded stories, before the gate: of passages that may be used, and of no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.analysis.coder_agreement import calculate_agreement
from evalkit.analysis.coder_labels import label_coders
from evalkit.analysis.consent import mark_consented
from evalkit.analysis.cooccurrence import count_cooccurrence
from evalkit.analysis.disconfirming import contrary_codes, count_disconfirming, find_disconfirming
from evalkit.analysis.joint_pairs import find_pairs
from evalkit.analysis.main_comparisons import main_comparisons
from evalkit.analysis.people_groups import with_group_titles
from evalkit.analysis.saturation import calculate_saturation
from evalkit.analysis.story_change import count_story_change, list_person_changes
from evalkit.analysis.study_results import design_of
from evalkit.analysis.themes import count_themes
from evalkit.scoring.story_codes import THEME, score_stories

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from evalkit.analysis.joint_pairs import JointPair
    from evalkit.analysis.wide_scores import Comparison
    from evalkit.definitions import Study


CONTRARY: Final = "contrary"
"""A column that the gate reads and leaves behind: the codes that speak against a row's code."""
ENOUGH: Final = 15
"""People in a cell whose codes, or in each cell of a breakdown, are counted: three times the usual threshold."""


@dataclass(frozen=True, slots=True)
class StoryResults:
    """What the stories say, with what the gate needs to choose quotes.

    Attributes
    ----------
    counts : mapping of str to pandas.DataFrame
        ``themes``, ``cooccurrence``, ``story_change``, ``disconfirming``: tables of counts for the gate.
    agreement, saturation : pandas.DataFrame
        They count characters and documents, not people.
    cases : pandas.DataFrame
        Passages that speak against a theme.
    pairs : tuple of JointPair
        Which score stands beside which theme.
    comparisons : tuple of Comparison
        The one that stands for each score.
    """

    counts: Mapping[str, pd.DataFrame]
    agreement: pd.DataFrame
    saturation: pd.DataFrame
    cases: pd.DataFrame
    pairs: tuple[JointPair, ...]
    comparisons: tuple[Comparison, ...]


def keep_usable(
    tables: Mapping[str, pd.DataFrame], consents: pd.DataFrame, purpose: str, on_date: pd.Timestamp
) -> dict[str, pd.DataFrame]:
    """Return documents, excerpts and codings of the people who agreed to a purpose, and the codebook.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Processed tables of stories.
    consents : pandas.DataFrame
        Processed table ``consents``; its items are names of documents.
    purpose : str
        One of :data:`evalkit.names.PURPOSES`.
    on_date : pandas.Timestamp
        Consents given later don't count yet.
    """
    excerpts = tables["excerpts"]
    kept = excerpts[mark_consented(with_document_names(tables), consents, purpose, on_date)]
    codings = tables["codings"]
    documents = tables["documents"]
    return {
        "excerpts": kept,
        "codings": codings[codings["excerpt_id"].isin(kept["excerpt_id"])],
        "documents": documents[documents["document"].isin(kept["document"])],
        "codebook": tables["codebook"],
    }


def with_document_names(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the excerpts with the names of their documents in place of the ids."""
    titles = tables["documents"].set_index("document")["name"]
    return tables["excerpts"].assign(document=tables["excerpts"]["document"].map(titles))


def keep_large_cells(themes: pd.DataFrame) -> pd.DataFrame:
    """Return the cells that can bear being shown: every further one costs others, hidden to protect it.

    - Everybody at all times, in each component. All components together only if :data:`ENOUGH` people told
      something in each, or in one alone: else what is left without the large one is a small one.
    - Single codes in the widest of these.
    - A breakdown by time or subgroup, of themes, where each of its cells has :data:`ENOUGH` people.

    Documents of which nobody was told apart don't count as people here.

    Parameters
    ----------
    themes : pandas.DataFrame
        Columns :data:`evalkit.analysis.themes.THEME_COLUMNS`.
    """
    whole = (themes[names.SUBGROUP_VARIABLE] == names.ALL) & (themes[names.TIMEPOINT] == names.ALL)
    is_all, is_theme = themes[names.COMPONENT] == names.ALL, themes["level"] == THEME
    tellers = themes[whole & ~is_all & (themes["of"] > 0)].groupby(names.COMPONENT)["of"].first()
    together = len(tellers) == 1 or bool((tellers >= ENOUGH).all())
    breakdown = themes[names.SUBGROUP_VARIABLE].where(themes[names.TIMEPOINT] == names.ALL, names.TIMEPOINT)
    fewest = themes["of"].groupby([themes[names.COMPONENT], breakdown]).transform("min")
    large = (themes["of"] >= ENOUGH) | (themes["of"] == 0)
    widest = is_all if together else ~is_all & large
    kept = (whole & (is_theme | widest)) | (~whole & widest & is_theme & (fewest >= ENOUGH))
    return themes[kept & (together | ~is_all)].reset_index(drop=True)


def _of_people(changes: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Leave out the components in which only groups spoke: there is nobody whose story stands beside a score."""
    spoken = told.loc[told[names.RESPONDENT_ID].notna(), names.COMPONENT].unique()
    return changes[changes[names.COMPONENT].isin(spoken)].reset_index(drop=True)


def analyse_stories(
    study: Study,
    used: Mapping[str, pd.DataFrame],
    people: pd.DataFrame,
    *,
    responses: pd.DataFrame,
    scores: pd.DataFrame,
    outcomes: pd.DataFrame,
) -> StoryResults:
    """Count, compare and set beside the scores what people told.

    Parameters
    ----------
    study : Study
        What grantee.yml declares.
    used : mapping of str to pandas.DataFrame
        From :func:`keep_usable`, for the purpose ``report``.
    people, responses, scores : pandas.DataFrame
        Processed tables.
    outcomes : pandas.DataFrame
        Rows of outcomes.csv, true values.

    Returns
    -------
    StoryResults
        ``themes`` is cut to what its numbers can bear, see :func:`keep_large_cells`.
    """
    excerpts, codings, codebook = used["excerpts"], used["codings"], used["codebook"]
    people = with_group_titles(people, study.equity, study.subgroups)
    design = design_of(study)
    told = score_stories(excerpts, codings, codebook)
    pairs = find_pairs(codebook, study.stories.joint if study.stories is not None else ())
    comparisons = main_comparisons(outcomes, study.primary, design.timepoints)
    changes = list_person_changes(scores, responses, people, study, design, comparisons=comparisons)
    cases = find_disconfirming(excerpts, codings, codebook, pairs=pairs, changes=changes)
    themes = count_themes(told, codebook, people, design)
    contrary = {code: tuple(codes) for code, codes in contrary_codes(codebook).items()}
    against = count_disconfirming(cases, told, codebook, grantee=study.grantee, pairs=pairs, changes=changes)
    against[CONTRARY] = against["code"].map(contrary)
    return StoryResults(
        counts={
            "themes": keep_large_cells(themes),
            "cooccurrence": count_cooccurrence(told, codings, codebook, study.grantee),
            "story_change": _of_people(count_story_change(told, changes, pairs, study.grantee), told),
            "disconfirming": against,
        },
        agreement=label_coders(
            calculate_agreement(used["documents"], codings, codebook, study.grantee), codings
        ),
        saturation=calculate_saturation(excerpts, codings, study.grantee),
        cases=cases,
        pairs=pairs,
        comparisons=comparisons,
    )
