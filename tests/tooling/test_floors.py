"""Imports point down: every module has a floor, and the rules of each floor hold."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "evalkit"
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
STARTERS = {"multiprocessing", "pexpect", "pty", "subprocess"}
STARTING_CALLS = (
    *(f"os.{call}" for call in ("exec", "fork", "popen", "posix_spawn", "spawn", "startfile", "system")),
    "asyncio.create_subprocess",
    "asyncio.subprocess",
    "concurrent.futures.ProcessPool",
)

MODULES = sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    """Return ``evalkit.x.y`` of a file."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def find_starters(tree: ast.AST) -> list[str]:
    """Return what a module imports or calls that starts a process."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.append(f"{node.value.id}.{node.attr}")
    return sorted(
        {name for name in found if name.split(".")[0] in STARTERS or name.startswith(STARTING_CALLS)}
    )


def find_prints(tree: ast.AST) -> list[int]:
    """Return the lines on which a module prints."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]


def find_ring(package: str) -> list[str]:
    """Return modules that import one another in a ring, empty if there are none.

    An import for annotations only is no import when the program runs, and makes no ring.
    """
    graph = grimp.build_graph(package, cache_dir=None, exclude_type_checking_imports=True)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        return [str(module) for module in error.args[1]]
    return []


def lint_imports(folder: Path, source: Path) -> subprocess.CompletedProcess[str]:
    """Run the contract of pyproject.toml on a source folder."""
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--config", ROOT / "pyproject.toml"],
        cwd=folder,
        env={"PYTHONPATH": str(source), "PATH": "", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def write_house(folder: Path) -> Path:
    """Copy the house's names without their contents, so that a fault can be planted in it."""
    source = folder / "src"
    for path in MODULES:
        copy = source / path.relative_to(PACKAGE.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text("", "utf-8")
    return source


def test_imports_point_down(tmp_path: Path) -> None:
    done = lint_imports(tmp_path, PACKAGE.parent)

    assert done.returncode == 0, done.stdout
    assert "1 kept, 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("planted", "content", "told"),
    [
        (
            "analysis/planted.py",
            "import evalkit.disclosure",
            "evalkit.analysis.planted -> evalkit.disclosure",
        ),
        ("names.py", "import evalkit.errors", "evalkit.names -> evalkit.errors"),
        ("store.py", "import evalkit.intake", "evalkit.store -> evalkit.intake"),
        (
            "scoring/planted.py",
            "def f():\n    from evalkit import cli",
            "evalkit.scoring.planted -> evalkit.cli",
        ),
        ("escaped.py", "", "escaped"),
    ],
)
def test_the_contract_can_fail(tmp_path: Path, planted: str, content: str, told: str) -> None:
    source = write_house(tmp_path)
    assert lint_imports(tmp_path, source).returncode == 0
    (source / "evalkit" / planted).write_text(content, "utf-8")

    done = lint_imports(tmp_path, source)

    assert done.returncode == 1
    assert told in done.stdout


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_only_publishing_starts_processes_and_only_the_command_line_prints(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    floor = module_name(path).split(".")[1:2]

    if floor != ["publishing"]:
        assert find_starters(tree) == []
    if floor not in (["cli"], ["__main__"]):
        assert find_prints(tree) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import subprocess", ["subprocess"]),
        ("from subprocess import run", ["subprocess", "subprocess.run"]),
        ("import os\nos.system('ls')", ["os.system"]),
        ("import os\nos.execvp('ls', [])", ["os.execvp"]),
        ("from os import fork", ["os.fork"]),
        ("import multiprocessing.pool", ["multiprocessing.pool"]),
        ("from concurrent.futures import ProcessPoolExecutor", ["concurrent.futures.ProcessPoolExecutor"]),
        ("import asyncio\nasyncio.create_subprocess_exec('ls')", ["asyncio.create_subprocess_exec"]),
        ("import os\nos.environ", []),
    ],
)
def test_a_planted_process_is_found(source: str, found: list[str]) -> None:
    assert find_starters(ast.parse(source)) == found


def test_a_planted_print_is_found() -> None:
    assert find_prints(ast.parse("def f():\n    print('x')\n    x.print('y')")) == [2]


def test_there_is_no_ring_of_imports() -> None:
    assert " -> ".join(find_ring("evalkit")) == ""


def test_a_planted_ring_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "ringed"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    (package / "a.py").write_text("from ringed import b", "utf-8")
    (package / "b.py").write_text("import ringed.a", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    assert set(find_ring("ringed")) == {"ringed.a", "ringed.b"}
