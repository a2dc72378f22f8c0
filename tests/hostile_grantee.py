"""A grantee whose people, coders and evaluators write what looks like markup, formulas and commands everywhere."""

from __future__ import annotations

import csv
import io
from itertools import combinations
from typing import TYPE_CHECKING, Any

from builders import csv_text, write_grantee
from storied_grantee import DAY, HEADINGS, storied_keys

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.store import Project

LONG = "- and so it went on " + "day after day and night after night " * 141
SAID = (
    "=cmd|'/C calc'!A0 <script>alert(1)</script> <img src=x onerror=alert(1)> <b onclick=alert(1)>bold</b>",
    "+1 #import x: * $x$ @ref [^1] `code` ```{=html}<hr>``` {{< include /etc/passwd >}} \\(y\\)",
    "@x ::: {.finding .better} ::: &lt;i&gt; <!-- gone --> </main></body> #panic(1) ~~no~~ | a | b |",
    "We said \u202egnp.exe\u202c and zero\u200bwidth \U0001f600 and stayed, [a](javascript:alert(1)) <http://x.example>",
    LONG.strip(),
    "＝1+1 is \"what\" they call 'love' &amp; <a href=javascript:alert(1)>more</a> ]] ]>",  # noqa: RUF001 - a wide sign is an attack
)
"""One for each quote, two to a theme."""
SHOWN = tuple(one.translate(dict.fromkeys((0x202E, 0x202C, 0x200B))) for one in SAID)
"""What of it can be seen."""
CODES = ('a"><script>alert(2)</script>', "=1+1", "@sum(1)")
NAMES = ("Trust <script>alert(3)</script> | $5 [^1]", "+Room `x` <b>", "-Harm ::: {.notice}")
IN_WORDS = ("somebody <img src=x onerror=alert(4)> @ref", "=the room #set {x}", "[^2] harm */ </title>")
DEFINITION = '=HYPERLINK("https://evil.example","x") </p><script>alert(5)</script> #import x'
GENDERS = ("woman <b onclick=alert(6)>", "=man [^1] @ref")
DOCUMENT = "Story <img src=x onerror=alert(7)> =1+1"
TITLE = "<script>alert(8)</script> [^1] @ref $x$ `c`"
ALT = "<svg onload=alert(9)> | a picture \u202etxt"
TRANSCRIPT = "# Not a heading\n\n<script>alert(10)</script>\n\n- =1+1 $y$ ::: {.box}\n\n[^3]: note @x\n"
FRONT = "respondent: ZQ000\nconsent: anonymous_quote"
LINK = "https://example.org/a?b=<c>"
GOOD_LINK = "https://example.org/walk?a=1&b=2"
BAD_LINKS = (
    *("javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,<script>alert(1)</script>"),
    *("vbscript:x", "//evil.example/x", "file:///etc/passwd", LINK, "https://", "\u202ehttps:x"),
)
CASE = (
    "She said \\<script\\>alert(11)\\</script\\> and =1+1.\n\n#import is no heading, nor is \\$x\\$.\n\n"
    "# A heading\n\nIt is *hers*[^own], in `code`, and [a link](https://example.org/case).\n\n"
    "> = quoted\n\n[^own]: A note with \\@ref."
)


def write_hostile(root: Path, name: str = "hostile") -> Project:
    """Write the grantee: 50 people with scores, 42 stories of three themes, all of whom agreed to everything."""
    keys: dict[str, Any] = storied_keys(name)
    keys["stories"]["material"] = keys["stories"]["material"][:1]
    keys["stories"]["case_studies"] = ["narrative/stories/one.md"]
    people = [f"ZQ{number:03d}" for number in range(50)]
    files = {
        "scores.csv": csv_text(
            ("id", "gender", "pre", "post"),
            *((one, GENDERS[place % 2], 20 + place % 9, 9 + place % 5) for place, one in enumerate(people)),
        ),
        "codebook.csv": csv_text(
            ("code", "name", "parent", "definition", "include", "exclude", "theme_in_words", "domain"),
            *(
                (code, title, None, DEFINITION, f"+{DEFINITION}", f"@{DEFINITION}", words, domain)
                for code, title, words, domain in zip(
                    CODES, NAMES, IN_WORDS, ("bdi", None, None), strict=True
                )
            ),
        ),
        "stories.csv": csv_text(("quote", "code", "who", "text"), *_told(people)),
        "consent.csv": csv_text(HEADINGS, *_consents(people)),
        "media.csv": csv_text(
            ("title", "url", "kind", "who", "transcript", "alt"),
            (TITLE, GOOD_LINK, "video", people[0], "said.txt", ALT),
            *((f"Bad {place}", link, "image", people[0], None, "x") for place, link in enumerate(BAD_LINKS)),
        ),
        "said.txt": TRANSCRIPT,
        "narrative/stories/one.md": f"---\ntitle: '{TITLE}'\n{FRONT}\n---\n\n{CASE}\n",
    }
    return write_grantee(root, keys, files)


def keep_everything(review: Path) -> int:
    """Decide as somebody who finds nothing wrong; return of how many findings."""
    rows = list(csv.DictReader(io.StringIO(review.read_text("utf-8-sig"))))
    decided = [{**row, "decision": "keep", "who": "A reviewer", "when": DAY} for row in rows]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(decided)
    review.write_text("\ufeff" + stream.getvalue(), "utf-8")
    return len(rows)


def _told(people: list[str]) -> list[tuple[object, ...]]:
    """Return passages: six people in each region of three themes; two of each theme said something hostile."""
    regions = [parts for size in (1, 2, 3) for parts in combinations(range(3), size)]
    rows: list[tuple[object, ...]] = []
    for place, person in enumerate(people[: 6 * len(regions)]):
        for theme in regions[place // 6]:
            alone = len(regions[place // 6]) == 1 and place % 6 < 2
            said = SAID[2 * theme + place % 6] if alone else f"It was good there, said number {place}"
            rows.append((said, CODES[theme], person, f"{DOCUMENT} {place}"))
    return rows


def _consents(people: list[str]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [(one, None, "report", "yes", DAY, None) for one in people[:42]]
    quoted = [people[6 * theme + place] for theme in range(3) for place in range(2)]
    rows += [(one, None, "anonymous_quote", "yes", DAY, None) for one in quoted]
    return [*rows, (people[0], None, "media", "yes", DAY, None)]
