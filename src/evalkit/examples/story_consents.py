"""What invented people agreed to, as rows of a consent file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt

    from evalkit.examples.files import Rows

CONSENT_HEADINGS: Final = ("ID", "Story", "What for", "Agreed", "Asked on", "Taken back on")


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person, or group, said when they were asked; ``withdrawn`` ends all of it."""

    quoted: bool = True
    named: bool = False
    media: bool = False
    research: bool = True
    withdrawn: dt.date | None = None


def consent_rows(person: str | None, answers: Answers, asked: dt.date, *, item: str | None = None) -> Rows:
    """Return one row per purpose.

    Parameters
    ----------
    person : str or None
        Respondent's id; None where a group agreed, and then ``item`` names the document.
    answers : Answers
        What was said.
    asked : datetime.date
        The day on which they were asked.
    item : str, optional
        Name of the document; None for all.
    """
    said = {
        "Own letter": person is not None,
        "Report": True,
        "Quote without name": answers.quoted,
        "Quote with name": answers.named,
        "Photo, sound or film": answers.media,
        "Research": answers.research,
    }
    if person is None:
        del said["Own letter"]
    return [
        (person, item, purpose, "yes" if agreed else "no", asked, answers.withdrawn)
        for purpose, agreed in said.items()
    ]
