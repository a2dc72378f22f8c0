"""Where grantees' files lie, and the only place (with ``intake``) that reads or writes them.

Whole folders are swapped, single files replaced, so that whoever looks, at whatever moment,
sees the last good state or the new one, never half of one.
"""

from __future__ import annotations

import csv
import ctypes
import hashlib
import io
import json
import os
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from evalkit.errors import Fault, UsageError, did_you_mean
from evalkit.names import FAULT_COLUMNS, STUDY_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
_OLD: Final = ".previous-"
_BUILD: Final = ".build-"


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one evalkit project.

    Parameters
    ----------
    root : Path
        The folder that holds ``data/``, ``notebooks/`` and ``reports/``.
    """

    root: Path

    @property
    def raw(self) -> Path:
        """Folder of the grantees' files as sent; read, never written."""
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        """Folder of person-level tables and of what the gate released."""
        return self.root / "data" / "processed"

    @property
    def reports(self) -> Path:
        """Folder of the finished reports."""
        return self.root / "reports"

    @property
    def notebooks(self) -> Path:
        """Folder of the notebooks that Papermill runs."""
        return self.root / "notebooks"

    def grantees(self) -> tuple[str, ...]:
        """Return the names of all folders below ``data/raw`` that hold a grantee.yml, sorted."""
        if not self.raw.is_dir():
            return ()
        return tuple(sorted(path.parent.name for path in self.raw.glob(f"*/{STUDY_FILE}")))

    def check_grantee(self, name: str) -> str:
        """Return ``name`` if it is one of the listed grantees.

        Parameters
        ----------
        name : str
            What the user asked for. It is compared with the list, never used as a path.

        Raises
        ------
        UsageError
            If it is not listed; says what was probably meant.
        """
        known = self.grantees()
        if name in known:
            return name
        if not known:
            message = f"there is no grantee yet: make a folder in {self.raw} with a grantee.yml"
            raise UsageError(message)
        message = f"there is no grantee {name!r}: {did_you_mean(name, known)}"
        raise UsageError(message)

    @contextmanager
    def locked(self, grantee: str, *, timeout: float = 600) -> Iterator[None]:
        """Let only one run at a time work on a grantee; a second one waits.

        Raises
        ------
        UsageError
            If the other run isn't over after ``timeout`` seconds.
        """
        self.processed.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.processed / f".{grantee}.lock")
        try:
            with lock.acquire(timeout=timeout):
                yield
        except Timeout:
            message = f"another run is still working on {grantee}: wait for it, or end it"
            raise UsageError(message) from None


@contextmanager
def scratch(parent: Path, grantee: str) -> Iterator[Path]:
    """Give a new folder to build in, on the disk of its future place; it is gone afterwards.

    What a killed run left behind is cleared or brought back first, so call it while the
    grantee is :meth:`Project.locked`.

    Parameters
    ----------
    parent : Path
        The folder in which the finished ``<grantee>`` folder will stand.
    grantee : str
        Its name.
    """
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f"{_BUILD}{grantee}-*"):
        shutil.rmtree(left, ignore_errors=True)
    recover(parent / grantee)
    folder = parent / f"{_BUILD}{grantee}-{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def swap_folder(new: Path, target: Path) -> None:
    """Put the folder ``new`` in the place of ``target``; at no moment is neither there.

    Linux exchanges both in one step. Elsewhere the old one is set aside first, and
    :func:`recover` brings it back should the run be killed between the two steps.

    Parameters
    ----------
    new : Path
        A finished folder on the same disk.
    target : Path
        Its place; may not exist yet.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        new.rename(target)
        return
    if _exchange(new, target):
        shutil.rmtree(new, ignore_errors=True)
        return
    previous = target.with_name(f"{_OLD}{target.name}")
    shutil.rmtree(previous, ignore_errors=True)
    target.rename(previous)
    new.rename(target)
    shutil.rmtree(previous, ignore_errors=True)


def recover(target: Path) -> None:
    """Bring back what an interrupted :func:`swap_folder` had set aside."""
    previous = target.with_name(f"{_OLD}{target.name}")
    if not previous.exists():
        return
    if target.exists():
        shutil.rmtree(previous, ignore_errors=True)
    else:
        previous.rename(target)


def _exchange(one: Path, other: Path) -> bool:
    if sys.platform != "linux":
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(done == 0)


def hash_files(folder: Path) -> dict[str, str]:
    """Return the sha256 of each file below ``folder``, by its path relative to it, sorted."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in files}


def hash_file(path: Path) -> str:
    """Return the sha256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """Write a text file whole: a reader sees the old one or the new one."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole: a reader sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)


def write_json(path: Path, content: object) -> None:
    """Write readable JSON, keys in the order given."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n")


def read_json(path: Path) -> dict[str, object]:
    """Read a JSON file that holds one object."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        message = f"{path.name} holds no JSON object"
        raise TypeError(message)
    return content


def write_parquet(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write person-level tables as ``<name>.parquet``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.to_parquet(folder / f"{name}.parquet", index=False)


def read_parquet(folder: Path, name: str) -> pd.DataFrame:
    """Read back one person-level table."""
    import pandas as pd  # noqa: PLC0415 - takes a second, which commands without tables don't have

    return pd.read_parquet(folder / f"{name}.parquet")


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """Write a table whole, in the form of :func:`format_csv`."""
    write_text(path, format_csv(table))


def format_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV text: numbers unrounded, empty cells for what doesn't apply."""
    from evalkit.csv_cells import format_cells  # noqa: PLC0415 - it imports pandas

    stream = io.StringIO()
    lines = [list(table.columns), *(format_cells(row) for row in table.itertuples(index=False, name=None))]
    csv.writer(stream, lineterminator="\n").writerows(lines)
    return stream.getvalue()


def read_released_table(folder: Path, name: str) -> pd.DataFrame:
    """Read one released table; text columns stay text, an empty cell is missing.

    Parameters
    ----------
    folder : Path
        The ``released`` folder.
    name : str
        Name of the table without ``.csv``.
    """
    import pandas as pd  # noqa: PLC0415 - as above

    return pd.read_csv(
        folder / f"{name}.csv",
        keep_default_na=False,
        na_values={column: [""] for column in NUMERIC_COLUMNS},
        dtype=dict.fromkeys(TEXT_COLUMNS, "str"),
    )


NUMERIC_COLUMNS: Final = (
    *("estimate", "ci_low", "ci_high", "confidence_level", "n", "n_missing", "std_error", "of", "known"),
    *("threshold", "completers", "lost", "n_completers", "n_lost", "cumulative", "population_share"),
    *(name + end for name in ("ratio", "risk_ratio", "risk_difference") for end in ("", "_low", "_high")),
    *("people", "excerpts", "documents", "of_documents", "improved", "no_reliable_change", "worse"),
)
TEXT_COLUMNS: Final = (
    *("component", "measure", "subscale", "subgroup", "timepoint", "category", "period", "activity"),
    *("group", "reference", "theme", "code", "code_a", "code_b", "title", "text", "attribution", "name"),
)


def write_quarantine(path: Path, faults: Iterable[Fault]) -> None:
    """Write all faults, one a row, in the order in which they were found."""
    import pandas as pd  # noqa: PLC0415 - as above

    rows = [[getattr(fault, name) for name in FAULT_COLUMNS] for fault in faults]
    write_csv(path, pd.DataFrame(rows, columns=list(FAULT_COLUMNS), dtype=object))
