"""Pictures and recordings: a link with its words, and on paper a code to scan; nothing is loaded from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from evalkit import names
from evalkit.presentation.markdown import attribute, div, paragraphs, sentences, verbatim
from evalkit.presentation.qr_figure import draw_qr
from evalkit.presentation.story_sentences import name_component

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from evalkit.presentation.material import Material

HEADING: Final = "### Pictures and recordings"
KINDS: Final = {"image": "Picture", "video": "Video", "audio": "Recording"}
NOT_LOADED: Final = (
    "The links lead away from this report; nothing is fetched from there until somebody follows one."
)
_SAFE: Final = "/:?#@!$&'*+,;=%-._~"
"""What may stand in an address as it is; brackets and spaces would end the link."""


def write_media(material: Material) -> str:
    """Write each picture or recording as a link with its words; "" where there are none.

    Parameters
    ----------
    material : Material
        Released media and transcripts, and the studio.
    """
    rows = material.released.stories.tables["media"].to_dict("records")
    items = [_write_item(material, place, row) for place, row in enumerate(rows, start=1)]
    return paragraphs(HEADING, NOT_LOADED, *items) if items else ""


def clean_address(url: str) -> str:
    """Return an address that can stand in a link, or "" where it is no web address.

    Examples
    --------
    >>> clean_address("https://example.org/a film?x=(1)")
    'https://example.org/a%20film?x=%281%29'
    >>> clean_address("javascript:alert(1)")
    ''
    """
    parts = urlsplit(url)
    return quote(url, safe=_SAFE) if parts.scheme in {"http", "https"} and parts.netloc else ""


def _write_item(material: Material, place: int, row: Mapping[Hashable, Any]) -> str:
    """Write one picture or recording: title and link, what it shows, the code for paper, the transcript."""
    title, address = verbatim(row["title"]), clean_address(row["url"])
    kind = KINDS.get(row["kind"], "Link")
    link = f"[{title}]({address})" if address else f"{title} ({verbatim(row['url'])})"
    part = name_component(material, row[names.COMPONENT])
    shows = f"{verbatim(row['alt']).rstrip('.')}." if row["alt"] else ""
    return paragraphs(
        sentences(f"**{kind}:** {link}.", f"{part}." if part else "", shows),
        _place_code(material, place, row["title"], address) if address else "",
        _write_transcript(row["title"], material.released.stories.transcripts.get(row["transcript"], "")),
    )


def _place_code(material: Material, place: int, title: str, address: str) -> str:
    """Save the code and place it where only paper shows it."""
    name = f"qr-{place}"
    material.studio.keep(name, draw_qr(address))
    alt = f"Code to scan that opens {title}."
    link = f"{material.studio.folder.name}/{name}.svg"
    return div(".qr-code", f'![Scan to open.]({link}){{#fig-{name} fig-alt="{attribute(alt)}"}}')


def _write_transcript(title: str, text: str) -> str:
    """Fold the transcript away in the page and print it on paper; paragraphs stay."""
    lines = [verbatim(line) for line in text.splitlines()]
    summary = attribute(f"Read what is said in “{title}”")
    said = [line for line in lines if line]
    heading = f"**What is said in “{verbatim(title)}”**"
    return div(f'.transcript summary="{summary}"', heading, *said) if said else ""
