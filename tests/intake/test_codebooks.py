"""Codebooks: as tables, from REFI-QDA, from Taguette; what can't be is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import csv_text, workbook_bytes
from evalkit.definitions.codebook import CodebookEntry, build_codebook
from evalkit.intake.codebook import read_codebook
from qda_expected import TAGUETTE, expected

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.codebook import Codebook

HEADINGS = (
    "code",
    "name",
    "parent",
    "definition",
    "include",
    "exclude",
    "theme_in_words",
    "expects",
    "domain",
)


def read(path: Path) -> tuple[Codebook, list[tuple[object, ...]]]:
    codebook, faults = read_codebook(path, domains=["swemwbs", "phq9"])
    assert codebook is not None, faults
    return codebook, [(fault.row, fault.column, fault.value, fault.rule) for fault in faults]


def written(tmp_path: Path, *rows: tuple[object, ...]) -> tuple[Codebook, list[tuple[object, ...]]]:
    (tmp_path / "codebook.csv").write_text(csv_text(HEADINGS, *rows), encoding="utf-8")
    return read(tmp_path / "codebook.csv")


def test_a_table_gives_codes_their_definitions_and_their_theme(tmp_path: Path) -> None:
    rows = [
        (
            "trust",
            "Trust",
            None,
            "Safe enough",
            "When told",
            "Not hoped",
            "People feel safe",
            "Rise",
            "swemwbs",
        ),
        ("peers", "Peers", "Trust", "Others like me", None, None, None, None, None),
    ]
    codebook, faults = written(tmp_path, *rows)
    assert faults == []
    assert codebook.by_code["trust"] == CodebookEntry(
        *(
            "trust",
            "Trust",
            None,
            "Safe enough",
            "When told",
            "Not hoped",
            "People feel safe",
            "rise",
            "swemwbs",
        )
    )
    assert codebook.by_code["peers"].parent == "trust"  # the parent's name says it as well as its id
    assert codebook.theme_of("peers") == "trust"
    assert codebook.themes() == ("trust",)


def test_a_workbook_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "codebook.xlsx"
    path.write_bytes(workbook_bytes({"Codes": [("Code", "Definition"), ("a", "=what it says"), ("b", None)]}))
    codebook, faults = read(path)
    assert faults == []
    assert [(entry.code, entry.definition) for entry in codebook.entries] == [
        ("a", "=what it says"),
        ("b", ""),
    ]


def test_doubles_rings_lost_parents_and_unknown_words_are_all_told(tmp_path: Path) -> None:
    blank = [None] * 4
    codebook, faults = written(
        tmp_path,
        ("a", "A", "b", *blank, None, None),
        ("b", "B", "a", *blank, None, None),
        ("below", "Below", "a", *blank, None, None),
        ("c", "C", "tust", *blank, None, None),
        ("trust", "T", None, *blank, "up", "swemwb"),
        ("trust", "T2", None, *blank, None, None),
        (None, "N", None, *blank, None, None),
        ("self", "S", "self", *blank, None, None),
    )
    ring = "the codes above this one lead back to itself"
    assert sorted(faults, key=str) == sorted(
        [
            (2, "parent", "b", ring),
            (3, "parent", "a", ring),
            (5, "parent", "tust", "the codebook lacks this parent: did you mean 'trust'?"),
            (6, "expects", "up", "this should be rise or fall, or blank"),
            (6, "domain", "swemwb", "unknown measure: did you mean 'swemwbs'?"),
            (7, "code", "trust", "this code stands here 2 times"),
            (8, "code", "", "the code is missing"),
            (9, "parent", "self", ring),
        ],
        key=str,
    )
    assert codebook.by_code["trust"].name == "T"
    assert codebook.theme_of("below") == "a"
    assert codebook.by_code["trust"].domain is None


@pytest.mark.parametrize("name", ["codebook.csv", "codebook.xlsx", "codebook.html", "codebook.qdc"])
def test_taguette_s_codebooks_have_all_tags_and_their_hierarchy(name: str) -> None:
    codebook, faults = read(TAGUETTE / name)
    assert faults == []
    assert [entry.code for entry in codebook.entries if entry.is_codable] == expected("taguette")["tags"]
    assert codebook.by_code["access.trust"].parent == "access"
    assert codebook.theme_of("growth.lived-experience") == "growth"
    assert "services.waiting" in codebook.by_code


@pytest.mark.parametrize("name", ["codebook.csv", "codebook.xlsx", "codebook.html"])
def test_taguette_s_descriptions_are_words_not_markup(name: str) -> None:
    codebook, _ = read(TAGUETTE / name)
    assert codebook.by_code["evaluation.harm"].definition == "Measuring hurts <b>or</b> misreads & reduces"
    assert codebook.by_code["access.trust"].definition == (
        "Trust: “safe enough to rely on” – naïve speed breaks it 🤝"
    )
    assert codebook.by_code["connection.peers"].definition == ""


def test_a_table_that_says_no_code_is_refused(tmp_path: Path) -> None:
    (tmp_path / "codebook.csv").write_text("cod,definition\na,b\n", encoding="utf-8")
    codebook, (fault,) = read_codebook(tmp_path / "codebook.csv")
    assert codebook is None
    assert fault.rule == "this column is missing: did you mean 'cod'?"


def test_an_empty_codebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "codebook.csv").write_text("code,definition\n", encoding="utf-8")
    codebook, (fault,) = read_codebook(tmp_path / "codebook.csv")
    assert codebook is None
    assert fault.rule == "this codebook holds no code"


def test_codes_are_found_by_id_name_guid_and_names_above() -> None:
    entries = [
        CodebookEntry("t", "Trust"),
        CodebookEntry("t_other", "Other", "t"),
        CodebookEntry("h", "Health"),
        CodebookEntry("h_other", "Other", "h"),
    ]
    codebook, problems = build_codebook(entries, {"GUID-1": "t"})
    assert problems == ()
    assert codebook.find("t") == "t"
    assert codebook.find("GUID-1") == "t"
    assert codebook.find("x", "TRUST ") == "t"
    assert codebook.find("x", "Other") is None
    assert codebook.find("x", "Other", ["Health", "Other"]) == "h_other"
    assert codebook.find("x", "Trsut") is None
    assert codebook.suggestion("Trsut") == "did you mean 'Trust'?"
