"""The part of a report that is told in words: read, ask about what identifies, analyse, release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names, store
from evalkit.analysis.disagreements import list_disagreements
from evalkit.analysis.safe_excerpts import UNDECIDED, apply_decisions, build_review
from evalkit.analysis.story_results import analyse_stories, keep_usable
from evalkit.analysis.story_texts import SEPARATOR, list_texts
from evalkit.disclosure.checks import check_words
from evalkit.disclosure.policy import Policy
from evalkit.disclosure.story_gate import attribute_quotes, release_stories
from evalkit.disclosure.story_texts import release_cases, release_media
from evalkit.errors import BuildError, StructuralFaults
from evalkit.freshness import REVIEW, USED
from evalkit.intake.consents import read_consents
from evalkit.intake.formulas import escape_formulas
from evalkit.intake.review import REVIEW_FILE, read_review, write_review
from evalkit.intake.stories import read_stories
from evalkit.intake.word_lists import read_word_lists

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from evalkit.analysis.story_results import StoryResults
    from evalkit.definitions import Study
    from evalkit.disclosure.gate import Results
    from evalkit.errors import Fault

_NOBODY_AGREED: Final = pd.DataFrame(columns=list(names.CONSENT_COLUMNS)).astype(
    {"given": bool, "date": "datetime64[ns]", "withdrawn": "datetime64[ns]"}
)


@dataclass(frozen=True, slots=True)
class Stories:
    """A grantee's stories as sent, and who agreed to what.

    Attributes
    ----------
    tables : mapping of str to pandas.DataFrame
        Processed tables of stories, and ``consents``.
    words : mapping of str to frozenset of str
        The grantee's own lists for the identity check.
    faults : tuple of Fault
        Everything that was left out.
    """

    tables: Mapping[str, pd.DataFrame]
    words: Mapping[str, frozenset[str]]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Stories that may be used, with their results.

    Attributes
    ----------
    results : StoryResults
        True values.
    used : mapping of str to pandas.DataFrame
        Tables of those who agreed to the report.
    safe : pandas.DataFrame
        Everything in words that somebody agreed to show, with ``safe_text`` (None where it is blocked).
    faults : tuple of Fault
        Decisions in the review file that can't be followed.
    review : Path
        The review file that they were read from.
    as_it_was : bytes
        What it held then.
    """

    results: StoryResults
    used: Mapping[str, pd.DataFrame]
    safe: pd.DataFrame
    faults: tuple[Fault, ...]
    review: Path
    as_it_was: bytes

    def check_review_unchanged(self) -> None:
        """Stop before decisions are lost that somebody made while the report was being built.

        Raises
        ------
        BuildError
            If the review file is not as it was read.
        """
        if _content(self.review) != self.as_it_was:
            message = f"{self.review.name} was saved while the report was being built: run it again to use what it says"
            raise BuildError(message)


@dataclass(frozen=True, slots=True)
class Words:
    """What may be shown of the stories.

    Attributes
    ----------
    tables : dict of str to pandas.DataFrame
        ``quotes``, ``joint``, ``agreement``, ``saturation``, ``media``.
    texts : dict of str to str
        File below ``released/`` → case study or transcript.
    facts : dict
        ``stories.json``.
    """

    tables: dict[str, pd.DataFrame]
    texts: dict[str, str]
    facts: dict[str, object]


def read(study: Study, folder: Path, people: Collection[str]) -> Stories | None:
    """Read everything under the key ``stories``; None if the study has none.

    Raises
    ------
    StructuralFaults
        If a file or code that grantee.yml names is missing.
    """
    if study.stories is None:
        return None
    found = read_stories(study, folder)
    told = set(found.tables["documents"][names.RESPONDENT_ID].dropna())
    told |= set(found.tables["excerpts"][names.RESPONDENT_ID].dropna())
    consents, faults = _NOBODY_AGREED, list(found.faults)
    is_usable = found.is_usable
    if study.stories.consent is not None:
        read_ones, more = read_consents(
            folder,
            study.stories.consent,
            latest=pd.Timestamp(study.data_date),
            people={*map(str, people), *map(str, told)},
            documents=_titles(found.tables),
        )
        faults += more
        is_usable = is_usable and read_ones is not None
        consents = _NOBODY_AGREED if read_ones is None else read_ones
    words, more = read_word_lists(folder, study.stories.identity)
    faults += more
    if not is_usable or more:
        raise StructuralFaults(faults)
    return Stories({**found.tables, "consents": consents}, words, tuple(faults))


