"""Figures about people's own goals, with captions and alternative texts worked out from the rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.presentation.bars import HATCHED, Bar, draw_bars
from evalkit.presentation.markdown import lower_first, plain, sentences, words
from evalkit.presentation.numbers import briefly, is_known, share
from evalkit.presentation.path_figure import Panel, Stop, draw_paths
from evalkit.presentation.people_dots import DotRow, draw_people_dots, people_per_dot
from evalkit.presentation.wording import in_component, people, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.counts import Count
    from evalkit.presentation.goals import Goals
    from evalkit.presentation.material import Material

WAYS: Final = (("goals_up", "Moved closer"), ("goals_same", "Stayed"), ("goals_down", "Moved further away"))
RULES: Final = (("any", "By single goals"), ("mean", "By all goals together"))
PERSON_WAYS: Final = (
    ("moved", "Moved closer"),
    ("not_moved", "Did not move so far"),
    ("moved_back", "Moved back"),
)
QUARTILES: Final = {"rating_q25": "q25", "rating_median": "median", "rating_q75": "q75"}
MOST_OCCASIONS: Final = 6
AXIS: Final = ("Rating of people's goals: 0 no progress, 5 half way, 10 reached", 0.0, 10.0)
FEWER_LATER: Final = (
    "Each point stands for the people who rated a goal that often: the later, the fewer, so the path is not one "
    "of the same people throughout."
)
_MANY: Final = 2


def draw_goal_moves(material: Material, goals: Goals) -> str:
    """Draw how many goals moved which way, the far moves inside; "" where up is hidden."""
    found = [(label, count) for name, label in WAYS if (count := goals.counted(name)) is not None]
    if len(found) < len(WAYS) or not found[0][1].is_shown:
        return ""
    far = goals.counted("goals_moved")
    has_far = far is not None and far.is_shown
    bars = [
        Bar(label, each, each.text, is_main=place == 0, inside=far if place == 0 else None)
        for place, (label, each) in enumerate(found)
    ]
    if far and has_far:
        bars[0] = replace(bars[0], value=f"{bars[0].value}\n{far.text} by 3 or more")
    twice = goals.counted("goals_rated_twice")
    whole = f"Of {twice.text} goals rated at least twice, " if twice and twice.is_shown else ""
    shown = [f"{count.text} {lower_first(label)}" for label, count in found if count.is_shown]
    inside = (
        f"Dark inside the bar: the {far.text} that moved by three points or more." if far and has_far else ""
    )
    caption = sentences(f"{whole}{words(shown)}.", inside, _key(found))
    alt = f"Bars of goals. {'; '.join(f'{label}: {count.text}' for label, count in found)}."
    alt += f" Moved closer by three points or more: {far.text}." if far and has_far else ""
    return _place(material, goals, "goals", lambda form: draw_bars(form, bars), (caption, alt))


def draw_people_moves(material: Material, goals: Goals) -> str:
    """Draw how many people moved by each of the two rules; "" where too much is hidden."""
    twice = goals.counted("people_rated_twice")
    bars: list[Bar] = []
    alt: list[str] = []
    found: list[tuple[str, Count]] = []
    moved: list[str] = []
    for rule, title in RULES:
        counts = [goals.counted(f"people_{rule}_{way}") for way, _ in PERSON_WAYS]
        known = [
            (label, each) for (_, label), each in zip(PERSON_WAYS, counts, strict=True) if each is not None
        ]
        if len(known) < len(PERSON_WAYS):
            return ""
        if known[0][1].is_shown:
            moved.append(f"{known[0][1].text} {lower_first(title)}")
        bars.append(Bar(title, None))
        bars += [
            Bar(label, each, each.text, whole=twice, is_main=label == PERSON_WAYS[0][1])
            for label, each in known
        ]
        alt.append(f"{title}: {', '.join(f'{lower_first(label)} {each.text}' for label, each in known)}")
        found += known
    if not moved:
        return ""
    of_all = f"Of {twice.text} people" if twice and twice.is_shown else "Of all people"
    caption = sentences(f"{of_all}, {words(moved)} moved closer.", _key(found))
    texts = (caption, f"Bars of people by two rules. {'; '.join(alt)}.")
    return _place(material, goals, "goal-people", lambda form: draw_bars(form, bars), texts)


def draw_goal_themes(material: Material, goals: Goals) -> str:
    """Draw a dot for each person under each theme of goals; "" where no theme can be shown."""
    rows = list_themes(goals)
    shown = [row for row in rows if row.people.is_shown]
    if not shown:
        return ""
    scale = people_per_dot(rows)
    most = [row for row in shown if row.people.n == shown[0].people.n]
    who = goals.counted("people_with_goals")
    number = shown[0].people
    of_all = share(number.n, who.n, "people with goals") if who and who.is_shown else f"{number.text} people"
    which = words([plain(row.label) for row in most])
    is_alone = len(rows) == 1
    lead = "Goals were about" if is_alone else "Most often, people set a goal about"
    each = " each" if len(most) > 1 else ""
    caption = sentences(
        f"{lead} {which}: {of_all}{each}.",
        f"A dot is {'one person' if scale == 1 else f'about {scale} people'}.",
        "" if is_alone else "Somebody with several goals can stand under several themes.",
        _key([(row.label, row.people) for row in rows]),
    )
    told = "; ".join(f"{row.label}: {row.people.text}" for row in rows)
    alt = f"Dots of people by theme of their goals. {told}."
    return _place(material, goals, "goal-themes", lambda form: draw_people_dots(form, rows), (caption, alt))


def list_themes(goals: Goals) -> list[DotRow]:
    """Return the themes with their people, the most frequent first, hidden ones last."""
    found = [(theme, goals.counted("theme_people", theme)) for theme in goals.categories("theme_people")]
    rows = [DotRow(theme, people) for theme, people in found if people is not None]
    return sorted(rows, key=lambda row: (-row.people.n if row.people.is_shown else 1.0, row.label))


def draw_goal_paths(material: Material, goals: Goals) -> str:
    """Draw where most ratings lie at each occasion; "" where fewer than two can be shown."""
    stops = list_stops(goals)
    panel = Panel("Everybody", tuple(stops[:MOST_OCCASIONS]), pd.DataFrame())
    if not panel.can_be_drawn:
        return ""
    first, last = _ends(panel.stops, material.study.minimum_pairs)
    told = f"was {_middle(first)} and {_middle(last)}"
    later = "Later ratings are left out of the figure." if len(goals.occasions) > len(panel.stops) else ""
    hatched = HATCHED if any(stop.suppressed for stop in panel.stops) else ""
    caption = sentences(
        f"The [middle rating](#glossary-middle-rating) {told}.",
        FEWER_LATER,
        later,
        hatched,
    )
    each = "; ".join(_tell(stop) for stop in panel.stops)
    alt = f"Bands of the ratings of people's goals, 0 to 10, from rating to rating. {each}."
    return _place(
        material, goals, "goal-ratings", lambda form: draw_paths(form, [panel], AXIS), (caption, alt)
    )


def list_stops(goals: Goals) -> list[Stop]:
    """Return the occasions up to the last that can be shown and is about a handful of people."""
    stops = []
    for occasion in goals.occasions:
        released = goals.by_category[occasion]
        middle = released.get("rating_median")
        quantiles = {
            name: released[statistic].value
            for statistic, name in QUARTILES.items()
            if statistic in released and is_known(released[statistic].value)
        }
        n = goals.counted("n_rated", occasion)
        known = n.n if n is not None and n.is_shown else float("nan")
        stops.append(Stop(ordinal(int(occasion)), known, middle is None or middle.suppressed, quantiles))
    few = [is_known(stop.n) and stop.n < goals.threshold for stop in stops]
    last = max((place for place, stop in enumerate(stops) if stop.is_shown and not few[place]), default=-1)
    return stops[: last + 1]


def ordinal(number: int) -> str:
    """Write a place in an order.

    Examples
    --------
    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 22)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd']
    """
    is_teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _ends(stops: Sequence[Stop], fewest: int) -> tuple[Stop, Stop]:
    """Return the first occasion shown, and the last: of enough people, where a later one has them."""
    shown = [stop for stop in stops if stop.is_shown]
    many = [stop for stop in shown[1:] if is_known(stop.n) and stop.n >= fewest]
    return shown[0], (many or shown)[-1]


def _middle(stop: Stop) -> str:
    """Write the middle rating at one occasion."""
    return f"{briefly(stop.quantiles['median'])} at the {stop.title} rating{_of(stop)}"


def _of(stop: Stop) -> str:
    """Say in brackets how many people rated; nothing where that is hidden."""
    return f" ({briefly(stop.n)} {people(stop.n)})" if is_known(stop.n) else ""


def _tell(stop: Stop) -> str:
    """Say the middle rating and the middle half at one occasion."""
    if not stop.is_shown:
        return f"{stop.title} rating hidden"
    quantiles = stop.quantiles
    ends = [briefly(quantiles[name]) for name in ("q25", "q75") if name in quantiles]
    half = f", middle half {ends[0]} to {ends[1]}" if len(ends) == _MANY else ""
    return f"{stop.title} rating{_of(stop)}: median {briefly(quantiles['median'])}{half}"


def _key(found: Sequence[tuple[str, Count]]) -> str:
    """Say what hatching means where something is hatched."""
    return "" if all(count.is_shown for _, count in found) else HATCHED


def _place(
    material: Material, goals: Goals, kind: str, draw: Callable[[Format], Drawing], texts: tuple[str, str]
) -> str:
    """Save a figure of one component, with caption and alternative text, and return its paragraph."""
    caption, alt = texts
    told = in_component(material.study, goals.component, caption)
    return material.place(f"{kind}-{slug(goals.component)}", draw, told, alt)
