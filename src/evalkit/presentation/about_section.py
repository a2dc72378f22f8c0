"""The section "About this report": the colophon, without any time of the clock."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from evalkit.presentation.markdown import bullets, paragraphs, plain, table
from evalkit.presentation.numbers import day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.programme_facts import ProgrammeFacts

PACKAGES: Final = (
    "evalkit",
    "pandas",
    "numpy",
    "scipy",
    "pingouin",
    "pandera",
    "matplotlib",
    "seaborn",
    "papermill",
)
SHOWN_OF_HASH: Final = 16


def write_about(study: StudyFacts | ProgrammeFacts, engine: str, parameters: Mapping[str, object]) -> str:
    """Write the colophon.

    Parameters
    ----------
    study : StudyFacts or ProgrammeFacts
        For organisation, version, dates and inputs.
    engine : str
        Which engine printed the report, with its version.
    parameters : mapping of str to object
        Parameters of the notebook that change what it prints.
    """
    versions = [f"{name} {version(name)}" for name in PACKAGES]
    told = [f"{name} = {plain(str(value))}" for name, value in parameters.items()]
    files = table(
        ["File", "First digits of its SHA-256"],
        "ll",
        [[plain(name), f"`{digest[:SHOWN_OF_HASH]}`"] for name, digest in study.inputs.items()],
    )
    return paragraphs(
        bullets(
            [
                f"Organisation: {plain(study.organisation)}.",
                f"Prepared for: {plain(study.prepared_for)}.",
                f"Version {plain(study.version)}; data to {day(study.data_date)}.",
                f"Printed by: {plain(engine)}.",
                f"Worked out with {', '.join(versions)}; Python {platform.python_version()}.",
                f"Parameters: {', '.join(told)}." if told else "Parameters: none.",
            ]
        ),
        f"{files}\n\n: The input files; manifest.json beside this report has the whole hashes. {{#tbl-inputs}}"
        if study.inputs
        else "",
    )
