"""A made-up measure with everything that counts people: bands, a cut-off, a rule of reliable change."""

from __future__ import annotations

from typing import Any, Final

MOOD: Final[dict[str, Any]] = {
    "id": "mood",
    "title": "Mood",
    "source": "made up for a test",
    "items": [],
    "subscales": [
        {
            "id": "total",
            "title": "Mood",
            "noun": "mood",
            "minimum": 0,
            "maximum": 20,
            "better_is": "higher",
            "bands": [
                {
                    "source": "made up",
                    "confidence": "B",
                    "bands": [
                        {"id": "low", "from": 0, "to": 7},
                        {"id": "middle", "from": 8, "to": 13},
                        {"id": "high", "from": 14, "to": 20},
                    ],
                }
            ],
            "cutoffs": [
                {
                    "id": "clinical",
                    "title": "clinical range",
                    "rule": "lt",
                    "value": 8,
                    "source": "made up",
                    "confidence": "B",
                }
            ],
            "reliable_change": [{"threshold": 4, "source": "made up", "confidence": "B"}],
        }
    ],
}
