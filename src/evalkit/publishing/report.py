"""One report: the notebook run on what the gate released, rendered, and checked as a reader would."""

from __future__ import annotations

import platform
import re
import shutil
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, Protocol

from evalkit.disclosure.checks import find_ids
from evalkit.errors import BuildError, UsageError
from evalkit.presentation.report import open_report
from evalkit.publishing.embedded import EmbeddedEngine, check_subset
from evalkit.publishing.engines import AUTO, choose_engine
from evalkit.publishing.execute import execute
from evalkit.publishing.notebook import set_front_matter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from evalkit.publishing.engines import Engine

PACKAGES: Final = (
    "evalkit",
    "pandas",
    "numpy",
    "scipy",
    "pingouin",
    "matplotlib",
    "seaborn",
    "pandera",
    "papermill",
    "nbclient",
    "ipykernel",
)
OWN_PARAMETERS: Final = ("grantee", "released", "figures", "engine")
"""Parameters that the run sets itself; nobody else may."""
_SMALLEST_PAGE: Final = 2_000
_READABLE: Final = frozenset({".html", ".ipynb", ".csv", ".svg"})
_EMBEDDED: Final = re.compile(r"data:[\w/+.-]+(?:;[\w=-]+)*,[^\"')\s]+")
_LOADED: Final = re.compile(
    r"""(?:\bsrc|\bsrcset|<link\b[^>]*\bhref)=["'](?:https?:)?//[^"']+"""
    r"""|url\(["']?(?:https?:)?//[^)]+"""
)


class Page(Protocol):
    """What presentation makes of a released folder."""

    def front_matter(self) -> Mapping[str, Any]:
        """Return title, subtitle, date and byline."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be printed.

    Attributes
    ----------
    notebook : Path
        The notebook to run.
    released : Path
        The folder that the gate filled.
    folder : Path
        Scratch folder that becomes ``reports/<grantee>``.
    project : Path
        Root of the project; Quarto's configuration lies there.
    grantee : str
        Name of the grantee; empty for a page of no grantee, whose notebook has no such parameter.
    renderer : {"auto", "quarto", "embedded"}
        Which engine to use.
    parameters : dict of str to str
        Further parameters of the notebook, as written on the command line.
    open_page : callable
        What opens the released folder for presentation, as the notebook does: called with the folder,
        the folder of figures and ``engine``.
    """

    notebook: Path
    released: Path
    folder: Path
    project: Path
    grantee: str
    renderer: str = "auto"
    parameters: dict[str, str] = field(default_factory=dict)
    open_page: Callable[..., Page] = open_report


def package_versions() -> dict[str, str]:
    """Return the versions that the numbers depend on, Python's first."""
    return {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


@dataclass(frozen=True, slots=True)
class Published:
    """What printed the report.

    Attributes
    ----------
    engine : str
        The engine and its version.
    remark : str
        What the person who ran it should know: empty, or why another engine was used.
    """

    engine: str
    remark: str = ""


def publish(report: Report, *, announce: Callable[[str], None]) -> Published:
    """Run the notebook and render it to HTML and PDF in the scratch folder.

    Under ``auto`` a Quarto that is found but fails to render doesn't cost the report: the
    embedded engine prints it, and the remark says why.

    Parameters
    ----------
    report : Report
        What to print, and where.
    announce : callable
        Told the name of each stage as it begins.

    Returns
    -------
    Published
        The engine that was used.

    Raises
    ------
    UsageError
        For a parameter that the notebook doesn't have or the run sets itself, or an engine that isn't there.
    BuildError
        When a cell or the rendering fails.
    """
    for name in report.parameters:
        if name in OWN_PARAMETERS:
            message = f"the parameter {name!r} is set by the run itself"
            raise UsageError(message)
    engine = choose_engine(report.renderer, report.project)
    executed = _run_notebook(report, engine, announce)
    announce("rendering")
    try:
        engine.render(executed, report.folder)
    except BuildError as error:
        if report.renderer != AUTO or engine.name == EmbeddedEngine.name:
            raise
        remark = f"Quarto was found but failed, so the embedded engine was used: {error}"
        engine = EmbeddedEngine()
        executed = _run_notebook(report, engine, announce)
        announce("rendering")
        engine.render(executed, report.folder)
        return Published(_named(engine), remark)
    return Published(_named(engine))


def _named(engine: Engine) -> str:
    return f"{engine.name} ({engine.version})"


def _run_notebook(report: Report, engine: Engine, announce: Callable[[str], None]) -> Path:
    """Run the notebook for one engine, which the report's last page names."""
    announce("running the notebook")
    # Relative names only: the executed notebook is kept, and mustn't say where it was made.
    door = report.folder / "released"
    shutil.copytree(report.released, door)
    parameters = {
        **{name: _value(text) for name, text in report.parameters.items()},
        **({"grantee": report.grantee} if report.grantee else {}),
        "released": door.name,
        "figures": "figures",
        "engine": _named(engine),
    }
    executed = execute(report.notebook, report.folder / "report.ipynb", parameters, folder=report.folder)
    front = report.open_page(door, report.folder / "figures", engine=_named(engine)).front_matter()
    set_front_matter(executed, front)
    if engine.name != EmbeddedEngine.name:
        check_subset(executed, report.folder)
    shutil.rmtree(door)
    return executed


def _value(text: str) -> int | float | bool | str:
    """Return a parameter from the command line as the type it reads as."""
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def check_report(folder: Path, *, people: Iterable[str]) -> None:
    """Stop the run if what was rendered isn't a whole report that is safe to show.

    Parameters
    ----------
    folder : Path
        Scratch folder with the finished files.
    people : iterable of str
        Respondent ids, none of which may stand in any of them.

    Raises
    ------
    BuildError
        If a file is missing or cut short, the page loads something from the network, or a file
        names a respondent.
    """
    page, paper = folder / "report.html", folder / "report.pdf"
    for path in (page, paper):
        if not path.is_file() or path.stat().st_size < _SMALLEST_PAGE:
            raise BuildError(f"{path.name} wasn't rendered")
    html = page.read_text(encoding="utf-8")
    if not html.rstrip().endswith("</html>"):
        raise BuildError("report.html is cut short")
    if not paper.read_bytes().startswith(b"%PDF-"):
        raise BuildError("report.pdf is no PDF")
    if loaded := _LOADED.search(html):
        raise BuildError(f"report.html loads something from the network: {loaded[0]}")
    ids = frozenset(people)
    for path in sorted(folder.rglob("*")):
        if path.suffix not in _READABLE:
            continue
        # Pictures and fonts inside the page are random letters to a search; pictures are files here too.
        text = _EMBEDDED.sub("", path.read_text(encoding="utf-8"))
        if find_ids(text, ids):
            raise BuildError(f"{path.name} names a respondent")
