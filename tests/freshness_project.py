"""What tests of out-of-date reports share: the command line, manifests, and a grantee with consents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import csv_text
from evalkit import store
from evalkit.cli import main
from evalkit.freshness import Freshness

if TYPE_CHECKING:
    from evalkit.store import Project

STORIES = """
stories:
  codebook: {file: codebook.csv}
  material:
    - file: excerpts.csv
      format: plain
      component: group
      columns: {excerpt: quote, code: code, respondent: who, document: text}
  consent:
    file: consent.csv
    columns: {respondent: who, item: text, purpose: purpose, given: given, date: day, withdrawn: withdrawn}
"""
HEADINGS = ("who", "text", "purpose", "given", "day", "withdrawn")
YES = ("P001", None, "anonymous_quote", "yes", "2024-03-01", None)
OTHER_YES = ("P002", None, "anonymous_quote", "yes", "2024-03-01", None)
TAKEN_BACK = (*YES[:5], "2024-06-02")


def run(project: Project, *arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main([*arguments, "--root", str(project.root)])
    return int(stop.value.code or 0)


def reasons(project: Project) -> tuple[str, ...]:
    return Freshness(project).state_of("example").reasons


def edit_manifest(project: Project, name: str = "example", **changes: Any) -> None:
    path = project.reports / name / "manifest.json"
    store.write_json(path, {**store.read_json(path), **changes})


def write_consents(project: Project, *rows: tuple[object, ...]) -> None:
    (project.raw / "example" / "consent.csv").write_text(csv_text(HEADINGS, *rows), "utf-8")
