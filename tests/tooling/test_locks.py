"""The locks: everything pinned and hashed, no index named, one version of each thing everywhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

import make_environment

ROOT = Path(__file__).parents[2]
LOCKS = [
    "requirements.lock",
    "requirements-test.lock",
    "requirements-notebook.lock",
    "requirements-quarto.lock",
    ".ci/installer.lock",
    ".ci/build.lock",
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK_OF = {
    "requirements.lock": PROJECT["dependencies"],
    "requirements-test.lock": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"],
    "requirements-notebook.lock": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["notebook"],
}


def read(lock: str) -> str:
    """Return a lock's text."""
    return (ROOT / lock).read_text("utf-8")


def pins(lock: str) -> dict[str, set[str]]:
    """Return the versions of each package in a lock, by marker if there are several."""
    found: dict[str, set[str]] = {}
    for pin in make_environment.read_pins(read(lock)):
        found.setdefault(canonicalize_name(pin.name), set()).add(str(pin.specifier))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_an_exact_pin_with_hashes(lock: str) -> None:
    entries = re.split(r"(?<!\\)\n", read(lock).strip())

    assert entries
    for entry in entries:
        first, *hashes = [line.strip(" \\") for line in entry.split("\n")]
        assert re.fullmatch(r"[a-z0-9.-]+==[^ ]+( ; .+)?", first), first
        assert hashes
        for line in hashes:
            assert re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("path", [*LOCKS, "environment.yml", "Makefile", ".ci/run", ".ci/set-up"])
def test_no_registry_is_named(path: str) -> None:
    assert "://" not in read(path)
    assert "index-url" not in read(path).replace("--no-emit-index-url", "")


@pytest.mark.parametrize("lock", LOCK_OF)
def test_every_direct_dependency_is_locked_within_its_bound(lock: str) -> None:
    locked = pins(lock)
    for asked in map(Requirement, LOCK_OF[lock]):
        assert str(asked.specifier).startswith(">="), f"{asked} has no lower bound"
        for pin in locked[canonicalize_name(asked.name)]:
            assert asked.specifier.contains(pin.removeprefix("=="))


@pytest.mark.parametrize("larger", ["requirements-test.lock", "requirements-notebook.lock"])
def test_a_package_has_the_same_version_in_every_lock(larger: str) -> None:
    run, more = pins("requirements.lock"), pins(larger)

    assert {name: more.get(name) for name in run} == run


def test_the_tools_of_the_set_up_are_locked() -> None:
    assert set(pins(".ci/installer.lock")) == {"uv"}
    assert {"hatchling", "editables", "setuptools"} <= set(pins(".ci/build.lock"))
    test_pins = pins("requirements-test.lock")
    shared = {name: version for name, version in pins(".ci/build.lock").items() if name in test_pins}
    assert shared == {name: test_pins[name] for name in shared}


def test_conda_gets_the_same_versions() -> None:
    environment = YAML(typ="safe").load(read("environment.yml"))
    python, pip, quarto, packages = environment["dependencies"]
    given = [Requirement(line) for line in packages["pip"] if not line.startswith("--editable")]

    assert (python, pip) == ("python=3.11", "pip")
    (quarto_pin,) = pins("requirements-quarto.lock")["quarto-cli"]
    assert quarto == f"quarto={'.'.join(quarto_pin.removeprefix('==').split('.')[:2])}.*"
    assert packages["pip"][-1] == "--editable ."
    versions = {canonicalize_name(pin.name): str(pin.specifier) for pin in given}
    for lock in ("requirements.lock", "requirements-notebook.lock"):
        locked = make_environment.read_pins(read(lock))
        wanted = {canonicalize_name(pin.name) for pin in locked if make_environment.write_pin(pin)}
        assert wanted <= set(versions)
        assert all(versions[name] in pins(lock)[name] for name in wanted)


def test_the_environment_file_is_what_the_locks_give() -> None:
    direct = make_environment.read_direct(read("pyproject.toml"))
    built = make_environment.build_environment(
        read("requirements-notebook.lock"), read("requirements-quarto.lock"), direct
    )

    assert read("environment.yml") == built


def test_the_environment_file_takes_the_version_for_its_python() -> None:
    lock = "b==1 ; python_version < '3.12'\nb==2 ; python_version >= '3.12'\na==1\nc==1 ; os_name == 'nt'\n"

    built = make_environment.build_environment(lock, "quarto-cli==1.9.38", {"b"})

    lines = YAML(typ="safe").load(built)["dependencies"][-1]["pip"]
    assert lines == ["b==1", "a==1", 'c==1; os_name == "nt"', "--editable ."]
