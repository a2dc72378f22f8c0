"""The PDF of the embedded engine: tagged, described, stamped with the date of the data."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from evalkit.errors import BuildError
from evalkit.publishing.embedded import EmbeddedEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HEADER = "Synthetic example: nothing here is a finding about real people."


@pytest.fixture(scope="module")
def paper(rendered: tuple[Path, Path]) -> PdfReader:
    return PdfReader(rendered[1])


def structure(node: Any) -> Iterator[DictionaryObject]:
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            yield from structure(child)
    elif isinstance(node, DictionaryObject) and "/S" in node:
        yield node
        if "/K" in node:
            yield from structure(node["/K"])


@pytest.fixture(scope="module")
def tags(paper: PdfReader) -> list[DictionaryObject]:
    return list(structure(paper.root_object["/StructTreeRoot"]["/K"]))  # type: ignore[index]


def test_it_is_tagged_and_says_its_language_and_title(paper: PdfReader) -> None:
    root: dict[str, Any] = {**paper.root_object}
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]) == "en-GB"
    assert paper.metadata is not None
    assert paper.metadata.title == "Counselling and parenting, February 2020 to July 2022"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_its_dates_are_those_of_the_data(paper: PdfReader) -> None:
    assert paper.metadata is not None
    dates = {str(value) for name, value in paper.metadata.items() if name.endswith("Date")}
    assert dates
    assert all(date.startswith("D:20220731000000") for date in dates)


def test_figures_have_their_alternative_texts(tags: list[DictionaryObject]) -> None:
    texts = [str(tag["/Alt"]) for tag in tags if str(tag["/S"]) == "/Figure"]
    assert len(texts) == 2
    assert texts[0].startswith("Dot and interval for three groups. Counselling improved by 0.74")
    assert texts[1] == "A bar: 300 answered twice, 120 did not."


def test_headings_tables_lists_and_captions_are_structure(tags: list[DictionaryObject]) -> None:
    kinds = [str(tag["/S"]) for tag in tags]
    assert kinds.count("/H1") == 5
    assert kinds.count("/H2") == 1
    assert kinds.count("/Table") == 3
    assert kinds.count("/Caption") == 4
    assert {"/TH", "/TD", "/L", "/LI", "/Link", "/Note"} <= set(kinds)


def test_all_fonts_are_embedded(paper: PdfReader) -> None:
    names = set()
    for page in paper.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            described = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = described["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            names.add(described["/BaseFont"].split("+")[-1])
    assert {"AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold"} <= names


def test_every_page_says_that_the_people_are_invented_and_its_number(paper: PdfReader) -> None:
    total = len(paper.pages)
    assert total >= 2
    for number, page in enumerate(paper.pages, start=1):
        words = " ".join(page.extract_text().split())
        assert HEADER in words
        assert f"Page {number} of {total}" in words


def test_a_report_of_real_people_has_no_such_line(make_notebook: Callable[..., Path]) -> None:
    front = "---\ntitle: A\ndate: 2022-07-31\nlang: en-GB\nevalkit: {synthetic: false}\n---"
    notebook = make_notebook("## One", front=front)
    _, path = EmbeddedEngine().render(notebook, notebook.parent)
    assert HEADER not in PdfReader(path).pages[0].extract_text()


def test_a_long_table_repeats_its_header(paper: PdfReader) -> None:
    pages = [" ".join(page.extract_text().split()) for page in paper.pages]
    assert sum("Where Started Answered twice Left" in words for words in pages) == 2


def test_numbers_and_references_read_as_in_the_page(paper: PdfReader) -> None:
    words = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    for expected in (
        "Figure 1: Change from first to last answer.",
        "Table 1: Change from first to last answer, by group.",
        "Figure 2: Two of three answered twice.",
        "fewer than 5",
        "Got worse",
    ):
        assert expected in words
    assert "Show the data" not in words


def test_typst_refusing_is_reported_in_its_words(make_notebook: Callable[..., Path]) -> None:
    figure = '![Caption.](figures/broken.svg){#fig-a fig-alt="Words."}'
    notebook = make_notebook(figure)
    (notebook.parent / "figures" / "broken.svg").write_text("no picture", encoding="utf-8")
    with pytest.raises(BuildError, match=r"report\.ipynb: Typst: .*SVG"):
        EmbeddedEngine().render(notebook, notebook.parent / "out")


@pytest.mark.parametrize("tool", ["pdftoppm", "pdfinfo"])
def test_other_programs_open_it(
    tool: str, rendered: tuple[Path, Path], tmp_path: Path, needs_tool: Callable[[str], str]
) -> None:
    program = needs_tool(tool)
    arguments = ["-r", "40", "-png", rendered[1], tmp_path / "page"] if tool == "pdftoppm" else [rendered[1]]
    done = subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=True)
    if tool == "pdfinfo":
        assert "Tagged:          yes" in done.stdout
        assert "A4" in done.stdout
    else:
        assert all(page.stat().st_size > 1000 for page in tmp_path.glob("page-*.png"))
        assert list(tmp_path.glob("page-*.png"))
