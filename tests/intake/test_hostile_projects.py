"""Projects made to do harm: refused with a sentence, in bounded time and memory."""

from __future__ import annotations

import io
import random
import resource
import struct
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from evalkit.errors import StructuralFaults
from evalkit.intake import qda_segments, safe_xml, safe_zip
from evalkit.intake.qdc import read_qdc
from evalkit.intake.qdpx import read_qdpx
from qdpx_made import BOOK, CODES, PROJECT, guid, selection, source, text_project, write_project

if TYPE_CHECKING:
    from pathlib import Path

EMPTY = f'<Project name="x" xmlns="{PROJECT}"/>'
LAUGHS = f"""<!DOCTYPE Project [<!ENTITY l0 "ha">{
    "".join(f'<!ENTITY l{n} "{10 * f"&l{n - 1};"}">' for n in range(1, 12))
}]>"""
DOCTYPE_RULE = "the XML declares a document type; none is allowed, since it can draw in other files"


def refused(path: Path) -> str:
    project, faults = read_qdpx(path)
    assert project is None
    assert len(faults) == 1
    assert faults[0].file == path.name
    assert faults[0].remedy
    return faults[0].rule


def archive(folder: Path, entries: dict[str, bytes | str], **info: int) -> Path:
    path = folder / "hostile.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("project.qde", EMPTY)
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            for key, value in info.items():
                setattr(entry, key, value)
            written.writestr(entry, content)
    return path


@pytest.mark.parametrize(
    "document_type",
    [
        '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE Project [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        LAUGHS,
        "<!DOCTYPE Project>",
    ],
)
def test_entities_and_external_files_are_refused_before_they_are_read(
    tmp_path: Path, document_type: str
) -> None:
    began = time.monotonic()

    assert (
        refused(write_project(tmp_path, "<Description>&x;&l11;</Description>", before=document_type))
        == DOCTYPE_RULE
    )
    codebook = tmp_path / "x.qdc"
    codebook.write_text(f'{document_type}<CodeBook xmlns="{BOOK}"/>')
    assert [fault.rule for fault in read_qdc(codebook)[2]] == [DOCTYPE_RULE]
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("../../outside.txt", "an entry of the archive leads out of its folder"),
        ("sources/../../outside.txt", "an entry of the archive leads out of its folder"),
        ("..\\outside.txt", "an entry of the archive leads out of its folder"),
        ("/etc/cron.d/x", "an entry of the archive has an absolute path"),
        ("C:\\Windows\\x.txt", "an entry of the archive has an absolute path"),
        ("\\\\server\\share\\x.txt", "an entry of the archive has an absolute path"),
        ("project.QDE", "the archive holds this name 2 times"),
    ],
)
def test_names_that_lead_out_of_the_archive_are_refused(tmp_path: Path, name: str, rule: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()

    assert refused(archive(folder, {name: "x"})) == rule
    assert [entry.name for entry in tmp_path.rglob("*")] == ["in", "hostile.qdpx"]


def test_links_and_encrypted_entries_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, {"sources/a.txt": "/etc/passwd"}, external_attr=0o120777 << 16, create_system=3)
    assert refused(path) == "an entry of the archive is a link to another file"

    content = bytearray(archive(tmp_path, {"sources/a.txt": "x"}).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.rindex(signature) + offset] |= 1
    path.write_bytes(content)
    assert refused(path) == "an entry of the archive is encrypted"


def test_bombs_are_refused_without_being_unpacked(tmp_path: Path) -> None:
    one = archive(tmp_path, {"sources/a.txt": bytes(50 * 2**20)})
    project, faults = read_qdpx(one)
    assert project is None
    assert [fault.rule.split(" ")[0] for fault in faults] == ["an", "the"]

    many = archive(tmp_path, {f"sources/{n}.txt": bytes(900_000) for n in range(20)})
    assert refused(many).endswith("more than 100 times as much")


def test_an_entry_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    content = bytearray(archive(tmp_path, {}).read_bytes())
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<L", 5)
    path = tmp_path / "hostile.qdpx"
    path.write_bytes(content)

    assert refused(path).startswith("this entry is damaged (Bad CRC-32")


def test_too_many_entries_and_too_large_entries_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_zip, "ENTRIES", 10)
    many = archive(tmp_path, {f"sources/{n}.txt": b"x" for n in range(10)})
    assert refused(many) == "the archive has 11 entries; at most 10 are read"

    monkeypatch.setattr(safe_zip, "ENTRY_BYTES", 2**20)
    large = random.Random(1).randbytes(2**20 + 1)  # noqa: S311 - bytes that don't shrink
    path = write_project(tmp_path, f"{CODES}<Sources>{source('')}</Sources>", {"sources/a.txt": large})
    assert "unpacks to more than 1 MB" in refused_last(path)


def refused_last(path: Path) -> str:
    project, faults = read_qdpx(path)
    assert project is None
    return faults[-1].rule


