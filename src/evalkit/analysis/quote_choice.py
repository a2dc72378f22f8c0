"""Which passages are quoted: a rule that anybody can follow, and that looks for no beauty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.scoring.story_codes import THEME, count_upwards

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

QUOTE_COLUMNS: Final = (
    names.GRANTEE,
    *("quote", names.COMPONENT, "theme", "code", "text", "attribution", "name"),
    *("chosen_because", "disconfirming"),
)
"""Columns of ``quotes.csv``: nothing in it names a person who did not agree to be named."""

NEW_VOICE: Final = "new_voice"
"""Chosen because nobody who said it had been quoted yet."""
ONLY_VOICES: Final = "voice_quoted_elsewhere"
"""Chosen though the person is quoted under another theme: nobody else was left."""

QUOTES_PER_THEME: Final = 2


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage under one theme."""

    id: str
    theme: str
    component: str
    voice: str
    length: int
    against: str | None


@dataclass(slots=True)
class _Chosen:
    """What has been chosen so far."""

    picks: list[tuple[_Passage, str]] = field(default_factory=list)

    def voices(self, theme: str | None = None) -> set[str]:
        return {one.voice for one, _ in self.picks if theme in {None, one.theme}}

    def components(self, theme: str) -> list[str]:
        return [one.component for one, _ in self.picks if one.theme == theme]

    def has(self, passage: _Passage) -> bool:
        return any(one.id == passage.id for one, _ in self.picks)


def choose_quotes(
    safe: pd.DataFrame,
    codings: pd.DataFrame,
    codebook: pd.DataFrame,
    themes: pd.DataFrame,
    cases: pd.DataFrame,
    *,
    grantee: str,
    per_theme: int = QUOTES_PER_THEME,
) -> pd.DataFrame:
    """Choose up to ``per_theme`` passages of each theme, and one that speaks against it where there is one.

    The rule: 1. Only passages that may be quoted, of themes that are shown in the passage's component. 2.
    Themes with the fewest voices choose first, one passage each round; in the second round a passage that
    speaks against the theme. 3. A voice (a person; a group's document) is quoted once per theme. 4. Voices
    not quoted yet come first, then components with the fewest quotes in the theme. 5. Of those left the
    passage whose length is nearest to the median of the theme's passages; ties go to the smaller
    excerpt_id. How well it is put plays no part.

    Parameters
    ----------
    safe : pandas.DataFrame
        Passages cleared for quoting: excerpt_id, document, respondent_id (missing for a group), component,
        text, attribution, name (missing unless the person agreed to be named).
    codings : pandas.DataFrame
        excerpt_id, code.
    codebook : pandas.DataFrame
        code, parent, theme.
    themes : pandas.DataFrame
        Released rows of ``themes.csv``; ``suppressed`` is boolean.
    cases : pandas.DataFrame
        Columns :data:`evalkit.analysis.disconfirming.CASE_COLUMNS`, without those that the gate holds back.
    grantee : str
        Goes into the first column.
    per_theme : int
        1 or more.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`QUOTE_COLUMNS`, by theme; ``quote`` counts Q1, Q2 …; ``chosen_because`` is
        ``new_voice`` or ``voice_quoted_elsewhere``, after ``contrary_code`` or ``score_went_other_way`` and
        ``; `` for a passage that speaks against the theme. The same input gives the same choice, in
        whatever order its rows are.

    Raises
    ------
    ValueError
        If ``per_theme`` is below 1.
    """
    if per_theme < 1:
        raise ValueError(f"per_theme is the number of passages of a theme, 1 or more, not {per_theme}")
    counted = count_upwards(codings, codebook)
    order = list(codebook.loc[codebook["code"] == codebook["theme"], "code"])
    candidates = _candidates(safe, counted, themes, cases)
    by_theme = {theme: [one for one in candidates if one.theme == theme] for theme in order}
    chosen = _Chosen()
    for against in _rounds(per_theme):
        for theme in sorted(order, key=lambda theme: len({one.voice for one in by_theme[theme]})):
            _pick(chosen, by_theme[theme], against=against)
    picks = sorted(chosen.picks, key=lambda pick: order.index(pick[0].theme))
    return _frame(picks, safe, codings, codebook, grantee)


