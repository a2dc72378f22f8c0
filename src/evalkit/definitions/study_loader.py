"""Reading grantee.yml: every fault of it at once, each with its line and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.definitions.study import Study
from evalkit.definitions.study_references import find_faults_in_references
from evalkit.definitions.yaml_files import load_yaml
from evalkit.errors import StructuralFaults
from evalkit.names import STUDY_FILE

if TYPE_CHECKING:
    from pathlib import Path

GUIDE: Final = "docs/add-a-grantee.md"


def load_study(path: Path) -> Study:
    """Read and check one grantee.yml.

    Parameters
    ----------
    path : Path
        The file ``data/raw/<grantee>/grantee.yml``.

    Returns
    -------
    Study
        The declared study; its ``grantee`` equals the folder's name.

    Raises
    ------
    StructuralFaults
        If the file is missing, is no YAML, has unknown, missing or impossible keys, or names
        a component, timepoint, measure or attribute that it doesn't declare. Carries all faults.
    """
    declared = load_yaml(path, Study, guide=GUIDE)
    faults = find_faults_in_references(
        declared.content, folder=path.parent.name, place=lambda keys: (STUDY_FILE, declared.line(keys))
    )
    if faults:
        raise StructuralFaults(faults)
    return declared.content
