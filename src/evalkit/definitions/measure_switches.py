"""Switches: where sources disagree, which of the rules to use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import BeforeValidator, Field, model_validator

from evalkit.definitions.measure_facts import Identifier, Piece, Text
from evalkit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.definitions.measure import Measure

PROVISIONAL: Final = "provisional"
REVERSED_ITEMS: Final = "reversed_items"
NONE: Final = "none"


def as_text(value: object) -> object:
    """Return a switch's value as text: ``4`` and ``"4"`` are the same, and so are yes and true."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value


class Switch(Piece):
    """One choice that the sources leave open."""

    title: Text = Field(description="What is chosen, in plain words.")
    values: dict[Annotated[str, BeforeValidator(as_text)], Text] = Field(
        default_factory=dict, description="Each possible value and what it means."
    )
    between: tuple[float, float] | None = Field(
        default=None, description="In place of values: the range of a number that can be chosen."
    )
    default: Annotated[str | None, BeforeValidator(as_text, json_schema_input_type=str | float | None)] = (
        Field(
            default=None,
            description="The value if nothing is said; without one, facts that depend on it don't apply.",
        )
    )
    required: bool = Field(default=False, description="Whether nothing can be scored until it is said.")
    aliases: tuple[Identifier, ...] = Field(default=(), description="Other names that the switch answers to.")
    source: Text | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if bool(self.values) == (self.between is not None):
            message = "a switch has either values or a range of numbers (between)"
            raise ValueError(message)
        if self.default is not None and not self.allows(self.default):
            message = f"the default '{self.default}' is not one of the values"
            raise ValueError(message)
        return self

    def allows(self, value: str) -> bool:
        """Return whether the switch can be set to ``value``."""
        if self.between is None:
            return value in self.values
        try:
            return self.between[0] <= float(value) <= self.between[1]
        except ValueError:
            return False

    def choices(self) -> str:
        """Return the possible values in words."""
        if self.between is not None:
            return f"a number from {self.between[0]:g} to {self.between[1]:g}"
        return ", ".join(f"{value} ({meaning})" for value, meaning in self.values.items())


COMMON: Final[dict[str, Switch]] = {
    PROVISIONAL: Switch(
        title="use figures that were not checked against their source, and print them as provisional",
        values={"false": "no", "true": "yes"},
        default="false",
    )
}
"""Switches of every measure."""


def choose(measure: Measure, switches: Mapping[str, object]) -> dict[str, str]:
    """Return the value of every switch of a measure.

    Parameters
    ----------
    measure : Measure
        The measure as loaded.
    switches : mapping of str to object
        What was asked for; numbers and truth values are taken as text.

    Returns
    -------
    dict of str to str
        Asked-for values and defaults; a switch with neither is absent.

    Raises
    ------
    UsageError
        For an unknown switch or value, or if a required switch is not set.
    """
    known = {**measure.switches, **COMMON}
    names = {alias: name for name, switch in known.items() for alias in (name, *switch.aliases)}
    settings: dict[str, str] = {}
    for asked, value in switches.items():
        if asked == REVERSED_ITEMS and measure.reversed_items != "fixed":
            continue
        if asked not in names:
            possible = [*known, *([REVERSED_ITEMS] if measure.reversed_items != "fixed" else [])]
            hint = did_you_mean(asked, possible)
            raise UsageError(f"{measure.short_title} has no switch '{asked}': {hint}")
        name = names[asked]
        text = str(as_text(value)).strip()
        if not known[name].allows(text):
            raise UsageError(
                f"{measure.short_title}, switch '{name}': '{text}' is not {known[name].choices()}"
            )
        settings[name] = text
    for name, switch in known.items():
        if name in settings:
            continue
        if switch.required:
            raise UsageError(f"{measure.short_title}: say {switch.title}: {name} = {switch.choices()}")
        if switch.default is not None:
            settings[name] = switch.default
    return settings


def choose_reversed(measure: Measure, switches: Mapping[str, object]) -> tuple[int, ...] | None:
    """Return the numbers of the items to turn round; None if the measure's own stand.

    Parameters
    ----------
    measure : Measure
        The measure as loaded.
    switches : mapping of str to object
        May hold ``reversed_items``: numbers, as a list or as text such as ``2,5,6``, or ``none``.

    Raises
    ------
    UsageError
        If the key is needed and not given, or names items that don't exist.
    """
    if measure.reversed_items == "fixed":
        return None
    if REVERSED_ITEMS not in switches:
        if measure.reversed_items == "required":
            raise UsageError(
                f"{measure.short_title}: which items are turned round stands in the licensed manual and does not "
                f"come with evalkit: say {REVERSED_ITEMS}, for example 2,5,6, or none if the answers are already scored"
            )
        return None
    asked = switches[REVERSED_ITEMS]
    parts = asked if isinstance(asked, list | tuple) else str(asked).replace(";", ",").split(",")
    words = [str(part).strip() for part in parts]
    if words in ([NONE], [""], []):
        return ()
    numbers = {item.number for item in measure.items}
    wrong = [word for word in words if not word.isdecimal() or int(word) not in numbers]
    if wrong:
        raise UsageError(
            f"{measure.short_title}, {REVERSED_ITEMS}: {', '.join(wrong)}: "
            f"give numbers from 1 to {max(numbers)} with commas between, or {NONE}"
        )
    return tuple(int(word) for word in words)
