"""What is said about a grant that was sent: faults and repairs, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.errors import Fault


@dataclass(frozen=True, slots=True)
class GrantFault(Fault):
    """A fault of one grant.

    Attributes
    ----------
    grant : str
        The grant's id; empty where it has none, and for grants to individuals.
    position : bool
        True for JSON: `row` is then the grant's position in the list, from 1.
    """

    grant: str = ""
    position: bool = False

    def sentence(self) -> str:
        """Return the fault as one line: place, value, rule, remedy.

        Examples
        --------
        >>> rule, remedy = "the amount is negative", "Correct it."
        >>> GrantFault("a.json", "", 3, "amountAwarded", "-1", rule, remedy, "G-3", True).sentence()
        'a.json, grant 3 (G-3), amountAwarded: "-1": the amount is negative. Correct it.'
        """
        value = f'"{self.value}": ' if self.value else ""
        return f"{_place(self)}: {value}{self.rule.rstrip('.')}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Repair:
    """A text of one grant that was encoded twice and is now as it was meant.

    Attributes
    ----------
    file, sheet, row, column, grant, position
        Where, as in `GrantFault`.
    pairs : tuple of (str, str)
        Each broken sequence with what it was read as.
    """

    file: str
    sheet: str
    row: int | None
    column: str
    grant: str
    position: bool
    pairs: tuple[tuple[str, str], ...]

    def sentence(self) -> str:
        """Return the repair as one line.

        Examples
        --------
        >>> Repair("a.csv", "", 2, "Title", "G-1", False, (("Â£", "£"),)).sentence()
        'a.csv, row 2 (G-1), Title: text encoded twice: "Â£" was read as "£".'
        """
        told = ", ".join(
            f'"{visible(broken)}" was read as "{visible(meant)}"' for broken, meant in self.pairs
        )
        return f"{_place(self)}: text encoded twice: {told}."


def visible(text: str) -> str:
    """Return a text in which characters that show nothing are written as their number.

    Examples
    --------
    >>> visible("Â" + chr(160))
    'ÂU+00A0'
    """
    return "".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in text)


def _place(told: GrantFault | Repair) -> str:
    place = [told.file]
    if told.sheet:
        place.append(f"sheet {told.sheet}")
    if told.row is not None:
        named = f" ({told.grant})" if told.grant else ""
        place.append(f"{'grant' if told.position else 'row'} {told.row}{named}")
    if told.column:
        place.append(told.column)
    return ", ".join(place)
