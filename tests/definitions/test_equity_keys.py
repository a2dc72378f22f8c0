"""The part equity of grantee.yml: which group a word belongs to, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import study_keys, write_grantee
from evalkit.definitions import load_study
from evalkit.definitions.code_lists import load_ethnic_groups
from evalkit.definitions.equity_groups import EquityAttribute, kind_of_group
from evalkit.definitions.equity_words import EXPECTED
from evalkit.errors import StructuralFaults

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions import Study

BLACK = "Black, Black British, Black Welsh, Caribbean or African"
ETHNICITY = {"attribute": "ethnicity", "title": "Ethnic group", "scheme": "ons_2021_5"}
SEX = {"attribute": "sex", "title": "Sex", "groups": {"Women": ["f"], "Men": ["m"]}}
AGE = {"attribute": "age", "title": "Age", "bands": [[0, 17], [18, 24], [65, None]]}
POPULATION = {
    "file": "population.csv",
    "variable": "v",
    "group": "g",
    "people": "n",
    "source": "census",
    "area": "the city",
}
DEPRIVATION = {"attribute": "lsoa", "file": "areas.csv", "area": "LSOA", "decile": "decile", "source": "IoD"}


def attribute(**keys: Any) -> EquityAttribute:
    return EquityAttribute.model_validate(keys)


def load(root: Path, **equity: Any) -> Study:
    table = {
        **study_keys()["tables"][0],
        "attributes": {"ethnicity": "E", "sex": "S", "age": "A", "lsoa": "L"},
    }
    project = write_grantee(root, study_keys(tables=[table], equity=equity), {})
    return load_study(project.raw / "example" / "grantee.yml")


def refused(root: Path, **equity: Any) -> list[tuple[str, str]]:
    with pytest.raises(StructuralFaults) as caught:
        load(root, **equity)
    assert all(fault.row is not None and fault.remedy.endswith(".") for fault in caught.value.faults)
    return [(fault.column, fault.rule) for fault in caught.value.faults]


def test_everything_loads_together(tmp_path: Path) -> None:
    study = load(
        tmp_path,
        attributes=[ETHNICITY, SEX, AGE],
        population=POPULATION,
        deprivation=DEPRIVATION,
        expected=["age"],
    )
    assert study.equity is not None
    assert [entry.known_kind for entry in study.equity.attributes] == ["ethnicity", "sex", "age"]
    assert study.equity.groups_with_population()["imd_decile"] == tuple(map(str, range(1, 11)))


def test_without_the_key_nothing_is_declared_and_an_empty_one_expects_ten_fields(tmp_path: Path) -> None:
    assert load_study_without(tmp_path).equity is None
    equity = load(tmp_path / "other", attributes=[]).equity
    assert equity is not None
    assert equity.expected == EXPECTED
    assert len(EXPECTED) == 10


def load_study_without(root: Path) -> Study:
    project = write_grantee(root, study_keys(), {})
    return load_study(project.raw / "example" / "grantee.yml")


def test_census_2021_has_nineteen_groups_in_five() -> None:
    groups = load_ethnic_groups()
    sizes = {wider: sum(other == wider for other in groups.values()) for wider in groups.values()}
    assert list(sizes.values()) == [5, 3, 4, 5, 2]
    assert all(title.startswith(f"{wider}: ") for title, wider in groups.items())


@pytest.mark.parametrize(
    ("written", "five", "nineteen"),
    [
        (
            "Bangladeshi",
            "Asian, Asian British or Asian Welsh",
            "Asian, Asian British or Asian Welsh: Bangladeshi",
        ),
        (f"{BLACK}: Caribbean", BLACK, f"{BLACK}: Caribbean"),
        ("  white:   ROMA ", "White", "White: Roma"),
        ("Arab", "Other ethnic group", "Other ethnic group: Arab"),
        ("White", "White", None),
        ("British", None, None),
    ],
)
def test_words_of_the_census_find_their_group(written: str, five: str | None, nineteen: str | None) -> None:
    assert attribute(**ETHNICITY).group_of(written) == five
    assert attribute(**{**ETHNICITY, "scheme": "ons_2021_19"}).group_of(written) == nineteen


def test_a_grantee_adds_words_of_its_own() -> None:
    groups = {BLACK: ["black british", "Nigerian"]}
    entry = attribute(**ETHNICITY, groups=groups, unknown=["not known"], refused=["declined"])
    told = [
        entry.group_of(word) for word in ("NIGERIAN", "Not known", "Declined", "prefer not to say", "", None)
    ]
    assert told == [
        BLACK,
        "Unknown",
        "Prefer not to say",
        "Prefer not to say",
        "not recorded",
        "not recorded",
    ]
    kinds = [kind_of_group(str(group)) for group in told]
    assert kinds == ["known", "unknown", "refused", "refused", "blank", "blank"]
    assert entry.all_titles[-3:] == ("Unknown", "Prefer not to say", "not recorded")


@pytest.mark.parametrize(
    ("written", "band"),
    [
        *(
            ("0", "0 to 17"),
            ("17.9", "0 to 17"),
            ("18", "18 to 24"),
            ("65", "65 or over"),
            ("104", "65 or over"),
        ),
        *(("30", None), ("-1", None), ("old", None), ("nan", None), ("inf", None)),
    ],
)
def test_numbers_find_their_band(written: str, band: str | None) -> None:
    assert attribute(**AGE).group_of(written) == band


def test_an_attribute_without_groups_only_tells_whether_there_is_an_answer() -> None:
    entry = attribute(attribute="religion", title="Religion", unknown=["?"])
    assert [entry.group_of(word) for word in ("Quaker", "?", None)] == ["Recorded", "Unknown", "not recorded"]
    assert not entry.is_grouped
    assert entry.titles == ()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({**SEX, "attribute": "lsoa"}, "say which kind of field 'lsoa' is: age, sex, gender, ethnicity"),
        (
            {**SEX, "bands": [[0, 9]]},
            "bands are for numbers, groups and scheme for words: give one of the two",
        ),
        ({**AGE, "bands": [[0, 17], [17, 24]]}, "bands go upwards from 0 without sharing a number"),
        ({**AGE, "bands": [[0, None], [18, 24]]}, "only the last may be open"),
        ({**AGE, "bands": [[9, 3]]}, "bands go upwards from 0"),
        ({**SEX, "groups": {"Women": ["x"], "Men": ["X "]}}, "'X' can't mean both Women and Men"),
        ({**SEX, "refused": ["Women"]}, "'Women' can't mean both Women and Prefer not to say"),
        ({**SEX, "groups": {"Unknown": ["?"]}}, "'Unknown' is a group already; give its words under unknown"),
        ({**ETHNICITY, "groups": {"Black": []}}, "'Black' is none of the groups of ons_2021_5: Asian"),
        ({**ETHNICITY, "groups": {"White": ["African"]}}, f"'African' can't mean both {BLACK} and White"),
    ],
)
def test_what_an_attribute_cannot_be(tmp_path: Path, change: dict[str, Any], rule: str) -> None:
    [(column, told)] = refused(tmp_path, attributes=[change])
    assert column == "equity.attributes.0"
    assert rule in told


def test_names_that_nothing_declares_are_told_with_the_near_one(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        attributes=[{**SEX, "attribute": "sexx", "kind": "sex"}, {**ETHNICITY, "reference": "Whit"}],
        deprivation={**DEPRIVATION, "attribute": "lsao"},
    )
    assert found == [
        ("equity.attributes.0.attribute", "unknown attribute: did you mean 'sex'?"),
        ("equity.attributes.1.reference", "unknown group: did you mean 'White'?"),
        ("equity.deprivation.attribute", "unknown attribute: did you mean 'lsoa'?"),
    ]


@pytest.mark.parametrize(
    ("equity", "rule"),
    [
        ({"attributes": [SEX, SEX]}, "the attribute 'sex' stands here twice"),
        (
            {"attributes": [{**SEX, "attribute": "imd_decile", "kind": "other"}]},
            "'imd_decile' has a meaning of its own",
        ),
        ({"deprivation": {**DEPRIVATION, "rank": "r"}}, "give either decile or rank"),
        (
            {"deprivation": {**DEPRIVATION, "decile": None, "rank": "r"}},
            "rank and n_areas (how many areas are ranked) go together",
        ),
        ({"population": POPULATION}, "nothing can be compared with a population: no attribute has groups"),
        ({"attribute": [SEX]}, "unknown key 'attribute': did you mean 'attributes'?"),
        ({"attributes": [{**SEX, "banding": []}]}, "unknown key 'banding': "),
        ({"expected": ["etnicity"]}, "Input should be 'age', 'sex'"),
    ],
)
def test_what_the_part_cannot_be(tmp_path: Path, equity: dict[str, Any], rule: str) -> None:
    assert [rule in told for _, told in refused(tmp_path, **equity)] == [True]
