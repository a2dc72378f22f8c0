"""Write ``environment.yml`` from the locks: the same versions for people who use conda, Quarto included."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.11"
PLATFORMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
HEADER = """\
# Written by `make lock` from the locks; a test holds it against them. Use:
#   conda env create --file environment.yml && conda activate evalkit
#   evalkit report beat-the-blues
"""


def read_pins(lock: str) -> list[Requirement]:
    r"""Return the requirements of a lock's text, without their hashes.

    Examples
    --------
    >>> [str(pin) for pin in read_pins("a==1 --hash=sha256:0\nb==2 ; python_version < '4' --hash=sha256:1")]
    ['a==1', 'b==2; python_version < "4"']
    """
    lines = re.sub(r"\\\n", " ", lock).splitlines()
    return [Requirement(line.split("--hash")[0]) for line in lines if line.strip()]


def holds(marker: Marker, platform: tuple[str, str, str]) -> bool:
    """Say whether a marker is true for CPython 3.11 on one platform, as (sys_platform, system, os)."""
    sys_platform, system, os_name = platform
    environment = dict(default_environment()) | {
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": PYTHON,
        "python_full_version": f"{PYTHON}.0",
        "sys_platform": sys_platform,
        "platform_system": system,
        "os_name": os_name,
    }
    return marker.evaluate({key: str(value) for key, value in environment.items()})


def write_pin(pin: Requirement) -> str | None:
    """Return a pin as pip reads it: without a marker where it always holds, None where it never does.

    Examples
    --------
    >>> write_pin(Requirement("a==1; python_version >= '3.11'"))
    'a==1'
    >>> write_pin(Requirement("a==1; python_version >= '3.12'"))
    >>> write_pin(Requirement("a==1; sys_platform == 'darwin'"))
    'a==1; sys_platform == "darwin"'
    """
    if pin.marker is None:
        return f"{pin.name}{pin.specifier}"
    where = [holds(pin.marker, platform) for platform in PLATFORMS]
    if not any(where):
        return None
    return f"{pin.name}{pin.specifier}" if all(where) else f"{pin.name}{pin.specifier}; {pin.marker}"


def build_environment(lock: str, quarto_lock: str, direct: set[str]) -> str:
    """Return the text of ``environment.yml``.

    Parameters
    ----------
    lock : str
        Text of the lock that has the editor's packages.
    quarto_lock : str
        Text of the lock of Quarto's package; conda takes the same minor version from its own channel.
    direct : set of str
        Canonical names of what pyproject.toml asks for; these stand first.
    """
    (quarto,) = read_pins(quarto_lock)
    version = next(iter(quarto.specifier)).version
    quarto_minor = ".".join(version.split(".")[:2])
    pins = sorted(read_pins(lock), key=lambda pin: (canonicalize_name(pin.name) not in direct, pin.name))
    written = [text for text in map(write_pin, pins) if text is not None]
    lines = [
        "name: evalkit",
        "channels: [conda-forge, nodefaults]",
        "dependencies:",
        f"  - python={PYTHON}",
        "  - pip",
        f"  - quarto={quarto_minor}.*",
        "  - pip:",
        *(f"      - {text!r}" if ";" in text else f"      - {text}" for text in written),
        "      - --editable .",
    ]
    return HEADER + "\n".join(lines) + "\n"


def read_direct(pyproject: str) -> set[str]:
    """Return the canonical names of the packages that running and editing ask for."""
    project = tomllib.loads(pyproject)["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["notebook"]]
    return {canonicalize_name(Requirement(line).name) for line in asked}


def main() -> None:
    """Write the file."""
    text = build_environment(
        (ROOT / "requirements-notebook.lock").read_text("utf-8"),
        (ROOT / "requirements-quarto.lock").read_text("utf-8"),
        read_direct((ROOT / "pyproject.toml").read_text("utf-8")),
    )
    (ROOT / "environment.yml").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
