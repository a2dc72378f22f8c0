"""The last look before a report is saved can fail, and fails only for a reason."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from evalkit.errors import BuildError
from evalkit.publishing.report import check_report

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<!DOCTYPE html>\n<html>\n<body>\n<p>" + "All is well. " * 200 + "</p>\n{}\n</body>\n</html>\n"
PAPER = b"%PDF-1.7\n" + b" " * 3_000


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "report.html").write_text(PAGE.format(""))
    (tmp_path / "report.pdf").write_bytes(PAPER)
    return tmp_path


def test_a_whole_report_passes(report: Path) -> None:
    check_report(report, people=["P001"])


@pytest.mark.parametrize("name", ["report.html", "report.pdf"])
def test_a_missing_file_stops_the_run(report: Path, name: str) -> None:
    (report / name).unlink()
    with pytest.raises(BuildError, match=f"{name} wasn't rendered"):
        check_report(report, people=[])


def test_a_page_that_is_cut_short_stops_the_run(report: Path) -> None:
    (report / "report.html").write_text(PAGE.format("")[:-9])
    with pytest.raises(BuildError, match="cut short"):
        check_report(report, people=[])


def test_what_is_no_pdf_stops_the_run(report: Path) -> None:
    (report / "report.pdf").write_bytes(b"x" * 3_000)
    with pytest.raises(BuildError, match="no PDF"):
        check_report(report, people=[])


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://example.org/a.js"></script>',
        "<img src='//example.org/a.png'>",
        '<link rel="stylesheet" href="https://example.org/a.css">',
        "<style>p { background: url(https://example.org/a.png) }</style>",
    ],
)
def test_something_from_the_network_stops_the_run(report: Path, markup: str) -> None:
    (report / "report.html").write_text(PAGE.format(markup))
    with pytest.raises(BuildError, match="loads something from the network"):
        check_report(report, people=[])


def test_a_link_that_a_reader_may_follow_does_not(report: Path) -> None:
    (report / "report.html").write_text(PAGE.format('<a href="https://example.org/">read more</a>'))
    check_report(report, people=[])


@pytest.mark.parametrize("name", ["tables/flow.csv", "figures/a.svg", "report.ipynb"])
def test_a_respondent_in_any_file_stops_the_run(report: Path, name: str) -> None:
    (report / name).parent.mkdir(exist_ok=True)
    (report / name).write_text("told us: P001, and more")
    with pytest.raises(BuildError, match="names a respondent"):
        check_report(report, people=["P001"])


def test_letters_inside_a_picture_are_nobody(report: Path) -> None:
    picture = base64.b64encode(bytes(range(256)) * 4).decode()
    inside = picture[40:44]
    markup = f'<img alt="" src="data:image/png;base64,{picture[:40]}/{inside}/{picture[44:]}">'
    (report / "report.html").write_text(PAGE.format(markup))
    assert inside in (report / "report.html").read_text()
    check_report(report, people=[inside])
