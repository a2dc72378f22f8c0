"""All sections of all reports: forbidden words, numbers that were released, links, what is hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from evalkit.errors import BuildError, UsageError
from evalkit.presentation import open_report, read_released
from evalkit.presentation.markdown import plain
from evalkit.presentation.numbers import MINUS

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.presentation import Released, Report

SECTIONS = (
    *("banner", "in_short", "limits", "introduction", "reach", "reach_over_time", "equity"),
    *("outcomes", "goals", "stories"),
    *("who_is_missing", "completeness", "outcomes_by_group"),
    *("learning", "recommendations", "method", "glossary", "about"),
)
OWN_WORDS = ("introduction", "stories", "learning", "recommendations")
FORBIDDEN = re.compile(
    r"significan|\bprove[dsn]?\b|\bimpact\b|led to|due to|because of|thanks to|resulted in|subjects\b",
    re.IGNORECASE,
)
PERCENTAGE = re.compile(r"of (?:the )?([\d,]+)[^.;|]*?\((\d+)%\)")
NUMBER = re.compile(rf"{MINUS}?\d[\d,]*(?:\.\d+)?")


Written = dict[str, tuple["Report", dict[str, str], "Path"]]


@pytest.fixture(scope="session")
def written(
    beat_the_blues: Path,
    growing_minds: Path,
    awkward: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Written:
    """Return each report with the text of each section and the folder it came from."""
    folders = {"beat-the-blues": beat_the_blues, "growing-minds": growing_minds, **awkward}
    return {name: write(folder, tmp_path_factory.mktemp("written")) for name, folder in folders.items()}


def write(released: Path, place: Path) -> tuple[Report, dict[str, str], Path]:
    """Write a report; its figures lie in ``figures`` beside the released folder it came from."""
    report = open_report(released, place / "figures", engine="quarto 1.9 (x)")
    return report, {name: str(getattr(report, name)()) for name in SECTIONS}, released


def derived(texts: dict[str, str]) -> str:
    """Return what was written by rule."""
    return "\n\n".join(text for name, text in texts.items() if name not in OWN_WORDS)


def quoted(released: Path) -> list[str]:
    """Return titles and sources that the report quotes, whose words are not its own."""
    study = read_released(released).study
    parts = [(measure.title, measure.source, measure.licence) for measure in study.measures]
    return [plain(text).rstrip(".") for texts in parts for text in texts if text]


def test_no_sentence_claims_more_than_the_data(written: Written) -> None:
    for name, (_, texts, folder) in written.items():
        text = derived(texts)
        for words in quoted(folder):
            text = text.replace(words, "")
        assert FORBIDDEN.findall(text) == [], name


def test_no_percentage_of_fewer_than_twenty(written: Written) -> None:
    texts = [derived(texts) for _, texts, _ in written.values()]
    wholes = [int(whole.replace(",", "")) for text in texts for whole, _ in PERCENTAGE.findall(text)]
    assert wholes
    assert min(wholes) >= 20


def released_numbers(released: Released) -> list[float]:
    """Return every number that the gate let through, with both signs."""
    frames = [released.outcomes, released.flow, released.reach, released.goals, released.categories]
    columns = ("estimate", "ci_low", "ci_high", "n", "n_missing", "of")
    values = [
        float(value)
        for frame in frames
        for name in columns
        if name in frame
        for value in frame[name].dropna()
    ]
    return [*values, *(-value for value in values), float(released.study.minimum_pairs)]


def test_every_number_in_short_was_released(written: Written) -> None:
    for name, (report, _, folder) in written.items():
        known = released_numbers(read_released(folder))
        for finding in report.findings:
            text = re.sub(
                r"\(\d+%\)|\(#[^)]*\)|from before to \d+ months|at \d+ months", "", finding.evidence
            )
            text = re.sub(r"from 0 to 10|fewer than 5 people", "", f"{finding.sentence} {text}")
            for number in NUMBER.findall(text):
                near = 0.5 * 10 ** -len(number.partition(".")[2]) + 1e-9
                value = float(number.replace(",", "").replace(MINUS, "-"))
                assert any(abs(value - other) <= near for other in known), (name, number, text)


def test_links_lead_somewhere_and_the_glossary_has_no_other_term(written: Written) -> None:
    for name, (_, texts, _) in written.items():
        linked = set(re.findall(r"\(#(glossary-[a-z-]+)\)", derived(texts)))
        listed = set(re.findall(r"\{#(glossary-[a-z-]+)\}", texts["glossary"]))
        assert linked == listed, name


def test_ids_are_unique_and_tables_say_what_they_show(written: Written) -> None:
    for name, (_, texts, _) in written.items():
        ids = re.findall(r"\{#((?:fig|tbl)-[^\s}]+)", derived(texts))
        assert ids, name
        assert len(ids) == len(set(ids)), name
        summaries = re.findall(r'summary="([^"]+)"', derived(texts))
        assert all(summary.startswith("Show the data: ") for summary in summaries)


def test_every_figure_lies_where_the_report_looks(growing_minds: Path, tmp_path: Path) -> None:
    report = open_report(growing_minds, tmp_path / "figures", engine="none")
    text = f"{report.reach()} {report.outcomes()} {report.goals()} {report.who_is_missing()}"
    named = set(re.findall(r"figures/[^\s)\"]+\.svg", text))
    assert named == {f"figures/{path.name}" for path in (tmp_path / "figures").iterdir()}


def test_sections_without_content_bring_no_heading(written: Written) -> None:
    _, texts, _ = written["beat-the-blues"]
    empty = ["banner", "reach_over_time", "equity", "goals", "stories"]
    empty += ["completeness", "outcomes_by_group", "learning", "recommendations"]
    assert [name for name in SECTIONS if not texts[name]] == empty
    assert texts["introduction"].startswith("## About the programme\n\n")


def test_a_synthetic_report_says_so(written: Written) -> None:
    report, texts, _ = written["growing-minds"]
    assert "**Synthetic example.**" in texts["banner"]
    assert "the people in its data do not exist" in texts["limits"]
    assert report.front_matter()["evalkit"]["synthetic"] is True
    assert report.front_matter()["title"] == "Growing Minds in four parts, February 2020 to July 2022"


def test_front_matter_without_a_period_spans_the_timepoints(beat_the_blues: Path, tmp_path: Path) -> None:
    assert open_report(beat_the_blues, tmp_path, engine="none").front_matter() == {
        "title": "Therapy and depression, before to 8 months",
        "date": "2003-02-01",
        "lang": "en-GB",
        "evalkit": {
            "kicker": "Beat the Blues · evaluation report",
            "byline": "Prepared for Readers of the example · version 1.0 · data to 1 February 2003",
            "synthetic": False,
        },
    }


def test_the_method_says_rule_policy_and_choice(written: Written) -> None:
    method = written["beat-the-blues"][1]["method"]
    assert "Nothing is hidden in this report: individual data already published with the R package" in method
    assert "No comparison was [declared beforehand](#glossary-declared-beforehand)." in method
    assert "variant g_av" in method
    assert "A change is worked out only where at least 10 people" in method
    assert "Every cell of the input could be used." in method


def test_the_colophon_names_engine_and_inputs(written: Written) -> None:
    about = written["beat-the-blues"][1]["about"]
    assert "Printed by: quarto 1.9 (x)." in about
    assert "| btheb.csv | `8b3516e78cab1acf` |" in about
    assert "maximum_findings = 5" in about


def test_targets_published_figures_and_endings_are_told(written: Written) -> None:
    reach = written["growing-minds"][1]["reach"]
    assert "123 of the 168 people who started (73%) finished." in reach
    assert "10 of the 14 institutions approached took part." in reach
    assert (
        "People who complete counselling (invented target): the target of 120 was reached, with 123." in reach
    )
    assert "| Secondary schools approached | 14 schools |" in reach


@pytest.mark.parametrize("maximum", [0, 6])
def test_the_number_of_findings_has_limits(maximum: int, beat_the_blues: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"maximum_findings is {maximum}: it must be from 1 to 5"):
        open_report(beat_the_blues, tmp_path, engine="none", maximum_findings=maximum)


def test_another_grantees_results_are_refused(beat_the_blues: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="those of 'beat-the-blues', not of 'growing-minds'"):
        open_report(beat_the_blues, tmp_path, engine="none", grantee="growing-minds")


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"holds no study\.json: `make report` writes it"):
        read_released(tmp_path)


def test_a_table_without_a_column_is_refused(beat_the_blues: Path, tmp_path: Path) -> None:
    (tmp_path / "study.json").write_bytes((beat_the_blues / "study.json").read_bytes())
    (tmp_path / "outcomes.csv").write_text("grantee,component\nx,y\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"outcomes\.csv lacks the column measure"):
        read_released(tmp_path)
