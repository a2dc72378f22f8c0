"""Mark reports that use words whose consent was taken back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from evalkit.freshness.state import Freshness
from evalkit.publishing.out_of_date import mark_out_of_date

if TYPE_CHECKING:
    from evalkit.store import Project


def mark_withdrawn(project: Project, grantee: str) -> None:
    """Mark a grantee's report if it may no longer be shown, unless another run has built it anew meanwhile.

    Parameters
    ----------
    project : Project
        Where the folders are.
    grantee : str
        A listed grantee.
    """
    with project.locked(grantee):
        reason = Freshness(project).state_of(grantee).withdrawal
        if reason:
            mark_out_of_date(project.reports / grantee, reason, dt.datetime.now(dt.UTC).date())
