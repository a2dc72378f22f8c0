"""Codebooks as people keep them: a table, a REFI-QDA codebook, or one that Taguette exported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from evalkit.definitions.codebook import EXPECTS, Codebook, CodebookEntry, build_codebook
from evalkit.errors import Fault, did_you_mean
from evalkit.intake.coded_rows import codes_of_paths
from evalkit.intake.invisible import remove_invisible
from evalkit.intake.qdc import read_qdc
from evalkit.intake.taguette_html import find_unsafe_page, read_pieces, text_of
from evalkit.intake.text_tables import read_text, read_text_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from evalkit.definitions.coded_project import Code
    from evalkit.intake.text_tables import TextTable

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("code", "tag", "id", "path"),
    "name": ("name", "title"),
    "parent": ("parent", "category", "parent code"),
    "definition": ("definition", "description", "memo"),
    "include": ("include", "inclusion", "when to use"),
    "exclude": ("exclude", "exclusion", "when not to use"),
    "in_words": ("theme_in_words", "in_words", "theme in words", "in words"),
    "expects": ("expects",),
    "domain": ("domain",),
    "contrary_to": ("contrary_to", "contrary to", "speaks against"),
}
_CORRECT: Final = "Correct the codebook."
_PAGES: Final = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class _Written:
    """Entries as written and where each stands."""

    file: str
    sheet: str
    entries: Sequence[CodebookEntry]
    rows: Sequence[int | None]
    aliases: Mapping[str, str]


def read_codebook(
    path: Path, *, sheet: str | None = None, domains: Iterable[str] = ()
) -> tuple[Codebook | None, list[Fault]]:
    """Read a codebook.

    Parameters
    ----------
    path : Path
        A .csv, .xlsx, .qdc or .html file.
    sheet : str, optional
        Sheet of a workbook.
    domains : iterable of str
        Ids of the measures that a code can speak to.

    Returns
    -------
    Codebook or None
        None if the file can't be used at all.
    list of Fault
        Codes that stand there twice, parents that can't be, unknown words.
    """
    suffix = path.suffix.lower()
    faults: list[Fault] = []
    if suffix == ".qdc":
        codes, _, faults = read_qdc(path)
        written = None if faults and not codes else _from_codes(path.name, codes)
    elif suffix in _PAGES:
        written = _from_page(path, faults)
    else:
        known = [word for words in _HEADINGS.values() for word in words]
        table, faults = read_text_table(path, known=known, sheet=sheet)
        written = None if table is None else _from_table(table, faults)
    if written is None:
        return None, faults
    if not written.entries:
        faults.append(Fault(path.name, "", None, "", "", "this codebook holds no code", _CORRECT))
        return None, faults
    sound = [_checked(written, place, set(domains), faults) for place in range(len(written.entries))]
    codebook, problems = build_codebook(sound, written.aliases)
    for problem in problems:
        row = written.rows[problem.position]
        faults.append(
            Fault(
                written.file, written.sheet, row, problem.column, problem.value, problem.rule, problem.remedy
            )
        )
    return codebook, faults


def entries_of(codes: Iterable[Code]) -> tuple[tuple[CodebookEntry, ...], dict[str, str]]:
    """Return codes of a coded project as entries of a codebook, and the GUIDs' own ids.

    A code's name is its id where no other code has it; else the names from the topmost code down to it are.
    """
    codes = list(codes)
    by_id = {code.id: code for code in codes}
    names = [code.name for code in codes]
    ids = {
        code.id: code.name if names.count(code.name) == 1 else " / ".join(names_down_to(code, by_id))
        for code in codes
    }
    entries = tuple(
        CodebookEntry(
            code=ids[code.id],
            name=code.name,
            parent=ids.get(code.parent, code.parent) if code.parent else None,
            definition=code.description,
            include=code.include,
            exclude=code.exclude,
            is_codable=code.is_codable,
        )
        for code in codes
    )
    return entries, ids


def names_down_to(code: Code, by_id: Mapping[str, Code]) -> list[str]:
    """Return the names from the topmost code down to this one."""
    names, seen = [code.name], {code.id}
    while (above := by_id.get(code.parent or "")) is not None and above.id not in seen:
        code = above
        seen.add(code.id)
        names.append(code.name)
    return names[::-1]


def _from_codes(file: str, codes: Sequence[Code]) -> _Written:
    entries, aliases = entries_of(codes)
    written = _Written(file, "", entries, [None] * len(entries), aliases)
    return written if any(code.parent for code in codes) else _with_dotted_parents(written)


def _from_page(path: Path, faults: list[Fault]) -> _Written | None:
    """Read a page that Taguette exported: a heading per tag, then its counts, then its description."""
    text = read_text(path)
    if isinstance(text, Fault):
        faults.append(text)
        return None
    problem = find_unsafe_page(path.name, text)
    if problem is not None:
        faults.append(problem)
        return None
    entries: list[CodebookEntry] = []
    blocks: dict[int, list[int]] = {}
    pieces = read_pieces(text)
    for place, piece in enumerate(pieces):
        if piece.tag in {"h2", "p"}:
            blocks.setdefault(piece.block, []).append(place)
    for places in blocks.values():
        tag, words = pieces[places[0]].tag, text_of([pieces[place] for place in places])
        if tag == "h2":
            entries.append(CodebookEntry(words, words))
        elif entries and words and pieces[places[0]].css == "parent":
            entries[-1] = replace(entries[-1], parent=words.partition(":")[2].strip() or None)
        elif entries and words and pieces[places[0]].css != "number":
            entries[-1] = replace(entries[-1], definition=words)
    return _with_dotted_parents(_Written(path.name, "", entries, [None] * len(entries), {}))


def _from_table(table: TextTable, faults: list[Fault]) -> _Written | None:
    places = {name: table.column(*words) for name, words in _HEADINGS.items()}
    if places["code"] is None:
        places["code"] = places["name"]
    if places["code"] is None:
        rule = f"this column is missing: {did_you_mean('code', [text for text in table.headings if text])}"
        faults.append(table.fault(1, "code", "", rule, "Give each code an id under the heading code."))
        return None
    entries, rows = [], []
    for number, cells in table.rows:
        said = {
            name: remove_invisible(cells[place]).strip() if place is not None and place < len(cells) else ""
            for name, place in places.items()
        }
        if not said["code"]:
            faults.append(
                table.fault(number, "code", "", "the code is missing", "Fill it in, or remove the row.")
            )
            continue
        entries.append(_entry(said))
        rows.append(number)
    written = _Written(table.file, table.sheet, _by_id(entries), rows, {})
    # Taguette's tag hierarchy (not released yet) has a column for the parent; older tags keep their dots
    is_taguette = table.headings[places["code"]].strip().casefold() == "tag"
    return written if places["parent"] is not None and not is_taguette else _with_dotted_parents(written)


def _entry(said: Mapping[str, str]) -> CodebookEntry:
    return CodebookEntry(
        code=said["code"],
        name=said["name"] or said["code"],
        parent=said["parent"] or None,
        definition=said["definition"],
        include=said["include"],
        exclude=said["exclude"],
        in_words=said["in_words"],
        expects=said["expects"].casefold() or None,
        domain=said["domain"] or None,
        contrary_to=said["contrary_to"] or None,
    )


def _by_id(entries: Sequence[CodebookEntry]) -> list[CodebookEntry]:
    """Return entries that speak of other codes by id; they may be written as the name of a code."""
    ids = {entry.code for entry in entries}
    by_name = {entry.name.casefold(): entry.code for entry in entries}

    def id_of(written: str | None) -> str | None:
        return written if not written or written in ids else by_name.get(written.casefold(), written)

    return [
        replace(entry, parent=id_of(entry.parent), contrary_to=id_of(entry.contrary_to)) for entry in entries
    ]


def _with_dotted_parents(written: _Written) -> _Written:
    """Return a codebook with the hierarchy that is in the dots of names, for codes that name no parent."""
    known = {entry.code: entry for entry in written.entries}
    flat = [entry.code for entry in written.entries if not entry.parent]
    codes = {code.id: code for code in codes_of_paths(flat)}
    kept = [replace(entry, parent=entry.parent or codes[entry.code].parent) for entry in written.entries]
    added = [
        CodebookEntry(code.id, code.id, code.parent, is_codable=False)
        for code in codes.values()
        if code.id not in known
    ]
    return replace(written, entries=[*kept, *added], rows=[*written.rows, *([None] * len(added))])


def _checked(written: _Written, place: int, domains: set[str], faults: list[Fault]) -> CodebookEntry:
    """Return an entry without words that mean nothing here, each of them a fault."""
    entry, row = written.entries[place], written.rows[place]
    if entry.expects is not None and entry.expects not in EXPECTS:
        rule = f"this should be {' or '.join(EXPECTS)}, or blank"
        remedy = "Say what the theme says about a change of the score."
        faults.append(Fault(written.file, written.sheet, row, "expects", entry.expects, rule, remedy))
        entry = replace(entry, expects=None)
    if entry.domain is not None and entry.domain not in domains:
        rule = f"unknown measure: {did_you_mean(entry.domain, sorted(domains))}"
        faults.append(Fault(written.file, written.sheet, row, "domain", entry.domain, rule, _CORRECT))
        entry = replace(entry, domain=None)
    return entry
