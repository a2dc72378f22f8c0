"""The grantees that ship: their grantee.yml loads, their real files are untouched."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from evalkit.analysis.people_groups import group_people
from evalkit.definitions import load_study
from evalkit.intake import take_in

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.mark.parametrize("grantee", ["beat-the-blues", "growing-minds", "harbour-ot"])
def test_grantee_yml_loads_and_names_files_that_are_there(grantee: str) -> None:
    study = load_study(RAW / grantee / "grantee.yml")
    assert study.grantee == grantee
    equity = study.equity
    beside = [entry.file for entry in (equity.population, equity.deprivation) if entry] if equity else []
    assert {table.file for table in study.tables} | set(beside) == {
        path.name for path in (RAW / grantee).iterdir() if path.suffix in {".csv", ".xlsx"}
    }


@pytest.mark.parametrize(
    ("grantee", "people"),
    [("beat-the-blues", 100), ("growing-minds", 168 + 35 + 52 + 16), ("harbour-ot", 64 + 19 + 118)],
)
def test_shipped_files_have_no_fault_and_all_their_people(grantee: str, people: int) -> None:
    taken_in = take_in(load_study(RAW / grantee / "grantee.yml"), RAW / grantee)
    assert taken_in.faults == ()
    assert len(taken_in.people) == people


@pytest.mark.parametrize(
    ("file", "digest"),
    [
        ("beat-the-blues/btheb.csv", "8b3516e78cab1acfe83e1bb8246570f84f0fbf83588e55cb51a670f603027ee9"),
        (
            "growing-minds/published_reach.csv",
            "f7ae877d0bbeb122d38b4da3bbebb58687687318796984d11964cf622f19382a",
        ),
    ],
)
def test_real_data_is_byte_for_byte_as_it_was_published(file: str, digest: str) -> None:
    assert hashlib.sha256((RAW / file).read_bytes()).hexdigest() == digest


def test_beat_the_blues_hides_nothing_and_says_why() -> None:
    study = load_study(RAW / "beat-the-blues" / "grantee.yml")
    assert not study.synthetic
    assert study.disclosure.policy == "none"
    assert "already published" in str(study.disclosure.reason)
    assert study.timepoint_ids == ("baseline", "2m", "3m", "5m", "8m")


def test_growing_minds_says_what_is_invented() -> None:
    study = load_study(RAW / "growing-minds" / "grantee.yml")
    assert study.synthetic
    assert (study.disclosure.policy, study.disclosure.threshold) == ("counts", 5)
    assert "synthetic" in study.organisation.lower()
    invented = " ".join(note for note in study.notes if "nvented" in note)
    assert "195" in invented
    assert "168" in invented
    assert "16 instructors" in invented
    assert all("invented" in str(target.title) for target in study.targets)


def test_the_invented_area_has_no_real_code_and_every_kind_of_answer_is_there() -> None:
    study = load_study(RAW / "growing-minds" / "grantee.yml")
    assert study.equity is not None
    assert study.equity.population is not None
    assert "invented" in study.equity.population.source
    taken_in = take_in(study, RAW / "growing-minds")
    assert taken_in.tables["deprivation"]["area"].str.fullmatch(r"X01\d{6}").all()
    groups = group_people(taken_in.people, study.equity, taken_in.tables["deprivation"])
    for entry in study.equity.attributes:
        told = set(groups.loc[groups["component"] == "counselling", entry.attribute])
        assert told >= {*entry.titles, "not recorded"}, entry.attribute
    assert {"Unknown", "Prefer not to say"} <= set(groups["ethnicity"])
    assert set(taken_in.people.loc[groups["ethnicity"] == "White", "ethnicity"]) >= {"White British"}


def test_primary_outcome_was_declared_before_the_period_began() -> None:
    study = load_study(RAW / "growing-minds" / "grantee.yml")
    assert study.period is not None
    assert [primary.declared < study.period.from_ for primary in study.primary] == [True]


@pytest.mark.parametrize("grantee", ["beat-the-blues", "growing-minds", "harbour-ot"])
def test_narrative_types_in_no_result(grantee: str) -> None:
    pages = sorted((RAW / grantee / "narrative").glob("*.md"))
    assert pages
    assert [page.name for page in pages if any(sign.isdigit() for sign in page.read_text())] == []
