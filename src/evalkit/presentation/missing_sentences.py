"""Sentences about who is missing: counts of the flow as released, never subtracted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.presentation.markdown import plain, sentences, words
from evalkit.presentation.numbers import count, is_known, share
from evalkit.presentation.same_counts import combine_alike
from evalkit.presentation.wording import at, in_component, people, score_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.counts import Count, Counts
    from evalkit.presentation.facts import StudyFacts

LOSS_IN_SHORT: Final = "We know least about those who did not answer twice."
UNKNOWN: Final = "No score here says how the others are."
TO_PROTECT: Final = "is [hidden](#glossary-hidden), to protect small numbers."


@dataclass(frozen=True, slots=True)
class Loss:
    """What is released about the people that a change says nothing about.

    Attributes
    ----------
    change : Change
        Everybody's change of one score.
    started, answered, lost : Count or None
        Who started; who answered first; who answered first and not then.
    """

    change: Change
    started: Count | None
    answered: Count | None
    lost: Count | None

    @property
    def size(self) -> float:
        """How many people the change says nothing about, as far as released; 0 if unknown."""
        lost = self.lost.n if self.lost and self.lost.is_shown else 0.0
        pairs = self.change.pairs
        missed = self.started.n - pairs if self.started and self.started.is_shown and pairs >= 0 else 0.0
        return max(lost, missed)


def find_loss(change: Change, counts: Counts) -> Loss:
    """Look up who is missing from a change."""
    score = (change.measure, change.subscale)
    return Loss(
        change,
        counts.started(change.component),
        counts.stage("answered", change.component, score, change.timepoint_from),
        counts.stage("lost", change.component, score, change.timepoint_to),
    )


def find_greatest_loss(headlines: Iterable[Headline], counts: Counts) -> Loss | None:
    """Return the largest loss among the headline comparisons; None if nobody is known to be missing."""
    losses = [find_loss(headline.change, counts) for headline in headlines]
    greatest = max(losses, key=lambda loss: loss.size, default=None)
    return greatest if greatest is not None and greatest.size > 0 else None


def loss_evidence(study: StudyFacts, loss: Loss) -> str:
    """Say how many were lost of those who answered first, else how many answered twice of all."""
    change, lost, answered, started = loss.change, loss.lost, loss.answered, loss.started
    score = _score(study, change)
    first, then = at(study, change.timepoint_from), at(study, change.timepoint_to)
    said = ""
    if lost and answered and lost.is_shown and answered.is_shown and lost.n == loss.size:
        who = f"{people(answered.n)} who answered {score} {first}"
        said = (
            f"{share(lost.n, answered.n, who)} did not answer {then}. {UNKNOWN.replace('the others', 'they')}"
        )
    elif started and started.is_shown and is_known(change.pairs):
        who = f"{people(started.n)} who started"
        if change.pairs == 0:
            return in_component(
                study, change.component, f"None of the {count(started.n)} {who} answered {score} twice."
            )
        said = f"{share(change.pairs, started.n, who)} answered {score} both {first} and {then}. {UNKNOWN}"
    elif lost:
        said = f"{lost.text} {people(lost.n)} who answered {score} {first} did not answer {then}."
    return in_component(study, change.component, said)


def describe_flow(
    study: StudyFacts, component: str, counts: Counts, changes: Sequence[Change]
) -> tuple[str, ...]:
    """Tell a component's flow: who was referred, started, finished, answered and was lost.

    Parameters
    ----------
    study : StudyFacts
        For titles.
    component : str
        Id of a component.
    counts : Counts
        Released counts.
    changes : sequence of Change
        Everybody's changes of the component, one for each score and later timepoint.

    Returns
    -------
    tuple of str
        One sentence each.
    """
    started, completed = counts.started(component), counts.stage("completed", component)
    referred = counts.stage("referred", component)
    told = [say_who_started(referred, started)]
    if completed is not None and started is not None:
        told.append(say_who_finished(completed, started))

    def tell(score: tuple[str, str], name: str = "") -> str:
        own = [change for change in changes if (change.measure, change.subscale) == score]
        return _tell_score(study, own, counts, name)

    scores = [(change.measure, change.subscale) for change in changes]
    told += [tell(alike.first, plain(alike.name)) for alike in combine_alike(study, scores, tell)]
    return tuple(sentence for sentence in told if sentence)


def say_who_started(referred: Count | None, started: Count | None) -> str:
    """Say how many were referred, where that was counted, and how many of them started."""
    if referred is None:
        if started is None:
            return ""
        return f"{started.text} {people(started.n)} started." if started.is_shown else how_many_started()
    if not referred.is_shown:
        hidden = f"How many people were referred {TO_PROTECT}"
        return sentences(hidden, say_who_started(None, started))
    if started is None or not started.is_shown:
        lead = f"{referred.text} {people(referred.n)} {were(referred.n)} referred."
        return sentences(lead, how_many_started() if started is not None else "")
    whole = f"{people(referred.n)} who {were(referred.n)} referred"
    return f"{share(started.n, referred.n, whole)} started."


def were(n: float) -> str:
    """Return the verb that suits a number of people."""
    return "was" if n == 1 else "were"


def how_many_started() -> str:
    """Say that the number of people who started is hidden."""
    return f"How many people started {TO_PROTECT}"


def say_who_finished(completed: Count, started: Count) -> str:
    """Say how many finished, of how many."""
    if completed.is_shown and started.is_shown:
        return f"{share(completed.n, started.n, f'{people(started.n)} who started')} finished."
    return f"How many finished {TO_PROTECT}"


def _tell_score(study: StudyFacts, changes: Sequence[Change], counts: Counts, name: str) -> str:
    """Tell, for one score, how many answered first and how many of them not at each later timepoint.

    Parameters
    ----------
    study : StudyFacts
        For titles.
    changes : sequence of Change
        Everybody's changes of the score.
    counts : Counts
        Released counts.
    name : str
        What the score is called in the sentences.
    """
    first = changes[0]
    losses = [find_loss(change, counts) for change in changes]
    answered = losses[0].answered
    if answered is None:
        return ""
    moment = at(study, first.timepoint_from)
    rare = [loss for loss in losses if is_rarely_answered(counts, loss.change)]
    others = [loss for loss in losses if loss not in rare and loss.lost]
    shown = [loss for loss in others if loss.lost and loss.lost.is_shown]
    hidden = [_then(study, loss) for loss in others if loss not in shown]
    parts = [
        f"{count(loss.lost.n)} did not answer {_then(study, loss)}"
        if loss.lost.n
        else f"all answered {_then(study, loss)}"
        for loss in shown
        if loss.lost
    ]
    by_few = {
        few: [_then(study, loss) for loss in rare if _how_few(counts, loss.change) == few]
        for few in dict.fromkeys(_how_few(counts, loss.change) for loss in rare)
    }
    return sentences(
        f"{answered.text} {people(answered.n)} answered {name} {moment}." if answered.is_shown else "",
        f"Of those who answered {name} {moment}, {words(parts)}." if parts else "",
        f"How many of those who answered {name} {moment} did not answer {words(hidden)} {TO_PROTECT}"
        if hidden
        else "",
        *(f"{few} answered {name} {words(moments)}." for few, moments in by_few.items()),
    )


def is_rarely_answered(counts: Counts, change: Change) -> bool:
    """Whether nobody answered at the later timepoint, or so few that their number is hidden as a small one.

    A questionnaire that is not asked at a timepoint is answered there by nobody, or by a few all the
    same; to call everybody else lost would be untrue.
    """
    return bool(_how_few(counts, change))


def _how_few(counts: Counts, change: Change) -> str:
    """Say that nobody or hardly anybody answered at the later timepoint; "" where more did."""
    score = (change.measure, change.subscale)
    answered = counts.stage("answered", change.component, score, change.timepoint_to)
    if answered is None or answered.n > 0:
        return ""
    if answered.is_shown:
        return "Nobody"
    return f"Fewer than {count(answered.threshold)} people" if answered.is_small else ""


def _then(study: StudyFacts, loss: Loss) -> str:
    """Write the later timepoint of a change."""
    return at(study, loss.change.timepoint_to)


def _score(study: StudyFacts, change: Change) -> str:
    """Name the score of a change."""
    return plain(score_name(study, change.measure, change.subscale))
