"""Beginnings and ends: who was referred, who came, who left and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.errors import Fault
from evalkit.intake.cells import Source, parse_date, require
from evalkit.intake.people import join_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.definitions.study import Study
    from evalkit.definitions.tables import Episodes

_WHO: Final = [names.RESPONDENT_ID, names.COMPONENT]
_OWN_START: Final = "_came"
_WAS_REFERRED: Final = "_was_referred"
_STARTED_COLUMN: Final = "_started_column"
_SIGNS_OF_COMING: Final = {
    "scores": "has answers but no first day",
    "responses": "has answers but no first day",
    "goals": "has answers but no first day",
    "attendance": "came to a session but has no first day",
    "contacts": "came but has no first day",
    "sums": "has an amount but no first day",
}


def read_episodes(source: Source, people: pd.DataFrame, episodes: Episodes, study: Study) -> pd.DataFrame:
    """Return beginnings and ends as rows of the table ``episodes``; those who never came are left out."""
    reason = source.optional_text(episodes.reason)
    done = {word.casefold() for word in episodes.completed}
    facts = {
        "referred": source.optional_date(episodes.referred),
        "started": source.parse(episodes.started, parse_date),
        "ended": source.optional_date(episodes.ended),
        "reason": reason,
        "completed": [str(word).casefold() in done for word in reason],
        "latest": pd.Timestamp(study.data_date),
    }
    if episodes.referred is None:
        require(source, episodes.started, "the first day")
    else:
        blank = source.column(episodes.started).isna() & source.column(episodes.referred).isna()
        for row in source.raw.cells.index[blank]:
            rule = "the first day and the day of referral are missing"
            source.fault(int(row), episodes.started, "", rule, "Fill in one of them, or remove the row.")
    frame = join_facts(source, people, facts, episodes.ended or episodes.started)
    return frame.dropna(subset=["started"]).astype(
        dict.fromkeys(("referred", "started", "ended"), "datetime64[ns]")
    )


def read_arrivals(source: Source, people: pd.DataFrame, episodes: Episodes, study: Study) -> pd.DataFrame:
    """Return who was referred and who came, for :func:`settle_referrals`; a row with neither is left out.

    A filled cell counts, readable or not: an unreadable day is a fault of its own.
    """
    started = source.column(episodes.started).notna()
    referred = source.optional_text(episodes.referred).notna()
    facts = {
        "referred": source.optional_date(episodes.referred),
        "latest": pd.Timestamp(study.data_date),
        _OWN_START: started,
        _WAS_REFERRED: referred,
        _STARTED_COLUMN: episodes.started,
    }
    frame = join_facts(source, people, facts, episodes.referred or episodes.started)
    return frame[frame[_OWN_START] | frame[_WAS_REFERRED]].astype({"referred": "datetime64[ns]"})


def settle_referrals(arrivals: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the table ``referrals``: each person who came once, ``started`` if any row says so.

    Somebody who was referred a second time and then came is one referral, that with the first day.
    """
    if arrivals.empty:
        return arrivals.assign(started=pd.Series(dtype=bool))
    came = _keys(arrivals[arrivals[_OWN_START]])
    referrals = arrivals[arrivals[_WAS_REFERRED]].sort_values(_OWN_START, ascending=False, kind="stable")
    started = _is_among(referrals, came)
    again = referrals.duplicated(_WHO) & started  # two first days are a fault of the episodes
    return referrals.assign(started=started)[~again].sort_index().reset_index(drop=True)


def set_apart_never_started(
    people: pd.DataFrame, tables: Mapping[str, pd.DataFrame], referrals: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame], list[Fault]]:
    """Take out the people who were referred and never came; the table ``referrals`` keeps them.

    Parameters
    ----------
    people : pandas.DataFrame
        Everybody whom any row names.
    tables : mapping of str to pandas.DataFrame
        The checked tables.
    referrals : pandas.DataFrame
        From :func:`settle_referrals`, with the places of the rows.

    Returns
    -------
    people, tables
        Those who came. Somebody without a first day who answered or attended did come.
    list of Fault
        One for each of those.
    """
    if referrals.empty:
        return people, dict(tables), []
    absent = referrals[~referrals["started"].astype(bool)].drop_duplicates(_WHO)
    signs: dict[tuple[str, str], str] = {}
    for name, words in _SIGNS_OF_COMING.items():
        table = tables[name]
        rows = table[table["attended"].astype(bool)] if "attended" in table else table
        for key in sorted(_keys(rows[_is_among(rows, _keys(absent))])):
            signs.setdefault(key, words)
    faults = [_no_first_day(row, signs) for row in absent.to_dict("records") if _key(row) in signs]
    gone = _keys(absent) - set(signs)
    kept = {
        name: table[~_is_among(table, gone)].reset_index(drop=True)
        if name != "referrals" and names.RESPONDENT_ID in table
        else table
        for name, table in tables.items()
    }
    known = kept["referrals"]
    kept["referrals"] = known.assign(started=known["started"].astype(bool) | _is_among(known, set(signs)))
    return people[~_is_among(people, gone)].reset_index(drop=True), kept, faults


def _no_first_day(row: Mapping[Any, Any], signs: Mapping[tuple[str, str], str]) -> Fault:
    rule = f"this person {signs[_key(row)]}"
    remedy = "Fill in the first day, or remove what stands elsewhere by mistake."
    return Fault(
        str(row["_file"]), str(row["_sheet"]), int(row["_row"]), str(row[_STARTED_COLUMN]), "", rule, remedy
    )


def _key(row: Mapping[Any, Any]) -> tuple[str, str]:
    return str(row[names.RESPONDENT_ID]), str(row[names.COMPONENT])


def _keys(frame: pd.DataFrame) -> set[tuple[str, str]]:
    return {(str(person), str(component)) for person, component in frame[_WHO].itertuples(index=False)}


def _is_among(frame: pd.DataFrame, keys: set[tuple[str, str]]) -> pd.Series[bool]:
    found = [
        (str(person), str(component)) in keys for person, component in frame[_WHO].itertuples(index=False)
    ]
    return pd.Series(found, index=frame.index, dtype=bool)
