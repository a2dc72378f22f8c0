"""Case studies and narratives are their writers' Markdown: what could act in a page or on paper is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from evalkit.errors import BuildError
from evalkit.presentation.case_section import write_cases
from evalkit.presentation.story_released import CaseStudy
from evalkit.publishing.embedded import EmbeddedEngine
from story_released_made import make_stories, make_told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RAW = "raw HTML or another raw"
LINK = "which is no web page"
REFUSED = {
    "<script>alert(1)</script>": RAW,
    "x <img src=x onerror=alert(1)> y": RAW,
    "<!-- hidden -->": RAW,
    "```{=html}\n<script>alert(1)</script>\n```": RAW,
    "```{=typst}\n#panic()\n```": RAW,
    "`<b>`{=html} x": RAW,
    "x `#panic()`{=typst}": RAW,
    "x \\textbf{y}": RAW,
    "$x$": "a formula",
    "@ref": "the cross-reference @ref leads nowhere",
    "::: {.evil}\nx\n:::": "the block class .evil",
    "::: {.box}\nx": "not closed in its cell",
    '::: {.box onclick="alert(1)"}\nx\n:::': "the attribute onclick",
    "[x](javascript:alert(1))": LINK,
    "[x](JaVaScript:alert(1))": LINK,
    "[x](java&#10;script:alert(1))": LINK,
    "<javascript:alert(1)>": LINK,
    "[a]\n\n[a]: javascript:alert(1)": LINK,
    "[x](data:text/html,<script>)": LINK,
    "[x](vbscript:x)": LINK,
    "[x](file:///etc/passwd)": LINK,
    "[x](/etc/passwd)": LINK,
    "[x](//evil.example)": LINK,
    '[x](https://a.example){onclick="alert(1)"}': "the attribute onclick",
    '[x]{.suppressed onmouseover="alert(1)"}': "the attribute onmouseover",
    '[x]{.symbol style="position:fixed"}': "the attribute style",
    '`c`{onfocus="alert(1)"}': "the attribute onfocus",
    "**x** [y]{onclick=alert(1)}": "the attribute onclick",
    "![p](https://evil.example/x.png){#fig-x fig-alt=a}": "the remote image",
    "![p](figures/x.svg){#fig-x fig-alt=a onload=alert(1)}": "the attribute onload",
}
CALM = (
    "A *way*[^w], `#set`, \\<b\\>, [on](https://a.example/x), [to us](mailto:a@b.example).\n\n[^w]: = a note"
)


@pytest.fixture
def render(tmp_path: Path, make_notebook: Callable[..., Path]) -> Callable[[str], str]:
    """Give ``render(text)``: the page of a report that holds this case study."""

    def render_it(text: str) -> str:
        case = CaseStudy("Back again", (), "", text)
        section = write_cases(make_told(tmp_path / "figures", make_stories(cases=[case])))
        page, _ = EmbeddedEngine().render(make_notebook("## First", section), tmp_path / "out")
        return page.read_text("utf-8").split("<main", 1)[1]

    return render_it


@pytest.mark.parametrize("text", REFUSED)
def test_what_could_act_is_refused_with_its_name(text: str, render: Callable[[str], str]) -> None:
    with pytest.raises(BuildError, match=rf"cell 3.*{re.escape(REFUSED[text])}"):
        render(text)


def test_the_usual_stays_allowed(render: Callable[[str], str]) -> None:
    page = render(CALM)
    assert {'href="https://a.example/x"', 'href="mailto:a@b.example"'} <= set(
        re.findall(r'href="[^"#]+"', page)
    )
    assert "&lt;b&gt;" in page
    assert "<code>#set</code>" in page


def test_a_heading_holds_no_attribute(tmp_path: Path, make_notebook: Callable[..., Path]) -> None:
    notebook = make_notebook("## First", '## Second {onclick="alert(1)"}')
    with pytest.raises(BuildError, match=r"cell 3.*the attribute onclick is outside the Markdown subset"):
        EmbeddedEngine().render(notebook, tmp_path / "out")
