"""Sentences on grants: totals, who had them, further money, and cost with the caveat beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit.analysis.grant_costs import OTHER_PERIOD
from evalkit.names import ALL
from evalkit.presentation.grant_rows import INDIVIDUAL, ORGANISATION
from evalkit.presentation.grant_words import (
    grants,
    individuals,
    money,
    organisations,
    per_unit,
    say_days,
    say_range,
)
from evalkit.presentation.markdown import plain, sentences, upper_first, words
from evalkit.presentation.numbers import count, in_words, is_known
from evalkit.presentation.wording import people

if TYPE_CHECKING:
    from evalkit.presentation.grant_rows import Granted, Grants

EVERYBODY: Final = "All organisations together"
RELEASED: Final = "released"
WHICH_COUNT: Final = {
    RELEASED: "The number of {counted} is the one released by {source}.",
    "declared": "The number of {counted} was given for this page: {source}.",
}
"""Where a count comes from, by its origin."""


def say_granted(found: Grants, currency: str) -> str:
    """Say how much was granted, in how many grants, to whom, and when."""
    told = []
    total, years = found.total(ORGANISATION, currency), found.years(currency)
    if total is not None:
        when = f"in {years[0]}" if years[0] == years[-1] else f"from {years[0]} to {years[-1]}"
        told.append(f"**{_say_sum(total)} to {organisations(total.recipients)}, {when}.**")
    persons = found.total(INDIVIDUAL, currency)
    if persons is not None and persons.suppressed:
        told.append(
            "Grants also went to individuals; how many and how much is [hidden](#glossary-hidden), and so is the total."
        )
    elif persons is not None:
        told.append(f"{_say_sum(persons)} to {individuals(persons.recipients)}, who are never named.")
        everything = found.total(ALL, currency)
        if total is not None and everything is not None and not everything.suppressed:
            told.append(f"Together that is {money(everything.amount, currency)}.")
    return sentences(*told)


def _say_sum(row: Granted) -> str:
    return f"{money(row.amount, row.currency)} was granted, in {grants(row.grants)}"


def say_group(row: Granted) -> str:
    """Say what one group had."""
    who = individuals(row.recipients) if row.kind == INDIVIDUAL else organisations(row.recipients)
    return (
        f"{upper_first(plain(row.group))}: {money(row.amount, row.currency)}, {grants(row.grants)} to {who}."
    )


def say_matches(found: Grants) -> str:
    """Say which organisations are grantees with a report of their own, and how many aren't."""
    table = found.recipients
    if table.empty:
        return ""
    everyone = table["recipient"].nunique()
    matched = table[table["grantee"] != ""]
    names = [
        f"{plain(row['recipient'])} (`{row['grantee']}`, by its {row['matched_by']})"
        for row in matched.drop_duplicates("recipient").to_dict("records")
    ]
    rest = everyone - len(names)
    unclear = table[(table["grantee"] == "") & (table["matched_by"] != "nothing")]["recipient"].unique()
    doubt = (
        f"Identifier and name disagree for {words([plain(name) for name in unclear])}."
        if len(unclear)
        else ""
    )
    if not names:
        return sentences(f"None of {organisations(everyone)} was matched to an evaluated grantee.", doubt)
    some, verb = upper_first(in_words(len(names))), "was" if len(names) == 1 else "were"
    return sentences(
        f"{some} of {organisations(everyone)} {verb} matched to an evaluated grantee: {words(names)}.",
        f"The other {'' if rest == 1 else f'{in_words(rest)} '}{'was' if rest == 1 else 'were'} not."
        if rest
        else "",
        doubt,
    )


def say_further(row: dict[Any, Any]) -> str:
    """Say one amount of further money with its qualifier, and what that is for each pound granted."""
    currency, qualifier = str(row["currency"]), str(row["qualifier"])
    amount = f"{qualifier} {money(row['amount'], currency)}".strip()
    around = [plain(str(row["funder"])), say_range(str(row["period"])), plain(str(row["source"]))]
    lead = f"{who_had(row)}: {amount} ({'; '.join(part for part in around if part)})."
    if not is_known(row["estimate"]):
        return sentences(lead, f"For each pound granted that can't be worked out: {row['reason']}.")
    each = per_unit(row["estimate"], currency, qualifier)
    granted = f"{money(row['granted'], currency)} in {grants(row['grants'])}"
    return sentences(
        lead, f"That is {each} for each {money(1.0, currency)} granted to them in that time ({granted})."
    )


def who_had(row: dict[Any, Any]) -> str:
    """Return whose further money it is."""
    return EVERYBODY if row["recipient"] == ALL else plain(str(row["recipient"]))


def say_cost(row: dict[Any, Any]) -> str:
    """Say one cost, what it rests on, and its caveat; or why there is none."""
    who = plain(str(row["recipient"] or row["grantee"]))
    counted = str(row["counted"])
    one = "person" if counted == "people" else "contact"
    if not is_known(row["estimate"]):
        link = "[hidden](#glossary-hidden)"
        reason = str(row["reason"]).replace("hidden", link)
        when = f" (the count is of {_say_counted(row)})" if row["reason"] == OTHER_PERIOD else ""
        return sentences(
            f"**{who}**: the cost per {one} can't be worked out: {reason}{when}.", _say_origin(row)
        )
    noun = people(row["n"]) if counted == "people" else ("contact" if row["n"] == 1 else "contacts")
    currency = str(row["currency"])
    number = count(row["n"])
    lead = f"**{who}: {money(row['estimate'], currency)} per {one}.** {row['caveat']}"
    basis = (
        f"{money(row['amount'], currency)} in {grants(row['grants'])}, {number} {noun}, {_say_counted(row)}."
    )
    return sentences(lead, basis, _say_origin(row))


def _say_counted(row: dict[Any, Any]) -> str:
    """Return the period of a count."""
    return say_days(str(row["first_day"]), str(row["last_day"]))


def _say_origin(row: dict[Any, Any]) -> str:
    """Say whose count it is; "" where there is none."""
    told = WHICH_COUNT.get(str(row["origin"]), "")
    return told.format(counted=row["counted"], source=plain(str(row["source"])).rstrip("."))