def test_a_table_of_contents_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hostile.qdpx"
    path.write_bytes(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 2**30, 0, 0))
    assert refused(path) == "the archive's table of contents has 1073741824 bytes; at most 8388608 are read"

    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**6, 10**6, 2**31, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    path.write_bytes(end64 + locator + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 0, 0, 0))
    assert refused(path).startswith("the archive's table of contents has 2147483648 bytes")


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_project_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hostile.qdpx"
    path.write_bytes(content)

    assert refused(path).startswith(
        ("the file can't be read as a project archive", "the archive should describe")
    )


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        ("", "the file can't be read as XML (no element found"),
        ("<Project>", "the file can't be read as XML (no element found"),
        (
            '<?xml version="1.0" encoding="x-unknown"?><Project/>',
            "the file can't be read as XML (unknown encoding",
        ),
        ("<Project>&x;</Project>", "the file can't be read as XML (undefined entity"),
        ("<CodeBook/>", "this is no REFI-QDA project: its outermost element is CodeBook, not Project"),
    ],
)
def test_damaged_projects_are_refused(tmp_path: Path, xml: str, rule: str) -> None:
    path = tmp_path / "hostile.qdpx"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("project.qde", xml)

    assert refused(path).startswith(rule)


def nested(depth: int, size: int) -> bytes:
    """Return a codebook of codes in codes, ``depth`` deep and ``size`` bytes long."""
    opened = "".join(f'<Code guid="{guid(n)}" name="n" isCodable="true">' for n in range(depth))
    branch = opened + "</Code>" * depth
    stream = io.StringIO()
    stream.write(f'<CodeBook xmlns="{BOOK}"><Codes>')
    for _ in range(size // len(branch) + 1):
        stream.write(branch)
    stream.write("</Codes></CodeBook>")
    return stream.getvalue().encode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("depth", "size", "rule"),
    [
        (1_300_000, 100 * 10**6, "the file is larger than 64 MB, the most that is read"),
        (500_000, 40 * 10**6, "elements stand more than 100 deep in one another"),
        (50, 100 * 10**6, "the file is larger than 64 MB, the most that is read"),
        (50, 60 * 10**6, "the XML has more than 1500000 elements and attributes"),
    ],
)
def test_a_hundred_megabytes_of_nested_codes(tmp_path: Path, depth: int, size: int, rule: str) -> None:
    path = tmp_path / "hostile.qdc"
    path.write_bytes(nested(depth, size))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()

    codes, _, faults = read_qdc(path)

    assert codes == ()
    assert [fault.rule for fault in faults] == [rule]
    assert time.process_time() - began < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000  # kilobytes
    assert nested_project(tmp_path, path) is None


def nested_project(folder: Path, codebook: Path) -> object:
    path = folder / "hostile.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as written:
        written.write(codebook, "project.qde")
    return read_qdpx(path)[0]


def test_limits_of_depth_and_number_hold_at_their_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    deepest = b"<a>" * safe_xml.DEPTH + b"</a>" * safe_xml.DEPTH
    assert safe_xml.parse_xml(deepest, "x").name == "a"
    with pytest.raises(StructuralFaults, match="more than 100 deep"):
        safe_xml.parse_xml(b"<a>" + deepest + b"</a>", "x")
    monkeypatch.setattr(safe_xml, "PARTS", 4)
    assert len(safe_xml.parse_xml(b'<a><b c="1"/><d/></a>', "x").children) == 2
    with pytest.raises(StructuralFaults, match="more than 4 elements and attributes"):
        safe_xml.parse_xml(b'<a><b c="1"/><d e="2"/></a>', "x")
    monkeypatch.setattr(safe_xml, "XML_BYTES", 3)
    with pytest.raises(StructuralFaults, match="the XML has 4 bytes; at most 3 are read"):
        safe_xml.parse_xml(b"<a/>", "x")


def test_passages_that_overlap_without_end_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qda_segments, "CHARACTERS", 1_000)
    marks = [selection(n, 500, "", number=100 + n) for n in range(10)]

    assert refused_last(text_project(tmp_path, b"a" * 500, *marks)).startswith(
        "the passages hold more than 1000 characters"
    )
    same = [selection(0, 500, "", number=100 + n) for n in range(10)]
    project, _ = read_qdpx(text_project(tmp_path, b"a" * 500, *same))
    assert project is not None
    assert len(project.segments) == 10


def test_markup_formulas_and_reordering_characters_stay_words(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> =cmd|' /C calc'!A0 \u202egnp.exe &amp; done"
    marks = (
        selection(0, 25, text[:25].replace("\n", " ")),
        selection(26, 45, text[26:45], number=101),
        selection(46, 54, text[46:54], number=102),
    )
    project, faults = read_qdpx(text_project(tmp_path, text.encode(), *marks))

    assert project is not None
    assert faults == []
    assert [one.text for one in project.segments] == [text[:25], text[26:45], text[46:54]]


def test_a_project_that_somebody_zipped_again_is_found(tmp_path: Path) -> None:
    path = tmp_path / "again.qdpx"
    body = f'<Project name="x" xmlns="{PROJECT}">{CODES}<Sources>{source(selection(0, 4, "kept"))}</Sources></Project>'
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("my project/project.qde", body)
        written.writestr("my project/Sources/a.txt", "kept it")
        written.writestr("__MACOSX/my project/._project.qde", "x")
    project, faults = read_qdpx(path)
    assert project is not None
    assert (project.segments[0].text, faults) == ("kept", [])

    with zipfile.ZipFile(path, "a") as written:
        written.writestr("other/project.qde", body)
    assert refused(path) == "the archive should describe one project (project.qde); it describes 2"
