"""From the city-wide programme's files to its page: verb, check, save, stage by stage."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from evalkit import names, store
from evalkit.analysis.programme_results import analyse_programme, check_programme_results
from evalkit.definitions.programme import PROGRAMME_FILE, load_programme
from evalkit.disclosure.policy import Policy
from evalkit.disclosure.programme_gate import check_programme_released, protect_detentions, protect_points
from evalkit.disclosure.programme_grants import release_programme_grants
from evalkit.disclosure.programme_public import programme_facts
from evalkit.errors import StructuralFaults, UsageError
from evalkit.freshness import Freshness
from evalkit.intake.programme import take_in_programme
from evalkit.intake.programme_reach import read_grantees_reach
from evalkit.pipeline import Outcome
from evalkit.presentation.programme import open_programme
from evalkit.publishing.report import Report, check_report, package_versions, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from evalkit.definitions.programme import Programme
    from evalkit.errors import Fault
    from evalkit.intake.programme import ProgrammeIntake
    from evalkit.publishing.report import Published
    from evalkit.store import Project

NOTEBOOK: Final = "population_indicators.ipynb"
STAGES: Final = (
    "reading",
    "protecting",
    "analysing",
    "running the notebook",
    "rendering",
    "saving",
)


def find_programme_faults(project: Project) -> tuple[Fault, ...]:
    """Read the programme's files, write the quarantine file and return every fault.

    Raises
    ------
    UsageError
        If the project has no folder ``data/raw/_programme``.
    StructuralFaults
        If the input can't be used at all; the quarantine file is written all the same.
    """
    _check_there_is_one(project)
    with project.locked(names.PROGRAMME):
        _, intake = _read(project)
        store.write_quarantine(project.processed / names.PROGRAMME / "quarantine.csv", intake.faults)
        return intake.faults


def make_indicators(
    project: Project,
    *,
    renderer: str = "auto",
    parameters: Mapping[str, str] | None = None,
    announce: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Build the page of city-wide indicators; the last good one stays until the new one is whole.

    Parameters
    ----------
    project : Project
        Where the folders are.
    renderer : {"auto", "quarto", "embedded"}
        Which engine to use.
    parameters : mapping of str to str, optional
        Parameters of the notebook, as written on the command line.
    announce : callable
        Told the name of each stage as it begins.

    Returns
    -------
    Outcome
        Where the page is, and what was left out of it.

    Raises
    ------
    StructuralFaults, UsageError, BuildError, DisclosureError
        Each says what to do; ``reports/_programme`` is then as it was before.
    """
    _check_there_is_one(project)
    with (
        project.locked(names.PROGRAMME),
        store.scratch(project.processed, names.PROGRAMME) as processed,
        store.scratch(project.reports, names.PROGRAMME) as built,
    ):
        announce("reading")
        programme, intake = _read(project)
        reach = read_grantees_reach(programme.grants, project.processed)
        inputs = {**store.hash_files(project.raw / names.PROGRAMME), **reach.inputs}
        made = Freshness(project).record_making(project.notebooks / NOTEBOOK, renderer)
        store.write_quarantine(processed / "quarantine.csv", intake.faults)

        announce("protecting")
        policy = Policy(programme.disclosure.policy, programme.disclosure.threshold)
        standard = dict(intake.standard_population.itertuples(index=False, name=None))
        points = protect_points(intake.points, intake.indicators, policy)
        detentions = protect_detentions(intake.detentions, policy, age_groups=frozenset(standard))

        announce("analysing")
        reference = programme.detentions.reference if programme.detentions else ""
        results = analyse_programme(
            intake.indicators, points, detentions, standard=standard, reference=reference
        )
        check_programme_results(results)
        check_programme_released(results.tables(), policy)
        tables = {**results.tables(), "pledges": intake.pledges, "published": intake.published}
        if programme.grants:
            taken, grantees = intake.grants, programme.grants.grantees
            tables |= release_programme_grants(taken.grants, taken.further, reach.counts, grantees, policy)
        for name, table in tables.items():
            store.write_csv(processed / "released" / f"{name}.csv", table)
        facts = programme_facts(programme, inputs, intake.faults, repaired=intake.grants.repaired)
        store.write_json(processed / "released" / "programme.json", facts)

        job = Report(
            notebook=project.notebooks / NOTEBOOK,
            released=processed / "released",
            folder=built,
            project=project.root,
            grantee="",
            renderer=renderer,
            parameters=dict(parameters or {}),
            open_page=open_programme,
        )
        published = publish(job, announce=announce)
        _save_tables(job, tables)
        check_report(built, people=())

        announce("saving")
        manifest = {**_manifest(programme, job, published, intake, inputs), **made}
        store.write_json(built / "manifest.json", manifest)
        store.swap_folder(processed, project.processed / names.PROGRAMME)
        store.swap_folder(built, project.reports / names.PROGRAMME)
    return Outcome(project.reports / names.PROGRAMME, published, intake.faults)


def _check_there_is_one(project: Project) -> None:
    if not (project.raw / names.PROGRAMME).is_dir():
        message = (
            f"there is no folder {names.PROGRAMME} in {project.raw}: make one with a {PROGRAMME_FILE}; "
            "docs/indicators.md shows how"
        )
        raise UsageError(message)


def _read(project: Project) -> tuple[Programme, ProgrammeIntake]:
    folder = project.raw / names.PROGRAMME
    try:
        programme = load_programme(folder / PROGRAMME_FILE)
        return programme, take_in_programme(programme, folder)
    except StructuralFaults as error:
        store.write_quarantine(project.processed / names.PROGRAMME / "quarantine.csv", error.faults)
        raise


def _save_tables(job: Report, tables: Mapping[str, pd.DataFrame]) -> None:
    for name, table in tables.items():
        store.write_csv(job.folder / "tables" / f"{name}.csv", table)


def _manifest(
    programme: Programme,
    job: Report,
    published: Published,
    intake: ProgrammeIntake,
    inputs: Mapping[str, str],
) -> dict[str, object]:
    return {
        "programme": programme.title,
        "run_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "data_date": programme.data_date.isoformat(),
        "synthetic": programme.synthetic,
        "engine": published.engine,
        "remark": published.remark,
        "versions": package_versions(),
        "parameters": job.parameters,
        "disclosure": programme.disclosure.model_dump(mode="json"),
        "faults": len(intake.faults),
        "inputs": dict(inputs),
        "reach_of": list(programme.grants.grantees) if programme.grants else [],
        "outputs": store.hash_files(job.folder),
    }
