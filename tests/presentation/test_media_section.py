"""Pictures and recordings: links in words, codes for paper, transcripts, and nothing fetched."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
import segno

from evalkit.presentation.media_section import clean_address, write_media
from evalkit.presentation.qr_figure import QUIET_ZONE, draw_qr
from story_released_made import make_stories, make_told

if TYPE_CHECKING:
    from pathlib import Path

FILM = {"title": "A walk", "url": "https://example.org/walk", "kind": "video", "alt": "Six people walk."}


def write(folder: Path, *rows: dict[str, Any], **stories: Any) -> str:
    """Return the section on these media."""
    return write_media(make_told(folder / "figures", make_stories(media=rows, **stories)))


def test_a_recording_is_a_link_with_its_words_and_a_code(tmp_path: Path) -> None:
    assert write(tmp_path, FILM) == (
        "### Pictures and recordings\n\n"
        "The links lead away from this report; nothing is fetched from there until somebody follows one.\n\n"
        "**Video:** [A walk](https://example.org/walk). Six people walk\\.\n\n"
        "::: {.qr-code}\n"
        '![Scan to open.](figures/qr-1.svg){#fig-qr-1 fig-alt="Code to scan that opens A walk."}\n'
        ":::"
    )


def test_a_transcript_is_folded_under_it(tmp_path: Path) -> None:
    said = write(tmp_path, {**FILM, "transcript": "01.txt"}, transcripts={"01.txt": "One.\n\n\nTwo.\n"})
    assert said.endswith(
        '::: {.transcript summary="Read what is said in “A walk”"}\n'
        "**What is said in “A walk”**\n\nOne\\.\n\nTwo\\.\n:::"
    )


@pytest.mark.parametrize(
    ("kind", "word"), [("image", "Picture"), ("audio", "Recording"), ("hologram", "Link")]
)
def test_the_kind_is_a_word(kind: str, word: str, tmp_path: Path) -> None:
    assert f"**{word}:** [A walk]" in write(tmp_path, {**FILM, "kind": kind})


def test_no_media_no_section(tmp_path: Path) -> None:
    assert write(tmp_path) == ""


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org/x", "file:///etc", "x", ""]
)
def test_what_is_no_web_address_is_no_link(url: str, tmp_path: Path) -> None:
    assert clean_address(url) == ""
    said = write(tmp_path, {**FILM, "url": url})
    assert "](" not in said
    assert "qr-code" not in said


def test_an_address_cannot_end_its_link() -> None:
    assert clean_address('https://e.org/a)[b](c "d') == "https://e.org/a%29%5Bb%5D%28c%20%22d"
    assert clean_address("https://e.org/a%20b?q=1&r=é#x") == "https://e.org/a%20b?q=1&r=%C3%A9#x"


def test_the_code_has_a_dark_module_for_each_of_the_standard_and_a_quiet_zone() -> None:
    address = "https://example.org/walk"
    matrix = [
        list(map(bool, row)) for row in segno.make(address, error="m", micro=False, boost_error=False).matrix
    ]
    root = ET.fromstring(draw_qr(address))  # noqa: S314 - our own picture
    assert int(root.attrib["width"]) == len(matrix) + 2 * QUIET_ZONE
    assert draw_qr(address) == draw_qr(address)
    finder = [matrix[row][:7] for row in (0, 3, 6)]
    assert finder == [[True] * 7, [True, False, True, True, True, False, True], [True] * 7]
    assert draw_qr(f"{address}s") != draw_qr(address)
