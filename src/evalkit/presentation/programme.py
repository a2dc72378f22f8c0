"""The programme page as a notebook uses it: one method a section, each returning Markdown."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from evalkit.presentation.about_section import write_about
from evalkit.presentation.detention_section import write_detentions
from evalkit.presentation.glossary import write_glossary
from evalkit.presentation.grant_section import write_grants
from evalkit.presentation.indicator_section import write_charts, write_dashboard
from evalkit.presentation.markdown import div, paragraphs
from evalkit.presentation.pledge_section import write_pledges
from evalkit.presentation.programme_findings import choose_programme_findings
from evalkit.presentation.programme_material import ProgrammeMaterial
from evalkit.presentation.programme_method import write_programme_method
from evalkit.presentation.programme_reach import write_published
from evalkit.presentation.programme_released import ProgrammeReleased, read_programme
from evalkit.presentation.programme_terms import PROGRAMME_TERMS
from evalkit.presentation.programme_titles import make_programme_front_matter, write_programme_banner

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.presentation.findings import Finding

INTERVALS: Final = "Intervals are [95% intervals](#glossary-interval)."


class ProgrammePage:
    """All sections of a programme page, in Markdown.

    A section is written once, when it is first asked for; its figures are saved then.

    Parameters
    ----------
    material : ProgrammeMaterial
        Released results and the studio for figures.
    engine : str
        Which engine prints the page, with its version.
    """

    def __init__(self, material: ProgrammeMaterial, engine: str) -> None:
        self._material = material
        self._engine = engine

    def front_matter(self) -> dict[str, Any]:
        """Return title, date, language, kicker, byline and whether any data is synthetic."""
        return make_programme_front_matter(self._material.facts, self._material.indicators)

    def banner(self) -> str:
        """Return the banner if any data is synthetic, else ""."""
        return write_programme_banner(self._material.facts)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that open the page, at most five."""
        return choose_programme_findings(self._material)

    def in_short(self) -> str:
        """Return the findings, each one sentence and its evidence."""
        inside = [finding.markdown for finding in self.findings]
        return paragraphs(INTERVALS, div(".findings", *inside, colons=4))

    def dashboard(self) -> str:
        """Return the table of all indicators."""
        return write_dashboard(self._material)

    def charts(self) -> str:
        """Return one chart for each indicator."""
        return self._charts

    def detentions(self) -> str:
        """Return detentions by ethnic group."""
        return self._detentions

    def published_reach(self) -> str:
        """Return figures of reach as they were published."""
        return write_published(self._material.released.published)

    def money(self) -> str:
        """Return what was granted, with its heading; "" without a register of grants."""
        return self._money

    def commitments(self) -> str:
        """Return the tracker of commitments."""
        return write_pledges(self._material.released.pledges)

    def method(self) -> str:
        """Return how everything was worked out."""
        return write_programme_method(self._material)

    def glossary(self) -> str:
        """Return the terms that the other sections link to."""
        texts = [self.in_short(), self.dashboard(), self._charts, self._detentions, self._money]
        texts.append(self.method())
        return write_glossary(texts, PROGRAMME_TERMS)

    def about(self) -> str:
        """Return the colophon."""
        return write_about(self._material.facts, self._engine, {})

    @cached_property
    def _charts(self) -> str:
        return write_charts(self._material)

    @cached_property
    def _money(self) -> str:
        return write_grants(self._material)

    @cached_property
    def _detentions(self) -> str:
        return write_detentions(self._material)


def open_programme(
    released: ProgrammeReleased | str | Path, figures: str | Path, *, engine: str
) -> ProgrammePage:
    """Open the programme page on what the gate released.

    Parameters
    ----------
    released : ProgrammeReleased, str or Path
        The released results, or their folder.
    figures : str or Path
        Folder in which figures are saved; its name is the figures' folder in the page.
    engine : str
        Which engine prints the page, with its version; for the colophon.

    Returns
    -------
    ProgrammePage
        With one method a section.

    Raises
    ------
    BuildError
        If the released folder is incomplete.
    """
    source = released if isinstance(released, ProgrammeReleased) else read_programme(released)
    return ProgrammePage(ProgrammeMaterial.gather(source, figures), engine)
