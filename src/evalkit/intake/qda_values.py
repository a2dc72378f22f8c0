"""Variables of a REFI-QDA project and their values for cases and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.intake.qda_codes import Found, key_of
from evalkit.intake.qda_texts import targets_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.definitions.coded_project import Value
    from evalkit.intake.safe_xml import Node

_YES_OR_NO: Final = {"true": True, "1": True, "false": False, "0": False}
_REMEDY: Final = "Correct the value in the program and export again; it was left blank."


def read_variables(project: Node) -> dict[str, str]:
    """Return the names of the project's variables by GUID."""
    return {
        key_of(node.attributes.get("guid", "")): node.attributes.get("name", "")
        for node in project.below("Variables/Variable")
    }


def read_values(node: Node, variables: Mapping[str, str], found: Found) -> dict[str, Value]:
    """Return the values of one case or document by the name of the variable.

    Parameters
    ----------
    node : Node
        A case or source.
    variables : mapping of str to str
        What :func:`read_variables` gives.
    found : Found
        Where faults go: unknown variables, and numbers that are none.

    Returns
    -------
    dict of str to value
        None where the program states no value; dates stay text.
    """
    values: dict[str, Value] = {}
    for entry in node.each("VariableValue"):
        name = next((variables.get(guid) for guid in targets_of(entry, "VariableRef")), None)
        written = next((child for child in entry.children if child.name != "VariableRef"), None)
        if name is None:
            rule = "this value belongs to no variable of the project"
            found.add(written.text if written else "", rule, "Export again; it was left out.")
            continue
        values[name] = None if written is None else _value(written, name, found)
    return values


def _value(written: Node, name: str, found: Found) -> Value:
    text = written.text.strip()
    if written.name == "IntegerValue" and text:
        try:
            return int(text)
        except ValueError:
            found.add(text, f'a value of the variable "{name}" should be a whole number', _REMEDY)
            return None
    if written.name == "FloatValue" and text:
        try:
            number = float(text)
        except ValueError:
            number = float("inf")
        if abs(number) < float("inf"):
            return number
        found.add(text, f'a value of the variable "{name}" should be a number', _REMEDY)
        return None
    if written.name == "BooleanValue" and text:
        if text.casefold() not in _YES_OR_NO:
            found.add(text, f'a value of the variable "{name}" should be true or false', _REMEDY)
        return _YES_OR_NO.get(text.casefold())
    return None if written.name in {"IntegerValue", "FloatValue", "BooleanValue"} else written.text
