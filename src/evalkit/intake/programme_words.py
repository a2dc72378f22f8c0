"""Faults of reading a file, in the words of programme.yml."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evalkit.definitions.programme import GUIDE, PROGRAMME_FILE

if TYPE_CHECKING:
    from evalkit.errors import Fault


def in_programme_words(fault: Fault) -> Fault:
    """Return a fault of reading a file as it is for the programme: its headings are fixed.

    Examples
    --------
    >>> from evalkit.errors import Fault
    >>> fault = Fault("a.xlsx", "S", None, "", "", "this sheet is missing", "Correct 'sheet:' in grantee.yml.")
    >>> in_programme_words(fault).remedy
    "Correct 'sheet:' in programme.yml."
    """
    if fault.column:
        return replace(fault, remedy=f"Correct the heading; {GUIDE} lists the headings of each file.")
    return replace(fault, remedy=fault.remedy.replace("grantee.yml", PROGRAMME_FILE))
