"""From a grantee's files to a finished report: verb, check, save, stage by stage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from evalkit import names, pipeline_stories, store
from evalkit.analysis.checks import check_results
from evalkit.analysis.goal_movement import list_goal_changes
from evalkit.analysis.outcomes import BOOTSTRAP_SEED
from evalkit.analysis.sensitivity import IMPUTATION_SEED
from evalkit.analysis.study_results import analyse_study
from evalkit.definitions import Study, load_study
from evalkit.disclosure.checks import check_released
from evalkit.disclosure.gate import Results, release
from evalkit.disclosure.policy import Policy
from evalkit.disclosure.public import public_facts
from evalkit.errors import Fault, StructuralFaults
from evalkit.freshness import REVIEW, Freshness
from evalkit.intake import Intake, read_narrative, take_in
from evalkit.intake.formulas import escape_formulas
from evalkit.publishing.report import Published, Report, check_report, package_versions, publish
from evalkit.scoring.study_scores import check_scores, score_study

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

    from evalkit.store import Project

NOTEBOOK: Final = "grantee_report.ipynb"
_ALWAYS_PRINTED: Final = ("outcomes", "flow", "reach", "goals", "paths", "categories", "missing")
_ALWAYS_THERE: Final = (*_ALWAYS_PRINTED, "lines", "activity", "equity", "completeness", "groups")
STAGES: Final = (
    "reading",
    "scoring",
    "analysing",
    "protecting",
    "running the notebook",
    "rendering",
    "saving",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run leaves behind.

    Attributes
    ----------
    folder : Path
        ``reports/<grantee>``.
    published : Published
        Which engine rendered it, and what to know about that.
    faults : tuple of Fault
        Rows that were left out.
    """

    folder: Path
    published: Published
    faults: tuple[Fault, ...] = field(default=())


def find_faults(project: Project, grantee: str) -> tuple[Fault, ...]:
    """Read a grantee's files, write the quarantine file and return every fault.

    Raises
    ------
    StructuralFaults
        If the input can't be used at all; the quarantine file is written all the same.
    """
    project.check_grantee(grantee)
    with project.locked(grantee):
        _, intake, stories, prose = _read(project, grantee)
        faults = (*intake.faults, *(stories.faults if stories else ()), *prose)
        store.write_quarantine(project.processed / grantee / "quarantine.csv", faults)
        return faults


