"""Who was reached, by group: what is said when nothing, something or everything is hidden or unknown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from evalkit.presentation.equity_findings import propose_equity_findings
from evalkit.presentation.equity_section import write_equity
from evalkit.presentation.equity_sentences import APART, POPULATION_IS_EXACT, RULE
from evalkit.presentation.glossary import find_terms
from group_rows_made import PROTECTS, SMALL, completeness_rows, equity_rows, make_material

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.presentation.material import Material

HIDDEN = "is [hidden](#glossary-hidden), to protect small numbers."
THERE = {"White": 0.79, "Asian": 0.10, "Black": 0.06, "Mixed": 0.03, "Other": 0.02}
REACHED = {"White": 128, "Asian": 8, "Black": 22, "Mixed": 9, "Other": 0}
APART_GROUPS = {"Unknown": 7, "Prefer not to say": 5, "not recorded": 12}


def reached(figures: Path, population: dict[str, float] | None = None) -> Material:
    """Return material in which every number of one attribute is shown."""
    rows = equity_rows("ethnicity", "Ethnic group", {**REACHED, **APART_GROUPS}, population=population)
    return make_material(figures, equity=rows)


def captions(text: str) -> list[str]:
    """Return the captions of the figures."""
    return re.findall(r"^!\[(.*?)\]\(\w+/", text, re.MULTILINE)


def test_nothing_is_written_where_nothing_was_grouped(tmp_path: Path) -> None:
    assert write_equity(make_material(tmp_path / "figures")) == ""
    assert not (tmp_path / "figures").exists()


def test_counts_come_first_and_groups_keep_their_order(tmp_path: Path) -> None:
    text = write_equity(reached(tmp_path))
    assert "**Ethnic group.** Ethnic group is known for 167 of the 191 people reached (87%)." in text
    assert "Groups in which nobody was recorded: Other." in text
    first_cells = re.findall(r"^\| (\w[\w ]*?) \| [\d\[]", text, re.MULTILINE)
    assert first_cells == [*REACHED, *APART_GROUPS]
    assert captions(text) == [
        "Ethnic group: the largest group is White, 128 of the 167 people for whom it is known (77%)."
    ]
    assert "Compared with the population" not in text
    assert {path.name for path in tmp_path.iterdir()} == {
        "reached-ethnicity.svg",
        "reached-ethnicity-narrow.svg",
    }


def test_those_set_apart_are_in_no_share(tmp_path: Path) -> None:
    text = write_equity(reached(tmp_path, THERE))
    assert APART in text
    assert "| White | 128 | 77% (70%" in text
    assert all(f"| {group} | {n} | – | – | – |" in text for group, n in APART_GROUPS.items())


def test_the_rule_of_counting_once_is_said_where_there_are_several_parts(tmp_path: Path) -> None:
    one = equity_rows("sex", "Sex", {"Female": 30, "Male": 20}, component="art")
    other = equity_rows("sex", "Sex", {"Female": 5, "Male": SMALL}, component="walks")
    everybody = equity_rows("sex", "Sex", {"Female": 33, "Male": 21})
    text = write_equity(
        make_material(tmp_path, equity=[*everybody, *one, *other], components=("art", "walks"))
    )
    assert RULE in text
    assert "| Group | Art | Walks |" in text
    assert "| Male | 20 | [fewer than 5]{.suppressed} |" in text
    assert RULE not in write_equity(reached(tmp_path))


def test_representation_names_who_is_fewer_more_and_unclear(tmp_path: Path) -> None:
    text = write_equity(reached(tmp_path, THERE))
    assert (
        "- Ethnic group: fewer people than the [population's shares](#glossary-representation) would suggest: "
        "Asian, 0.48 times as many (0.24 to 0.92). More people than the [population's shares]"
        "(#glossary-representation) would suggest: Black, 2.20 times as many (1.48 to 3.19). "
        "No clear difference for White, Mixed and Other: each interval includes 1."
    ) in text
    assert captions(text)[-1].startswith(
        "Fewer people were reached than the population would suggest: Asian (ethnic group)."
    )
    assert "Upright line: as many as the population's share would give." in captions(text)[0]
    assert POPULATION_IS_EXACT in text


def test_a_zero_cell_is_nobody_with_an_interval(tmp_path: Path) -> None:
    rows = equity_rows(
        "age", "Age", {"Under 65": 200, "65 and over": 0}, population={"Under 65": 0.8, "65 and over": 0.2}
    )
    text = write_equity(make_material(tmp_path, equity=rows))
    assert "65 and over, nobody (0.00 to 0.09)." in text
    assert "| 65 and over | 0 | 0% (0% to 2%) | 20.0% | 0.00 (0.00 to 0.09) |" in text.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_sources_are_printed(tmp_path: Path) -> None:
    rows = equity_rows("ethnicity", "Ethnic group", REACHED, population=THERE)
    facts = {"equity": {"population": {"source": "Census 2021, TS021.", "area": "Leeds"}}}
    text = write_equity(make_material(tmp_path, equity=rows, facts=facts))
    assert "Population: Leeds (Census 2021, TS021)." in text
    assert "Population:" not in write_equity(make_material(tmp_path, equity=rows))


def test_some_hidden_groups_are_hatched_and_not_compared(tmp_path: Path) -> None:
    groups: dict[str, int | str] = {"White": 128, "Asian": SMALL, "Black": PROTECTS, "Mixed": 9}
    rows = equity_rows("ethnicity", "Ethnic group", groups, known=163, of=170, population=THERE)
    text = write_equity(make_material(tmp_path, equity=rows))
    assert "Ethnic group is known for 163 of the 170 people reached (96%)." in text
    assert f"Asian and Black: the comparison {HIDDEN}" in text
    assert "| Asian | [fewer than 5]{.suppressed} | – | 10.0% | – |" in text
    assert "| Black | [hidden]{.suppressed} |" in text
    first, second = captions(text)
    assert first.startswith("People reached by ethnic group.")
    assert first.endswith("Hatched: [hidden](#glossary-hidden).")
    assert second.startswith("Fewer people") is False
    assert "the largest" not in text


def test_all_hidden_says_so_and_nothing_else(tmp_path: Path) -> None:
    groups = {"White": PROTECTS, "Asian": SMALL}
    rows = equity_rows("ethnicity", "Ethnic group", groups, population=THERE)
    for row in rows:
        row["of"] = row["known"] = float("nan")
    text = write_equity(make_material(tmp_path, equity=rows))
    assert f"For how many people ethnic group is known {HIDDEN}" in text
    assert f"- Ethnic group: the comparison {HIDDEN}" in text
    assert "%" not in re.sub(r"\|.*\|", "", text)
    assert propose_equity_findings(make_material(tmp_path, equity=rows).released) == ()


def test_everybody_unknown(tmp_path: Path) -> None:
    rows = equity_rows(
        "ethnicity", "Ethnic group", {"White": 0, "Asian": 0, "not recorded": 40}, population=THERE
    )
    text = write_equity(make_material(tmp_path, equity=rows))
    assert "Ethnic group is not known for anybody: 40 people reached." in text
    assert "Groups in which nobody" not in text
    assert "- Ethnic group: known for fewer than 20 people, too few to compare." in text
    assert not (tmp_path / "representation.svg").exists()


def test_fewer_than_twenty_known_have_no_percentage(tmp_path: Path) -> None:
    rows = equity_rows(
        "sex", "Sex", {"Female": 12, "Male": 7, "Unknown": 30}, population={"Female": 0.5, "Male": 0.5}
    )
    text = write_equity(make_material(tmp_path, equity=rows))
    assert "Sex is known for 19 of the 49 people reached (39%)." in text
    assert "| Female | 12 | – | 50.0% | – |" in text
    assert re.findall(r"\d+%", re.sub("39%|50.0%|95%", "", text)) == []
    assert not (tmp_path / "representation.svg").exists()


def test_deprivation_is_said_in_words(tmp_path: Path) -> None:
    counts = (60, 30, 18, 12, 9, 8, 7, 6, 9, 5)
    deciles = {str(place): n for place, n in enumerate(counts, start=1)}
    rows = equity_rows("imd_decile", "Deprivation decile", {**deciles, "Unknown": 20})
    for part, n in (("10 %", 60), ("20 %", 90)):
        rows += equity_rows("imd_most_deprived", "Most deprived", {part: n}, known=164, of=184)
    facts = {"equity": {"deprivation": {"source": "IMD 2025"}}}
    text = write_equity(make_material(tmp_path, equity=rows, facts=facts))
    said = (
        "Of the 164 people whose area is known, 60 (37%) live in the most deprived 10% of areas and 90 (55%) in the "
        "most deprived 20% of areas ([Index of Multiple Deprivation](#glossary-deprivation))."
    )
    assert captions(text) == [said]
    assert "Deprivation of areas: IMD 2025." in text
    assert "| Decile 1, most deprived | 60 |" in text
    assert "| Decile 10, least deprived | 5 |" in text


def test_hidden_deprivation_is_said_to_be_hidden(tmp_path: Path) -> None:
    rows = equity_rows(
        "imd_decile", "Deprivation decile", {"1": SMALL, "2": PROTECTS, "3": 40}, known=51, of=51
    )
    rows += equity_rows("imd_most_deprived", "Most deprived", {"10 %": SMALL}, known=51, of=51)
    rows += equity_rows("imd_most_deprived", "Most deprived", {"20 %": 11}, known=51, of=51)
    text = write_equity(make_material(tmp_path, equity=rows))
    assert "Of the 51 people whose area is known, 11 (22%) live in the most deprived 20% of areas" in text
    assert f"How many live in the most deprived 10% of areas {HIDDEN}" in text


def test_every_number_of_a_figure_is_in_its_alternative_text(tmp_path: Path) -> None:
    text = write_equity(reached(tmp_path, THERE))
    bars, ratios = re.findall(r'fig-alt="([^"]*)"', text)
    assert "Asian: 8 (5%), population 10%; " in bars
    assert bars.endswith("Unknown: 7; Prefer not to say: 5; Not recorded: 12.")
    assert "Black, 22 of 167: 2.20 (1.48 to 3.19); " in ratios


def test_its_terms_are_in_the_glossary(tmp_path: Path) -> None:
    assert find_terms([write_equity(reached(tmp_path, THERE))]) == ["representation"]


def test_candidates_name_the_under_reached_and_the_fields_that_are_missing(tmp_path: Path) -> None:
    material = make_material(
        tmp_path,
        equity=equity_rows("ethnicity", "Ethnic group", REACHED, population=THERE),
        completeness=[
            *completeness_rows("ethnicity", "Ethnic group", "all", complete=167, blank=24),
            *completeness_rows("sexuality", "Sexuality", "all", complete=50, blank=141),
        ],
    )
    under, lacking = (each.finding for each in propose_equity_findings(material.released))
    assert (
        under.sentence == "Fewer people were reached than the population would suggest: Asian (ethnic group)."
    )
    assert under.evidence.startswith("Ethnic group, Asian: 8 of 167 (5%), a ratio to the [population]")
    assert under.evidence.endswith("of 0.48 (0.24 to 0.92).")
    assert (lacking.kind, lacking.sentence) == ("limit", "Most records lack an answer on sexuality.")
    assert lacking.evidence == "Sexuality is complete for 50 of the 191 people (26%)."


@pytest.mark.parametrize("population", [None, {"White": 0.77, "Asian": 0.05, "Black": 0.13, "Mixed": 0.05}])
def test_no_candidate_where_nothing_is_clear(population: dict[str, float] | None, tmp_path: Path) -> None:
    assert propose_equity_findings(reached(tmp_path, population).released) == ()
