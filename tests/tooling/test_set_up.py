"""The set-up script: done once, taken up after an interruption, and told of where it can't be done."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import time
from typing import TYPE_CHECKING

import pytest

import set_up

if TYPE_CHECKING:
    from pathlib import Path

FAILING_PIP = "import sys; print('no such release'); sys.exit(1)"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with locks and a ``.venv``, which the script takes for the repository."""
    for name in ("requirements.lock", "requirements-test.lock", "requirements-quarto.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name, "utf-8")
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci/installer.lock").touch()
    (tmp_path / ".ci/build.lock").touch()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").touch()
    for name, path in {
        "ROOT": "",
        "VENV": ".venv",
        "PYTHON": ".venv/bin/python",
        "STAMPS": ".venv/.set-up",
        "BUSY": ".venv/.set-up/busy",
        "INSTALLER_LOCK": ".ci/installer.lock",
        "BUILD_LOCK": ".ci/build.lock",
    }.items():
        monkeypatch.setattr(set_up, name, tmp_path / path)
    return tmp_path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record which targets would be installed, and install nothing."""
    targets: list[str] = []
    monkeypatch.setattr(set_up, "ensure_venv", lambda: None)
    monkeypatch.setattr(set_up, "install", targets.append)
    return targets


def write_program(path: Path, source: str) -> Path:
    """Write a program that Python runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\n{source}\n", "utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.usefixtures("house")
def test_set_up_is_done_once(installed: list[str]) -> None:
    assert set_up.main(["run"]) == 0
    assert set_up.main(["run"]) == 0

    assert installed == ["run"]


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml", ".ci/build.lock"])
def test_set_up_is_redone_when_a_lock_changes(house: Path, installed: list[str], changed: str) -> None:
    set_up.main(["run"])
    (house / changed).write_text("changed", "utf-8")

    set_up.main(["run"])

    assert installed == ["run", "run"]


def test_a_newer_file_with_the_same_content_redoes_nothing(house: Path, installed: list[str]) -> None:
    set_up.main(["run"])
    stamp = house / ".venv/.set-up/run"
    os.utime(stamp, (0, 0))

    set_up.main(["run"])

    assert installed == ["run"]
    assert stamp.stat().st_mtime > time.time() - 60


@pytest.mark.usefixtures("house")
def test_the_test_packages_include_those_of_the_run(installed: list[str]) -> None:
    set_up.main(["test", "run"])

    assert installed == ["test"]


def test_a_stamp_that_was_cut_short_counts_for_nothing(house: Path, installed: list[str]) -> None:
    set_up.main(["run"])
    stamp = house / ".venv/.set-up/run"
    stamp.write_text(stamp.read_text("utf-8")[:20], "utf-8")

    set_up.main(["run"])

    assert installed == ["run", "run"]


def test_a_set_up_that_fails_leaves_no_stamp(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        set_up.run_quietly([sys.executable, "-c", FAILING_PIP], "Do this.")

    monkeypatch.setattr(set_up, "ensure_venv", fail)

    assert set_up.main(["run"]) == 2
    assert capsys.readouterr().err == "no such release\nDo this.\n"
    assert not (house / ".venv/.set-up/run").exists()


def test_where_uv_fails_pip_does_the_same(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[str] = []

    def install_with(command: list[str], target: str, _env: object = None) -> None:
        tried.append(f"{'pip' if '-m' in command else 'uv'} {target}")
        if "-m" not in command:
            raise set_up.SetUpError("uv says no")

    monkeypatch.setattr(set_up, "fetch_uv", lambda: house / "uv")
    monkeypatch.setattr(set_up, "uv_environment", dict)
    monkeypatch.setattr(set_up, "install_with", install_with)

    set_up.install("run")

    assert tried == ["uv run", "pip run"]
    assert "uv says no" in capsys.readouterr().out


def test_uv_is_given_the_index_and_certificate_that_pip_is_set_to(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ["global.index-url='far'", "user.index-url='there'", "global.cert='old'", ":env:.cert='new'"]
    program = write_program(house / "pip", f"print({json.dumps(chr(10).join(told))})")
    monkeypatch.setattr(set_up, "PIP", (str(program),))
    for name in ("SSL_CERT_FILE", "UV_DEFAULT_INDEX"):
        monkeypatch.delenv(name, raising=False)

    given = set_up.uv_environment()

    assert (given["UV_DEFAULT_INDEX"], given["SSL_CERT_FILE"]) == ("there", "new")


def test_a_python_that_cannot_make_environments_is_told_what_to_install(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (house / ".venv/bin/python").unlink()
    monkeypatch.setattr(sys, "executable", str(write_program(house / "python3", FAILING_PIP)))

    assert set_up.main(["run"]) == 2
    assert "apt install python3-venv" in capsys.readouterr().err


def test_an_environment_is_made_anew_where_it_may_be_unfit(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = house / "made"
    maker = write_program(house / "python3", f"open({str(made)!r}, 'w')")
    same = write_program(house / "same", f"print({platform.python_version()!r})")
    other = write_program(house / "other", "print('3.10.1')")
    monkeypatch.setattr(sys, "executable", str(maker))

    shutil.copy(same, house / ".venv/bin/python")
    set_up.ensure_venv()
    assert not made.exists()

    shutil.copy(other, house / ".venv/bin/python")
    set_up.ensure_venv()
    assert made.exists()

    made.unlink()
    shutil.copy(same, house / ".venv/bin/python")
    set_up.BUSY.parent.mkdir()
    set_up.BUSY.touch()
    set_up.ensure_venv()
    assert made.exists()


@pytest.mark.parametrize(
    ("end", "left"), [(None, False), (set_up.SetUpError("no"), False), (KeyboardInterrupt(), True)]
)
@pytest.mark.usefixtures("house")
def test_an_install_that_is_cut_short_is_remembered(
    monkeypatch: pytest.MonkeyPatch, end: BaseException | None, *, left: bool
) -> None:
    def install(_target: str) -> None:
        assert set_up.BUSY.exists()
        if end is not None:
            raise end

    monkeypatch.setattr(set_up, "ensure_venv", lambda: None)
    monkeypatch.setattr(set_up, "install", install)

    assert set_up.main(["run"]) == (0 if end is None else 2)
    assert set_up.BUSY.exists() is left