def make_report(
    project: Project,
    grantee: str,
    *,
    renderer: str = "auto",
    parameters: Mapping[str, str] | None = None,
    announce: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Build a grantee's report; the last good one stays until the new one is whole.

    Parameters
    ----------
    project : Project
        Where the folders are.
    grantee : str
        A listed grantee.
    renderer : {"auto", "quarto", "embedded"}
        Which engine to use.
    parameters : mapping of str to str, optional
        Parameters of the notebook, as written on the command line.
    announce : callable
        Told the name of each stage as it begins.

    Returns
    -------
    Outcome
        Where the report is, and what was left out of it.

    Raises
    ------
    StructuralFaults, UsageError, BuildError, DisclosureError
        Each says what to do; ``reports/<grantee>`` is then as it was before.
    """
    project.check_grantee(grantee)
    with (
        project.locked(grantee),
        store.scratch(project.processed, grantee) as processed,
        store.scratch(project.reports, grantee) as built,
    ):
        announce("reading")
        study, intake, stories, prose = _read(project, grantee)
        inputs = store.hash_files(project.raw / grantee)
        made = Freshness(project).record_making(project.notebooks / NOTEBOOK, renderer)
        texts, _ = read_narrative(project.raw / grantee)
        faults = (*intake.faults, *(stories.faults if stories else ()), *prose)
        store.write_quarantine(processed / "quarantine.csv", faults)
        store.write_parquet(processed, {"people": intake.people, **intake.tables})
        if stories is not None:
            store.write_parquet(processed, stories.tables)

        announce("scoring")
        tables = intake.tables
        scores = _score(study, intake)
        store.write_parquet(processed, {"scores": scores, "goal_changes": list_goal_changes(tables["goals"])})

        announce("analysing")
        counted = analyse_study(study, intake.people, tables, scores)
        told = None
        if stories is not None:
            folders = (project.processed / grantee, processed)
            sent = {**tables, "people": intake.people, "scores": scores}
            told = pipeline_stories.analyse(study, stories, sent, counted["outcomes"], folders=folders)
            faults = (*faults, *told.faults)
            store.write_quarantine(processed / "quarantine.csv", faults)
        results = Results(**counted, **(told.results.counts if told else {}))
        check_results(results.outcomes, results.flow)

        announce("protecting")
        released = release(results, policy := Policy(study.disclosure.policy, study.disclosure.threshold))
        facts = public_facts(study, _measures_of(results), inputs, faults)
        check_released(released, policy, facts, texts, people=intake.people[names.RESPONDENT_ID])
        _save_released(processed / "released", released, facts, texts)
        printed = {
            name: escape_formulas(table)
            for name, table in released.tables().items()
            if _is_printed(name, table)
        }
        if stories is not None and told is not None:
            words = pipeline_stories.release(study, stories, told, released, intake.people)
            pipeline_stories.save(processed / "released", words)
            printed |= {name: escape_formulas(table) for name, table in words.tables.items()}

        job = Report(
            notebook=project.notebooks / NOTEBOOK,
            released=processed / "released",
            folder=built,
            project=project.root,
            grantee=grantee,
            renderer=renderer,
            parameters=dict(parameters or {}),
        )
        published = publish(job, announce=announce)
        for name, table in printed.items():
            store.write_csv(built / "tables" / f"{name}.csv", table)
        check_report(built, people=intake.people[names.RESPONDENT_ID])

        announce("saving")
        manifest = _manifest(study, job, published, inputs=inputs, faults=len(faults))
        decisions = store.hash_files(processed / REVIEW)
        store.write_json(built / "manifest.json", {**manifest, **made, "decisions": decisions})
        if told is not None:
            told.check_review_unchanged()
        store.swap_folder(processed, project.processed / grantee)
        store.swap_folder(built, project.reports / grantee)
    return Outcome(project.reports / grantee, published, faults)


def _read(
    project: Project, grantee: str
) -> tuple[Study, Intake, pipeline_stories.Stories | None, list[Fault]]:
    folder = project.raw / grantee
    try:
        study = load_study(folder / names.STUDY_FILE)
        intake = take_in(study, folder)
        stories = pipeline_stories.read(study, folder, intake.people[names.RESPONDENT_ID])
    except StructuralFaults as error:
        store.write_quarantine(project.processed / grantee / "quarantine.csv", error.faults)
        raise
    return study, intake, stories, read_narrative(folder)[1]


def _is_printed(name: str, table: pd.DataFrame) -> bool:
    return name in _ALWAYS_PRINTED or (name != "lines" and len(table) > 0)


def _score(study: Study, intake: Intake) -> pd.DataFrame:
    tables = intake.tables
    scores = score_study(
        tables["scores"], tables["responses"], study, people=intake.people, norms=tables["norm_tables"]
    )
    check_scores(scores, study)
    return scores


def _measures_of(results: Results) -> list[str]:
    return [str(name) for name in results.flow[names.MEASURE].dropna().unique()]


def _save_released(
    folder: Path, released: Results, facts: Mapping[str, object], texts: Mapping[str, str]
) -> None:
    for name, table in released.tables().items():
        if name in _ALWAYS_THERE or len(table):
            store.write_csv(folder / f"{name}.csv", table)
    store.write_json(folder / "study.json", facts)
    for name, text in texts.items():
        store.write_text(folder / "narrative" / f"{name}.md", text + "\n")


def _manifest(
    study: Study, job: Report, published: Published, *, inputs: Mapping[str, str], faults: int
) -> dict[str, object]:
    return {
        "grantee": study.grantee,
        "run_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "data_date": study.data_date.isoformat(),
        "synthetic": study.synthetic,
        "engine": published.engine,
        "remark": published.remark,
        "versions": package_versions(),
        "parameters": job.parameters,
        "bootstrap_seed": BOOTSTRAP_SEED,
        "imputation_seed": IMPUTATION_SEED,
        "disclosure": study.disclosure.model_dump(mode="json"),
        "faults": faults,
        "inputs": dict(inputs),
        "outputs": store.hash_files(job.folder),
    }
