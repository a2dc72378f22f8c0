"""A YAML file as frozen objects: every fault of it at once, each with its line and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from evalkit.errors import Fault, StructuralFaults, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Model = TypeVar("Model", bound=BaseModel)

_REMEDIES: Final = {
    "missing": "Add this key; {guide} shows the smallest complete file.",
    "extra_forbidden": "Rename or remove this key.",
    "string_pattern_mismatch": "Use small letters a-z, digits and hyphens only.",
    "string_type": 'Put the text in quotes, for example "1.0".',
    "date_from_datetime_parsing": "Write dates as 2024-03-31.",
    "date_type": "Write dates as 2024-03-31.",
    "bool_parsing": "Write true or false.",
    "too_short": "List at least one.",
}
_RULES: Final = {
    "missing": "this key is missing",
    "string_pattern_mismatch": "an id has small letters, digits and hyphens only",
    "string_type": "this should be text",
    "bool_parsing": "this should be true or false",
}


@dataclass(frozen=True, slots=True)
class Declared(Generic[Model]):
    """What a YAML file declares, and where each key of it stands.

    Attributes
    ----------
    content : Model
        The checked content.
    raw : ruamel.yaml.comments.CommentedMap
        The file as read, with line numbers.
    """

    content: Model
    raw: CommentedMap

    def line(self, keys: Sequence[str | int]) -> int | None:
        """Return the line (from 1) of the deepest of ``keys`` that the file has."""
        return _line(self.raw, keys)


def load_yaml(path: Path, model: type[Model], *, guide: str) -> Declared[Model]:
    """Read one YAML file and check it against a model.

    Parameters
    ----------
    path : Path
        The file.
    model : type of pydantic.BaseModel
        What it has to hold.
    guide : str
        The page that describes the file, named in what to do.

    Returns
    -------
    Declared
        The content, and the line of each key.

    Raises
    ------
    StructuralFaults
        If the file is missing, is no YAML, or has unknown, missing or impossible keys. Carries all faults.
    """
    raw = _read_yaml(path, guide)
    try:
        return Declared(model.model_validate(_plain(raw)), raw)
    except ValidationError as error:
        details = [dict(detail) for detail in error.errors()]
        place = _Place(path.name, guide, model, raw)
        faults = [_fault_from_pydantic(place, detail) for detail in details if not _is_echo(detail, details)]
        raise StructuralFaults(_unique(faults)) from None


@dataclass(frozen=True, slots=True)
class _Place:
    """The file in which a fault was found."""

    file: str
    guide: str
    model: type[BaseModel]
    raw: CommentedMap


def _is_echo(detail: Mapping[str, Any], details: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a list only counts as too short because an entry of it has a fault of its own."""
    here = detail["loc"]
    inside = any(len(other["loc"]) > len(here) and other["loc"][: len(here)] == here for other in details)
    return inside and detail["type"] == "too_short"


def _read_yaml(path: Path, guide: str) -> CommentedMap:
    if not path.is_file():
        remedy = f"Write one; {guide} shows the smallest complete file."
        raise StructuralFaults([Fault(path.name, "", None, "", "", "this file is missing", remedy)])
    try:
        content = YAML(typ="rt").load(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        fault = Fault(path.name, "", None, "", "", "the file isn't UTF-8 text", "Save it as UTF-8.")
        raise StructuralFaults([fault]) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        problem = str(error.problem or error.context or "unreadable").split("\n")[0]
        remedy = "Check indents, colons and quotes near this line."
        raise StructuralFaults(
            [Fault(path.name, "", line, "", "", f"no valid YAML: {problem}", remedy)]
        ) from None
    if not isinstance(content, CommentedMap):
        remedy = f"Start from the example in {guide}."
        raise StructuralFaults([Fault(path.name, "", 1, "", "", "the file has no keys", remedy)])
    return content


def _plain(node: object) -> object:
    """Return ruamel's containers as plain dicts and lists, which pydantic validates strictly."""
    if isinstance(node, CommentedMap):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [_plain(value) for value in node]
    return node


def _line(raw: CommentedMap, keys: Sequence[str | int]) -> int | None:
    """Return the line (from 1) of the deepest of ``keys`` that the file has."""
    node: Any = raw
    line: int | None = None
    for key in keys:
        try:
            position = node.lc.key(key) if isinstance(node, CommentedMap) else node.lc.item(key)
            node = node[key]
        except (KeyError, IndexError, TypeError, AttributeError):
            continue
        line = int(position[0]) + 1
    return line


def _fault_from_pydantic(place: _Place, detail: dict[str, Any]) -> Fault:
    location: tuple[str | int, ...] = detail["loc"]
    present = _present_keys(place.raw, location, kind=detail["type"])
    shown = ".".join(str(key) for key in present)
    value = detail.get("input")
    kind = str(detail["type"])
    rule = _RULES.get(kind, str(detail["msg"]).removeprefix("Value error, "))
    remedy = _REMEDIES.get(kind, "Correct this key; {guide} describes it.").format(guide=place.guide)
    if kind == "extra_forbidden":
        known = _known_keys(place.model, location[:-1])
        rule = f"unknown key '{location[-1]}': {did_you_mean(str(location[-1]), known)}"
        value = None
    text = "" if kind == "missing" or isinstance(value, dict | list) or value is None else str(value)
    return Fault(place.file, "", _line(place.raw, present), shown, text, rule, remedy)


def _present_keys(raw: CommentedMap, location: Sequence[str | int], *, kind: str) -> list[str | int]:
    """Drop the names of union members that pydantic puts between the keys."""
    node: Any = raw
    keys: list[str | int] = []
    for position, key in enumerate(location):
        last = position == len(location) - 1
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            if last and kind == "missing":
                keys.append(key)
            continue
        keys.append(key)
    return keys


def _known_keys(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """Return the keys that the part of ``model`` at ``location`` knows."""
    for key in location:
        if not isinstance(key, str):
            continue
        for found in _models_below(model, key):
            model = found
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_below(model: type[BaseModel], key: str) -> Iterable[type[BaseModel]]:
    if key in {member.__name__ for member in BaseModel.__subclasses__()}:
        return
    for name, field in model.model_fields.items():
        if key in {name, field.alias}:
            yield from _models_in(field.annotation)


def _models_in(annotation: object) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def _unique(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults once per place: a union of types reports each member's view of one slip."""
    seen: dict[tuple[str, int | None], Fault] = {}
    for fault in faults:
        seen.setdefault((fault.column, fault.row), fault)
    return list(seen.values())
