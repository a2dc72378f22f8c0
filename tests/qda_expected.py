"""What the exports in ``tests/data/qda`` hold, as their README and ``expected.json`` say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evalkit.definitions.coded_project import CodedProject

QDA = Path(__file__).parent / "data" / "qda"
TAGUETTE = QDA / "taguette-a"
QUALCODER = QDA / "qualcoder-a"


def expected(program: str) -> dict[str, Any]:
    """Return what must be found: ``taguette`` or ``qualcoder``."""
    content: dict[str, Any] = json.loads((QDA / "expected.json").read_text("utf-8"))[program]
    return content


def highlights_of(project: CodedProject) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return each passage once: document, words, its codes sorted."""
    found: dict[str, tuple[str, str, list[str]]] = {}
    for segment in project.segments:
        passage = found.setdefault(segment.passage, (segment.document, segment.text, []))
        passage[2].extend([segment.code] if segment.code else [])
    return sorted((document, text, tuple(sorted(codes))) for document, text, codes in found.values())
