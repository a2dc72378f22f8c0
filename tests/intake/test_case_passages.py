"""Passages that are one person's in a document that isn't: read, written back, and given to their person."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

from evalkit.definitions.coded_project import Case, CodedProject, Document, Segment
from evalkit.definitions.stories import Material
from evalkit.errors import Fault
from evalkit.intake.qdpx import read_qdpx
from evalkit.intake.stories import read_stories
from evalkit.intake.story_voices import MOST_PEOPLE, Voices, find_voices
from evalkit.intake.write_qdpx import write_qdpx
from qdpx_made import CASE, CODE, CODES, DOCUMENT, USERS, guid, schema_errors, selection, source, text_project
from qdpx_made import write_project as write_made
from story_projects import rows, rules, stories_keys, story_study

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.intake.stories import StoriesIntake

TEXT = b"Ann: they kept my chair.\nBen: the bus was late.\nAll of us laughed."
ANN, BEN = guid(40), guid(41)
PEOPLE = "".join(
    f'<Code guid="{own}" name="{name}" isCodable="true"/>' for own, name in ((ANN, "R1"), (BEN, "R2"))
)
BOOK = CODES.replace("</Codes>", f"{PEOPLE}</Codes>")
CASES = f'<Cases><Case guid="{ANN}" name="R1"/><Case guid="{BEN}" name=" R2&#10;"/></Cases>'
MATERIAL = {
    "file": "made.qdpx",
    "format": "refi-qda",
    "component": "group",
    "kind": "focus_group",
    "respondent": {"case": True},
}


def coded(code: str, number: int) -> str:
    return f'<Coding guid="{guid(number)}"><CodeRef targetGUID="{code}"/></Coding>'


def nvivo(folder: Path, *selections: str) -> Path:
    """Write a focus group as NVivo does: who speaks is a coding with the GUID of a case."""
    folder.mkdir(parents=True, exist_ok=True)
    spoken = (
        selection(0, 24, number=110, inner=coded(ANN, 710)),
        selection(25, 47, number=111, inner=coded(BEN, 711)),
    )
    body = f"{USERS}{BOOK}{CASES}<Sources>{source(''.join((*spoken, *selections)))}</Sources>"
    return write_made(folder, body, {"sources/a.txt": TEXT}, origin="NVivo")


def taken(root: Path, *selections: str, **changes: Any) -> StoriesIntake:
    made = nvivo(root / "made", *selections).read_bytes()
    keys = stories_keys(material=[{**MATERIAL, **changes}])
    return read_stories(*story_study(root, keys, {"made.qdpx": made}))


def comes_back(project: CodedProject, folder: Path) -> bool:
    path = folder / "again.qdpx"
    write_qdpx(project, path)
    assert schema_errors(zipfile.ZipFile(path).read("project.qde")) == []
    return read_qdpx(path) == (project, [])


def test_a_case_may_refer_to_passages(tmp_path: Path) -> None:
    case = f'<Cases><Case guid="{CASE}" name="R1"><SelectionRef targetGUID="{guid(100).upper()}"/></Case></Cases>'
    project, faults = read_qdpx(text_project(tmp_path, b"kept my chair", selection(0, 4, "kept"), extra=case))

    assert project is not None
    assert faults == []
    assert (project.cases[0].documents, project.cases[0].passages) == ((), (guid(100),))
    assert comes_back(project, tmp_path)


def test_a_passage_that_is_not_there_is_told(tmp_path: Path) -> None:
    references = "".join(f'<SelectionRef targetGUID="{guid(n)}"/>' for n in (100, 101))
    case = f'<Cases><Case guid="{CASE}" name="R1">{references}</Case></Cases>'
    project, faults = read_qdpx(text_project(tmp_path, b"kept my chair", selection(0, 4, "kept"), extra=case))

    assert project is not None
    assert project.cases[0].passages == (guid(100),)
    assert [(fault.value, fault.rule) for fault in faults] == [
        ("R1", "passages of this case that aren't among those of the project: 1")
    ]


def test_nvivo_marks_by_a_code_what_each_says(tmp_path: Path) -> None:
    project, faults = read_qdpx(nvivo(tmp_path, selection(10, 23, "kept my chair")))

    assert project is not None
    assert faults == []
    assert [code.name for code in project.codes] == ["Trust"]
    assert [(one.code, one.start, one.end) for one in project.segments] == [
        (None, 0, 24),
        (None, 25, 47),
        (CODE, 10, 23),
    ]
    assert [case.passages for case in project.cases] == [(guid(110),), (guid(111),)]
    assert comes_back(project, tmp_path)


def test_a_passage_may_be_coded_with_its_person_and_its_theme(tmp_path: Path) -> None:
    both = coded(ANN, 720) + coded(CODE, 721)
    project, _ = read_qdpx(nvivo(tmp_path, selection(5, 23, "they kept my chair", number=112, inner=both)))

    assert project is not None
    assert [one.code for one in project.segments] == [None, None, CODE]
    assert project.cases[0].passages == (guid(110), guid(112))
    assert comes_back(project, tmp_path)


def test_a_case_may_refer_to_the_code_that_stands_for_it(tmp_path: Path) -> None:
    other = (
        f'<Cases><Case guid="{CASE}" name="R1"><CodeRef targetGUID="{ANN}"/><CodeRef targetGUID="{CODE}"/>'
    )
    body = (
        f"{BOOK}{other}</Case></Cases><Sources>"
        f"{source(selection(0, 24, inner=coded(ANN, 710)) + selection(25, 47, number=101))}</Sources>"
    )
    project, _ = read_qdpx(write_made(tmp_path, body, {"sources/a.txt": TEXT}, origin="NVivo"))

    assert project is not None
    assert [code.name for code in project.codes] == ["Trust", "R2"]  # a code of another name is a theme
    assert (project.cases[0].passages, project.cases[0].documents) == ((guid(100),), ())


def test_what_lies_within_somebodys_words_is_theirs(tmp_path: Path) -> None:
    found = taken(
        tmp_path,
        selection(10, 23, "kept my chair"),
        selection(24, 47, "\nBen: the bus was late.", number=101),
        selection(48, 66, "All of us laughed.", number=102),
    )

    assert found.faults == ()
    assert rows(found, "excerpts", "text", "respondent_id") == [
        ("kept my chair", "R1"),
        ("\nBen: the bus was late.", "R2"),  # the blank before it is nobody's
        ("All of us laughed.", None),
    ]
    assert rows(found, "documents", "respondent_id", "kind") == [(None, "focus_group")]
    assert found.people_without_data(["R1"]) == ("R2",)


def test_words_of_two_people_are_left_out_and_told(tmp_path: Path) -> None:
    found = taken(
        tmp_path,
        selection(10, 38, "kept my chair.\nBen: the bus", number=100),
        selection(30, 66, "the bus was late.\nAll of us laughed.", number=101),
        selection(43, 66, "ate.\nAll of us laughed.", number=102),
    )

    assert [text for (text,) in rows(found, "excerpts", "text")] == []
    assert [rule for *_, rule in rules(found)][1:] == [
        "less than half of this passage is words of R2, and whose the rest is isn't known"
    ] * 2
    assert rules(found)[0] == (
        *("made.qdpx", None, "respondent", "kept my chair. Ben: the bus"),
        "several people speak in this passage (R1, R2)",
    )


def test_most_of_a_passage_is_enough_where_nobody_else_is_known_to_speak(tmp_path: Path) -> None:
    found = taken(tmp_path, selection(25, 57, "Ben: the bus was late.\nAll of us", number=101))

    assert rows(found, "excerpts", "respondent_id") == [("R2",)]


def test_without_a_link_or_with_a_list_nobody_is_named(tmp_path: Path) -> None:
    listed = taken(
        tmp_path / "a", selection(10, 23, "kept my chair"), respondent={"document": {"a.txt": "R9"}}
    )
    unnamed = taken(tmp_path / "b", selection(10, 23, "kept my chair"), respondent=None)

    assert rows(listed, "excerpts", "respondent_id") == [("R9",)]
    assert rows(unnamed, "excerpts", "respondent_id") == [(None,)]


def test_a_variable_of_the_case_says_who_it_is(tmp_path: Path) -> None:
    variable = f'<Variables><Variable guid="{guid(5)}" name="id" typeOfVariable="Integer"/></Variables>'
    value = (
        f'<VariableValue><VariableRef targetGUID="{guid(5)}"/><IntegerValue>7</IntegerValue></VariableValue>'
    )
    case = f'<Cases><Case guid="{CASE}" name="Ann">{value}<SelectionRef targetGUID="{guid(100)}"/></Case></Cases>'
    made = text_project(tmp_path, TEXT, selection(10, 23, "kept my chair"), extra=variable + case)
    keys = stories_keys(material=[{**MATERIAL, "respondent": {"variable": "id"}}])
    found = read_stories(*story_study(tmp_path, keys, {"made.qdpx": made.read_bytes()}))

    assert rows(found, "excerpts", "respondent_id") == [("7",)]


def test_a_whole_document_stays_its_persons(tmp_path: Path) -> None:
    case = f'<Cases><Case guid="{CASE}" name="R1"><SourceRef targetGUID="{DOCUMENT}"/>'
    case += f'<SelectionRef targetGUID="{guid(100)}"/></Case></Cases>'
    marked = selection(10, 14, "kept") + selection(0, 47, TEXT.decode()[:47], number=101)
    made = text_project(tmp_path, TEXT, marked, extra=case)
    found = read_stories(
        *story_study(tmp_path, stories_keys(material=[MATERIAL]), {"made.qdpx": made.read_bytes()})
    )

    assert found.faults == ()
    assert rows(found, "excerpts", "respondent_id") == [("R1",), ("R1",)]


def test_somebody_marked_twice_counts_once_and_more_people_than_can_be_are_refused() -> None:
    words = "a b c d e f"
    twice = {"d": {"R1": [(0, 3)], "R2": [(20, 30)]}}
    one = Segment("1", "d", "trust", None, words, 0, 11, "p")
    fault = Voices("x.qdpx", {}, twice).person([one], None)
    crowd = {"d": {f"R{number}": [(0, 11)] for number in range(MOST_PEOPLE + 1)}}
    refused = Voices("x.qdpx", {}, crowd).person([one], None)
    five = Voices("x.qdpx", {}, {"d": {name: [(0, 11)] for name in "GFEDCBA"}}).person([one], "R9")

    assert isinstance(fault, Fault)
    assert fault.rule.startswith("less than half of this passage is words of R1")
    assert Voices("x.qdpx", {}, twice).person([one], "R1") == "R1"
    assert isinstance(refused, Fault)
    assert refused.rule == "more than 200 people are marked to speak in this document"
    assert isinstance(five, Fault)
    assert five.rule == "several people speak in this passage (G, F, E, D, C …)"


def test_passages_of_a_person_that_overlap_are_one() -> None:
    project = CodedProject(
        documents=(Document("d", "d", "abcdefghij"),),
        segments=tuple(
            Segment(str(start), "d", None, None, "x", start, end, f"p{start}")
            for start, end in ((2, 6), (0, 4))
        ),
        cases=(Case("c", "R1", passages=("p0", "p2")), Case("e", " ", passages=("p0",))),
    )
    voices = find_voices(project, Material.model_validate(MATERIAL))

    assert voices.places == {"d": {"R1": [(0, 6)]}}
    assert voices.person([Segment("1", "d", "trust", None, "cdefghij", 2, 10, "q")], None) == "R1"
