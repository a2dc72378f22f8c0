"""Codes under ``redact``: what they mark is no theme and no excerpt, and nothing of it can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from builders import csv_text
from evalkit import names
from evalkit.analysis.identity import find_identities
from evalkit.analysis.marked_passages import find_marked, settle_marked
from evalkit.analysis.safe_excerpts import apply_decisions
from evalkit.intake.review import read_review, write_review
from evalkit.intake.stories import read_stories
from qda_expected import QUALCODER
from qdpx_made import CODE, USERS, guid, selection, source, write_project
from qdpx_made import CODES as CODES_OF_PROJECT
from story_projects import rows, rules, stories_keys, story_study, taken_stories

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE = "Personal data to redact"
FILES = ("gold-dust-a.qdpx", "Codebook-gold-dust-a.qdc")
MATERIAL = {"file": FILES[0], "format": "refi-qda", "component": "group", "respondent": {"case": True}}
CODES = csv_text(
    ("code", "name", "parent", "contrary_to"),
    ("trust", "Trust", None, None),
    ("private", "Personal data", None, None),
    ("phone", "Phone numbers", "private", None),
    ("odd", "Odd", None, "private"),
)
TOLD = [
    ("Ring 0113 496 0000 or ask Zed", "trust", "P1", "One", "A"),
    ("0113 496 0000", "phone", "P1", "One", "A"),
    ("I came back", "trust", "P1", "One", "A"),
]


def test_marked_codes_are_no_themes_and_their_passages_no_excerpts(tmp_path: Path) -> None:
    files = {name: (QUALCODER / name).read_bytes() for name in FILES}
    keys = stories_keys(codebook={"file": FILES[1]}, material=[MATERIAL], redact=["personal data to redact"])
    taken = read_stories(*story_study(tmp_path, keys, files))

    assert taken.faults == ()
    assert len(taken.tables["codings"]) == 109
    assert rows(taken, "marks", "code", "coder") == [(PRIVATE, "coder_A"), (PRIVATE, "coder_B")]
    assert PRIVATE not in taken.codebook.by_code
    assert PRIVATE not in set(taken.tables["codebook"]["code"])
    assert set(taken.tables["codings"]["excerpt_id"]) == set(taken.tables["excerpts"]["excerpt_id"])


def test_codes_below_count_and_nothing_speaks_against_what_is_gone(tmp_path: Path) -> None:
    taken = taken_stories(tmp_path, TOLD, files={"codebook.csv": CODES}, redact=["Personal data"])

    assert taken.faults == ()
    assert rows(taken, "marks", "code", "text") == [("phone", "0113 496 0000")]
    assert rows(taken, "codebook", "code", "contrary_to") == [("trust", None), ("odd", None)]
    assert [text for (text,) in rows(taken, "excerpts", "text")] == [TOLD[0][0], "I came back"]


def test_a_code_that_is_not_there_stops_the_run(tmp_path: Path) -> None:
    taken = taken_stories(tmp_path, TOLD, files={"codebook.csv": CODES}, redact=["privat"])

    assert not taken.is_usable
    assert rules(taken) == [
        (
            "grantee.yml",
            None,
            "stories.redact.0",
            "privat",
            "the codebook lacks this code: did you mean 'private'?",
        )
    ]


def shown(root: Path, taken: Any) -> list[tuple[str | None, str | None]]:
    """Return the safe words of each excerpt and why not, by way of the review file."""
    tables = taken.tables
    excerpts = tables["excerpts"]
    decisions, faults = read_review(root / "excerpts.csv")
    assert faults == []
    found = find_identities(excerpts)
    findings, decisions = settle_marked(
        excerpts, found, find_marked(excerpts, tables["marks"]), decisions, "2024-03-31"
    )
    safe = apply_decisions(excerpts, findings, decisions)
    write_review(root / "excerpts.csv", decisions)
    return list(safe[["safe_text", "blocked_because"]].itertuples(index=False, name=None))


def test_what_is_marked_is_taken_out_and_nobody_is_asked(tmp_path: Path) -> None:
    told = [("Ring 0113 496 0000 at noon", *TOLD[0][1:]), *TOLD[1:]]
    taken = taken_stories(tmp_path, told, files={"codebook.csv": CODES}, redact=["private"])
    expected = [("Ring [left out] at noon", None), ("I came back", None)]

    assert shown(tmp_path, taken) == expected
    kept, faults = read_review(tmp_path / "excerpts.csv")
    assert faults == []
    assert kept[["finding", "kind", "decision", "who", "when"]].values.tolist() == [
        ["0113 496 0000", names.MARKED, "redact", "A", "2024-03-31"]
    ]
    assert shown(tmp_path, taken) == expected  # the decisions read back are the same


def test_what_else_may_give_somebody_away_is_still_asked(tmp_path: Path) -> None:
    told = [("Ring 0113 496 0000 or ask Zed Okafor", *TOLD[0][1:]), *TOLD[1:]]
    taken = taken_stories(tmp_path, told, files={"codebook.csv": CODES}, redact=["private"])

    assert [text for text, _ in shown(tmp_path, taken)] == [None, "I came back"]


def test_a_mark_holds_in_every_export_of_the_same_document(tmp_path: Path) -> None:
    book = CODES_OF_PROJECT.replace("</Codes>", f'<Code guid="{guid(50)}" name="Personal data"/></Codes>')
    marked = selection(4, 7, "Zed").replace(CODE, guid(50))
    text = {"sources/a.txt": b"Ask Zed, he knows"}
    one = write_project(tmp_path, f"{USERS}{book}<Sources>{source(marked)}</Sources>", text).read_bytes()
    whole = selection(0, 17, "Ask Zed, he knows")
    other = write_project(
        tmp_path, f"{USERS}{CODES_OF_PROJECT}<Sources>{source(whole)}</Sources>", text
    ).read_bytes()
    row = csv_text(
        ("id", "document", "tag", "content"), (1, "A", "trust", "Zed again"), (2, "B", "trust", "Zed")
    )
    files: dict[str, str | bytes] = {
        "one.qdpx": one,
        "other.qdpx": other,
        "t.csv": row,
        "codebook.csv": CODES,
    }
    material = [
        {"file": "one.qdpx", "format": "refi-qda", "component": "group"},
        {"file": "other.qdpx", "format": "refi-qda", "component": "group"},
        {"file": "t.csv", "format": "taguette", "component": "group"},
    ]
    taken = read_stories(*story_study(tmp_path, stories_keys(material=material, redact=["private"]), files))
    tables = taken.tables
    found = find_marked(tables["excerpts"], tables["marks"])

    assert taken.faults == ()
    assert tables["marks"]["start"].astype(object).fillna("by words").tolist() == [4, 4, "by words"]
    words = found.merge(tables["excerpts"], on="excerpt_id")[["text_y", "start_x", "text_x"]]
    assert words.to_numpy().tolist() == [["Ask Zed, he knows", 4, "Zed"], ["Zed again", 0, "Zed"]]
