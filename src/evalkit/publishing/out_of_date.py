"""The mark on a report that may no longer be shown: a file beside it, and a banner on its page."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from evalkit import store

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

MARK: Final = "OUT-OF-DATE.txt"
PAGE: Final = "report.html"
_BODY: Final = re.compile(r"<body\b[^>]*>")
_BANNER: Final = '<div id="out-of-date" role="alert"'
_LOOK: Final = (
    "position:sticky;top:0;z-index:9;padding:.8em 1em;background:#b8500f;color:#fff;font-weight:bold;"
    "-webkit-print-color-adjust:exact;print-color-adjust:exact"
)


def mark_out_of_date(folder: Path, reason: str, on_date: dt.date) -> None:
    """Mark a finished report, so that whoever opens it is told; a new build takes the mark away.

    Parameters
    ----------
    folder : Path
        ``reports/<grantee>``. Its PDF and tables stay as they are.
    reason : str
        Why, as a clause that names nobody: "someone withdrew consent".
    on_date : datetime.date
        The day on which it was noticed. A report that is marked keeps the day of its first mark.
    """
    from evalkit.presentation.numbers import day  # noqa: PLC0415 - the check of a report doesn't wait for it

    mark, page = folder / MARK, folder / PAGE
    told = (
        f"OUT OF DATE since {day(on_date)}: {reason} after this report was made. Don't show it or pass it on."
    )
    if not mark.exists():
        text = (
            f"{told}\n\nThis holds for everything in this folder: report.html, report.pdf, the tables, the figures "
            "and the notebook, and for every copy that was handed out.\n"
            f"To build it anew without what was taken back: make report GRANTEE={folder.name}\n"
        )
        store.write_text(mark, text)
    if not page.is_file():
        return
    html = page.read_text(encoding="utf-8")
    if _BANNER not in html:
        banner = f'{_BANNER} style="{_LOOK}">{escape(told)}</div>'
        store.write_text(page, _BODY.sub(lambda found: f"{found[0]}\n{banner}", html, count=1))
