"""docs/validation.md, written from what the simulation counted: no figure on it is typed by hand."""

from __future__ import annotations

import importlib.metadata
import math
import platform
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulation import claims, exact, pairs, persons, schools, waves
from simulation.cells import SEED
from simulation.made_up import CEILINGED, SKEWNESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from simulation.cells import Row

LOW: Final = 0.90
MINIMUM: Final = 10
PACKAGES: Final = ("evalkit", "numpy", "scipy", "pandas", "pingouin")
TEMPLATE: Final = Path(__file__).with_name("page_template.md")
TITLES: Final = {
    "mean_change": "mean change, t interval (`mean_change`)",
    "mean_change_bca": "mean change, BCa bootstrap (`mean_change_bca`)",
    "cohens_dz": "standardised change, noncentral t (`cohens_dz`)",
    "hedges_g_av": "standardised change, BCa bootstrap (`hedges_g_av`)",
    "rank_biserial": "rank correlation of the changes, Fisher z (`rank_biserial`)",
    "dose_slope": "change per session, t interval (`dose_slope`)",
    "pairs alone": "the pairs alone, t interval (`mean_change`)",
    "mean_change_model": "mixed model, everybody (`mean_change_model`)",
    "mean_change_mi": "multiple imputation, everybody (`mean_change_mi`)",
    "mean_change as if there were no schools": "mean change, t interval as if there were no schools",
    "mean change, model of schools": "mean change, model with schools as groups",
    "mean change, schools resampled": "mean change, whole schools resampled (BCa)",
    "icc": "how alike pupils of a school are (`icc`, F interval)",
}
CLAIMS: Final = {
    "the average rose": "2.5 %",
    "the average fell": "2.5 %",
    "at least one of three outcomes changed, nothing declared": "none",
    "at least one of three declared outcomes changed, by Holm": "5 %",
    "more sessions, more (or less) change": "5 %",
    "people of one cluster changed more alike (n clusters)": "2.5 %",
    "people lost differed at the start (0.2 or more)": "none",
}
SELDOM: Final = 0.1
NOTED: Final = 0.99
"""Where an interval was given in a smaller share of the data sets than this, the cell says so."""


def build_page(rows: Sequence[Row], exactly: Sequence[exact.Exact], *, people: int) -> str:
    """Return the page: the template with tables and figures filled in.

    Parameters
    ----------
    rows : sequence of Row
        What the cells counted.
    exactly : sequence of Exact
        Coverage that was added up.
    people : int
        Made-up people behind each true value.
    """
    filled = {
        "seed": f"{SEED}",
        "versions": ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES),
        "python": ".".join(platform.python_version_tuple()[:2]),
        "people": f"{people:,}",
        "error": f"{max(pairs.true_values(kind, people).error for kind in pairs.KINDS):.3f}",
        "skewness": f"{SKEWNESS:.1f}",
        "top": percent(pairs.true_values(CEILINGED, people).at_top, 0),
        "lost": percent(max(waves.share_lost(kind, people) for kind in waves.KINDS), 0),
        "exact_table": _exact_table(exactly),
        "exact_low": _name_low(exactly, from_10=True),
        "persons_table": _persons_table(rows),
    }
    for part in (pairs, waves, schools):
        own = [row for row in rows if row.table == part.TABLE]
        filled[f"{part.TABLE}_table"] = _coverage_table(own, part.SIZES)
        filled[f"{part.TABLE}_chance"] = _say_chance(own)
        filled[f"{part.TABLE}_low"] = _name_low(
            [row for row in own if is_given(row)], from_10=part is not schools
        )
    own = [row for row in rows if row.table.startswith(claims.TABLE)]
    filled |= {"claims_table": _claims_table(own), "claims_chance": _say_chance(own)}
    return TEMPLATE.read_text("utf-8").format(**filled)


def percent(rate: float, digits: int = 1) -> str:
    """Return a share in per cent, or a dash.

    Examples
    --------
    >>> percent(0.9512), percent(float("nan"))
    ('95.1 %', '–')
    """
    return "–" if math.isnan(rate) else f"{rate:.{digits}%}".replace("%", " %")


