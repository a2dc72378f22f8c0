"""The grantees that tempt a report to say too much get a whole report all the same: page, paper, tables."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence  # noqa: TC003 - annotates a module constant
from typing import TYPE_CHECKING

import pytest

from builders import csv_text, study_keys, write_grantee
from evalkit import pipeline, store
from pipeline_project import add_shared_files

if TYPE_CHECKING:
    from pathlib import Path

PAIRS: dict[str, Sequence[tuple[float | None, float | None]]] = {
    "four-people": [(20, 10), (21, 9), (22, 14), (23, 11)],
    "nobody-paired": [(18, None)] * 20 + [(None, 9)] * 20,
    "forty-worse": [(8 + k % 5, 14 + k % 5 + k % 3) for k in range(40)],
    "no-change": [(12 + k % 5, 12 + k % 5 + (1 if k % 2 else -1)) for k in range(40)],
}
HEADLINES = {
    "four-people": "Depression – fewer than 5 people: no result can be shown.",
    "nobody-paired": "Depression – fewer than 5 people: no result can be shown.",
    "forty-worse": "Depression rose on average, a change for the worse.",
    "no-change": "No clear change in depression.",
}
SCORES = [
    {"column": name, "measure": "phq9", "timepoint": when}
    for name, when in (("pre", "before"), ("post", "after"))
]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAIRS)
def test_the_whole_report_opens_with_what_is_true(name: str, tmp_path: Path) -> None:
    add_shared_files(tmp_path)
    rows = [(f"P{place:03}", *pair) for place, pair in enumerate(PAIRS[name])]
    table = {"file": "scores.csv", "respondent_id": "id", "component": "group", "scores": SCORES}
    project = write_grantee(
        tmp_path, study_keys(name, tables=[table]), {"scores.csv": csv_text(("id", "pre", "post"), *rows)}
    )

    pipeline.make_report(project, name, renderer="embedded")

    page = html.unescape(re.sub(r"<[^>]+>", "", (project.reports / name / "report.html").read_text("utf-8")))
    assert HEADLINES[name] in " ".join(page.split())
    assert [other for other in HEADLINES.values() if other != HEADLINES[name] and other in page] == []
    outcomes = store.read_released_table(project.reports / name / "tables", "outcomes")
    counted = outcomes[outcomes["statistic"] == "n_pairs"]
    assert counted["suppressed"].tolist() == [name in {"four-people", "nobody-paired"}]
    if counted["suppressed"].all():
        assert outcomes["estimate"].isna().all()
