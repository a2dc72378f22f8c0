"""What programs write that the standard doesn't foresee: line ends, blanks, names, and passages of nothing."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from evalkit.intake.qdpx import read_qdpx
from evalkit.intake.stories import read_stories
from evalkit.intake.story_excerpts import names_of_coders
from evalkit.intake.write_qdpx import write_qdpx
from qdpx_made import (
    CODE,
    CODER,
    CODES,
    USERS,
    guid,
    schema_errors,
    selection,
    source,
    text_project,
    write_project,
)
from story_projects import rows, stories_keys, story_study

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.coded_project import CodedProject

BREAKS = "one\r\ntwo 🪑\rthree\n\r\nfour"
NORMAL = "one\ntwo 🪑\nthree\n\nfour"


def read(path: Path) -> tuple[CodedProject, list[tuple[str, str]]]:
    project, faults = read_qdpx(path)
    assert project is not None
    return project, [(fault.value, fault.rule) for fault in faults]


def comes_back(project: CodedProject, folder: Path) -> bool:
    path = folder / "again.qdpx"
    write_qdpx(project, path)
    assert schema_errors(zipfile.ZipFile(path).read("project.qde")) == []
    return read_qdpx(path) == (project, [])


@pytest.mark.parametrize("within", [True, False])
@pytest.mark.parametrize(
    ("origin", "units"),
    [("by hand", BREAKS), ("NVivo", BREAKS.encode("utf-16-le")), ("ATLAS.ti", NORMAL.encode("utf-16-le"))],
)
def test_carriage_returns_become_line_feeds_and_positions_follow(
    tmp_path: Path, origin: str, units: str | bytes, *, within: bool
) -> None:
    words = ["two 🪑", "three", "four"]
    if isinstance(units, bytes):
        starts = [units.index(word.encode("utf-16-le")) // 2 for word in words]
        widths = [len(word.encode("utf-16-le")) // 2 for word in words]
    else:
        starts, widths = [units.index(word) for word in words], [len(word) for word in words]
    stored = [word if origin == "by hand" else "" for word in words]
    marked = "".join(
        selection(start, start + width, word, number=100 + place)
        for place, (start, width, word) in enumerate(zip(starts, widths, stored, strict=True))
    )
    if within:
        content = BREAKS.replace("\r", "&#13;")
        holder = source(marked, path="", inner=f"<PlainTextContent>{content}</PlainTextContent>")
        path = write_project(tmp_path, f"{USERS}{CODES}<Sources>{holder}</Sources>", origin=origin)
    else:
        path = text_project(tmp_path, BREAKS.encode(), marked, origin=origin)
    project, faults = read(path)

    assert faults == []
    assert project.documents[0].text == NORMAL
    assert [one.text for one in project.segments] == words
    assert [NORMAL[one.start : one.end] for one in project.segments] == words
    assert comes_back(project, tmp_path)


def test_passages_without_words_are_told_once_and_the_rest_can_be_written(tmp_path: Path) -> None:
    marked = "".join(selection(place, place, number=101 + place) for place in (0, 4, 13))
    project, faults = read(text_project(tmp_path, b"kept my chair", selection(0, 4, "kept"), marked))

    assert faults == [("", "passages that hold no words, since they end where they begin: 3")]
    assert [one.text for one in project.segments] == ["kept"]
    assert comes_back(project, tmp_path)


def test_words_that_stand_nowhere_at_an_empty_place_are_told_as_such(tmp_path: Path) -> None:
    marked = selection(0, 4, "kept") + selection(9, 9, "kept it all", number=101)
    _, faults = read(text_project(tmp_path, b"kept my chair", marked))

    assert [rule for _, rule in faults] == [
        'positions 9 to 9 of "a.txt": the stored words don\'t stand at these positions, however they are counted'
    ]


def test_users_without_a_name_are_told_apart(tmp_path: Path) -> None:
    users = f'<Users><User guid="{CODER}"/><User guid="{guid(8)}" name=" "/><User guid="{guid(9)}" id="AB"/></Users>'
    other = selection(5, 7, "my", number=101).replace(CODER, guid(8))
    body = f"{users}{CODES}<Sources>{source(selection(0, 4, 'kept') + other)}</Sources>"
    project, faults = read(write_project(tmp_path, body, {"sources/a.txt": b"kept my chair"}))

    assert faults == []
    assert [coder.name for coder in project.coders] == ["unnamed coder 1", "unnamed coder 2", "AB"]
    assert [one.coder for one in project.segments] == [CODER, guid(8)]
    assert names_of_coders(project.coders) == {
        CODER: "unnamed coder 1",
        guid(8): "unnamed coder 2",
        guid(9): "AB",
    }


def test_names_of_several_lines_are_found_in_the_codebook_and_in_documents(tmp_path: Path) -> None:
    book = CODES.replace('name="Trust"', 'name="People came&#10; to trust"')
    users = USERS.replace("Ana", "Ana&#10;B.")
    marked = selection(0, 13, "kept my chair")
    body = f"{users}{book}<Sources>{source(marked, name='Talk&#10;one')}</Sources>"
    made = write_project(tmp_path, body, {"sources/a.txt": b"kept my\nchair"})
    project, faults = read(made)
    material = {"file": "made.qdpx", "format": "refi-qda", "component": "group"}
    codes = "code,name\ntrust,People came to trust\n"
    files: dict[str, str | bytes] = {"made.qdpx": made.read_bytes(), "codebook.csv": codes}
    taken = read_stories(*story_study(tmp_path, stories_keys(material=[material]), files))

    assert faults == []
    assert comes_back(project, tmp_path)
    assert taken.faults == ()
    assert rows(taken, "codings", "code", "coder") == [("trust", "Ana B.")]


def test_coders_have_names_in_the_tables_and_two_of_one_name_are_two(tmp_path: Path) -> None:
    users = USERS.replace("</Users>", f'<User guid="{guid(8)}" name="Ana"/></Users>')
    codings = "".join(
        f'<Coding guid="{guid(60 + place)}" creatingUser="{who}"><CodeRef targetGUID="{CODE}"/></Coding>'
        for place, who in enumerate((CODER, guid(8)))
    )
    body = f"{users}{CODES}<Sources>{source(selection(0, 4, 'kept', inner=codings))}</Sources>"
    made = write_project(tmp_path, body, {"sources/a.txt": b"kept my chair"})
    material = {"file": "made.qdpx", "format": "refi-qda", "component": "group"}
    files = {"made.qdpx": made.read_bytes()}
    taken = read_stories(*story_study(tmp_path, stories_keys(material=[material]), files))

    assert rows(taken, "codings", "coder") == [("Ana",), ("Ana (2)",)]


def test_a_memo_may_stand_in_the_coding_itself(tmp_path: Path) -> None:
    inner = (
        f'<Coding guid="{guid(60)}"><Description>why</Description><CodeRef targetGUID="{CODE}"/></Coding>'
        "<Description>on the passage</Description>"
    )
    project, faults = read(text_project(tmp_path, b"kept my chair", selection(0, 4, "kept", inner=inner)))

    assert faults == []
    assert project.segments[0].description == "on the passage\n\nwhy"


def test_a_selection_without_an_id_is_a_passage_of_its_own(tmp_path: Path) -> None:
    marked = selection(0, 4, "kept").replace(f'guid="{guid(100)}" ', "", 1)
    project, faults = read(text_project(tmp_path, b"kept my chair", marked))

    assert faults == []
    assert [(one.start, one.end, one.passage != one.id) for one in project.segments] == [(0, 4, True)]
    assert comes_back(project, tmp_path)
