"""What every section of a programme page is made from: released results, gathered once, and the studio."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.presentation.canvas import Figure, Studio
from evalkit.presentation.detention_rows import gather_detentions
from evalkit.presentation.indicator_rows import gather_indicators

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.detention_rows import Rates
    from evalkit.presentation.indicator_rows import Indicator
    from evalkit.presentation.programme_facts import ProgrammeFacts
    from evalkit.presentation.programme_released import ProgrammeReleased


@dataclass(frozen=True, slots=True)
class ProgrammeMaterial:
    """Released results of a programme in the shape in which sections use them.

    Attributes
    ----------
    released : ProgrammeReleased
        What the gate let through.
    indicators : tuple of Indicator
        In the order of the released table.
    rates : tuple of Rates
        Detention rates, one object for each way in which they were worked out.
    studio : Studio
        Saves figures.
    """

    released: ProgrammeReleased
    indicators: tuple[Indicator, ...]
    rates: tuple[Rates, ...]
    studio: Studio

    @classmethod
    def gather(cls, released: ProgrammeReleased, figures: str | Path) -> ProgrammeMaterial:
        """Gather the released rows; figures will be saved in the folder ``figures``."""
        return cls(
            released=released,
            indicators=gather_indicators(released),
            rates=gather_detentions(released),
            studio=Studio(Path(figures), released.facts.data_date),
        )

    @property
    def facts(self) -> ProgrammeFacts:
        """The public facts of the programme."""
        return self.released.facts

    @property
    def threshold(self) -> int:
        """The count below which people are hidden."""
        return self.facts.disclosure.threshold

    def place(self, name: str, draw: Callable[[Format], Drawing], caption: str, alt: str) -> str:
        """Save a figure and return the paragraph that places it."""
        self.studio.save(name, draw)
        return Figure(name, self.studio.folder.name, caption, alt).markdown
