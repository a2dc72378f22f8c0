"""The code lists that come with evalkit: ``codelists/*.csv``; source and licence stand beside them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def load_dei_codes() -> Mapping[str, str]:
    """Return the population groups of 360Giving's DEI extension: code → title.

    Returns
    -------
    mapping of str to str
        In the order of the list; a code ending in zeros stands for the whole group.

    References
    ----------
    360Giving, DEI extension to the 360Giving Data Standard, "Taxonomy Codes" (CC BY 4.0).

    Examples
    --------
    >>> load_dei_codes()["DEI050100"]
    'Asylum seekers'
    """
    return _load("dei_taxonomy_codes")


def load_currencies() -> Mapping[str, str]:
    """Return the currencies that the 360Giving Data Standard knows: ISO 4217 code → name.

    Examples
    --------
    >>> load_currencies()["EUR"]
    'Euro'
    """
    return _load("currency_codes")


def load_ethnic_groups() -> Mapping[str, str]:
    """Return the nineteen ethnic groups of Census 2021: each in full → the one of the five it belongs to.

    References
    ----------
    Office for National Statistics, Census 2021 dictionary, "Ethnic group", classifications
    ``ethnic_group_tb_20b`` and ``ethnic_group_tb_6a`` (Open Government Licence v3.0).

    Examples
    --------
    >>> groups = load_ethnic_groups()
    >>> groups["White: Roma"], len(groups), len(set(groups.values()))
    ('White', 19, 5)
    """
    return _load("ons_ethnic_groups", "Title", "Group")


@cache
def _load(name: str, key: str = "Code", value: str = "Title") -> Mapping[str, str]:
    path = files("evalkit.definitions").joinpath("codelists", f"{name}.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return MappingProxyType({row[key]: row[value] for row in rows})
