"""Which program prints the report: ``RENDERER=auto|quarto|embedded``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from evalkit.errors import UsageError, did_you_mean
from evalkit.publishing.embedded import EmbeddedEngine
from evalkit.publishing.quarto import PROJECT, find_quarto

if TYPE_CHECKING:
    from pathlib import Path

AUTO: Final = "auto"
QUARTO: Final = "quarto"
EMBEDDED: Final = "embedded"
RENDERERS: Final = (AUTO, QUARTO, EMBEDDED)
HOW_TO_GET_QUARTO: Final = (
    "install Quarto 1.9 or later (quarto.org, or `conda env create -f environment.yml`)"
)


class Engine(Protocol):
    """What prints an executed notebook."""

    @property
    def name(self) -> str:
        """``quarto`` or ``embedded``."""

    @property
    def version(self) -> str:
        """Programs and versions, as colophon and manifest print them."""

    def render(self, notebook: Path, out: Path) -> tuple[Path, Path]:
        """Write ``report.html`` and ``report.pdf`` into ``out``; raise BuildError when that fails."""


@dataclass(frozen=True, slots=True)
class EngineState:
    """One line of ``evalkit doctor``.

    Attributes
    ----------
    name : str
        ``quarto`` or ``embedded``.
    works : bool
        Whether a report can be printed with it here.
    found : str
        Its version, or what is wrong.
    remedy : str
        How to get it; empty when it works.
    """

    name: str
    works: bool
    found: str
    remedy: str


def choose_engine(renderer: str = AUTO, project: Path = PROJECT) -> Engine:
    """Return the engine for a wish; ``auto`` takes Quarto where it is found and works.

    Parameters
    ----------
    renderer : str
        ``auto``, ``quarto`` or ``embedded``.
    project : Path
        Folder with ``_quarto.yml``; this repository by default.

    Raises
    ------
    UsageError
        For another word, or for ``quarto`` where Quarto can't be used.

    Examples
    --------
    >>> choose_engine("embedded").name
    'embedded'
    """
    if renderer not in RENDERERS:
        raise UsageError(f"RENDERER={renderer} is unknown; {did_you_mean(renderer, RENDERERS)}")
    if renderer == EMBEDDED:
        return EmbeddedEngine()
    engine, found = find_quarto(project)
    if engine:
        return engine
    if renderer == QUARTO:
        raise UsageError(
            f"RENDERER=quarto, but Quarto can't be used ({found}): {HOW_TO_GET_QUARTO}, "
            "or leave RENDERER out to print with the embedded engine."
        )
    return EmbeddedEngine()


def describe_engines(project: Path = PROJECT) -> list[EngineState]:
    """Return the state of both engines, Quarto first.

    Parameters
    ----------
    project : Path
        Folder with ``_quarto.yml``; this repository by default.

    Examples
    --------
    >>> [state.name for state in describe_engines()]
    ['quarto', 'embedded']
    """
    engine, found = find_quarto(project)
    quarto = EngineState(QUARTO, engine is not None, found, "" if engine else HOW_TO_GET_QUARTO)
    return [quarto, EngineState(EMBEDDED, works=True, found=EmbeddedEngine().version, remedy="")]
