"""The documents: links lead somewhere, the index names every page, and licences are told as they are."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

import make_environment

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("data/*.md"),
        *ROOT.glob("data/*/README.md"),
        *ROOT.glob("data/raw/*/README.md"),
        *ROOT.glob("reports/README.md"),
    ]
)
COPYLEFT = re.compile(r"\b(A?L?GPL|MPL|EPL|EUPL|CDDL|General Public|Mozilla Public|CC-BY-SA)", re.IGNORECASE)


def find_links(text: str) -> list[str]:
    """Return the targets of a page's links and pictures that lie in this repository."""
    targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [target.split("#")[0] for target in targets if "://" not in target and not target.startswith("#")]


def is_copyleft(package: importlib.metadata.Distribution) -> bool:
    """Say whether a package's metadata names a licence that asks for source to be passed on."""
    told = [line for line in package.metadata.get_all("Classifier") or [] if line.startswith("License")]
    for key in ("License-Expression", "License"):
        told += [line[:200] for line in package.metadata.get_all(key) or []]
    return COPYLEFT.search("\n".join(told)) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")

    assert text.startswith("# ")
    assert [target for target in find_links(text) if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("folder", ["docs", "docs/decisions"])
def test_the_index_names_every_page(folder: str) -> None:
    index = ROOT / folder / "README.md"
    named = {(index.parent / target).resolve() for target in find_links(index.read_text("utf-8"))}

    assert [
        page.name for page in index.parent.glob("*.md") if page != index and page.resolve() not in named
    ] == []


def test_every_copyleft_package_of_the_run_is_named() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    told = (ROOT / "docs/decisions/licences.md").read_text("utf-8")
    locked = {canonicalize_name(pin.name) for pin in make_environment.read_pins(lock)}
    copyleft = {
        canonicalize_name(package.name)
        for package in importlib.metadata.distributions()
        if canonicalize_name(package.name) in locked and is_copyleft(package)
    }

    assert "pingouin" in copyleft
    assert {name for name in copyleft if name not in told} == set()


def test_every_verb_of_the_makefile_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        for code in re.findall(r"`([^`\n]+)`|^(make [^\n]+)", page.read_text("utf-8"), re.MULTILINE):
            for verb in re.findall(r"(?:^|&& )make ([a-z]+)", "".join(code)):
                assert verb in targets, f"{page.name}: make {verb}"
