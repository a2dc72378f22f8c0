from __future__ import annotations

import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.analysis.agreement import cohen_kappa, krippendorff_alpha
from evalkit.analysis.coder_agreement import AGREEMENT_COLUMNS, calculate_agreement

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

DATA = Path(__file__).parents[1] / "data" / "qda-agreement"
CODEBOOK = pd.DataFrame({"code": ["peers"], "name": ["Peers"], "parent": [None]})
COLUMNS = ["document", "coder", "code", "start", "end"]


def _read_project() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return documents (each character an x but the line feeds), codings and codebook of the two coders."""
    documents = pd.read_csv(DATA / "documents.csv")
    documents["text"] = [
        "".join("\n" if str(place) in feeds.split() else "x" for place in range(length))
        for length, feeds in zip(documents["characters"], documents["line_feeds"], strict=True)
    ]
    codes = pd.read_csv(DATA / "codes.csv").rename(columns={"category": "parent"})
    categories = pd.DataFrame({"code": codes["parent"].dropna().unique()})
    codebook = pd.concat([categories, codes], ignore_index=True)
    return (
        documents.assign(name=documents["document"]),
        pd.read_csv(DATA / "segments.csv"),
        codebook.assign(name=codebook["code"]),
    )


def _agree(text: str, marks: list[tuple[Any, ...]], **options: Any) -> pd.DataFrame:
    """Compare coders on one document d1 with the code peers: marks are (coder, start, end)."""
    documents = pd.DataFrame({"document": ["d1"], "name": ["d1"], "text": [text]})
    codings = pd.DataFrame([("d1", coder, "peers", *place) for coder, *place in marks], columns=COLUMNS)
    return calculate_agreement(documents, codings, CODEBOOK, "example", **options)


def _row(rows: pd.DataFrame, statistic: str, unit: str = "code_point", code: str = "peers") -> pd.Series[Any]:
    found = rows[(rows[["statistic", "unit", "code"]] == [statistic, unit, code]).all(axis=1)]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize("unit", ["code_point", "paragraph"])
@pytest.mark.parametrize("statistic", ["cohens_kappa", "krippendorffs_alpha"])
def test_two_coders_of_a_real_export_equal_scikit_learn_and_krippendorff(
    unit: str, statistic: str, reference: Callable[[str], list[dict[Hashable, Any]]]
) -> None:
    expected = [
        row
        for row in reference("coder_agreement_expected.csv")
        if (row["unit"], row["statistic"]) == (unit, statistic)
    ]
    assert len(expected) == 15

    rows = calculate_agreement(*_read_project(), "example")

    for row in expected:
        found = _row(rows, statistic, unit, row["code"])
        assert found["estimate"] == pytest.approx(row["estimate"], rel=1e-8, nan_ok=True), row["code"]
        assert found["n"] == row["n"]
        assert found["documents"] == 5


def test_categories_are_no_codes_and_unused_codes_are() -> None:
    rows = calculate_agreement(*_read_project(), "example")

    assert tuple(rows.columns) == AGREEMENT_COLUMNS
    assert rows["code"].nunique() == 15
    assert "Growth and agency" not in set(rows["code"])
    unused = _row(rows, "cohens_kappa", code="Waiting lists")
    assert math.isnan(unused["estimate"])
    assert unused["method"] == "characters; undefined: no coder used the code"
    assert _row(rows, "percent", code="Waiting lists")["estimate"] == 100
    assert _row(rows, "cohens_kappa", code="all")["method"].startswith(
        "characters, 14 codes stacked; interval"
    )


def test_intervals_draw_paragraphs_and_say_so() -> None:
    rows = calculate_agreement(*_read_project(), "example")

    pooled = _row(rows, "cohens_kappa", code="all")
    assert pooled["ci_low"] < pooled["estimate"] < pooled["ci_high"]
    assert pooled["confidence_level"] == 0.95
    assert "2000 draws of 30 paragraphs, percentile bootstrap, seed" in pooled["method"]
    rare = _row(rows, "cohens_kappa", code="Personal data to redact")
    assert rare["estimate"] == 1
    assert math.isnan(rare["ci_low"])
    assert math.isnan(rare["confidence_level"])
    assert rare["method"].endswith("no interval: too few paragraphs hold the code")


def test_many_documents_are_drawn_whole() -> None:
    documents = pd.DataFrame({"document": [f"d{i}" for i in range(25)], "name": "a", "text": "one\ntwo"})
    codings = pd.DataFrame(
        [(f"d{i}", coder, "peers", 0, 3 + i % end) for i in range(25) for coder, end in (("A", 4), ("B", 3))],
        columns=COLUMNS,
    )

    rows = calculate_agreement(documents, codings, CODEBOOK, "example")

    assert "draws of 25 documents" in _row(rows, "cohens_kappa")["method"]


def test_few_paragraphs_give_no_interval() -> None:
    row = _row(_agree("one\n\ntwo", [("A", 0, 3), ("B", 0, 2)]), "cohens_kappa")

    assert row["method"] == "characters; no interval: fewer than 20 paragraphs"
    assert math.isnan(row["ci_low"])


def test_overlapping_passages_of_one_coder_count_once() -> None:
    once = _agree("abcdefgh", [("A", 1, 5), ("B", 2, 6)])
    overlapping = _agree("abcdefgh", [("A", 1, 3), ("A", 2, 5), ("A", 1, 5), ("B", 2, 6)])

    pd.testing.assert_frame_equal(once, overlapping)
    assert _row(once, "percent")["estimate"] == 75


def test_paragraphs_are_lines_with_more_than_blanks() -> None:
    rows = _agree("one\n \ntwo\n", [("A", 2, 4), ("B", 3, 7)])

    kappa = _row(rows, "percent", "paragraph")
    # the line feed at 3 belongs to no paragraph: A marked the first, B the second
    assert kappa["estimate"] == 0
    assert kappa["n"] == 2


def test_marking_everything_is_undefined() -> None:
    row = _row(_agree("abc", [("A", 0, 3), ("B", 0, 3)]), "krippendorffs_alpha")

    assert math.isnan(row["estimate"])
    assert row["method"] == "characters; undefined: every coder marked every unit"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("abc", [("A", 0, 3)]),
        (None, [("A", 0, 3), ("B", 0, 3)]),
        ("abc", [("A", 0, 3), (None, 0, 3)]),
        ("abc", [("A", 0, 3), ("B", None, None)]),
        ("\n \n", [("A", 0, 3), ("B", 0, 3)]),
    ],
)
def test_what_cannot_be_compared_has_no_rows(text: Any, marks: list[tuple[Any, ...]]) -> None:
    rows = _agree(text, marks)

    assert rows.empty
    assert tuple(rows.columns) == AGREEMENT_COLUMNS


def test_three_coders_have_a_kappa_each_two_and_one_alpha() -> None:
    marks = [("A", 0, 4), ("B", 2, 6), ("C", 3, 8)]
    rows = _agree("abcdefgh", marks)

    by_character = [[int(start <= place < end) for place in range(8)] for _, start, end in marks]
    alpha = _row(rows, "krippendorffs_alpha")
    assert alpha["estimate"] == pytest.approx(krippendorff_alpha(by_character, "nominal").estimate, rel=1e-12)
    assert pd.isna(alpha["coder_a"])
    kappas = rows[
        (rows["statistic"] == "cohens_kappa") & (rows["unit"] == "code_point") & (rows["code"] == "all")
    ]
    assert kappas[["coder_a", "coder_b"]].values.tolist() == [["A", "B"], ["A", "C"], ["B", "C"]]


def test_alpha_lets_a_coder_miss_a_document() -> None:
    documents = pd.DataFrame({"document": ["d1", "d2"], "name": "a", "text": ["abcdef", "abcd"]})
    places = [("d1", "A", 0, 3), ("d1", "B", 1, 4), ("d1", "C", 1, 3), ("d2", "A", 0, 2), ("d2", "B", 0, 1)]
    codings = pd.DataFrame([(d, c, "peers", s, e) for d, c, s, e in places], columns=COLUMNS)

    rows = calculate_agreement(documents, codings, CODEBOOK, "example")

    units = np.full((3, 10), np.nan)
    for document, coder, start, end in places:
        first, length = {"d1": (0, 6), "d2": (6, 4)}[document]
        units["ABC".index(coder), first : first + length] = 0
        units["ABC".index(coder), first + start : first + end] = 1
    alpha = _row(rows, "krippendorffs_alpha")
    assert alpha["estimate"] == pytest.approx(krippendorff_alpha(units, "nominal").estimate, rel=1e-12)
    assert alpha["n"] == 10
    pairs = rows[
        (rows["statistic"] == "percent") & (rows["unit"] == "code_point") & (rows["code"] == "peers")
    ]
    assert dict(zip(pairs["coder_b"], pairs["documents"], strict=False)) == {"B": 2, "C": 1}


PLACES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(1, 12)).filter(lambda p: p[0] < p[1]), min_size=1, max_size=4
)


@given(PLACES, PLACES)
def test_sums_give_the_same_as_units_written_out(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    text = "ab\ncdefg\nhij"
    rows = _agree(text, [(coder, *place) for coder, own in (("A", first), ("B", second)) for place in own])

    units = np.array(
        [[any(s <= i < e for s, e in own) for i in range(12)] for own in (first, second)], dtype=int
    )
    table = [[((units[0] == a) & (units[1] == b)).sum() for b in (1, 0)] for a in (1, 0)]
    for statistic, expected in (
        ("cohens_kappa", cohen_kappa(table).estimate),
        ("krippendorffs_alpha", krippendorff_alpha(units, "nominal").estimate),
        ("percent", 100 * (units[0] == units[1]).mean()),
    ):
        assert _row(rows, statistic)["estimate"] == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_the_same_seed_gives_the_same_interval() -> None:
    text = "\n".join(["some words"] * 30)
    marks = [("A", 0, 120), ("B", 20, 150), ("A", 200, 240), ("B", 190, 260)]

    first, again, other = (_agree(text, marks, seed=seed) for seed in (1, 1, 2))

    pd.testing.assert_frame_equal(first, again)
    assert _row(first, "cohens_kappa")["ci_low"] != _row(other, "cohens_kappa")["ci_low"]


def test_level_that_is_no_share_is_refused() -> None:
    with pytest.raises(ValueError, match="confidence_level is a share between 0 and 1"):
        _agree("abc", [("A", 0, 1), ("B", 0, 1)], confidence_level=95)


def test_a_book_is_compared_in_seconds() -> None:
    text = "some words here\n" * 20_000
    marks = [
        (coder, 100 * i + shift, 100 * i + 50) for i in range(3_000) for coder, shift in (("A", 0), ("B", 9))
    ]

    started = time.perf_counter()
    rows = _agree(text, marks)

    assert time.perf_counter() - started < 10
    assert _row(rows, "cohens_kappa")["n"] == len(text)
