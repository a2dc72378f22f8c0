"""Try to install Quarto from its PyPI package: bounded in time, and never in the way when it can't be had.

The package's build downloads Quarto from a release page. It is built in a scratch folder, and only
a finished wheel is installed, so that no half of it ever stays in ``.venv``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = 120
OLDEST = (1, 9)
FOUND, INSTALLED, ABSENT = "found on PATH", "installed", "absent"
EXPLANATION = (
    "Quarto couldn't be installed here: reports are rendered by the built-in engine, "
    "with the same content (why: docs/decisions/set-up.md; try again: make quarto)"
)


def run_bounded(command: Sequence[str], log: Path, seconds: float, scratch: Path) -> bool:
    """Run a command with its output in a log; after ``seconds`` it and all it started are killed.

    Returns
    -------
    bool
        Whether it ended in time and well.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=scratch,
            env=dict(os.environ, TMPDIR=str(scratch)),
            start_new_session=True,
        )
        try:
            return process.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            output.write(f"\nstopped after {seconds:.0f} seconds\n".encode())
            return False
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def is_working(quarto: str | Path, seconds: float = 30) -> bool:
    """Say whether a Quarto answers with a version that evalkit's project file is written for."""
    try:
        asked = subprocess.run(
            [str(quarto), "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    version = re.match(r"(\d+)\.(\d+)", asked.stdout)
    return version is not None and (int(version[1]), int(version[2])) >= OLDEST


def build_and_install(root: Path, venv: Path, log: Path, seconds: float) -> bool:
    """Build the pinned package's wheel in a scratch folder, install it, and keep it only if it works."""
    pip = [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    lock = str(root / "requirements-quarto.lock")
    with tempfile.TemporaryDirectory(prefix="evalkit-quarto-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-cache-dir", "--require-hashes"]
        if not run_bounded([*build, "-w", str(scratch / "wheel"), "-r", lock], log, seconds, scratch):
            return False
        wheels = [str(path) for path in (scratch / "wheel").glob("quarto_cli-*.whl")]
        installed = run_bounded([*pip, "install", "--no-deps", *wheels], log, seconds, scratch)
    if installed and is_working(venv / "bin" / "quarto"):
        return True
    run_bounded([*pip, "uninstall", "--yes", "quarto-cli"], log, seconds, root)
    return False


def try_quarto(root: Path, venv: Path, *, again: bool = False, seconds: float = SECONDS) -> str:
    """Try once per version of the lock; the outcome is kept in a stamp.

    Parameters
    ----------
    root, venv : pathlib.Path
        The repository and its virtual environment.
    again : bool, default False
        Try even where this version of the lock was tried before.
    seconds : float, default 120
        The longest the build may take.

    Returns
    -------
    str
        One line for the person, empty when there is nothing new to say.
    """
    stamp, log = venv / ".set-up" / "quarto", venv / ".set-up" / "quarto.log"
    version = hashlib.sha256((root / "requirements-quarto.lock").read_bytes()).hexdigest()
    if not again and stamp.exists() and stamp.read_text("utf-8").startswith(version):
        stamp.touch()
        return ""
    log.parent.mkdir(exist_ok=True)
    log.write_bytes(b"")
    on_path = shutil.which("quarto")
    if on_path is not None and is_working(on_path):
        outcome, line = FOUND, ""
    elif build_and_install(root, venv, log, seconds):
        outcome, line = INSTALLED, "Quarto is installed in .venv: reports are rendered by Quarto"
    else:
        outcome, line = ABSENT, EXPLANATION
    stamp.write_text(f"{version} {outcome}\n", "utf-8")
    return line
