"""How much of what is marked the identity check finds, and what it finds beside."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evalkit.analysis.identity import find_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.analysis.identity_patterns import Span
    from identity_set.excerpts import Marked

HEADINGS = ("what is marked", "marked", "found", "recall", "named as what it is", "findings beside it")


def measure(excerpts: Sequence[Marked]) -> list[tuple[str, int, int, int, int]]:
    """Return per group: marked places, those wholly covered, those of the right kind, findings beside them."""
    counts: dict[str, Counter[str]] = {}
    for excerpt in excerpts:
        count = counts.setdefault(excerpt.group, Counter())
        found = find_spans(excerpt.text)
        count["excerpts"] += 1
        for start, end, kind in excerpt.places:
            covering = [span for span in found if span.start < end and span.end > start]
            count["marked"] += 1
            if _covers(covering, start, end, excerpt.text):
                count["found"] += 1
                count["right"] += any(span.kind == kind for span in covering)
        count["beside"] += sum(
            all(span.end <= start or span.start >= end for start, end, _ in excerpt.places) for span in found
        )
    return [
        (group, count["marked"], count["found"], count["right"], count["beside"])
        for group, count in counts.items()
    ]


def _covers(spans: Sequence[Span], start: int, end: int, text: str) -> bool:
    covered = {place for span in spans for place in range(span.start, span.end)}
    return all(place in covered for place in range(start, end) if text[place].isalnum())


def build_table(rows: Sequence[tuple[str, int, int, int, int]]) -> str:
    """Return the measurement as a Markdown table, shares as whole per cent rounded down."""
    lines = [f"| {' | '.join(HEADINGS)} |", f"|{' --- |' * len(HEADINGS)}"]
    for group, marked, found, right, beside in rows:
        share = f"{found * 100 // marked} %" if marked else "–"
        lines.append(f"| {group} | {marked} | {found} | {share} | {right} | {beside} |")
    return "\n".join(lines)
