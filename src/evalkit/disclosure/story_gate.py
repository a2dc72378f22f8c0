"""The gate for words: which passages may be quoted and how, and what of the coding may be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.disconfirming import OTHER_WAY
from evalkit.analysis.joint_display import calculate_joint
from evalkit.analysis.quote_choice import choose_quotes
from evalkit.disclosure.attribution import build_attributions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.analysis.story_results import StoryResults
    from evalkit.disclosure.gate import Results
    from evalkit.disclosure.policy import Policy

_WORSE_OR_BETTER: Final = ("improved", "worse")


def attribute_quotes(
    safe: pd.DataFrame, people: pd.DataFrame, attributes: Sequence[str], policy: Policy
) -> pd.DataFrame:
    """Return the passages that may be quoted, each with the words that say who spoke.

    Parameters
    ----------
    safe : pandas.DataFrame
        Passages whose words are cleared: excerpt_id, document, respondent_id (missing for a group),
        component, text, name.
    people : pandas.DataFrame
        Everybody who took part, with the attributes. Whoever told a story and filled in no form joins them,
        with no attribute known.
    attributes : sequence of str
        As declared, in order.
    policy : Policy
        Its threshold.

    Returns
    -------
    pandas.DataFrame
        With ``attribution``; without the passages of people who can't be quoted because too few took part.
    """
    spoken = safe[safe[names.RESPONDENT_ID].notna()][[names.RESPONDENT_ID, names.COMPONENT]].drop_duplicates()
    everybody = pd.concat([people, spoken]).drop_duplicates([names.RESPONDENT_ID, names.COMPONENT])
    everybody = everybody.reindex(columns=[names.RESPONDENT_ID, names.COMPONENT, *attributes])
    words = build_attributions(everybody, attributes, policy, spoken)
    of_group = safe[names.RESPONDENT_ID].isna()
    said_by = safe[names.RESPONDENT_ID].map(words).where(~of_group, "")
    return safe.assign(attribution=said_by)[of_group | said_by.notna()]


def release_stories(
    results: StoryResults,
    released: Results,
    safe: pd.DataFrame,
    used: Mapping[str, pd.DataFrame],
    policy: Policy,
) -> dict[str, pd.DataFrame]:
    """Choose the quotes and set stories beside scores, from what has been released alone.

    Parameters
    ----------
    results : StoryResults
        True values.
    released : Results
        What came out of the gate for counts.
    safe : pandas.DataFrame
        From :func:`attribute_quotes`, with ``kind`` of the document.
    used : mapping of str to pandas.DataFrame
        Excerpts, codings and codebook of those who agreed to the report.
    policy : Policy
        Its threshold.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``quotes``, ``joint``, ``agreement`` (of codes that are shown) and ``saturation`` (from as many documents
        on as the threshold, in whole codes: the curve's fractions would give single documents away).
    """
    themes = as_read(released.themes)
    whole = (themes[names.SUBGROUP_VARIABLE] == names.ALL) & (themes[names.TIMEPOINT] == names.ALL)
    quotes = choose_quotes(
        safe,
        used["codings"],
        used["codebook"],
        themes[whole],
        _cases_to_show(results.cases, released.story_change),
        grantee=str(themes[names.GRANTEE].iloc[0]) if len(themes) else "",
    )
    joint = calculate_joint(
        as_read(released.outcomes),
        as_read(released.categories),
        themes,
        results.pairs,
        results.comparisons,
    )
    return {
        "quotes": _with_kind(quotes, safe),
        "joint": joint,
        "agreement": _agreement(results.agreement, themes),
        "saturation": _saturation(results.saturation, policy),
    }


def as_read(table: pd.DataFrame) -> pd.DataFrame:
    """Return a released table as a reader has it: ``suppressed`` boolean, hidden numbers NaN."""
    numbers = [
        column
        for column in table.columns
        if column
        in {names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.N, "of", "people", "excerpts", "documents"}
    ]
    return table.astype({names.SUPPRESSED: bool, **dict.fromkeys(numbers, float)})


def _cases_to_show(cases: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Leave out the passages of people whose cell of story and score is hidden: they'd be quoted as being in it."""
    shown = changes[~changes[names.SUPPRESSED].astype(bool) & changes["category"].isin(_WORSE_OR_BETTER)]
    both = shown.groupby([names.COMPONENT, "theme"])["category"].nunique() == len(_WORSE_OR_BETTER)
    open_cells = set(both.index[both])
    places = zip(cases[names.COMPONENT], cases["code"], strict=True)
    is_open = pd.Series([place in open_cells for place in places], index=cases.index, dtype=bool)
    return cases[(cases["because"] != OTHER_WAY) | is_open]


def _with_kind(quotes: pd.DataFrame, safe: pd.DataFrame) -> pd.DataFrame:
    """Say what each quote comes from; of one text in two documents the first counts."""
    kinds = safe.drop_duplicates("text").set_index("text")["kind"]
    return quotes.assign(kind=quotes["text"].map(kinds))


def _agreement(agreement: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Hide how coders agreed on a code that hardly anybody told of: it says how much of the text has it."""
    hidden = set(themes.loc[themes[names.SUPPRESSED] & (themes[names.COMPONENT] == names.ALL), "code"])
    empty: dict[Any, Any] = dict.fromkeys(
        (names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.CONFIDENCE_LEVEL, names.N)
    )
    rows = [
        {**row, **empty, names.METHOD: "hidden", names.SUPPRESSED: True, names.HIDDEN_BECAUSE: names.SMALL}
        if row["code"] in hidden
        else row
        for row in agreement.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(agreement.columns), dtype=object)


def _saturation(saturation: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    least = 1 if policy.hides_nothing else policy.threshold
    shown = saturation[saturation["documents"] >= least]
    return shown.assign(expected_codes=shown["expected_codes"].round().astype(int))
