"""What the commands share: consoles, the project's root, parameters, faults, the bar of stages."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from evalkit.errors import StructuralFaults, UsageError
from evalkit.freshness import Freshness
from evalkit.store import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from evalkit.errors import EvalkitError, Fault
    from evalkit.pipeline import Outcome

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

RootOption = Annotated[
    Path,
    typer.Option("--root", envvar="EVALKIT_ROOT", help="Folder that holds data/, notebooks/ and reports/."),
]
RendererOption = Annotated[str, typer.Option(envvar="RENDERER", help="auto, quarto or embedded.")]
ParameterOption = Annotated[
    list[str] | None, typer.Option("--parameter", "-p", help="Parameter of the notebook, as name=value.")
]
HERE = Path()
HOW_TO_ADD = (
    "To add one: make the folder data/raw/<name> (small letters, digits, hyphens), put the files as sent and a "
    "grantee.yml in it; docs/add-a-grantee.md shows the smallest one. Then: make check GRANTEE=<name>"
)


def find_project(root: Path) -> Project:
    """Return the project at ``root`` or at the nearest folder above that has data/raw."""
    start = root.resolve()
    for folder in (start, *start.parents):
        if (folder / "data" / "raw").is_dir():
            return Project(folder)
    message = f"{start} is no evalkit project: it has no folder data/raw (say which with --root)"
    raise UsageError(message)


def read_pairs(texts: Sequence[str]) -> dict[str, str]:
    """Return parameters written as name=value."""
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            message = f"{text!r} is no parameter: write name=value"
            raise UsageError(message)
        pairs[name.strip()] = value
    return pairs


def print_faults(faults: Sequence[Fault]) -> None:
    """Print each fault on a line."""
    for fault in faults:
        err.print(fault.sentence(), markup=False)


def print_error(error: EvalkitError) -> None:
    """Print what evalkit stopped for."""
    if isinstance(error, StructuralFaults):
        print_faults(error.faults)
        err.print("Nothing was built: correct the above, then run again.")
    else:
        err.print(f"evalkit: {error}", markup=False)


def print_grantees(project: Project) -> None:
    """Print the grantees, how the reports stand that were built, and how to add a grantee."""
    freshness = Freshness(project)
    grantees = project.grantees()
    width = max(map(len, grantees), default=0)
    out.print("Grantees:" if grantees else "There is no grantee yet.")
    for name in grantees:
        state = freshness.state_of(name)
        line = f"  {name:<{width}}  {state.in_words()}" if state.is_built else f"  {name}"
        out.print(line, markup=False)
    programme = freshness.state_of_programme()
    if programme.is_built:
        out.print(f"City-wide indicators: {programme.in_words()}", markup=False)
    out.print(HOW_TO_ADD, markup=False)


@contextmanager
def show_progress(stages: Sequence[str]) -> Iterator[Callable[[str], None]]:
    """Show a bar with the stage's name on a terminal, a plain line per stage elsewhere."""
    if not err.is_terminal:
        yield lambda stage: err.print(f"{stage} ...")
        return
    columns = (TextColumn("{task.description:<22}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=len(stages))

        def announce(stage: str) -> None:
            bar.update(task, description=stage, completed=stages.index(stage))

        yield announce


def print_outcome(outcome: Outcome, *, tables: Sequence[str]) -> None:
    """Print what a run left out, which engine it took, and where its files are."""
    print_faults(outcome.faults)
    if outcome.faults:
        out.print(
            f"{len(outcome.faults)} fault(s) were left out; the report says so, the list is in quarantine.csv."
        )
    if outcome.published.remark:
        err.print(outcome.published.remark, markup=False)
    out.print(f"Rendered by {outcome.published.engine}.", markup=False)
    for name in ("report.html", "report.pdf", *(f"tables/{table}.csv" for table in tables)):
        out.print(f"  {outcome.folder / name}")
