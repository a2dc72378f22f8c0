"""A measure as data: items, scores, bands, thresholds, switches, each with its source.

A measure is a YAML file under ``measures/`` or an entry of ``measures`` in grantee.yml, in
the same words; nothing about a particular measure is code. No wording of an item is kept.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from evalkit.definitions.measure_check import find_problems
from evalkit.definitions.measure_facts import Identifier, Piece, Text
from evalkit.definitions.measure_files import list_measures, read_measure_file
from evalkit.definitions.measure_items import Item, ItemBlock
from evalkit.definitions.measure_scores import Subscale
from evalkit.definitions.measure_switches import REVERSED_ITEMS, Switch, choose, choose_reversed
from evalkit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Item", "Licence", "Measure", "Subscale", "list_measures", "load_measure"]

_OWN_SCALE = "The organisation's own scale."


class Licence(Piece):
    """Under which terms a measure may be used; wording of items never comes with evalkit."""

    status: Literal["bring_your_own", "registration", "creative_commons", "open", "free", "own"]
    text: Text = Field(description="The terms in one sentence.")


class Measure(Piece):
    """One measure: a questionnaire, a set of ratings, or a total that comes finished.

    Examples
    --------
    >>> phq9 = load_measure("phq9")
    >>> phq9.short_title, len(phq9.items), phq9.items[0].id
    ('PHQ-9', 9, 'phq9_01')
    >>> phq9.subscale("total").better_is
    'lower'
    """

    id: Identifier
    title: Text
    short_title: Text = Field(
        default="", validate_default=False, description="For figures; the title if left out."
    )
    version: Text = "1"
    licence: Licence = Licence(status="own", text=_OWN_SCALE)
    source: Text = Field(default=_OWN_SCALE, description="Where items and scoring are published.")
    age: Text | None = Field(default=None, description="Ages it is meant for.")
    item_blocks: tuple[ItemBlock, ...] = Field(
        default=(),
        alias="items",
        description="Blocks of items, numbered through; none for a total that comes finished.",
    )
    reversed_items: Literal["fixed", "configurable", "required"] = Field(
        default="fixed", description="Whether the list of items that are turned round can, or must, be said."
    )
    form_min_answered: int = Field(
        default=0, ge=0, description="With fewer answers on the whole form, no score is given at all."
    )
    switches: dict[Identifier, Switch] = Field(default_factory=dict, description="Where sources disagree.")
    subscales: tuple[Subscale, ...] = Field(min_length=1)
    risk_items: tuple[int, ...] = Field(
        default=(), description="Items about harm, to be looked at on their own."
    )
    notes: tuple[Text, ...] = Field(default=(), description="What a reader of the scores should know.")
    _settings: dict[str, str] = PrivateAttr(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _short_title(cls, data: Any) -> Any:  # noqa: ANN401 - whatever the YAML file holds
        if isinstance(data, dict) and "short_title" not in data and "title" in data:
            return {**data, "short_title": data["title"]}
        return data

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        problems = find_problems(self)
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def settings(self) -> dict[str, str]:
        """The switches in force, ``provisional`` among them; empty as long as they are open."""
        return dict(self._settings)

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in order of their numbers; empty for a total that comes finished."""
        items: list[Item] = []
        for block in self.item_blocks:
            items += block.expand(self.id, len(items) + 1)
        return tuple(items)

    def item(self, item_id: str) -> Item:
        """Return an item by id.

        Raises
        ------
        UsageError
            If the measure has no such item.
        """
        items = {item.id: item for item in self.items}
        if item_id not in items:
            raise UsageError(
                f"{self.short_title} has no item '{item_id}': {did_you_mean(item_id, list(items))}"
            )
        return items[item_id]

    def subscale(self, subscale_id: str) -> Subscale:
        """Return a subscale by id.

        Raises
        ------
        UsageError
            If the measure has no such subscale.
        """
        for subscale in self.subscales:
            if subscale.id == subscale_id:
                return subscale
        hint = did_you_mean(subscale_id, [subscale.id for subscale in self.subscales])
        raise UsageError(f"{self.short_title} has no subscale '{subscale_id}': {hint}")

    def items_of(self, subscale_id: str) -> tuple[Item, ...]:
        """Return the items that a subscale rests on, its parts' items included, each once."""
        subscale = self.subscale(subscale_id)
        own: tuple[int, ...] = ()
        if subscale.items != "all":
            own = subscale.items
        elif not subscale.parts:
            own = tuple(item.number for item in self.items)
        numbers = {*own, *(item.number for part in subscale.parts for item in self.items_of(part))}
        return tuple(item for item in self.items if item.number in numbers)

    def switched(self, **switches: object) -> Measure:
        """Return the measure with its switches set: one rule for everything, nothing left open.

        Facts of confidence code C are left out unless ``provisional`` is true.

        Parameters
        ----------
        **switches
            Switch and value, as in ``missing_item_rule="text"``.

        Raises
        ------
        UsageError
            For an unknown switch or value, a required switch that is not set, or a measure whose
            switches have been set before.

        Examples
        --------
        >>> load_measure("k10").switched(coding="us_mhsds").subscale("total").maximum
        40.0
        """
        if self._settings:
            raise UsageError(f"the switches of {self.short_title} have been set before")
        settings = choose(self, switches)
        reversed_numbers = choose_reversed(self, switches)
        blocks = tuple(block.switched(settings) for block in self.item_blocks)
        if reversed_numbers is not None:
            blocks = tuple(block.model_copy(update={"reversed": reversed_numbers}) for block in blocks)
            settings[REVERSED_ITEMS] = ",".join(map(str, reversed_numbers)) or "none"
        subscales = tuple(part.switched(settings) for part in self.subscales if part.holds(settings))
        ready = self.model_copy(update={"item_blocks": blocks, "subscales": subscales})
        ready._settings = settings  # noqa: SLF001 - its own class
        return ready


@cache
def _load_shipped(measure_id: str) -> Measure:
    try:
        return Measure.model_validate(read_measure_file(measure_id))
    except ValidationError as error:
        raise UsageError(f"the measure file {measure_id}.yml can't be used: {error}") from error


def load_measure(measure_id: str, own: Mapping[str, Measure] | None = None) -> Measure:
    """Return a measure by id.

    Parameters
    ----------
    measure_id : str
        Such as ``phq9``; :func:`list_measures` names all that come with evalkit.
    own : mapping of str to Measure, optional
        Measures that a grantee declared; they go before shipped ones of the same id.

    Returns
    -------
    Measure
        With all its switches still open; :meth:`Measure.switched` sets them.

    Raises
    ------
    UsageError
        If there is no such measure; the message suggests the nearest id.

    Examples
    --------
    >>> load_measure("phq")
    Traceback (most recent call last):
    evalkit.errors.UsageError: unknown measure 'phq': did you mean 'phq9'?
    """
    if own is not None and measure_id in own:
        return own[measure_id]
    if measure_id not in list_measures():
        known = [*list_measures(), *(own or {})]
        raise UsageError(f"unknown measure '{measure_id}': {did_you_mean(measure_id, known)}")
    return _load_shipped(measure_id)
