"""The section "What this report can and can't tell you": two boxes, derived from what was released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.changes import Verdict
from evalkit.presentation.check_sentences import FEW_CLUSTERS, has_few_clusters
from evalkit.presentation.markdown import bullets, div, plain, words
from evalkit.presentation.missing_sentences import find_greatest_loss
from evalkit.presentation.numbers import count, hidden

if TYPE_CHECKING:
    from evalkit.presentation.material import Material


MOST_NOUNS: Final = 6
"""A list of more is not read."""


def write_limits(material: Material) -> str:
    """Write the boxes "This report can tell you" and "It cannot tell you"."""
    answers = list_what_it_can_tell(material) or ["which questions were asked, and of whom"]
    can = div(".box", "**This report can tell you**", bullets(answers))
    cannot = div(".box", "**It cannot tell you**", bullets(list_what_it_cannot_tell(material)))
    return div(".boxes", can, cannot, colons=4)


def list_what_it_can_tell(material: Material) -> list[str]:
    """List what the released results answer."""
    nouns = list(
        dict.fromkeys(
            plain(headline.change.about.noun)
            for headline in material.headlines
            if headline.change.verdict in {Verdict.FELL, Verdict.ROSE, Verdict.UNCLEAR, Verdict.SAME}
        )
    )
    counted = [material.counts.started(component.id) for component in material.study.components]
    can = ["how many people took part"] if any(found and found.is_shown for found in counted) else []
    if nouns:
        can.append(f"how {name_scores(nouns)} moved for people who answered twice")
    if any(goals.is_told for goals in material.goals):
        can.append("how far people moved towards goals of their own")
    if not material.released.reach.query("statistic == 'attended'").empty:
        can.append("how many people came to each session")
    if material.narrative("stories") or len(material.released.stories.tables["quotes"]):
        can.append("what people said in their own words")
    return can


def name_scores(nouns: list[str]) -> str:
    """Name what was scored, as it stands after "how"; more than six scores are counted instead.

    Examples
    --------
    >>> name_scores(["mood", "sleep"])
    'mood and sleep'
    """
    if len(nouns) > MOST_NOUNS:
        return f"{count(len(nouns))} scores"
    return f"{'scores of ' if any(noun.startswith('how ') for noun in nouns) else ''}{words(nouns)}"


def list_what_it_cannot_tell(material: Material) -> list[str]:
    """List what the released results leave open."""
    study, verdicts = material.study, {change.verdict for change in material.changes}
    cannot = ["what caused a change: it follows people over time and does not test groups against each other"]
    loss = find_greatest_loss(material.headlines, material.counts)
    if loss is not None:
        cannot.append("how people who did not answer twice are doing now")
    cannot += _list_doubts(material)
    if Verdict.COUNTED in verdicts:
        cannot.append(
            f"how far scores moved where fewer than {count(study.minimum_pairs)} people answered twice"
        )
    if Verdict.NOBODY in verdicts:
        cannot.append("how far scores moved where nobody answered twice")
    if Verdict.HIDDEN in verdicts:
        cannot.append(f"anything about groups of {hidden(material.threshold)} people: these are hidden")
    if study.synthetic:
        cannot.append("anything about real people: the people in its data do not exist")
    return cannot


def _list_doubts(material: Material) -> list[str]:
    """List doubts that come with early answers and with few clusters, where they apply."""
    mains = [headline.change for headline in material.headlines]
    doubts = []
    if any("mean_change_trusted" in change.statistics for change in mains):
        doubts.append(
            "whether first answers were too good: people may say more once they trust, so change is shown "
            "from the first answers and from later ones"
        )
    if any(has_few_clusters(change) for change in mains):
        doubts.append(
            f"how sure a change is where people come from fewer than {count(FEW_CLUSTERS)} places, such as schools"
        )
    return doubts
