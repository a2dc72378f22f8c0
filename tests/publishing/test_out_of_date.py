"""The mark on a report that may no longer be shown."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from evalkit.publishing.out_of_date import mark_out_of_date

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2024, 6, 2)
TOLD = (
    "OUT OF DATE since 2 June 2024: someone withdrew consent after this report was made. "
    "Don't show it or pass it on."
)


def mark(folder: Path, reason: str = "someone withdrew consent", day: dt.date = DAY) -> str:
    mark_out_of_date(folder, reason, day)
    return (folder / "OUT-OF-DATE.txt").read_text("utf-8")


def test_the_file_says_since_when_why_and_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    text = mark(folder)
    assert text.splitlines()[0] == TOLD
    assert "every copy that was handed out" in text
    assert text.endswith("make report GRANTEE=example\n")
    assert [path.name for path in folder.iterdir()] == ["OUT-OF-DATE.txt"]


@pytest.mark.parametrize("body", ["<body>", '<body class="fullcontent quarto-light">', "<body\n  lang='en'>"])
def test_the_banner_is_the_first_thing_on_the_page_of_either_engine(tmp_path: Path, body: str) -> None:
    page = tmp_path / "report.html"
    page.write_text(f"<html><head></head>{body}<p>&lt;body&gt; <body></p></body></html>", "utf-8")
    mark(tmp_path)
    html = page.read_text("utf-8")
    assert html.count('id="out-of-date"') == 1
    assert html.startswith(f'<html><head></head>{body}\n<div id="out-of-date" role="alert" style="')
    assert f">{TOLD.replace(chr(39), '&#x27;')}</div>" in html


def test_marked_again_it_keeps_its_first_day(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text("<body></body>", "utf-8")
    first, html = mark(tmp_path), page.read_text("utf-8")
    assert mark(tmp_path, day=dt.date(2025, 1, 1)) == first
    assert page.read_text("utf-8") == html


def test_a_reason_is_text_and_no_markup(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text("<body></body>", "utf-8")
    mark(tmp_path, reason="<script>alert(1)</script>")
    assert "<script" not in page.read_text("utf-8")
