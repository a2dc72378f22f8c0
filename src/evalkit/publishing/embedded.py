"""The embedded engine: Pandoc and Typst from their wheels, same bytes from the same notebook."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import typst

from evalkit.errors import BuildError
from evalkit.presentation.typeface import FONT_FOLDER
from evalkit.publishing.cells import read_cells
from evalkit.publishing.notebook import front_matter, read_notebook
from evalkit.publishing.pandoc import pandoc_version, run_pandoc
from evalkit.publishing.subset import Node, parse_subset

ASSETS: Final = Path(__file__).parent / "assets"
FIGURES: Final = "figures"
FILTERS: Final = ("floats.lua", "blocks.lua")
REQUIRED: Final = ("title", "date", "lang")


class EmbeddedEngine:
    """Prints a report with what PyPI ships; needs no program from outside.

    Attributes
    ----------
    name : str
        ``embedded``.
    """

    name: Final = "embedded"

    @property
    def version(self) -> str:
        """Return the versions of Pandoc and Typst, as the colophon prints them.

        Examples
        --------
        >>> EmbeddedEngine().version.startswith("Pandoc 3.")
        True
        """
        return f"Pandoc {pandoc_version()}, Typst {version('typst')}"

    def render(self, notebook: Path, out: Path) -> tuple[Path, Path]:
        """Write ``report.html`` and ``report.pdf`` from an executed notebook.

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
            When the notebook leaves the Markdown subset (names cell and construct), or Pandoc or
            Typst refuse it (their own words).
        """
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="evalkit-") as scratch:
            folder = Path(scratch)
            if (notebook.parent / FIGURES).is_dir():
                shutil.copytree(notebook.parent / FIGURES, folder / FIGURES)
            try:
                meta, document = _read(notebook, folder)
            except BuildError as error:
                raise BuildError(f"{notebook.name}, {error}") from error
            try:
                html, pdf = _html(meta, document, folder), _pdf(meta, document, folder)
            except BuildError as error:
                raise BuildError(f"{notebook.name}: {error}") from error
        page, paper = out / "report.html", out / "report.pdf"
        page.write_text(html, encoding="utf-8")
        paper.write_bytes(pdf)
        return page, paper


def check_subset(notebook: Path, folder: Path) -> None:
    """Stop the run if an executed notebook shows anything outside the subset, whichever engine will print it.

    The evaluator's prose and the case studies come from files; Quarto would run what it finds in them.

    Raises
    ------
    BuildError
        Naming the cell and the construct.
    """
    try:
        _read(notebook, folder)
    except BuildError as error:
        raise BuildError(f"{notebook.name}: {error}") from error


def _read(notebook: Path, folder: Path) -> tuple[dict[str, Any], str]:
    content = read_notebook(notebook)
    meta = front_matter(content)
    missing = [key for key in REQUIRED if not meta.get(key)]
    if missing:
        raise BuildError(f"cell 1: the front matter lacks {', '.join(missing)}")
    document: Node = parse_subset(read_cells(content, folder), folder)
    return meta, json.dumps(document)


def _common(meta: dict[str, Any], folder: Path) -> list[str]:
    """Return the options of both formats; the metadata file is parsed as Markdown, as Quarto does."""
    (folder / "metadata.json").write_text(json.dumps(meta), encoding="utf-8")
    return [
        "--from=json",
        "--standalone",
        "--fail-if-warnings",
        "--metadata-file=metadata.json",
        *(f"--lua-filter={ASSETS / name}" for name in FILTERS),
    ]


def _html(meta: dict[str, Any], document: str, folder: Path) -> str:
    options = [
        "--to=html5",
        f"--template={ASSETS / 'html' / 'template.html'}",
        f"--css={ASSETS / 'report.css'}",
        f"--include-after-body={ASSETS / 'html' / 'after-body.html'}",
        f"--resource-path={folder}",
        "--embed-resources",
        "--section-divs",
        "--toc",
        "--toc-depth=2",
        "--wrap=none",
    ]
    return run_pandoc(_common(meta, folder) + options, document, folder)


def _pdf(meta: dict[str, Any], document: str, folder: Path) -> bytes:
    options = [
        "--to=typst",
        f"--template={ASSETS / 'typst' / 'template.typ'}",
        "--shift-heading-level-by=-1",
        "--wrap=none",
    ]
    source = folder / "report.typ"
    source.write_text(run_pandoc(_common(meta, folder) + options, document, folder), encoding="utf-8")
    stamp = dt.datetime.combine(dt.date.fromisoformat(str(meta["date"])), dt.time(), dt.UTC)
    try:
        pdf = typst.compile(
            source,
            root=folder,
            font_paths=[FONT_FOLDER],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=stamp,
        )
    except typst.TypstError as error:
        raise BuildError(f"Typst: {error}") from error
    return bytes(pdf)
