"""What coders marked as not to be shown → findings that are decided already, so that nobody need look again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.safe_excerpts import build_review

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

A_CODER: Final = "a coder"
"""Who decided, where the program keeps no names."""

_FEWEST_CHARACTERS: Final = 8
"""Words that end an excerpt and begin a mark are taken for the same words from this length on."""

_KEY: Final = ["excerpt_id", "start", "end"]
_PLACE: Final = ["document", "start", "end", "text"]
Place = tuple[int, int]


def find_marked(excerpts: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """Return every place of the excerpts that a coder marked as not to be shown.

    By the places in the document where both have one, else by the words.

    Parameters
    ----------
    excerpts : pandas.DataFrame
        excerpt_id, document, start, end, text.
    marks : pandas.DataFrame
        document, coder, start, end, text.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`evalkit.names.FINDING_COLUMNS`, in the order of the excerpts and of the text, without
        overlaps; ``kind`` is :data:`evalkit.names.MARKED`, ``detector`` who marked it.

    Examples
    --------
    >>> excerpts = pd.DataFrame([["e1", "d", 4, 21, "Ask Zed, he knows"]],
    ...     columns=["excerpt_id", "document", "start", "end", "text"])
    >>> marks = pd.DataFrame([["d", "Ana", 8, 11, "Zed"]], columns=["document", "coder", "start", "end", "text"])
    >>> find_marked(excerpts, marks)[["start", "end", "text", "detector"]].values.tolist()
    [[4, 7, 'Zed', 'Ana']]
    """
    by_document = dict(iter(marks.groupby("document", sort=False)))
    rows = []
    for excerpt, document, start, end, text in excerpts[["excerpt_id", *_PLACE]].itertuples(
        index=False, name=None
    ):
        if document not in by_document:
            continue
        own = by_document[document][["coder", "start", "end", "text"]].itertuples(index=False, name=None)
        spans = [
            (span, A_CODER if pd.isna(coder) else str(coder))
            for coder, *place, words in own
            for span in _overlaps(text, _place(start, end), words, _place(*place))
        ]
        rows += [(excerpt, *span, text[slice(*span)], names.MARKED, who, 1.0) for span, who in _merged(spans)]
    found = pd.DataFrame(rows, columns=list(names.FINDING_COLUMNS))
    return found.astype({"start": "int64", "end": "int64", "score": "float64"})


def settle_marked(
    excerpts: pd.DataFrame, findings: pd.DataFrame, marked: pd.DataFrame, decisions: pd.DataFrame, day: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return all findings, and the decisions with one for each mark that nobody has decided otherwise.

    A mark is redacted; an excerpt that is nothing but marks is dropped. What the identity check found
    within a mark needs no decision of its own, unless somebody decided to keep the mark.

    Parameters
    ----------
    excerpts : pandas.DataFrame
        excerpt_id, document, text.
    findings : pandas.DataFrame
        As of :func:`evalkit.analysis.identity.find_identities`.
    marked : pandas.DataFrame
        As of :func:`find_marked`.
    decisions : pandas.DataFrame
        As of :func:`evalkit.intake.review.read_review`.
    day : str
        ISO date that stands as the day of the decision: the study's ``data_date``.

    Returns
    -------
    findings, decisions : pandas.DataFrame
        For :func:`evalkit.analysis.safe_excerpts.build_review` and
        :func:`~evalkit.analysis.safe_excerpts.apply_decisions`.
    """
    if marked.empty:
        return findings, decisions
    review = build_review(excerpts, marked, decisions).iloc[: len(marked)]
    said = review["decision"].str.strip().str.casefold()
    kept = marked[((said == "keep") & review["usable"]).to_numpy()]
    settled = marked.drop(index=kept.index)
    outside = findings[[not covered for covered in _is_covered(findings, settled)]]
    order = {excerpt: place for place, excerpt in enumerate(excerpts["excerpt_id"])}
    joined = pd.concat([outside, marked]) if len(outside) else marked
    joined = joined.assign(order=joined["excerpt_id"].map(order)).sort_values(
        ["order", "start"], kind="stable"
    )
    only_marks = _are_only_marks(excerpts, marked)
    rows = review[(said == "").to_numpy()].copy()
    rows["decision"] = ["drop" if excerpt in only_marks else "redact" for excerpt in rows["excerpt_id"]]
    rows["who"] = marked["detector"].to_numpy()[(said == "").to_numpy()]
    rows["when"], rows["usable"] = day, True
    told = pd.concat([decisions, rows], ignore_index=True) if len(decisions) else rows
    return joined.drop(columns="order").reset_index(drop=True), told.reset_index(drop=True)


