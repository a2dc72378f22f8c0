"""The codebook: which codes there are, what each means, and which theme it belongs to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from evalkit.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

EXPECTS: Final = ("rise", "fall")
"""What a theme can say about a score: that it goes up, or that it goes down."""


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """One code.

    Attributes
    ----------
    code : str
        Its id.
    name : str
        What people call it.
    parent : str or None
        Id of the code above it.
    definition, include, exclude : str
        What it means, when to use it and when not; "" if nobody wrote it down.
    in_words : str
        The theme in plain words, as a report says it; "" if nobody wrote it down.
    expects : str or None
        What the theme says about change of its domain: one of :data:`EXPECTS`.
    domain : str or None
        Id of the measure that it speaks to.
    is_codable : bool
        False for a category that only holds other codes.
    contrary_to : str or None
        Id of the code that it speaks against.
    """

    code: str
    name: str
    parent: str | None = None
    definition: str = ""
    include: str = ""
    exclude: str = ""
    in_words: str = ""
    expects: str | None = None
    domain: str | None = None
    is_codable: bool = True
    contrary_to: str | None = None


@dataclass(frozen=True, slots=True)
class CodebookProblem:
    """What is wrong with the codebook: the place of the entry in the list, value, rule and remedy."""

    position: int
    column: str
    value: str
    rule: str
    remedy: str


@dataclass(frozen=True)
class Codebook:
    """Codes in the order of the codebook; no id twice, no code above itself.

    Build one with :func:`build_codebook`, which sees to that.

    Examples
    --------
    >>> book, _ = build_codebook([CodebookEntry("trust", "Trust"), CodebookEntry("peers", "Peers", "trust")])
    >>> book.theme_of("peers"), book.themes()
    ('trust', ('trust',))
    """

    entries: tuple[CodebookEntry, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_code(self) -> dict[str, CodebookEntry]:
        """Entries by id."""
        return {entry.code: entry for entry in self.entries}

    def lineage(self, code: str) -> tuple[str, ...]:
        """Return a code and all above it, the topmost last.

        Raises
        ------
        KeyError
            If the codebook lacks the code.
        """
        line = [code]
        while (parent := self.by_code[line[-1]].parent) is not None:
            line.append(parent)
        return tuple(line)

    def theme_of(self, code: str) -> str:
        """Return the id of the topmost code or category above a code, or of the code itself."""
        return self.lineage(code)[-1]

    def themes(self) -> tuple[str, ...]:
        """Return the ids of all themes, in the order of the codebook."""
        return tuple(entry.code for entry in self.entries if entry.parent is None)

    def below(self, codes: Iterable[str]) -> frozenset[str]:
        """Return the ids of some codes and of all below them."""
        above = set(codes)
        return frozenset(
            entry.code for entry in self.entries if not above.isdisjoint(self.lineage(entry.code))
        )

    def without(self, codes: Iterable[str]) -> Codebook:
        """Return the codebook without some codes and all below them; what is contrary to them no longer is.

        Examples
        --------
        >>> entries = [CodebookEntry("trust", "Trust"), CodebookEntry("private", "Private")]
        >>> build_codebook(entries)[0].without(["private"]).themes()
        ('trust',)
        """
        out = self.below(codes)
        kept = (entry for entry in self.entries if entry.code not in out)
        entries = (replace(entry, contrary_to=None) if entry.contrary_to in out else entry for entry in kept)
        aliases = {alias: code for alias, code in self.aliases.items() if code not in out}
        return Codebook(tuple(entries), aliases)

    def find(self, code: str, name: str = "", path: Iterable[str] = ()) -> str | None:
        """Return the codebook's id of a code that coded material names, or None.

        The id counts first, then the name if one code only has it, then the names from the topmost
        code down to it. Capitals, spaces and underscores don't matter in names.

        Parameters
        ----------
        code : str
            Id in the material.
        name : str, optional
            Name in the material.
        path : iterable of str, optional
            Names from the topmost code down to this one.
        """
        if code in self.by_code:
            return code
        if code in self.aliases:
            return self.aliases[code]
        for text in (code, name):
            found = self._by_name.get(_folded(text), ())
            if len(found) == 1:
                return found[0]
        line = [_folded(text) for text in path]
        same = [other for other in self._by_name.get(_folded(name), ()) if self._names_down_to(other) == line]
        return same[0] if len(same) == 1 else None

    def suggestion(self, word: str) -> str:
        """Return what a code that the codebook lacks was probably meant to be."""
        known = [*self.by_code, *(entry.name for entry in self.entries)]
        return did_you_mean(word, list(dict.fromkeys(known)))

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for entry in self.entries:
            for text in (entry.code, entry.name):
                found.setdefault(_folded(text), {})[entry.code] = None
        return {text: tuple(codes) for text, codes in found.items()}

    def _names_down_to(self, code: str) -> list[str]:
        return [_folded(self.by_code[above].name) for above in reversed(self.lineage(code))]


def build_codebook(
    entries: Iterable[CodebookEntry], aliases: Mapping[str, str] | None = None
) -> tuple[Codebook, tuple[CodebookProblem, ...]]:
    """Return a sound codebook and what was wrong with the entries.

    An id's second entry is left out; a parent that isn't there, or that makes a ring, is dropped, and so is a
    code to be contrary to that isn't there, or is the code itself.

    Parameters
    ----------
    entries : iterable of CodebookEntry
        As written.
    aliases : mapping of str to str, optional
        Other ids of codes (the GUID of a REFI-QDA codebook): the id.
    """
    written = list(entries)
    counts = Counter(entry.code for entry in written)
    problems: list[CodebookProblem] = []
    kept: dict[str, tuple[int, CodebookEntry]] = {}
    for position, entry in enumerate(written):
        if entry.code in kept:
            rule = f"this code stands here {counts[entry.code]} times"
            remedy = "Keep one of them; until then the first one counts."
            problems.append(CodebookProblem(position, "code", entry.code, rule, remedy))
        else:
            kept[entry.code] = (position, entry)
    parents = {code: entry.parent for code, (_, entry) in kept.items()}
    problems += [
        CodebookProblem(kept[code][0], "parent", str(parents[code]), rule, remedy)
        for code, rule, remedy in _wrong_parents(parents)
    ]
    contrary = {code: entry.contrary_to for code, (_, entry) in kept.items()}
    problems += [
        CodebookProblem(kept[code][0], "contrary_to", str(contrary[code]), rule, remedy)
        for code, rule, remedy in _wrong_contraries(contrary)
    ]
    dropped = {(problem.column, written[problem.position].code) for problem in problems}
    sound = [
        replace(
            entry,
            parent=None if ("parent", code) in dropped else entry.parent,
            contrary_to=None if ("contrary_to", code) in dropped else entry.contrary_to,
        )
        for code, (_, entry) in kept.items()
    ]
    return Codebook(tuple(sound), dict(aliases or {})), tuple(problems)


def _wrong_contraries(contrary: Mapping[str, str | None]) -> Iterator[tuple[str, str, str]]:
    """Yield each code that can't speak against what it should, the rule and the remedy."""
    remedy = "Name the code that it speaks against, or leave it blank."
    for code, against in contrary.items():
        if against == code:
            yield code, "a code can't speak against itself", remedy
        elif against is not None and against not in contrary:
            known = [other for other in contrary if other != code]
            yield code, f"the codebook lacks this code: {did_you_mean(against, known)}", remedy


def _wrong_parents(parents: Mapping[str, str | None]) -> Iterator[tuple[str, str, str]]:
    """Yield each code whose parent can't be, the rule and the remedy."""
    for code, parent in parents.items():
        if parent is None:
            continue
        if parent not in parents:
            known = [other for other in parents if other != code]
            rule = f"the codebook lacks this parent: {did_you_mean(parent, known)}"
            yield code, rule, "Add the parent as a code, or correct it."
        elif _comes_back(code, parents):
            rule = "the codes above this one lead back to itself"
            yield code, rule, "Correct the parent; a topmost code has none."


def _comes_back(code: str, parents: Mapping[str, str | None]) -> bool:
    seen = {code}
    above = parents[code]
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == code


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())
