"""Hashes that are remembered: as fast as the clock allows, never wrong."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from evalkit import file_hashes, store
from evalkit.file_hashes import FileHashes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with three files, one hidden and one below."""
    (tmp_path / "data" / "below").mkdir(parents=True)
    for name in ("a.csv", "below/b.csv", ".hidden"):
        (tmp_path / "data" / name).write_text(name, "utf-8")
    return tmp_path / "data"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file count as old enough to be remembered."""
    monkeypatch.setattr(file_hashes, "_SETTLED", -(10**12))


def count_reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    read: list[Path] = []
    plain = store.hash_file

    def hash_file(path: Path) -> str:
        read.append(path)
        return plain(path)

    monkeypatch.setattr(store, "hash_file", hash_file)
    return read


def test_they_are_those_of_the_store(folder: Path) -> None:
    hashes = FileHashes(folder.parent, folder.parent / "memory.json")
    assert hashes.of_folder(folder) == store.hash_files(folder)
    assert list(hashes.of_folder(folder)) == ["a.csv", "below/b.csv"]
    assert hashes.of_file(folder / "gone.csv") == ""
    assert hashes.of_folder(folder / "gone") == {}


@pytest.mark.usefixtures("settled")
def test_a_file_that_nobody_touched_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = folder.parent / "memory.json"
    first = FileHashes(folder.parent, memory)
    before = first.of_folder(folder)
    first.save()
    assert set(json.loads(memory.read_text("utf-8"))) == {"data/a.csv", "data/below/b.csv"}

    read = count_reads(monkeypatch)
    assert FileHashes(folder.parent, memory).of_folder(folder) == before
    assert read == []


@pytest.mark.usefixtures("settled")
def test_a_change_that_hides_behind_its_date_is_found(folder: Path) -> None:
    memory, path = folder.parent / "memory.json", folder / "a.csv"
    first = FileHashes(folder.parent, memory)
    before, stat = first.of_file(path), path.stat()
    first.save()

    path.write_text("b.csv", "utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert path.stat().st_size == stat.st_size
    assert FileHashes(folder.parent, memory).of_file(path) == store.hash_file(path) != before


def test_a_file_that_has_just_changed_is_not_remembered(folder: Path) -> None:
    memory = folder.parent / "memory.json"
    hashes = FileHashes(folder.parent, memory)
    hashes.of_folder(folder)
    hashes.save()
    assert not memory.exists()


@pytest.mark.usefixtures("settled")
def test_what_is_gone_is_forgotten_and_what_lies_outside_is_kept(folder: Path, tmp_path: Path) -> None:
    memory = folder / "memory.json"
    hashes = FileHashes(folder, memory)
    hashes.of_folder(folder)
    outside = tmp_path / "outside.txt"
    outside.write_text("x", "utf-8")
    hashes.of_file(outside)
    (folder / "a.csv").unlink()
    hashes.save()
    assert set(json.loads(memory.read_text("utf-8"))) == {"below/b.csv", "../outside.txt"}


@pytest.mark.parametrize("content", ["", "[]", "{", '{"data/a.csv": 3}'])
def test_a_damaged_memory_counts_as_none(folder: Path, content: str) -> None:
    memory = folder.parent / "memory.json"
    memory.write_text(content, "utf-8")
    hashes = FileHashes(folder.parent, memory)
    assert hashes.of_file(folder / "a.csv") == store.hash_file(folder / "a.csv")


@pytest.mark.usefixtures("settled")
def test_where_nothing_may_be_written_it_goes_on(folder: Path) -> None:
    memory = folder / "a.csv" / "memory.json"
    hashes = FileHashes(folder.parent, memory)
    hashes.of_folder(folder)
    hashes.save()
    assert (folder / "a.csv").read_text("utf-8") == "a.csv"
