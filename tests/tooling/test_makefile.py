"""The Makefile: what it offers, and that what a person types is never run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = ROOT / "Makefile"
VERBS = {"report", "check", "list", "doctor", "test", "lint", "format", "examples", "schemas", "lock"}
RECORDER = """#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word"; done > called
"""
NASTY = [
    "../../etc; touch pwned",
    "$(touch pwned)",
    "$(shell touch pwned)",
    "$$(touch pwned)",
    "`touch pwned`",
    '"; touch pwned; "',
    "'; touch pwned; '",
    "a\ntouch pwned",
    "a & touch pwned",
    "--help",
    "*",
    "#",
    "$(error stopped)",
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Give a folder that is set up, with a program in evalkit's place that records how it is called."""
    shutil.copy(MAKEFILE, tmp_path)
    for name in ("pyproject.toml", "requirements.lock", "requirements-test.lock", "requirements-quarto.lock"):
        (tmp_path / name).touch()
    for folder in (".ci", ".venv/bin", ".venv/.set-up", "data/raw/two-words", "data/raw/no-study"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("set-up", "set_up.py", "set_up_quarto.py", "installer.lock", "build.lock"):
        (tmp_path / ".ci" / name).touch()
    (tmp_path / "data/raw/two-words/grantee.yml").touch()
    (tmp_path / ".venv/bin/python").touch()
    program = tmp_path / ".venv/bin/evalkit"
    program.write_text(RECORDER, "utf-8")
    program.chmod(0o755)
    later = time.time() + 60
    for stamp in ("run", "test", "quarto"):
        path = tmp_path / ".venv/.set-up" / stamp
        path.touch()
        os.utime(path, (later, later))
    return tmp_path


def make(house: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make in a folder, without what this very run of make handed down."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    for name in ("GRANTEE", "RENDERER", "PARAMS", "EVALKIT_QUARTO"):
        kept.pop(name, None)
    return subprocess.run(
        ["make", *words], cwd=house, env={**kept, **environment}, capture_output=True, text=True, check=False
    )


def called(house: Path) -> list[str]:
    """Return the words with which evalkit was called."""
    return (house / "called").read_text("utf-8").split("\0")[:-1]


def test_make_alone_lists_verbs_and_grantees_before_any_set_up(house: Path) -> None:
    shutil.rmtree(house / ".venv")

    done = make(house)

    assert done.returncode == 0
    assert {match[1] for match in re.finditer(r"^  make (\w+) +\S", done.stdout, re.MULTILINE)} >= VERBS
    assert "\n  two-words\n" in done.stdout
    assert "no-study" not in done.stdout
    assert not (house / ".venv").exists()


@pytest.mark.parametrize("typed", NASTY)
@pytest.mark.parametrize("by", ["command line", "environment"])
def test_what_is_typed_reaches_evalkit_as_text(house: Path, typed: str, by: str) -> None:
    settings = {"GRANTEE": typed, "RENDERER": typed}
    words = [f"{name}={value}" for name, value in settings.items()] if by == "command line" else []

    done = make(house, "report", *words, **({} if words else settings))

    assert done.returncode == 0, done.stderr
    assert called(house) == ["report", f"--renderer={typed}", "--", typed]
    assert not list(house.rglob("pwned"))


def test_parameters_are_handed_on_one_by_one(house: Path) -> None:
    make(house, "report", "GRANTEE=x", "PARAMS=a=1 b=* c=$(shell touch pwned)")

    assert called(house) == [
        "report",
        "--renderer=auto",
        *(f"--parameter={pair}" for pair in ("a=1", "b=*", "c=$(shell", "touch", "pwned)")),
        "--",
        "x",
    ]
    assert not list(house.rglob("pwned"))


def test_report_without_a_grantee_leaves_the_choice_to_evalkit(house: Path) -> None:
    done = make(house, "report")

    assert done.returncode == 0, done.stderr
    assert called(house) == ["report", "--renderer=auto", "--", ""]


def test_check_without_a_grantee_lists_them_and_fails(house: Path) -> None:
    done = make(house, "check")

    assert done.returncode == 2
    assert called(house) == ["list"]
    assert "say which: make check GRANTEE=<name>" in done.stderr


def test_a_set_up_that_is_done_costs_nothing(house: Path) -> None:
    (house / ".ci/set-up").write_text("#!/bin/sh\ntouch set-up-ran\n", "utf-8")
    (house / ".ci/set-up").chmod(0o755)

    make(house, "report", "GRANTEE=x")
    assert not (house / "set-up-ran").exists()

    later = time.time() + 120
    os.utime(house / "requirements.lock", (later, later))
    make(house, "report", "GRANTEE=x")
    assert (house / "set-up-ran").exists()


@pytest.mark.parametrize(
    ("words", "environment", "tried"),
    [
        (("doctor",), {}, True),
        (("report", "GRANTEE=x"), {}, True),
        (("report",), {}, True),
        (("list",), {}, False),
        (("report", "GRANTEE=x", "RENDERER=embedded"), {}, False),
        (("doctor",), {"EVALKIT_QUARTO": "skip"}, False),
    ],
)
def test_quarto_is_tried_only_where_it_is_wanted(
    house: Path, words: tuple[str, ...], environment: dict[str, str], *, tried: bool
) -> None:
    (house / ".venv/.set-up/quarto").unlink()

    done = make(house, "--dry-run", *words, **environment)

    assert (".ci/set-up quarto" in done.stdout.splitlines()) is tried


def test_clean_leaves_raw_data_and_readmes(house: Path) -> None:
    for name in (
        "reports/README.md",
        "reports/x/report.html",
        "data/processed/README.md",
        "data/processed/x/y",
    ):
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (house / name).touch()

    make(house, "clean")

    assert [path.name for path in (house / "reports").iterdir()] == ["README.md"]
    assert [path.name for path in (house / "data/processed").iterdir()] == ["README.md"]
    assert (house / "data/raw/two-words/grantee.yml").exists()


@pytest.mark.parametrize(
    ("python", "told"),
    [("python-none", "python-none is not there"), ("./old-python", "./old-python is Python 3.8.1")],
)
def test_an_unfit_python_is_told_of_in_one_line(tmp_path: Path, python: str, told: str) -> None:
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.8.1 && exit 0\nexit 1\n', "utf-8")
    old.chmod(0o755)

    done = subprocess.run(
        [ROOT / ".ci" / "set-up", "run"],
        cwd=tmp_path,
        env={**os.environ, "PYTHON": python},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"evalkit needs Python 3.11 or newer, and {told}" in done.stderr
