"""Outside the Markdown subset: every construct is an error that names its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from evalkit.errors import BuildError
from evalkit.publishing.embedded import EmbeddedEngine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeNotebook = Callable[..., Path]

FIGURE = '![Caption.](figures/change.svg){#fig-a fig-alt="Words."}'


def refusal(notebook: Path) -> str:
    with pytest.raises(BuildError) as caught:
        EmbeddedEngine().render(notebook, notebook.parent / "out")
    assert not (notebook.parent / "out" / "report.html").exists()
    return str(caught.value)


MARKDOWN = {
    "heading 1": ("# Title", "a heading of level 1 is outside"),
    "heading 4": ("#### Deep", "a heading of level 4 is outside"),
    "code block": ("```\nx = 1\n```", "a code block is outside"),
    "open fence": ("```\nx = 1", "a code block is not closed in its cell"),
    "raw block": ("<table><tr><td>x</td></tr></table>", "raw HTML or another raw block is outside"),
    "comment": ("<!-- note to self -->", "raw HTML or another raw block is outside"),
    "raw inline": ("Some <b>bold</b> text.", "raw HTML or another raw passage is outside"),
    "formula": ("Take $x^2$.", "a formula is outside"),
    "struck out": ("~~gone~~", "struck-out text is outside"),
    "line block": ("| one\n| two", "a line block is outside"),
    "div class": ("::: {.findins}\nx\n:::", "the block class .findins is outside"),
    "div class hint": ("::: {.findins}\nx\n:::", "did you mean 'findings'?"),
    "callout": ("::: {.callout-note}\nx\n:::", "the block class .callout-note is outside"),
    "tabset": ("::: {.panel-tabset}\nx\n:::", "the block class .panel-tabset is outside"),
    "no class": ("::: {#only-id}\nx\n:::", "a ::: block without a class is outside"),
    "bare finding": ("::: {.finding}\nx\n:::", "a finding needs one of the classes"),
    "open div": ("::: {.notice}\nx", "a block that begins with ::: is not closed in its cell"),
    "span class": ("[x]{.suppresed}", "the span class .suppresed is outside"),
    "span hint": ("[x]{.suppresed}", "did you mean 'suppressed'?"),
    "inline image": ("See ![Alt](figures/change.svg) here.", "not alone in its paragraph is outside"),
    "no identifier": ("![Caption.](figures/change.svg)", "figures/change.svg has no identifier #fig-…"),
    "no alt text": ("![Caption.](figures/change.svg){#fig-a}", "#fig-a has no fig-alt text"),
    "remote": (
        '![C.](https://example.org/a.svg){#fig-a fig-alt="W."}',
        "the remote image https://example.org",
    ),
    "absent": (
        '![C.](figures/no.svg){#fig-a fig-alt="W."}',
        "the image figures/no.svg of #fig-a does not exist",
    ),
    "outside": ('![C.](../a.svg){#fig-a fig-alt="W."}', "is outside the notebook's folder"),
    "absent narrow": (
        '![C.](figures/change.svg){#fig-a fig-alt="W." narrow="figures/no.svg"}',
        "the image figures/no.svg of #fig-a does not exist",
    ),
    "reference": (f"{FIGURE}\n\nSee @fig-b.", "@fig-b leads nowhere; did you mean 'fig-a'?"),
    "reference to a person": ("Mail me @somebody.", "@somebody leads nowhere"),
    "reference text": (f"{FIGURE}\n\n[see @fig-a, left]", "text inside the cross-reference @fig-a"),
    "link": ("[word](#glossary-word)", "the link #glossary-word leads nowhere"),
    "twice": (f"{FIGURE}\n\n{FIGURE}", "the identifier #fig-a is used twice (first in cell 3)"),
    "heading twice": ("## One {#a}\n\n## Two {#a}", "the identifier #a is used twice (first in cell 3)"),
    "note twice": ("A.[^1]\n\n[^1]: B.\n\n[^1]: C.", "Duplicate note reference '1'"),
    "in a list": ("- one\n- two <b>x</b>", "raw HTML or another raw passage is outside"),
    "in a footnote": ("One.[^1]\n\n[^1]: Two $x$.", "a formula is outside"),
    "in a table": ("| a |\n|---|\n| <b>x</b> |", "raw HTML or another raw passage is outside"),
    "in a caption": ('![A $x$.](figures/change.svg){#fig-a fig-alt="W."}', "a formula is outside"),
}


@pytest.mark.parametrize(("text", "words"), MARKDOWN.values(), ids=MARKDOWN.keys())
def test_markdown_outside_the_subset(text: str, words: str, make_notebook: MakeNotebook) -> None:
    message = refusal(make_notebook("## First", text, "## Last"))
    assert message.startswith("report.ipynb, cell 3: ")
    assert words in message


def stream(text: str, name: str = "stdout") -> tuple[str, dict[str, Any]]:
    return "stream", {"name": name, "text": text}


def shown(**data: str) -> tuple[str, dict[str, Any]]:
    return "display_data", {"data": {kind.replace("_", "/", 1): text for kind, text in data.items()}}


OUTPUTS = {
    "html": (
        "#| label: t\nshow()",
        [shown(text_html="<b>x</b>", text_markdown="x")],
        "type text/html is outside",
    ),
    "bare result": (
        "1 + 1",
        [("execute_result", {"data": {"text/plain": "2"}})],
        "a bare result (text/plain)",
    ),
    "stderr": ("#| output: asis\nwarn()", [stream("a\nUserWarning: b\n", "stderr")], "text on stderr"),
    "stderr cause": ("warn()", [stream("a\nUserWarning: b\n", "stderr")], "UserWarning: b"),
    "printed": ("print(1)", [stream("1\n")], "printed text without '#| output: asis'"),
    "bare image": ("draw()", [shown(image_svgXxml="<svg/>")], "a bare result"),
    "image": ("draw()", [("display_data", {"data": {"image/svg+xml": "<svg/>"}})], "label, fig-cap, fig-alt"),
    "error": ("1 / 0", [("error", {"ename": "E", "evalue": "why", "traceback": []})], "E: why"),
}


@pytest.mark.parametrize(("source", "outputs", "words"), OUTPUTS.values(), ids=OUTPUTS.keys())
def test_outputs_outside_the_subset(
    source: str, outputs: list[tuple[str, dict[str, Any]]], words: str, make_notebook: MakeNotebook
) -> None:
    message = refusal(make_notebook("## First", (source, outputs)))
    name = "cell 3 (t)" if "label: t" in source else "cell 3"
    assert message.startswith(f"report.ipynb, {name}: ")
    assert words in message


def test_a_cell_may_hide_its_output(make_notebook: MakeNotebook) -> None:
    notebook = make_notebook("## First", ("#| output: false\nprint(1)", [stream("hidden-words")]))
    page, _ = EmbeddedEngine().render(notebook, notebook.parent / "out")
    assert "hidden-words" not in page.read_text(encoding="utf-8")


def test_a_front_matter_without_a_date_is_refused(make_notebook: MakeNotebook) -> None:
    message = refusal(make_notebook("## First", front="---\ntitle: A\nlang: en-GB\n---"))
    assert message == "report.ipynb, cell 1: the front matter lacks date"


def test_a_second_raw_cell_is_refused(make_notebook: MakeNotebook) -> None:
    path = make_notebook("## First")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_raw_cell("<b>x</b>"))
    nbformat.write(notebook, path)
    assert "cell 3: a raw cell other than the front matter" in refusal(path)
