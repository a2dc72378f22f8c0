"""A faulty workbook on the command line: check lists and refuses, report goes on and says so."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from builders import study_keys, workbook_bytes, write_grantee
from evalkit.cli import main
from faulty_workbook import EXPECTED, SHEETS, TABLES
from pipeline_project import add_shared_files

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


def test_check_lists_all_twelve_and_report_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_shared_files(tmp_path)
    project = write_grantee(tmp_path, study_keys(tables=TABLES), {"book.xlsx": workbook_bytes(SHEETS)})
    assert run("check", "example", "--root", str(tmp_path)) == 1
    told = capsys.readouterr().err
    assert len(re.findall(r"^book\.xlsx, sheet ", told, flags=re.MULTILINE)) == len(EXPECTED) == 12

    assert run("report", "example", "--renderer", "embedded", "--root", str(tmp_path)) == 0
    with (project.processed / "example" / "quarantine.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    kept = {(row["sheet"], int(row["row"]), row["column"], row["value"], row["rule"]) for row in rows}
    assert kept == EXPECTED
    html = (project.reports / "example" / "report.html").read_text("utf-8")
    assert "12 entries of the input were left out" in html
