"""Files of the 360Giving Data Standard → grants as sent, each a mapping of path to value.

JSON packages and flat tables come out alike, so that one set of rules checks both.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from evalkit.errors import Fault, StructuralFaults
from evalkit.intake.grant_headings import find_faults_in_headings, path_of
from evalkit.intake.raw import read_raw_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

INDIVIDUAL: Final = "recipientIndividual"
ORGANISATION: Final = "recipientOrganization"
_SHEET: Final = "grants"
_META: Final = "meta"
_DATED: Final = ("issued", "modified")
_PACKAGE: Final = 'Wrap the grants: {"grants": [ … ]}; a table must be saved as .csv or .xlsx.'


@dataclass(frozen=True, slots=True)
class SentGrant:
    """One grant as it stands in the file.

    Attributes
    ----------
    file, sheet : str
        Where it stands.
    row : int
        Row of the sheet, or from JSON the position in the list, from 1.
    values : mapping of str to object
        Every value, by its path ("recipientOrganization/0/name").
    headings : mapping of str to str
        Path → heading as sent; empty for JSON.
    is_json : bool
        Whether values have the types of JSON; else all are text.
    """

    file: str
    sheet: str
    row: int
    values: Mapping[str, object]
    headings: Mapping[str, str] = field(default_factory=dict)
    is_json: bool = False

    def below(self, path: str) -> dict[str, object]:
        """Return the filled values at a path and below it."""
        start = f"{path}/"
        return {
            name: value
            for name, value in self.values.items()
            if (name == path or name.startswith(start)) and is_filled(value)
        }

    def members(self, path: str) -> list[int]:
        """Return the numbers of a list's members that hold anything."""
        found = {name.removeprefix(f"{path}/").split("/")[0] for name in self.below(path)}
        return sorted(int(number) for number in found if number.isdecimal())

    def heading(self, path: str) -> str:
        """Return the heading as sent of a path, or the first one below it, else the path."""
        below = (told for name, told in self.headings.items() if name.startswith(f"{path}/"))
        return self.headings.get(path) or next(below, path)

    @property
    def is_to_individual(self) -> bool:
        """Whether it says anything about a recipient who is a person."""
        return bool(self.below(INDIVIDUAL))


@dataclass(frozen=True, slots=True)
class SentRegister:
    """A file's grants as sent.

    Attributes
    ----------
    grants : tuple of SentGrant
    newest : str
        When the file says that it was issued or last modified, whichever is later; empty if it doesn't.
    faults : tuple of Fault
        What is wrong outside single grants.
    """

    grants: tuple[SentGrant, ...]
    newest: str
    faults: tuple[Fault, ...]


def is_filled(value: object) -> bool:
    """Return whether a value says anything."""
    return not (value is None or (isinstance(value, str) and not value.strip()))


def read_sent_grants(path: Path) -> SentRegister:
    """Read a register in the 360Giving Data Standard: ``.json``, ``.csv`` or ``.xlsx``.

    Raises
    ------
    StructuralFaults
        If the file is missing, of another kind, unreadable, without grants, or has headings that
        the standard doesn't know.
    """
    kind = path.suffix.lower()
    if not path.is_file():
        raise _unusable(path, "this file is missing", "Correct its name.")
    if kind == ".json":
        return _read_package(path)
    if kind in {".csv", ".xlsx"}:
        return _read_flat(path)
    raise _unusable(path, f"{kind or 'this kind of file'} can't be read", "Save it as .json, .csv or .xlsx.")


def _unusable(path: Path, rule: str, remedy: str) -> StructuralFaults:
    return StructuralFaults([Fault(path.name, "", None, "", "", rule, remedy)])


