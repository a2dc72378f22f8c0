"""Every word of a folder, whatever kind of file it stands in: for tests of what must stand nowhere."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import StreamObject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA_URI = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),([^\"')\s<>]*)")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def read_everything(*folders: Path) -> dict[str, str]:
    """Return the words of every file below some folders, by path; hidden files count."""
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path): "\n".join([path.name, *read_words(path.name, path.read_bytes())]) for path in files}


def read_words(name: str, content: bytes) -> Iterator[str]:
    """Yield all that can be read in a file: as it stands, decoded, and what is embedded in it."""
    if name.endswith(".pdf"):
        yield from read_paper(content)
    elif name.endswith(PICTURES):
        yield from read_picture(content)
    else:
        text = content.decode("utf-8", "ignore")
        yield from (DATA_URI.sub("", text), html.unescape(DATA_URI.sub("", re.sub(r"<[^>]*>", "", text))))
        for kind, how, data in DATA_URI.findall(text):
            plain = unquote_to_bytes(data)
            inside = base64.b64decode(plain) if "base64" in how else plain
            yield from read_words(f"inside.{kind.split('/')[-1].split('+')[0]}", inside)
        if name.endswith((".ipynb", ".json")):
            yield from _texts(json.loads(text))


def read_paper(content: bytes) -> Iterator[str]:
    """Yield a PDF's text, its metadata, the targets of its links, and every string and stream in it."""
    reader = PdfReader(io.BytesIO(content))
    for page in reader.pages:
        yield page.extract_text()
    yield " ".join(f"{key} {value}" for key, value in (reader.metadata or {}).items())
    for number in range(1, int(str(reader.trailer["/Size"]))):
        held = reader.get_object(number)
        yield str(held)
        if isinstance(held, StreamObject):
            yield held.get_data().decode("utf-8", "ignore")


def read_picture(content: bytes) -> Iterator[str]:
    """Yield what a picture says of itself."""
    with Image.open(io.BytesIO(content)) as picture:
        yield str({key: value for key, value in picture.info.items() if key != "exif"})
        yield str(dict(picture.getexif()))


def squeeze(text: str) -> str:
    r"""Leave letters and digits only: neither the end of a line nor a hyphen there hides a word.

    Examples
    --------
    >>> squeeze("The ﬁrst\u00ad- line!")
    'thefirstline'
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def find_words(everything: dict[str, str], words: str) -> set[str]:
    """Return the names of the files that hold some words."""
    wanted = squeeze(words)
    return {path.rsplit("/", 1)[-1] for path, text in everything.items() if wanted in squeeze(text)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, held in value.items():
            yield str(key)
            yield from _texts(held)
    elif isinstance(value, list):
        yield "".join(held for held in value if isinstance(held, str))
        for held in value:
            yield from _texts(held)
    else:
        yield str(value)
