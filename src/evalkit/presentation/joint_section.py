"""The chapter "Numbers and stories together": scores and themes side by side, and what they say together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.analysis.joint_display import DIVERGE, NO_SCORE
from evalkit.presentation.joint_rows import gather_joint
from evalkit.presentation.joint_sentences import (
    DECLARED,
    LABELS,
    NOT_THE_SAME,
    say_by_person,
    say_overall,
    say_score,
    say_stories,
    say_together,
)
from evalkit.presentation.markdown import (
    bullets,
    div,
    lower_first,
    paragraphs,
    plain,
    sentences,
    table,
    upper_first,
)
from evalkit.presentation.numbers import count, estimate, is_known
from evalkit.presentation.quote_blocks import gather_quotes, write_quote
from evalkit.presentation.story_sentences import name_component, say_briefly, title_of, words_of
from evalkit.presentation.tables import NO_BREAK, NOTHING, data_table
from evalkit.presentation.wording import in_component, score_decimals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.joint_rows import Beside
    from evalkit.presentation.material import Material
    from evalkit.presentation.quote_blocks import Quote

HEADING: Final = "## Numbers and stories together"


def write_joint(material: Material) -> str:
    """Write the joint display with its heading; "" where no score stands beside a theme.

    Score and theme stand in two boxes side by side, which a phone puts under each other; the table with all
    numbers is folded away.

    Parameters
    ----------
    material : Material
        Released rows.
    """
    pairs = gather_joint(material)
    if not pairs:
        return ""
    said = [pair for pair in pairs if pair.says]
    unsaid = [pair for pair in pairs if not pair.says]
    return paragraphs(
        HEADING,
        sentences(say_overall(pairs), DECLARED, NOT_THE_SAME if said else ""),
        *(_write_pair(material, pair) for pair in said),
        *(["### Where nothing can be said"] if unsaid else []),
        bullets(_write_unsaid(material, pair) for pair in unsaid),
        data_table("joint", "Scores and stories side by side.", _tabulate(material, pairs)) if said else "",
    )


def _title(material: Material, pair: Beside) -> str:
    """Name theme and score: "Counselling: somebody to trust, and anxiety"."""
    noun = f", and {plain(lower_first(pair.about.noun))}" if pair.about and pair.reason != NO_SCORE else ""
    return upper_first(in_component(material.study, pair.component, f"{words_of(pair.theme)}{noun}"))


def _write_pair(material: Material, pair: Beside) -> str:
    """Write one theme beside one score: two boxes, what they say together, person by person, an excerpt."""
    score = div(".box", "**What the scores say**", say_score(material, pair))
    stories = div(".box", "**What people said**", say_stories(material, pair))
    quote = choose_excerpt(pair, gather_quotes(material))
    return paragraphs(
        f"### {_title(material, pair)}",
        div(".boxes", score, stories, colons=4),
        say_together(pair),
        say_by_person(pair),
        write_quote(material, quote) if quote is not None else "",
    )


def _write_unsaid(material: Material, pair: Beside) -> str:
    return f"{_title(material, pair)}: {say_together(pair).split(':** ', 1)[-1]}"


def choose_excerpt(pair: Beside, quotes: Sequence[Quote]) -> Quote | None:
    """Return the chosen passage that shows what score and stories say together.

    Where they point different ways, that is a passage of somebody whose score went the other way, if one
    was released; else the first that bears the theme out; None where the component has none.

    Parameters
    ----------
    pair : Beside
        Theme and score.
    quotes : sequence of Quote
        All chosen passages.
    """
    own = [
        quote
        for quote in quotes
        if (quote.theme, quote.component) == (pair.theme.fact.theme, pair.component)
        and (quote.is_other_way or not quote.is_contrary)
    ]
    own.sort(key=lambda quote: quote.is_other_way != (pair.says == DIVERGE))
    return own[0] if own else None


def _tabulate(material: Material, pairs: Sequence[Beside]) -> str:
    """Build the table: theme and score down; change, people and verdict across."""
    where = ["Where"] if material.has_components else []
    head = ["Theme", *where, "Score", "Change", "Answered twice", "Who told of it", "Together"]
    rows = [
        [
            title_of(pair.theme),
            *([name_component(material, pair.component)] if where else []),
            upper_first(plain(pair.about.noun)) if pair.about else NOTHING,
            *_change_cells(pair),
            (say_briefly(material, pair.told) if pair.told else "") or NOTHING,
            LABELS[pair.says],
        ]
        for pair in pairs
    ]
    return table(head, f"l{'l' * len(where)}lrrll", rows)


def _change_cells(pair: Beside) -> list[str]:
    """Write the change with its interval and the people behind it."""
    change = pair.change
    mean = change.mean_change if change else None
    if change is None or mean is None:
        return [NOTHING, NOTHING]
    if mean.suppressed:
        return ["[hidden]{.suppressed}"] * 2
    pairs = count(change.pairs) if is_known(change.pairs) else NOTHING
    if not mean.has_interval:
        return ["not worked out", pairs]
    decimals = score_decimals(change.about, mean)
    value, limits = estimate(mean.value, mean.low, mean.high, decimals).split(" ", 1)
    return [f"{value} {limits.replace(' ', NO_BREAK)}", pairs]