def build_table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table.

    Examples
    --------
    >>> print(build_table(["a", "b"], [["1", "2"]]))
    | a | b |
    | --- | --- |
    | 1 | 2 |
    """
    told = [list(header), ["---"] * len(header), *map(list, lines)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in told)


def is_given(row: Row) -> bool:
    """Tell whether an interval was given often enough for its coverage to mean something.

    Examples
    --------
    >>> from simulation.cells import Row
    >>> is_given(Row("waves", "mean_change_mi", "normal", 20, hits=1, told=1, sets=1_000))
    False
    """
    return row.told >= SELDOM * row.sets


def _coverage_cell(row: Row) -> str:
    if not is_given(row):
        return "–"
    text = f"**{percent(row.rate)} low**" if row.rate < LOW else percent(row.rate)
    given = row.told / row.sets
    return text if given > NOTED else f"{text} (given in {percent(given, 0)})"


def _coverage_table(rows: Sequence[Row], sizes: Sequence[int]) -> str:
    lines = []
    for what, data in dict.fromkeys((row.what, row.data) for row in rows):
        found = {row.n: row for row in rows if (row.what, row.data) == (what, data)}
        lines.append([TITLES[what], data, *(_coverage_cell(found[n]) for n in sizes)])
    lines.sort(key=lambda line: list(TITLES.values()).index(line[0]))
    return build_table(["interval", "data", *(f"n = {n}" for n in sizes)], lines)


def _say_chance(rows: Sequence[Row]) -> str:
    """Say how many data sets stand behind a table, and what chance does to a figure."""
    sets = sorted({row.sets for row in rows})
    told = f"{sets[0]:,}" if len(sets) == 1 else f"{sets[0]:,} to {sets[-1]:,}"
    worst = percent(max(row.error for row in rows if is_given(row)))
    return f"Made-up data sets behind each figure: {told}. Chance moves a figure by up to {worst} (one standard error)."


def _name_low(rows: Sequence[Row | exact.Exact], *, from_10: bool) -> str:
    """Name every kind of interval and data below 90 %; where n is people, at the sizes that reports allow."""
    low: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.rate < LOW and (row.n >= MINIMUM or not from_10):
            low.setdefault((row.what, row.data), []).append(f"n = {row.n}: {percent(row.rate)}")
    where = f"Below 90 % with {MINIMUM} people or more" if from_10 else "Below 90 %"
    if not low:
        return f"**{where}:** none."
    named = (
        f"- {TITLES.get(what, what)}, {data} ({', '.join(found)})" for (what, data), found in low.items()
    )
    return "\n".join([f"**{where}:**", "", *named])


def _exact_table(exactly: Sequence[exact.Exact]) -> str:
    lines = []
    for what, data in dict.fromkeys((found.what, found.data) for found in exactly):
        rates = {found.n: found.rate for found in exactly if (found.what, found.data) == (what, data)}
        lines.append([what, data, *(percent(rates[n]) for n in exact.SIZES)])
    return build_table(["interval", "truth", *(f"n = {n}" for n in exact.SIZES)], lines)


def _claims_table(rows: Sequence[Row]) -> str:
    lines = []
    for what, data in dict.fromkeys((row.what, row.data) for row in rows):
        found = {row.n: row for row in rows if (row.what, row.data) == (what, data)}
        lines.append([what, data, CLAIMS[what], *(percent(found[n].rate) for n in claims.SIZES)])
    lines.sort(key=lambda line: list(CLAIMS).index(line[0]))
    return build_table(["claim", "data", "promised", *(f"n = {n}" for n in claims.SIZES)], lines)


def _persons_table(rows: Sequence[Row]) -> str:
    lines = []
    own = [row for row in rows if row.table in persons.TABLES]
    for table, data, n in dict.fromkeys((row.table, row.data, row.n) for row in own):
        rate = {row.what: row.rate for row in own if (row.table, row.data, row.n) == (table, data, n)}
        name = f"index (1.96), {data}, groups of {n}" if table == persons.INDEX else data
        lines.append([name, percent(rate[persons.BETTER]), percent(rate[persons.WORSE])])
    return build_table(["rule", "counted as better", "counted as worse"], lines)
