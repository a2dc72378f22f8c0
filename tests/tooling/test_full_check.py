"""``.ci/run``: lint, then the README's test command, with every program required."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECORDING_MAKE = """#!/bin/sh
echo "make $*, required: $EVALKIT_REQUIRE_TOOLS"
[ "$1" != "$FAILING" ]
"""


def run(folder: Path, failing: str, *present: str) -> subprocess.CompletedProcess[str]:
    """Run the full check with a make that only tells how it is called."""
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", folder / ".ci")
    programs = folder / "programs"
    programs.mkdir()
    (programs / "make").write_text(RECORDING_MAKE, "utf-8")
    (programs / "make").chmod(0o755)
    for name in present:
        (programs / name).write_text("#!/bin/sh\n", "utf-8")
        (programs / name).chmod(0o755)
    for name in ("bash", "dirname", "env", "id"):
        (programs / name).symlink_to(str(shutil.which(name)))
    env = {**os.environ, "PATH": str(programs), "FAILING": failing}
    return subprocess.run([folder / ".ci/run"], env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("failing", "code"), [("none", 0), ("lint", 1), ("test", 1)])
def test_lint_and_tests_both_run_and_both_count(tmp_path: Path, failing: str, code: int) -> None:
    done = run(tmp_path, failing, "chromium", "pdftoppm")

    made = [line for line in done.stdout.splitlines() if line.startswith("make ")]
    assert [line for line in made if "required" in line] == [
        "make lint, required: 1",
        "make test, required: 1",
    ]
    assert done.stdout.splitlines()[-1] == "make test, required: 1"
    assert done.returncode == code


def test_a_program_that_cannot_be_installed_is_told_of(tmp_path: Path) -> None:
    done = run(tmp_path, "none", "chromium")

    assert done.stdout.splitlines()[0].startswith("poppler-utils not here")


def test_the_test_command_is_the_one_of_the_readme() -> None:
    assert "make test" in (ROOT / "README.md").read_text("utf-8")
    assert "\nmake test ||" in (ROOT / ".ci/run").read_text("utf-8")
