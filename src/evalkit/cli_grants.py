"""``evalkit grants``: what a register in the 360Giving Data Standard holds, and what is wrong with it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path  # noqa: TC003 - typer reads the annotations when it runs
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from evalkit.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.intake.grants import GrantRegister

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def grants(  # noqa: PLR0917 - typer passes every one by name
    file: Annotated[Path, typer.Argument(help="Register in the 360Giving Data Standard: JSON, CSV or XLSX.")],
    folder: Annotated[
        Path | None, typer.Option("--out", help="Folder for register.csv (organisations) and summary.csv.")
    ] = None,
    grantees: Annotated[
        Path | None,
        typer.Option(help="CSV or XLSX: grantee, recipient_id, recipient_name; says who is which grantee."),
    ] = None,
    people: Annotated[int | None, typer.Option(help="People reached with this money.")] = None,
    contacts: Annotated[int | None, typer.Option(help="Contacts made with this money.")] = None,
    further: Annotated[
        str | None, typer.Option(help="Further money that recipients won, in the register's currency.")
    ] = None,
) -> None:
    """Check a register of grants and add it up; exit 1 if there is a fault."""
    from evalkit.intake.grants import read_grants  # noqa: PLC0415 - pandas takes a second to import

    register = read_grants(file)
    for fault in register.faults:
        err.print(fault.sentence(), markup=False)
    for repair in register.repaired:
        err.print(repair.sentence(), markup=False)
    _print_totals(register.grants)
    _print_ratios(register.grants, people, contacts, further)
    matched = _match(register.grants, grantees) if grantees else None
    if folder:
        _write(register, matched, folder)
    if register.faults:
        err.print(f"{len(register.faults)} fault(s); what they took out isn't counted.")
        raise typer.Exit(1)


def _print_totals(table: pd.DataFrame) -> None:
    organisations = table[table["recipient_kind"] == "organisation"]
    individuals = len(table) - len(organisations)
    out.print(f"{len(table)} grants, {_totals(table)}")
    out.print(f"{len(organisations)} to organisations ({organisations['recipient_name'].nunique()} names)")
    out.print(f"{individuals} to individuals, who are never named")


def _totals(table: pd.DataFrame) -> str:
    from evalkit.analysis.grants import add_up  # noqa: PLC0415 - as above

    return " and ".join(
        _money(str(currency), add_up(part["amount"])) for currency, part in table.groupby("currency")
    )


def _money(currency: str, amount: Decimal) -> str:
    return f"£{amount:,.2f}" if currency == "GBP" else f"{currency} {amount:,.2f}"


def _print_ratios(table: pd.DataFrame, people: int | None, contacts: int | None, further: str | None) -> None:
    """Print cost per person and contact, each with its caveat, and the further money per pound."""
    from evalkit.analysis.grant_money import (  # noqa: PLC0415 - as above
        calculate_leverage,
        calculate_unit_cost,
        describe_cost_caveat,
    )
    from evalkit.analysis.grants import add_up  # noqa: PLC0415 - as above

    if people is None and contacts is None and further is None:
        return
    if len(set(table["currency"])) > 1:
        raise UsageError("the register has several currencies, which can't be added up")
    currency, awarded = str(table["currency"].iloc[0]), add_up(table["amount"])
    try:
        if people is not None:
            cost = calculate_unit_cost(awarded, people).estimate
            out.print(f"{_money(currency, cost)} per person. {describe_cost_caveat('people')}")
        if contacts is not None:
            cost = calculate_unit_cost(awarded, contacts).estimate
            out.print(f"{_money(currency, cost)} per contact. {describe_cost_caveat('contacts')}")
        if further is not None:
            won = calculate_leverage(awarded, Decimal(further))
            each = _money(currency, won.estimate)
            out.print(
                f"{_money(currency, won.amount)} further money: {each} for each {_money(currency, Decimal(1))} granted"
            )
    except InvalidOperation:
        message = f"--further {further!r} isn't an amount: write digits only"
        raise UsageError(message) from None
    except ValueError as error:
        raise UsageError(str(error)) from None


def _match(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    from evalkit.analysis.grant_recipients import (  # noqa: PLC0415 - as above
        MATCH_COLUMNS,
        MATCHING_RULE,
        match_recipients,
    )
    from evalkit.intake import read_answers  # noqa: PLC0415 - as above

    known = read_answers(path).astype("str")
    missing = [name for name in MATCH_COLUMNS if name not in known.columns]
    if missing:
        message = f"{path.name} lacks the column(s) {', '.join(missing)}"
        raise UsageError(message)
    try:
        matched = match_recipients(table, known)
    except ValueError as error:
        message = f"{path.name}: {error}"
        raise UsageError(message) from None
    out.print(MATCHING_RULE)
    for how, part in matched.groupby("matched_by"):
        out.print(f"  {how}: {len(part)} grants, {_totals(part)}", markup=False)
    return matched


def _write(register: GrantRegister, matched: pd.DataFrame | None, folder: Path) -> None:
    from evalkit import store  # noqa: PLC0415 - as above
    from evalkit.disclosure.grants import release_grant_summary  # noqa: PLC0415 - as above
    from evalkit.intake.formulas import escape_formulas  # noqa: PLC0415 - as above
    from evalkit.intake.grants import DAYS  # noqa: PLC0415 - as above

    table = register.grants
    organisations = table[table["recipient_kind"] == "organisation"] if matched is None else matched
    organisations = organisations.drop(columns=["individual"])
    for day in DAYS:
        organisations[day] = organisations[day].dt.strftime("%Y-%m-%d")
    tables = {
        "register": organisations,
        "summary": release_grant_summary(table),
    }
    for name, content in tables.items():
        target = folder / f"{name}.csv"
        store.write_csv(target, escape_formulas(content))
        out.print(f"wrote {target}", markup=False)
