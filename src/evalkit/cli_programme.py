"""``evalkit indicators``: the page of city-wide indicators, or what is wrong with its files."""

from __future__ import annotations

from typing import Annotated

import typer

from evalkit.cli_parts import (
    HERE,
    ParameterOption,
    RendererOption,
    RootOption,
    err,
    find_project,
    out,
    print_faults,
    print_outcome,
    read_pairs,
    show_progress,
)


def indicators(
    renderer: RendererOption = "auto",
    parameter: ParameterOption = None,
    check: Annotated[bool, typer.Option("--check", help="Only say what is wrong with the files.")] = False,  # noqa: FBT002 - a flag
    root: RootOption = HERE,
) -> None:
    """Build the page of city-wide indicators from data/raw/_programme, in HTML and PDF."""
    from evalkit import pipeline_programme as pipeline  # noqa: PLC0415 - SciPy and pandas take seconds to import

    project = find_project(root)
    if check:
        faults = pipeline.find_programme_faults(project)
        print_faults(faults)
        if faults:
            err.print(f"{len(faults)} fault(s). They are also in data/processed/_programme/quarantine.csv.")
            raise typer.Exit(1)
        out.print("The programme's files: no faults found.")
        return
    with show_progress(pipeline.STAGES) as announce:
        outcome = pipeline.make_indicators(
            project, renderer=renderer, parameters=read_pairs(parameter or []), announce=announce
        )
    print_outcome(outcome, tables=("indicators",))
