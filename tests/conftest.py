"""What all tests share: outside programs that may be absent, and the same draws on every run."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

os.environ["MPLBACKEND"] = "Agg"

hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")

ABSENT = "PROGRAM ABSENT"
# Each program: the names it goes by, what to install, and whether the full check can install it.
TOOLS = {
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "apt install chromium", True),
    "pdftoppm": (("pdftoppm",), "apt install poppler-utils", True),
    "pdftotext": (("pdftotext",), "apt install poppler-utils", True),
    "pdfinfo": (("pdfinfo",), "apt install poppler-utils", True),
    "quarto": (("quarto",), "make quarto", False),
}


def find_tool(tool: str) -> str:
    """Return the path of a program; skip the test, or fail it where the full check requires the program."""
    program_names, remedy, can_be_required = TOOLS[tool]
    for name in program_names:
        path = shutil.which(name)
        if path is not None:
            return path
    message = f"{ABSENT}: {tool}, so this was not tested ({remedy})"
    if can_be_required and os.environ.get("EVALKIT_REQUIRE_TOOLS") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def needs_tool() -> Callable[[str], str]:
    """Give ``needs_tool("chromium")``: the program's path, or the test is skipped, loudly.

    Under ``EVALKIT_REQUIRE_TOOLS=1``, as in ``.ci/run``, the test fails instead.
    """
    return find_tool


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once per absent program how many tests it left out; works with parallel workers too."""
    counts: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if ABSENT in reason:
            told = reason[reason.index(ABSENT) :]
            counts[told] = counts.get(told, 0) + 1
    for told, count in sorted(counts.items()):
        terminalreporter.write_line(f"!!! {told}: {count} skipped", red=True, bold=True)
