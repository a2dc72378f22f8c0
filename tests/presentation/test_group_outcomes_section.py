"""Drop-out and recovery by group: counts first, a named reference, the order declared, a caution."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from evalkit.presentation.glossary import find_terms
from evalkit.presentation.group_outcome_section import write_outcomes_by_group
from evalkit.presentation.group_outcome_sentences import CAUTION
from evalkit.presentation.ratio_figure import KEY
from group_rows_made import PROTECTS, SMALL, equity_rows, make_material, outcome_rows

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = "[hidden](#glossary-hidden), to protect small numbers."
EVERYBODY = outcome_rows("all", {"all": (48, 191)})
GROUPS = {"White": (22, 128), "Asian": (6, 25), "Black": (14, 38)}


def written(figures: Path, rows: list[dict[str, Any]]) -> str:
    """Return what is written about these rows."""
    return write_outcomes_by_group(make_material(figures, groups=rows))


def captions(text: str) -> list[str]:
    """Return the captions of the figures."""
    return re.findall(r"^!\[(.*?)\]\(\w+/", text, re.MULTILINE)


def test_nothing_is_written_where_no_groups_were_compared(tmp_path: Path) -> None:
    assert written(tmp_path / "figures", []) == ""
    assert written(tmp_path / "figures", EVERYBODY) == ""
    assert not (tmp_path / "figures").exists()


def test_counts_come_first_with_interval_reference_and_caution(tmp_path: Path) -> None:
    text = written(tmp_path, EVERYBODY + outcome_rows("ethnicity", GROUPS, "White"))
    assert CAUTION in text
    assert (
        "**Dropped out.** Of the 191 people who finished or left, 48 (25%; 20% to 32%) dropped out before the end."
    ) in text
    assert (
        "- By ethnicity: White, the group to compare with, 22 of 128 (17%). More often: Black, 14 of 38 (37%), 2.14 "
        "[times as often](#glossary-risk-ratio) (1.22 to 3.77). No clear difference for Asian, 6 of 25 (24%): its "
        "interval includes 1."
    ) in text
    assert captions(text) == [f"Black (ethnicity) differs clearly from the group compared with. {KEY}"]
    assert find_terms([text]) == ["risk-ratio"]


def test_groups_keep_the_order_declared_and_are_never_ranked(tmp_path: Path) -> None:
    shuffled = {name: GROUPS[name] for name in ("Asian", "White", "Black")}
    text = written(tmp_path, EVERYBODY + outcome_rows("ethnicity", shuffled, "White"))
    assert re.findall(r"^\| Ethnicity: (\w+)", text, re.MULTILINE) == ["Asian", "White", "Black"]
    (alt,) = re.findall(r'fig-alt="([^"]*)"', text)
    assert [alt.index(name) for name in ("Asian", "White", "Black")] == sorted(
        alt.index(name) for name in ("Asian", "White", "Black")
    )
    assert not re.search(r"best|worst|highest|lowest|rank", text.replace(CAUTION, ""))


def test_an_attribute_takes_its_title_from_the_people_reached(tmp_path: Path) -> None:
    reached = equity_rows("ethnicity", "Ethnic group", {"White": 128})
    rows = EVERYBODY + outcome_rows("ethnicity", GROUPS, "White")
    text = write_outcomes_by_group(make_material(tmp_path, groups=rows, equity=reached))
    assert "- By ethnic group: White" in text
    assert "| Ethnic group: Asian | 6 | 25 |" in text


def test_a_zero_cell_has_a_ratio_with_an_interval(tmp_path: Path) -> None:
    text = written(tmp_path, EVERYBODY + outcome_rows("sex", {"Female": (30, 60), "Male": (0, 40)}, "Female"))
    assert "Less often: Male, 0 of 40 (0%), 0.02 [times as often]" in text
    both = outcome_rows("sex", {"Female": (0, 60), "Male": (0, 40)}, "Female")
    text = written(tmp_path, EVERYBODY + both)
    assert "No clear difference for Male, 0 of 40 (0%): its interval includes 1." in text


def test_fewer_than_twenty_people_are_counted_and_not_compared(tmp_path: Path) -> None:
    rows = EVERYBODY + outcome_rows("sex", {"Female": (30, 120), "Male": (11, 19)}, "Female")
    text = written(tmp_path / "figures", rows)
    assert "Too few people to compare: Male, 11 of 19." in text
    assert "| Sex: Male | 11 | 19 | – | 2.32 (1.41 to 3.79) | – |" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert not (tmp_path / "figures").exists()


def test_some_hidden(tmp_path: Path) -> None:
    groups: dict[str, tuple[int | str, int]] = {**GROUPS, "Mixed": (SMALL, 0), "Other": (PROTECTS, 0)}
    text = written(tmp_path, EVERYBODY + outcome_rows("ethnicity", groups, "White"))
    assert f"Mixed and Other: {HIDDEN}" in text
    assert "| Ethnicity: Mixed | [hidden]{.suppressed} | [hidden]{.suppressed} | – | – | – |" in text
    # A number may be hidden because hardly anybody did not drop out: "fewer than 5" could be untrue.
    assert "fewer than 5" not in text


def test_the_reference_is_hidden(tmp_path: Path) -> None:
    rows = EVERYBODY + outcome_rows("ethnicity", {**GROUPS, "White": (PROTECTS, 0)}, "White")
    text = written(tmp_path / "figures", rows)
    assert f"- By ethnicity: the number of the group to compare with is {HIDDEN}" in text
    assert "times as often" not in text
    assert "| Ethnicity: Black | 14 | 38 | 37% (23%" in text
    assert not (tmp_path / "figures").exists()


def test_all_hidden(tmp_path: Path) -> None:
    rows = outcome_rows("all", {"all": (PROTECTS, 0)})
    rows += outcome_rows("sex", {"Female": (SMALL, 0), "Male": (PROTECTS, 0)}, "Female")
    text = written(tmp_path / "figures", rows)
    assert f"How many people dropped out before the end is {HIDDEN}" in text
    assert f"- By sex: the number of the group to compare with is {HIDDEN}" in text
    assert not re.search(r"\d+ of \d+|\d%\)", text)
    assert "| " not in text


def test_all_but_the_reference_hidden(tmp_path: Path) -> None:
    groups: dict[str, tuple[int | str, int]] = {"Female": (30, 120), "Male": (SMALL, 0), "Other": (SMALL, 0)}
    text = written(tmp_path, EVERYBODY + outcome_rows("sex", groups, "Female"))
    assert f"- By sex: Female, the group to compare with, 30 of 120 (25%). All other groups: {HIDDEN}" in text


def test_nobody_in_the_reference_group(tmp_path: Path) -> None:
    text = written(tmp_path, EVERYBODY + outcome_rows("sex", {"Female": (0, 0), "Male": (48, 191)}, "Female"))
    assert "- By sex: there is nobody to compare with." in text


def test_a_group_in_which_nobody_could_have_the_outcome_is_left_out(tmp_path: Path) -> None:
    text = written(tmp_path, EVERYBODY + outcome_rows("ethnicity", {**GROUPS, "Other": (0, 0)}, "White"))
    assert "Other" not in text.replace(CAUTION, "")


def test_improving_and_recovering_say_by_what(tmp_path: Path) -> None:
    sexes = {"Female": (50, 70), "Male": (10, 40)}
    rows = []
    for outcome, measure in (("improved", "phq9"), ("recovered", "phq9"), ("recovered", "all")):
        rows += outcome_rows("all", {"all": (60, 110)}, outcome=outcome, measure=measure)
        rows += outcome_rows("sex", sexes, "Female", outcome=outcome, measure=measure)
    text = written(tmp_path, rows)
    assert (
        "**Improved, by PHQ-9.** Of the 110 people who answered PHQ-9 before and after, 60 (55%; 45% to 64%) changed "
        "for the better by more than [chance alone would explain](#glossary-reliable-change)."
    ) in text
    assert "began in the clinical range, 60 (55%; 45% to 64%) reliably improved and ended in the" in text
    assert (
        "were a [case](#glossary-case) before, 60 (55%; 45% to 64%) reliably improved and were no case after."
        in text
    )
    assert len(captions(text)) == len({path.name for path in tmp_path.iterdir()}) / 2 == 3


def test_fewer_who_improve_is_drawn_as_a_warning_as_is_more_who_drop_out(tmp_path: Path) -> None:
    high = {"Female": (20, 100), "Male": (60, 100)}
    for outcome, measure, warns in (("dropped_out", "", True), ("improved", "phq9", False)):
        rows = outcome_rows("sex", high, "Female", outcome=outcome, measure=measure)
        figures = tmp_path / outcome
        written(figures, rows)
        drawn = next(path for path in figures.iterdir() if "narrow" not in path.name).read_text(
            encoding="utf-8"
        )
        assert ("#b8500f" in drawn) is warns
        assert ("#0b6e6e" in drawn) is not warns
