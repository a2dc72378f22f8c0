"""Attributions: whoever knows the rule and everybody's attributes still finds enough people."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.disclosure.attribution import build_attributions
from evalkit.disclosure.policy import Policy

COUNTS = Policy("counts")
ATTRIBUTES = ["gender", "age", "area"]
ID_AND_PART = ["respondent_id", "component"]


def people(*groups: tuple[int, str, str, str, str]) -> pd.DataFrame:
    """Return a number of people alike per group: how many, component, gender, age, area; "" is not recorded."""
    rows = [facts for count, *facts in groups for _ in range(count)]
    frame = pd.DataFrame(rows, columns=["component", *ATTRIBUTES])
    frame.insert(0, "respondent_id", [f"R{place}" for place in range(len(frame))])
    return frame


def attribute(frame: pd.DataFrame, policy: Policy = COUNTS) -> dict[str, str]:
    return build_attributions(frame, ATTRIBUTES, policy, frame[["respondent_id", "component"]])


def test_all_attributes_are_shown_where_all_are_frequent() -> None:
    frame = people((5, "g", "woman", "25–34", "Gipton"), (5, "g", "man", "25–34", "Gipton"))

    assert set(attribute(frame).values()) == {"woman, 25–34, Gipton", "man, 25–34, Gipton"}


def test_a_rare_value_is_left_out_and_the_next_attribute_tried() -> None:
    frame = people(
        (6, "g", "woman", "25–34", "Gipton"),
        (4, "g", "woman", "35–44", "Gipton"),
        (2, "g", "woman", "85+", "Gipton"),
    )

    words = attribute(frame)

    assert words["R0"] == "woman, 25–34, Gipton"
    assert words["R6"] == words["R11"] == "woman, Gipton"


def test_leaving_out_tells_nothing() -> None:
    """Two women are over 85. Were only their age left out, "woman" alone would mean one of these two."""
    frame = people(
        (6, "g", "woman", "25–34", ""), (5, "g", "woman", "35–44", ""), (2, "g", "woman", "85+", "")
    )

    words = attribute(frame)

    assert words["R0"] == "woman, 25–34"
    assert words["R6"] == words["R11"] == "woman"


def test_the_same_words_under_every_quote_of_a_person_whatever_the_component() -> None:
    both = people((5, "one", "woman", "", ""), (5, "one", "man", "", ""))
    again = both.iloc[:6].assign(component="two")
    frame = pd.concat([both, again])

    words = build_attributions(frame, ATTRIBUTES, COUNTS, frame[["respondent_id", "component"]])

    assert set(words.values()) == {""}  # of the one man in two, "man" would say who he is


def test_somebody_whose_components_alone_single_out_is_not_quoted() -> None:
    frame = pd.concat([people((9, "one", "woman", "", "")), people((2, "two", "woman", "", ""))])
    small = attribute(frame)

    assert small == dict.fromkeys([f"R{place}" for place in range(2, 9)], "woman")


def test_a_value_that_differs_between_components_is_not_shown() -> None:
    one = people((10, "one", "woman", "", "Gipton"))
    two = one.assign(component="two", area=["Dalston"] * 5 + ["Gipton"] * 5)

    words = attribute(pd.concat([one, two]))

    assert words["R0"] == "woman"
    assert words["R9"] == "woman, Gipton"


def test_without_a_policy_everything_is_shown() -> None:
    frame = people((1, "g", "woman", "85+", "Gipton"), (1, "g", "man", "", "not recorded"))

    assert attribute(frame, Policy("none")) == {"R0": "woman, 85+, Gipton", "R1": "man"}


def test_nobody_quoted_nobody_named() -> None:
    frame = people((9, "g", "woman", "", ""))

    assert build_attributions(frame, ATTRIBUTES, COUNTS, frame[["respondent_id", "component"]].iloc[:0]) == {}


@pytest.mark.parametrize("threshold", [3, 5])
@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(*(st.sampled_from(values) for values in (["one", "two"], "wmx", "abc", "GH "))), max_size=60
    )
)
def test_every_wording_fits_enough_people_of_every_component(
    threshold: int, rows: list[tuple[str, str, str, str]]
) -> None:
    frame = pd.DataFrame(rows, columns=["component", *ATTRIBUTES])
    frame["respondent_id"] = [f"R{place * 2 // 3}" for place in range(len(frame))]  # some take part twice
    frame["area"] = frame["area"].str.strip()

    large = frame.drop_duplicates(ID_AND_PART).groupby("component").size()
    quotable = frame[frame["component"].map(large) >= threshold]
    quoted = quotable[ID_AND_PART].drop_duplicates("respondent_id")

    words = build_attributions(frame, ATTRIBUTES, Policy("counts", threshold), quoted)

    everybody = quotable.assign(words=quotable["respondent_id"].map(words)).drop_duplicates(ID_AND_PART)
    sizes = everybody.groupby(["component", "words"]).size()
    assert sizes[sizes < threshold].to_dict() == {}
