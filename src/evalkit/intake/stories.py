"""All of a grantee's coded stories: material, codebook, case studies and media, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit import names
from evalkit.definitions.codebook import Codebook
from evalkit.definitions.measure import list_measures
from evalkit.definitions.story_schemas import STORY_SCHEMAS
from evalkit.errors import Fault
from evalkit.intake.case_studies import read_case_studies, read_media
from evalkit.intake.codebook import read_codebook
from evalkit.intake.coded_material import find_unusable, read_coded_material
from evalkit.intake.story_excerpts import StoryRows
from evalkit.intake.word_lists import read_word_lists

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from evalkit.definitions.stories import Stories
    from evalkit.definitions.study import Study


@dataclass(frozen=True, slots=True)
class StoriesIntake:
    """Coded stories, checked.

    Attributes
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables of :data:`evalkit.definitions.story_schemas.STORY_SCHEMAS`; empty ones included. Passages with
        a code that grantee.yml lists under ``redact`` are in ``marks``; those codes are nowhere else.
    codebook : Codebook
        Without them; empty if it can't be read.
    faults : tuple of Fault
        Everything that was left out, and why.
    is_usable : bool
        False if a file or code that grantee.yml names is missing, so that the run should stop.
    """

    tables: Mapping[str, pd.DataFrame]
    codebook: Codebook
    faults: tuple[Fault, ...]
    is_usable: bool

    def people_without_data(self, people: Collection[str]) -> tuple[str, ...]:
        """Return who told a story and is in no other table, sorted.

        A story may come from somebody who filled in no form: it is kept, and counted by the report.
        """
        told = {
            str(person)
            for name in ("documents", "excerpts")
            for person in self.tables[name][names.RESPONDENT_ID].dropna().unique()
        }
        return tuple(sorted(told - set(people)))


def read_stories(study: Study, folder: Path) -> StoriesIntake:
    """Read what the key ``stories`` of grantee.yml names, the consents apart.

    Parameters
    ----------
    study : Study
        What grantee.yml declares.
    folder : Path
        The grantee's folder; it is only read.

    Returns
    -------
    StoriesIntake
        Empty tables if the study has no stories.
    """
    if study.stories is None:
        return StoriesIntake(_frames({}), Codebook(), (), is_usable=True)
    stories = study.stories
    codebook, faults = _read_codebook(study, stories, folder)
    whole = codebook or Codebook()
    slips = [] if codebook is None else list(_find_slips(stories, whole, folder))
    is_usable = codebook is not None and not slips
    found = StoryRows(whole, _codes_to_redact(stories, whole), faults=[*faults, *slips])
    for material in stories.material:
        project, faults = read_coded_material(folder, material)
        found.faults += faults
        is_usable = is_usable and project is not None
        if project is not None and codebook is not None:
            found.add(project, material, study)
    found.spread_marks()
    book = whole.without(found.redact)
    studies, faults = read_case_studies(folder, stories.case_studies, book, study.component_ids)
    found.faults += faults
    media, faults = read_media(folder, stories.media)
    found.faults += faults
    rows = {**found.rows, "codebook": _codebook_rows(book), "media": media, "case_studies": studies}
    return StoriesIntake(_frames(rows), book, tuple(dict.fromkeys(found.faults)), is_usable)


def _read_codebook(study: Study, stories: Stories, folder: Path) -> tuple[Codebook | None, list[Fault]]:
    problem = find_unusable(folder, stories.codebook.file)
    if problem is not None:
        return None, [problem]
    domains = {*list_measures(), *study.own_measures}
    path = folder / stories.codebook.file
    return read_codebook(path, sheet=stories.codebook.sheet, domains=domains)


def _find_slips(stories: Stories, codebook: Codebook, folder: Path) -> Iterator[Fault]:
    """Yield the codes and lists that grantee.yml names and that aren't there.

    Without a list of the identity check names would pass it; without a code personal data would.
    """
    for number, code in enumerate(stories.redact):
        if codebook.find(code) is None:
            yield _lacks(f"stories.redact.{number}", code, codebook)
    shown = codebook.without(_codes_to_redact(stories, codebook))
    for number, joint in enumerate(stories.joint):
        if joint.theme not in shown.by_code:
            yield _lacks(f"stories.joint.{number}.theme", joint.theme, shown)
    _, faults = read_word_lists(folder, stories.identity)
    yield from faults


def _codes_to_redact(stories: Stories, codebook: Codebook) -> frozenset[str]:
    """Return the codes under ``redact`` and all below them."""
    found = (codebook.find(code) for code in stories.redact)
    return codebook.below(code for code in found if code is not None)


def _lacks(key: str, code: str, codebook: Codebook) -> Fault:
    known = codebook.find(code)
    meant = f"did you mean '{known}'?" if known else codebook.suggestion(code)
    rule = f"the codebook lacks this code: {meant}"
    return Fault(names.STUDY_FILE, "", None, key, code, rule, "Correct it, or add the code to the codebook.")


def _codebook_rows(codebook: Codebook) -> list[dict[str, Any]]:
    fields = (
        *("code", "name", "parent", "definition", "include", "exclude"),
        *("domain", "expects", "contrary_to", "is_codable"),
    )
    return [
        {
            **{name: getattr(entry, name) for name in fields},
            "theme": codebook.theme_of(entry.code),
            "in_words": entry.in_words or entry.name,
        }
        for entry in codebook.entries
    ]


def _frames(rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, pd.DataFrame]:
    frames = {}
    for name, schema in STORY_SCHEMAS.items():
        columns = list(schema.columns)
        frame = pd.DataFrame(rows.get(name, []), columns=columns, dtype=object)
        frames[name] = _blank_as_none(schema.validate(frame))
    return frames


def _blank_as_none(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose blank text is None, as the other person-level tables have it."""
    for name in frame.columns:
        if frame[name].dtype == object:
            frame[name] = frame[name].where(frame[name].notna(), None)
    return frame
