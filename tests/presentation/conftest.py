"""Released folders to write reports from: real ones and awkward ones, made by the floors below."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - annotates module constants
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from builders import csv_text, study_keys, write_grantee
from evalkit import names, store
from evalkit.analysis.study_results import analyse_study
from evalkit.definitions import load_study
from evalkit.disclosure.gate import Results, release
from evalkit.disclosure.policy import Policy
from evalkit.disclosure.public import public_facts
from evalkit.intake import read_narrative, take_in
from evalkit.scoring.study_scores import score_study

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]

Pair = tuple[float | None, float | None]

NULL: Sequence[Pair] = [(20 + k % 5, 20 + k % 5 + (1 if k % 2 else -1)) for k in range(40)]
WORSE: Sequence[Pair] = [(10 + k % 5, 15 + k % 5 + k % 3) for k in range(40)]
FOUR: Sequence[Pair] = [(20, 10), (21, 9), (22, 14), (23, 11)]
NOBODY_TWICE: Sequence[Pair] = [(20, None)] * 20 + [(None, 12)] * 20
SEVEN_TWICE: Sequence[Pair] = [(20 + k, 12 + k % 3) for k in range(7)] + [(25, None)] * 5
FEW_LARGE: Sequence[Pair] = [(30, 31)] * 30 + [(30, 10)] * 10
LEFT: Sequence[Pair] = [(12, None)] * 10
SAME: Sequence[Pair] = [(20 + k % 5, 20 + k % 5) for k in range(12)]


def release_folder(raw: Path, out: Path) -> Path:
    """Write the released folder of a grantee's raw folder, as the pipeline does."""
    study = load_study(raw / "grantee.yml")
    intake = take_in(study, raw)
    scores = score_study(intake.tables["scores"], intake.tables["responses"], study)
    results = Results(**analyse_study(study, intake.people, intake.tables, scores))
    released = release(results, Policy(study.disclosure.policy, study.disclosure.threshold))
    for name, table in released.tables().items():
        store.write_csv(out / f"{name}.csv", table)
    used = [str(name) for name in results.flow[names.MEASURE].dropna().unique()]
    store.write_json(out / "study.json", public_facts(study, used, store.hash_files(raw), intake.faults))
    for name, text in read_narrative(raw)[0].items():
        store.write_text(out / "narrative" / f"{name}.md", text)
    return out


@pytest.fixture(scope="session")
def beat_the_blues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the released folder of the real example."""
    return release_folder(ROOT / "data/raw/beat-the-blues", tmp_path_factory.mktemp("btheb"))


@pytest.fixture(scope="session")
def growing_minds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the released folder of the synthetic example with four components."""
    return release_folder(ROOT / "data/raw/growing-minds", tmp_path_factory.mktemp("growing"))


@pytest.fixture(scope="session")
def awkward(released_pairs: Callable[..., Path]) -> dict[str, Path]:
    """Return the released folders of data that tempts a report to say too much, by name."""
    groups = ["A"] * 36 + ["B"] * 4
    open_data = {"disclosure": {"policy": "none", "reason": "made up for a test"}}
    return {
        "null": released_pairs(NULL, **open_data),
        "worse": released_pairs(WORSE, **open_data),
        "worse, protected": released_pairs(WORSE),
        "four": released_pairs(FOUR),
        "nobody twice": released_pairs(NOBODY_TWICE),
        "nobody twice, open": released_pairs(NOBODY_TWICE, **open_data),
        "seven twice": released_pairs(SEVEN_TWICE, **open_data),
        "few large": released_pairs(FEW_LARGE, **open_data),
        "same": released_pairs(SAME, **open_data),
        "small group": released_pairs([*WORSE, *LEFT], [*groups, *["A"] * 10]),
        "rounded": released_pairs([*WORSE, *LEFT], disclosure={"policy": "nhs"}),
    }


@pytest.fixture(scope="session")
def released_pairs(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a maker of released folders from BDI scores before and after."""

    def make(pairs: Sequence[Pair], groups: Sequence[str] = (), **changes: Any) -> Path:
        folder = tmp_path_factory.mktemp("pairs")
        keys = study_keys(synthetic=False, **changes)
        if groups:
            keys["tables"][0]["attributes"] = {"group": "group"}
            keys["subgroups"] = ["group"]
        named = groups or [""] * len(pairs)
        rows = [
            (f"p{place:03}", *pair, group)
            for place, (pair, group) in enumerate(zip(pairs, named, strict=True))
        ]
        content = csv_text(("id", "pre", "post", "group"), *rows)
        project = write_grantee(folder, keys, {"scores.csv": content})
        return release_folder(project.raw / "example", folder / "released")

    return make
