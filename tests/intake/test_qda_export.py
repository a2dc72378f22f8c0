"""Projects and codebooks that evalkit writes: valid, the same bytes, and nothing lost on the way back."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.definitions.coded_project import (
    Case,
    Code,
    CodedProject,
    Coder,
    CodeSet,
    Document,
    Note,
    Segment,
)
from evalkit.errors import StructuralFaults
from evalkit.intake.qdc import read_qdc
from evalkit.intake.qdpx import read_qdpx
from evalkit.intake.write_qdc import write_qdc
from evalkit.intake.write_qdpx import write_qdpx
from qdpx_made import DATA, guid, schema_errors

QDA = DATA / "qda"
CODEBOOKS = ("qualcoder-a/Codebook-gold-dust-a.qdc", "portableqda/codebook.qdc", "taguette-a/codebook.qdc")

# What XML allows: emoji, carriage returns, marks of writing from right to left; no control characters.
LINES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\r\n\t🪑🤝\u202e\u200f\u2029<&\"'"),
    max_size=30,
)
NAMES = LINES.filter(bool)
GUIDS = st.uuids().map(str)
VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | LINES


def ids(number: int) -> st.SearchStrategy[list[str]]:
    return st.lists(GUIDS, min_size=number, max_size=number, unique=True)


@st.composite
def projects(draw: st.DrawFn) -> CodedProject:
    """Draw a project as an importer gives it: segments document by document, codes from the top down."""
    coder, first, second, third, kept, bare = draw(ids(6))
    codes = (
        Code(first, draw(NAMES), None, draw(LINES), "#00ff7F", False),  # noqa: FBT003 - as the model has it
        Code(second, draw(NAMES), first, draw(LINES), "", True, draw(LINES), draw(LINES)),  # noqa: FBT003
        Code(third, draw(NAMES)),
    )
    texts = draw(st.lists(LINES.map(lambda text: text.replace("\r", "") + "\x0c🪑"), max_size=3))
    documents = [
        Document(own, draw(NAMES), text, draw(LINES), draw(st.dictionaries(NAMES, VALUES, max_size=2)))
        for own, text in zip(draw(ids(len(texts))), texts, strict=True)
    ]
    documents.append(Document(bare, draw(NAMES)))
    segments: list[Segment] = []
    for document in documents:
        for passage in draw(ids(draw(st.integers(0, 3)))):
            start: int | None = draw(st.integers(0, len(document.text or "x") - 1))
            end: int | None = draw(st.integers((start or 0) + 1, len(document.text or "x")))
            has_place = document.text is not None and draw(st.booleans())
            words = (document.text or "")[start:end] if has_place else draw(NAMES)
            if not has_place:
                start = end = None
            memos = draw(st.sampled_from([("", ""), ("both", "both"), ("one", ""), ("one", "other")]))
            for own, code, memo in zip(draw(ids(2)), (second, third), memos, strict=True):
                who = draw(st.sampled_from([None, coder]))
                segments.append(Segment(own, document.id, code, who, words, start, end, passage, memo))
        for own in draw(ids(draw(st.integers(0, 2)))):
            segments.append(Segment(own, document.id, None, coder, draw(NAMES), None, None, own, draw(LINES)))
    cases = tuple(
        Case(
            own,
            draw(LINES),
            (documents[-1].id,),
            draw(st.dictionaries(NAMES, VALUES, max_size=3)),
            draw(LINES),
            tuple(dict.fromkeys(segment.passage for segment in segments if draw(st.booleans()))),
        )
        for own in draw(ids(2))
    )
    return CodedProject(
        draw(LINES),
        draw(LINES),
        draw(LINES),
        codes,
        (CodeSet(kept, draw(LINES), (third, first), draw(LINES)),),
        (Coder(coder, draw(NAMES.filter(str.strip))),),
        tuple(documents),
        tuple(segments),
        cases,
        tuple(Note(own, draw(LINES), draw(LINES)) for own in draw(ids(2))),
    )


@settings(deadline=None, max_examples=60)
@given(projects())
def test_a_project_comes_back_as_it_was_and_is_valid(project: CodedProject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.qdpx")
        write_qdpx(project, path)

        assert schema_errors(zipfile.ZipFile(path).read("project.qde")) == []
        assert read_qdpx(path) == (project, [])


@settings(deadline=None, max_examples=40)
@given(projects())
def test_a_codebook_comes_back_as_it_was_and_is_valid(project: CodedProject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.qdc")
        write_qdc(project.codes, project.sets, path)

        assert schema_errors(path.read_bytes()) == []
        assert read_qdc(path) == (project.codes, project.sets, [])


def test_the_qualcoder_project_comes_back_with_true_code_points(tmp_path: Path) -> None:
    project, _ = read_qdpx(QDA / "qualcoder-a" / "gold-dust-a.qdpx")
    assert project is not None
    one, other = tmp_path / "one.qdpx", tmp_path / "other.qdpx"
    write_qdpx(project, one)
    write_qdpx(project, other)
    xml = zipfile.ZipFile(one).read("project.qde").decode()

    assert read_qdpx(one) == (project, [])
    assert one.read_bytes() == other.read_bytes()
    assert schema_errors(xml.encode()) == []
    assert 'startPosition="267" endPosition="294"' in xml  # 268 to 295 in the units of QualCoder


def test_the_schema_finds_errors() -> None:
    wrong = b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="1" name="x"/></Codes></CodeBook>'

    assert len(schema_errors(wrong)) >= 2
    assert schema_errors(b'<Project xmlns="urn:QDA-XML:project:1.0"/>') != []


@pytest.mark.parametrize("file", CODEBOOKS)
def test_codebooks_of_other_programs_come_back(file: str, tmp_path: Path) -> None:
    codes, sets, _ = read_qdc(QDA / file)
    path = tmp_path / "x.qdc"
    write_qdc(codes, sets, path)

    assert read_qdc(path) == (codes, sets, [])
    assert schema_errors(path.read_bytes()) == []


def test_ids_that_are_no_guids_become_the_same_guids_every_time(tmp_path: Path) -> None:
    project = CodedProject(
        "x",
        codes=(Code("trust", "Trust", include="Ties."), Code("peers", "Peers", "trust")),
        coders=(Coder("A", "Ana"),),
        documents=(Document("d", "Story", "kept my chair"),),
        segments=(
            Segment("1", "d", "trust", "A", "kept", 0, 4),
            Segment("2", "d", "peers", None, "kept", 0, 4),
            Segment("3", "d", "trust", "A", ""),
        ),
        cases=(Case("r1", "R1", ("d",), {"age": 40, "share": 0.5, "mixed": "x"}),),
    )
    path = tmp_path / "x.qdpx"
    write_qdpx(project, path)
    back, faults = read_qdpx(path)
    first = path.read_bytes()
    write_qdpx(project, path)

    assert back is not None
    assert faults == []
    assert path.read_bytes() == first
    names = {code.id: code.name for code in back.codes}
    assert [(names[one.code or ""], one.text, one.start) for one in back.segments] == [
        ("Trust", "kept", 0),
        ("Peers", "kept", 0),
        ("Trust", "", None),
    ]
    assert back.cases[0].values == {"age": 40, "share": 0.5, "mixed": "x"}
    assert (back.codes[0].include, back.codes[1].parent) == ("Ties.", back.codes[0].id)


def made(**parts: object) -> CodedProject:
    whole = CodedProject(
        "x",
        codes=(Code(guid(1), "Trust"),),
        documents=(Document(guid(2), "Story", "kept my chair"),),
        segments=(Segment(guid(3), guid(2), guid(1), None, "kept", 0, 4),),
    )
    return replace(whole, **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("project", "rule"),
    [
        (made(name="a\x08"), "this text holds U+0008, a control character that XML can't hold"),
        (made(description="\ud83e"), "this text holds U+D83E, a control character that XML can't hold"),
        (
            made(documents=(Document(guid(2), "Story", "kept\r"),)),
            "this text has carriage returns; lines end with",
        ),
        (made(documents=(Document(guid(2), "Story", "kept\ud83e"),)), "this text holds half a character"),
        (made(documents=()), "this id belongs to no document of the project"),
        (made(codes=()), "this id belongs to no code of the project"),
        (made(codes=(Code(guid(1), "Trust", guid(9)),)), "this id belongs to no code of the project"),
        (made(codes=(Code(guid(1), "Trust", guid(1)),)), "these codes stand above one another in a circle"),
        (made(codes=(Code(guid(1), "A"), Code(guid(1), "B"))), "two entries of the kind code have this id"),
        (made(codes=(Code(guid(1), "A", colour="red"),)), "this is no colour of the form #RRGGBB"),
        (
            made(codes=(Code(guid(1), "A", description="When to use: x"),)),
            "the description of this code can't be told from when to use it",
        ),
        (
            made(codes=tuple(Code(guid(n), "A", guid(n - 1) if n > 1 else None) for n in range(1, 100))),
            "codes stand more than 90 levels deep",
        ),
        (
            made(segments=(Segment(guid(3), guid(2), guid(1), None, "kept", 5, 9),)),
            'positions 5 to 9 of "Story" hold other words than these',
        ),
        (
            made(segments=(Segment(guid(3), guid(2), guid(1), None, "", 4, 4),)),
            'positions 4 to 4 of "Story" hold no words',
        ),
        (
            made(segments=(Segment(guid(3), guid(2), guid(1), "B", "kept", 0, 4),)),
            "this id belongs to no coder of the project",
        ),
        (
            made(cases=(Case(guid(4), "R1", passages=("nowhere",)),)),
            "this id belongs to no passage of the project",
        ),
        (
            made(cases=(Case(guid(4), "R1", (), {"age": float("nan")}),)),
            "this value of a variable is no number",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_and_no_file_is_left(
    tmp_path: Path, project: CodedProject, rule: str
) -> None:
    with pytest.raises(StructuralFaults) as refused:
        write_qdpx(project, tmp_path / "x.qdpx")

    assert refused.value.faults[0].rule.startswith(rule)
    assert refused.value.faults[0].remedy.endswith(".")
    assert list(tmp_path.iterdir()) == []


def test_a_codebook_without_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        StructuralFaults, match=r"x\.qdc: a codebook without codes can't be written\. Add a code\."
    ):
        write_qdc((), (), tmp_path / "x.qdc")
