"""The guide's smallest example of stories, tried out: every file of it is read without a fault."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from evalkit import names
from evalkit.analysis.consent import mark_consented
from evalkit.definitions import load_study
from evalkit.definitions.stories import CodebookFile, Material, Stories
from evalkit.intake.consents import read_consents
from evalkit.intake.review import REVIEW_FILE, read_review
from evalkit.intake.stories import read_stories

if TYPE_CHECKING:
    from evalkit.definitions.study import Study

GUIDE = (Path(__file__).parents[2] / "docs" / "add-a-grantee.md").read_text("utf-8")
PART = GUIDE.split("\n## Stories\n")[1].split("\n## ")[0]


def block(text: str, kind: str, after: str = "") -> str:
    """Return the first block of a kind, after some words."""
    found = re.search(rf"```{kind}\n(.*?)```", text[text.index(after) :], re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def example(tmp_path: Path) -> tuple[Study, Path]:
    """Write the grantee of the guide with the stories of the guide."""
    folder = tmp_path / "tea-and-talk"
    folder.mkdir()
    keys = block(GUIDE, "yaml", "## The smallest complete grantee.yml") + block(PART, "yaml")
    (folder / "grantee.yml").write_text(keys, "utf-8")
    for name in ("codebook.csv", "excerpts.csv", "consent.csv"):
        (folder / name).write_text(block(PART, "csv", f"`{name}`"), "utf-8")
    return load_study(folder / "grantee.yml"), folder


def test_the_stories_of_the_guide_are_read(example: tuple[Study, Path]) -> None:
    taken = read_stories(*example)

    assert taken.faults == ()
    assert taken.is_usable
    assert taken.tables["excerpts"]["text"].tolist() == ["They kept my chair for me.", "Nobody rang back."]
    assert taken.tables["codebook"]["theme"].tolist() == ["trust", "trust", "letdown"]
    assert taken.tables["codebook"]["contrary_to"].tolist() == [None, None, "trust"]


def test_the_consents_of_the_guide_are_read(example: tuple[Study, Path]) -> None:
    study, folder = example
    tables = read_stories(study, folder).tables
    documents = tables["documents"]
    assert study.stories is not None
    assert study.stories.consent is not None
    day = pd.Timestamp(study.data_date)
    consents, faults = read_consents(
        folder,
        study.stories.consent,
        latest=day,
        people=set(documents[names.RESPONDENT_ID]),
        documents=set(documents["name"]),
    )
    assert faults == []
    assert consents is not None
    asked = tables["excerpts"].assign(
        document=tables["excerpts"]["document"].map(documents.set_index("document")["name"])
    )

    assert mark_consented(asked, consents, "anonymous_quote", day).tolist() == [True, False]


def test_the_review_file_of_the_guide_is_read(tmp_path: Path) -> None:
    (tmp_path / REVIEW_FILE).write_text(block(PART, "csv", "make report"), "utf-8")
    decisions, faults = read_review(tmp_path / REVIEW_FILE)

    assert faults == []
    assert decisions[["decision", "replacement", "usable"]].to_numpy().tolist() == [
        ["redact", "a friend", True]
    ]


def test_every_key_and_column_is_in_the_guide() -> None:
    prose = re.sub(r"```.*?```", "", PART, flags=re.DOTALL)
    described = " ".join(re.findall(r"`[^`]+`", prose)) + block(PART, "yaml") + block(PART, "csv")
    keys = {*Stories.model_fields, *Material.model_fields} - {"sheet"}
    columns = re.findall(r"\b[a-z_]+\b", str(CodebookFile.model_fields["file"].description).partition(";")[0])
    wanted = {"code", "name", "parent", "definition", "include", "exclude", "theme_in_words", "contrary_to"}

    assert wanted <= set(columns)
    assert {key for key in keys | wanted if not re.search(rf"\b{key}\b", described)} == set()
