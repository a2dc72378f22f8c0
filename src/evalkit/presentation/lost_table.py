"""Those who answered again beside those lost, as they were at the start: sentences and table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.markdown import plain, table, words
from evalkit.presentation.numbers import count, decimals_for, fixed, is_known, percentage, signed
from evalkit.presentation.tables import NOTHING, hidden_cell
from evalkit.presentation.wording import at, people, score_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence
    from typing import Any

    from evalkit.presentation.changes import Change
    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.material import Material

SMALL_DIFFERENCE: Final = 0.2
CLEAR_DIFFERENCE: Final = 0.5
"""Standardised differences that are named small, and clear; a rule of thumb that the glossary states."""

BY_CHANCE: Final = "Groups also differ by chance, small ones most."
HIDDEN_PART: Final = "Part of this comparison is [hidden](#glossary-hidden), to protect small numbers."
STANDARDISED: Final = "[standardised difference](#glossary-standardised-difference)"


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing known at the start, of those who answered again and those lost.

    Attributes
    ----------
    variable, category : str
        ``score`` without a category, or an attribute and one of its values.
    completers, lost : float
        Averages of the score, or shares of people from 0 to 1; NaN where hidden.
    difference : float
        Standardised, those who answered again minus those lost; NaN where not worked out.
    n_completers, n_lost : float
        People; NaN where hidden.
    suppressed : bool
        Whether the gate hid it.
    """

    variable: str
    category: str
    completers: float
    lost: float
    difference: float
    n_completers: float
    n_lost: float
    suppressed: bool

    @property
    def is_score(self) -> bool:
        """Whether this is the score itself."""
        return self.variable == names.SCORE and not self.category

    @property
    def is_known(self) -> bool:
        """Whether there is a difference to speak of."""
        return not self.suppressed and is_known(self.difference)


def gather_lost(material: Material, change: Change) -> tuple[Compared, ...]:
    """Gather what was released on those lost from a comparison; empty where nobody was compared.

    Parameters
    ----------
    material : Material
        Released rows.
    change : Change
        Everybody's main comparison of a score.
    """
    rows = material.released.missing
    for column in (names.COMPONENT, names.MEASURE, names.SUBSCALE, names.TIMEPOINT_FROM, names.TIMEPOINT_TO):
        rows = rows[rows[column] == getattr(change, column)]
    return tuple(_compared(row) for row in rows.to_dict("records"))


def _compared(row: Mapping[Hashable, Any]) -> Compared:
    """Read one row of missing.csv."""
    numbers = ("completers", "lost", names.ESTIMATE, "n_completers", "n_lost")
    completers, lost, difference, n_completers, n_lost = (float(row[name]) for name in numbers)
    return Compared(
        variable=str(row["variable"]),
        category=str(row["category"]),
        completers=completers,
        lost=lost,
        difference=difference,
        n_completers=n_completers,
        n_lost=n_lost,
        suppressed=bool(row[names.SUPPRESSED]),
    )


def say_lost(study: StudyFacts, change: Change, compared: Sequence[Compared], score: str) -> tuple[str, ...]:
    """Say how those lost differed at the start from those who answered again.

    Differences from 0.2 standard deviations on are named; a smaller one is not.

    Parameters
    ----------
    study : StudyFacts
        For titles.
    change : Change
        The comparison.
    compared : sequence of Compared
        From :func:`gather_lost`.
    score : str
        What the score is called in the sentences.
    """
    if not compared:
        return ()
    known = [each for each in compared if each.is_known]
    if not known:
        all_hidden = all(each.suppressed for each in compared)
        who = _who(study, change, score)
        return (_say_hidden(who) if all_hidden else _say_too_few(who),)
    named = [each for each in known if abs(each.difference) >= SMALL_DIFFERENCE]
    told = [_say_score(change, each) for each in named if each.is_score]
    more = [each for each in named if not each.is_score and each.difference < 0]
    if more:
        told.append(f"More common among those lost: {words([_tell_category(each) for each in more])}.")
    told = told or [_say_alike(known)]
    part = HIDDEN_PART if any(each.suppressed for each in compared) else ""
    return tuple(said for said in (*told, part) if said)


