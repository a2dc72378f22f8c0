"""Somebody takes consent back: their words go from everything that can be shown, and nothing else is built anew."""

from __future__ import annotations

import contextlib
import getpass
import io
import json
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from builders import csv_text
from evalkit import pipeline, store
from evalkit.cli import main
from evalkit.freshness import Freshness, state
from everything_read import find_words, read_everything
from freshness_project import edit_manifest
from storied_grantee import (
    ADDRESS,
    CASE,
    CASE_TITLE,
    FILM,
    HEADINGS,
    OF_GROUP,
    OTHER_CASE,
    OTHER_TRANSCRIPT,
    PEOPLE,
    SAID,
    STAYS,
    TRANSCRIPT,
    UNDECIDED,
    WORDS,
    consents,
    write_storied,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalkit.store import Project

NAME, OTHER = "storied", "example"
SHOWN = (SAID, OF_GROUP, CASE, TRANSCRIPT, ADDRESS)
RELEASED = {
    SAID: "quotes.csv",
    OF_GROUP: "quotes.csv",
    CASE: "01.md",
    TRANSCRIPT: "01.txt",
    ADDRESS: "media.csv",
}


@dataclass
class Told:
    """What the folders held and the commands said, before and after somebody withdrew."""

    project: Project
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    mark: str = ""
    page_marked: str = ""
    stamps: dict[Path, tuple[int, bytes]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def told(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Build two grantees, withdraw one person of one of them, and bring everything up to date."""
    root = tmp_path_factory.mktemp("withdrawal") / "project"
    shutil.copytree(built_once, root)
    (root / "package").mkdir()
    (root / "package" / "code.py").write_text("x = 1\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "_PACKAGE", root / "package")
        told = Told(write_storied(root, NAME))
        notebook = told.project.notebooks / pipeline.NOTEBOOK
        making: dict[str, Any] = Freshness(told.project).record_making(notebook, "embedded")
        edit_manifest(told.project, OTHER, **making)
        pipeline.make_report(told.project, NAME, renderer="embedded")
        told.before = read_shown(told.project)
        told.stamps = stamps(told.project)
        told.said["list before"] = run(told.project, "list")
        rows = csv_text(HEADINGS, *consents(withdrawn="2024-03-20"))
        (told.project.raw / NAME / "consent.csv").write_text(rows, "utf-8")
        told.said["list"] = run(told.project, "list")
        told.said["check"] = run(told.project, "check", NAME)
        told.mark = (told.project.reports / NAME / "OUT-OF-DATE.txt").read_text("utf-8")
        told.page_marked = (told.project.reports / NAME / "report.html").read_text("utf-8")
        told.said["report"] = run(told.project, "report")
        told.said["list after"] = run(told.project, "list")
        told.after = read_shown(told.project)
        yield told


def run(project: Project, *arguments: str) -> str:
    """Run a command; return all that it said."""
    said = io.StringIO()
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        pytest.raises(SystemExit) as stop,
    ):
        main([*arguments, "--root", str(project.root)])
    assert not stop.value.code, said.getvalue()
    return said.getvalue()


def read_shown(project: Project) -> dict[str, str]:
    """Read all reports, all that was released, and the review files."""
    processed = [project.processed / name for name in (NAME, OTHER)]
    folders = [one / part for one in processed for part in ("released", "review")]
    return read_everything(project.reports, *folders)


def stamps(project: Project) -> dict[Path, tuple[int, bytes]]:
    """Return date and content of the untouched grantee's files."""
    files = [*(project.reports / OTHER).rglob("*"), *(project.processed / OTHER).rglob("*")]
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files if path.is_file()}


@pytest.mark.parametrize("words", SHOWN)
def test_before_the_words_are_in_page_paper_notebook_and_tables(told: Told, words: str) -> None:
    everywhere = {"report.html", "report.pdf", "report.ipynb", RELEASED[words]}
    assert everywhere <= find_words(told.before, words)


def test_before_the_undecided_passage_waits_in_the_review_file_only(told: Told) -> None:
    assert find_words(told.before, UNDECIDED) == {"excerpts.csv"}
    assert find_words(told.before, "Rosalind") >= {"report.html", "report.pdf", "01.md"}


def test_list_and_check_say_it_and_the_report_is_marked(told: Told) -> None:
    reason = "out of date: someone withdrew consent, consent.csv changed"
    assert f"{NAME}  up to date" in told.said["list before"]
    assert f"{NAME}  {reason}" in told.said["list"]
    assert f"{OTHER}  up to date" in told.said["list"]
    assert f"The report of {NAME} is {reason}." in told.said["check"]
    assert told.mark.startswith("OUT OF DATE since ")
    assert 'id="out-of-date" role="alert"' in told.page_marked
    for words in (told.mark, told.said["list"], told.said["check"]):
        assert not re.search(r"ZQ\d|Rosalind", words)


def test_only_the_touched_report_is_built_anew(told: Told) -> None:
    assert f"{OTHER}: up to date" in told.said["report"]
    assert f"{NAME}: out of date: someone withdrew consent" in told.said["report"]
    assert stamps(told.project) == told.stamps
    assert f"{NAME}  up to date" in told.said["list after"]
    assert not (told.project.reports / NAME / "OUT-OF-DATE.txt").exists()
    assert "out-of-date" not in (told.project.reports / NAME / "report.html").read_text("utf-8")


@pytest.mark.parametrize("words", WORDS)
def test_after_the_words_are_nowhere(told: Told, words: str) -> None:
    assert find_words(told.before, words) != set()
    assert find_words(told.after, words) == set()


@pytest.mark.parametrize("words", [STAYS, OTHER_CASE, OTHER_TRANSCRIPT])
def test_what_others_agreed_to_stays(told: Told, words: str) -> None:
    assert {"report.html", "report.pdf", "report.ipynb"} <= find_words(told.after, words)


def test_the_numbers_follow(told: Told) -> None:
    facts = store.read_json(told.project.processed / NAME / "released" / "stories.json")
    assert facts["material"] == {"story": 11, "focus_group": 1}
    assert facts["withheld"] == {"no_consent": True, "undecided": False}
    used = json.loads((told.project.processed / NAME / "used.json").read_text("utf-8"))
    assert PEOPLE[2] not in used["respondents"]
    assert not {FILM, CASE_TITLE, "Kitchen group", "Story 3"} & set(used["items"])
    codes = [path for path in told.after if re.search(r"/qr-\d+\.svg$", path)]
    assert len([path for path in told.before if re.search(r"/qr-\d+\.svg$", path)]) == 2
    assert len(codes) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_nobodys_id_stands_anywhere(told: Told, when: str) -> None:
    shown = getattr(told, when)
    assert [path for path, text in shown.items() if re.search(r"ZQ\d{3}|P0\d\d\b", text)] == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_no_file_says_where_or_by_whom_it_was_made(told: Told, when: str) -> None:
    home = str(Path.home())
    places = [str(told.project.root), str(Path(__file__).parents[2]), *([home] if len(home) > 1 else [])]
    for path, text in getattr(told, when).items():
        assert [place for place in places if place in text] == [], path
    user = re.compile(rf"\b{re.escape(getpass.getuser())}\b")
    for path, text in getattr(told, when).items():
        if path.endswith(".svg"):
            about = " ".join(
                re.findall(r"<metadata>.*?</metadata>|<!--.*?-->|<title>.*?</title>", text, re.DOTALL)
            )
            assert not user.search(about), path
