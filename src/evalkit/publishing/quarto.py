"""The Quarto engine: a scratch copy of the project, one ``quarto render``, both formats collected."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from evalkit.errors import BuildError
from evalkit.publishing.notebook import front_matter, read_notebook
from evalkit.publishing.process import run_bounded

PROJECT: Final = Path(__file__).parents[3]
CONFIGURATION: Final = "_quarto.yml"
COPIED: Final = ("src/evalkit/publishing/assets", "src/evalkit/presentation/fonts")
OLDEST: Final = (1, 9)
ANSWER_SECONDS: Final = 10.0
RENDER_SECONDS: Final = 300.0
FORMATS: Final = ("html", "pdf")


class QuartoEngine:
    """Prints a report with the Quarto that was found.

    Parameters
    ----------
    program : Path
        The ``quarto`` program.
    version : str
        What it said its version is.
    project : Path
        Folder with ``_quarto.yml``; this repository by default.
    seconds : float
        Longest time that rendering may take.
    """

    name: Final = "quarto"

    def __init__(
        self, program: Path, version: str, project: Path = PROJECT, seconds: float = RENDER_SECONDS
    ) -> None:
        self.program = program
        self.version = f"Quarto {version}"
        self.project = project
        self.seconds = seconds

    def render(self, notebook: Path, out: Path) -> tuple[Path, Path]:
        """Write ``report.html`` and ``report.pdf`` from an executed notebook.

        Each report has a scratch folder of its own, so that two at once can't mix figures.

        Parameters
        ----------
        notebook : Path
            The executed notebook; its figures lie in ``figures/`` beside it.
        out : Path
            Folder for the two files; made if it does not exist.

        Returns
        -------
        tuple of Path
            The HTML page and the PDF.

        Raises
        ------
        BuildError
            With Quarto's own last words.
        """
        with tempfile.TemporaryDirectory(prefix="evalkit-quarto-") as scratch:
            folder = Path(scratch)
            place = Path("reports") / "grantee"
            self._copy(notebook, folder, folder / place)
            self._run(notebook, folder, place / "report.ipynb")
            out.mkdir(parents=True, exist_ok=True)
            collected = []
            for suffix in FORMATS:
                made = folder / place / f"report.{suffix}"
                if not made.is_file():
                    raise BuildError(
                        f"{notebook.name}: {self.version} ended well but made no report.{suffix}"
                    )
                collected.append(Path(shutil.copyfile(made, out / made.name)))
        return collected[0], collected[1]

    def _copy(self, notebook: Path, folder: Path, place: Path) -> None:
        shutil.copyfile(self.project / CONFIGURATION, folder / CONFIGURATION)
        for part in COPIED:
            shutil.copytree(self.project / part, folder / part)
        place.mkdir(parents=True)
        shutil.copyfile(notebook, place / "report.ipynb")
        if (notebook.parent / "figures").is_dir():
            shutil.copytree(notebook.parent / "figures", place / "figures")

    def _run(self, notebook: Path, folder: Path, target: Path) -> None:
        environment = {"NO_COLOR": "1", "SOURCE_DATE_EPOCH": str(_epoch(notebook))}
        try:
            command = [str(self.program), "render", target.as_posix()]
            outcome = run_bounded(command, folder, self.seconds, environment)
        except OSError as error:
            raise BuildError(f"{notebook.name}: {self.version} could not be started: {error}") from error
        if outcome.code is None:
            raise BuildError(
                f"{notebook.name}: {self.version} did not end within {self.seconds:g} seconds and was stopped"
            )
        if outcome.code != 0:
            raise BuildError(f"{notebook.name}: {self.version} failed: {outcome.last_words()}")


def _epoch(notebook: Path) -> int:
    """Return the report's date in seconds since 1970, the stamp that Typst puts into the PDF."""
    date = dt.date.fromisoformat(str(front_matter(read_notebook(notebook)).get("date")))
    return int(dt.datetime.combine(date, dt.time(), dt.UTC).timestamp())


def find_quarto(project: Path = PROJECT) -> tuple[QuartoEngine | None, str]:
    """Look for a Quarto that works: on the PATH, then beside this interpreter.

    Parameters
    ----------
    project : Path
        Folder with ``_quarto.yml``.

    Returns
    -------
    tuple
        The engine, or None; and in words what was found or why it can't be used.
    """
    if not (project / CONFIGURATION).is_file():
        return None, f"{CONFIGURATION} is missing: evalkit was installed without its project folder"
    reasons = []
    for program in _candidates():
        version, reason = _ask_version(program, project)
        if version:
            return QuartoEngine(program, version, project), f"Quarto {version}"
        reasons.append(reason)
    return None, "; ".join(reasons) or "not found on the PATH"


def _candidates() -> list[Path]:
    found = [shutil.which("quarto"), shutil.which("quarto", path=str(Path(sys.executable).parent))]
    return [Path(path) for path in dict.fromkeys(path for path in found if path)]


def _ask_version(program: Path, folder: Path) -> tuple[str, str]:
    """Return the version and nothing, or nothing and why this Quarto can't be used."""
    try:
        outcome = run_bounded([program, "--version"], folder, ANSWER_SECONDS)
    except OSError as error:
        return "", f"found but can't be started ({error.strerror})"
    if outcome.code is None:
        return "", f"found but gave no version within {ANSWER_SECONDS:g} seconds"
    answer = re.search(r"^(\d+)\.(\d+)(\.\d+)*\s*$", outcome.output, re.MULTILINE)
    if outcome.code != 0 or not answer:
        return "", f"found but does not work: {outcome.last_words()}"
    if (int(answer[1]), int(answer[2])) < OLDEST:
        return "", f"version {answer[0].strip()} is too old: {OLDEST[0]}.{OLDEST[1]} or later is needed"
    return answer[0].strip(), ""
