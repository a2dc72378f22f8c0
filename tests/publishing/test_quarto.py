"""The Quarto engine against a stand-in ``quarto`` that records how it was called."""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from evalkit.errors import BuildError, UsageError
from evalkit.publishing import quarto
from evalkit.publishing.engines import choose_engine, describe_engines
from evalkit.publishing.quarto import PROJECT, QuartoEngine, find_quarto

if TYPE_CHECKING:
    from collections.abc import Callable

STAND_IN = """#!{python}
import json, os, pathlib, sys, time
arguments = sys.argv[1:]
if arguments == ["--version"]:
    {version}
    sys.exit()
folder = pathlib.Path.cwd()
pathlib.Path({record!r}).write_text(json.dumps({{
    "arguments": arguments, "epoch": os.environ.get("SOURCE_DATE_EPOCH"), "pid": os.getpid(), "folder": str(folder),
    "files": sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()),
}}))
target = pathlib.Path(arguments[1])
{render}
"""
WRITES = """
target.with_suffix(".html").write_text((target.parent / "figures/change.svg").read_text())
target.with_suffix(".pdf").write_text("%PDF-")
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Give ``stand_in(version=…, render=…)``: puts a ``quarto`` on the PATH, returns its record."""

    def make(version: str = 'print("1.9.38")', render: str = WRITES) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        record = tmp_path / "record.json"
        program = folder / "quarto"
        text = STAND_IN.format(python=sys.executable, version=version, record=str(record), render=render)
        program.write_text(text, encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(folder))
        return record

    return make


@pytest.fixture
def no_quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave neither the PATH nor the interpreter's folder with a ``quarto``."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))


def test_it_renders_a_copy_of_the_project_and_collects_both_formats(
    stand_in: Callable[..., Path], sample: Path, tmp_path: Path
) -> None:
    record = stand_in()
    engine = choose_engine("auto")
    assert (engine.name, engine.version) == ("quarto", "Quarto 1.9.38")
    page, paper = engine.render(sample, tmp_path / "out")
    assert (page.name, paper.name) == ("report.html", "report.pdf")
    assert "<svg" in page.read_text()
    told = json.loads(record.read_text())
    assert told["arguments"] == ["render", "reports/grantee/report.ipynb"]
    assert told["epoch"] == "1659225600"
    assert {
        "_quarto.yml",
        "reports/grantee/report.ipynb",
        "reports/grantee/figures/change.svg",
        "src/evalkit/publishing/assets/floats.lua",
        "src/evalkit/publishing/assets/report.css",
        "src/evalkit/presentation/fonts/AtkinsonHyperlegible-Regular.ttf",
    } <= set(told["files"])
    assert not Path(told["folder"]).exists()


def test_failure_gives_its_last_words_and_writes_nothing(
    stand_in: Callable[..., Path], sample: Path, tmp_path: Path
) -> None:
    stand_in(render='print("\\x1b[31mERROR:\\x1b[39m unknown option tocc", file=sys.stderr); sys.exit(1)')
    with pytest.raises(BuildError) as caught:
        choose_engine("quarto").render(sample, tmp_path / "out")
    assert str(caught.value) == "sample.ipynb: Quarto 1.9.38 failed: ERROR: unknown option tocc"
    assert not (tmp_path / "out").exists()


def test_a_missing_pdf_is_a_failure(stand_in: Callable[..., Path], sample: Path, tmp_path: Path) -> None:
    stand_in(render='target.with_suffix(".html").write_text("page")')
    with pytest.raises(BuildError, match=r"ended well but made no report\.pdf"):
        choose_engine("quarto").render(sample, tmp_path / "out")


