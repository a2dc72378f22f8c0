"""The consent file: what can't be read is never a consent, and never lifts a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit.definitions.stories import Consent
from evalkit.intake.consents import read_consents

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.errors import Fault

LATEST = pd.Timestamp(2024, 6, 30)
COLUMNS = {
    "respondent": "id",
    "item": "document",
    "purpose": "for",
    "given": "ok",
    "date": "day",
    "withdrawn": "back",
}
HEADINGS = "id,document,for,ok,day,back"


def read(folder: Path, *rows: str, **given: Any) -> tuple[pd.DataFrame, list[Fault]]:
    (folder / "consents.csv").write_text("\n".join([HEADINGS, *rows]), "utf-8")
    entry = Consent.model_validate(
        {"file": "consents.csv", "columns": COLUMNS, "purposes": {"web page": "report"}}
    )
    frame, faults = read_consents(folder, entry, latest=LATEST, **given)
    assert frame is not None
    return frame, faults


def told(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame[["respondent_id", "item", "purpose", "given"]].itertuples(index=False, name=None))


def test_rows_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    frame, faults = read(
        tmp_path,
        "R1,,Web Page,Yes,01/05/2024,",
        "R1,Diary,report,no,2024-05-02,",
        ",Focus group 1,anonymous_quote,yes,2024-05-03,",
        "R2,,research,yes,2024-01-01,2024-02-01",
    )

    assert faults == []
    assert told(frame) == [
        ("R1", None, "report", True),
        ("R1", "Diary", "report", False),
        (None, "Focus group 1", "anonymous_quote", True),
        ("R2", None, "research", False),
    ]
    assert frame["date"].iloc[0] == pd.Timestamp(2024, 5, 1)
    assert frame["withdrawn"].iloc[3] == pd.Timestamp(2024, 2, 1)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (
            "R1,,report,yes,2024-07-01,",
            "consent can't have been given after 2024-06-30, the study's data_date",
        ),
        ("R1,,raport,yes,2024-05-01,", "unknown purpose: did you mean 'report'?"),
        ("R1,,report,yes,soon,", "this isn't a date"),
        ("R1,,report,yes,,", "the day is missing, so this row gives no consent"),
        ("R1,,,yes,2024-05-01,", "the purpose is missing, so this row gives no consent"),
        (",,report,yes,2024-05-01,", "this row names neither a person nor a document"),
    ],
)
def test_a_yes_that_lacks_something_gives_nothing_and_takes_nothing(
    tmp_path: Path, row: str, rule: str
) -> None:
    frame, faults = read(tmp_path, "R1,,report,yes,2024-01-01,", row)

    assert told(frame) == [("R1", None, "report", True)]
    assert [(fault.row, fault.rule) for fault in faults] == [(3, rule)]


def test_what_is_neither_yes_nor_no_counts_as_a_refusal(tmp_path: Path) -> None:
    frame, faults = read(tmp_path, "R1,,report,perhaps,2024-05-01,", "R1,,media,,2024-05-01,")

    assert told(frame) == [("R1", None, "report", False), ("R1", None, "media", False)]
    assert [(fault.row, fault.column) for fault in faults] == [(2, "ok"), (3, "ok")]
    assert faults[0].rule.startswith("unknown answer")


def test_a_withdrawal_counts_however_badly_it_is_written(tmp_path: Path) -> None:
    frame, faults = read(tmp_path, "R1,,,,,2025-01-01", "R2,,everything,yes,2024-05-01,she rang")

    assert len(frame) == 12
    assert not frame["given"].any()
    assert set(frame.loc[frame["respondent_id"] == "R1", "withdrawn"]) == {pd.Timestamp(2025, 1, 1)}
    assert (frame.loc[frame["respondent_id"] == "R2", "withdrawn"] > pd.Timestamp(2150, 1, 1)).all()
    assert [(fault.row, fault.column) for fault in faults] == [(3, "for"), (3, "back")]


def test_a_withdrawal_under_a_mistyped_name_is_told(tmp_path: Path) -> None:
    _, faults = read(
        tmp_path,
        "R01,,,,,2024-05-01",
        "R1,diary,report,yes,2024-05-01,",
        "R1,Dairy,report,yes,2024-05-01,",
        people={"R1"},
        documents={"Diary"},
    )

    assert [(fault.row, fault.value) for fault in faults] == [(2, "R01"), (4, "Dairy")]
    assert faults[0].rule == "the data has no person of this name: did you mean 'R1'?"
    assert faults[0].remedy.endswith("nothing is taken back.")


def test_a_missing_column_is_structural(tmp_path: Path) -> None:
    (tmp_path / "consents.csv").write_text("id,for\nR1,report\n", "utf-8")
    entry = Consent.model_validate({"file": "consents.csv", "columns": COLUMNS})

    frame, faults = read_consents(tmp_path, entry, latest=LATEST)

    assert frame is None
    assert {fault.column for fault in faults} == {"document", "ok", "day", "back"}
