"""REFI-QDA projects and codebooks of other programs: their contents, exactly."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from evalkit.intake.qdc import read_qdc
from evalkit.intake.qdpx import read_qdpx
from qdpx_made import (
    CASE,
    CODE,
    CODER,
    CODES,
    DATA,
    DOCUMENT,
    USERS,
    VARIABLE,
    guid,
    selection,
    source,
    text_project,
    write_project,
)

QDA = DATA / "qda"
GOLD_DUST = QDA / "qualcoder-a" / "gold-dust-a.qdpx"
EXPECTED = json.loads((QDA / "expected.json").read_text("utf-8"))["qualcoder"]


def test_qualcoder_segments_are_exactly_those_expected() -> None:
    project, faults = read_qdpx(GOLD_DUST)
    assert project is not None
    documents = {document.id: document.name for document in project.documents}
    codes = {code.id: code.name for code in project.codes}
    coders = {coder.id: coder.name for coder in project.coders}
    keys = ("coder", "document", "code", "start_codepoint", "end_codepoint", "text")
    found = Counter(
        (
            coders[one.coder or ""],
            documents[one.document],
            codes[one.code or ""],
            one.start,
            one.end,
            one.text,
        )
        for one in project.segments
    )

    assert faults == []
    assert found == Counter(tuple(one[key] for key in keys) for one in EXPECTED["segments"])
    assert Counter(coders[one.coder or ""] for one in project.segments) == {"coder_A": 64, "coder_B": 47}
    memos = [one.description for one in project.segments if one.text == "the group had kept my chair"]
    assert "🪑 a concrete sign of belonging, naïve “chair” metaphor" in memos


def test_qualcoder_documents_codes_and_notes_are_exactly_those_expected() -> None:
    project, _ = read_qdpx(GOLD_DUST)
    assert project is not None
    codes = {code.id: code for code in project.codes}
    names = [code["name"] for code in EXPECTED["codes"] + EXPECTED["categories"]]
    parents = {code["name"]: code["category"] for code in EXPECTED["codes"]}
    memos = {code["name"]: code["memo"] for code in EXPECTED["codes"] + EXPECTED["categories"]}

    assert (project.name, project.origin) == ("gold-dust-a", "QualCoder 4.0 Beta")
    assert project.description.endswith("Café ☕")
    assert {one.name: {"characters": len(one.text or "")} for one in project.documents} == EXPECTED[
        "documents"
    ]
    assert sorted(code.name for code in project.codes) == sorted(names)
    assert {code.name: code.description for code in project.codes} == memos
    for code in project.codes:
        assert (codes[code.parent].name if code.parent else None) == parents.get(code.name)
        assert code.is_codable == (code.name in parents)
    assert next(code.colour for code in project.codes if code.name == "Confidence") == "#CEF6CE"
    assert [(note.name, note.text) for note in project.notes] == [
        ("Coding diary", "Day 1: two coders, one café table. ☕"),
        ("", "Opening line: check who is speaking"),
    ]
    assert project.documents[0].description == "Published quotation; “Gold Dust” report, March 2025"


def test_cases_are_linked_by_respondent_id_where_no_source_is_referred_to() -> None:
    project, _ = read_qdpx(GOLD_DUST)
    assert project is not None
    names = {
        document.id: document.name.removesuffix(".txt").replace("_", " ") for document in project.documents
    }
    cases = [
        {
            "name": case.name,
            "documents": [names[own] for own in case.documents],
            "part_only": False,
            "attributes": {
                name: "" if value is None else f"{value:g}" if isinstance(value, float) else value
                for name, value in case.values.items()
            },
        }
        for case in project.cases
    ]

    assert cases == EXPECTED["cases"]
    assert project.documents[0].values == {"respondent_id": "R001", "source_type": "published report text"}


def test_qualcoder_codebook_with_a_byte_order_mark() -> None:
    codes, sets, faults = read_qdc(QDA / "qualcoder-a" / "Codebook-gold-dust-a.qdc")
    project, _ = read_qdpx(GOLD_DUST)
    assert project is not None

    assert (len(codes), sets, faults) == (18, (), [])
    assert [(code.name, code.description) for code in codes] == [
        (code.name, code.description) for code in project.codes
    ]


def test_portableqda_codes_may_be_in_several_sets_or_none() -> None:
    codes, sets, faults = read_qdc(QDA / "portableqda" / "codebook.qdc")
    names = {code.id: code.name for code in codes}

    assert faults == []
    assert [code.name for code in codes][3:] == ["Évaluation as harm", "Confidence", "Waiting lists"]
    assert codes[3].description == "é & <harm>"
    assert {kept.name: [names[own] for own in kept.codes] for kept in sets} == {
        "Trust and relationships": ["Building trust", "Peer connection"],
        "Growth and agency": ["Peer connection", "Confidence"],
        "Access and barriers": ["Barriers to access"],
        "Evaluation": ["Évaluation as harm"],
    }


def test_an_empty_project_as_atlas_ti_writes_it(tmp_path: Path) -> None:
    users = f'<Users><User guid="{CODER}" name="Ana"/><User guid="{guid(9)}" name="ATLAS.ti"/></Users>'
    project, faults = read_qdpx(write_project(tmp_path, users, origin="ATLAS.ti for Windows 23.2.3"))

    assert project is not None
    assert faults == []
    assert [coder.name for coder in project.coders] == ["Ana", "ATLAS.ti"]
    assert (project.codes, project.documents, project.segments) == ((), (), ())


@pytest.mark.skipif(
    "EVALKIT_QDA_SAMPLES" not in os.environ, reason="the sample has no licence to be kept here"
)
def test_the_sample_of_atlas_ti() -> None:
    sample = next(Path(os.environ["EVALKIT_QDA_SAMPLES"]).rglob("blank-atlas-project.qdpx"))
    project, faults = read_qdpx(sample)

    assert project is not None
    assert (len(project.coders), project.segments, faults) == (2, (), [])


def test_several_codes_of_one_passage_share_it_and_a_passage_may_have_none(tmp_path: Path) -> None:
    other = guid(50)
    book = CODES.replace(
        "</Codes>", f'<Code guid="{other}" name="Peers" isCodable="true" color="#abc"/></Codes>'
    )
    codings = "".join(
        f'<Coding guid="{guid(60 + n)}"><CodeRef targetGUID="{{{code.upper()}}}"/></Coding>'
        for n, code in enumerate((CODE, other))
    )
    marked = selection(0, 4, "kept", inner=codings) + selection(
        5, 7, "my", number=101, inner="<Description>Why?</Description>"
    )
    project, faults = read_qdpx(
        write_project(
            tmp_path, f"{book}<Sources>{source(marked)}</Sources>", {"Sources/A.TXT": b"kept my chair"}
        )
    )

    assert project is not None
    assert faults == []
    assert [(one.code, one.passage, one.text) for one in project.segments] == [
        (CODE, guid(100), "kept"),
        (other, guid(100), "kept"),
        (None, guid(101), "my"),
    ]
    assert project.segments[2].description == "Why?"
    assert project.codes[1].colour == "#aabbcc"


def test_memos_stand_in_what_they_belong_to(tmp_path: Path) -> None:
    inner = (
        f'<Coding guid="{guid(60)}"><CodeRef targetGUID="{CODE}"/><NoteRef targetGUID="{guid(70)}"/></Coding>'
        f'<NoteRef targetGUID="{guid(71)}"/>'
    )
    notes = (
        f'<Notes><Note guid="{guid(70)}" name="m"><PlainTextContent>on the coding</PlainTextContent></Note>'
        f'<Note guid="{guid(71)}" plainTextPath="internal://n.txt"/>'
        f'<Note guid="{guid(72)}" name="Diary"><PlainTextContent>alone</PlainTextContent></Note></Notes>'
    )
    body = f"{CODES}<Sources>{source(selection(0, 4, 'kept', inner=inner))}</Sources>{notes}"
    files = {"sources/a.txt": b"kept", "sources/n.txt": b"on the passage"}
    project, faults = read_qdpx(write_project(tmp_path, body, files))

    assert project is not None
    assert faults == []
    assert project.segments[0].description == "on the passage\n\non the coding"
    assert [(note.name, note.text) for note in project.notes] == [("Diary", "alone")]


def test_pictures_recordings_and_pages_are_kept_without_text(tmp_path: Path) -> None:
    coding = f'<Coding guid="{guid(60)}"><CodeRef targetGUID="{CODE}"/></Coding>'
    sources = (
        f'<PictureSource guid="{guid(20)}" name="chair.jpg" path="internal://x.jpg">'
        f'<PictureSelection guid="{guid(21)}" name="the chair" '
        f'firstX="0" firstY="0" secondX="1" secondY="1">{coding}</PictureSelection></PictureSource>'
        f'<PDFSource guid="{guid(22)}" path="absolute:///C:/leaflet.pdf">'
        f'<PDFSelection guid="{guid(23)}" name="p" page="0" '
        f'firstX="0" firstY="0" secondX="1" secondY="1">{coding.replace(guid(60), guid(61))}</PDFSelection>'
        f'<Representation guid="{guid(24)}"><PlainTextContent>Come as you are</PlainTextContent>'
        f"{selection(8, 11, 'you')}</Representation></PDFSource>"
        f'<VideoSource guid="{guid(25)}" name="" path="internal://v.mp4"><Transcript guid="{guid(26)}" name="Talk">'
        f'<PlainTextContent>We 🪑 sat</PlainTextContent><SyncPoint guid="{guid(27)}" timeStamp="0" position="0"/>'
        f'<SyncPoint guid="{guid(28)}" timeStamp="9" position="2"/>'
        f'<TranscriptSelection guid="{guid(29)}" name="Talk" '
        f'fromSyncPoint="{guid(27)}" toSyncPoint="{guid(28)}">'
        f"{coding.replace(guid(60), guid(62))}</TranscriptSelection>"
        "</Transcript></VideoSource>"
    )
    project, faults = read_qdpx(write_project(tmp_path, f"{USERS}{CODES}<Sources>{sources}</Sources>"))

    assert project is not None
    assert faults == []
    assert [(one.name, one.text) for one in project.documents] == [
        ("chair.jpg", None),
        ("leaflet.pdf", "Come as you are"),
        ("Talk", "We 🪑 sat"),
    ]
    assert [(one.text, one.start, one.end) for one in project.segments] == [
        ("the chair", None, None),
        ("p", None, None),
        ("you", 8, 11),
        ("We", 0, 2),
    ]


def test_values_of_every_type_and_those_that_are_none(tmp_path: Path) -> None:
    kinds = {
        "Text": ("<TextValue>café</TextValue>", "café"),
        "Blank": ("<TextValue></TextValue>", ""),
        "Boolean": ("<BooleanValue>true</BooleanValue>", True),
        "Integer": ("<IntegerValue>12</IntegerValue>", 12),
        "Float": ("<FloatValue>1.5</FloatValue>", 1.5),
        "Date": ("<DateValue>2025-03-01</DateValue>", "2025-03-01"),
        "DateTime": ("<DateTimeValue>2025-03-01T10:00:00Z</DateTimeValue>", "2025-03-01T10:00:00Z"),
        "Missing": ("", None),
        "Wrong": ("<IntegerValue>twelve</IntegerValue>", None),
    }
    variables = "".join(
        f'<Variable guid="{guid(30 + n)}" name="{name}" typeOfVariable="Text"/>'
        for n, name in enumerate(kinds)
    )
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{guid(30 + n)}"/>{xml}</VariableValue>'
        for n, (xml, _) in enumerate(kinds.values())
    )
    body = f'<Variables>{variables}</Variables><Cases><Case guid="{CASE}" name="R1">{values}</Case></Cases>'
    project, faults = read_qdpx(write_project(tmp_path, body))

    assert project is not None
    assert project.cases[0].values == {name: value for name, (_, value) in kinds.items()}
    assert [(fault.value, fault.rule) for fault in faults] == [
        ("twelve", 'a value of the variable "Wrong" should be a whole number')
    ]


def test_maxqda_keeps_variables_of_a_document_in_a_case_without_a_name(tmp_path: Path) -> None:
    extra = (
        f'<Variables><Variable guid="{VARIABLE}" name="age" typeOfVariable="Integer"/></Variables>'
        f'<Cases><Case guid="{CASE}">'
        f'<VariableValue><VariableRef targetGUID="{VARIABLE}"/><IntegerValue>40</IntegerValue></VariableValue>'
        f'<SourceRef targetGUID="{DOCUMENT}"/></Case></Cases>'
    )
    project, faults = read_qdpx(text_project(tmp_path, b"kept", extra=extra))

    assert project is not None
    assert (project.cases, project.documents[0].values, faults) == ((), {"age": 40}, [])


def test_nvivo_says_by_a_code_whose_words_they_are(tmp_path: Path) -> None:
    person = guid(40)
    book = CODES.replace("</Codes>", f'<Code guid="{person}" name="Anna" isCodable="true"/></Codes>')
    whole = f'<Coding guid="{guid(60)}"><CodeRef targetGUID="{person}"/></Coding>'
    marked = selection(0, 4, "kept") + selection(0, 13, "", number=101, inner=whole)
    body = f'{book}<Cases><Case guid="{person}" name="Anna"/></Cases><Sources>{source(marked)}</Sources>'
    project, faults = read_qdpx(write_project(tmp_path, body, {"sources/a.txt": b"kept my chair"}))

    assert project is not None
    assert faults == []
    assert [code.name for code in project.codes] == ["Trust"]
    assert [one.text for one in project.segments] == ["kept"]
    assert project.cases[0].documents == (DOCUMENT,)


def test_what_leads_nowhere_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    unknown = selection(5, 7, "my", number=101).replace(CODE, guid(99))
    stranger = selection(8, 13, "chair", number=102).replace(CODER, guid(98))
    links = f'<Links><Link guid="{guid(80)}"/><Link guid="{guid(81)}"/></Links>'
    project, faults = read_qdpx(
        text_project(tmp_path, b"kept my chair", selection(0, 4, "kept"), unknown, stranger, extra=links)
    )

    assert project is not None
    assert [(one.text, one.coder) for one in project.segments] == [("kept", CODER), ("chair", guid(98))]
    assert [coder.name for coder in project.coders] == ["Ana", "unnamed coder 1"]
    assert [(fault.value, fault.rule) for fault in faults] == [
        ("my", 'a passage of "a.txt" has a code that the code book lacks'),
        ("", "links of the project aren't read: 2"),
    ]


def test_texts_inside_beside_and_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "project" / "beside.txt").write_text("kept my chair")
    texts = {}
    for path in ("relative:///beside.txt", "relative:///../secret.txt", "absolute:///etc/hostname", "a.txt"):
        body = f"{USERS}{CODES}<Sources>{source(selection(0, 4, 'kept'), path=path)}</Sources>"
        project, faults = read_qdpx(write_project(tmp_path / "project", body, {"sources/a.txt": b"kept it"}))
        assert project is not None
        texts[path] = (project.documents[0].text, project.segments[0].start, [fault.rule for fault in faults])

    lacking = (None, None, ['the text of "a.txt" isn\'t in the project'])
    assert texts == {
        "relative:///beside.txt": ("kept my chair", 0, []),
        "relative:///../secret.txt": lacking,
        "absolute:///etc/hostname": lacking,
        "a.txt": ("kept it", 0, []),
    }


def test_a_codebook_that_is_none_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.qdc"
    path.write_text("<html/>")

    codes, _, faults = read_qdc(path)

    assert codes == ()
    assert [fault.rule for fault in faults] == [
        "this is no REFI-QDA codebook: its outermost element is html, not CodeBook"
    ]
    assert read_qdc(tmp_path / "none.qdc")[2][0].rule == "the file can't be read (No such file or directory)"
