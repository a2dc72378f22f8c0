"""The measures that come with evalkit: facts against an independent list, every combination of switches."""

from __future__ import annotations

import itertools
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from evalkit.definitions.measure import Measure, list_measures, load_measure
from evalkit.definitions.measure_check import find_problems
from evalkit.definitions.measure_files import read_measure_file
from evalkit.definitions.measure_view import (
    TABLE_HEADINGS,
    build_markdown_table,
    build_measure_schema,
    build_measure_table,
    describe_measure,
)
from evalkit.errors import UsageError

SHIPPED = """
ahs 12 1-8 - higher
bdi 0 - - lower
bpses 5 1-5 - higher
cel_tool 3 0-4 - lower
core10 10 0-4 2,3 lower
core_om 34 0-4 3,4,7,12,19,21,31,32 lower
cors 4 0-10 - higher
dialog 11 1-7 - higher
five_ways 5 0-1 - higher
gad7 7 0-3 - lower
gas 10 -2-2 - higher
gbo 3 0-10 - higher
k10 10 1-5 - lower
k6 6 0-4 - lower
mhfa_confidence 2 0-10 - higher
ons4 4 0-10 - higher
ons_loneliness_direct 1 1-5 1 lower
ors 4 0-10 - higher
osa 42 1-4 - higher
phq9 9 0-3 - lower
pss_parental 18 1-5 1,2,5,6,7,8,17,18 lower
psychlops 4 0-5 - lower
rcads25 25 0-3 - lower
rcads47 47 0-3 - lower
reqol10 11 0-4 - higher
reqol20 21 0-4 - higher
rses 10 0-3 2,5,6,8,9 higher
score15 15 1-5 2,4,5,7,8,9,11,12,13,14 lower
sdq 30 0-2 7,11,14,21,25 lower
swemwbs 7 1-5 - higher
ucla3 3 1-3 - lower
wemwbs 14 1-5 - higher
who5 5 0-5 - higher
whoqol_bref 26 1-5 3,4,26 higher
yp_core 10 0-4 3,5,10 lower
"""
"""Id, number of items, their range, reversed items, direction of the first score."""

DEFAULTS = {
    ("whoqol_bref", "missing_item_rule"): "spss",
    ("whoqol_bref", "transform"): "exact",
    ("whoqol_bref", "scale"): "s0_100",
    ("psychlops", "version"): "current",
    ("rcads47", "age_to_grade"): "nhse",
    ("core10", "reliable_change"): "nhse",
    ("ors", "reliable_change"): "nhse",
    ("cors", "reliable_change"): "nhse",
}
RELIABLE_CHANGE = {
    ("swemwbs", "total"): 3,
    ("wemwbs", "total"): 9,
    ("core10", "total"): 5,
    ("yp_core", "total"): 8,
    ("gbo", "goal_1"): 3,
    ("gbo", "goal_3"): 3,
    ("ors", "total"): 6.60,
    ("cors", "total"): 10,
    ("phq9", "total"): 6,
    ("gad7", "total"): 4,
    ("score15", "total"): 10,
}
SAY: dict[str, dict[str, object]] = {
    "k10": {"coding": "au"},
    "reqol10": {"reversed_items": "none"},
    "reqol20": {"reversed_items": "none"},
}


def test_the_list_is_complete() -> None:
    assert [line.split()[0] for line in SHIPPED.strip().splitlines()] == list(list_measures())


@pytest.mark.parametrize("line", SHIPPED.strip().splitlines(), ids=lambda line: line.split()[0])
def test_items_ranges_keys_and_direction(line: str) -> None:
    measure_id, count, answers, turned, better = line.split()
    measure = load_measure(measure_id)
    items = [item for item in measure.items if not item.name.startswith("weight")]
    assert len(items) == int(count)
    assert measure.subscales[0].better_is == better
    assert {f"{item.minimum:g}-{item.maximum:g}" for item in items} == ({answers} - {"-"})
    assert ",".join(str(item.number) for item in items if item.reversed) == turned.replace("-", "")
    assert [item.id for item in items] == [
        f"{measure_id}_{number:02d}" for number in range(1, len(items) + 1)
    ]


@pytest.mark.parametrize("measure_id", list_measures())
def test_ranges_fit_the_items_under_every_combination_of_switches(measure_id: str) -> None:
    measure = load_measure(measure_id)
    choices = [
        [(name, value) for value in switch.values] or [(name, str(switch.default))]
        for name, switch in measure.switches.items()
    ]
    for combination in itertools.product(*choices):
        said: dict[str, Any] = {**SAY.get(measure_id, {}), **dict(combination)}
        ready = measure.switched(provisional=True, **said)
        assert find_problems(ready) == [], said
        for part in ready.subscales:
            assert len(part.reliable_change) <= 1, said
            assert len(part.bands) <= 1, said
            for bands in part.bands:
                assert bands.bands[0].from_ == pytest.approx(part.minimum), said
                assert bands.bands[-1].to == pytest.approx(part.maximum), said