def _read_package(path: Path) -> SentRegister:
    try:
        content = json.loads(
            path.read_text(encoding="utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refuse,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise _unusable(path, "the file isn't UTF-8 text", "Save it again as UTF-8.") from None
    except (ValueError, RecursionError) as error:
        told = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise _unusable(path, f"the file isn't JSON ({told})", "Export it anew.") from None
    if not isinstance(content, dict) or not isinstance(content.get("grants"), list):
        raise _unusable(path, "there is no list 'grants' at the top", _PACKAGE)
    if not content["grants"]:
        raise _unusable(path, "the list 'grants' is empty", "Export it anew.")
    grants = tuple(
        SentGrant(path.name, "", position, dict(_flatten(grant, "")), is_json=True)
        for position, grant in enumerate(content["grants"], 1)
    )
    return SentRegister(grants, _newest(content), ())


def _refuse(word: str) -> object:
    message = f"{word} is no number"
    raise ValueError(message)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object; of a key that stands twice nobody knows which value was meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _newest(content: Mapping[str, object]) -> str:
    dates = [str(content[name]) for name in _DATED if is_filled(content.get(name))]
    return max(dates, default="")


_DEEPEST: Final = 20  # the standard goes down six steps
_LISTS: Final = (
    ORGANISATION,
    "fundingOrganization",
    "grantProgramme",
    "beneficiaryLocation",
    "plannedDates",
)


class WrongShape:
    """What stands where the standard wants a list or an object; it holds nothing of the content."""

    def __init__(self, found: object, wanted: str) -> None:
        self.found = name_type(found)
        self.wanted = wanted


def name_type(value: object) -> str:
    """Return what a JSON value is, in words.

    Examples
    --------
    >>> name_type(True), name_type(1), name_type("1"), name_type([])
    ('true or false', 'a number', 'text', 'a list')
    """
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "true or false"),
        (int, "a number"),
        (Decimal, "a number"),
        (str, "text"),
        (list, "a list"),
        (dict, "an object"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "nothing")


def _flatten(value: object, path: str) -> Iterator[tuple[str, object]]:
    """Yield every value below a JSON value with its path; what has the wrong shape as `WrongShape`."""
    if path.count("/") > _DEEPEST:
        return
    wanted = _shape(path)
    if wanted and (value is not None or not path) and name_type(value) != wanted:
        yield path, WrongShape(value, wanted)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _flatten(part, f"{path}/{name}" if path else name)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _flatten(part, f"{path}/{number}")
    else:
        yield path, value


def _shape(path: str) -> str:
    parts = path.split("/")
    if path in _LISTS or parts[-1] == "taxonomyCodes":
        return "a list"
    objects = ("", INDIVIDUAL, "deiDetails")
    is_member = parts[0] in _LISTS and len(parts) == 2  # noqa: PLR2004 - list/number
    is_area = parts[0] == "deiDetails" and parts[-1] in {"leadership", "mission", "project", "response"}
    return "an object" if path in objects or is_member or is_area else ""


@dataclass(frozen=True, slots=True)
class _FlatFile:
    """What `read_raw_table` must know of a register."""

    file: str
    sheet: str | None
    missing_codes: tuple[str, ...] = ()

    def columns_needed(self) -> tuple[str, ...]:
        return ()


def _read_flat(path: Path) -> SentRegister:
    sheet, newest, faults = _look_into_workbook(path) if path.suffix.lower() == ".xlsx" else (None, "", [])
    raw, found = read_raw_table(path.parent, _FlatFile(path.name, sheet))
    # What stands beyond the last heading may name a person: the fault gives its place only.
    found = [replace(fault, value="") for fault in found]
    if raw is None:
        raise StructuralFaults(found)
    headings = [str(heading) for heading in raw.cells.columns]
    wrong = find_faults_in_headings(headings, path.name, raw.sheet)
    if wrong:
        raise StructuralFaults(wrong)
    if raw.cells.empty:
        raise _unusable(path, "there is no grant below the headings", "Export it anew.")
    paths = {heading: place for heading in headings if heading and (place := path_of(heading))}
    untitled = [place for place, heading in enumerate(headings) if not heading]
    if raw.cells.iloc[:, untitled].notna().any(axis=None):
        rule = "cells stand in a column without a heading"
        faults.append(Fault(path.name, raw.sheet, 1, "", "", rule, "Give it the heading of the standard."))
    told = {place: heading for heading, place in paths.items()}
    grants = tuple(
        SentGrant(path.name, raw.sheet, int(str(row)), {paths[name]: cells[name] for name in paths}, told)
        for row, cells in raw.cells[list(paths)].fillna("").to_dict("index").items()
    )
    return SentRegister(grants, newest, (*found, *faults))


def _look_into_workbook(path: Path) -> tuple[str | None, str, list[Fault]]:
    """Return the sheet with the grants, the newest date of the sheet "Meta", and sheets left unread."""
    try:
        workbook = CalamineWorkbook.from_path(path)
    except (CalamineError, OSError):
        return None, "", []  # read_raw_table says what is wrong
    names = list(workbook.sheet_names)
    chosen = next((name for name in names if name.strip().casefold() == _SHEET), None)
    if chosen is None and len(names) > 1:
        rule = f"the workbook has several sheets ({', '.join(names)}), none called 'grants'"
        raise _unusable(path, rule, "Call the sheet with the grants 'grants'.")
    newest, faults = "", []
    for name in names:
        rows = [] if name == (chosen or names[0]) else workbook.get_sheet_by_name(name).to_python()
        if name.strip().casefold() == _META:
            pairs = {str(row[0]).strip().casefold(): row[1] for row in rows if len(row) > 1}
            newest = _newest({key: _as_day(value) for key, value in pairs.items()})
        elif len(rows) > 1:
            rule = "this sheet has rows, and evalkit reads the sheet of grants only"
            remedy = "Put what evalkit should read into the sheet of grants."
            faults.append(Fault(path.name, name, None, "", "", rule, remedy))
    return chosen or names[0], newest, faults


def _as_day(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
