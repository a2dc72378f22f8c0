"""Set up ``.venv`` from the hashed locks; does nothing when what is installed is what the locks say.

``python3 .ci/set_up.py run|test|notebook|quarto|quarto-again``, called by the Makefile. Only the
standard library is used: nothing is installed yet when this runs.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import set_up_quarto

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP = (str(PYTHON), "-m", "pip", "--disable-pip-version-check")
STAMPS = VENV / ".set-up"
BUSY = STAMPS / "busy"
INSTALLER_LOCK = ROOT / ".ci" / "installer.lock"
BUILD_LOCK = ROOT / ".ci" / "build.lock"
# Each target's lock, and the smaller targets that are done when it is done.
LOCKS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "run": ("requirements.lock", ("run",)),
    "test": ("requirements-test.lock", ("run", "test")),
    "notebook": ("requirements-notebook.lock", ("run", "notebook")),
}
QUARTO_TARGETS = ("quarto", "quarto-again")


class SetUpError(Exception):
    """The set-up can't go on; the message says what to do."""


def say(line: str) -> None:
    """Print one line at once."""
    print(line, flush=True)  # noqa: T201 - this script runs where evalkit's command line does not exist yet


def run_quietly(command: Sequence[str], advice: str, env: Mapping[str, str] | None = None) -> None:
    """Run a command; show the end of its output only when it fails.

    Raises
    ------
    SetUpError
        With the last lines of the output and ``advice``.
    """
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=None if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-20:])
        raise SetUpError(f"{tail}\n{advice}".strip())


def wanted(target: str) -> dict[str, str]:
    """Return what must be installed for a target, as hashes of the files that decide it."""
    files = [ROOT / LOCKS[target][0], INSTALLER_LOCK, BUILD_LOCK, ROOT / "pyproject.toml"]
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return {**hashes, "folder": str(ROOT), "python": platform.python_version()}


def is_ready(target: str) -> bool:
    """Say whether the stamp of a target tells of exactly what is wanted now."""
    try:
        stamp = json.loads((STAMPS / target).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp == wanted(target)) and PYTHON.exists()


def ensure_venv() -> None:
    """Create ``.venv`` where there is none that works with this Python, or an install was cut short in it.

    Raises
    ------
    SetUpError
        Where Python can't make virtual environments.
    """
    if PYTHON.exists() and not BUSY.exists():
        question = "import pip, platform; print(platform.python_version())"
        answer = subprocess.run(
            [PYTHON, "-c", question], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if answer.returncode == 0 and answer.stdout.strip() == platform.python_version():
            return
    minor = f"{sys.version_info.major}.{sys.version_info.minor}"
    run_quietly(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        f"Python couldn't make a virtual environment. On Debian or Ubuntu: apt install python3-venv "
        f"(or python{minor}-venv), then run make again.",
    )


def fetch_uv() -> Path | None:
    """Install uv by the venv's own pip, pinned and hashed; None where it doesn't run on this machine."""
    uv = VENV / "bin" / "uv"
    fetch = [*PIP, "install", "--quiet", "--only-binary=:all:", "--require-hashes", "-r", str(INSTALLER_LOCK)]
    try:
        run_quietly(fetch, "")
        run_quietly([str(uv), "--version"], "")
    except (SetUpError, OSError):
        return None
    return uv


def uv_environment() -> dict[str, str]:
    """Return the environment for uv, which doesn't read pip's settings: the index and certificate go on."""
    asked = subprocess.run(
        [*PIP, "config", "list"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    settings = dict(line.split("=", 1) for line in asked.stdout.splitlines() if "=" in line)
    env = dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_NO_PROGRESS="1")
    for key, variable in (("index-url", "UV_DEFAULT_INDEX"), ("cert", "SSL_CERT_FILE")):
        for place in (":env:", "site", "user", "global"):
            if f"{place}.{key}" in settings:
                env.setdefault(variable, settings[f"{place}.{key}"].strip("'\""))
    return env


def install_with(command: Sequence[str], target: str, env: Mapping[str, str] | None = None) -> None:
    """Install a target's lock, then evalkit itself from this folder with the locked build backend."""
    advice = (
        "The packages couldn't be installed. Is there a network, and room on the disk? Then run make again."
    )
    packages = ["--require-hashes", "-r", str(ROOT / LOCKS[target][0]), "-r", str(BUILD_LOCK)]
    run_quietly([*command, *packages], advice, env)
    run_quietly([*command, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], advice, env)


def install(target: str) -> None:
    """Install by uv where it can be had and works, else by pip: slower, the same result."""
    uv = fetch_uv()
    if uv is None:
        say("  uv doesn't run on this machine: installing with pip, which takes a minute longer")
    else:
        try:
            install_with(
                [str(uv), "pip", "install", "--quiet", "--python", str(PYTHON)], target, uv_environment()
            )
        except SetUpError as error:
            say(f"{error}\n  That was uv; trying the same with pip, which takes a minute longer")
        else:
            return
    install_with([*PIP, "install", "--quiet"], target)


def set_up(target: str) -> None:
    """Bring ``.venv`` to what a target's lock says, once."""
    if not is_ready(target):
        started = time.monotonic()
        say(f"Setting up: installing what {LOCKS[target][0]} lists into .venv (once; about a minute)")
        ensure_venv()
        STAMPS.mkdir(exist_ok=True)
        BUSY.touch()
        try:
            install(target)
        except SetUpError:
            BUSY.unlink()  # the installer ended by itself, so nothing is half there
            raise
        BUSY.unlink()
        say(f"  done in {time.monotonic() - started:.0f} s")
    for done in LOCKS[target][1]:
        (STAMPS / done).write_text(json.dumps(wanted(done)), "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Do what the Makefile asks; two calls at once wait for one another.

    Returns
    -------
    int
        0 done, 2 the set-up could not be done.
    """
    with Path(__file__).open(encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            for target in arguments:
                if target in QUARTO_TARGETS:
                    line = set_up_quarto.try_quarto(ROOT, VENV, again=target == "quarto-again")
                    if line:
                        say(line)
                else:
                    set_up(target)
        except SetUpError as error:
            print(error, file=sys.stderr)  # noqa: T201 - as above
            return 2
        except KeyboardInterrupt:
            say("Set-up interrupted; the next run goes on from here.")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
