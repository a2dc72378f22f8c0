"""One comparison from two starting points, where they do not say the same: both, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from evalkit.presentation.alternatives import agree, has_result, tell_move, who
from evalkit.presentation.changes import Verdict
from evalkit.presentation.markdown import plain, sentences, upper_first, words
from evalkit.presentation.numbers import count, is_known
from evalkit.presentation.sentences import SINCE_TRUST, cautions, say_who_answered
from evalkit.presentation.trust_sentences import BASELINE, say_what_was_declared
from evalkit.presentation.wording import from_to, in_component, score_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.counts import Count
    from evalkit.presentation.facts import StudyFacts

FIRST_TOLD: Final = "from what people first told us"
MOVED: Final = {
    Verdict.FELL: "fell",
    Verdict.ROSE: "rose",
    Verdict.UNCLEAR: "did not clearly change",
    Verdict.SAME: "stayed the same",
}
"""How a score moved, for one score or several."""


@dataclass(frozen=True, slots=True)
class StartingPoints:
    """The change of one score from the first answers, and since trust was there.

    Attributes
    ----------
    first : Change
        Of all who answered both times, from their first answers.
    trusted : Change
        Of those of them who have a trusted baseline, from there.
    same_people : Change or None
        Of the same people as ``trusted``, from their first answers.
    """

    first: Change
    trusted: Change
    same_people: Change | None

    @property
    def differ(self) -> bool:
        """Whether the same people show something else from each starting point."""
        return not agree(self.same_people or self.first, self.trusted)


def find_starting_points(change: Change) -> StartingPoints | None:
    """Return a comparison from both starting points; None where one of them has no result.

    Parameters
    ----------
    change : Change
        A comparison, from either starting point.
    """
    first = replace(change, is_trusted=False)
    trusted, same = (_read(first, f"mean_change_{name}") for name in ("trusted", "same_people"))
    if not (has_result(first) and has_result(trusted)):
        return None
    return StartingPoints(first, trusted, same if has_result(same) else None)


def find_different_starts(change: Change) -> StartingPoints | None:
    """Return both changes where the starting point decides what is said: a fall, a rise, nothing clear.

    Where only the people differ (all who answered both times, and those who have a trusted baseline),
    the starting point decides nothing: the same people must show the difference too, where released.

    Parameters
    ----------
    change : Change
        A comparison, from either starting point.
    """
    points = find_starting_points(change)
    if points is None or agree(points.first, points.trusted) or not points.differ:
        return None
    return points


def _read(first: Change, statistic: str) -> Change:
    """Read another statistic like a mean change; how many people it rests on may be hidden by itself."""
    statistics = {"mean_change": statistic, "n_pairs": "n_trusted"}
    found = {name: first.statistics[own] for name, own in statistics.items() if own in first.statistics}
    if "n_pairs" in found and found["n_pairs"].suppressed:
        del found["n_pairs"]
    return replace(first, statistics=found)


def say_both_in_short(study: StudyFacts, points: StartingPoints) -> str:
    """Say in one sentence how a score moved from the first answers, and how since trust was there."""
    first, trusted = points.first, points.trusted
    noun = plain(first.about.noun)
    said = (
        f"{noun} {MOVED[first.verdict]} on average {FIRST_TOLD}, and {MOVED[trusted.verdict]} {SINCE_TRUST}."
    )
    return upper_first(in_component(study, first.component, said))


def give_evidence_of_both(
    study: StudyFacts, headline: Headline, points: StartingPoints, started: Count | None, reliable: str = ""
) -> str:
    """Give both sizes with their intervals and people, always in the same order, and which was declared.

    Parameters
    ----------
    study : StudyFacts
        For titles.
    headline : Headline
        The comparison that stands for the score.
    points : StartingPoints
        From :func:`find_different_starts`.
    started : Count or None
        How many people the component had.
    reliable : str
        How many people changed by more than chance alone would explain, in one clause.
    """
    first, trusted, same = points.first, points.trusted, points.same_people
    score = plain(score_name(study, first.measure, first.subscale))
    group = f"{count(trusted.pairs)} of them" if is_known(trusted.pairs) else "Some of them"
    also = same is not None and not agree(same, first)
    return sentences(
        f"{score} {from_to(study, first)}, from the first answers – {tell_move(study, first)}; "
        f"{SINCE_TRUST} – {tell_move(study, trusted)}.",
        f"A {first.about.better_is} score is better." if first.about.better_is else "",
        say_who_answered(study, first, started),
        f"{group} have a {BASELINE}{_like_for_like(study, same) if also else ''}.",
        reliable,
        *cautions(first),
        say_what_was_declared(study, headline),
    )


def _like_for_like(study: StudyFacts, same: Change | None) -> str:
    """Say what the people with a trusted baseline show from their first answers."""
    return f"; from the first answers, theirs – {tell_move(study, same)}" if same else ""


def say_both_briefly(study: StudyFacts, points: StartingPoints) -> str:
    """Say what two starting points show where they differ, of the same people where that was released."""
    trusted, same = points.trusted, points.same_people
    since = f"{SINCE_TRUST} – {tell_move(study, trusted)}"
    if same is None:
        return f"{upper_first(since)}{of_people(trusted.pairs)}."
    people = who(trusted.pairs) or "people"
    return f"Of the {people} with a trusted baseline, from the first answers – {tell_move(study, same)}; {since}."


def of_people(n: float) -> str:
    """Write after a change how many people it rests on; nothing where that is hidden.

    Examples
    --------
    >>> of_people(33.0), of_people(float("nan"))
    (' in 33 people', '')
    """
    return f" in {who(n)}" if is_known(n) else ""


def say_what_depends(changes: Iterable[Change]) -> str:
    """Name the scores of which the answer depends on the starting point; "" for none."""
    nouns = [plain(change.about.noun) for change in changes if find_different_starts(change)]
    if not nouns:
        return ""
    return (
        f"What can be said of {words(nouns)} depends on where the change is counted from: the first answers, "
        f"or the {BASELINE}."
    )


def without_doubt(headlines: Sequence[Headline]) -> list[Change]:
    """Return the changes of which both starting points say the same, or only one was worked out."""
    return [headline.told for headline in headlines if not find_different_starts(headline.change)]
