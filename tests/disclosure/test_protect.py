from __future__ import annotations

import itertools
from typing import Any

import pytest

from evalkit.disclosure import DisclosureError, Policy, Sum, check_protected, possible_values, protect_counts

RULE = Policy("counts", 5)
COUNTS = {"a": 4, "b": 4, "c": 30, "all": 38}
SUMS = [Sum("all", ("a", "b", "c"))]


def test_a_small_complement_hides_a_published_count() -> None:
    counts = {"n_from": 20, "n_pairs": 18, "n_missing": 2}
    sums = [Sum("n_from", ("n_pairs", "n_missing"))]
    hidden = protect_counts(counts, sums, RULE, unpublished={"n_missing"})
    assert hidden == {"n_pairs"}
    values = possible_values(counts, sums, hidden, RULE, unpublished={"n_missing"})
    assert values["n_missing"] == (0, 4, True)
    assert values["n_pairs"] == (16, 20, True)


def test_a_large_complement_hides_nothing() -> None:
    counts = {"n_from": 20, "n_pairs": 12, "n_missing": 8}
    assert (
        protect_counts(counts, [Sum("n_from", ("n_pairs", "n_missing"))], RULE, unpublished={"n_missing"})
        == set()
    )


def test_where_everybody_answered_twice_the_pairs_can_stay() -> None:
    counts = {"n_from": 5, "n_pairs": 5, "n_missing": 0}
    sums = [Sum("n_from", ("n_pairs", "n_missing"))]
    assert protect_counts(counts, sums, RULE, unpublished={"n_missing"}) == {"n_from"}


def test_sums_across_tables_are_solved_together() -> None:
    counts = {"all": 60, "men": 33, "women": 27, "young": 57, "old": 3}
    sums = [Sum("all", ("men", "women")), Sum("all", ("young", "old"))]
    assert protect_counts(counts, sums, RULE) == {"old", "young"}


def test_what_is_hidden_for_another_reason_is_protected_too() -> None:
    counts = {"a": 20, "b": 31, "c": 12, "all": 63}
    sums = [Sum("all", ("a", "b", "c"))]
    hidden = protect_counts(counts, sums, RULE, also_hide={"b"})
    assert hidden == {"b", "c"}
    assert protect_counts(counts, sums, Policy("none"), also_hide={"b"}) == {"b"}


def test_cost_says_which_count_is_hidden() -> None:
    counts = {"a": 3, "b": 31, "c": 12, "all": 46}
    sums = [Sum("all", ("a", "b", "c"))]
    assert protect_counts(counts, sums, RULE) == {"a", "c"}
    assert protect_counts(counts, sums, RULE, cost={"c": 900}) == {"a", "b"}
    assert protect_counts(counts, sums, RULE, cost={"all": 0.5}) == {"a", "all"}


def test_order_of_the_input_does_not_matter() -> None:
    parts = {"p": 3, "q": 20, "r": 20, "s": 20}
    answers = set()
    for order in itertools.permutations(parts):
        counts = {name: parts[name] for name in order} | {"all": 63}
        answers.add(protect_counts(counts, [Sum("all", order)], RULE))
    assert len(answers) == 1


def test_rounding_protects_unless_the_count_can_be_read_elsewhere() -> None:
    counts = {"a": 3, "b": 31, "c": 22, "all": 56}
    sums = [Sum("all", ("a", "b", "c"))]
    assert protect_counts(counts, sums, Policy("nhs")) == {"a"}
    assert protect_counts(counts, sums, Policy("nhs"), exact={"b", "c", "all"}) == {"a", "c"}


def test_a_count_that_the_sums_alone_fix_at_nobody_is_left_alone() -> None:
    counts = {"all": 40, "only group": 40, "others": 0, "x": 12, "y": 28}
    sums = [Sum("all", ("only group",)), Sum("all", ("only group", "others")), Sum("all", ("x", "y"))]
    hidden = protect_counts(counts, sums, RULE, unpublished={"others"})
    assert hidden == set()
    assert possible_values(counts, sums, hidden, RULE, unpublished={"others"}) == {}


def test_where_everything_is_hidden_no_number_is_left_to_solve_from() -> None:
    counts = {"a": 4, "b": 4, "all": 8}
    sums = [Sum("all", ("a", "b"))]
    assert protect_counts(counts, sums, RULE) == {"a", "b", "all"}
    check_protected(counts, sums, {"a", "b", "all"}, RULE)


def test_the_audit_gives_the_ends_and_no_upper_one_where_there_is_none() -> None:
    leaking = possible_values(COUNTS, SUMS, {"a", "b"}, RULE)
    assert leaking == {"a": (4, 4, False), "b": (4, 4, False)}
    counts = {"a": 3, "b": 6, "c": 30, "all": 39}
    values = possible_values(counts, SUMS, {"a", "b", "all"}, RULE)
    assert values["b"] == (5, None, True)
    assert values["all"].low == 35
    assert possible_values(COUNTS, SUMS, {"a", "b"}, Policy("none")) == {}


def test_the_last_check_stops_a_release_that_leaks() -> None:
    with pytest.raises(DisclosureError, match="fewer than 3 possible values: a, b"):
        check_protected(COUNTS, SUMS, {"a", "b"}, RULE)
    with pytest.raises(DisclosureError, match="counts below 5 would be shown: b"):
        check_protected(COUNTS, SUMS, {"a", "c"}, RULE)
    check_protected(COUNTS, SUMS, {"a", "b", "c"}, RULE)
    check_protected(COUNTS, SUMS, set(), Policy("none"))