@pytest.mark.parametrize("measure_id", list_measures())
def test_no_provisional_fact_applies_unless_switched_on(measure_id: str) -> None:
    measure = load_measure(measure_id)
    ready = measure.switched(**SAY.get(measure_id, {}))
    assert not [fact for part in ready.subscales for fact in part.facts() if fact.is_provisional]
    assert ready.settings["provisional"] == "false"
    assert measure.settings == {}


@pytest.mark.parametrize(("key", "value"), DEFAULTS.items())
def test_defaults_of_disputed_facts(key: tuple[str, str], value: str) -> None:
    measure_id, switch = key
    assert load_measure(measure_id).switched().settings[switch] == value


@pytest.mark.parametrize(("key", "threshold"), RELIABLE_CHANGE.items())
def test_reliable_change_is_nhs_englands_where_it_has_the_measure(
    key: tuple[str, str], threshold: float
) -> None:
    measure_id, subscale = key
    facts = load_measure(measure_id).switched().subscale(subscale).reliable_change
    assert [fact.threshold for fact in facts] == [threshold]
    assert "NHS England" in facts[0].source


def test_reliable_change_of_the_sdq_and_rcads_needs_a_rater() -> None:
    sdq, rcads = load_measure("sdq"), load_measure("rcads47")
    assert sdq.switched().subscale("peer").reliable_change == ()
    assert sdq.switched(rater="self").subscale("peer").reliable_change[0].threshold == 5
    assert sdq.switched(rater="parent").subscale("peer").reliable_change[0].threshold == 3
    assert rcads.switched(rater="parent").subscale("panic").reliable_change == ()
    by_t = rcads.switched(rater="parent", transform="t").subscale("panic").reliable_change
    assert [fact.threshold for fact in by_t] == [40.93]


def test_the_bdi_is_a_finished_total() -> None:
    total = load_measure("bdi").subscale("total")
    assert (total.minimum, total.maximum, total.better_is, total.noun) == (0, 63, "lower", "depression")


def test_an_unknown_measure_item_or_subscale_gets_a_suggestion() -> None:
    with pytest.raises(UsageError, match="unknown measure 'swemwb': did you mean 'swemwbs'"):
        load_measure("swemwb")
    with pytest.raises(UsageError, match="SWEMWBS has no subscale 'totl': did you mean 'total'"):
        load_measure("swemwbs").subscale("totl")
    with pytest.raises(UsageError, match="SWEMWBS has no item 'swemwbs_1': did you mean 'swemwbs_01'"):
        load_measure("swemwbs").item("swemwbs_1")


# --- schema, table, description ------------------------------------------------------


def test_the_schema_file_is_in_step_with_the_model() -> None:
    kept = files("evalkit.definitions").joinpath("measure.schema.json").read_text(encoding="utf-8")
    assert kept == build_measure_schema(), "write it anew as docs/measures.md says"


def _as_json(node: object) -> object:
    if isinstance(node, dict):
        return {str(key): _as_json(value) for key, value in node.items()}
    return [_as_json(value) for value in node] if isinstance(node, list) else node


@pytest.mark.parametrize("measure_id", list_measures())
def test_every_measure_file_keeps_the_schema(measure_id: str) -> None:
    schema = json.loads(build_measure_schema())
    jsonschema.validate(_as_json(read_measure_file(measure_id)), schema)


def test_the_documentation_has_the_table_and_its_examples_work() -> None:
    text = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")
    table = text.split("a test holds it in step -->\n")[1].split("<!-- end")[0]
    assert table == build_markdown_table(), "write it anew as docs/measures.md says"
    examples = [YAML(typ="safe").load(block.split("```")[0]) for block in text.split("```yaml\n")[1:]]
    own = Measure.model_validate(examples[1]["measures"][0])
    assert own.items[1].reversed
    published = Measure.model_validate(examples[3])
    assert published.subscale("total").cutoff("poor_wellbeing").value == 50
    for measure_id, said in examples[0]["switches"].items():
        assert load_measure(measure_id).switched(**said).settings.items() >= said.items()


def test_the_table_has_a_row_per_measure() -> None:
    table = build_measure_table()
    assert [row[0] for row in table] == list(list_measures())
    assert {len(row) for row in table} == {len(TABLE_HEADINGS)}


@pytest.mark.parametrize("measure_id", list_measures())
def test_a_description_says_rule_source_and_licence(measure_id: str) -> None:
    measure: Measure = load_measure(measure_id)
    described = describe_measure(measure)
    headings = [heading for heading, _ in described]
    assert headings[:3] == ["measure", "licence", "source"]
    assert all(text and "None" not in text for _, text in described)
    for part in measure.subscales:
        assert f"score {part.id}" in headings
    text = dict(described)
    assert measure.licence.text in text["licence"]


def test_a_description_shows_the_switches_in_force() -> None:
    described = describe_measure(load_measure("whoqol_bref").switched(missing_item_rule="text"))
    assert ("in force", "missing_item_rule = text") in described
    rules = [text for heading, text in described if heading == "score physical" and "missing" in text]
    assert rules == [
        "at most 2 missing: the mean of the others stands in, if missing_item_rule = text. WHO 1996, text (two sources)"
    ]
