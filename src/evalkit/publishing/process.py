"""Run a program from outside, bounded in time, with everything it started."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")
LAST_LINES: Final = 6


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended.

    Attributes
    ----------
    code : int or None
        Exit code; None when it was stopped for taking too long.
    output : str
        What it wrote, both streams together, without colours.
    """

    code: int | None
    output: str

    def last_words(self) -> str:
        r"""Return the last lines it wrote, on one line.

        Examples
        --------
        >>> Outcome(1, "one\n\nERROR: no such file\n").last_words()
        'one | ERROR: no such file'
        """
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return " | ".join(lines[-LAST_LINES:]) or "it said nothing"


def run_bounded(
    command: Sequence[str | Path],
    folder: Path,
    seconds: float,
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Run a program to its end or to the limit; Ctrl-C ends it and all it started too.

    Parameters
    ----------
    command : sequence
        Program and arguments; no shell is involved.
    folder : Path
        Working folder.
    seconds : float
        Longest time it may take.
    environment : mapping, optional
        Added to this process's environment.

    Raises
    ------
    OSError
        When the program can't be started.
    """
    process = subprocess.Popen(  # noqa: S603 - a program found by us, no shell
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    with process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _end_group(process)
            return Outcome(None, "")
        except BaseException:
            _end_group(process)
            raise
    return Outcome(process.returncode, COLOURS.sub("", output))


def _end_group(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
