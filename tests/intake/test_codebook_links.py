"""Codes that speak against others, and the parents that Taguette writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import csv_text, workbook_bytes
from evalkit.analysis.disconfirming import contrary_codes
from evalkit.intake.codebook import read_codebook
from story_projects import taken_stories

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = ("code", "name", "contrary_to")


def contraries(
    tmp_path: Path, *rows: tuple[object, ...]
) -> tuple[dict[str, str | None], list[tuple[int | None, str, str, str]]]:
    (tmp_path / "codebook.csv").write_text(csv_text(HEADINGS, *rows), encoding="utf-8")
    codebook, faults = read_codebook(tmp_path / "codebook.csv")
    assert codebook is not None
    told = [(fault.row, fault.column, fault.value, fault.rule) for fault in faults]
    return {entry.code: entry.contrary_to for entry in codebook.entries}, told


def test_a_code_names_the_one_it_speaks_against(tmp_path: Path) -> None:
    found, faults = contraries(tmp_path, ("help", "It helped", None), ("harm", "It hurt", "it helped"))

    assert found == {"help": None, "harm": "help"}
    assert faults == []


@pytest.mark.parametrize(
    ("against", "rule"),
    [
        ("harm", "a code can't speak against itself"),
        ("It hurt", "a code can't speak against itself"),
        ("hlp", "the codebook lacks this code: did you mean 'help'?"),
    ],
)
def test_what_cannot_be_spoken_against_is_told_and_left_out(tmp_path: Path, against: str, rule: str) -> None:
    found, faults = contraries(tmp_path, ("help", "It helped", None), ("harm", "It hurt", against))

    assert found == {"help": None, "harm": None}
    assert [(row, column, told) for row, column, _, told in faults] == [(3, "contrary_to", rule)]


def test_a_wrong_contrary_leaves_the_parent_alone(tmp_path: Path) -> None:
    text = csv_text(("code", "parent", "contrary_to"), ("help", None, None), ("harm", "help", "x"))
    (tmp_path / "codebook.csv").write_text(text, encoding="utf-8")
    codebook, _ = read_codebook(tmp_path / "codebook.csv")

    assert codebook is not None
    assert (codebook.by_code["harm"].parent, codebook.by_code["harm"].contrary_to) == ("help", None)


def test_the_analysis_finds_it_in_the_table(tmp_path: Path) -> None:
    codes = csv_text(
        HEADINGS, ("trust", "Trust", None), ("access", "Access", None), ("peers", "Peers", "trust")
    )

    assert contrary_codes(taken_stories(tmp_path, files={"codebook.csv": codes}).tables["codebook"]) == {
        "trust": ["peers"]
    }


TAGS = (
    ("tag", "parent", "description", "number of highlights"),
    ("trust", "", "Safe", "1"),
    ("peers", "trust", "", "1"),
    ("access.forms", "", "Forms", "1"),
)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".html"])
def test_parents_that_taguette_writes_stand_beside_the_dots(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"codebook{suffix}"
    if suffix == ".csv":
        path.write_text(csv_text(*TAGS), encoding="utf-8")
    elif suffix == ".xlsx":
        path.write_bytes(workbook_bytes({"codebook": TAGS}))
    else:
        tags = "".join(
            f"<h2>{tag}</h2>"
            + (f'<p class="parent">Parent: {parent}</p>' if parent else "")
            + f'<p class="number">{number} highlight</p><p>{description}</p>'
            for tag, parent, description, number in TAGS[1:]
        )
        path.write_text(f"<html><body><h1>Taguette Codebook</h1>{tags}</body></html>", encoding="utf-8")
    codebook, faults = read_codebook(path)

    assert faults == []
    assert codebook is not None
    assert [(entry.code, entry.parent, entry.definition) for entry in codebook.entries] == [
        ("trust", None, "Safe"),
        ("peers", "trust", ""),
        ("access.forms", "access", "Forms"),
        ("access", None, ""),
    ]


def test_a_codebook_of_your_own_with_parents_keeps_its_dots(tmp_path: Path) -> None:
    path = tmp_path / "codebook.csv"
    path.write_text(csv_text(("code", "parent"), ("a.b", None), ("c", "a.b")), encoding="utf-8")
    codebook, _ = read_codebook(path)

    assert codebook is not None
    assert [(entry.code, entry.parent) for entry in codebook.entries] == [("a.b", None), ("c", "a.b")]
