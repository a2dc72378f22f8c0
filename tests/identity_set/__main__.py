"""Measure the identity check and write its table into docs/identity-check.md: ``python -m identity_set``, in tests."""

from __future__ import annotations

import re
from pathlib import Path

from identity_set.excerpts import make_excerpts
from identity_set.recall import build_table, measure

PAGE = Path(__file__).parents[2] / "docs" / "identity-check.md"
TABLE = re.compile(r"(?<=<!-- measured -->\n).*?(?=\n<!-- until here -->)", re.DOTALL)


def main() -> None:
    """Put the table of a fresh measurement in the place of the old one."""
    table = build_table(measure(make_excerpts()))
    PAGE.write_text(TABLE.sub(lambda _: table, PAGE.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
