"""Single fields of a grant → values; what can't be read becomes a fault or takes the grant out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from evalkit.definitions.code_lists import load_currencies, load_dei_codes
from evalkit.errors import did_you_mean
from evalkit.intake.cells import CellError, parse_date
from evalkit.intake.double_encoding import repair_double_encoding
from evalkit.intake.grant_faults import GrantFault, Repair, visible
from evalkit.intake.grant_files import WrongShape, is_filled, name_type

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.intake.grant_files import SentGrant

_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_PENCE: Final = Decimal("0.01")
_MOST: Final = Decimal(10) ** 12
_SHORT_DATE: Final = 10
_REQUIRED: Final = "The standard requires it: fill it in."
_TYPE_REMEDY: Final = "Export the file anew with the types of the standard."


@dataclass(slots=True)
class GrantReader:
    """Reads the fields of one grant and keeps what is wrong with them.

    Attributes
    ----------
    sent : SentGrant
        The grant as sent.
    faults : list of GrantFault
    repairs : list of Repair
    usable : bool
        False once a fault takes the whole grant out.
    """

    sent: SentGrant
    faults: list[GrantFault] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    usable: bool = True

    def fault(self, path: str, rule: str, remedy: str, *, fatal: bool, part: str = "") -> None:
        """Note a fault, with only `part` of the value if given; for an individual it shows neither value nor id."""
        sent = self.sent
        value = sent.values.get(path)
        hidden = sent.is_to_individual or isinstance(value, WrongShape | list | dict)
        shown = "" if hidden or not is_filled(value) else part or str(value)
        column = sent.heading(path)
        self.faults.append(
            GrantFault(
                *(sent.file, sent.sheet, sent.row, column, shown, rule, remedy),
                grant=self._named(),
                position=sent.is_json,
            )
        )
        self.usable = self.usable and not fatal

    def check_shapes(self) -> None:
        """Note what stands where the standard wants a list or an object; it takes the grant out."""
        for path, value in self.sent.values.items():
            if isinstance(value, WrongShape):
                rule = f"wrong type: {value.found}, where the standard wants {value.wanted}"
                self.fault(path, rule, _TYPE_REMEDY, fatal=not path.startswith("deiDetails"))

    def require(self, path: str, what: str, *, fatal: bool) -> bool:
        """Return whether a field is filled; note a fault if not."""
        filled = is_filled(self.sent.values.get(path))
        if not filled:
            self.fault(path, f"{what} is missing", _REQUIRED, fatal=fatal)
        return filled

    def text(self, path: str, *, fatal: bool = False) -> str:
        """Return a text, repaired if that is certain; empty if it is blank or no text."""
        value = self.sent.values.get(path)
        if not is_filled(value) or isinstance(value, WrongShape):
            return ""
        if not isinstance(value, str):
            self._wrong_type(path, value, "text", fatal=fatal)
            return ""
        found = repair_double_encoding(value)
        if found.certain:
            sent = self.sent
            place = (sent.file, sent.sheet, sent.row, sent.heading(path), self._named(), sent.is_json)
            self.repairs.append(Repair(*place, found.pairs))
        elif found.pairs:
            rule = "text seems to be encoded twice, but what was meant isn't certain: it stays as it is"
            part = ", ".join(visible(broken) for broken, _ in found.pairs)
            self.fault(path, rule, "Correct the text where it was written.", fatal=False, part=part)
        return found.text.strip()

    def amount(self, path: str) -> Decimal | None:
        """Return an amount of money to the penny; whatever is wrong with it takes the grant out."""
        if not self.require(path, "the amount", fatal=True):
            return None
        amount = self._number(path, "this isn't an amount", fatal=True)
        if amount is None:
            return None
        rule = ""
        if amount < 0:
            rule = "the amount is negative"
        elif amount > _MOST:
            rule = "the amount is too large to be right"
        elif amount != amount.quantize(_PENCE):
            rule = "the amount has fractions of a penny"
        if rule:
            self.fault(path, rule, "Correct the amount: digits, a point, and pence.", fatal=True)
            return None
        return amount.quantize(_PENCE)

    def months(self, path: str) -> float | None:
        """Return a duration in months, 0 or more."""
        if not is_filled(self.sent.values.get(path)):
            return None
        months = self._number(path, "this isn't a number of months", fatal=False)
        if months is not None and months < 0:
            self.fault(path, "a duration can't be negative", "Correct or clear it.", fatal=False)
            return None
        return None if months is None else float(months)

    def currency(self, path: str) -> str:
        """Return a currency's code by ISO 4217."""
        if not self.require(path, "the currency", fatal=True):
            return ""
        code = self.text(path, fatal=True)
        if code and code not in load_currencies():
            self.fault(path, "unknown currency", "Use the three capitals of ISO 4217, as GBP.", fatal=True)
            return ""
        return code

    def date(self, path: str, *, fatal: bool = False) -> pd.Timestamp | None:
        """Return a day; None if it is blank or can't be read."""
        value = self.sent.values.get(path)
        if not is_filled(value):
            return None
        if not isinstance(value, str):
            self._wrong_type(path, value, "a date as text", fatal=fatal)
            return None
        try:
            return parse_day(value.strip())
        except CellError as error:
            self.fault(path, error.rule, error.remedy, fatal=fatal)
            return None

    def dei_codes(self, area: str) -> str:
        """Return the known population codes of one area of the DEI extension, joined by ";"."""
        path = f"deiDetails/{area}/response/taxonomyCodes"
        known = load_dei_codes()
        found: list[str] = []
        for place, value in self.sent.below(path).items():
            if isinstance(value, WrongShape):
                continue
            if not isinstance(value, str):
                self._wrong_type(place, value, "text", fatal=False)
                continue
            for code in filter(None, (part.strip() for part in value.split(";"))):
                if code in known:
                    found.append(code)
                else:
                    near = did_you_mean(code, list(known))
                    hint = f": {near}" if near.startswith("did") and not self.sent.is_to_individual else ""
                    remedy = "Use a code of the DEI extension's list."
                    self.fault(place, f"unknown population code{hint}", remedy, fatal=False, part=code)
        return ";".join(dict.fromkeys(found))

    def _number(self, path: str, rule: str, *, fatal: bool) -> Decimal | None:
        value = self.sent.values.get(path)
        if self.sent.is_json:
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                return Decimal(value)
            self._wrong_type(path, value, "a number", fatal=fatal)
            return None
        if not isinstance(value, str) or not _NUMBER.fullmatch(value.strip()):
            remedy = "Digits and a point only: no letters, no comma, no currency sign."
            self.fault(path, rule, remedy, fatal=fatal)
            return None
        return Decimal(value.strip())

    def _wrong_type(self, path: str, value: object, wanted: str, *, fatal: bool) -> None:
        rule = f"wrong type: {name_type(value)}, where the standard wants {wanted}"
        self.fault(path, rule, _TYPE_REMEDY, fatal=fatal)

    def _named(self) -> str:
        """Return the grant's id as sent, unless it could lead to a person."""
        value = self.sent.values.get("id")
        return value.strip() if isinstance(value, str) and not self.sent.is_to_individual else ""


def parse_day(text: str) -> pd.Timestamp:
    """Return the day of a date or date-time as it was written, whatever its time zone.

    Raises
    ------
    CellError
        If there is no such day or time.

    Examples
    --------
    >>> parse_day("2020-04-28T00:00:00+00:00").date().isoformat()
    '2020-04-28'
    """
    if len(text) > _SHORT_DATE:
        try:
            dt.datetime.fromisoformat(text)
        except ValueError:
            rule, remedy = "this isn't a date and time", "Write dates as 2024-03-31."
            raise CellError(rule, remedy) from None
    return parse_date(text)
