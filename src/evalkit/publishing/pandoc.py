"""Pandoc as the wheel ships it: one call, bounded in time, its warnings taken as errors."""

from __future__ import annotations

import subprocess
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evalkit.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS: Final = 120


@cache
def pandoc_program() -> Path:
    """Return the Pandoc that came with ``pypandoc_binary``, never another one on the PATH.

    Raises
    ------
    BuildError
        When the wheel without the program is installed.
    """
    program = Path(str(files("pypandoc"))) / "files" / "pandoc"
    if not program.is_file():
        raise BuildError("Pandoc is missing: install the package pypandoc_binary")
    return program


@cache
def pandoc_version() -> str:
    """Return Pandoc's version.

    Examples
    --------
    >>> pandoc_version().startswith("3.")
    True
    """
    return run_pandoc(["--version"], "", Path.cwd()).split("\n", 1)[0].removeprefix("pandoc ")


def run_pandoc(arguments: Sequence[str], text: str, folder: Path) -> str:
    """Run Pandoc on a text and return what it writes; a warning is an error too.

    Parameters
    ----------
    arguments : sequence of str
        Command-line options.
    text : str
        Standard input.
    folder : Path
        Working folder, against which relative paths are resolved.

    Raises
    ------
    BuildError
        When Pandoc fails, warns (nothing is dropped silently) or doesn't end.
    """
    output, warnings = run_pandoc_leniently(arguments, text, folder)
    if warnings:
        raise BuildError(f"Pandoc: {warnings}")
    return output


def run_pandoc_leniently(arguments: Sequence[str], text: str, folder: Path) -> tuple[str, str]:
    """Run Pandoc as `run_pandoc` does and return what it writes, and its warnings.

    Raises
    ------
    BuildError
        When Pandoc fails or doesn't end.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [pandoc_program(), *arguments],
            input=text,
            capture_output=True,
            encoding="utf-8",
            cwd=folder,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"Pandoc did not end within {SECONDS} seconds") from error
    complaint = done.stderr.strip()
    if done.returncode != 0:
        raise BuildError(f"Pandoc: {complaint or f'exit code {done.returncode}'}")
    return done.stdout, complaint
