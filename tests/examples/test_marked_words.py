from __future__ import annotations

import datetime as dt

from evalkit.examples.draws import Draws
from evalkit.examples.marked_words import Passage, codes_used, read_marked
from evalkit.examples.second_coder import code_again
from evalkit.examples.story_consents import Answers, consent_rows

SIBLINGS = {"sun": ["rain"], "rain": ["sun"]}


def test_marks_are_taken_out_and_places_count_characters() -> None:
    marked = read_marked("""
        One {sun|bright
        day}. Then {sun+rain|both}.

        The end.
        """)
    assert marked.text == "One bright day. Then both.\n\nThe end."
    assert [marked.text[passage.start : passage.end] for passage in marked.passages] == ["bright day", "both"]
    assert marked.passages[1].codes == ("sun", "rain")
    assert codes_used([marked]) == {"sun", "rain"}


def test_sentences_that_nobody_marked_leave_out_the_dash_of_a_line() -> None:
    marked = read_marked("– First. {sun|Second.} Third?\n\n– Write to a@example.org today!")
    found = [marked.text[start:end] for start, end in marked.unmarked_sentences()]
    assert found == ["First.", "Third?", "Write to a@example.org today!"]


def test_second_coder_sees_most_and_never_marks_what_is_no_passage_or_sentence() -> None:
    marked = read_marked("{sun|It shone. All day.} Nobody spoke. {rain|Then it poured.}")
    draws = Draws(1, "second coder")
    found = [passage for _ in range(300) for passage in code_again(draws, marked, SIBLINGS)]
    words = {marked.text[passage.start : passage.end] for passage in found}
    assert words == {"It shone. All day.", "It shone.", "Nobody spoke.", "Then it poured."}
    same = sum(passage in marked.passages for passage in found)
    assert 300 < same < 600
    assert Passage(0, 18, ("rain",)) in found


def test_a_withdrawal_stands_beside_each_purpose_and_groups_get_no_letter() -> None:
    asked, ended = dt.date(2024, 5, 1), dt.date(2024, 6, 1)
    own = consent_rows("P1", Answers(quoted=False, withdrawn=ended), asked)
    assert ("P1", None, "Quote without name", "no", asked, ended) in own
    assert {row[-1] for row in own} == {ended}
    group = consent_rows(None, Answers(), asked, item="Group 1")
    assert [row[2] for row in own if row[2] not in {row[2] for row in group}] == ["Own letter"]
    assert {row[:2] for row in group} == {(None, "Group 1")}
