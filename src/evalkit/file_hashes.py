"""Hashes of files, remembered between runs for as long as nobody has touched the file."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evalkit import store

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY: Final = ".hashes.json"
_SETTLED: Final = 2_000_000_000
"""Nanoseconds: what changed so shortly before it was hashed may change again within the same tick of the clock."""


class FileHashes:
    """The sha256 of files; those whose size, place and times are as they were aren't read again.

    The time of the last change of a file's entry counts too, which no program can set back.

    Parameters
    ----------
    root : Path
        Folder of the project; files are remembered by their place seen from here.
    memory : Path
        File that keeps the hashes; it need not exist, and one that can't be read counts as empty.
    """

    def __init__(self, root: Path, memory: Path) -> None:
        self._root = str(root)
        self._memory = memory
        self._known = _read_memory(memory)
        self._is_new = False

    def of_file(self, path: Path) -> str:
        """Return the sha256 of a file, as :func:`evalkit.store.hash_file` does; "" if there is none."""
        try:
            return self._hash(str(path), path.stat())
        except OSError:
            return ""

    def of_folder(self, folder: Path) -> dict[str, str]:
        """Return the sha256 of each file below a folder, as :func:`evalkit.store.hash_files` does."""
        if not folder.is_dir():
            return {}
        start = len(str(folder)) + 1
        files = {entry.path[start:]: self._hash(entry.path, entry.stat()) for entry in _walk(str(folder))}
        return dict(sorted((name.replace(os.sep, "/"), digest) for name, digest in files.items()))

    def _hash(self, path: str, stat: os.stat_result) -> str:
        start = len(self._root) + 1
        key = path[start:] if path.startswith(self._root + os.sep) else os.path.relpath(path, self._root)
        look = _look(stat)
        known = self._known.get(key)
        if known is not None and known[:-1] == look:
            return str(known[-1])
        now = time.time_ns()
        digest = store.hash_file(Path(path))
        if now - stat.st_ctime_ns > _SETTLED:
            self._known[key] = [*look, digest]
            self._is_new = True
        return digest

    def save(self) -> None:
        """Keep what was worked out; where nothing may be written, the next run works it out again."""
        if not self._is_new:
            return
        kept = {key: known for key, known in self._known.items() if Path(self._root, key).exists()}
        with suppress(OSError):
            store.write_text(self._memory, json.dumps(kept) + "\n")
        self._is_new = False


def _walk(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)
            elif not entry.name.startswith(".") and entry.is_file():
                yield entry


def _look(stat: os.stat_result) -> list[object]:
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


def _read_memory(path: Path) -> dict[str, list[object]]:
    try:
        content = store.read_json(path)
    except (OSError, ValueError, TypeError):
        return {}
    return {key: known for key, known in content.items() if isinstance(known, list)}
