"""The report as a notebook uses it: one method a section, each returning Markdown."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from evalkit.errors import UsageError
from evalkit.presentation.about_section import write_about
from evalkit.presentation.activity_section import write_activity
from evalkit.presentation.completeness_section import write_completeness
from evalkit.presentation.equity_section import write_equity
from evalkit.presentation.findings import choose_findings
from evalkit.presentation.glossary import write_glossary
from evalkit.presentation.goals_section import write_goals
from evalkit.presentation.group_outcome_section import write_outcomes_by_group
from evalkit.presentation.joint_section import write_joint
from evalkit.presentation.limits_section import write_limits
from evalkit.presentation.markdown import div, paragraphs, sentences
from evalkit.presentation.material import Material
from evalkit.presentation.method_section import write_method
from evalkit.presentation.missing_section import write_who_is_missing
from evalkit.presentation.outcome_section import write_outcomes
from evalkit.presentation.reach_section import say_who_took_part, write_reach
from evalkit.presentation.released import Released, read_released
from evalkit.presentation.story_findings import list_story_findings
from evalkit.presentation.story_method import write_story_method
from evalkit.presentation.story_section import write_stories
from evalkit.presentation.titles import make_front_matter, write_banner

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.presentation.findings import Finding

MAXIMUM_FINDINGS: Final = 5
BRACKETS: Final = "Numbers in brackets after an estimate are its [95% interval](#glossary-interval)."


class Report:
    """All sections of one grantee's report, in Markdown.

    A section is written once, when it is first asked for; its figures are saved then.  Sections
    without content return "" together with their heading.

    Parameters
    ----------
    material : Material
        Released results and the studio for figures.
    engine : str
        Which engine prints the report, with its version.
    maximum_findings : int
        How many findings open the report, 1 to 5.
    """

    def __init__(self, material: Material, engine: str, maximum_findings: int) -> None:
        self._material = material
        self._engine = engine
        self._maximum_findings = maximum_findings

    def front_matter(self) -> dict[str, Any]:
        """Return title, date, language, kicker, byline and whether the data is synthetic."""
        return make_front_matter(self._material.study)

    def banner(self) -> str:
        """Return the banner of a synthetic example, else ""."""
        return write_banner(self._material.study)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that open the report."""
        material = self._material
        return choose_findings(
            material.study,
            material.headlines,
            material.changes,
            material.counts,
            material.goals,
            maximum=self._maximum_findings,
            categories=material.categories,
            stories=list_story_findings(material),
        )

    def in_short(self) -> str:
        """Return who took part and the findings, each one sentence and its evidence."""
        material = self._material
        lead = sentences(say_who_took_part(material.study, material.counts), BRACKETS)
        inside = [finding.markdown for finding in self.findings]
        return paragraphs(lead, div(".findings", *inside, colons=4) if inside else "")

    def limits(self) -> str:
        """Return the two boxes on what the report can and can't tell."""
        return write_limits(self._material)

    def introduction(self) -> str:
        """Return the evaluator's introduction with its heading, if there is one."""
        return self._own_words("introduction", "About the programme")

    def reach(self) -> str:
        """Return who was reached."""
        return self._reach

    def reach_over_time(self) -> str:
        """Return people and contacts by period with the heading, if any were counted."""
        return self._activity

    def equity(self) -> str:
        """Return who was reached by group with the heading, if any attribute was grouped."""
        return self._equity

    def outcomes(self) -> str:
        """Return what changed."""
        return self._outcomes

    def goals(self) -> str:
        """Return people's own goals with the heading, if any were set."""
        return self._goals

    def stories(self) -> str:
        """Return what people said with its heading, if stories were coded or the evaluator wrote of them."""
        return self._stories

    def numbers_and_stories(self) -> str:
        """Return scores and stories side by side with the heading, if a score stands beside a theme."""
        return self._joint

    def who_is_missing(self) -> str:
        """Return who started, answered and was lost."""
        return self._missing

    def completeness(self) -> str:
        """Return how complete the records are with the heading, if any field was declared or expected."""
        return self._completeness

    def outcomes_by_group(self) -> str:
        """Return drop-out and recovery by group with the heading, if any groups were compared."""
        return self._by_group

    def learning(self) -> str:
        """Return what was learned with its heading, if the evaluator wrote it."""
        return self._own_words("learning", "What we learned")

    def recommendations(self) -> str:
        """Return the recommendations with their heading, if the evaluator wrote them."""
        return self._own_words("recommendations", "What we recommend")

    def method(self) -> str:
        """Return how everything was worked out."""
        return paragraphs(write_method(self._material), write_story_method(self._material))

    def glossary(self) -> str:
        """Return the terms that the other sections link to."""
        return write_glossary(
            [
                *(self.in_short(), self._reach, self._activity, self._equity, self._outcomes),
                *(
                    self._goals,
                    self._stories,
                    self._joint,
                    self._missing,
                    self._completeness,
                    self._by_group,
                    self.method(),
                ),
            ]
        )

    def about(self) -> str:
        """Return the colophon."""
        study = self._material.study
        parameters = {"grantee": study.grantee, "maximum_findings": self._maximum_findings}
        return write_about(study, self._engine, parameters)

    def _own_words(self, slot: str, heading: str) -> str:
        """Return a narrative slot under its heading; "" if it is empty."""
        prose = self._material.narrative(slot)
        return f"## {heading}\n\n{prose}" if prose else ""

    @cached_property
    def _reach(self) -> str:
        return write_reach(self._material)

    @cached_property
    def _activity(self) -> str:
        return write_activity(self._material)

    @cached_property
    def _equity(self) -> str:
        return write_equity(self._material)

    @cached_property
    def _completeness(self) -> str:
        return write_completeness(self._material)

    @cached_property
    def _by_group(self) -> str:
        return write_outcomes_by_group(self._material)

    @cached_property
    def _outcomes(self) -> str:
        return write_outcomes(self._material)

    @cached_property
    def _goals(self) -> str:
        return write_goals(self._material)

    @cached_property
    def _stories(self) -> str:
        return write_stories(self._material)

    @cached_property
    def _joint(self) -> str:
        return write_joint(self._material)

    @cached_property
    def _missing(self) -> str:
        return write_who_is_missing(self._material)


def open_report(
    released: Released | str | Path,
    figures: str | Path,
    *,
    engine: str,
    grantee: str | None = None,
    maximum_findings: int = MAXIMUM_FINDINGS,
) -> Report:
    """Open a report on what the gate released.

    Parameters
    ----------
    released : Released, str or Path
        The released results, or their folder.
    figures : str or Path
        Folder in which figures are saved; its name is the figures' folder in the report.
    engine : str
        Which engine prints the report, with its version; for the colophon.
    grantee : str, optional
        Whose report it is to be; checked against what was released.
    maximum_findings : int
        How many findings open the report, 1 to 5.

    Returns
    -------
    Report
        With one method a section.

    Raises
    ------
    UsageError
        If ``maximum_findings`` is out of range, or another grantee's results were released.
    BuildError
        If the released folder is incomplete.
    """
    if not 1 <= maximum_findings <= MAXIMUM_FINDINGS:
        raise UsageError(f"maximum_findings is {maximum_findings}: it must be from 1 to {MAXIMUM_FINDINGS}")
    source = released if isinstance(released, Released) else read_released(released)
    if grantee not in {None, source.study.grantee}:
        raise UsageError(f"the released results are those of '{source.study.grantee}', not of '{grantee}'")
    return Report(Material.gather(source, figures), engine, maximum_findings)
