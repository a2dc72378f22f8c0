"""What can go wrong, as values (faults) and as exceptions with the exit code they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in what a grantee sent, in words a charity worker understands.

    Attributes
    ----------
    file : str
        File name, relative to the grantee's folder.
    sheet : str
        Sheet of a workbook; empty for a CSV file.
    row : int or None
        Row as the spreadsheet program numbers it (the header is row 1); None for a whole file.
    column : str
        Column heading, or the key of grantee.yml.
    value : str
        The value as it was sent.
    rule : str
        What was expected.
    remedy : str
        What to do about it.
    """

    file: str
    sheet: str
    row: int | None
    column: str
    value: str
    rule: str
    remedy: str

    def sentence(self) -> str:
        """Return the fault as one line: place, value, rule, remedy.

        Examples
        --------
        >>> Fault("a.csv", "", 7, "Q1", "9", "answers go from 0 to 4", "Check the form.").sentence()
        'a.csv, row 7, column Q1: "9": answers go from 0 to 4. Check the form.'
        """
        place = [self.file]
        if self.sheet:
            place.append(f"sheet {self.sheet}")
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        value = f'"{self.value}": ' if self.value else ""
        return f"{', '.join(place)}: {value}{self.rule.rstrip('.')}. {self.remedy}"


class EvalkitError(Exception):
    """Anything evalkit stops for; ``exit_code`` is what the command line returns."""

    exit_code: ClassVar[int] = 1


class UsageError(EvalkitError):
    """The call itself can't be carried out: unknown grantee, parameter, measure or switch."""

    exit_code: ClassVar[int] = 2


class StructuralFaults(EvalkitError):  # noqa: N818 - it carries faults, each already in words
    """The input can't be used at all: a missing file, sheet, column or key, or nothing left.

    Parameters
    ----------
    faults : iterable of Fault
        All of them, not only the first.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(fault.sentence() for fault in self.faults))


class BuildError(EvalkitError):
    """A stage failed; the message names notebook, cell and cause, or the engine's own words."""


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return `` did you mean 'x'?`` for a near miss, else the list of what is known.

    Parameters
    ----------
    word : str
        What was written.
    known : sequence of str
        What could have been written.

    Examples
    --------
    >>> did_you_mean("titel", ["title", "version"])
    "did you mean 'title'?"
    >>> did_you_mean("xyz", ["b", "a"])
    'known are: a, b'
    """
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known are: {', '.join(sorted(known))}"
