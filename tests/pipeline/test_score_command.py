"""``evalkit score`` and ``evalkit measures`` on their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import csv_text, workbook_bytes
from evalkit.cli import main

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = ("respondent_id", "timepoint", *(f"swemwbs_{item:02d}" for item in range(1, 8)))
ROWS = [("007", "before", *[3] * 7), ("008", "before", *[3] * 6, None)]
SCORED = (
    "respondent_id,timepoint,measure,subscale,score,band,n_answered,n_missing\n"
    "007,before,swemwbs,total,19.25,low,7,0\n"
    "008,before,swemwbs,total,,,6,1\n"
)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


def test_scores_go_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(csv_text(HEADINGS, *ROWS))
    assert run("score", "--measure", "swemwbs", str(path)) == 0
    assert capsys.readouterr().out == SCORED


def test_scores_of_a_workbook_go_to_a_file(tmp_path: Path) -> None:
    path, target = tmp_path / "answers.xlsx", tmp_path / "scores.csv"
    path.write_bytes(workbook_bytes({"Sheet1": [HEADINGS, *ROWS]}))
    assert run("score", "--measure", "swemwbs", "--out", str(target), str(path)) == 0
    assert target.read_text() == SCORED


def test_a_switch_changes_the_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(csv_text(HEADINGS, ROWS[0]))
    assert run("score", "--measure", "swemwbs", "--switch", "transform=raw", str(path)) == 0
    assert "007,before,swemwbs,total,21," in capsys.readouterr().out


def test_impossible_answers_are_all_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(csv_text(HEADINGS, ("007", "before", 9, *[3] * 6), ("008", "before", *[3] * 6, 0)))
    assert run("score", "--measure", "swemwbs", str(path)) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert 'answers.csv, row 2, column swemwbs_01: "9": answers go from 1 to 5' in shown.err
    assert 'answers.csv, row 3, column swemwbs_07: "0": answers go from 1 to 5' in shown.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--measure", "swemwb", "a.csv"), "did you mean 'swemwbs'?"),
        (("--measure", "swemwbs", "gone.csv"), "there is no file gone.csv"),
        (("--measure", "swemwbs", "--switch", "transfrom=raw", "a.csv"), "did you mean 'transform'?"),
        (("--measure", "swemwbs", "--switch", "raw", "a.csv"), "write name=value"),
    ],
)
def test_a_call_that_can_t_be_carried_out_exits_2(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("score", *arguments) == 2
    assert told in capsys.readouterr().err


def test_measures_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("measures") == 0
    assert "whoqol_bref" in capsys.readouterr().out
    assert run("measures", "phq9") == 0
    shown = capsys.readouterr().out
    assert "licence:" in shown
    assert "phq9_01 to phq9_09" in shown
    assert run("measures", "phq") == 2
