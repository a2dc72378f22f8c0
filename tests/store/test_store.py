"""Folders swapped whole, files replaced whole, one run at a time, nothing outside the list."""

from __future__ import annotations

import threading
from pathlib import Path

import pandas as pd
import pytest

from evalkit import store
from evalkit.errors import Fault, UsageError
from evalkit.store import Project


def project_with(root: Path, *names: str) -> Project:
    for name in names:
        folder = root / "data" / "raw" / name
        folder.mkdir(parents=True)
        (folder / "grantee.yml").write_text("")
    return Project(root)


@pytest.mark.parametrize("name", ["../../etc", "nobody", "", ".", "a/b", "beat-the-blues/..", "$(touch x)"])
def test_a_grantee_must_be_listed(tmp_path: Path, name: str) -> None:
    project = project_with(tmp_path, "beat-the-blues")
    with pytest.raises(UsageError, match="there is no grantee"):
        project.check_grantee(name)


def test_a_near_miss_says_what_was_meant(tmp_path: Path) -> None:
    project = project_with(tmp_path, "beat-the-blues", "growing-minds")
    with pytest.raises(UsageError, match="did you mean 'growing-minds'"):
        project.check_grantee("growing-mind")
    assert project.check_grantee("growing-minds") == "growing-minds"


def make(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "report.html").write_text(text)
    return folder


def test_a_swap_replaces_the_whole_folder(tmp_path: Path) -> None:
    target = make(tmp_path / "reports" / "x", "old")
    (target / "only-old.txt").write_text("")
    store.swap_folder(make(tmp_path / "reports" / ".build-x-1", "new"), target)
    assert [path.name for path in target.iterdir()] == ["report.html"]
    assert (target / "report.html").read_text() == "new"
    assert [path.name for path in target.parent.iterdir()] == ["x"]


def test_without_exchange_the_old_folder_is_set_aside_and_brought_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_exchange", lambda one, other: False)  # noqa: ARG005 - as elsewhere than on Linux
    target = make(tmp_path / "x", "old")
    new = make(tmp_path / "new", "new")
    original = Path.rename

    def killed(self: Path, place: Path) -> Path:
        if self == new:
            raise KeyboardInterrupt
        return original(self, place)

    monkeypatch.setattr(Path, "rename", killed)
    with pytest.raises(KeyboardInterrupt):
        store.swap_folder(new, target)
    monkeypatch.setattr(Path, "rename", original)
    assert not target.exists()
    store.recover(target)
    assert (target / "report.html").read_text() == "old"
    store.swap_folder(new, target)
    assert (target / "report.html").read_text() == "new"


def test_scratch_clears_what_a_killed_run_left(tmp_path: Path) -> None:
    left = make(tmp_path / ".build-x-99999", "half")
    other = make(tmp_path / ".build-y-99999", "somebody else's")
    with store.scratch(tmp_path, "x") as folder:
        assert not left.exists()
        assert other.exists()
        (folder / "a.txt").write_text("")
    assert not folder.exists()


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    project = project_with(tmp_path, "x")
    order: list[str] = []
    inside, leave = threading.Event(), threading.Event()

    def first() -> None:
        with project.locked("x"):
            inside.set()
            leave.wait(5)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait(5)
    with (
        pytest.raises(UsageError, match="another run is still working on x"),
        project.locked("x", timeout=0.05),
    ):
        order.append("never")
    leave.set()
    with project.locked("x", timeout=5):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_numbers_are_written_unrounded_and_blanks_empty(tmp_path: Path) -> None:
    table = pd.DataFrame(
        [["a", 0.1 + 0.2, 97, True], ["", float("nan"), None, False], ["c, d", 1e-12, 3.0, True]],
        columns=["component", "estimate", "n", "suppressed"],
        dtype=object,
    )
    store.write_csv(tmp_path / "t.csv", table)
    assert (tmp_path / "t.csv").read_text().splitlines() == [
        "component,estimate,n,suppressed",
        "a,0.30000000000000004,97,true",
        ",,,false",
        '"c, d",1e-12,3,true',
    ]
    back = store.read_released_table(tmp_path, "t")
    assert back["estimate"].tolist()[0] == 0.1 + 0.2
    assert back["n"].isna().tolist() == [False, True, False]


def test_the_quarantine_has_the_columns_that_others_read(tmp_path: Path) -> None:
    store.write_quarantine(tmp_path / "q.csv", [Fault("a.csv", "", 3, "Q1", "9", "too high", "Check.")])
    assert (tmp_path / "q.csv").read_text() == (
        "file,sheet,row,column,value,rule,remedy\na.csv,,3,Q1,9,too high,Check.\n"
    )


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    store.write_text(tmp_path / "a.txt", "one")
    store.write_text(tmp_path / "a.txt", "two")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.txt", "two")]
