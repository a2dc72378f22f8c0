"""An absent program is told of, and fails the full check."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
TWO_TESTS = """
def test_page(needs_tool):
    assert needs_tool("pdftoppm")

def test_other_page(needs_tool):
    assert needs_tool("pdftoppm")
"""


def run_pytest(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run two tests that need a program on a machine that has none."""
    (folder / "conftest.py").write_text(CONFTEST.read_text("utf-8"), "utf-8")
    (folder / "test_pages.py").write_text(TWO_TESTS, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, str(folder)]
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("EVALKIT", "PYTEST", "COV"))
    }
    env = {**kept, "PATH": str(folder), **environment}
    return subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("options", [(), ("--numprocesses=2",)])
def test_an_absent_program_skips_with_one_loud_line(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = run_pytest(tmp_path, *options)

    assert done.returncode == 0
    loud = [line for line in done.stdout.splitlines() if line.startswith("!!!")]
    assert loud == [
        "!!! PROGRAM ABSENT: pdftoppm, so this was not tested (apt install poppler-utils): 2 skipped"
    ]


def test_an_absent_program_fails_where_it_is_required(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, EVALKIT_REQUIRE_TOOLS="1")

    assert done.returncode == 1
    assert "2 failed" in done.stdout
    assert "PROGRAM ABSENT: pdftoppm" in done.stdout


def test_a_program_that_is_there_is_named_by_its_path(tmp_path: Path) -> None:
    program = tmp_path / "pdftoppm"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)

    done = run_pytest(tmp_path, EVALKIT_REQUIRE_TOOLS="1")

    assert done.returncode == 0
    assert "2 passed" in done.stdout
