"""People's words that look like markup come out of both formats as the words they are."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
import typst
from pypdf import PdfReader

from evalkit.presentation.case_section import write_cases
from evalkit.presentation.media_section import write_media
from evalkit.presentation.story_released import CaseStudy
from evalkit.presentation.story_section import write_stories
from evalkit.presentation.typeface import FONT_FOLDER
from evalkit.presentation.unusual_letters import _SHOWN, find_unusual
from evalkit.publishing.embedded import EmbeddedEngine
from story_released_made import (
    CODEBOOK,
    against_row,
    make_stories,
    make_told,
    quote_row,
    theme_row,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evalkit.presentation.material import Material

HOSTILE = (
    "<script>alert(1)</script> <b>bold</b> <img src=x onerror=alert(1)>",
    "<!-- hidden --> &lt;i&gt; &amp;",
    "*a* **b** _c_ `code` ~~x~~ H~2~O x^2^ [x]{.smallcaps}",
    "#set page(fill: red) #image(x.png) #lorem(5)",
    "#quote[hi] $x^2$ $$y$$ \\(z\\) \\textbf{k}",
    "```{=html} <hr> ```",
    "`{=typst} #pagebreak()`",
    "=cmd|/C calc!A0",
    "= Heading",
    "## Heading",
    "[link](https://evil.example) <https://e.example> https://bare.example/x",
    "![picture](https://evil.example/x.png)",
    "//comment /* c */ // rest",
    "note[^1] [^1]: foot ^[inline]",
    "@ref @fig-themes [@ref]",
    "::: {.notice} x :::",
    "{{< include /etc/passwd >}}",
    "- list",
    "+ plus",
    "1. one",
    "i. roman",
    "(1) two",
    "(@) example",
    "/ Term: meaning",
    ": meaning",
    "| a | b |",
    "---",
    "a -- b --- c",
    "~ tilde \\ back \\\\ slash",
    "<label> @label %% x",
    ":smile: -(x)-",
)
"""Words of people, one passage each; each comes out letter by letter."""


class Text(HTMLParser):
    """Collects the text of a page's main part, by paragraph, and the elements in it."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = [""]
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element; some begin a new line."""
        del attrs
        self.tags.append(tag)
        if tag in {"p", "th", "td", "h2", "h3", "li", "summary"}:
            self.written.append("")

    def handle_data(self, data: str) -> None:
        """Add to the line."""
        self.written[-1] += data

    @property
    def lines(self) -> list[str]:
        """Return the lines without blanks at their ends."""
        return [line.strip() for line in self.written]


def read_main(page: Path) -> Text:
    """Return text and elements between ``<main>`` and ``</main>``."""
    text = Text()
    text.feed(page.read_text(encoding="utf-8").split("<main", 1)[1].split("</main>", 1)[0])
    return text


def squeeze(text: str) -> str:
    """Leave out all blanks: where a line of the paper ends is no matter."""
    return re.sub(r"\s+", "", text)


def read_paper(path: Path) -> tuple[str, list[object]]:
    """Return the words of a PDF without blanks and page numbers, and its links."""
    reader = PdfReader(path)
    texts = [re.sub(r"Page \d+ of \d+", "", page.extract_text()) for page in reader.pages]
    links = [link for page in reader.pages for link in page.annotations or []]
    return squeeze("".join(texts)), links


@pytest.fixture
def print_sections(
    tmp_path: Path, make_notebook: Callable[..., Path]
) -> Callable[..., tuple[Text, str, list[object]]]:
    """Give ``print_sections(material, section …)``: page, words on paper and its links."""

    def print_them(*sections: str) -> tuple[Text, str, list[object]]:
        notebook = make_notebook("## First", *sections)
        drawn = tmp_path / "figures"
        for picture in drawn.glob("*.svg") if drawn.is_dir() else []:
            (notebook.parent / "figures" / picture.name).write_bytes(picture.read_bytes())
        page, paper = EmbeddedEngine().render(notebook, tmp_path / "out")
        return (read_main(page), *read_paper(paper))

    return print_them


def tell(figures: Path, texts: tuple[str, ...], title: str = "Having somebody to trust") -> Material:
    """Return material with these passages under one theme of this title."""
    book = [{**CODEBOOK[0], "in_words": title}, CODEBOOK[1]]
    return make_told(
        figures,
        make_stories(
            facts={"codebook": book},
            themes=[theme_row("trust", 12), theme_row("peers", 9)],
            quotes=[quote_row(text, attribution="a woman [^1] <b>") for text in texts],
            disconfirming=[against_row("no_rule")],
        ),
    )


def test_what_looks_like_markup_is_printed_as_it_was_said(
    tmp_path: Path, print_sections: Callable[..., tuple[Text, str, list[object]]]
) -> None:
    section = write_stories(tell(tmp_path / "figures", HOSTILE))
    page, paper, links = print_sections(section)
    for said in HOSTILE:
        assert said in page.lines, said
        assert squeeze(said) in paper, said
    assert page.lines.count("— a woman [^1] <b>") == len(HOSTILE)
    assert not {"script", "b", "hr", "code", "sup", "sub", "del"} & set(page.tags)
    assert page.tags.count("img") == 2
    assert page.tags.count("a") == len(links) == 0


def test_hostile_titles_harm_neither_heading_nor_table_nor_figure(
    tmp_path: Path, print_sections: Callable[..., tuple[Text, str, list[object]]]
) -> None:
    title = 'Trust | <b> $5 & $10 {#x} [^1] "so" `#set` @ref'
    section = write_stories(tell(tmp_path / "figures", (), title))
    page, paper, _ = print_sections(section)
    curly = title.replace('"so"', "“so”")
    assert curly in page.lines
    assert any(line.startswith("Figure 1: Most often") or curly[1:] in line for line in page.lines)
    assert paper.count(squeeze(curly)) >= 3


def test_letters_that_reorder_or_hide_others_are_left_out(
    tmp_path: Path, print_sections: Callable[..., tuple[Text, str, list[object]]]
) -> None:
    told = tell(tmp_path / "figures", ("safe \u202egnp.exe\u2069 and \x07zero\u200bwidth",))
    page, paper, _ = print_sections(write_stories(told))
    assert "safe gnp.exe and zerowidth" in page.lines
    assert "safegnp.exeandzerowidth" in paper


def test_symbols_that_no_typeface_on_paper_has_are_named_there(
    tmp_path: Path, print_sections: Callable[..., tuple[Text, str, list[object]]]
) -> None:
    said = "So happy \U0001f600 \U0001f44d\U0001f3fd, বাংলা too. Café, Привет."
    told = tell(tmp_path / "figures", (said,))
    page, paper, _ = print_sections(write_stories(told))
    assert said in page.lines
    assert (
        squeeze("So happy [grinning face, thumbs up sign], [Bengali letters: see the web page] too.") in paper
    )
    assert squeeze("Café, Привет.") in paper


def test_every_letter_that_is_left_as_it_is_can_be_printed(tmp_path: Path) -> None:
    letters = "".join(
        chr(code)
        for first, last in re.findall(r"(.)-(.)", _SHOWN)
        for code in range(ord(first), ord(last) + 1)
    )
    printable = "".join(letter for letter in letters if letter.isprintable() and letter not in '"\\')
    assert not find_unusual(printable)
    source = tmp_path / "letters.typ"
    look = '#set document(title: "x")\n#set text(font: "Atkinson Hyperlegible", lang: "en")'
    lines = "\n\n".join(f'#"{letter}"' for letter in printable)
    source.write_text(f"{look}\n{lines}", encoding="utf-8")
    pdf = typst.compile(
        source,
        font_paths=[FONT_FOLDER],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
    )
    assert bytes(pdf).startswith(b"%PDF")


def test_media_become_links_and_codes_and_load_nothing(
    tmp_path: Path, print_sections: Callable[..., tuple[Text, str, list[object]]]
) -> None:
    media = [
        {
            "title": "A [walk] <b>",
            "url": "https://example.org/a film?x=(1)",
            "kind": "video",
            "transcript": "1.txt",
        },
        {"title": "Bad", "url": "javascript:alert(1)", "kind": "image", "alt": "A badge |"},
    ]
    texts = {"1.txt": "# We come\n\n- every Tuesday <script>"}
    told = make_told(tmp_path / "figures", make_stories(media=media, transcripts=texts))
    page, paper, links = print_sections(write_media(told))
    assert {"# We come", "- every Tuesday <script>"} <= set(page.lines)
    assert "Video: A [walk] <b>." in page.lines
    assert "Picture: Bad (javascript:alert(1)). A badge |." in page.lines
    assert page.tags.count("details") == 1
    assert not {"img", "video", "iframe", "audio"} & set(page.tags)
    assert page.tags.count("a") == len(links) == 1
    assert "#Wecome" in paper
    assert (tmp_path / "figures" / "qr-1.svg").is_file()
    assert not (tmp_path / "figures" / "qr-2.svg").exists()


def test_a_case_study_keeps_the_evaluators_markdown(
    tmp_path: Path, print_sections: Callable[..., tuple[Text, str, list[object]]]
) -> None:
    case = CaseStudy("Back <again>", ("trust", "gone"), "", "She *rang* \U0001f600.\n\n# Then\n\n> Now I do.")
    told = make_told(tmp_path / "figures", make_stories(cases=[case]))
    page, paper, _ = print_sections(write_cases(told))
    assert "Back <again>" in page.lines
    assert (
        "A case study. Everybody in it agreed to be in this report. It tells of having somebody to trust."
        in (page.lines)
    )
    assert {"em", "strong", "blockquote"} <= set(page.tags)
    assert page.tags.count("h3") == 1
    assert "Sherang[grinningface]." in paper