def test_a_quarto_that_hangs_is_stopped_with_all_it_started(
    stand_in: Callable[..., Path], sample: Path, tmp_path: Path
) -> None:
    record = stand_in(render="time.sleep(60)")
    engine, _ = find_quarto()
    assert engine is not None
    patient = QuartoEngine(engine.program, "1.9.38", seconds=3)
    began = time.monotonic()
    with pytest.raises(BuildError, match="did not end within 3 seconds and was stopped"):
        patient.render(sample, tmp_path / "out")
    assert time.monotonic() - began < 30
    with pytest.raises(ProcessLookupError):
        os.kill(json.loads(record.read_text())["pid"], 0)


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ('print("1.8.25")', "version 1.8.25 is too old: 1.9 or later is needed"),
        ('sys.exit("no deno here")', "found but does not work: no deno here"),
        ('print("no number")', "found but does not work: no number"),
        ("time.sleep(60)", "found but gave no version within 1 seconds"),
    ],
)
def test_auto_passes_over_a_quarto_that_cannot_be_used(
    version: str, words: str, stand_in: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarto, "ANSWER_SECONDS", 1.0)
    stand_in(version=version)
    monkeypatch.setattr(sys, "executable", os.devnull)
    assert choose_engine("auto").name == "embedded"
    assert words in describe_engines()[0].found
    with pytest.raises(UsageError, match="RENDERER=quarto, but Quarto can't be used"):
        choose_engine("quarto")


def test_a_program_that_cannot_be_started(
    stand_in: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in()
    monkeypatch.setattr(sys, "executable", os.devnull)
    (tmp_path / "bin" / "quarto").write_text("no program", encoding="utf-8")
    assert describe_engines()[0].found.startswith("found but can't be started")


@pytest.mark.usefixtures("no_quarto")
def test_without_quarto() -> None:
    assert choose_engine("auto").name == "embedded"
    with pytest.raises(UsageError) as caught:
        choose_engine("quarto")
    assert "not found on the PATH" in str(caught.value)
    assert "leave RENDERER out" in str(caught.value)
    state = describe_engines()[0]
    assert (state.works, state.found) == (False, "not found on the PATH")
    assert "1.9 or later" in state.remedy


def test_a_quarto_beside_the_interpreter_is_found(
    stand_in: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    assert choose_engine("auto").name == "quarto"


def test_without_the_project_folder_quarto_is_not_used(stand_in: Callable[..., Path], tmp_path: Path) -> None:
    stand_in()
    engine, found = find_quarto(tmp_path)
    assert engine is None
    assert found.startswith("_quarto.yml is missing")


def test_an_unknown_renderer() -> None:
    with pytest.raises(UsageError, match=r"RENDERER=quatro is unknown; did you mean 'quarto'\?"):
        choose_engine("quatro")


def test_every_path_in_the_project_file_exists_and_is_copied() -> None:
    settings = YAML(typ="safe").load((PROJECT / "_quarto.yml").read_text(encoding="utf-8"))
    formats = settings["format"]
    paths = [
        *(entry["path"] for entry in settings["filters"]),
        formats["html"]["css"],
        formats["html"]["include-after-body"],
        *formats["html"]["template-partials"],
        *formats["typst"]["template-partials"],
        formats["typst"]["font-paths"],
    ]
    assert all((PROJECT / path).exists() for path in paths)
    assert all(path.startswith(quarto.COPIED) for path in paths)
    assert settings["execute"]["enabled"] is False


@pytest.mark.slow
def test_the_real_quarto_prints_the_same_words(
    sample: Path, rendered: tuple[Path, Path], tmp_path: Path, needs_tool: Callable[[str], str]
) -> None:
    needs_tool("quarto")
    page, paper = choose_engine("quarto").render(sample, tmp_path)
    words = [" ".join(_body(path).split()) for path in (page, rendered[0])]
    assert words[0] == words[1]
    assert paper.read_bytes().startswith(b"%PDF-")


def _body(page: Path) -> str:
    from html.parser import HTMLParser  # noqa: PLC0415 - for this check alone

    class Words(HTMLParser):
        text = ""

        def handle_data(self, data: str) -> None:
            self.text += f" {data}"

    parser = Words()
    parser.feed(page.read_text(encoding="utf-8").split("<body", 1)[1])
    return parser.text
