"""Archives that somebody sent: looked over before anything in them is unpacked."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections import Counter
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Final, Self

from evalkit.errors import Fault, StructuralFaults

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES: Final = 20_000
"""More entries than this no project of a charity has."""

RATIO: Final = 100
"""Prose and XML shrink to a tenth at best; what shrinks a hundredfold was made to overfill a machine."""

ENTRY_BYTES: Final = 64 * 2**20
"""The largest single entry that is unpacked, in bytes: some thirty novels."""

TOTAL_BYTES: Final = 256 * 2**20
"""All that is unpacked of one archive, in bytes."""

_SMALL: Final = 2**20
_DIRECTORY_BYTES: Final = 8 * 2**20
_END: Final = struct.Struct("<4s4H2LH")
_END_SIGNATURE: Final = b"PK\x05\x06"
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64: Final = struct.Struct("<4sLQL")
_LOCATOR64_SIGNATURE: Final = b"PK\x06\x07"
_LONGEST_COMMENT: Final = 2**16
_ENCRYPTED: Final = 0x1
_AGAIN: Final = "Export it again from the program that wrote it."


class SafeArchive:
    """A ZIP archive of which only the table of contents was read, and checked.

    Parameters
    ----------
    path : Path
        The archive.
    file : str
        Its name in faults.

    Raises
    ------
    StructuralFaults
        The archive can't be read, or holds what no export holds: paths that lead out of it,
        links, encrypted or repeated entries, too many, or ones that unpack to a flood.
    """

    def __init__(self, path: Path, file: str) -> None:
        self._file = file
        self._left = TOTAL_BYTES
        try:
            _check_directory(path, file)
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
            rule = f"the file can't be read as a project archive ({error})"
            raise _refusal(file, "", rule, _AGAIN) from None
        try:
            self._entries = self._checked(path.stat().st_size)
        except StructuralFaults:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the entries that are files, with ``/`` between folders."""
        return tuple(_name(entry) for entry in self._entries.values() if not entry.is_dir())

    def find(self, name: str) -> str | None:
        """Return the name as the archive spells it, upper and lower case alike, or None.

        Parameters
        ----------
        name : str
            Path in the archive.
        """
        entry = self._entries.get(name.casefold())
        return None if entry is None or entry.is_dir() else _name(entry)

    def read(self, name: str) -> bytes:
        """Unpack one entry into memory.

        Parameters
        ----------
        name : str
            One of :attr:`names`.

        Raises
        ------
        StructuralFaults
            The entry is damaged, or larger than :data:`ENTRY_BYTES`, or all that was read so
            far is larger than :data:`TOTAL_BYTES`.
        """
        limit = min(ENTRY_BYTES, self._left)
        try:
            with self._zip.open(self._entries[name.casefold()]) as stream:
                content = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise _refusal(self._file, name, f"this entry is damaged ({error})", _AGAIN) from None
        if len(content) > limit:
            rule = f"this entry unpacks to more than {limit / 2**20:.0f} MB"
            raise _refusal(self._file, name, rule, "Split the project into smaller ones.")
        self._left -= len(content)
        return content

    def _checked(self, size: int) -> dict[str, zipfile.ZipInfo]:
        entries = self._zip.infolist()
        faults = []
        if len(entries) > ENTRIES:
            rule = f"the archive has {len(entries)} entries; at most {ENTRIES} are read"
            raise _refusal(self._file, "", rule, "Split the project into smaller ones.")
        for entry in entries:
            rule = _rule_broken(entry)
            if rule:
                remedy = "Don't open this file with other programs. Ask the sender for a new export."
                faults.append(Fault(self._file, "", None, "", entry.filename[:200], rule, remedy))
        counted = Counter(_name(entry).casefold() for entry in entries)
        for name in (name for name, times in counted.items() if times > 1):
            rule = f"the archive holds this name {counted[name]} times"
            faults.append(Fault(self._file, "", None, "", name[:200], rule, _AGAIN))
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > _SMALL and unpacked > RATIO * size:
            rule = f"the archive of {size} bytes unpacks to {unpacked} bytes, more than {RATIO} times as much"
            faults.append(Fault(self._file, "", None, "", "", rule, _AGAIN))
        if faults:
            raise StructuralFaults(faults)
        return {_name(entry).casefold(): entry for entry in entries}


def _name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/")


def _rule_broken(entry: zipfile.ZipInfo) -> str:
    name = _name(entry)
    windows = PureWindowsPath(name)
    if name.startswith("/") or windows.drive or windows.root:
        return "an entry of the archive has an absolute path"
    if ".." in PurePosixPath(name).parts:
        return "an entry of the archive leads out of its folder"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "an entry of the archive is a link to another file"
    if entry.flag_bits & _ENCRYPTED:
        return "an entry of the archive is encrypted"
    if entry.file_size > _SMALL and entry.file_size > RATIO * max(entry.compress_size, 1):
        return f"an entry of the archive unpacks to more than {RATIO} times its size"
    return ""


def _check_directory(path: Path, file: str) -> None:
    """Refuse a table of contents that would fill the memory, before it is read."""
    with path.open("rb") as stream:
        end = stream.seek(0, 2)
        stream.seek(max(0, end - _LONGEST_COMMENT - _END.size))
        tail = stream.read()
        at = tail.rfind(_END_SIGNATURE)
        if at < 0:
            raise zipfile.BadZipFile("it isn't a ZIP archive")
        *_, size, _, _ = _END.unpack_from(tail, at)
        before = at - _LOCATOR64.size
        if before >= 0 and tail[before:].startswith(_LOCATOR64_SIGNATURE):
            _, _, offset, _ = _LOCATOR64.unpack_from(tail, before)
            stream.seek(min(offset, end))
            *_, size, _ = _END64.unpack(stream.read(_END64.size))
    if size > _DIRECTORY_BYTES:
        rule = f"the archive's table of contents has {size} bytes; at most {_DIRECTORY_BYTES} are read"
        raise _refusal(file, "", rule, "Split the project into smaller ones.")


def _refusal(file: str, value: str, rule: str, remedy: str) -> StructuralFaults:
    return StructuralFaults([Fault(file, "", None, "", value[:200], rule, remedy)])
