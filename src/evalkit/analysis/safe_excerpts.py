"""Findings and people's decisions → excerpts that may be shown, and why the others may not."""

from __future__ import annotations

import re
from numbers import Integral
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

UNDECIDED: Final = "nobody has decided yet on what may identify somebody"
DROPPED: Final = "a person decided to leave it out"
PLACEHOLDERS: Final = {
    **dict.fromkeys(names.IDENTITY_KINDS, "[detail]"),
    **{kind: f"[{kind}]" for kind in ("name", "place", "organisation", "postcode", "number", "date", "age")},
    "phone": "[phone number]",
    "email": "[e-mail address]",
    "web": "[web address]",
    "nhs_number": "[NHS number]",
    names.MARKED: "[left out]",
}
"""What stands in the place of a redacted finding, unless the person gave another word."""

_KEY: Final = ["excerpt_id", "start", "end"]
_SAID: Final = ["decision", "replacement", "who", "when"]
_ORDER: Final = {"drop": 0, "redact": 1, "": 2, "keep": 3}
"""Where two rows speak of one finding, the more careful one counts."""


class _Told(NamedTuple):
    """One decided finding: its words, what replaces them, and where they stand."""

    finding: str
    word: str
    span: tuple[int, int] | None


def build_review(excerpts: pd.DataFrame, findings: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the review file's rows: every finding, with what was decided of it before.

    A decision holds as long as the excerpt's words and the finding are the same. A person may add rows of
    their own for what the check missed: such a row names the excerpt, and the words in its column ``finding``.

    Parameters
    ----------
    excerpts : pandas.DataFrame
        Columns ``excerpt_id``, ``document``, ``text``.
    findings : pandas.DataFrame
        As of :func:`evalkit.analysis.identity.find_identities`.
    decisions : pandas.DataFrame
        As of :func:`evalkit.intake.review.read_review`.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`evalkit.names.REVIEW_COLUMNS` and ``usable``, in the order of the findings, people's own
        rows after them.
    """
    texts = excerpts.set_index("excerpt_id")[["document", "text"]]
    valid = _still_valid(decisions, texts["text"])
    found = findings.rename(columns={"text": "finding"}).join(texts, on="excerpt_id")
    said = valid.drop_duplicates(_KEY)[[*_KEY, "finding", *_SAID, "usable"]]
    rows = found.astype({"start": "Int64", "end": "Int64"}).merge(said, on=[*_KEY, "finding"], how="left")
    rows[_SAID] = rows[_SAID].fillna("")
    rows["usable"] = rows["usable"].astype("boolean").fillna(value=False).astype(bool)
    known = set(rows[[*_KEY, "finding"]].itertuples(index=False, name=None))
    theirs = [row not in known for row in valid[[*_KEY, "finding"]].itertuples(index=False, name=None)]
    own = valid[pd.Series(theirs, index=valid.index, dtype=bool)]
    own = own[own["decision"].str.casefold() != "keep"]
    columns = [*names.REVIEW_COLUMNS, "usable"]
    return pd.concat([rows[columns], own[columns]], ignore_index=True) if len(own) else rows[columns]


def apply_decisions(excerpts: pd.DataFrame, findings: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the excerpts with the words that may be shown.

    Parameters
    ----------
    excerpts, findings, decisions : pandas.DataFrame
        As for :func:`build_review`.

    Returns
    -------
    pandas.DataFrame
        The excerpts with ``safe_text`` (None where blocked) and ``blocked_because`` (None where free). One
        finding without a usable decision blocks its excerpt, and only that one.

    Examples
    --------
    >>> excerpts = pd.DataFrame({"excerpt_id": ["e1"], "document": ["d"], "text": ["Zed helped, ask Zed."]})
    >>> findings = pd.DataFrame([["e1", 0, 3, "Zed", "name", "list", 0.9]], columns=list(names.FINDING_COLUMNS))
    >>> made = ["e1", "d", "Zed helped, ask Zed.", "Zed", "name", 0, 3, "redact", "", "Ann", "2024-05-01", True]
    >>> decisions = pd.DataFrame([made], columns=[*names.REVIEW_COLUMNS, "usable"])
    >>> apply_decisions(excerpts, findings, decisions)["safe_text"].item()
    '[name] helped, ask [name].'
    """
    review = build_review(excerpts, findings, decisions)
    by_excerpt = {str(excerpt): rows for excerpt, rows in review.groupby("excerpt_id", sort=False)}
    none = review.iloc[:0]
    outcomes = [
        _apply(str(text), by_excerpt.get(str(excerpt), none))
        for excerpt, text in excerpts[["excerpt_id", "text"]].itertuples(index=False, name=None)
    ]
    safe = pd.Series([text for text, _ in outcomes], index=excerpts.index, dtype=object)
    blocked = pd.Series([reason for _, reason in outcomes], index=excerpts.index, dtype=object)
    return excerpts.assign(safe_text=safe, blocked_because=blocked)


def _apply(text: str, review: pd.DataFrame) -> tuple[str | None, str | None]:
    decision = review["decision"].str.strip().str.casefold()
    if (review["usable"] & (decision == "drop")).any():
        return None, DROPPED
    if not review["usable"].all():
        return None, UNDECIDED
    kept = [told.span for told in _read_told(text, review[decision == "keep"]) if told.span]
    redacted = _redactions(text, _read_told(text, review[decision == "redact"]), kept)
    return _replace(text, redacted), None


def _read_told(text: str, review: pd.DataFrame) -> list[_Told]:
    columns = review[["finding", "kind", "replacement", "start", "end"]].itertuples(index=False, name=None)
    return [
        _Told(
            str(finding), str(replacement or PLACEHOLDERS.get(kind, "[detail]")), _span(text, finding, *place)
        )
        for finding, kind, replacement, *place in columns
    ]


def _redactions(
    text: str, redacted: Iterable[_Told], kept: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Yield the places to replace: the findings, and the same words elsewhere unless they were kept there."""
    for told in redacted:
        if told.span is not None:
            yield (*told.span, told.word)
        for match in re.finditer(rf"(?<!\w){re.escape(told.finding)}(?!\w)", text, re.IGNORECASE):
            if not any(match.start() < end and match.end() > start for start, end in kept):
                yield match.start(), match.end(), told.word


def _replace(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """Put the words in; of places that overlap, the one that covers more is taken and the rest of the other."""
    parts: list[str] = []
    end = 0
    for start, stop, word in sorted(places, key=lambda place: (place[0], -place[1])):
        if start >= end:
            parts += [text[end:start], word]
        end = max(end, stop)
    return "".join([*parts, text[end:]])


def _span(text: str, finding: str, start: object, end: object) -> tuple[int, int] | None:
    """Return where a finding stands, None for a person's own row that names words only."""
    if not isinstance(start, Integral) or not isinstance(end, Integral):
        return None
    start, end = int(start), int(end)
    return (start, end) if text[start:end] == finding else None


def _still_valid(decisions: pd.DataFrame, texts: pd.Series[str]) -> pd.DataFrame:
    """Return the decisions about excerpts whose words haven't changed, the more careful first."""
    now = decisions["excerpt_id"].map(texts)
    same = [
        _plain(text) == _plain(told) and finding.casefold() in text.casefold()
        for text, told, finding in zip(
            now.astype(object).fillna(""), decisions["text"], decisions["finding"], strict=True
        )
    ]
    valid = decisions[pd.Series(same, index=decisions.index, dtype=bool) & (decisions["finding"] != "")]
    strictness = valid["decision"].str.strip().str.casefold().where(valid["usable"], "").map(_ORDER)
    return (
        valid.assign(strictness=strictness)
        .sort_values("strictness", kind="stable")
        .drop(columns="strictness")
    )


def _plain(text: str) -> str:
    """Return a text as a spreadsheet program can't change it: line ends and outer spaces don't count."""
    return re.sub(r"\s+", " ", text).strip()
