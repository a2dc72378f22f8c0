"""Norm tables that a grantee supplies: read, checked, and held against the people's sex and age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from evalkit import names
from evalkit.definitions.study_parts import NORM_YEARS
from evalkit.errors import Fault
from evalkit.intake.cells import CellError, Source, parse_number, parse_word, require
from evalkit.intake.raw import read_raw_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from evalkit.definitions import Measure, Study
    from evalkit.definitions.study_parts import NormTable
    from evalkit.definitions.tables import Table
    from evalkit.intake.raw import RawTable

_RATER = "rater"


def read_norm_table(
    folder: Path, entry: NormTable, study: Study
) -> tuple[pd.DataFrame | None, list[Fault], list[Fault]]:
    """Read one norm table.

    Parameters
    ----------
    folder : Path
        The grantee's folder.
    entry : NormTable
        What grantee.yml says of it.
    study : Study
        Its switches say whose form was filled in.

    Returns
    -------
    pandas.DataFrame or None
        Rows of the table ``norm_tables``, with their places; None if the file can't be used.
    list of Fault
        Structural faults: without such a one the file can be used.
    list of Fault
        Faults of single rows, which are left out.
    """
    raw, faults = read_raw_table(folder, entry)
    if raw is None:
        return None, faults, []
    measure = study.measure(entry.measure)
    structural = list(_unusable(raw, entry, measure))
    if structural:
        return None, structural, faults
    source = Source(raw)
    frame = _parse(source, entry, measure)
    if frame.empty:
        rule = "no row of this norm table can be used"
        if _RATER in raw.cells:
            rule += f" for the rater '{measure.settings[_RATER]}'"
        remedy = "Correct the faults listed for it, or remove its entry under norm_tables."
        structural = [Fault(entry.file, entry.sheet or "", None, "", "", rule, remedy)]
    return (None if structural else frame), structural, [*faults, *source.faults]


def _unusable(raw: RawTable, entry: NormTable, measure: Measure) -> Iterator[Fault]:
    where = (raw.file, raw.sheet, 1)
    years = [name for name in NORM_YEARS if name in raw.cells]
    if len(years) != 1:
        rule = "a norm table has either a column grade or a column age"
        yield Fault(*where, "grade", "", rule, "Keep the one that the source of the norms uses.")
    if _RATER in raw.cells and _RATER in measure.switches and _RATER not in measure.settings:
        rule = "this norm table holds several raters, and grantee.yml doesn't say who filled in the form"
        choice = measure.switches[_RATER].choices()
        remedy = f"Add switches: {{{entry.measure}: {{rater: ...}}}} with one of: {choice}."
        yield Fault(*where, _RATER, "", rule, remedy)


def _parse(source: Source, entry: NormTable, measure: Measure) -> pd.DataFrame:
    cells = source.raw.cells
    subscales = {part.id: part.id for part in measure.subscales}
    facts: dict[str, object] = {
        names.MEASURE: entry.measure,
        names.SUBSCALE: source.parse("subscale", parse_word("subscale", subscales)),
        _RATER: None,
        "sex": source.column("sex").str.lower().astype(object),
        **{name: source.parse(name, parse_number) if name in cells else None for name in NORM_YEARS},
        "mean": source.parse("mean", parse_number),
        "sd": source.parse("sd", parse_number),
    }
    years = next(name for name in NORM_YEARS if name in cells)
    needed = [names.SUBSCALE, "sex", years, "mean", "sd"]
    for column in needed:
        require(source, column, f"the {column}")
    if _RATER in cells and _RATER in measure.switches:
        words = {word: word for word in measure.switches[_RATER].values}
        facts[_RATER] = source.parse(_RATER, parse_word(_RATER, words))
        require(source, _RATER, "the rater")
    frame = pd.DataFrame(facts, index=cells.index).join(source.place("sd")).dropna(subset=needed)
    if _RATER in cells and _RATER in measure.switches:
        frame = frame[frame[_RATER] == measure.settings[_RATER]]
    return frame.astype(dict.fromkeys(("grade", "age", "mean", "sd"), float)).reset_index(drop=True)


def find_faults_in_sex_and_age(
    frames: Sequence[tuple[Source, Table, pd.DataFrame]],
    entry: NormTable,
    norms: pd.DataFrame,
    responses: pd.DataFrame,
) -> Iterator[Fault]:
    """Yield a fault for each sex or age of a scored person that the norm table can't be asked with.

    A blank cell is none, nor is an age beyond the table: the person has no T-score.

    Parameters
    ----------
    frames : sequence of (Source, Table, pandas.DataFrame)
        The tables about people, as read.
    entry : NormTable
        Names the attributes.
    norms, responses : pandas.DataFrame
        Processed tables ``norm_tables`` and ``responses``.
    """
    scored = responses.loc[responses[names.MEASURE] == entry.measure, [names.RESPONDENT_ID, names.COMPONENT]]
    asked = {tuple(key) for key in scored.itertuples(index=False)}
    words = sorted(norms.loc[norms[names.MEASURE] == entry.measure, "sex"].unique())
    if not words:
        return  # the table itself can't be used, which is told
    known = parse_word("sex", {word: word for word in words})
    for source, table, who in frames:
        keys = who[[names.RESPONDENT_ID, names.COMPONENT]].itertuples(index=False)
        rows = [row for row, key in zip(who.index, keys, strict=True) if tuple(key) in asked]
        for attribute, parser in ((entry.sex, known), (entry.age, parse_number)):
            column = table.attributes.get(attribute)
            if column is None:
                continue
            for row, text in source.column(column).loc[rows].dropna().items():
                try:
                    parser(text)
                except CellError as error:
                    remedy = (
                        "Use the words of the norm table, and ages in years; there is no T-score without."
                    )
                    raw = source.raw
                    yield Fault(raw.file, raw.sheet, int(str(row)), column, text, error.rule, remedy)
