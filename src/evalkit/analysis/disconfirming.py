"""What speaks against a theme: contrary codes, and scores that went the other way; no reader's choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.story_change import NO_RELIABLE_CHANGE, changes_beside, tellers_of
from evalkit.scoring.story_codes import count_upwards

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evalkit.analysis.joint_pairs import JointPair

CONTRARY_CODE: Final = "contrary_code"
OTHER_WAY: Final = "score_went_other_way"
NO_RULE: Final = "no_rule"

CASE_COLUMNS: Final = (
    *("theme", "code", "because", "excerpt_id", "document"),
    *(names.RESPONDENT_ID, names.COMPONENT, names.TIMEPOINT),
)
"""Columns of the single cases, which never pass the gate as they are."""

DISCONFIRMING_COLUMNS: Final = (
    names.GRANTEE,
    *(names.COMPONENT, "theme", "code", "title", "because", "people", "of", "excerpts"),
    names.SUPPRESSED,
    names.HIDDEN_BECAUSE,
)
"""Columns of ``disconfirming.csv``."""


def find_disconfirming(
    excerpts: pd.DataFrame,
    codings: pd.DataFrame,
    codebook: pd.DataFrame,
    pairs: Sequence[JointPair] = (),
    changes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the passages that speak against a code or theme.

    Two rules, and no reader's choice. ``contrary_code``: the passage has a code, or one below it, of which
    the codebook says in ``contrary_to`` that it speaks against another. ``score_went_other_way``: the
    passage tells of a theme that leads one to expect a score to rise or fall, and the score of the person who
    said it changed by more than chance the other way.

    Parameters
    ----------
    excerpts : pandas.DataFrame
        excerpt_id, document, respondent_id, component, timepoint.
    codings : pandas.DataFrame
        excerpt_id, code.
    codebook : pandas.DataFrame
        code, parent, theme; contrary_to (a code of the codebook) where it has any.
    pairs : sequence of JointPair
        Which score stands beside which theme.
    changes : pandas.DataFrame, optional
        Columns :data:`evalkit.analysis.story_change.PERSON_CHANGE_COLUMNS`.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`CASE_COLUMNS`, a passage once per rule and code it speaks against, in the order of
        the codebook and of the passages.

    Raises
    ------
    ValueError
        If ``contrary_to`` names a code that the codebook lacks.
    """
    counted = count_upwards(codings, codebook)
    keys = ["excerpt_id", "document", names.RESPONDENT_ID, names.COMPONENT, names.TIMEPOINT]
    passages = excerpts[keys].drop_duplicates("excerpt_id").merge(counted[["excerpt_id", "code"]])
    themes = dict(zip(codebook["code"], codebook["theme"], strict=True))
    found = []
    for code, contrary in contrary_codes(codebook).items():
        own = passages[passages["code"].isin(contrary)].drop_duplicates("excerpt_id")
        found.append(own.assign(code=code, theme=themes[code], because=CONTRARY_CODE))
    for pair in pairs:
        for component, people in _against(changes, pair):
            own = passages[(passages["code"] == pair.theme) & (passages[names.COMPONENT] == component)]
            own = own[own[names.RESPONDENT_ID].isin(people)]
            found.append(own.assign(theme=themes[pair.theme], because=OTHER_WAY))
    if not found:
        return pd.DataFrame(columns=list(CASE_COLUMNS))
    cases = pd.concat(found).drop_duplicates(["code", "because", "excerpt_id"])
    order = {code: place for place, code in enumerate(codebook["code"])}
    place = cases["code"].map(order)
    return cases.iloc[place.argsort(kind="stable")].reset_index(drop=True)[list(CASE_COLUMNS)]


