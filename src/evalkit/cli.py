"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from evalkit.errors import EvalkitError, Fault, StructuralFaults, UsageError, did_you_mean
from evalkit.store import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

app = typer.Typer(
    help="From a community organisation's files to an evaluation report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

HOW_TO_ADD = (
    "To add one: make the folder data/raw/<name> (small letters, digits, hyphens), put the files as sent and a "
    "grantee.yml in it; docs/add-a-grantee.md shows the smallest one. Then: make check GRANTEE=<name>"
)
RootOption = Annotated[
    Path,
    typer.Option("--root", envvar="EVALKIT_ROOT", help="Folder that holds data/, notebooks/ and reports/."),
]
HERE = Path()
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 faults or a failed build, 2 unusable input or call."""
    try:
        app(args=arguments)
    except StructuralFaults as error:
        _print_faults(error.faults)
        err.print("Nothing was built: correct the above, then run again.")
        sys.exit(error.exit_code)
    except EvalkitError as error:
        err.print(f"evalkit: {error}", markup=False)
        sys.exit(error.exit_code)
    except SystemExit as stop:
        if stop.code == _INTERRUPTED:
            err.print("Stopped. The last good report is as it was.")
        raise


@app.command()
def report(
    grantee: Annotated[str, typer.Argument(help="Name of a folder below data/raw.")] = "",
    renderer: Annotated[str, typer.Option(envvar="RENDERER", help="auto, quarto or embedded.")] = "auto",
    parameter: Annotated[
        list[str] | None, typer.Option("--parameter", "-p", help="Parameter of the notebook, as name=value.")
    ] = None,
    root: RootOption = HERE,
) -> None:
    """Build a grantee's report in HTML and PDF."""
    from evalkit.pipeline import STAGES, make_report  # noqa: PLC0415 - SciPy and pandas take seconds to import

    project = _project(root)
    if not grantee:
        _print_grantees(project)
        raise UsageError("say which: make report GRANTEE=<name>")
    with _progress(STAGES) as announce:
        outcome = make_report(
            project, grantee, renderer=renderer, parameters=_pairs(parameter or []), announce=announce
        )
    _print_faults(outcome.faults)
    if outcome.faults:
        out.print(
            f"{len(outcome.faults)} fault(s) were left out; the report says so, the list is in quarantine.csv."
        )
    if outcome.published.remark:
        err.print(outcome.published.remark, markup=False)
    out.print(f"Rendered by {outcome.published.engine}.", markup=False)
    for name in ("report.html", "report.pdf", "tables/outcomes.csv"):
        out.print(f"  {outcome.folder / name}")


@app.command()
def check(
    grantee: Annotated[str, typer.Argument(help="Name of a folder below data/raw.")], root: RootOption = HERE
) -> None:
    """List every fault in a grantee's files; exit 1 if there is one."""
    from evalkit.pipeline import find_faults  # noqa: PLC0415 - as above

    faults = find_faults(_project(root), grantee)
    _print_faults(faults)
    if faults:
        err.print(f"{len(faults)} fault(s). They are also in data/processed/{grantee}/quarantine.csv.")
        raise typer.Exit(1)
    out.print(f"{grantee}: no faults found.")


@app.command("list")
def list_grantees(root: RootOption = HERE) -> None:
    """List the grantees, and say how to add one."""
    _print_grantees(_project(root))


@app.command()
def doctor(root: RootOption = HERE) -> None:
    """Say what is installed, which engine would be used, and how to get what is missing."""
    from evalkit.publishing.engines import choose_engine, describe_engines  # noqa: PLC0415 - as above
    from evalkit.publishing.report import package_versions  # noqa: PLC0415 - as above

    project = _project(root)
    for name, version in package_versions().items():
        out.print(f"{name:<12} {version}", markup=False)
    for engine in describe_engines(project.root):
        out.print(
            f"{engine.name:<12} {'works' if engine.works else 'not found'}: {engine.found}", markup=False
        )
        if engine.remedy:
            out.print(f"{'':<12} to get it: {engine.remedy}", markup=False)
    out.print(f"{'in use':<12} {choose_engine('auto', project.root).name}", markup=False)
    out.print(f"{'grantees':<12} {', '.join(project.grantees()) or 'none yet'}", markup=False)


@app.command()
def schema(
    write: Annotated[bool, typer.Option("--write", help="Write the files below docs/.")] = False,  # noqa: FBT002 - a flag
    root: RootOption = HERE,
) -> None:
    """Print the JSON Schema of grantee.yml, or write it and the data dictionary."""
    from evalkit.definitions.schema_files import study_schema, write_schema_files  # noqa: PLC0415 - as above

    if not write:
        out.print_json(data=study_schema())
        return
    for path in write_schema_files(_project(root).root):
        out.print(f"wrote {path}", markup=False)


@app.command()
def example(
    name: Annotated[str, typer.Argument(help="Name of the example.")] = "growing-minds",
    root: RootOption = HERE,
) -> None:
    """Write the files of a synthetic example anew, byte for byte, from its seed."""
    from evalkit import store  # noqa: PLC0415 - as above
    from evalkit.examples import EXAMPLES  # noqa: PLC0415 - as above

    if name not in EXAMPLES:
        message = f"there is no example {name!r}: {did_you_mean(name, list(EXAMPLES))}"
        raise UsageError(message)
    for file, content in EXAMPLES[name]().items():
        path = _project(root).raw / name / file
        store.write_bytes(path, content)
        out.print(f"wrote {path}", markup=False)


@app.command()
def measures(
    measure: Annotated[str, typer.Argument(help="Id of a measure; all are listed without.")] = "",
) -> None:
    """List the measures that come with evalkit, or show one with its rules, sources and licence."""
    from evalkit.definitions import load_measure  # noqa: PLC0415 - as above
    from evalkit.definitions.measure_view import (  # noqa: PLC0415 - as above
        TABLE_HEADINGS,
        build_measure_table,
        describe_measure,
    )

    if measure:
        for heading, text in describe_measure(load_measure(measure)):
            out.print(f"{heading}: {text}", markup=False)
        return
    table = Table(box=None, pad_edge=False)
    for heading in TABLE_HEADINGS:
        table.add_column(heading, no_wrap=heading == TABLE_HEADINGS[0])
    for row in build_measure_table():
        table.add_row(*row)
    out.print(table)


@app.command()
def score(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX: respondent_id, timepoint, one column per item.")],
    measure: Annotated[str, typer.Option(help="Id of the measure.")],
    target: Annotated[
        Path | None, typer.Option("--out", help="Where to write; else to standard output.")
    ] = None,
    switch: Annotated[
        list[str] | None, typer.Option(help="Which of several published rules to use, as name=value.")
    ] = None,
    norms: Annotated[Path | None, typer.Option(help="Table of norms, for measures with T-scores.")] = None,
) -> None:
    """Score a table of answers: scores, bands and missing counts."""
    from evalkit import store  # noqa: PLC0415 - as above
    from evalkit.definitions import load_measure  # noqa: PLC0415 - as above
    from evalkit.intake import read_answers  # noqa: PLC0415 - as above
    from evalkit.scoring import ImpossibleAnswers  # noqa: PLC0415 - as above
    from evalkit.scoring import score as score_answers  # noqa: PLC0415 - as above

    switches = _pairs(switch or [])
    ready = load_measure(measure).switched(**switches)
    table = None if norms is None else read_answers(norms)
    try:
        scored = score_answers(read_answers(file), ready, norms=table)
    except ImpossibleAnswers as error:
        _print_faults([replace(fault, file=file.name) for fault in error.faults])
        raise typer.Exit(error.exit_code) from None
    if target is None:
        typer.echo(store.format_csv(scored), nl=False)
        return
    store.write_csv(target, scored)
    out.print(f"wrote {target}", markup=False)


def _project(root: Path) -> Project:
    """Return the project at ``root`` or at the nearest folder above that has data/raw."""
    start = root.resolve()
    for folder in (start, *start.parents):
        if (folder / "data" / "raw").is_dir():
            return Project(folder)
    message = f"{start} is no evalkit project: it has no folder data/raw (say which with --root)"
    raise UsageError(message)


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            message = f"{text!r} is no parameter: write name=value"
            raise UsageError(message)
        pairs[name.strip()] = value
    return pairs


def _print_grantees(project: Project) -> None:
    grantees = project.grantees()
    out.print("Grantees:" if grantees else "There is no grantee yet.")
    for name in grantees:
        out.print(f"  {name}", markup=False)
    out.print(HOW_TO_ADD, markup=False)


def _print_faults(faults: Sequence[Fault]) -> None:
    for fault in faults:
        err.print(fault.sentence(), markup=False)


@contextmanager
def _progress(stages: Sequence[str]) -> Iterator[Callable[[str], None]]:
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
