"""What a report was made from, as its manifest says, against what is there now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.file_hashes import MEMORY, FileHashes
from evalkit.freshness.made import (
    MANIFEST,
    REVIEW,
    USED,
    Made,
    find_other_versions,
    list_changes,
    read_made,
    say_changes,
)
from evalkit.publishing.out_of_date import MARK, PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.store import Project

_PACKAGE: Final = Path(__file__).parents[1]
_CODE: Final = "evalkit"
_SETTINGS: Final = "_quarto.yml"


@dataclass(frozen=True, slots=True)
class State:
    """How a report stands to what it was made from.

    Attributes
    ----------
    name : str
        The grantee, or ``_programme``.
    is_built : bool
        Whether there is a report at all.
    reasons : tuple of str
        Why it is out of date, as clauses; none if it is up to date, or was never built.
    withdrawal : str
        The reason for which it may no longer be shown, which is the first of ``reasons`` too; "" if none.
    renderer : str
        Engine that was asked for when it was built.
    parameters : mapping of str to str
        Parameters of the notebook that were asked for then.
    """

    name: str
    is_built: bool = True
    reasons: tuple[str, ...] = ()
    withdrawal: str = ""
    renderer: str = "auto"
    parameters: Mapping[str, str] = field(default_factory=dict)

    def in_words(self) -> str:
        """Return how it stands, in one clause.

        Examples
        --------
        >>> State("x", reasons=("the notebook changed",)).in_words()
        'out of date: the notebook changed'
        """
        if not self.is_built:
            return "no report yet"
        return f"out of date: {', '.join(self.reasons)}" if self.reasons else "up to date"


class Freshness:
    """Compares reports with what they were made from.

    Parameters
    ----------
    project : Project
        Where the folders are.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._hashes = FileHashes(project.root, project.processed / MEMORY)

    def record_making(self, notebook: Path, renderer: str) -> dict[str, object]:
        """Return what the manifest keeps beside inputs and outputs, to be compared later.

        Parameters
        ----------
        notebook : Path
            The notebook that makes the report.
        renderer : str
            The engine that was asked for.
        """
        root = self._project.root
        parts = (notebook, root / _SETTINGS)
        hashes = {path.relative_to(root).as_posix(): self._hashes.of_file(path) for path in parts}
        return {"renderer": renderer, "made_with": {**hashes, _CODE: self._code}}

    def state_of(self, grantee: str) -> State:
        """Say whether a grantee's report is up to date, and if not, why.

        Parameters
        ----------
        grantee : str
            A listed grantee.
        """
        project = self._project
        folder = project.reports / grantee
        if not folder.is_dir():
            return State(grantee, is_built=False)
        made = read_made(folder)
        sent = list_changes(made.inputs, self._hashes.of_folder(project.raw / grantee))
        decisions = self._hashes.of_folder(project.processed / grantee / REVIEW)
        decided = list_changes(made.decisions, decisions)
        reasons = [*say_changes(sent), *(["decisions in the review files changed"] if decided else [])]
        withdrawal = ""
        if sent and (project.processed / grantee / USED).is_file():
            from evalkit.freshness.consents import find_withdrawal  # noqa: PLC0415 - it imports pandas

            withdrawal = find_withdrawal(project, grantee, sent)
        return self._state(grantee, made, reasons, withdrawal)

    def state_of_programme(self) -> State:
        """Say the same of the page of city-wide indicators; the counts that grantees released belong to it."""
        project, name = self._project, names.PROGRAMME
        folder = project.reports / name
        if not folder.is_dir():
            return State(name, is_built=False)
        made = read_made(folder)
        counts = {
            f"{grantee}/{file}": project.processed / grantee / "released" / file
            for grantee in made.reach_of
            for file in names.REACH_FILES
        }
        now = {told: digest for told, path in counts.items() if (digest := self._hashes.of_file(path))}
        changes = list_changes(made.inputs, {**self._hashes.of_folder(project.raw / name), **now})
        touched = sorted({told.split("/")[0] for told in changes if told in counts})
        own = {told: how for told, how in changes.items() if told not in counts}
        reasons = [*say_changes(own), *(f"the report of {grantee} changed" for grantee in touched)]
        return self._state(name, made, reasons)

    def _state(self, name: str, made: Made, reasons: list[str], withdrawal: str = "") -> State:
        """Return the state, once what all reports are made with and what was made is compared too."""
        folder = self._project.reports / name
        if made == Made():
            found = [f"its {MANIFEST} can't be read"]
        else:
            found = [*reasons, *self._find_other_making(made), *self._find_damage(folder, made)]
        if not (self._project.processed / name / "released").is_dir():
            found.append("its tables in data/processed are gone")
        self._hashes.save()
        first = [withdrawal] if withdrawal else []
        return State(
            name,
            reasons=(*first, *found),
            withdrawal=withdrawal,
            renderer=made.renderer,
            parameters=made.parameters,
        )

    def _find_other_making(self, made: Made) -> list[str]:
        now = {
            part: self._code if part == _CODE else self._hashes.of_file(self._project.root / part)
            for part in (made.made_with or (_CODE,))
        }
        words = {_CODE: "evalkit itself", _SETTINGS: _SETTINGS}
        changed = [
            f"{words.get(part, 'the notebook')} changed"
            for part, digest in now.items()
            if made.made_with.get(part) != digest
        ]
        return [*changed, *find_other_versions(made.versions)]

    def _find_damage(self, folder: Path, made: Made) -> list[str]:
        """Return what is no longer as it was made, the banner of a marked report apart."""
        is_marked = (folder / MARK).exists()
        now = {told: digest for told in made.outputs if (digest := self._hashes.of_file(folder / told))}
        changes = list_changes(made.outputs, now)
        if is_marked:
            changes.pop(PAGE, None)
        told = say_changes({f"the report's {name}": how for name, how in changes.items()})
        return [*(["it is marked as out of date"] if is_marked else []), *told]

    @cached_property
    def _code(self) -> str:
        """Hash of all files of the package: measures, fonts and styles make a report as much as code does."""
        files = self._hashes.of_folder(_PACKAGE)
        lines = [f"{name} {digest}\n" for name, digest in files.items() if "__pycache__" not in name]
        return hashlib.sha256("".join(lines).encode()).hexdigest()