def test_counts_that_move_in_steps_of_two_are_judged_in_whole_numbers() -> None:
    counts = {"x": 5, "y": 5, "z": 5, "xy": 10, "yz": 10, "xz": 10, "odd": 2, "w": 12, "wodd": 14}
    sums = [Sum("xy", ("x", "y")), Sum("yz", ("y", "z")), Sum("xz", ("x", "z")), Sum("wodd", ("w", "odd"))]
    hidden = protect_counts(counts, sums, RULE, also_hide={"x"})
    check_protected(counts, sums, hidden, RULE)
    assert {"x", "odd"} < hidden
    with pytest.raises(DisclosureError, match="x, y, z"):
        check_protected(counts, sums, {"x", "y", "z", "odd", "w"}, RULE)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"counts": {**COUNTS, "c": 31}}, r"the sum all = a \+ b \+ c doesn't hold: 38 is not 39"),
        ({"counts": {**COUNTS, "a": -1}}, "the count a is -1: a count of people can't be negative"),
        ({"counts": {**COUNTS, "a": 4.5}}, "the count a is 4.5: a count of people is a whole number"),
        ({"sums": [Sum("all", ("a", "d"))]}, r"the sum all = a \+ d names no count: d"),
        ({"sums": [Sum("all", ())]}, "the sum for all has no parts"),
        ({"sums": [Sum("all", ("a", "a", "c"))]}, "names a count twice: a"),
        ({"unpublished": {"e"}}, "unpublished names no count: e"),
        ({"exact": {"e"}}, "exact names no count: e"),
        ({"also_hide": {"e"}}, "also_hide names no count: e"),
        ({"cost": {"e": 1.0}}, "cost names no count: e"),
        ({"cost": {"a": 0.0}}, "the cost of hiding a count must be above 0"),
    ],
)
def test_what_cannot_be_worked_with_is_refused_in_words(change: dict[str, Any], words: str) -> None:
    given: dict[str, Any] = {"counts": COUNTS, "sums": SUMS, **change}
    with pytest.raises(ValueError, match=words):
        protect_counts(given.pop("counts"), given.pop("sums"), RULE, **given)


@pytest.mark.slow
def test_hundreds_of_counts_of_one_study_are_protected() -> None:
    """Six timepoints by three subgroup variables: answered, paired, lost, and those who came later."""
    counts: dict[str, int] = {}
    sums: list[Sum] = []
    unpublished: set[str] = set()
    people = [(i % 7 % 4, i % 5, i * i % 11 % 3) for i in range(110)]
    groups = [("all", "all")] + [(f"v{v}", f"{g}") for v, size in enumerate((4, 5, 3)) for g in range(size)]

    def inside(person: tuple[int, ...], variable: str, group: str) -> bool:
        return variable == "all" or person[int(variable[1])] == int(group)

    for time, (variable, group) in itertools.product(range(6), groups):
        members = [i for i, person in enumerate(people) if inside(person, variable, group)]
        first = {i for i in members if i % 13}
        last = {i for i in members if (i * (time + 3) + time) % (11 - time)}
        key, start = f"{variable} {group} {time}", f"{variable} {group} first"
        counts |= {
            start: len(first),
            f"{key} to": len(last),
            f"{key} paired": len(first & last),
            f"{key} lost": len(first - last),
            f"{key} later": len(last - first),
        }
        unpublished.add(f"{key} later")
        sums += [
            Sum(start, (f"{key} paired", f"{key} lost")),
            Sum(f"{key} to", (f"{key} paired", f"{key} later")),
        ]
    for variable, time, what in itertools.product(
        ("v0", "v1", "v2"), range(6), ("to", "paired", "lost", "later")
    ):
        parts = tuple(f"{one} {group} {time} {what}" for one, group in groups if one == variable)
        sums.append(Sum(f"all all {time} {what}", parts))
    for variable in ("v0", "v1", "v2"):
        sums.append(
            Sum("all all first", tuple(f"{one} {group} first" for one, group in groups if one == variable))
        )
    hidden = protect_counts(counts, sums, RULE, unpublished=unpublished)
    check_protected(counts, sums, hidden, RULE, unpublished=unpublished)
    assert len(counts) > 300
    small = {name for name, value in counts.items() if value < 5 and name not in unpublished}
    assert small < hidden < set(counts) - unpublished


def test_what_is_over_in_an_at_least_is_nobodys_secret_and_bounds_the_parts() -> None:
    counts = {"people": 6, "contacts": 6, "quiet": 2, "month": 8, "visits": 9}
    sums = [
        Sum("month", ("people", "quiet")),
        Sum("contacts", ("people",), at_least=True),
        Sum("visits", ("month",), at_least=True),
    ]
    hidden = protect_counts(counts, sums, RULE)
    # Everybody came once: the contacts say that at most 6 came, so with the month's 8 at least 2 didn't show.
    assert hidden >= {"quiet"}
    values = possible_values(counts, sums, hidden, RULE)
    assert all(known.at_least_three for known in values.values())
    assert not [name for name in values if name.startswith("over|")]


def test_an_at_least_that_does_not_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="contacts >= people doesn't hold: 3 is 1 less"):
        protect_counts({"people": 4, "contacts": 3}, [Sum("contacts", ("people",), at_least=True)], RULE)
