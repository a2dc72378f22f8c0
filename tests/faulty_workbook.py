"""A workbook with twelve planted faults in three sheets, and what should be said of each."""

from __future__ import annotations

from typing import Any

SHEETS: dict[str, list[list[Any]]] = {
    "People": [
        ["ID", "Started", "Ended", "Why"],
        ["P01", "2023-01-09", "2023-04-03", "completed"],
        [None, "2023-01-09", "2023-04-03", "completed"],  # 1 no id
        ["P02", "2023-04-03", "2023-01-09", "completed"],  # 2 ended before it started
        ["P03", "soon", "2023-04-03", "completed"],  # 3 unreadable date
        ["P01", "2023-01-09", "2023-04-03", "moved"],  # 4 a second time
    ],
    "Scores": [
        ["ID", "When", "BDI"],
        ["P01", "Before", 30],
        ["P01", "After", 77],  # 5 impossible value
        ["P02", "Before", 21],
        ["P02", "Aftr", 12],  # 6 unknown timepoint
        ["P03", "Before", "twelve"],  # 7 unreadable number
        ["P03", "After", 9],
        ["P02", "Before", 25],  # 8 the same person and timepoint again
        [None, "After", 10],  # 9 no id
    ],
    "Goals": [
        ["ID", "Goal", "Day", "Rating"],
        ["P01", "1", "09/01/2023", 2],
        ["P01", "1", "03/04/2023", 11],  # 10 impossible value
        ["P02", "1", None, 4],  # 11 no date
        ["P03", "1", "09/01/2023", 1],
        ["P03", "1", "09/01/2023", 6],  # 12 the same goal and day again
    ],
}
TABLES: list[dict[str, Any]] = [
    {
        "file": "book.xlsx",
        "sheet": "People",
        "respondent_id": "ID",
        "component": "group",
        "episodes": {"started": "Started", "ended": "Ended", "reason": "Why", "completed": ["completed"]},
    },
    {
        "file": "book.xlsx",
        "sheet": "Scores",
        "respondent_id": "ID",
        "component": "group",
        "scores": [{"column": "BDI", "measure": "bdi", "timepoint": {"column": "When"}}],
    },
    {
        "file": "book.xlsx",
        "sheet": "Goals",
        "respondent_id": "ID",
        "component": "group",
        "goals": {"goal": "Goal", "date": "Day", "rating": "Rating"},
    },
]
EXPECTED = {
    ("People", 3, "ID", "", "the person's id is missing"),
    ("People", 4, "Ended", "2023-01-09", "this ended before it started"),
    ("People", 5, "Started", "soon", "this isn't a date"),
    ("People", 6, "Ended", "2023-04-03", "this person's time in the component stands here a second time"),
    ("Scores", 3, "BDI", "77", "this measure goes from 0 to 63"),
    ("Scores", 5, "When", "Aftr", "unknown timepoint: did you mean 'After'?"),
    ("Scores", 6, "BDI", "twelve", "this isn't a number"),
    ("Scores", 8, "BDI", "25", "this person's score at this timepoint stands here a second time"),
    ("Scores", 9, "ID", "", "the person's id is missing"),
    ("Goals", 3, "Rating", "11", "this measure goes from 0 to 10"),
    ("Goals", 4, "Day", "", "the date is missing"),
    ("Goals", 6, "Rating", "6", "this goal on this day stands here a second time"),
}