def _rounds(per_theme: int) -> Iterator[bool]:
    """Yield whether a round looks for what speaks against."""
    yield False
    yield True
    yield from (False for _ in range(per_theme - 1))


def _candidates(
    safe: pd.DataFrame, counted: pd.DataFrame, themes: pd.DataFrame, cases: pd.DataFrame
) -> list[_Passage]:
    shown = themes[(themes["level"] == THEME) & ~themes[names.SUPPRESSED].astype(bool)]
    may = set(zip(shown["theme"], shown[names.COMPONENT], strict=True))
    told = counted[counted["code"] == counted["theme"]][["excerpt_id", "theme"]]
    against = cases.drop_duplicates(["excerpt_id", "theme"])[["excerpt_id", "theme", "because"]]
    # what speaks against a theme need not carry it
    rows = pd.concat([told, against[["excerpt_id", "theme"]]]).drop_duplicates()
    rows = rows.merge(against, how="left").merge(safe.drop_duplicates("excerpt_id"), on="excerpt_id")
    return sorted(
        (
            _Passage(
                str(row["excerpt_id"]),
                str(row["theme"]),
                str(row[names.COMPONENT]),
                _voice(row),
                len(str(row["text"])),
                None if pd.isna(row["because"]) else str(row["because"]),
            )
            for row in rows.to_dict("records")
            if (row["theme"], row[names.COMPONENT]) in may
        ),
        key=lambda one: one.id,
    )


def _voice(row: dict[Any, Any]) -> str:
    group = pd.isna(row[names.RESPONDENT_ID])
    return f"document {row['document']}" if group else f"person {row[names.RESPONDENT_ID]}"


def _pick(chosen: _Chosen, passages: Sequence[_Passage], *, against: bool) -> None:
    """Add one passage of a theme, if any is left."""
    if not passages:
        return
    theme = passages[0].theme
    left = [
        one
        for one in passages
        if (one.against is not None) == against
        and one.voice not in chosen.voices(theme)
        and not chosen.has(one)
    ]
    if not left:
        return
    median = pd.Series([one.length for one in passages]).median()
    quoted, components = chosen.voices(), chosen.components(theme)
    best = min(
        left,
        key=lambda one: (
            one.voice in quoted,
            components.count(one.component),
            abs(one.length - median),
            one.id,
        ),
    )
    reason = ONLY_VOICES if best.voice in quoted else NEW_VOICE
    chosen.picks.append((best, f"{best.against}; {reason}" if against else reason))


def _frame(
    picks: Iterable[tuple[_Passage, str]],
    safe: pd.DataFrame,
    codings: pd.DataFrame,
    codebook: pd.DataFrame,
    grantee: str,
) -> pd.DataFrame:
    by_id = safe.drop_duplicates("excerpt_id").set_index("excerpt_id")
    themes = dict(zip(codebook["code"], codebook["theme"], strict=True))
    order = list(themes)
    rows = []
    for number, (passage, reason) in enumerate(picks, start=1):
        marked = sorted(codings.loc[codings["excerpt_id"] == passage.id, "code"].dropna(), key=order.index)
        of_theme = [code for code in marked if themes[code] == passage.theme]
        row = by_id.loc[passage.id]
        rows.append(
            {
                names.GRANTEE: grantee,
                "quote": f"Q{number}",
                names.COMPONENT: passage.component,
                "theme": passage.theme,
                # a passage that speaks against a theme may have no code of it
                "code": (of_theme or marked)[0],
                "text": row["text"],
                "attribution": row["attribution"],
                "name": row["name"],
                "chosen_because": reason,
                "disconfirming": passage.against is not None,
            }
        )
    return pd.DataFrame(rows, columns=list(QUOTE_COLUMNS))
