"""What programme.yml may say of grants, and how it says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from evalkit.definitions.date_ranges import read_range
from evalkit.definitions.programme import load_programme
from evalkit.errors import StructuralFaults

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.programme import Programme


def load(folder: Path, **grants: Any) -> Programme:
    """Load a programme with this key ``grants``."""
    content = {
        **dict.fromkeys(("title", "organisation", "prepared_for", "version", "source"), "Example"),
        "data_date": "2024-03-31",
        "synthetic": True,
        "indicators": {"file": "indicators.csv"},
        **({"grants": grants} if grants else {}),
    }
    path = folder / "programme.yml"
    with path.open("w", encoding="utf-8") as stream:
        YAML().dump(content, stream)
    return load_programme(path)


def reach(**changes: Any) -> dict[str, Any]:
    """Return a count of one grantee."""
    return {"grantee": "choir", "people": 40, "period": "2023-24", "source": "A return", **changes}


def told(folder: Path, **grants: Any) -> str:
    """Return what is said of a faulty key ``grants``."""
    with pytest.raises(StructuralFaults) as stop:
        load(folder, file="grants.json", **grants)
    return " ".join(fault.sentence() for fault in stop.value.faults)


def test_without_the_key_there_are_no_grants(tmp_path: Path) -> None:
    assert load(tmp_path).grants is None


def test_a_whole_key_is_read(tmp_path: Path) -> None:
    grants = load(
        tmp_path,
        file="grants.json",
        grantees={"choir": "GB-CHC-1"},
        further={"file": "further.csv"},
        reach=[reach(contacts=300)],
    ).grants
    assert grants is not None
    assert grants.grantees == {"choir": "GB-CHC-1"}
    assert [day.isoformat() for day in grants.reach[0].ends] == ["2023-04-01", "2024-03-31"]
    assert grants.further is not None
    assert grants.further.columns_needed() == ("recipient", "amount", "period", "source", "exact")


@pytest.mark.parametrize(
    ("grants", "words"),
    [
        ({"grantes": {"choir": "Leeds Choir"}}, "did you mean 'grantees'?"),
        ({"further": {"file": "a.csv", "shet": "1"}}, "did you mean 'sheet'?"),
        ({"grantees": {"choir": "A"}, "reach": [reach(grantee="chior")]}, "did you mean 'choir'?"),
        ({"grantees": {"choir": "A"}, "reach": [reach(), reach()]}, "reach names choir more than once"),
        ({"grantees": {"choir": "A"}, "reach": [reach(people=None)]}, "give people, contacts or both"),
        ({"grantees": {"choir": "A"}, "reach": [reach(period="last year")]}, "this isn't a period"),
        ({"grantees": {"choir": "A"}, "reach": [reach(people=-1)]}, "greater than or equal to 0"),
        ({"grantees": {"choir": "Leeds Choir", "band": "LEEDS  choir"}}, "stands at two grantees"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, grants: dict[str, Any], words: str) -> None:
    assert words in told(tmp_path, **grants)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-24", "2023-04-01", "2024-03-31"),
        ("2009-10", "2009-10-01", "2009-10-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-Q4", "2023-10-01", "2023-12-31"),
        ("2009-04 to 2010-03", "2009-04-01", "2010-03-31"),
        ("2023-04-02 to 2024-09-30", "2023-04-02", "2024-09-30"),
        ("2023-05-06", "2023-05-06", "2023-05-06"),
    ],
)
def test_a_stretch_of_time_has_two_ends(text: str, first: str, last: str) -> None:
    assert [day.isoformat() for day in read_range(text)] == [first, last]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("first year", "isn't a period"),
        ("2023 to", "isn't a period"),
        ("2024-05 to 2023-04", "ends before it begins"),
        ("2023-13", "isn't a period"),
    ],
)
def test_what_is_no_stretch_of_time_is_refused(text: str, rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        read_range(text)
