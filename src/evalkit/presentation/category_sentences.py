"""Sentences about people by category: who changed by more than chance alone would explain, and which way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.categories import CYP, NO_BAND, TALKING_CHANGE
from evalkit.presentation.counts import Count
from evalkit.presentation.markdown import plain, sentences, upper_first, words
from evalkit.presentation.numbers import count, hidden, is_known, percentage, plainly
from evalkit.presentation.wording import at, people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.categories import Categories
    from evalkit.presentation.changes import Change
    from evalkit.presentation.facts import StudyFacts, Subscale

MORE_THAN_CHANCE: Final = "more than [chance alone would explain](#glossary-reliable-change)"
PROVISIONAL_WORD: Final = "[provisional](#glossary-provisional)"
GIVES_AWAY: Final = "it would give a small number away"
MORE_WORSE: Final = (
    "More people changed for the worse by that much than for the better, though the average improved."
)
MORE_BETTER: Final = (
    "More people changed for the better by that much than for the worse, though the average got worse."
)
_BEYOND: Final = "more than"
"""Begins the method of a threshold that must be exceeded; others count when they are reached."""

RELIABLE_CHANGE_HIDDEN: Final = f"How many people changed by {MORE_THAN_CHANCE} is hidden: {GIVES_AWAY}."

Clause = tuple[Count, str, str]
"""A number of people, what they did, and the same where the number is hidden."""


def say_threshold(categories: Categories) -> str:
    """Say how many points count as reliable: "8 points or more", "more than 8.3 points, provisional"; "" if unknown."""
    if not is_known(categories.threshold):
        return ""
    points = plainly(round(categories.threshold, 2))
    unit = "point" if points == "1" else "points"
    beyond = categories.method.startswith(_BEYOND)
    said = f"{_BEYOND} {points} {unit}" if beyond else f"{points} {unit} or more"
    return f"{said}, {PROVISIONAL_WORD}" if categories.is_provisional else said


def describe_reliable_change(categories: Categories) -> str:
    """Say how many people changed for the better, for the worse and neither, by more than chance.

    Parameters
    ----------
    categories : Categories
        Of the statistic ``reliable_change``.
    """
    better, worse, neither = (categories.count(name) for name in ("improved", "worse", "no_reliable_change"))
    limit = say_threshold(categories)
    extent = f"by {MORE_THAN_CHANCE} ({limit})" if limit else f"by {MORE_THAN_CHANCE}"
    clauses: list[Clause] = []
    for number, way in ((better, "for the better"), (worse, "for the worse")):
        said = any(can_be_said(each) for each, *_ in clauses)
        clauses.append((number, f"changed {way} {'by as much' if said else extent}", f"changed {way}"))
    both = can_be_said(better) and can_be_said(worse)
    either = can_be_said(better) or can_be_said(worse)
    otherwise = "changed by less or not at all" if either else f"did not change {extent}"
    if not (both and neither.is_shown and neither.n == 0):
        clauses.append((neither, "did neither" if both else otherwise, "changed by less or not at all"))
    return tell(f"Of the {_who(categories)} who answered both times,", categories.of, clauses)


def describe_usual_range(study: StudyFacts, categories: Categories) -> str:
    """Say how many of those who started in the clinical range reliably improved and left it.

    Parameters
    ----------
    study : StudyFacts
        For the policy: rounded counts are not added up.
    categories : Categories
        Of the statistic ``clinically_significant_change``.
    """
    crossed, stayed, before = (
        categories.count(name)
        for name in ("recovered_reliably", "not_recovered_reliably", "in_usual_range_before")
    )
    verb = "is" if crossed.n == 1 else "are"
    now = f"reliably improved and {verb} now in the [usual range](#glossary-usual-range)"
    border = _say_border(categories)
    outside = f"{_was(before)} in the usual range from the start"
    if crossed.is_shown and stayed.is_shown and study.disclosure.policy != "nhs":
        started = crossed.n + stayed.n
        if not started:
            return f"Nobody started in the clinical range {border}."
        lead = f"Of the {count(started)} {people(started)} who started in the clinical range{border},"
        whole = Count(started, suppressed=False, threshold=crossed.threshold)
        told = tell(lead, whole, [(crossed, now, now), (stayed, "did not", "did not")])
        return sentences(told, tell("", categories.of, [(before, outside, outside)], share=False))
    return tell(
        f"Of the {_who(categories)} who answered both times,",
        categories.of,
        [
            (crossed, f"{now}{border}", "reliably improved and are now in the usual range"),
            (
                stayed,
                "started in the clinical range and did not",
                "started in the clinical range and did not",
            ),
            (before, outside, "were in the usual range from the start"),
        ],
    )


def describe_bands(study: StudyFacts, about: Subscale, before: Categories, after: Categories) -> str:
    """Say how many people were in the lowest and in the highest band, before and after."""
    bands = [part.category for part in before.parts if part.category != NO_BAND]
    told = []
    for name, band in (("lowest", bands[0]), ("highest", bands[-1])):
        ends = [
            f"{say_number(each.count(band), each.of)} {at(study, moment)}"
            for each, moment in ((before, before.timepoint_from), (after, after.timepoint_to))
        ]
        told.append(f"in the {name} [band](#glossary-band), {band_name(about, band)}: {words(ends)}")
    return f"{upper_first(_who(before))} answered both times. {upper_first('; '.join(told))}."


def describe_rule(categories: Categories) -> str:
    """Say what a rule across measures makes of people, in plain words."""
    if categories.statistic == CYP:
        return tell(
            "By NHS England's rule for children and young people, which takes all measures together: "
            f"of the {_who(categories)} who answered both times,",
            categories.of,
            [
                _clause(categories, "improvement", "improved on at least one measure and got worse on none"),
                _clause(categories, "deterioration", "got worse on at least one"),
                _clause(categories, "no_change", "improved on none and got worse on none"),
            ],
        )
    if categories.statistic == TALKING_CHANGE:
        return tell(
            "By the rule of NHS Talking Therapies, which takes depression and anxiety together: "
            f"of the {_who(categories)} who answered both times,",
            categories.of,
            [
                _clause(categories, "improvement", f"improved by {MORE_THAN_CHANCE}"),
                _clause(categories, "deterioration", "got worse by as much"),
                _clause(categories, "no_change", "showed no such change, or one each way"),
            ],
        )
    before = categories.count("not_a_case_before")
    return tell(
        "By the same rule,",
        categories.of,
        [
            _clause(
                categories,
                "recovered_reliably",
                "started as a [case](#glossary-case), are none now and reliably improved",
            ),
            _clause(categories, "recovered", "started as a case and are none now, by a smaller change"),
            _clause(categories, "not_recovered", "started as a case and still are one"),
            (before, f"{_was(before)} no case before", "were no case before"),
        ],
    )


def count_in_short(categories: Categories, change: Change) -> str:
    """Say in one clause how many changed by more than chance; and if the average hides the other side.

    Parameters
    ----------
    categories : Categories
        Of the statistic ``reliable_change``.
    change : Change
        What the finding says of the average.
    """
    better, worse = categories.count("improved"), categories.count("worse")
    numbers = {"better": better, "worse": worse}
    told = {way: number for way, number in numbers.items() if can_be_said(number)}
    if not told:
        return ""
    (way, first), *others = told.items()
    noun = people(1) if first.is_shown and first.n == 1 else people(0)
    also = "".join(f", {say_number(each, None)} for the {other}" for other, each in others)
    also += "".join(f"; how many for the {other} is hidden" for other in numbers if other not in told)
    lead = "Counted from the first answer, " if change.is_trusted else ""
    who = "nobody" if first.n == 0 else f"{say_number(first, None)} {noun}"
    said = f"{lead}{who} changed for the {way} by {MORE_THAN_CHANCE}{also}."
    return sentences(
        upper_first(said), "" if change.is_trusted else say_if_average_misleads(categories, change)
    )


def say_if_average_misleads(categories: Categories, change: Change) -> str:
    """Say so where more people changed the other way than the average did."""
    better, worse = (_range(categories.count(name)) for name in ("improved", "worse"))
    if change.is_better is True and worse[0] > better[1]:
        return MORE_WORSE
    if change.is_better is False and better[0] > worse[1]:
        return MORE_BETTER
    return ""


def tell(lead: str, whole: Count, clauses: Sequence[Clause], *, share: bool = True) -> str:
    """Tell the parts of a number of people; what the gate hid is said to be hidden.

    Parameters
    ----------
    lead : str
        Begins the sentence.
    whole : Count
        What the parts are a part of.
    clauses : sequence of (Count, str, str)
        Number, what these people did, and the same where the number is hidden.
    share : bool
        Whether percentages are given.
    """
    told = [
        f"{say_number(number, whole if share else None)} {did}"
        for number, did, _ in clauses
        if can_be_said(number)
    ]
    kept = [did for number, _, did in clauses if not can_be_said(number)]
    said = upper_first(f"{lead} {_listed(told)}.".strip()) if told else ""
    return sentences(said, f"How many {' or '.join(kept)} is hidden: {GIVES_AWAY}." if kept else "")


def say_number(number: Count, whole: Count | None) -> str:
    """Write a number of people with its percentage: "47 (47%)", "none", "fewer than 5"."""
    if not number.is_shown:
        return hidden(number.threshold) if number.is_small else "a hidden number"
    if number.n == 0:
        return "none"
    in_brackets = percentage(number.n, whole.n) if whole is not None else ""
    return f"{count(number.n)} ({in_brackets})" if in_brackets else count(number.n)


def can_be_said(number: Count) -> bool:
    """Return whether a number, or that it is a small one, may be said."""
    return number.is_shown or number.is_small


def band_name(about: Subscale, band: str) -> str:
    """Name a band with its range: "very high (9 to 10)"."""
    title = plain(band.replace("_", " "))
    known = next((each for each in about.bands if each.id == band), None)
    if known is None or known.from_ is None or known.to is None:
        return title
    ends = f"{plainly(known.from_)} to {plainly(known.to)}" if known.from_ != known.to else plainly(known.to)
    return f"{title} ({ends})"


def _clause(categories: Categories, category: str, did: str) -> Clause:
    """Return a clause whose words are the same whether or not its number is hidden."""
    return categories.count(category), did, did


def _say_border(categories: Categories) -> str:
    """Write the cut-off in brackets, with a space before; nothing where it is unknown."""
    if not is_known(categories.threshold):
        return ""
    doubt = f", {PROVISIONAL_WORD}" if categories.is_provisional else ""
    return f" (cut-off {plainly(round(categories.threshold, 2))}{doubt})"


def _who(categories: Categories) -> str:
    """Write how many people the categories are about."""
    return f"{count(categories.of.n)} {people(categories.of.n)}"


def _was(number: Count) -> str:
    """Return the verb that suits a number of people."""
    return "was" if number.n == 1 else "were"


def _listed(items: Sequence[str]) -> str:
    """Join clauses with commas, and with "and" before the last."""
    return f"{', '.join(items[:-1])}, and {items[-1]}" if len(items) > 1 else items[0]


def _range(number: Count) -> tuple[float, float]:
    """Return the least and the most that a number can be, as far as a reader knows."""
    if number.is_shown:
        return number.n, number.n
    return (0.0, number.threshold - 1.0) if number.is_small else (0.0, float("inf"))
