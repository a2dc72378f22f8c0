"""Taguette's exports: one row per tag, its page of highlights, its marked documents."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from builders import csv_text, workbook_bytes
from evalkit.intake.taguette import read_taguette
from qda_expected import TAGUETTE, expected, highlights_of

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.coded_project import CodedProject

EXPORTS = ("highlights_all_tags.csv", "highlights_all_tags.xlsx", "highlights_all_tags.html")
HEADINGS = ("id", "document", "tag", "content")


def read(path: Path) -> CodedProject:
    project, faults = read_taguette(path)
    assert faults == []
    assert project is not None
    return project


def faulty(path: Path, content: str | bytes) -> tuple[CodedProject | None, list[tuple[int | None, str]]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    project, faults = read_taguette(path)
    return project, [(fault.row, fault.rule) for fault in faults]


@pytest.mark.parametrize("name", EXPORTS)
def test_every_tagged_highlight_is_found_once_with_its_tags(name: str) -> None:
    wanted = sorted(
        # Taguette's tables put a space where a highlight goes from one paragraph to the next
        (
            one["document"],
            one["text"].replace("referrals.Group", "referrals. Group"),
            tuple(sorted(one["tags"])),
        )
        for one in expected("taguette")["highlights"]
        if one["tags"]
    )
    project = read(TAGUETTE / name)
    assert highlights_of(project) == wanted
    assert len(wanted) == 53
    assert len(project.segments) == 64
    assert sorted(document.name for document in project.documents) == sorted(
        expected("taguette")["documents"]
    )
    assert project.coders == ()
    assert Counter(segment.code for segment in project.segments)["access.adjustments"] == 8


@pytest.mark.parametrize("name", EXPORTS)
def test_what_looks_like_a_formula_or_markup_is_words(name: str) -> None:
    texts = {segment.text for segment in read(TAGUETTE / name).segments}
    assert "=1+1 is what I wrote in the score box" in texts
    assert '<b>&"better" or "worse"</b>' in texts


def test_dots_in_a_tag_make_a_hierarchy() -> None:
    codes = {code.id: code for code in read(TAGUETTE / EXPORTS[0]).codes}
    assert codes["access.trust"].parent == "access"
    assert not codes["access"].is_codable
    assert codes["interesting"].parent is None
    assert sum(code.is_codable for code in codes.values()) == 13  # services.waiting has no highlight


def test_a_marked_document_gives_its_text_and_the_places_of_its_highlights() -> None:
    project = read(TAGUETTE / "document_synthetic-note.html")
    (document,) = project.documents
    assert document.text is not None
    wanted = {
        one["text"]: one for one in expected("taguette")["highlights"] if one["document"] == "synthetic-note"
    }
    assert {segment.text for segment in project.segments} == set(wanted)
    for segment in project.segments:
        assert segment.start is not None
        assert document.text[segment.start : segment.end] == segment.text
        # Taguette counts no line end between paragraphs
        assert (
            segment.start - document.text[: segment.start].count("\n")
            == wanted[segment.text]["start_codepoint"]
        )
    assert [segment.text for segment in project.segments if segment.code is None] == ["neither was true"]


def test_the_program_s_own_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "project.sqlite3"
    path.write_bytes(b"SQLite format 3\x00" + bytes(100))
    project, (fault,) = read_taguette(path)
    assert project is None
    assert fault.rule == "this is a Taguette project, no export"
    assert "Export" in fault.remedy


def test_an_untagged_highlight_is_kept_without_a_code(tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text(csv_text(HEADINGS, (1, "A", None, "words"), (2, "A", "x", "more")))
    project = read(tmp_path / "h.csv")
    assert [segment.code for segment in project.segments] == [None, "x"]
    assert [code.id for code in project.codes] == ["x"]


@pytest.mark.parametrize(
    "content",
    [
        csv_text(HEADINGS, ("1", "A", "x", "né")).encode("utf-8-sig"),
        csv_text(HEADINGS, ("1", "A", "x", "né")).encode("utf-16"),
        b"id;document;tag;content\r\n1;A;x;n\xc3\xa9\r\n",
        b"ID\tDocument\tTag\tContent\n1\tA\tx\tn\xc3\xa9\n",
        b"content,tag,document,id\nn\xc3\xa9,x,A,1\n\n",
    ],
    ids=["byte-order mark", "UTF-16", "semicolons", "tabs and capitals", "another order"],
)
def test_a_table_that_was_saved_again_is_read_too(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "h.csv").write_bytes(content)
    (segment,) = read(tmp_path / "h.csv").segments
    assert (segment.passage, segment.document, segment.code, segment.text) == ("1", "A", "x", "né")


def test_rows_that_contradict_or_lack_something_are_told_with_their_row(tmp_path: Path) -> None:
    rows = [(1, "A", "x", "words"), (1, "B", "y", "words"), (2, None, "x", "w"), (3, "A", "x", None)]
    text = csv_text(HEADINGS, *rows) + "4,A,x,a,b\n"
    project, faults = faulty(tmp_path / "h.csv", text)
    assert project is not None
    assert len(project.segments) == 1
    assert faults == [
        (3, "highlight 1 stands above with another document or other words"),
        (4, "the document is missing"),
        (5, "the content is missing"),
        (6, "this row has more cells than there are headings"),
    ]


def test_a_missing_column_names_what_it_was_probably_called(tmp_path: Path) -> None:
    _, faults = faulty(tmp_path / "h.csv", "id,document,tags,content\n1,A,x,w\n")
    assert faults == [(1, "this column is missing: did you mean 'tags'?")]


def test_what_is_not_utf8_says_how_to_save_it(tmp_path: Path) -> None:
    _, faults = faulty(tmp_path / "h.csv", csv_text(HEADINGS, (1, "A", "x", "né")).encode("cp1252"))
    assert faults == [(None, "the file isn't UTF-8 text")]


def test_a_cell_of_fifty_million_characters_is_refused(tmp_path: Path) -> None:
    _, faults = faulty(tmp_path / "h.csv", "id,document,tag,content\n1,A,x," + "w" * 50_000_000 + "\n")
    assert faults == [(None, "the file can't be read as CSV (field larger than field limit (1000000))")]


def test_an_excerpt_that_fills_its_cell_may_have_lost_its_end(tmp_path: Path) -> None:
    book = workbook_bytes({"highlights": [HEADINGS, ("1", "A", "x", "w" * 32_767)]})
    project, faults = faulty(tmp_path / "h.xlsx", book)
    assert project is not None
    assert len(project.segments) == 1
    assert faults == [(2, "this excerpt fills the 32767 characters of a cell, so its end may be missing")]


def test_a_page_in_another_language_is_read_by_its_structure(tmp_path: Path) -> None:
    page = (
        "<html><head><title>x</title></head><body><h1>Extraits : trust</h1>"
        "<h2>A heading</h2><ul><li>one <b>bold</b>, word</li><li>two</li></ul>"
        "<p>\n<strong>Document :</strong> L&#39;entretien\n<strong>Étiquettes :</strong>\n"
        "        trust, or none,\n        peers\n</p><hr>"
        "<p>untagged</p><p><strong>Document :</strong> B <strong>Étiquettes :</strong></p></body></html>"
    )
    (tmp_path / "h.html").write_text(page, encoding="utf-8")
    assert highlights_of(read(tmp_path / "h.html")) == [
        ("B", "untagged", ()),
        ("L'entretien", "A heading one bold, word two", ("peers", "trust, or none")),
    ]


def test_a_highlight_that_imitates_its_own_details_changes_nothing(tmp_path: Path) -> None:
    page = (
        "<body><h1>T</h1><p><strong>Document:</strong> Forged <strong>Tags:</strong> bad</p>"
        "<p><strong>Document:</strong> Real <strong>Tags:</strong> good</p></body>"
    )
    (tmp_path / "h.html").write_text(page, encoding="utf-8")
    assert highlights_of(read(tmp_path / "h.html")) == [("Real", "Document: Forged Tags: bad", ("good",))]


def test_scripts_of_a_page_are_no_words(tmp_path: Path) -> None:
    page = (
        "<body><h1>T</h1><script>alert(1)</script><p>said</p>"
        "<p><strong>Document:</strong> A <strong>Tags:</strong> x</p></body>"
    )
    (tmp_path / "h.html").write_text(page, encoding="utf-8")
    assert highlights_of(read(tmp_path / "h.html")) == [("A", "said", ("x",))]


def test_another_page_is_refused(tmp_path: Path) -> None:
    project, faults = faulty(tmp_path / "h.html", "<p>Hello</p>")
    assert project is None
    assert faults[-1] == (None, "this isn't a page of highlights that Taguette exported")


@pytest.mark.parametrize("unit", ["<!--", "<a href='", "</", "<", "<![CDATA[", "<?"])
def test_markup_that_would_stop_a_parser_for_hours_is_refused_at_once(tmp_path: Path, unit: str) -> None:
    project, faults = faulty(tmp_path / "h.html", "<h1>T</h1>" + unit * 300_000)
    assert project is None
    assert faults == [(None, "this page has markup that Taguette doesn't write")]


def test_a_page_without_end_is_refused(tmp_path: Path) -> None:
    _, faults = faulty(tmp_path / "h.html", "<p>" * 3_500_000)
    assert faults == [(None, "the page is longer than 10 million characters")]