def contrary_codes(codebook: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each code those that speak against it.

    Examples
    --------
    >>> contrary_codes(pd.DataFrame({"code": ["help", "harm"], "contrary_to": [None, "help"]}))
    {'help': ['harm']}
    """
    found: dict[str, list[str]] = {}
    if "contrary_to" not in codebook:
        return found
    known = set(codebook["code"])
    for code, against in codebook[["code", "contrary_to"]].dropna().itertuples(index=False):
        if against not in known:
            raise ValueError(f'the code "{code}" is contrary to "{against}", which the codebook lacks')
        found.setdefault(str(against), []).append(str(code))
    return found


def count_disconfirming(
    cases: pd.DataFrame,
    told: pd.DataFrame,
    codebook: pd.DataFrame,
    *,
    grantee: str,
    pairs: Sequence[JointPair] = (),
    changes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count people and passages that speak against each code for which there is a rule.

    Parameters
    ----------
    cases : pandas.DataFrame
        Columns :data:`CASE_COLUMNS`.
    told : pandas.DataFrame
        Columns :data:`evalkit.scoring.story_codes.STORY_CODE_COLUMNS`.
    codebook, pairs, changes
        As for :func:`find_disconfirming`.
    grantee : str
        Goes into the first column.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`DISCONFIRMING_COLUMNS`, in each component with coded material. ``of``: for a contrary code
        everybody with coded material; for a score those who told of the theme and have both scores. A theme
        for which no rule was set has a row ``no_rule`` without numbers: nobody can say that nothing
        speaks against it.
    """
    rules: list[tuple[str, JointPair | None]] = [(code, None) for code in contrary_codes(codebook)]
    rules += [(pair.theme, pair) for pair in pairs if pair.expects]
    ruled = set(codebook.loc[codebook["code"].isin([code for code, _ in rules]), "theme"])
    rows: list[dict[str, Any]] = []
    for component in told[names.COMPONENT].drop_duplicates():
        for entry in codebook[["code", "theme", "name"]].to_dict("records"):
            code = entry["code"]
            label = {
                names.GRANTEE: grantee,
                names.COMPONENT: component,
                "theme": entry["theme"],
                "code": code,
                "title": entry["name"],
                names.SUPPRESSED: False,
                names.HIDDEN_BECAUSE: None,
            }
            own = cases[(cases["code"] == code) & (cases[names.COMPONENT] == component)]
            for pair in (pair for ruled_code, pair in rules if ruled_code == code):
                of = _of(told, changes, str(component), pair)
                if of is not None:
                    rows.append(
                        {**label, **_count(own, CONTRARY_CODE if pair is None else OTHER_WAY), "of": of}
                    )
            if code == entry["theme"] and code not in ruled:
                rows.append({**label, "because": NO_RULE})
    return pd.DataFrame(rows, columns=list(DISCONFIRMING_COLUMNS))


def _count(cases: pd.DataFrame, because: str) -> dict[str, Any]:
    own = cases[cases["because"] == because]
    return {"because": because, "people": own[names.RESPONDENT_ID].nunique(), "excerpts": len(own)}


def _of(
    told: pd.DataFrame, changes: pd.DataFrame | None, component: str, pair: JointPair | None
) -> int | None:
    """Return among how many people a rule looked; None if it could not look in this component."""
    if pair is None:
        return int(told.loc[told[names.COMPONENT] == component, names.RESPONDENT_ID].nunique())
    measured = [set(part[names.RESPONDENT_ID]) for _, part in _beside(changes, pair, component)]
    return len(set.union(*measured) & tellers_of(told, pair.theme, component)) if measured else None


def _against(changes: pd.DataFrame | None, pair: JointPair) -> Iterator[tuple[str, set[str]]]:
    """Yield, per component, the people whose score went the other way by more than chance."""
    if pair.expects is None:
        return
    for component, part in _beside(changes, pair):
        went_up = part["change"] > 0
        other_way = part[(part["category"] != NO_RELIABLE_CHANGE) & (went_up == (pair.expects == "fall"))]
        yield component, set(other_way[names.RESPONDENT_ID])


def _beside(
    changes: pd.DataFrame | None, pair: JointPair, component: str | None = None
) -> Iterator[tuple[str, pd.DataFrame]]:
    if changes is not None:
        for label, part in changes_beside(changes, pair):
            if component in {None, label[0]}:
                yield label[0], part
