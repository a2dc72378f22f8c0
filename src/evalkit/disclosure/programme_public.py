"""The public facts of the city-wide programme: the part of programme.yml that its page may print."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evalkit.definitions.programme import Programme
    from evalkit.errors import Fault

_OPEN_KEYS: Final = (
    *("title", "organisation", "prepared_for", "version", "data_date"),
    *("synthetic", "source", "disclosure", "notes"),
)


def programme_facts(
    programme: Programme, inputs: Mapping[str, str], faults: Iterable[Fault], *, repaired: int = 0
) -> dict[str, Any]:
    """Collect what ``released/programme.json`` holds.

    Values of faults stay behind: a value that broke a rule may be a small number.

    Parameters
    ----------
    programme : Programme
        What programme.yml declares.
    inputs : mapping of str to str
        Input file → sha256.
    faults : iterable of Fault
        All faults of the run; only their number per rule is released.
    repaired : int, default 0
        Texts of the register of grants that were put right.
    """
    dumped = programme.model_dump(mode="json", include=set(_OPEN_KEYS))
    # What a rule says about the value itself follows a colon.
    by_rule = Counter(fault.rule.split(":")[0] for fault in faults)
    grants = {"repaired": repaired} if programme.grants else None
    return {
        **{key: dumped[key] for key in _OPEN_KEYS},
        "reference": programme.detentions.reference if programme.detentions else None,
        **({"grants": grants} if grants else {}),
        "inputs": dict(inputs),
        "faults": {"total": by_rule.total(), "by_rule": dict(by_rule)},
    }
