"""A grantee full of markup, formulas and commands: the report shows them as the words they are, and does nothing."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from pypdf.generic import BooleanObject, DictionaryObject

from evalkit import pipeline
from evalkit.publishing.report import Published
from hostile_grantee import (
    BAD_LINKS,
    GENDERS,
    GOOD_LINK,
    IN_WORDS,
    LONG,
    NAMES,
    SHOWN,
    TITLE,
    TRANSCRIPT,
    keep_everything,
    write_hostile,
)
from pipeline_project import add_shared_files

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.errors import Fault
    from evalkit.store import Project

LINES = frozenset({"p", "th", "td", "h1", "h2", "h3", "li", "summary", "caption", "figcaption"})
CALM = {
    *("p", "h2", "h3", "section", "div", "figure", "figcaption", "img", "picture", "source", "span", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption", "col", "colgroup", "details", "summary"),
    *(
        "blockquote",
        "em",
        "strong",
        "code",
        "sup",
        "sub",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "hr",
        "br",
        "nav",
    ),
}
"""All that the main part of a report may consist of."""
STRAIGHT = str.maketrans(dict(zip("\u201c\u201d\u2018\u2019", "\"\"''", strict=True)))
FORMULA = re.compile(r"^\s*[=+@＝＋－＠-]")  # noqa: RUF001 - wide signs count too
FOOT = re.compile(r"Page \d+ of \d+$")
IN_WORDS_ON_PAPER: dict[str, str | int | None] = {
    "\U0001f600": "[grinning face]",
    "\uff1d": "[fullwidth equals sign]",
}
NUMBER = re.compile(r"^-?[\d.]+(e-?\d+)?$")


class Page(HTMLParser):
    """Collects a page's lines, elements and attributes, and what its scripts and styles hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.lines: list[str] = [""]
        self.code = ""
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element and its attributes; some begin a new line."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._open = tag if tag in {"script", "style"} else ""
        if tag in LINES:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or style."""
        if tag == self._open:
            self._open = ""

    def handle_data(self, data: str) -> None:
        """Add to the line, or to the code."""
        if self._open:
            self.code += data
        else:
            self.lines[-1] += data

    def says(self, words: str) -> bool:
        """Tell whether a line holds just these words; how quotation marks curl is the printer's choice."""
        return straight(words) in {straight(line) for line in self.lines}


