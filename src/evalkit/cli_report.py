"""``evalkit report``: build one grantee's report, or all that are out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evalkit.cli_parts import (
    HERE,
    ParameterOption,
    RendererOption,
    RootOption,
    err,
    find_project,
    out,
    print_error,
    print_grantees,
    print_outcome,
    read_pairs,
    show_progress,
)
from evalkit.errors import EvalkitError, UsageError
from evalkit.freshness import Freshness, mark_withdrawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.freshness import State
    from evalkit.store import Project

_AUTO = "auto"


def report(
    grantee: Annotated[
        str,
        typer.Argument(help="Name of a folder below data/raw; without, every report that is out of date."),
    ] = "",
    renderer: RendererOption = _AUTO,
    parameter: ParameterOption = None,
    root: RootOption = HERE,
) -> None:
    """Build a grantee's report in HTML and PDF; without a name, build anew what is out of date."""
    project = find_project(root)
    parameters = read_pairs(parameter or [])
    if not grantee:
        _build_what_is_out_of_date(project, renderer, parameters)
        return
    project.check_grantee(grantee)
    if Freshness(project).state_of(grantee).withdrawal:
        mark_withdrawn(project, grantee)
    _build(project, grantee, renderer, parameters)


def _build_what_is_out_of_date(project: Project, renderer: str, parameters: Mapping[str, str]) -> None:
    """Build each report that was built before and is out of date; one that fails doesn't stop the others."""
    freshness = Freshness(project)
    states = [freshness.state_of(name) for name in project.grantees()]
    if not any(state.is_built for state in (*states, freshness.state_of_programme())):
        print_grantees(project)
        raise UsageError("say which: make report GRANTEE=<name>")
    for state in states:
        if state.withdrawal:
            mark_withdrawn(project, state.name)
    codes = [_bring_up_to_date(project, state, renderer, parameters) for state in states]
    # Only now: the page takes counts from the reports above.
    programme = freshness.state_of_programme()
    if programme.is_built:
        codes.append(_bring_up_to_date(project, programme, renderer, parameters, is_programme=True))
    if any(codes):
        raise typer.Exit(max(codes))


def _bring_up_to_date(
    project: Project,
    state: State,
    renderer: str,
    parameters: Mapping[str, str],
    *,
    is_programme: bool = False,
) -> int:
    """Say how a report stands, build it anew if need be, and return the exit code that it alone would give."""
    name = "City-wide indicators" if is_programme else state.name
    if not state.is_built:
        out.print(f"{name}: {state.in_words()} (make report GRANTEE={name})", markup=False)
        return 0
    out.print(f"{name}: {state.in_words()}", markup=False)
    if not state.reasons:
        return 0
    chosen = renderer if renderer != _AUTO else state.renderer
    asked = parameters or state.parameters
    try:
        if is_programme:
            _build_programme(project, chosen, asked)
        else:
            _build(project, state.name, chosen, asked)
    except EvalkitError as error:
        print_error(error)
        err.print(f"{name}: not built; the report that is there is out of date.", markup=False)
        return error.exit_code
    return 0


def _build(project: Project, grantee: str, renderer: str, parameters: Mapping[str, str]) -> None:
    from evalkit.pipeline import STAGES, make_report  # noqa: PLC0415 - SciPy and pandas take seconds to import

    with show_progress(STAGES) as announce:
        outcome = make_report(project, grantee, renderer=renderer, parameters=parameters, announce=announce)
    print_outcome(outcome, tables=("outcomes",))


def _build_programme(project: Project, renderer: str, parameters: Mapping[str, str]) -> None:
    from evalkit.pipeline_programme import STAGES, make_indicators  # noqa: PLC0415 - as above

    with show_progress(STAGES) as announce:
        outcome = make_indicators(project, renderer=renderer, parameters=parameters, announce=announce)
    print_outcome(outcome, tables=("indicators",))
