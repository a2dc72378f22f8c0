"""Positions that programs count each in their way, put right by the words stored with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.intake.qda_offsets import NOWHERE, OUTSIDE, SEVERAL, Mark, find_places
from evalkit.intake.qda_readings import READINGS, Reading, Ruler, decode_text, mark_width, sent_text
from evalkit.intake.qdpx import read_qdpx
from qdpx_made import selection, text_project

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TEXT = "\ufeffShe kept 🪑 my chair.\r\nI felt naïve 🙂 at first,\r\nthen at home 🏡 with them."
PLAIN = TEXT.removeprefix("\ufeff").replace("\r\n", "\n")
WORDS = ("kept", "my chair.\nI felt", "naïve", "at first", "at home 🏡 with them.")


def written(reading: Reading, words: str) -> Mark:
    """Return where words stand in TEXT, counted one character after the other by a reading."""

    def units(text: str) -> int:
        if reading.breaks != "one":
            text = text.replace("\n", "\r\n")
        codecs = {
            "code points": ("utf-32-le", 4),
            "UTF-16 units": ("utf-16-le", 2),
            "UTF-8 bytes": ("utf-8", 1),
        }
        codec, width = codecs[reading.unit]
        return len(text.encode(codec)) // width

    start = PLAIN.index(words)
    mark = units("\ufeff") if reading.counts_mark else 0
    end = units(PLAIN[: start + len(words)]) - reading.end_included
    return Mark(units(PLAIN[:start]) + mark, end + mark, words)


def places(words: Sequence[str]) -> list[tuple[int, int]]:
    return [(PLAIN.index(word), PLAIN.index(word) + len(word)) for word in words]


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_every_reading_is_put_right(reading: Reading) -> None:
    marks = [written(reading, words) for words in WORDS]

    assert find_places([(sent_text(TEXT), marks)]) == [places(WORDS)]


def test_readings_give_the_places_that_counting_gives() -> None:
    sent = decode_text(TEXT.encode())
    for reading in READINGS:
        ruler = Ruler(sent, reading.unit, reading.breaks)
        for words in WORDS:
            mark = written(reading, words)
            assert ruler.character_at(mark.start - mark_width(sent, reading)) == PLAIN.index(words)


@pytest.mark.parametrize(
    ("stored", "passage"),
    [
        ("my chair.\u2029I felt", "my chair.\nI felt"),
        ("my chair. I felt", "my chair.\nI felt"),
        ("I felt naïve 🙂…", "I felt naïve 🙂 at first"),
        ("then at home 🏡 with...", "then at home 🏡 with them"),
        ("my chair.\nI felt naïve 🙂 at", "my chair.\nI felt naïve 🙂 at first,\nthen"),
        ("nai\u0308ve", "naïve"),
    ],
)
def test_words_may_be_cut_off_or_spaced_otherwise(stored: str, passage: str) -> None:
    start = PLAIN.index(passage)
    units = len(PLAIN[:start].encode("utf-16-le")) // 2
    end = len(PLAIN[: start + len(passage)].encode("utf-16-le")) // 2
    known = written(Reading("UTF-16 units"), "at home 🏡 with them.")

    found = find_places([(sent_text(TEXT), [Mark(units, end, stored), known])])

    assert found[0][0] == (start, start + len(passage))


def test_words_that_stand_nowhere_are_refused() -> None:
    marks = [
        written(Reading(), "kept"),
        Mark(4, 8, "left"),
        Mark(4, 500, "kept"),
        Mark(-1, -1, "kept"),
        Mark(9, 4, "x"),
    ]

    assert find_places([(sent_text(TEXT), marks)]) == [[(4, 8), NOWHERE, OUTSIDE, OUTSIDE, OUTSIDE]]


def test_drifted_words_are_refused_although_no_passage_of_the_project_is_told() -> None:
    assert find_places([(sent_text(TEXT), [Mark(30, 34, "kept")])]) == [[NOWHERE]]


def test_several_readings_with_different_places_are_refused() -> None:
    # with the end included: code points mean the second "ab", bytes the first
    assert find_places([(sent_text("🪑 ab ab ab"), [Mark(5, 6, "ab")])]) == [[SEVERAL]]


def test_the_project_tells_what_one_passage_alone_does_not() -> None:
    doubtful = "🪑 ha ha ha ha"
    counted_in_utf16 = (sent_text("🙂 told"), [Mark(3, 7, "told")])

    alone = find_places([(sent_text(doubtful), [Mark(5, 7, "ha")])])
    beside = find_places([counted_in_utf16, (sent_text("🪑a ha"), [Mark(4, 6, "ha")])])

    assert alone == [[(5, 7)]]
    assert beside == [[(2, 6)], [(3, 5)]]


@pytest.mark.parametrize(
    ("origin", "place"),
    [
        ("NVivo for Windows 12.6", (18, 22)),
        ("ATLAS.ti for Windows 23", (19, 23)),
        ("some program", SEVERAL),
    ],
)
def test_without_words_the_program_must_be_known(origin: str, place: object) -> None:
    sent = sent_text("🪑 chairs\r\nand then we sat")

    assert find_places([(sent, [Mark(20, 24)])], origin) == [[place]]


def test_without_words_and_without_doubt_any_program_will_do() -> None:
    assert find_places([(sent_text("we sat"), [Mark(3, 6), Mark(0, 2, "a label", is_label=True)])]) == [
        [(3, 6), (0, 2)]
    ]
    assert find_places([(sent_text("we sat"), [Mark(3, 6, "line:1")])]) == [[(3, 6)]]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1), st.data())
def test_what_follows_the_standard_is_taken_as_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    assert find_places([(sent_text("\ufeff" + text), [Mark(start, end, text[start:end])])]) == [
        [(start, end)]
    ]


def test_a_passage_without_place_is_a_fault_and_the_others_stay(tmp_path: Path) -> None:
    text = "🙂 She kept my chair".encode()
    path = text_project(tmp_path, text, selection(7, 11, "kept"), selection(2, 6, "kept", number=101))

    project, faults = read_qdpx(path)

    assert project is not None
    assert [(one.text, one.start, one.end) for one in project.segments] == [("kept", 6, 10)]
    assert [fault.value for fault in faults] == ["kept"]
    assert (
        faults[0]
        .sentence()
        .endswith(f'"a.txt": {NOWHERE}. Check the passage in the program and export again; it was left out.')
    )


@pytest.mark.parametrize("start", ["", "four", "4.5"])
def test_positions_that_are_no_numbers_are_a_fault(tmp_path: Path, start: str) -> None:
    project, faults = read_qdpx(text_project(tmp_path, b"kept my chair", selection(start, 4, "kept")))

    assert project is not None
    assert project.segments == ()
    assert [fault.rule for fault in faults] == [f'positions -1 to -1 of "a.txt": {OUTSIDE}']


def test_text_in_utf16_and_text_that_is_none(tmp_path: Path) -> None:
    project, faults = read_qdpx(text_project(tmp_path, "kept it".encode("utf-16"), selection(0, 4, "kept")))
    assert project is not None
    assert (project.documents[0].text, project.segments[0].end, faults) == ("kept it", 4, [])

    project, faults = read_qdpx(text_project(tmp_path, b"\xff\xfekept\xff", selection(0, 4, "kept")))
    assert project is not None
    assert (project.documents[0].text, project.segments[0].text) == (None, "kept")
    assert [fault.rule for fault in faults] == ['the text of "a.txt" isn\'t UTF-8']