def _place(start: float | None, end: float | None) -> Place | None:
    return None if pd.isna(start) or pd.isna(end) else (int(start), int(end))


def _overlaps(text: str, place: Place | None, words: str, mark: Place | None) -> Iterator[Place]:
    """Yield where a mark covers an excerpt; all of it where it must, but where isn't known."""
    if place is None or mark is None:
        yield from _same_words(text, words)
        return
    start, end = max(place[0], mark[0]), min(place[1], mark[1])
    if start >= end:
        return
    if len(text) == place[1] - place[0]:
        yield from _without_blanks(text, start - place[0], end - place[0])
        return
    yield from list(_same_words(text, words)) or _without_blanks(text, 0, len(text))


def _without_blanks(text: str, start: int, end: int) -> Iterator[Place]:
    part = text[start:end]
    if part.strip():
        yield start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _same_words(text: str, words: str) -> Iterator[Place]:
    """Yield where words stand in a text, or a text in words, or where one goes on as the other begins."""
    inner, outer = [match.span() for match in re.finditer(r"\S+", text)], words.split()
    own = [text[slice(*span)] for span in inner]
    if not own or not outer:
        return
    if f" {' '.join(own)} " in f" {' '.join(outer)} ":
        yield inner[0][0], inner[-1][1]
        return
    pattern = r"\s+".join(re.escape(word) for word in outer)
    yield from (match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text))
    for number in range(min(len(own), len(outer)), 0, -1):
        if own[-number:] == outer[:number] and len(" ".join(own[-number:])) >= _FEWEST_CHARACTERS:
            yield inner[-number][0], inner[-1][1]
            break
    for number in range(min(len(own), len(outer)), 0, -1):
        if own[:number] == outer[-number:] and len(" ".join(own[:number])) >= _FEWEST_CHARACTERS:
            yield inner[0][0], inner[number - 1][1]
            break


def _merged(spans: Iterable[tuple[Place, str]]) -> list[tuple[Place, str]]:
    """Return spans without overlaps, each with all who marked any of it."""
    merged: list[tuple[Place, list[str]]] = []
    for (start, end), who in sorted(spans):
        if merged and start < merged[-1][0][1]:
            (first, last), coders = merged.pop()
            merged.append(((first, max(last, end)), [*coders, who]))
        else:
            merged.append(((start, end), [who]))
    return [(span, " and ".join(dict.fromkeys(coders))) for span, coders in merged]


def _is_covered(findings: pd.DataFrame, marked: pd.DataFrame) -> Iterator[bool]:
    spans: dict[object, list[Place]] = {}
    for excerpt, start, end in marked[_KEY].itertuples(index=False, name=None):
        spans.setdefault(excerpt, []).append((start, end))
    for excerpt, start, end in findings[_KEY].itertuples(index=False, name=None):
        yield any(first <= start and end <= last for first, last in spans.get(excerpt, ()))


def _are_only_marks(excerpts: pd.DataFrame, marked: pd.DataFrame) -> set[str]:
    """Return the excerpts of which no letter or digit is left outside the marks."""
    texts: dict[str, Sequence[str]] = {
        excerpt: list(text)
        for excerpt, text in excerpts[["excerpt_id", "text"]].itertuples(index=False, name=None)
    }
    spans = marked[_KEY].itertuples(index=False, name=None)
    left = {excerpt: list(texts[excerpt]) for excerpt in marked["excerpt_id"]}
    for excerpt, start, end in spans:
        left[excerpt][start:end] = " " * (end - start)
    return {excerpt for excerpt, characters in left.items() if not any(map(str.isalnum, characters))}
