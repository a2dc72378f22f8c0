"""Which files of the synthetic grantees' folders are written by hand, the folder of stories included."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STORY_LISTS = tuple(f"stories/{name}" for name in ("names.csv", "places.csv", "media.csv", "transcripts/"))
"""In the folder ``stories``."""


def generated_files(folder: Path, by_hand: tuple[str, ...]) -> set[str]:
    """Return the committed files, relative to the folder, whose names don't begin as those by hand do."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    seen = {path.as_posix() for path in files if not any(part.startswith(".") for part in path.parts)}
    return {name for name in seen if not name.startswith(by_hand)}