def _who(study: StudyFacts, change: Change, score: str) -> str:
    """Say who is meant by those lost."""
    return f"answered {score} {at(study, change.timepoint_from)} and not {at(study, change.timepoint_to)}"


def _say_hidden(who: str) -> str:
    """Say that nothing can be shown about how those lost began."""
    return f"How people began who {who} is [hidden](#glossary-hidden), to protect small numbers."


def _say_too_few(who: str) -> str:
    """Say that there were too few people to compare."""
    return f"Too few people to compare those who {who} with those who answered again."


def _say_score(change: Change, found: Compared) -> str:
    """Say how the score of those lost began."""
    about = change.about
    decimals = decimals_for(about.minimum, about.maximum)
    way = "higher" if found.lost > found.completers else "lower"
    averages = f"average {fixed(found.lost, decimals)} against {fixed(found.completers, decimals)}"
    return (
        f"Those lost began with {way} {plain(about.noun)} than those who answered again ({averages}), "
        f"a {_size(found)} {STANDARDISED}."
    )


def _size(found: Compared) -> str:
    """Name the size of a difference by the rule of thumb."""
    return "clear" if abs(found.difference) >= CLEAR_DIFFERENCE else "small"


def _tell_category(found: Compared) -> str:
    """Tell a category that is more common among those lost; no percentage of fewer than 20 people."""
    lost, stayed = (
        percentage(n * share, n) if is_known(n) and is_known(share) else ""
        for share, n in ((found.lost, found.n_lost), (found.completers, found.n_completers))
    )
    category, variable = plain(found.category), plain(found.variable)
    if not (lost and stayed):
        return f"{category} ({variable})"
    base = f"{count(found.n_lost)} {people(found.n_lost)}"
    return f"{category} ({variable}: {lost} of {base} against {stayed} of {count(found.n_completers)})"


def _say_alike(known: Sequence[Compared]) -> str:
    """Say in what those lost began much like the others."""
    variables = dict.fromkeys("the first score" if each.is_score else plain(each.variable) for each in known)
    return (
        f"In {words(list(variables))}, those lost began much like those who answered again "
        f"(no {STANDARDISED} of {SMALL_DIFFERENCE} or more)."
    )


def build_table_of_lost(material: Material, change: Change, compared: Sequence[Compared]) -> str:
    """Build the table behind the sentences: what was known at the start, both groups, the difference.

    An attribute of which every group is hidden has one row.

    Parameters
    ----------
    material : Material
        For titles and the threshold.
    change : Change
        The comparison.
    compared : sequence of Compared
        From :func:`gather_lost`.
    """
    head = ["At the start", "Answered again", "Lost", "Standardised difference"]
    rows = []
    for variable in dict.fromkeys(each.variable for each in compared):
        own = [each for each in compared if each.variable == variable]
        if len(own) > 1 and all(each.suppressed for each in own):
            rows.append(_cells(material, change, own[0], plain(variable)))
        else:
            rows += [_cells(material, change, each, _label(material, change, each)) for each in own]
    return table(head, "lrrr", rows)


def _label(material: Material, change: Change, found: Compared) -> str:
    """Name a row of the table."""
    if found.is_score:
        return f"{plain(score_name(material.study, change.measure, change.subscale))}, average"
    return f"{plain(found.variable)}: {plain(found.category)}"


def _cells(material: Material, change: Change, found: Compared, label: str) -> list[str]:
    """Return one row of the table."""
    if found.suppressed:
        # Which of the two groups is small is not said, so no cell may say how small it is.
        return [label] + [hidden_cell(material.threshold, is_small=False)] * 3
    sides = [
        _side_cell(change, found, value, n)
        for value, n in ((found.completers, found.n_completers), (found.lost, found.n_lost))
    ]
    return [label, *sides, signed(found.difference, 2) if is_known(found.difference) else NOTHING]


def _side_cell(change: Change, found: Compared, value: float, n: float) -> str:
    """Return an average, or a percentage of 20 people or more, with the number of people where it is shown."""
    if not is_known(value):
        return NOTHING
    if found.is_score:
        text = fixed(value, decimals_for(change.about.minimum, change.about.maximum))
        return f"{text} ({count(n)} {people(n)})" if is_known(n) else text
    return f"{percentage(n * value, n) or NOTHING} of {count(n)}" if is_known(n) else NOTHING