def _titles(tables: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """Return what a consent can name: documents, case studies, pictures and recordings."""
    titles = [tables["documents"]["name"], tables["case_studies"]["title"], tables["media"]["title"]]
    return frozenset(str(title) for column in titles for title in column)


def analyse(
    study: Study,
    stories: Stories,
    sent: Mapping[str, pd.DataFrame],
    outcomes: pd.DataFrame,
    *,
    folders: tuple[Path, Path],
) -> Told:
    """Analyse the stories that may be used, and write the files that people decide in.

    Parameters
    ----------
    study, stories
        What is declared and what was sent.
    sent : mapping of str to pandas.DataFrame
        Processed tables ``people``, ``responses`` and ``scores``.
    outcomes : pandas.DataFrame
        Rows of outcomes.csv, true values.
    folders : tuple of Path
        ``data/processed/<grantee>`` as it is, with people's decisions so far, and the one to write to.
    """
    on_date = pd.Timestamp(study.data_date)
    used = keep_usable(stories.tables, stories.tables["consents"], "report", on_date)
    people = sent["people"]
    results = analyse_stories(
        study, used, people, responses=sent["responses"], scores=sent["scores"], outcomes=outcomes
    )
    differences = list_disagreements(used["documents"], used["codings"], used["codebook"])
    store.write_csv(folders[1] / REVIEW / "disagreements.csv", escape_formulas(differences))
    named_by = study.stories.name if study.stories is not None else None
    known = people.set_index(names.RESPONDENT_ID)[named_by] if named_by in people else None
    wanted = list_texts(stories.tables, used["excerpts"], on_date, known)
    review = folders[0] / REVIEW / REVIEW_FILE
    as_it_was = _content(review)
    files = (review, folders[1] / REVIEW / REVIEW_FILE)
    safe, faults = _make_safe(wanted, stories, str(study.data_date), files)
    told = Told(results, used, safe, tuple(faults), review, as_it_was)
    store.write_json(folders[1] / USED, list_used(told))
    return told


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _make_safe(
    wanted: pd.DataFrame, stories: Stories, day: str, files: tuple[Path, Path]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Ask about everything that may identify somebody; keep what is free or decided."""
    # They load lists of names and places: a report without stories need not wait for them.
    from evalkit.analysis.identity import find_identities  # noqa: PLC0415
    from evalkit.analysis.identity_names import fold_own_words  # noqa: PLC0415
    from evalkit.analysis.marked_passages import find_marked, settle_marked  # noqa: PLC0415

    decisions, faults = read_review(files[0])
    findings = find_identities(wanted, fold_own_words(stories.words))
    marked = find_marked(wanted[wanted["what"] == "passage"], stories.tables["marks"])
    titled = wanted.assign(document=wanted["title"])
    findings, decisions = settle_marked(titled, findings, marked, decisions, day)
    write_review(files[1], build_review(titled, findings, decisions))
    return apply_decisions(titled, findings, decisions).assign(document=wanted["document"]), faults


def release(study: Study, stories: Stories, told: Told, released: Results, people: pd.DataFrame) -> Words:
    """Return what may be shown of the stories.

    Raises
    ------
    DisclosureError
        If a text about to be released names a respondent id.
    """
    policy = Policy(study.disclosure.policy, study.disclosure.threshold)
    free = told.safe[told.safe["safe_text"].notna()]
    passages = free[free["what"] == "passage"]
    quotable = attribute_quotes(
        passages.assign(text=passages["safe_text"]),
        people,
        study.stories.attribution if study.stories is not None else (),
        policy,
    )
    tables = release_stories(told.results, released, quotable, told.used, policy)
    tables["media"], transcripts = release_media(stories.tables["media"], free)
    texts = {**release_cases(stories.tables["case_studies"], free), **transcripts}
    check_words(
        [*texts.values(), *(table.to_csv(index=False) for table in tables.values())],
        [*people[names.RESPONDENT_ID], *stories.tables["documents"][names.RESPONDENT_ID].dropna()],
    )
    return Words(tables, texts, _facts(stories, told))


def save(folder: Path, words: Words) -> None:
    """Write what may be shown of the stories behind the released door."""
    for name, table in words.tables.items():
        store.write_csv(folder / f"{name}.csv", table)
    for name, text in words.texts.items():
        store.write_text(folder / name, text)
    store.write_json(folder / "stories.json", words.facts)


def _facts(stories: Stories, told: Told) -> dict[str, object]:
    """Return what the report may say of the coding itself."""
    book = told.used["codebook"].astype(object)
    kinds = told.used["documents"]["kind"].value_counts(sort=False)
    withheld = told.safe["blocked_because"].dropna()
    return {
        "codebook": book.where(book.notna(), None).to_dict("records"),
        "material": {str(kind): int(count) for kind, count in kinds.items()},
        "withheld": {
            "no_consent": len(told.used["excerpts"]) < len(stories.tables["excerpts"]),
            "undecided": bool((withheld == UNDECIDED).any()),
        },
        "rule": "spread",
    }


def list_used(told: Told) -> dict[str, list[str]]:
    """Return whose words the report rests on: people, and documents of no one person."""
    excerpts, documents = told.used["excerpts"], told.used["documents"]
    said = {*excerpts[names.RESPONDENT_ID].dropna(), *told.safe[names.RESPONDENT_ID].dropna()}
    shown = {person for people in said for person in str(people).split(SEPARATOR)}
    items = {*documents["name"].astype(str), *told.safe["title"].astype(str)}
    return {"respondents": sorted(shown), "items": sorted(items)}
