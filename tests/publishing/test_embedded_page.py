"""The HTML page of the embedded engine: one file, whole, readable by machine and on a phone."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from evalkit.publishing.embedded import EmbeddedEngine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Attributes = dict[str, str]
LOADING = {"src", "srcset", "poster", "data", "action", "background"}
ALT = "Dot and interval for three groups."


class Page(HTMLParser):
    """Elements with their attributes, and the text inside each."""

    VOID = ("meta", "link", "img", "br", "hr", "input", "col")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.words: list[list[str]] = []
        self._open: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element that begins."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.words.append([])
        if tag not in self.VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        """Check that the element that ends is the one that is open."""
        if tag not in self.VOID:
            assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        """Keep text for all open elements."""
        for index in self._open:
            self.words[index].append(data)

    def all(self, tag: str, css_class: str = "") -> list[tuple[Attributes, str]]:
        """Return attributes and text of all elements of a kind."""
        return [
            (attributes, " ".join("".join(words).split()))
            for (name, attributes), words in zip(self.elements, self.words, strict=True)
            if name == tag and (not css_class or css_class in attributes.get("class", "").split())
        ]


@pytest.fixture(scope="module")
def text(rendered: tuple[Path, Path]) -> str:
    return rendered[0].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_language_title_and_head_lines(page: Page) -> None:
    assert page.all("html")[0][0]["lang"] == "en-GB"
    title = "Counselling and parenting, February 2020 to July 2022"
    assert page.all("title")[0][1] == title
    assert [words for _, words in page.all("h1")] == [title]
    assert page.all("p", "kicker")[0][1] == "Growing Minds · evaluation report"
    assert page.all("p", "byline")[0][1].endswith("data to 31 July 2022")


def test_nothing_is_loaded_from_outside(page: Page, text: str) -> None:
    assert not page.all("script")
    assert not page.all("link")
    for tag, attributes in page.elements:
        for name in LOADING & attributes.keys():
            assert attributes[name].startswith("data:"), (tag, name)
    addresses = re.findall(r"url\(\s*[\"']?([^)\"']{0,20})", text)
    assert addresses
    assert all(address.startswith("data:") for address in addresses)
    assert "@import" not in text


def test_the_four_faces_are_embedded(text: str) -> None:
    assert len(re.findall(r'@font-face\s*\{[^}]*url\(["\']?data:', text)) == 4


def test_the_notice_stands_first_and_once(page: Page) -> None:
    classes = [attributes.get("class", "") for _, attributes in page.elements]
    assert classes.count("notice") == 1
    assert classes.index("notice") < [tag for tag, _ in page.elements].index("h1")


def test_figures_are_numbered_described_and_have_a_narrow_variant(page: Page) -> None:
    captions = [words for _, words in page.all("figcaption")]
    assert captions[0].startswith("Figure 1: Change from first to last answer.")
    assert captions[1] == "Figure 2: Two of three answered twice."
    wide, narrow = page.all("img", "wide")[0][0], page.all("img", "narrow")[0][0]
    assert wide["alt"] == narrow["alt"]
    assert wide["alt"].startswith(ALT)
    assert wide["src"] != narrow["src"]
    assert all(attributes["alt"] for attributes, _ in page.all("img"))


def test_tables_are_numbered_and_have_row_and_column_headers(page: Page) -> None:
    captions = [words for _, words in page.all("caption")]
    assert captions == [
        "Table 1: Change from first to last answer, by group.",
        "Table 2: People who started and who answered twice, school by school.",
    ]
    headers = [words for _, words in page.all("th")]
    assert headers[:2] == ["Group", "Measure"]
    assert "School 45" in headers
    regions = [attributes for attributes, _ in page.all("div", "scroll")]
    assert [region.get("aria-label") for region in regions] == ["Table 1", "Table 2", None]
    assert all(region["tabindex"] == "0" for region in regions)


def test_hidden_cells_say_so(page: Page) -> None:
    assert [words for _, words in page.all("td", "suppressed-cell")] == ["fewer than 5"] * 3


def test_references_lead_to_what_they_name(page: Page) -> None:
    links = {words: attributes["href"] for attributes, words in page.all("a")}
    assert links["Figure 1"] == "#fig-change"
    assert links["Table 2"] == "#tbl-change-2"
    assert links["interval"] == "#glossary-interval"
    identifiers = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    targets = {href[1:] for href in links.values() if href.startswith("#")}
    assert targets <= set(identifiers)


def test_findings_are_told_apart_in_words(page: Page) -> None:
    assert [words for _, words in page.all("span", "cue")] == ["Improved", "Got worse", "Noted", "Caution"]
    assert page.all("div", "better")[0][1].startswith("Improved Most young people")


def test_data_tables_fold_away(page: Page) -> None:
    assert [words for _, words in page.all("summary")] == ["Show the data"]
    assert "Table 1: Change" in page.all("details")[0][1]


def test_contents_list_the_parts_and_the_skip_link_comes_first(page: Page) -> None:
    contents = page.all("nav")[0][1]
    assert contents == "In short What changed Who is missing How we worked this out Words used here"
    assert page.all("a")[0][0] == {"class": "skip-link", "href": "#report"}
    assert page.all("main")[0][0]["id"] == "report"


def test_no_code_is_shown(text: str) -> None:
    assert "HIDDEN_CODE" not in text
    assert "#|" not in text


def test_two_renders_give_the_same_bytes(rendered: tuple[Path, Path], sample: Path, tmp_path: Path) -> None:
    again = EmbeddedEngine().render(sample, tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in rendered]


def test_two_renders_at_once_keep_their_own_figures(make_notebook: Callable[..., Path]) -> None:
    figure = '![Caption.](figures/change.svg){#fig-a fig-alt="Words."}'
    notebooks = {}
    for colour in ("#111111", "#222222", "#333333", "#444444"):
        path = make_notebook(figure, name=colour[1:])
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="{colour}" d="M0 0h9v9z"/></svg>'
        (path.parent / "figures" / "change.svg").write_text(svg, encoding="utf-8")
        notebooks[colour] = path
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda path: EmbeddedEngine().render(path, path.parent)[0], notebooks.values()))
    alone = {
        colour: EmbeddedEngine().render(path, path.parent / "alone")[0] for colour, path in notebooks.items()
    }
    texts = [page.read_text(encoding="utf-8") for page in pages]
    assert texts == [page.read_text(encoding="utf-8") for page in alone.values()]
    assert len(set(texts)) == len(texts)


WIDTHS = {320: "narrow", 390: "narrow", 1280: "wide"}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_sideways_scrolling(
    width: int, rendered: tuple[Path, Path], needs_tool: Callable[[str], str]
) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=needs_tool("chromium"), args=["--no-sandbox"])
        screen = browser.new_page(viewport={"width": width, "height": 800})
        asked: list[str] = []
        screen.on("request", lambda request: asked.append(request.url))
        screen.goto(rendered[0].as_uri())
        screen.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        assert screen.evaluate("document.documentElement.scrollWidth") <= width
        assert screen.locator(f"img.{WIDTHS[width]}").is_visible()
        assert screen.locator("nav").is_visible() == (width > 1000)
        assert screen.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible\"')")
        screen.keyboard.press("Tab")
        assert screen.evaluate("document.activeElement.className") == "skip-link"
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        browser.close()
