"""What every section of a report is made from: released results, gathered once, and the studio."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.presentation.canvas import Figure, Studio
from evalkit.presentation.categories import gather_categories
from evalkit.presentation.changes import choose_headlines, gather_changes
from evalkit.presentation.counts import Counts
from evalkit.presentation.goals import gather_goals
from evalkit.presentation.markdown import within_section

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.categories import Categories
    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.goals import Goals
    from evalkit.presentation.released import Released


@dataclass(frozen=True, slots=True)
class Material:
    """Released results in the shape in which sections use them.

    Attributes
    ----------
    released : Released
        What the gate let through.
    changes : tuple of Change
        All changes, in order.
    headlines : tuple of Headline
        The comparison that stands for each score in each component.
    categories : tuple of Categories
        People by reliable change, by band and by rules across measures.
    counts : Counts
        Look-ups of counts.
    goals : tuple of Goals
        Goals by component.
    studio : Studio
        Saves figures.
    """

    released: Released
    changes: tuple[Change, ...]
    headlines: tuple[Headline, ...]
    categories: tuple[Categories, ...]
    counts: Counts
    goals: tuple[Goals, ...]
    studio: Studio

    @classmethod
    def gather(cls, released: Released, figures: str | Path) -> Material:
        """Gather the released rows; figures will be saved in the folder ``figures``."""
        changes = gather_changes(released)
        return cls(
            released=released,
            changes=changes,
            headlines=choose_headlines(released.study, changes),
            categories=gather_categories(released),
            counts=Counts.of(released),
            goals=gather_goals(released),
            studio=Studio(Path(figures), released.study.data_date),
        )

    @property
    def study(self) -> StudyFacts:
        """The public facts of the study."""
        return self.released.study

    @property
    def threshold(self) -> int:
        """The count below which people are hidden."""
        return self.study.disclosure.threshold

    @property
    def has_components(self) -> bool:
        """Whether the study has more than one component, so that each needs its name."""
        return len(self.study.components) > 1

    def narrative(self, slot: str) -> str:
        """Return the evaluator's own prose for a slot, fitted into a section; "" if there is none."""
        return within_section(self.released.narrative.get(slot, ""))

    def place(self, name: str, draw: Callable[[Format], Drawing], caption: str, alt: str) -> str:
        """Save a figure and return the paragraph that places it."""
        self.studio.save(name, draw)
        return Figure(name, self.studio.folder.name, caption, alt).markdown
