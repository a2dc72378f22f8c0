"""Quarto is tried, bounded in time, and never in the way."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

import set_up_quarto

FAILING_PIP = "import sys; print('no such release'); sys.exit(1)"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Give a folder with Quarto's lock and a ``.venv``."""
    (tmp_path / "requirements-quarto.lock").write_text("quarto-cli==1.9.38", "utf-8")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    return tmp_path


def write_program(path: Path, source: str) -> Path:
    """Write a program that Python runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\n{source}\n", "utf-8")
    path.chmod(0o755)
    return path


def test_quarto_that_hangs_is_killed_with_all_it_started(tmp_path: Path) -> None:
    hanging = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open('child', 'w').write(str(child.pid))\n"
        "time.sleep(60)"
    )
    started = time.monotonic()

    done = set_up_quarto.run_bounded([sys.executable, "-c", hanging], tmp_path / "log", 2, tmp_path)

    assert not done
    assert time.monotonic() - started < 20
    assert "stopped after 2 seconds" in (tmp_path / "log").read_text("utf-8")
    assert not is_alive(int((tmp_path / "child").read_text("utf-8")))


def is_alive(process: int) -> bool:
    """Say whether a process still runs; one that was killed may take a moment to go, or stay as a zombie."""
    status = Path(f"/proc/{process}/stat")
    for _ in range(50):
        if not status.exists() or status.read_text("utf-8").rpartition(")")[2].split()[0] in "ZX":
            return False
        time.sleep(0.1)
    return True


def test_quarto_that_cannot_be_built_is_tried_once_and_told_in_one_line(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = house / ".venv"
    write_program(venv / "bin/python", FAILING_PIP)
    monkeypatch.setenv("PATH", str(venv))

    first = set_up_quarto.try_quarto(house, venv)
    log = (venv / ".set-up/quarto.log").read_text("utf-8")
    again = set_up_quarto.try_quarto(house, venv)

    assert first == set_up_quarto.EXPLANATION
    assert "\n" not in first
    assert log == "no such release\n"
    assert again == ""
    assert (venv / ".set-up/quarto").read_text("utf-8").endswith(" absent\n")
    (house / "requirements-quarto.lock").write_text("quarto-cli==1.9.39", "utf-8")
    assert set_up_quarto.try_quarto(house, venv) == set_up_quarto.EXPLANATION


def test_quarto_that_was_installed_and_does_not_work_is_taken_out(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = house / ".venv"
    recording = (
        "import pathlib, sys\n"
        f"with open({str(house / 'calls')!r}, 'a') as calls: calls.write(sys.argv[4] + '\\n')\n"
        "if sys.argv[4] == 'wheel':\n"
        "    folder = pathlib.Path(sys.argv[sys.argv.index('-w') + 1]); folder.mkdir()\n"
        "    (folder / 'quarto_cli-1.9.38-py3-none-any.whl').touch()"
    )
    write_program(venv / "bin/python", recording)
    write_program(venv / "bin/quarto", "raise SystemExit(1)")
    monkeypatch.setenv("PATH", str(house))

    line = set_up_quarto.try_quarto(house, venv)

    assert line == set_up_quarto.EXPLANATION
    assert (house / "calls").read_text("utf-8").split() == ["wheel", "install", "uninstall"]

    write_program(venv / "bin/quarto", "print('1.9.38')")
    assert "rendered by Quarto" in set_up_quarto.try_quarto(house, venv, again=True)


@pytest.mark.parametrize(
    ("version", "outcome"), [("1.9.38", "found on PATH"), ("2.0.1", "found on PATH"), ("1.8.9", "absent")]
)
def test_a_quarto_on_the_path_is_used_if_new_enough(
    house: Path, monkeypatch: pytest.MonkeyPatch, version: str, outcome: str
) -> None:
    write_program(house / ".venv/bin/python", FAILING_PIP)
    write_program(house / "elsewhere/quarto", f"print({version!r})")
    monkeypatch.setenv("PATH", str(house / "elsewhere"))

    set_up_quarto.try_quarto(house, house / ".venv")

    assert (house / ".venv/.set-up/quarto").read_text("utf-8").split(" ", 1)[1] == f"{outcome}\n"
