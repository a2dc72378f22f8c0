"""Case studies in Markdown with front matter, and lists of pictures and recordings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from evalkit import names
from evalkit.definitions.case_study import CaseStudyFront
from evalkit.errors import Fault, did_you_mean
from evalkit.intake.cells import Source
from evalkit.intake.coded_material import find_unusable
from evalkit.intake.invisible import INVISIBLE_REMEDY, find_invisible, remove_invisible
from evalkit.intake.raw import read_raw_table
from evalkit.intake.text_tables import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from evalkit.definitions.codebook import Codebook
    from evalkit.definitions.stories import Media

SEPARATOR: Final = ";"
MEDIA_KINDS: Final = ("image", "video", "audio")
_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_START: Final = "Begin the file with ---, title, respondent and consent, and --- again."


def read_case_studies(
    folder: Path, files: Iterable[str], codebook: Codebook, components: Sequence[str]
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Read case studies.

    Parameters
    ----------
    folder : Path
        The grantee's folder.
    files : iterable of str
        Markdown files in it.
    codebook : Codebook
        Its codes are the themes that a case study can name.
    components : sequence of str
        Ids of the components.

    Returns
    -------
    list of dict
        Rows of the table ``case_studies``; one with a fault in its front matter is left out.
    list of Fault
        What is wrong.
    """
    rows: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for file in dict.fromkeys(files):
        text = find_unusable(folder, file) or read_text(folder / file)
        if isinstance(text, Fault):
            faults.append(text)
            continue
        text = text.replace("\r\n", "\n")
        rule = find_invisible(text)
        if rule is not None:
            faults.append(Fault(file, "", None, "", "", rule, INVISIBLE_REMEDY))
        front = _front(file, remove_invisible(text), faults)
        if front is None:
            continue
        wrong = [*_unknown_names(file, front, codebook, components)]
        faults += wrong
        if not wrong:
            themes = [codebook.find(theme) or theme for theme in front.themes]
            rows.append(
                {
                    "file": file,
                    "title": front.title,
                    names.RESPONDENT_ID: SEPARATOR.join(front.respondent) or None,
                    "themes": SEPARATOR.join(themes) or None,
                    "purpose": front.consent,
                    names.COMPONENT: front.component,
                    "text": _FRONT.sub("", remove_invisible(text), count=1).strip(),
                }
            )
    return rows, faults


def _front(file: str, text: str, faults: list[Fault]) -> CaseStudyFront | None:
    found = _FRONT.match(text)
    if found is None:
        faults.append(Fault(file, "", 1, "", "", "this case study has no front matter", _START))
        return None
    try:
        content = YAML(typ="safe").load(found[1])
        return CaseStudyFront.model_validate(content if isinstance(content, dict) else {})
    except YAMLError:
        rule = "the front matter is no valid YAML"
        faults.append(Fault(file, "", 1, "", "", rule, "Check indents, colons and quotes."))
    except ValidationError as error:
        known = list(CaseStudyFront.model_fields)
        for detail in error.errors():
            key = str(detail["loc"][0]) if detail["loc"] else ""
            rules = {
                "missing": "this key is missing",
                "extra_forbidden": f"unknown key '{key}': {did_you_mean(key, known)}",
            }
            rule = rules.get(detail["type"], detail["msg"])
            faults.append(Fault(file, "", 1, key, "", rule, _START))
    return None


def _unknown_names(
    file: str, front: CaseStudyFront, codebook: Codebook, components: Sequence[str]
) -> Iterable[Fault]:
    for theme in front.themes:
        if codebook.find(theme) is None:
            rule = f"the codebook lacks this code: {codebook.suggestion(theme)}"
            yield Fault(file, "", 1, "themes", theme, rule, "Add it to the codebook, or correct it here.")
    if front.component is not None and front.component not in components:
        rule = f"unknown component: {did_you_mean(front.component, list(components))}"
        yield Fault(file, "", 1, "component", front.component, rule, "Use a declared component.")


def read_media(folder: Path, entry: Media | None) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Read the list of pictures and recordings.

    Parameters
    ----------
    folder : Path
        The grantee's folder.
    entry : Media or None
        What grantee.yml says of the list.

    Returns
    -------
    list of dict
        Rows of the table ``media``: a picture has its words, a recording its transcript.
    list of Fault
        Rows left out, and why.
    """
    if entry is None:
        return [], []
    raw, faults = read_raw_table(folder, entry)
    if raw is None:
        return [], faults
    source = Source(raw)
    rows: dict[str, dict[str, Any]] = {}
    for row, cells in raw.cells.iterrows():
        said = {
            name: remove_invisible(cells[heading]) if isinstance(cells[heading], str) else ""
            for name, heading in entry.columns.model_dump().items()
        }
        number = int(str(row))
        transcript = _transcript(folder, said["transcript"], source)
        problem = _media_problem(said, transcript, rows)
        if problem is not None:
            column, rule, remedy = problem
            source.fault(number, getattr(entry.columns, column), said[column], rule, remedy)
            continue
        people = filter(None, (person.strip() for person in said["respondent"].split(SEPARATOR)))
        rows[said["url"]] = {
            "title": said["title"],
            "url": said["url"],
            "kind": said["kind"].casefold(),
            names.RESPONDENT_ID: SEPARATOR.join(people) or None,
            "transcript": transcript,
            "alt": said["alt"] or None,
        }
    return list(rows.values()), [*faults, *source.faults]


def _transcript(folder: Path, file: str, source: Source) -> str | None:
    """Return what a recording says, or None if there is no such file."""
    if not file:
        return None
    text = find_unusable(folder, file) or read_text(folder / file)
    if isinstance(text, Fault):
        source.faults.append(text)
        return None
    return remove_invisible(text).strip() or None


def _media_problem(
    said: dict[str, str], transcript: str | None, above: Iterable[str]
) -> tuple[str, ...] | None:
    """Return the column, rule and remedy of what makes a picture or recording unusable."""
    kind = said["kind"].casefold()
    for_deaf = "Write down what is said in a text file, for those who can't hear it."
    for_blind = "Say in words what it shows, for those who can't see it."
    problems = (
        (not said["title"], "title", "the title is missing", "Fill it in."),
        (
            *(kind not in MEDIA_KINDS, "kind"),
            *(f"unknown kind: {did_you_mean(kind, MEDIA_KINDS)}", "Write image, video or audio."),
        ),
        (
            *(not _is_link(said["url"]), "url"),
            *("this is no link to a web page", "Write the whole link, https://…"),
        ),
        (said["url"] in above, "url", "this link stands above already", "Keep one of the rows."),
        (kind == "image" and not said["alt"], "alt", "a picture needs its words", for_blind),
        (
            *(kind != "image" and transcript is None, "transcript"),
            *("a recording needs its transcript", for_deaf),
        ),
    )
    return next((tuple(problem) for is_wrong, *problem in problems if is_wrong), None)


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname) and not set(url) & set(' <>"\\')
