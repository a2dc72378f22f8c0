"""What happens to a report when somebody whose words it uses takes consent back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit import store
from evalkit.definitions import load_study
from evalkit.freshness import Freshness, mark_withdrawn
from evalkit.intake.consents import read_consents
from freshness_project import OTHER_YES, STORIES, TAKEN_BACK, YES, edit_manifest, reasons, run, write_consents

if TYPE_CHECKING:
    from evalkit.store import Project

DATED = re.compile(
    r"^OUT OF DATE since \d{1,2} [A-Z][a-z]+ \d{4}: someone withdrew consent after this report"
)


@pytest.fixture
def told(steady: Project) -> Project:
    """Give a project whose report says that it used the words of P001, with consent."""
    folder, processed = steady.raw / "example", steady.processed / "example"
    with (folder / "grantee.yml").open("a", encoding="utf-8") as stream:
        stream.write(STORIES)
    write_consents(steady, YES, OTHER_YES)
    stories = load_study(folder / "grantee.yml").stories
    assert stories is not None
    assert stories.consent is not None
    consents, faults = read_consents(folder, stories.consent, latest=pd.Timestamp(2024, 3, 31))
    assert consents is not None
    assert faults == []
    store.write_parquet(processed, {"consents": consents})
    store.write_json(processed / "used.json", {"respondents": ["P001"], "items": []})
    edit_manifest(steady, inputs=store.hash_files(folder))
    return steady


def test_a_withdrawal_marks_the_report_so_that_nobody_can_miss_it(told: Project) -> None:
    assert reasons(told) == ()
    write_consents(told, TAKEN_BACK, OTHER_YES)

    mark_withdrawn(told, "example")

    assert reasons(told)[:3] == (
        "someone withdrew consent",
        "consent.csv changed",
        "it is marked as out of date",
    )
    folder = told.reports / "example"
    mark = (folder / "OUT-OF-DATE.txt").read_text("utf-8")
    assert DATED.match(mark)
    assert "make report GRANTEE=example" in mark
    assert "P001" not in mark
    html = (folder / "report.html").read_text("utf-8")
    body = html[html.index("<body") :]
    assert re.match(r"<body[^>]*>\s*<div id=\"out-of-date\" role=\"alert\"", body)
    assert "Don&#x27;t show it or pass it on." in body
    assert html.rstrip().endswith("</html>")

    before = {path: path.read_bytes() for path in (folder / "report.html", folder / "OUT-OF-DATE.txt")}
    mark_withdrawn(told, "example")
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(*YES[:3], "no", "2024-05-01", None), OTHER_YES], "someone withdrew consent"),
        ([OTHER_YES], "someone withdrew consent"),
        ([YES], ""),
        ([YES, (*OTHER_YES[:5], "2024-06-02")], ""),
        ([YES, OTHER_YES, ("P003", None, "report", "yes", "2024-03-01", None)], ""),
    ],
    ids=["changed to no", "row taken out", "another's row taken out", "another withdrew", "another came"],
)
def test_only_a_consent_that_the_report_used_counts(
    told: Project, rows: list[tuple[object, ...]], reason: str
) -> None:
    write_consents(told, *rows)
    found = Freshness(told).state_of("example")
    assert found.withdrawal == reason
    assert found.reasons == ((reason, "consent.csv changed") if reason else ("consent.csv changed",))
    mark_withdrawn(told, "example")
    assert (told.reports / "example" / "OUT-OF-DATE.txt").exists() == bool(reason)


def test_consents_that_can_no_longer_be_read_mark_the_report_too(told: Project) -> None:
    (told.raw / "example" / "consent.csv").unlink()
    assert reasons(told)[0].startswith("the consents can't be read any more")


def test_a_slip_in_the_study_file_alone_marks_nothing(told: Project) -> None:
    with (told.raw / "example" / "grantee.yml").open("a", encoding="utf-8") as stream:
        stream.write("\nsurprise: 1\n")
    assert reasons(told) == ("grantee.yml changed",)


def test_a_mark_stays_until_the_report_is_built_anew(told: Project) -> None:
    write_consents(told, TAKEN_BACK, OTHER_YES)
    mark_withdrawn(told, "example")
    write_consents(told, YES, OTHER_YES)
    assert reasons(told) == ("it is marked as out of date",)


def test_list_and_check_say_it(told: Project, capsys: pytest.CaptureFixture[str]) -> None:
    for name, rows in (
        ("codebook.csv", "code,name\ntrust,Trust\n"),
        ("excerpts.csv", "quote,code,who,text\n"),
    ):
        (told.raw / "example" / name).write_text(rows, "utf-8")
    edit_manifest(told, inputs=store.hash_files(told.raw / "example"))
    assert run(told, "list") == 0
    assert "  example  up to date\n" in capsys.readouterr().out
    write_consents(told, TAKEN_BACK, OTHER_YES)
    words = "out of date: someone withdrew consent, consent.csv changed"
    assert run(told, "list") == 0
    assert f"  example  {words}\n" in capsys.readouterr().out
    assert not (told.reports / "example" / "OUT-OF-DATE.txt").exists()
    run(told, "check", "example")
    assert f"The report of example is {words}." in capsys.readouterr().err
    assert (told.reports / "example" / "OUT-OF-DATE.txt").exists()


def test_a_withdrawal_is_marked_before_a_build_that_may_fail(
    told: Project, builds: list[dict[str, Any]]
) -> None:
    write_consents(told, TAKEN_BACK, OTHER_YES)
    assert run(told, "report") == 0
    assert [build["name"] for build in builds] == ["example"]
    assert (told.reports / "example" / "OUT-OF-DATE.txt").exists()
