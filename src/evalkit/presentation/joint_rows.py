"""Released rows of the joint display: a theme, the score beside it, and what the two say together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evalkit import names
from evalkit.analysis.story_change import IMPROVED, NO_RELIABLE_CHANGE, WORSE
from evalkit.presentation.counts import Count
from evalkit.presentation.story_rows import find_theme, gather_themes

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from evalkit.presentation.changes import Change
    from evalkit.presentation.facts import Subscale
    from evalkit.presentation.material import Material
    from evalkit.presentation.story_rows import Theme, Told

CATEGORIES = (IMPROVED, NO_RELIABLE_CHANGE, WORSE)


@dataclass(frozen=True, slots=True)
class Beside:
    """One theme beside one score in one component.

    Attributes
    ----------
    component : str
        Id.
    theme : Theme
        The theme.
    told : Told or None
        Who told of it in the component.
    about : Subscale or None
        The score; None where the report has no such measure at all.
    change : Change or None
        How it moved; None where the component has no such score.
    says, reason : str
        agree, diverge, adds or "", and why.
    expects : str
        rise, fall or "": what the theme leads one to expect of the score.
    by_person : mapping of str to Count
        People who told of it and answered twice, by category of reliable change; empty where not counted.
    measured : Count or None
        All of these together.
    """

    component: str
    theme: Theme
    told: Told | None
    about: Subscale | None
    change: Change | None
    says: str
    reason: str
    expects: str
    by_person: Mapping[str, Count]
    measured: Count | None

    @property
    def against(self) -> str:
        """The category of those whose score went the other way than the theme leads one to expect; "" if none."""
        if not self.expects or self.about is None or self.about.better_is is None:
            return ""
        better = (self.expects == "rise") == (self.about.better_is == names.HIGHER)
        return WORSE if better else IMPROVED


def gather_joint(material: Material) -> tuple[Beside, ...]:
    """Return the pairs of theme and score in released order.

    Parameters
    ----------
    material : Material
        Released rows.
    """
    themes = gather_themes(material)
    rows = material.released.stories.tables["joint"].to_dict("records")
    return tuple(
        _read(material, row, theme) for row in rows if (theme := find_theme(themes, row["theme"])) is not None
    )


def _read(material: Material, row: Mapping[Hashable, Any], theme: Theme) -> Beside:
    by_person = _count_people(material, row)
    return Beside(
        component=row[names.COMPONENT],
        theme=theme,
        told=theme.everybody(row[names.COMPONENT]),
        about=_find_score(material, row),
        change=_find_change(material, row),
        says=row["says"],
        reason=row["reason"],
        expects=row["expects"],
        by_person={name: number for name, (number, _) in by_person.items()},
        measured=_find_whole([of for _, of in by_person.values()]),
    )


def _find_score(material: Material, row: Mapping[Hashable, Any]) -> Subscale | None:
    """Return the facts of the score; None for one of which nothing was released."""
    for measure in material.study.measures:
        for part in measure.subscales:
            if (measure.id, part.id) == (row[names.MEASURE], row[names.SUBSCALE]):
                return part
    return None


def _find_whole(wholes: Sequence[Count]) -> Count | None:
    """Return the whole of the categories: it stands in each row that is not hidden."""
    return next((each for each in wholes if each.is_shown), wholes[0] if wholes else None)


def _find_change(material: Material, row: Mapping[Hashable, Any]) -> Change | None:
    """Return the released change that the row compares with."""
    wanted = [
        row[column]
        for column in (
            *(names.COMPONENT, names.MEASURE, names.SUBSCALE),
            *(names.TIMEPOINT_FROM, names.TIMEPOINT_TO),
        )
    ]
    for change in material.changes:
        if change.is_everybody and wanted == [*change.score_key, change.timepoint_from, change.timepoint_to]:
            return change
    return None


def _count_people(material: Material, row: Mapping[Hashable, Any]) -> dict[str, tuple[Count, Count]]:
    """Return the people who told and answered twice by category, each with the whole."""
    table = material.released.stories.tables["story_change"]
    for column in (names.COMPONENT, "theme", names.MEASURE, names.SUBSCALE):
        table = table[table[column] == row[column]]
    found = {}
    for each in table.to_dict("records"):
        hidden = bool(each[names.SUPPRESSED])
        small = each[names.HIDDEN_BECAUSE] == names.SMALL
        number = Count(float(each["people"]), hidden, material.threshold, small)
        found[str(each["category"])] = (
            number,
            Count(float(each["of"]), suppressed=False, threshold=number.threshold),
        )
    return found
