"""Sentences about people by category, word for word, and what the gate hid."""

from __future__ import annotations

import pytest

from category_rows_made import (
    LINK,
    NAN,
    NHS,
    PROTECTED,
    SMALL,
    gathered,
    moved,
    released,
    reliable,
    rows,
    study,
    usual,
)
from evalkit import names
from evalkit.presentation.categories import gather_categories
from evalkit.presentation.category_sentences import (
    MORE_BETTER,
    MORE_WORSE,
    count_in_short,
    describe_reliable_change,
    describe_rule,
    describe_usual_range,
    say_if_average_misleads,
    say_threshold,
)


def test_gain_and_harm_are_told_in_one_breath() -> None:
    assert describe_reliable_change(reliable(47, 45, 9)) == (
        f"Of the 101 people who answered both times, 47 (47%) changed for the better by more than {LINK} "
        "(8 points or more), 9 (9%) changed for the worse by as much, and 45 (45%) did neither."
    )


def test_few_people_have_no_percentage_and_nobody_is_none() -> None:
    assert describe_reliable_change(reliable(0, 11, 1, of=12)) == (
        f"Of the 12 people who answered both times, none changed for the better by more than {LINK} "
        "(8 points or more), 1 changed for the worse by as much, and 11 did neither."
    )


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (
            (47, PROTECTED, SMALL),
            (
                f"47 (47%) changed for the better by more than {LINK} (8 points or more), and fewer than 5 changed "
                "for the worse by as much. How many changed by less or not at all is hidden: it would give a "
                "small number away."
            ),
        ),
        (
            (PROTECTED, 72, SMALL),
            (
                f"fewer than 5 changed for the worse by more than {LINK} (8 points or more), and 72 (71%) changed "
                "by less or not at all. How many changed for the better is hidden: it would give a small number away."
            ),
        ),
        (
            (SMALL, 60, PROTECTED),
            (
                f"fewer than 5 changed for the better by more than {LINK} (8 points or more), and 60 (59%) changed "
                "by less or not at all. How many changed for the worse is hidden: it would give a small number away."
            ),
        ),
    ],
)
def test_each_hidden_part_is_said_to_be_hidden(counts: tuple[float | str, ...], told: str) -> None:
    said = describe_reliable_change(reliable(*counts))
    assert said == f"Of the 101 people who answered both times, {told}"


def test_numbers_come_from_a_row_that_is_shown() -> None:
    hidden = rows("reliable_change", {"improved": PROTECTED}, threshold=NAN, method="hidden")
    shown = rows("reliable_change", {"no_reliable_change": 72, "worse": SMALL})
    found = gather_categories(released(hidden + shown, []))[0]
    assert (found.of.n, found.threshold, found.method) == (101, 8.0, NHS)
    assert say_threshold(reliable(47, 45, 9, threshold=NAN)) == ""


@pytest.mark.parametrize(
    ("method", "threshold", "said"),
    [
        (NHS, 8.0, "8 points or more"),
        ("1 points or more, published: somebody", 1.0, "1 point or more"),
        ("6.6 points or more, published: NHS England", 6.6, "6.6 points or more"),
        ("more than 3.64 points (1.96 · √2 …): SD 2.65", 3.643115, "more than 3.64 points"),
        (
            "5 points or more, published: X (provisional: not checked at the source)",
            5.0,
            "5 points or more, [provisional](#glossary-provisional)",
        ),
    ],
)
def test_a_threshold_says_whether_it_is_reached_or_passed(method: str, threshold: float, said: str) -> None:
    assert say_threshold(reliable(47, 45, 9, method=method, threshold=threshold)) == said


def test_recovery_is_counted_of_those_who_started_in_the_clinical_range() -> None:
    link = "[usual range](#glossary-usual-range)"
    assert describe_usual_range(study(), usual(30, 50, 21)) == (
        "Of the 80 people who started in the clinical range (cut-off 10), 30 (38%) reliably improved and are now in "
        f"the {link}, and 50 (63%) did not. 21 were in the usual range from the start."
    )
    assert describe_usual_range(study(), usual(SMALL, PROTECTED, 21)) == (
        f"Of the 101 people who answered both times, fewer than 5 reliably improved and are now in the {link} "
        "(cut-off 10), and 21 (21%) were in the usual range from the start. How many started in the clinical range "
        "and did not is hidden: it would give a small number away."
    )


def test_rounded_counts_are_not_added_up() -> None:
    rounded = study(disclosure={"policy": "nhs", "threshold": 5})
    said = describe_usual_range(rounded, usual(30, 50, 20, of=100))
    assert said.startswith("Of the 100 people who answered both times, 30 (30%) reliably improved")
    assert "80" not in said


def test_rules_across_measures_are_told_in_plain_words() -> None:
    rule = {"measure": names.ALL, "method": "NHS England's rule", "threshold": NAN}
    cyp = gathered("cyp_outcome", {"improvement": 50, "no_change": 35, "deterioration": 16}, **rule)
    assert describe_rule(cyp) == (
        "By NHS England's rule for children and young people, which takes all measures together: of the 101 people "
        "who answered both times, 50 (50%) improved on at least one measure and got worse on none, 16 (16%) got "
        "worse on at least one, and 35 (35%) improved on none and got worse on none."
    )
    counts = {"recovered_reliably": 30, "recovered": 6, "not_recovered": 45, "not_a_case_before": 20}
    assert describe_rule(gathered("talking_therapies_recovery", counts, **rule)) == (
        "By the same rule, 30 (30%) started as a [case](#glossary-case), are none now and reliably improved, 6 (6%) "
        "started as a case and are none now, by a smaller change, 45 (45%) started as a case and still are one, and "
        "20 (20%) were no case before."
    )


def test_in_short_says_both_numbers_and_when_the_average_misleads() -> None:
    assert count_in_short(reliable(47, 45, 9), moved(-5, -3)) == (
        f"47 people changed for the better by more than {LINK}, 9 for the worse."
    )
    assert count_in_short(reliable(PROTECTED, 72, SMALL), moved(-5, -3)) == (
        f"Fewer than 5 people changed for the worse by more than {LINK}; how many for the better is hidden."
    )
    assert count_in_short(reliable(0, 100, 1), moved(-1, 1)) == (
        f"Nobody changed for the better by more than {LINK}, 1 for the worse."
    )


@pytest.mark.parametrize(
    ("counts", "interval", "said"),
    [
        ((9, 45, 47), (-5, -3), MORE_WORSE),
        ((SMALL, 60, 40), (-5, -3), MORE_WORSE),
        ((47, 45, 9), (3, 5), MORE_BETTER),
        ((47, 45, 9), (-5, -3), ""),
        ((9, 45, 47), (-1, 1), ""),
        ((PROTECTED, 92, SMALL), (3, 5), ""),
        ((9, 83, 9), (3, 5), ""),
    ],
)
def test_an_average_that_hides_the_other_side_is_said_to(
    counts: tuple[float | str, ...], interval: tuple[float, float], said: str
) -> None:
    assert say_if_average_misleads(reliable(*counts), moved(*interval)) == said
