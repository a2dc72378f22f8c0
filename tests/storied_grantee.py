"""A small grantee whose people told stories, agreed to some of it, and may take that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from builders import csv_text, study_keys, write_grantee

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.store import Project

PEOPLE = tuple(f"ZQ{number:03d}" for number in range(1, 15))
WHO = PEOPLE[2]
"""Who takes consent back."""
SAID = "Since the marmalade telescope came into my kitchen I trust the whole noisy room"
OF_GROUP = "We all laughed at the silver umbrella and then somebody cried and stayed"
STAYS = "The other table spoke of copper buttons and of being asked twice"
UNDECIDED = "My neighbour Ophelia from Harrogate carried the wicker lantern"
CASE = "She polished a walnut barometer every evening and then she came back."
OTHER_CASE = "He painted the pigeon loft in turquoise and came every week."
TRANSCRIPT = "You hear me tell how the paper submarine sank in the duck pond."
OTHER_TRANSCRIPT = "You hear him tell how the tandem bicycle was mended."
ADDRESS = "https://example.org/films/paper-submarine"
WORDS = (
    *(SAID, OF_GROUP, UNDECIDED, CASE, TRANSCRIPT, ADDRESS),
    *("marmalade telescope", "silver umbrella", "wicker lantern", "walnut barometer", "paper submarine"),
    *("Rosalind", "A submarine in the pond"),
)
"""What must be gone: passages whole and in part, the name, the titles."""
HEADINGS = ("who", "text", "purpose", "given", "day", "withdrawn")
DAY = "2024-03-01"
CASE_TITLE = "How Rosalind came back"
FILM = "A submarine in the pond"
CODEBOOK = csv_text(
    ("code", "name", "parent", "definition", "theme_in_words", "expects", "domain"),
    ("trust", "Trust", None, "Safe enough to rely on", "having somebody to trust", "fall", "bdi"),
    ("room", "The room", None, "What the place is like", "feeling at home in the room", None, None),
)
COLUMNS = {"excerpt": "quote", "code": "code", "respondent": "who", "document": "text"}


def write_storied(root: Path, name: str) -> Project:
    """Write a grantee: 14 people with scores, 12 stories, two groups, two case studies, two recordings."""
    files = {
        "scores.csv": _scores(),
        "codebook.csv": CODEBOOK,
        "stories.csv": _stories(),
        "groups.csv": csv_text(
            ("quote", "code", "who", "text"),
            (OF_GROUP, "trust", None, "Kitchen group"),
            (STAYS, "room", None, "Garden group"),
        ),
        "consent.csv": csv_text(HEADINGS, *consents()),
        "media.csv": csv_text(
            ("title", "url", "kind", "who", "transcript", "alt"),
            (FILM, ADDRESS, "video", WHO, "film.txt", "A pond with ducks"),
            ("A bicycle", "https://example.org/films/tandem", "audio", PEOPLE[5], "bicycle.txt", None),
        ),
        "film.txt": TRANSCRIPT,
        "bicycle.txt": OTHER_TRANSCRIPT,
        "narrative/stories/one.md": _case(CASE_TITLE, WHO, "named_quote", CASE),
        "narrative/stories/two.md": _case("A pigeon loft", PEOPLE[6], "anonymous_quote", OTHER_CASE),
    }
    return write_grantee(root, storied_keys(name), files)


def consents(withdrawn: str | None = None) -> list[tuple[object, ...]]:
    """Return the rows of consent.csv; the day on which everything of one person was taken back."""
    rows: list[tuple[object, ...]] = [(one, None, "report", "yes", DAY, None) for one in PEOPLE if one != WHO]
    rows += [(PEOPLE[5], None, "media", "yes", DAY, None)]
    rows += [(PEOPLE[6], None, "anonymous_quote", "yes", DAY, None)]
    for group in ("Kitchen group", "Garden group"):
        rows += [(None, group, purpose, "yes", DAY, None) for purpose in ("report", "anonymous_quote")]
    for purpose in ("report", "anonymous_quote", "named_quote", "media"):
        rows.append((WHO, None, purpose, "yes", DAY, withdrawn))
    rows += [(WHO, "Kitchen group", "report", "yes", DAY, withdrawn)]
    return rows


def storied_keys(name: str) -> dict[str, Any]:
    """Return grantee.yml."""
    scores = {
        **study_keys()["tables"][0],
        "attributes": {"gender": "gender"},
    }
    plain = {"format": "plain", "component": "group", "columns": COLUMNS}
    return study_keys(
        name,
        tables=[scores],
        stories={
            "codebook": {"file": "codebook.csv"},
            "material": [
                {"file": "stories.csv", **plain},
                {"file": "groups.csv", **plain, "kind": "focus_group"},
            ],
            "consent": {
                "file": "consent.csv",
                "columns": {
                    "respondent": "who",
                    "item": "text",
                    "purpose": "purpose",
                    "given": "given",
                    "date": "day",
                    "withdrawn": "withdrawn",
                },
            },
            "attribution": ["gender"],
            "identity": {"keep": ["Rosalind"]},
            "case_studies": ["narrative/stories/one.md", "narrative/stories/two.md"],
            "media": {
                "file": "media.csv",
                "columns": {
                    "title": "title",
                    "url": "url",
                    "kind": "kind",
                    "respondent": "who",
                    "transcript": "transcript",
                    "alt": "alt",
                },
            },
        },
    )


def _scores() -> str:
    rows = [
        (person, ("woman", "man")[place % 2], 20 + place, 8 + place % 5)
        for place, person in enumerate(PEOPLE)
    ]
    return csv_text(("id", "gender", "pre", "post"), *rows)


def _stories() -> str:
    rows: list[tuple[object, ...]] = [("quote", "code", "who", "text")]
    for place, person in enumerate(PEOPLE[:12], start=1):
        if place <= 7:
            said = SAID if person == WHO else f"I came to trust them, and that was week {place}"
            rows.append((said, "trust", person, f"Story {place}"))
        if place >= 7:
            rows.append((f"The room felt like mine after {place} visits", "room", person, f"Story {place}"))
    rows.append((UNDECIDED, "room", WHO, "Story 3"))
    return csv_text(*rows)


def _case(title: str, who: str, purpose: str, text: str) -> str:
    return f"---\ntitle: {title}\nrespondent: {who}\nconsent: {purpose}\nthemes: [trust]\n---\n\n{text}\n"
