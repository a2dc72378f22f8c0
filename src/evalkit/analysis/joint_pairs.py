"""Which score speaks to which theme, and what the theme leads one to expect of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

import pandas as pd

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Iterable

Expects = Literal["rise", "fall"]
_DIRECTIONS: Final[dict[str, Expects]] = {"rise": "rise", "fall": "fall"}


class DeclaredPair(Protocol):
    """What grantee.yml says about a theme and a score."""

    @property
    def theme(self) -> str:
        """Id of a theme or code."""

    @property
    def measure(self) -> str:
        """Id of the measure."""

    @property
    def subscale(self) -> str:
        """Id of the score."""

    @property
    def component(self) -> str | None:
        """Id of the component; None for all."""


@dataclass(frozen=True, slots=True)
class JointPair:
    """A theme beside a score.

    Attributes
    ----------
    theme, title : str
        Code and name in the codebook.
    measure, subscale : str
        The score.
    component : str or None
        Where; None for every component that has the score.
    expects : {"rise", "fall"} or None
        Which way the score (as it is, not "better") would go if it told the same as the theme; None where
        the codebook does not say.
    """

    theme: str
    title: str
    measure: str
    subscale: str
    component: str | None = None
    expects: Expects | None = None

    def is_in(self, component: str) -> bool:
        """Tell whether the pair is meant for a component."""
        return self.component in {None, component}


def find_pairs(codebook: pd.DataFrame, declared: Iterable[DeclaredPair] = ()) -> tuple[JointPair, ...]:
    """Return the declared pairs, then those of the codebook's ``domain`` for themes not declared.

    Parameters
    ----------
    codebook : pandas.DataFrame
        code, name; domain (a measure, whose total is meant) and expects ("rise" or "fall") where it has them.
    declared : iterable of DeclaredPair
        From grantee.yml.

    Returns
    -------
    tuple of JointPair

    Raises
    ------
    ValueError
        If a declared theme is not in the codebook.

    Examples
    --------
    >>> codebook = pd.DataFrame({"code": ["calm", "ties"], "name": ["Calm", "Ties"],
    ...     "domain": ["gad7", None], "expects": ["fall", None]})
    >>> find_pairs(codebook)
    (JointPair(theme='calm', title='Calm', measure='gad7', subscale='total', component=None, expects='fall'),)
    """
    entries = {str(entry["code"]): entry for entry in codebook.to_dict("records")}

    def pair(theme: str, measure: str, subscale: str, component: str | None) -> JointPair:
        if theme not in entries:
            raise ValueError(f'the codebook lacks the theme "{theme}", which is to stand beside {measure}')
        entry = entries[theme]
        expects = _DIRECTIONS.get(str(entry.get("expects")).strip().lower())
        return JointPair(theme, str(entry["name"]), measure, subscale, component, expects)

    pairs = [pair(one.theme, one.measure, one.subscale, one.component) for one in declared]
    known = {one.theme for one in pairs}
    for code, entry in entries.items():
        domain = entry.get("domain")
        if code not in known and not pd.isna(domain) and str(domain).strip():
            pairs.append(pair(code, str(domain).strip(), names.TOTAL, None))
    return tuple(pairs)
