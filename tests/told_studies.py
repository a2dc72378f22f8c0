"""Made-up studies whose people told stories beside their scores, from files to results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from builders import csv_text, study_keys, write_grantee
from evalkit.analysis.story_results import analyse_stories
from evalkit.analysis.study_results import analyse_study
from evalkit.definitions import load_study
from evalkit.disclosure.gate import Results
from evalkit.intake import take_in
from evalkit.intake.stories import read_stories
from evalkit.scoring.study_scores import score_study
from mood_measure import MOOD

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from evalkit.analysis.story_results import StoryResults

THEMES: Final = ("trust", "room", "harm")
CODES: Final = {"trust": ("trust", "peers", "staff"), "room": ("room", "door"), "harm": ("harm",)}
TIMES: Final = ("t1", "t2")
ATTRIBUTES: Final = ("gender", "age")
CODEBOOK: Final = csv_text(
    ("code", "name", "parent", "definition", "expects", "domain", "contrary_to"),
    ("trust", "Trust", None, "Safe enough to rely on", "rise", "mood", None),
    ("peers", "Peers", "trust", "Others like me", None, None, None),
    ("staff", "Staff", "trust", "Those who work there", None, None, None),
    ("room", "The room", None, "What the place is like", None, None, None),
    ("door", "The door", "room", "Getting in", None, None, None),
    ("harm", "Harm", None, "What hurt", None, None, "trust"),
)


@dataclass(frozen=True)
class Made:
    """What a made-up study is like.

    Attributes
    ----------
    seed, people : int
        People of all components together.
    components : tuple of str
        Somebody may be in both of two.
    shares : tuple of float
        How likely somebody who tells anything tells of each theme.
    tells : float
        How likely somebody who takes part tells anything.
    outsiders : int
        People who told a story and filled in no form.
    groups : int
        Documents in which nobody in particular speaks.
    """

    seed: int
    people: int
    components: tuple[str, ...] = ("group",)
    shares: tuple[float, ...] = (0.7, 0.5, 0.2)
    tells: float = 0.8
    outsiders: int = 0
    groups: int = 2


@dataclass(frozen=True)
class MadeUp:
    """True results of a made-up study, with what the choice of quotes needs."""

    results: Results
    stories: StoryResults
    used: Mapping[str, pd.DataFrame]
    people: pd.DataFrame


def analysed(root: Path, made: Made) -> MadeUp:
    """Return the true results of a made-up study."""
    name = f"made-up-{made.seed}"
    project = write_grantee(root, study_keys(name, **_keys(made)), _files(made))
    folder = project.raw / name
    study = load_study(folder / "grantee.yml")
    intake = take_in(study, folder)
    found = read_stories(study, folder)
    assert (intake.faults, found.faults) == ((), ())
    scores = score_study(intake.tables["scores"], intake.tables["responses"], study)
    counted = analyse_study(study, intake.people, intake.tables, scores)
    stories = analyse_stories(
        study,
        found.tables,
        intake.people,
        responses=intake.tables["responses"],
        scores=scores,
        outcomes=counted["outcomes"],
    )
    return MadeUp(Results(**counted, **stories.counts), stories, found.tables, intake.people)


def passages_of(made_up: MadeUp) -> pd.DataFrame:
    """Return all passages as if everybody had agreed and nothing gave anybody away."""
    excerpts, documents = made_up.used["excerpts"], made_up.used["documents"]
    kinds = documents.set_index("document")["kind"]
    return excerpts.assign(name=None, kind=excerpts["document"].map(kinds))


def _keys(made: Made) -> dict[str, Any]:
    scores = [
        {"column": name, "measure": "mood", "timepoint": time}
        for name, time in zip(("pre", "post"), TIMES, strict=True)
    ]
    columns = {
        "excerpt": "quote",
        "code": "code",
        "respondent": "who",
        "document": "text",
        "timepoint": "when",
    }
    return {
        "components": [{"id": part, "title": part} for part in made.components],
        "timepoints": [{"id": time, "title": time} for time in TIMES],
        "subgroups": ["gender"],
        "measures": [MOOD],
        "tables": [
            {
                "file": f"{part}.csv",
                "respondent_id": "id",
                "component": part,
                "attributes": {name: name for name in ATTRIBUTES},
                "scores": scores,
            }
            for part in made.components
        ],
        "stories": {
            "codebook": {"file": "codebook.csv"},
            "material": [
                {"file": f"told-{part}.csv", "format": "plain", "component": part, "columns": columns}
                for part in made.components
            ],
            "attribution": list(ATTRIBUTES),
        },
    }


def _files(made: Made) -> dict[str, str]:
    rng = np.random.default_rng(made.seed)
    gender = rng.dirichlet([4, 3, 1])
    who = {
        f"P{number:03d}": (
            str(rng.choice(["woman", "man", "other"], p=gender)),
            str(rng.choice(["18–24", "25–34", "35–44"])),
        )
        for number in range(made.people)
    }
    files = {"codebook.csv": CODEBOOK}
    for place, part in enumerate(made.components):
        own = [one for one in who if len(made.components) == 1 or rng.random() < (0.75, 0.5)[place]]
        rows: list[tuple[object, ...]] = [("id", *ATTRIBUTES, "pre", "post")]
        for person in own:
            level = int(rng.integers(3, 14))
            after = int(np.clip(level + rng.integers(-7, 9), 0, 20)) if rng.random() < 0.85 else None
            rows.append((person, *who[person], level, after))
        files[f"{part}.csv"] = csv_text(*rows)
        own += [f"S{number:03d}" for number in range(made.outsiders)]
        files[f"told-{part}.csv"] = _told(rng, made, part, own)
    return files


def _told(rng: np.random.Generator, made: Made, part: str, people: list[str]) -> str:
    rows: list[tuple[object, ...]] = [("quote", "code", "who", "text", "when")]
    documents: list[tuple[str | None, str]]
    documents = [(one, f"{part} story {one}") for one in people if rng.random() < made.tells]
    documents += [(None, f"{part} group {number}") for number in range(made.groups)]
    for who, name in documents:
        for theme, share in zip(THEMES, made.shares, strict=True):
            for _ in range(int(rng.integers(1, 3)) if rng.random() < share else 0):
                said = (
                    f"We said {' '.join(rng.choice(['blue', 'slow', 'warm', 'late', 'kind'], 6))} {len(rows)}"
                )
                rows.append((said, str(rng.choice(CODES[theme])), who, name, str(rng.choice(TIMES))))
                if rng.random() < 0.1:
                    rows.append((said, str(rng.choice(CODES["room"])), who, name, rows[-1][4]))
    return csv_text(*dict.fromkeys(rows))
