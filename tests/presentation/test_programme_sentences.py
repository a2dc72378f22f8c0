"""What the programme page says, word for word: harm, no change, few data, hidden numbers, ratios."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from evalkit.errors import BuildError
from evalkit.presentation import open_programme, read_programme
from evalkit.presentation.detention_rows import gather_detentions
from evalkit.presentation.detention_sentences import say_course, say_ratio
from evalkit.presentation.indicator_rows import gather_indicators
from evalkit.presentation.indicator_sentences import give_evidence, say_shifts, say_status
from evalkit.presentation.pledge_section import write_pledges
from evalkit.presentation.programme_findings import choose_programme_findings
from evalkit.presentation.programme_material import ProgrammeMaterial
from evalkit.presentation.programme_titles import make_programme_title
from programme_rows_made import (
    hidden_row,
    indicator,
    make_released,
    national_rates,
    pledge,
    points,
    published,
    rate,
    waves,
    whole_programme,
)

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.presentation.detention_rows import Rates
    from evalkit.presentation.findings import Finding
    from evalkit.presentation.indicator_rows import Indicator
    from evalkit.presentation.programme_released import ProgrammeReleased

NO_CAUSE = "This page follows numbers over time; it can't say why one changed."
FORBIDDEN = re.compile(
    r"\b(significan\w*|prove[ds]?|impact|led to|due to|because of|thanks to|result(ed|s) in)\b", re.IGNORECASE
)


def one(values: list[float], *, shift: int | None = None, **changes: Any) -> Indicator:
    """Return one indicator with monthly values."""
    row = indicator("x", title="Health checks", value=values[-1], **changes)
    return gather_indicators(
        make_released({"indicators": [row], "points": points("x", values, shift=shift)})
    )[0]


def national(*rows: dict[str, Any]) -> Rates:
    """Return published rates."""
    return gather_detentions(make_released({"detentions": rows or national_rates()}))[0]


def findings(released: ProgrammeReleased, tmp_path: Path) -> tuple[Finding, ...]:
    """Return the findings of a page."""
    return choose_programme_findings(ProgrammeMaterial.gather(released, tmp_path))


def test_findings_tell_harm_first_and_end_with_what_is_not_known(tmp_path: Path) -> None:
    found = findings(whole_programme(), tmp_path)
    assert [(each.kind, each.sentence) for each in found] == [
        ("worse", "Waited under 28 days: a move away from the target."),
        ("better", "Health checks done: a move towards the target."),
        ("neutral", "Follow-up within 72 hours: no clear change from the baseline."),
        ("neutral", "In 2022-23 Black people were detained about 3.6 times as often as White people."),
        ("limit", "Nobody can say yet how two of five indicators moved."),
    ]
    assert found[0].evidence == (
        "March 2025: 34.1%, against 52.0% at the baseline and a target of 70.0% or more. Higher is better. It fell by "
        "a [shift](#glossary-shift) from December 2023 (centre 41.0% before, 33.0% since), a change for the worse."
    )
    assert found[3].evidence == (
        "228 against 64 per 100,000; the published file gives rates only, so no interval. From 2022-23 on rates rest "
        "on the census of 2021: numbers on either side of that [break](#glossary-census-base) are not compared, and no "
        "line crosses it. Source: National statistics 2022-23."
    )
    assert found[4].evidence == (
        "People in work – 5 months: not enough data for [limits](#glossary-limits). Older people seen – fewer than 5 "
        f"people: no result can be shown. {NO_CAUSE}"
    )


def test_every_harm_is_told_however_many_there_are(tmp_path: Path) -> None:
    names = "abcdefg"
    statuses = ["away", "met", "away", "towards", "away", "no clear change", "away"]
    rows = [indicator(name, status=status) for name, status in zip(names, statuses, strict=True)]
    released = make_released(
        {"indicators": rows, "points": [row for name in names for row in points(name, waves(14, 50.0))]}
    )
    found = findings(released, tmp_path)
    assert found[0].kind == "worse"
    assert found[0].sentence == (
        "Four of seven indicators have moved the wrong way: indicator a, indicator c, indicator e and indicator g."
    )
    assert found[0].evidence.count("against 52.0% at the baseline") == 4
    assert len(found) == 4
    assert found[-1].sentence == "Why the indicators changed is not known."


def test_a_target_that_is_met_while_things_get_worse_is_no_success(tmp_path: Path) -> None:
    row = indicator("x", status="met", trend="falling", value=72.0)
    falling = points("x", [*waves(14, 90.0), *waves(14, 74.0)], shift=14)
    (met, _) = findings(make_released({"indicators": [row], "points": falling}), tmp_path)
    assert (met.kind, met.sentence) == ("neutral", "Indicator x: the target is met.")
    assert "a change for the worse" in met.evidence


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "met"}, "Health checks: the target is met."),
        ({"status": "towards"}, "Health checks: a move towards the target."),
        (
            {"status": "towards", "target": None},
            "Health checks: a change for the better since the baseline.",
        ),
        ({"status": "away", "target": None}, "Health checks: a change for the worse since the baseline."),
        ({"status": "no clear change"}, "Health checks: no clear change from the baseline."),
        ({"status": "not enough data"}, "Health checks: not enough data to say whether it changed."),
        (
            {"status": "hidden", **hidden_row(protects=True)},
            ("Health checks – no result can be shown: it would give away a group of fewer than 5 people."),
        ),
    ],
)
def test_status_in_one_sentence(changes: dict[str, Any], words: str) -> None:
    assert say_status(one(waves(14, 50.0), **changes), 5) == words


def test_the_way_of_a_shift_and_what_it_is_worth_follow_the_direction() -> None:
    values = [*waves(14, 20.0), *waves(14, 30.0)]
    told = say_shifts(one(values, shift=14, direction="lower", target=15.0), "It")
    assert told == (
        "It rose by a [shift](#glossary-shift) from June 2023 (centre 20.1% before, 30.1% since), "
        "a change for the worse."
    )


def test_a_young_phase_has_no_centre_yet() -> None:
    told = say_shifts(one([*waves(14, 20.0), *waves(9, 30.0)], shift=14), "It")
    assert "(centre 20.1% before), a change for the better" in told


def test_without_shift_it_varied_and_few_points_say_nothing() -> None:
    assert say_shifts(one(waves(12, 50.0)), "It") == (
        "It varied within its [limits](#glossary-limits), without a [shift](#glossary-shift)."
    )
    assert (
        say_shifts(one(waves(11, 50.0)), "It") == "11 months: not enough data for [limits](#glossary-limits)."
    )


def test_a_value_that_misses_its_target_is_never_printed_like_it() -> None:
    near = one([*waves(13, 60.0), 69.98])
    assert give_evidence(near).startswith(
        "May 2023: 69.98%, against 52.00% at the baseline and a target of 70.00% or more."
    )


def test_counts_come_before_percentages_and_few_people_have_none() -> None:
    rows = points("x", waves(3, 50.0))
    rows[-1] |= {"value": 51.5, "numerator": 412, "denominator": 800, "ci_low": 48.0, "ci_high": 55.0}
    many = gather_indicators(make_released({"indicators": [indicator("x", value=51.5)], "points": rows}))[0]
    assert give_evidence(many).startswith("June 2022: 412 of 800 (51.5%), interval (48.0 to 55.0), against")
    rows[-1] |= {"value": 50.0, "numerator": 7, "denominator": 14}
    few = gather_indicators(make_released({"indicators": [indicator("x", value=50.0)], "points": rows}))[0]
    assert give_evidence(few).startswith("June 2022: 7 of 14, interval")


def test_a_ratio_in_plain_words() -> None:
    rates = national()
    assert say_ratio(rates, rates.of_group("Black")[-1], 5) == (
        "In 2022-23 Black people were detained about 3.6 times as often as White people: 228 against 64 per 100,000; "
        "the published file gives rates only, so no interval."
    )
    assert say_course(rates, "Black") == (
        "The ratio of Black people to White people: 4.2 in 2018-19 and 4.7 in 2021-22 (census of 2011); 3.6 in 2022-23 "
        "(census of 2021). Without intervals it can't be said whether it moved by more than chance."
    )


def test_an_interval_decides_whether_there_is_a_difference() -> None:
    clear = rate("2023-24", "Black", 242, 69, basis="crude", ratio_low=3.1, ratio_high=4.0)
    unclear = rate("2023-24", "Asian", 80, 69, basis="crude", ratio_low=0.9, ratio_high=1.5)
    white = rate("2023-24", "White", 69, 69, basis="crude")
    rates = national(clear, unclear, white)
    assert say_ratio(rates, rates.rows[0], 5) == (
        "In 2023-24 Black people were detained about 3.5 times as often as White people: 242 against 69 per 100,000; "
        "3.5 times (3.1 to 4.0)."
    )
    assert say_ratio(rates, rates.rows[1], 5) == (
        "In 2023-24 no clear difference in detentions between Asian people and White people: 80 against 69 per "
        "100,000; 1.2 times (0.9 to 1.5)."
    )


def test_an_interval_that_stays_above_one_never_seems_to_touch_it() -> None:
    row = rate("2023-24", "Asian", 90, 69, basis="crude", ratio_low=1.04, ratio_high=1.63)
    rates = national(row, rate("2023-24", "White", 69, 69, basis="crude"))
    assert say_ratio(rates, rates.rows[0], 5).endswith("; 1.30 times (1.04 to 1.63).")


def test_hidden_rates_say_so_and_show_nothing() -> None:
    hidden = rate("2023-24", "Chinese", float("nan"), 69, basis="crude", **hidden_row())
    rates = national(hidden, rate("2023-24", "White", 69, 69, basis="crude"))
    assert say_ratio(rates, rates.rows[0], 5) == (
        "In 2023-24, Chinese people – fewer than 5 people: no result can be shown."
    )


def test_a_part_of_the_reference_is_in_the_table_and_in_no_sentence(tmp_path: Path) -> None:
    rows = [*national_rates(), rate("2022-23", "White Irish", 69, 64), rate("2022-23", "Indian", 55, 64)]
    text = open_programme(make_released({"detentions": rows}), tmp_path, engine="none").detentions()
    assert "| White Irish | 69.0 | 1.1 |" in text
    assert "White Irish people" not in text
    assert "Indian people were detained about 0.9 times as often as White people" in text


def test_a_hidden_last_value_is_told_with_the_last_one_that_can_be_shown(tmp_path: Path) -> None:
    rows = points("x", waves(5, 50.0))
    rows[-1] |= {"value": None, **hidden_row()}
    row = indicator("x", title="Young people admitted", value=None, status="hidden", **hidden_row())
    page = open_programme(make_released({"indicators": [row], "points": rows}), tmp_path, engine="none")
    assert (
        "**The last value is hidden: it would tell of a small number of people.** Before that, July 2022: 50.6%, "
        "against 52.0% at the baseline"
    ) in page.charts()
    assert "4 months: not enough data for [limits](#glossary-limits). Hatched: hidden.](" in page.charts()
    assert "| Indicator x |" not in page.dashboard()
    assert (
        "| Young people admitted | [hidden]{.suppressed} | [hidden]{.suppressed} | 70.0% or more |"
        in page.dashboard()
    )


def test_over_estimated_groups_are_marked_and_in_no_sentence(tmp_path: Path) -> None:
    page = open_programme(whole_programme(), tmp_path / "figures", engine="none")
    text = page.detentions()
    assert "| Black Other (over-estimated) |" in text
    assert "Rates of groups called “Other” are over-estimates." in text
    assert "recorded as Black Other" not in text
    assert "Black Other" not in page.in_short()


def test_commitments_are_counted_and_missing_evidence_is_named() -> None:
    rows = [
        pledge(1, "done", "Minutes", "2021-11-25"),
        pledge(2, "begun", "", "2022"),
        pledge(3, "begun", "", ""),
    ]
    text = write_pledges(make_released({"pledges": rows}).pledges)
    assert text.startswith(
        "Of three commitments, one is done and two are begun. No evidence is named for commitments 2 and 3."
    )
    assert "| 1 – Commitment 1 | ●\N{NO-BREAK SPACE}done | Minutes | 25 November 2021 | The board |" in text


def test_more_than_stays_more_than_and_nothing_is_added_up(tmp_path: Path) -> None:
    rows = [
        published("direct beneficiaries", 1200, "people", "more than"),
        published("people engaging", 6000, "people", "more than"),
        published("annual fund", 100000, "GBP a year"),
    ]
    text = open_programme(make_released({"published": rows}), tmp_path, engine="none").published_reach()
    assert "- Direct beneficiaries: more than 1,200 people (first two years; Board paper)." in text
    assert "£100,000 a year" in text
    assert "7,200" not in text


def test_the_banner_stands_where_any_data_is_synthetic(tmp_path: Path) -> None:
    real = open_programme(whole_programme(), tmp_path, engine="none")
    made = open_programme(whole_programme(synthetic=True, source="Rates are real"), tmp_path, engine="none")
    assert real.banner() == ""
    assert made.banner().startswith("::: {.notice}\n**Synthetic example.**")
    assert "Rates are real." in made.banner()
    assert made.front_matter()["evalkit"]["synthetic"] is True


def test_the_title_is_content_and_period() -> None:
    assert make_programme_title(gather_indicators(whole_programme())) == (
        "Population indicators, April 2022 to March 2025"
    )
    assert make_programme_title(()) == "Population indicators"


def test_no_sentence_claims_a_cause(tmp_path: Path) -> None:
    page = open_programme(whole_programme(), tmp_path / "figures", engine="none")
    sections = (page.in_short, page.dashboard, page.charts, page.detentions, page.commitments)
    text = "\n".join(write() for write in sections)
    assert FORBIDDEN.search(text) is None
    assert "nan" not in text


def test_a_page_without_rows_says_so(tmp_path: Path) -> None:
    page = open_programme(make_released({}), tmp_path / "figures", engine="none")
    assert page.dashboard() == "No indicator was released."
    assert page.detentions() == "No detention rates were released."
    assert page.commitments() == "No commitment was released."
    assert page.published_reach() == "No published figure was released."
    assert [finding.kind for finding in page.findings] == ["limit"]


def test_a_folder_without_facts_or_with_a_table_cut_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"holds no programme\.json: `make indicators` writes it"):
        read_programme(tmp_path)
    (tmp_path / "programme.json").write_text(whole_programme().facts.model_dump_json(), encoding="utf-8")
    (tmp_path / "pledges.csv").write_text("number,commitment\n1,x\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"pledges\.csv lacks the column status"):
        read_programme(tmp_path)
