"""Case studies with front matter, pictures and recordings by link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builders import csv_text
from evalkit.intake.narrative import read_narrative
from story_projects import rows, rules, taken_stories

if TYPE_CHECKING:
    from pathlib import Path

CASE = """---
title: A way back
respondent: P1
consent: named_quote
themes: [trust]
component: group
---

She came.
"""


def test_a_case_study_says_who_it_is_about_and_what_it_needs(tmp_path: Path) -> None:
    name = "narrative/stories/back.md"
    taken = taken_stories(tmp_path, files={name: CASE}, case_studies=[name])
    assert taken.faults == ()
    assert rows(
        taken, "case_studies", "title", "respondent_id", "themes", "purpose", "component", "text"
    ) == [("A way back", "P1", "trust", "named_quote", "group", "She came.")]
    assert read_narrative(tmp_path / "data" / "raw" / "example") == ({}, [])


def test_what_is_wrong_with_a_case_study_is_told(tmp_path: Path) -> None:
    files = {
        "none.md": "She came.",
        "keys.md": "---\ntitle: T\nrespondnt: P1\nconsent: always\n---\nText",
        "names.md": CASE.replace("trust", "trst").replace("group", "grup"),
        "yaml.md": "---\ntitle: [T\n---\nText",
    }
    taken = taken_stories(tmp_path, files=files, case_studies=[*files, "gone.md"])
    assert taken.tables["case_studies"].empty
    told = {(file, column, rule) for file, _, column, _, rule in rules(taken)}
    assert ("none.md", "", "this case study has no front matter") in told
    assert ("keys.md", "respondnt", "unknown key 'respondnt': did you mean 'respondent'?") in told
    assert ("keys.md", "respondent", "this key is missing") in told
    assert ("keys.md", "consent", "Input should be 'anonymous_quote' or 'named_quote'") in told
    assert ("names.md", "themes", "the codebook lacks this code: did you mean 'trust'?") in told
    assert ("names.md", "component", "unknown component: did you mean 'group'?") in told
    assert ("yaml.md", "", "the front matter is no valid YAML") in told
    assert any(file == "gone.md" and rule.startswith("this file is missing") for file, _, rule in told)


def test_pictures_need_words_and_recordings_a_transcript(tmp_path: Path) -> None:
    headings = ("title", "url", "kind", "respondent", "transcript", "alt")
    listed = csv_text(
        headings,
        ("Garden", "https://example.org/g.jpg", "Image", "P1; P2", None, "A bed of beans"),
        ("Talk", "https://example.org/t.mp4", "video", "P1", "talk.txt", None),
        ("No words", "https://example.org/n.jpg", "image", None, None, None),
        ("No text", "https://example.org/n.mp3", "audio", None, "gone.txt", None),
        ("Script", "javascript:alert(1)", "image", None, None, "x"),
        ("Again", "https://example.org/g.jpg", "image", None, None, "x"),
        ("Kind", "https://example.org/k", "film", None, None, "x"),
    )
    media = {"file": "media.csv", "columns": {name: name for name in headings}}
    taken = taken_stories(tmp_path, files={"media.csv": listed, "talk.txt": "Hello.\n"}, media=media)
    assert rows(taken, "media", "title", "kind", "respondent_id", "transcript", "alt") == [
        ("Garden", "image", "P1;P2", None, "A bed of beans"),
        ("Talk", "video", "P1", "Hello.", None),
    ]
    told = {row: rule for file, row, _, _, rule in rules(taken) if file == "media.csv"}
    assert told == {
        4: "a picture needs its words",
        5: "a recording needs its transcript",
        6: "this is no link to a web page",
        7: "this link stands above already",
        8: "unknown kind: known are: audio, image, video",
    }