@dataclass(frozen=True)
class Built:
    """The report, read as a browser and a reader of PDFs do."""

    project: Project
    faults: tuple[Fault, ...]
    findings: int
    whole: Page
    main: Page
    paper: PdfReader
    words_on_paper: str

    @property
    def folder(self) -> Path:
        """Return the report's folder."""
        return self.project.reports / "hostile"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Let the identity check ask, keep everything, and build the report once."""
    root = tmp_path_factory.mktemp("hostile")
    add_shared_files(root)
    project = write_hostile(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "publish", lambda *_, **__: Published("none"))
        patch.setattr(pipeline, "check_report", lambda *_, **__: None)
        pipeline.make_report(project, "hostile", renderer="embedded")
    findings = keep_everything(project.processed / "hostile" / "review" / "excerpts.csv")
    faults = pipeline.make_report(project, "hostile", renderer="embedded").faults
    text = (project.reports / "hostile" / "report.html").read_text("utf-8")
    main = text.split("<main", 1)[1].rsplit("</main>", 1)[0]
    paper = PdfReader(project.reports / "hostile" / "report.pdf")
    words = squeeze("".join(read_pages(paper)))
    return Built(project, faults, findings, Page(text), Page(f"<main{main}"), paper, words)


def straight(text: str) -> str:
    """Return a text with straight quotation marks, and one blank between words."""
    return " ".join(text.translate(STRAIGHT).split())


def squeeze(text: str) -> str:
    """Leave out all blanks: where a line of the paper ends is no matter."""
    return re.sub(r"\s+", "", straight(text))


def read_pages(paper: PdfReader) -> list[str]:
    """Return the text of each page without what stands at the head and foot of all."""
    pages = [page.extract_text().splitlines() for page in paper.pages]
    often = Counter(line for lines in pages for line in set(lines))
    heads = {line for line, count in often.items() if count > len(pages) / 2}
    return [
        "\n".join(line for line in lines if line not in heads and not FOOT.search(line)) for lines in pages
    ]


def test_the_check_of_identities_asked_and_its_answers_were_read_back(built: Built) -> None:
    assert built.findings > 5
    review = (built.project.processed / "hostile" / "review" / "excerpts.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(review)))
    assert {row["decision"] for row in rows} == {"keep"}
    assert [cell for row in rows for cell in row.values() if FORMULA.match(cell)] == []


@pytest.mark.parametrize("place", range(len(SHOWN)))
def test_the_page_shows_the_very_words(built: Built, place: int) -> None:
    assert built.main.says(SHOWN[place])


@pytest.mark.parametrize("place", range(len(SHOWN)))
def test_the_paper_shows_the_very_words(built: Built, place: int) -> None:
    said = SHOWN[place].translate(str.maketrans(IN_WORDS_ON_PAPER))
    assert squeeze(said) in built.words_on_paper


def test_titles_attributions_and_transcripts_are_words_too(built: Built) -> None:
    said = straight(" ".join(built.main.lines))
    for words in (*IN_WORDS, *GENDERS, TITLE, *filter(None, TRANSCRIPT.splitlines())):
        assert words in said, words
        assert squeeze(words) in built.words_on_paper, words
    assert any(name.split(" ", 1)[0].strip("+-") in said for name in NAMES)


def test_nothing_in_the_page_acts(built: Built) -> None:
    assert set(built.main.tags) - CALM - {"main"} == set()
    for tag, name, value in built.whole.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name != "srcdoc"
        assert "javascript:" not in value.lower().replace(" ", "") or name in {"alt", "aria-label"}, (
            tag,
            name,
        )
    assert "alert(" not in built.whole.code
    assert not {"iframe", "object", "embed", "form", "base", "b", "svg"} & set(built.whole.tags)


def test_nothing_is_loaded_from_elsewhere(built: Built) -> None:
    for tag, name, value in built.whole.attributes:
        if name in {"src", "srcset", "data", "poster", "action"} or (tag, name) == ("link", "href"):
            assert value.startswith("data:"), (tag, name, value[:60])
        if (tag, name) == ("a", "href"):
            assert re.match(r"#|https://", value), value
        if tag == "meta" and name == "http-equiv":
            assert value.lower() != "refresh"
    assert not re.search(r"url\(\s*[\"']?(?!data:|#)|@import", built.whole.code)
    links = {value for tag, name, value in built.main.attributes if (tag, name) == ("a", "href")}
    assert {GOOD_LINK, "https://example.org/case"} <= links
    assert not any("evil.example" in link for link in links)


def test_the_paper_is_tagged_and_does_nothing_when_opened(built: Built) -> None:
    root = built.paper.trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    marked = root["/MarkInfo"]
    assert isinstance(marked, DictionaryObject)
    assert marked["/Marked"] == BooleanObject(value=True)
    assert "/StructTreeRoot" in root
    assert "/OpenAction" not in root
    assert "/AA" not in root
    held = [built.paper.get_object(number) for number in range(1, int(str(built.paper.trailer["/Size"])))]
    for one in held:
        if isinstance(one, DictionaryObject):
            assert one.get("/S") not in {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"}
            assert not {"/JS", "/EmbeddedFiles"} & set(one)
            assert str(one.get("/URI", "https://")).startswith("https://")


def test_no_cell_of_a_table_is_a_formula(built: Built) -> None:
    tables = sorted((built.folder / "tables").glob("*.csv"))
    assert {"quotes.csv", "themes.csv", "media.csv"} <= {path.name for path in tables}
    for path in tables:
        for row in csv.reader(io.StringIO(path.read_text("utf-8"))):
            assert [cell for cell in row if FORMULA.match(cell) and not NUMBER.match(cell)] == [], path.name
    quotes = (built.folder / "tables" / "quotes.csv").read_text("utf-8")
    kept = {row["text"].removeprefix("'") for row in csv.DictReader(io.StringIO(quotes))}
    assert kept == set(SHOWN)
    assert len(LONG) > 5_000


def test_figures_hold_no_script_and_the_notebook_no_page(built: Built) -> None:
    figures = sorted((built.folder / "figures").glob("*.svg"))
    assert len(figures) > 4
    for path in figures:
        picture = Page(path.read_text("utf-8"))
        assert not {"script", "foreignobject", "iframe", "image"} & set(picture.tags), path.name
        assert [name for _, name, _ in picture.attributes if name.startswith("on")] == []
    notebook = (built.folder / "report.ipynb").read_text("utf-8")
    assert '"text/html"' not in notebook
    assert '"application/javascript"' not in notebook


def test_links_that_are_none_are_refused_and_what_is_hidden_is_told(built: Built) -> None:
    refused = [fault.value for fault in built.faults if fault.column == "url"]
    assert len(refused) == len(BAD_LINKS)
    assert {fault.rule for fault in built.faults if fault.column == "url"} == {
        "this is no link to a web page"
    }
    assert any(
        "change the reading order" in fault.rule for fault in built.faults if fault.file == "stories.csv"
    )
    media = (built.folder / "tables" / "media.csv").read_text("utf-8")
    assert [row["url"] for row in csv.DictReader(io.StringIO(media))] == [GOOD_LINK]
