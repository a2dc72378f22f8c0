"""Sentences on scores and stories side by side: what each says, whether they agree, and person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.analysis.joint_display import (
    ADDS,
    AGAINST,
    AGREE,
    AS_EXPECTED,
    CHANGE_HIDDEN,
    DIVERGE,
    NO_EXPECTATION,
    NO_INTERVAL,
    NO_SCORE,
    NOBODY_TOLD,
    THEME_HIDDEN,
    WITHIN_CHANCE,
)
from evalkit.analysis.story_change import IMPROVED, NO_RELIABLE_CHANGE, WORSE
from evalkit.presentation.alternatives import tell_move
from evalkit.presentation.category_sentences import MORE_THAN_CHANCE
from evalkit.presentation.changes import Verdict
from evalkit.presentation.markdown import plain, sentences, upper_first, words
from evalkit.presentation.missing_sentences import TO_PROTECT
from evalkit.presentation.numbers import count, in_words
from evalkit.presentation.starting_points import of_people
from evalkit.presentation.story_sentences import say_told, words_of
from evalkit.presentation.wording import from_to, people, score_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.changes import Change
    from evalkit.presentation.joint_rows import Beside
    from evalkit.presentation.material import Material

LABELS: Final = {
    AGREE: "They agree",
    DIVERGE: "They point different ways",
    ADDS: "The stories add to the score",
    "": "Nothing can be said",
}
DECLARED: Final = (
    "Which score stands beside which theme, and what a theme leads one to expect of it, is written in the codebook "
    "or the settings of the study."
)
NOT_THE_SAME: Final = (
    "Those who told and those who answered twice need not be the same people, so “agree” means that two sources "
    "point the same way."
)
NO_SCORE_HERE: Final = "No score speaks to this here."
_WAYS: Final = {
    IMPROVED: "changed for the better",
    NO_RELIABLE_CHANGE: "changed by less or not at all",
    WORSE: "changed for the worse",
}
_BECAUSE: Final = {
    NO_INTERVAL: "too few people answered twice to say how far the score moved.",
    NO_SCORE: "no score speaks to this.",
    WITHIN_CHANCE: "the score shows no clear change, and people told of this all the same.",
    NO_EXPECTATION: "the score moved, and the codebook does not say what this theme leads one to expect of it.",
    CHANGE_HIDDEN: "the change of the score is [hidden](#glossary-hidden).",
    THEME_HIDDEN: "how many told of this is [hidden](#glossary-hidden).",
    NOBODY_TOLD: "nobody told of this here.",
}


def say_overall(pairs: Sequence[Beside]) -> str:
    """Say in how many places stories and scores agree, point different ways, or the stories add."""
    total = len(pairs)
    said = {says: sum(pair.says == says for pair in pairs) for says in LABELS}
    parts = [
        f"{text} {_in(said[says])}"
        for says, text in (
            (AGREE, "stories and scores agree"),
            (DIVERGE, "they point different ways"),
            (ADDS, "the stories add to the score"),
            ("", "nothing can be said"),
        )
        if said[says]
    ]
    if total == 1:
        return ""
    return f"A score stands beside a theme in {in_words(total)} places: {words(parts)}."


def _in(number: int) -> str:
    return f"in {in_words(number)}"


def say_score(material: Material, pair: Beside) -> str:
    """Say how the score moved, with its interval and people."""
    change = pair.change
    if change is None:
        return NO_SCORE_HERE
    noun = upper_first(plain(change.about.noun))
    short = plain(score_name(material.study, change.measure, change.subscale))
    moved = f"{noun} ({short}) {_link(material, change)}{of_people(change.pairs)}"
    return f"{moved}, {from_to(material.study, change)}."


def _link(material: Material, change: Change) -> str:
    """Join the name of the score to how it moved: "fell by …", or after a dash."""
    said = tell_move(material.study, change)
    return said if change.verdict in {Verdict.FELL, Verdict.ROSE} else f"– {said}"


def say_stories(material: Material, pair: Beside) -> str:
    """Say how many told of the theme in the component."""
    if pair.told is None:
        return f"Nobody told of {words_of(pair.theme)} here."
    return say_told(material, pair.told, words_of(pair.theme))


def say_together(pair: Beside) -> str:
    """Say what score and stories say together, and why: one bold label and a sentence."""
    label = LABELS[pair.says]
    if pair.reason == AS_EXPECTED:
        moved = "rose" if pair.expects == "rise" else "fell"
        return f"**{label}:** the score {moved}, as this theme leads one to expect."
    if pair.reason == AGAINST:
        moved, wanted = ("fell", "rise") if pair.expects == "rise" else ("rose", "fall")
        return (
            f"**{label}:** the score {moved}, and this theme leads one to expect a {wanted}. Neither is corrected by "
            "the other."
        )
    return f"**{label}:** {_BECAUSE.get(pair.reason, plain(pair.reason))}"


def say_by_person(pair: Beside) -> str:
    """Say what became of the scores of the very people who told of it; "" where nobody counted.

    The cell "told of it, and the score went the other way" has a sentence of its own where it is shown.
    """
    numbers, whole = pair.by_person, pair.measured
    if not numbers or whole is None:
        return ""
    if whole.is_shown and whole.n == 0:
        return "Nobody who told of this has both scores."
    shown = [(name, number) for name, number in numbers.items() if number.is_shown or number.is_small]
    if not shown:
        return f"What became of the scores of those who told of this {TO_PROTECT}"
    who = f"the {whole.text} {people(whole.n)}" if whole.is_shown else "those"
    extent = f" by {MORE_THAN_CHANCE}" if any(name != NO_RELIABLE_CHANGE for name, _ in shown) else ""
    told = [
        f"{number.text if not number.is_shown or number.n else 'none'} {_WAYS[name]}"
        for name, number in shown
    ]
    first = next((place for place, (name, _) in enumerate(shown) if name != NO_RELIABLE_CHANGE), None)
    if first is not None:
        told[first] += extent
    rest = "" if len(shown) == len(numbers) else "The other numbers are [hidden](#glossary-hidden)."
    return sentences(
        f"Of {who} who told of this and answered twice, {words(told)}.", rest, _say_against(pair)
    )


def _say_against(pair: Beside) -> str:
    """Say in how many people story and score part ways; "" where that can't be shown, or there are none."""
    number = pair.by_person.get(pair.against)
    if pair.about is None or number is None or not number.is_shown or number.n == 0:
        return ""
    up = (pair.against == IMPROVED) == (pair.about.better_is == names.HIGHER)
    who = f"{count(number.n)} {people(number.n)}"
    verb = "rose" if up else "fell"
    moved = f"{plain(pair.about.noun)} {verb}"
    return f"For {who} story and score part ways: {moved}, and they told of {words_of(pair.theme)}."
