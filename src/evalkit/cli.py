"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path  # noqa: TC003 - typer reads the annotations when it runs
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from evalkit.cli_codes import codes
from evalkit.cli_grants import grants
from evalkit.cli_parts import (
    HERE,
    RootOption,
    err,
    find_project,
    out,
    print_error,
    print_faults,
    print_grantees,
    read_pairs,
)
from evalkit.cli_programme import indicators
from evalkit.cli_report import report
from evalkit.errors import EvalkitError, UsageError, did_you_mean
from evalkit.freshness import Freshness, mark_withdrawn

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    help="From a community organisation's files to an evaluation report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(report)
app.command()(codes)
app.command()(grants)
app.command()(indicators)
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 faults or a failed build, 2 unusable input or call."""
    try:
        app(args=arguments)
    except EvalkitError as error:
        print_error(error)
        sys.exit(error.exit_code)
    except SystemExit as stop:
        if stop.code == _INTERRUPTED:
            err.print("Stopped. The last good report is as it was.")
        raise


@app.command()
def check(
    grantee: Annotated[str, typer.Argument(help="Name of a folder below data/raw.")], root: RootOption = HERE
) -> None:
    """List every fault in a grantee's files; exit 1 if there is one."""
    from evalkit.pipeline import find_faults  # noqa: PLC0415 - SciPy and pandas take seconds to import

    project = find_project(root)
    faults = find_faults(project, grantee)
    print_faults(faults)
    state = Freshness(project).state_of(grantee)
    if state.withdrawal:
        mark_withdrawn(project, grantee)
    if state.reasons:
        err.print(f"The report of {grantee} is {state.in_words()}.", markup=False)
    if faults:
        err.print(f"{len(faults)} fault(s). They are also in data/processed/{grantee}/quarantine.csv.")
        raise typer.Exit(1)
    out.print(f"{grantee}: no faults found.")


@app.command("list")
def list_grantees(root: RootOption = HERE) -> None:
    """List the grantees and how their reports stand, and say how to add one."""
    print_grantees(find_project(root))


@app.command()
def doctor(root: RootOption = HERE) -> None:
    """Say what is installed, which engine would be used, and how to get what is missing."""
    from evalkit.publishing.engines import choose_engine, describe_engines  # noqa: PLC0415 - as above
    from evalkit.publishing.report import package_versions  # noqa: PLC0415 - as above

    project = find_project(root)
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
    for path in write_schema_files(find_project(root).root):
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
        path = find_project(root).raw / name / file
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

    switches = read_pairs(switch or [])
    ready = load_measure(measure).switched(**switches)
    table = None if norms is None else read_answers(norms)
    try:
        scored = score_answers(read_answers(file), ready, norms=table)
    except ImpossibleAnswers as error:
        print_faults([replace(fault, file=file.name) for fault in error.faults])
        raise typer.Exit(error.exit_code) from None
    if target is None:
        typer.echo(store.format_csv(scored), nl=False)
        return
    store.write_csv(target, scored)
    out.print(f"wrote {target}", markup=False)
