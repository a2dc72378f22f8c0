"""Coders have no names in what is shown."""

from __future__ import annotations

import pandas as pd

from evalkit.analysis.coder_agreement import calculate_agreement
from evalkit.analysis.coder_labels import label_coders

CODEBOOK = pd.DataFrame({"code": ["peers"], "name": ["Peers"], "parent": [None]})
DOCUMENTS = pd.DataFrame(
    {"document": ["d1"], "name": ["Talk"], "text": ["We met. They stayed. I came back."]}
)


def test_coders_are_numbered_in_the_order_of_the_export() -> None:
    places = [("Zoe", 0, 7), ("Ana", 0, 4), ("Mo", 8, 20), ("Zoe", 8, 20)]
    codings = pd.DataFrame(
        [("d1", "peers", *place) for place in places], columns=["document", "code", "coder", "start", "end"]
    )
    agreement = calculate_agreement(DOCUMENTS, codings, CODEBOOK, "g")
    labelled = label_coders(agreement, codings)

    percent = labelled[(labelled["statistic"] == "percent") & (labelled["code"] == "peers")]
    pairs = [
        ["first coder", "second coder"],
        ["first coder", "third coder"],
        ["second coder", "third coder"],
    ]
    assert percent.loc[percent["unit"] == "code_point", ["coder_a", "coder_b"]].values.tolist() == pairs
    named = agreement.set_index(["unit", "code", "statistic", "coder_a", "coder_b"])["estimate"]
    numbered = labelled.set_index(["unit", "code", "statistic", "coder_a", "coder_b"])["estimate"]
    for unit in ("code_point", "paragraph"):
        key = (unit, "peers", "percent")
        assert numbered[(*key, "first coder", "third coder")] == named[(*key, "Mo", "Zoe")]
    assert not any(name in labelled.to_csv() for name in ("Zoe", "Ana"))
    assert (
        labelled.loc[labelled["statistic"] == "krippendorffs_alpha", ["coder_a", "coder_b"]]
        .isna()
        .all()
        .all()
    )
    assert len(labelled) == len(agreement)


def test_an_eleventh_coder_has_a_number() -> None:
    coders = [f"c{number}" for number in range(12)]
    agreement = pd.DataFrame(
        [["code_point", "all", "percent", "c11", "c9"]],
        columns=["unit", "code", "statistic", "coder_a", "coder_b"],
    )
    labelled = label_coders(agreement, pd.DataFrame({"coder": coders}))

    assert labelled[["coder_a", "coder_b"]].values.tolist() == [["tenth coder", "coder 12"]]


def test_nothing_at_all() -> None:
    columns = ["unit", "code", "statistic", "coder_a", "coder_b"]
    assert label_coders(pd.DataFrame(columns=columns), pd.DataFrame({"coder": []})).empty
