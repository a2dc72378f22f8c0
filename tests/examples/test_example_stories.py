"""The stories that ship with the synthetic grantees: readable, invented, agreed to, and worth showing."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from evalkit.analysis.coder_agreement import calculate_agreement
from evalkit.analysis.consent import find_consented_people, may
from evalkit.analysis.identity import find_identities
from evalkit.analysis.identity_names import fold_own_words
from evalkit.definitions import load_study
from evalkit.examples import EXAMPLES
from evalkit.intake import take_in
from evalkit.intake.consents import read_consents
from evalkit.intake.stories import read_stories
from evalkit.intake.word_lists import read_word_lists
from evalkit.scoring.story_codes import score_stories
from qdpx_made import schema_errors

if TYPE_CHECKING:
    from evalkit.definitions.study import Study
    from evalkit.errors import Fault

RAW = Path(__file__).parents[2] / "data" / "raw"
GRANTEES = ("growing-minds", "harbour-ot")
PROJECTS = {"growing-minds": "stories/focus-groups.qdpx", "harbour-ot": "stories/stories.qdpx"}


@dataclass(frozen=True)
class Shipped:
    """All that the folder of a grantee says of its stories."""

    grantee: str
    study: Study
    tables: dict[str, pd.DataFrame]
    people: pd.DataFrame
    consents: pd.DataFrame
    findings: pd.DataFrame
    faults: list[Fault]

    @property
    def day(self) -> pd.Timestamp:
        """The day for which the report is made."""
        return pd.Timestamp(self.study.data_date)

    def people_of(self, table: str) -> list[list[str]]:
        """Return everybody in each case study or recording."""
        told = self.tables[table]["respondent_id"]
        return [people.split(";") if isinstance(people, str) else [] for people in told]


@pytest.fixture(scope="module", params=GRANTEES)
def shipped(request: pytest.FixtureRequest) -> Shipped:
    folder = RAW / request.param
    study = load_study(folder / "grantee.yml")
    assert study.stories is not None
    assert study.stories.consent is not None
    taken_in, stories = take_in(study, folder), read_stories(study, folder)
    tables = dict(stories.tables)
    consents, found = read_consents(
        folder,
        study.stories.consent,
        latest=pd.Timestamp(study.data_date),
        people=set(taken_in.people["respondent_id"]),
        documents=set(tables["documents"]["name"]),
    )
    assert consents is not None
    words, missing = read_word_lists(folder, study.stories.identity)
    findings = find_identities(tables["excerpts"], fold_own_words(words))
    faults = [*taken_in.faults, *stories.faults, *found, *missing]
    return Shipped(request.param, study, tables, taken_in.people, consents, findings, faults)


def test_nothing_is_wrong_with_the_files(shipped: Shipped) -> None:
    assert shipped.faults == []


def test_as_many_stories_as_the_readme_says(shipped: Shipped) -> None:
    documents = shipped.tables["documents"]
    counts = Counter(zip(documents["component"], documents["timepoint"], documents["kind"], strict=True))
    assert (
        counts
        == {
            "growing-minds": {
                ("tree-of-life", "after", "focus_group"): 5,
                ("nvr", "after", "focus_group"): 2,
                ("counselling", "after", "feedback"): 22,
            },
            "harbour-ot": {
                ("ot", "final", "story"): 20,
                ("ot", "week8", "story"): 5,
                ("garden", "week16", "story"): 7,
            },
        }[shipped.grantee]
    )


def test_whoever_told_took_part_there_and_groups_name_nobody(shipped: Shipped) -> None:
    documents = shipped.tables["documents"]
    told = documents[documents["respondent_id"].notna()]
    took_part = set(zip(shipped.people["respondent_id"], shipped.people["component"], strict=True))
    assert set(zip(told["respondent_id"], told["component"], strict=True)) <= took_part
    assert set(documents.loc[documents["respondent_id"].isna(), "kind"]) <= {"focus_group"}


def test_everybody_was_asked_for_each_purpose_and_some_said_no(shipped: Shipped) -> None:
    documents = shipped.tables["documents"].astype(object)
    voices: set[tuple[str | None, str | None]] = {
        (None, str(name)) if pd.isna(person) else (str(person), None)
        for person, name in zip(documents["respondent_id"], documents["name"], strict=True)
    }
    asked = shipped.consents[["respondent_id", "item"]].astype(object)
    asked = asked.where(asked.notna(), None)
    assert set(asked.itertuples(index=False, name=None)) == voices
    quoted = Counter(may(shipped.consents, who, item, "anonymous_quote", shipped.day) for who, item in voices)
    assert (
        quoted == {"growing-minds": {True: 25, False: 4}, "harbour-ot": {True: 23, False: 4}}[shipped.grantee]
    )
    withdrawn = shipped.consents.dropna(subset="withdrawn")
    assert len(set(withdrawn["respondent_id"])) == 1
    assert (withdrawn["withdrawn"] > withdrawn["date"]).all()


def test_case_studies_and_recordings_are_agreed_to(shipped: Shipped) -> None:
    studies, media = shipped.tables["case_studies"], shipped.tables["media"]
    assert sorted(studies["purpose"]) == ["anonymous_quote", "named_quote"]
    assert len(media) == 2
    uses = [*zip(shipped.people_of("case_studies"), studies["purpose"], strict=True)]
    uses += [(people, "media") for people in shipped.people_of("media")]
    for people, purpose in uses:
        assert find_consented_people(shipped.consents, people, purpose, shipped.day) == set(people)
    assert media["url"].str.startswith("https://example.org/").all()


def test_what_identifies_is_planted_and_most_passages_are_free(shipped: Shipped) -> None:
    planted = {
        "growing-minds": {"Freetown", "Adeyinka", "Kwarteng", "zee.fictional@example.org"},
        "harbour-ot": {"Marguerite", "Doreen", "Larkspur Street", "0113 496 0147", "garden@example.org"},
    }
    assert set(shipped.findings["text"]) >= planted[shipped.grantee]
    excerpts = shipped.tables["excerpts"]
    assert shipped.findings["excerpt_id"].nunique() < len(excerpts) / 10


def test_addresses_and_numbers_are_of_reserved_ranges(shipped: Shipped) -> None:
    texts = [path.read_text() for path in (RAW / shipped.grantee).rglob("*.md")]
    texts += [path.read_text() for path in (RAW / shipped.grantee / "stories").rglob("*.[ct][sx][vt]")]
    words = "\n".join([*texts, *shipped.tables["excerpts"]["text"]])
    assert set(re.findall(r"[\w.]+@([\w.]+\w)", words)) == {"example.org"}
    assert all(number.startswith("0113 496 0") for number in re.findall(r"\b0\d{3} ?\d{3} ?\d{4}\b", words))


def test_one_code_was_set_up_in_vain_and_each_theme_has_passages(shipped: Shipped) -> None:
    tables = shipped.tables
    told = score_stories(tables["excerpts"], tables["codings"], tables["codebook"])
    assert set(tables["codebook"]["code"]) - set(told["code"]) == {
        {"growing-minds": "faith", "harbour-ot": "family_peace"}[shipped.grantee]
    }


def test_enough_people_tell_of_the_main_themes(shipped: Shipped) -> None:
    tables = shipped.tables
    told = score_stories(tables["excerpts"], tables["codings"], tables["codebook"])
    reach = told.groupby(["component", "code"])["respondent_id"].nunique()
    themes = {
        "growing-minds": {"counselling": ["heard", "react", "still_hard"]},
        "harbour-ot": {
            "ot": ["trust", "own_day", "company", "self_view", "asked"],
            "garden": ["own_day", "company", "self_view"],
        },
    }
    threshold = shipped.study.disclosure.threshold
    for component, codes in themes[shipped.grantee].items():
        assert [code for code in codes if reach[component, code] < threshold] == []


def test_two_coders_agree_as_well_as_coders_do(shipped: Shipped) -> None:
    tables = shipped.tables
    rows = calculate_agreement(
        tables["documents"], tables["codings"], tables["codebook"], shipped.grantee, resamples=20
    )
    pooled = rows[(rows["code"] == "all") & (rows["statistic"] == "cohens_kappa")]
    assert pooled["estimate"].between(0.6, 0.8).all()
    assert pooled["documents"].min() >= 7


@pytest.mark.parametrize("grantee", GRANTEES)
def test_projects_keep_to_the_schema_and_don_t_tell_when_they_were_made(grantee: str) -> None:
    content = EXAMPLES[grantee]()[PROJECTS[grantee]]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert schema_errors(archive.read("project.qde")) == []
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
