"""Sentences about two starting points: the first answers, and the first answers given in trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.alternatives import agree, has_result, tell_move, turned, who
from evalkit.presentation.changes import Verdict
from evalkit.presentation.markdown import plain, upper_first
from evalkit.presentation.missing_sentences import TO_PROTECT
from evalkit.presentation.numbers import is_known
from evalkit.presentation.path_figure import FEWEST_STOPS
from evalkit.presentation.wording import at, slug

if TYPE_CHECKING:
    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.material import Material

BASELINE: Final = "[trusted baseline](#glossary-trusted-baseline)"
TWO_QUESTIONS: Final = (
    "These two numbers answer different questions: the first says how far people are from what they told us at "
    "first, the second how far they moved since there was trust."
)
SEE_ABOVE: Final = "See above for what the two numbers say."
SIGN_OF_TRUST: Final = (
    "Scores that turn worse as trust grows can be a sign of trust, for people may then say more than at first; "
    "people may also have been doing worse. These numbers can't tell which."
)
MOVED_BEFORE: Final = (
    "On average these people moved for the better before their trusted baseline and not since. These numbers "
    "can't tell why."
)
ONLY_ONE_IS_CLEAR: Final = (
    "Only one of the two shows a clear change; that alone does not show that the two differ."
)
OPPOSITE: Final = "The two point opposite ways."
SAME_WAY: Final = "Both point the same way."
NEITHER: Final = "Neither shows a clear change."


def say_rule(study: StudyFacts, component: str) -> str:
    """Say which answers count as given in trust; "" where no rule is known.

    Parameters
    ----------
    study : StudyFacts
        With the rules of trust, in words.
    component : str
        Id of a component; its own rule goes before one for all.
    """
    own = [trust.rule for trust in study.trust if trust.component == component]
    rules = own or [trust.rule for trust in study.trust if trust.component is None]
    if not rules:
        return ""
    return f"Counted as trusted: {'; '.join(plain(rule).rstrip('.') for rule in rules)}."


def say_who_is_in_both(study: StudyFacts, change: Change, trusted: Change) -> str:
    """Say whose answers both numbers rest on; their number may be hidden where the changes are not."""
    if trusted.verdict is Verdict.HIDDEN:
        return ""
    ends = [at(study, moment) for moment in (change.timepoint_from, change.timepoint_to)]
    moments = f"{ends[0]}, once there was trust, and again {ends[1]}"
    if trusted.pairs == 0:
        return f"Nobody answered {moments}."
    if not is_known(trusted.pairs):
        return f"Both numbers below rest on the same people, who answered {moments}; how many {TO_PROTECT}"
    return f"Both numbers below rest on the same {who(trusted.pairs)}, who answered {moments}."


def say_both(study: StudyFacts, first: Change | None, trusted: Change) -> tuple[str, ...]:
    """Say both changes, always in the same order: from the first answers, then from the trusted baseline.

    Parameters
    ----------
    study : StudyFacts
        For the threshold and the minimum of people.
    first, trusted : Change
        The change of the same people from their first answers (if released) and from trust on.
    """
    noun = upper_first(plain(trusted.about.noun))
    told = []
    if first is not None:
        told.append(f"{noun}, from the first answers – {tell_move(study, first)}.")
    return (*told, f"{noun}, from the {BASELINE} – {tell_move(study, trusted)}.")


def say_what_was_declared(study: StudyFacts, main: Headline) -> str:
    """Say which of the two starting points was declared as the primary before the data."""
    change = main.change
    declared = {
        primary.baseline
        for primary in study.primary
        if (primary.measure, primary.subscale, primary.from_, primary.to)
        == (change.measure, change.subscale, change.timepoint_from, change.timepoint_to)
        and primary.component in {None, change.component}
    }
    beforehand = "[declared beforehand](#glossary-declared-beforehand)"
    if not declared:
        return f"Neither was {beforehand}, so neither goes before the other."
    if len(declared) > 1:
        return f"Both were {beforehand}."
    which = "trusted baseline" if declared == {"trusted"} else "first answers"
    return f"The change from the {which} was {beforehand} as the main one; the other stands beside it."


def say_which_baseline(change: Change) -> str:
    """Say that a change is counted from the first answers, where there is another starting point too."""
    return ", counted from the first answers" if "mean_change_trusted" in change.statistics else ""


def say_path(material: Material, change: Change) -> str:
    """Point to the figure of everybody's scores at every timepoint; "" where none is drawn.

    It is drawn where the median of two timepoints or more was released.
    """
    rows = material.released.paths
    for column in names.OUTCOME_GROUP[:5]:
        rows = rows[rows[column] == getattr(change, column)]
    shown = rows[(rows[names.STATISTIC] == "median") & ~rows[names.SUPPRESSED] & rows[names.ESTIMATE].notna()]
    if shown[names.TIMEPOINT].nunique() < FEWEST_STOPS:
        return ""
    return f"@fig-paths-{slug(*change.score_key)} shows the whole path, at every timepoint."


def compare(first: Change | None, trusted: Change) -> str:
    """Say how the two changes stand to each other."""
    if first is None or not (has_result(first) and has_result(trusted)):
        return ""
    if agree(first, trusted):
        return SAME_WAY if first.verdict in {Verdict.FELL, Verdict.ROSE} else NEITHER
    return OPPOSITE if _are_opposite(first, trusted) else ONLY_ONE_IS_CLEAR


def explain(first: Change | None, trusted: Change) -> str:
    """Say what two changes that differ in kind can and can't mean; "" where nothing is to be read into them.

    What happened between the first answers and the trusted baseline is read off the two averages of the
    same people; it has no interval of its own, so it is said only where the two changes differ in kind.
    """
    if first is None or compare(first, trusted) not in {OPPOSITE, ONLY_ONE_IS_CLEAR}:
        return ""
    before = _turned_mean(first) - _turned_mean(trusted)
    if before < 0:
        return SIGN_OF_TRUST
    return MOVED_BEFORE if before > 0 and _are_opposite(first, trusted) else ""


def _are_opposite(first: Change, trusted: Change) -> bool:
    """Whether one change is a clear fall and the other a clear rise."""
    return {first.verdict, trusted.verdict} == {Verdict.FELL, Verdict.ROSE}


def _turned_mean(change: Change) -> float:
    """Return the mean change, turned so that better is positive."""
    mean = change.mean_change
    return turned(change.about, mean.value) if mean is not None else 0.0


def message(first: Change, trusted: Change) -> str:
    """Say a figure's message: what each starting point shows, in the fixed order."""
    shows = {
        Verdict.FELL: "a fall",
        Verdict.ROSE: "a rise",
        Verdict.UNCLEAR: "no clear change",
        Verdict.SAME: "no change",
    }
    told = [shows.get(change.verdict, "no result that can be shown") for change in (first, trusted)]
    noun = plain(trusted.about.noun)
    return upper_first(f"{noun} shows {told[0]} from the first answers and {told[1]} since trust was there.")
