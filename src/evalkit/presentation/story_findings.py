"""What people's stories could give to "In short": the theme told of most, and where scores say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit import names
from evalkit.analysis.joint_display import DIVERGE
from evalkit.presentation.findings import Candidate, Finding
from evalkit.presentation.joint_rows import gather_joint
from evalkit.presentation.joint_sentences import say_by_person, say_score, say_stories
from evalkit.presentation.markdown import plain, sentences, upper_first, words
from evalkit.presentation.story_rows import gather_themes, order_themes
from evalkit.presentation.story_sentences import say_main, say_told, words_of
from evalkit.presentation.wording import in_component

if TYPE_CHECKING:
    from evalkit.presentation.material import Material


def list_story_findings(material: Material) -> list[Candidate]:
    """List what the stories could say at the start of the report: divergences first, then the theme told most.

    Parameters
    ----------
    material : Material
        Released rows.

    Returns
    -------
    list of Candidate
        Empty where the study has no coded stories, or nothing of them can be shown.
    """
    most = find_most_told(material)
    return [*find_divergences(material), *([most] if most else [])]


def find_most_told(material: Material) -> Candidate | None:
    """Return the theme that most people told of; None where no number can be shown."""
    themes = order_themes(gather_themes(material))
    shown = [(theme, told) for theme in themes if (told := theme.overall) is not None and told.is_told]
    if not shown:
        return None
    _, first = shown[0]
    reach = (first.people.n, 0.0) if first.has_people else (0.0, first.groups.n)
    most = [
        theme
        for theme, told in shown
        if ((told.people.n, 0.0) if told.has_people else (0.0, told.groups.n)) == reach
    ]
    what = words([words_of(theme) for theme in most])
    lead = "what people told of most often was" if len(themes) > 1 else "people told of"
    where = say_main(material, shown[0][0])
    lead = f"{where}{lead}" if where else upper_first(lead)
    evidence = say_told(material, first, "it" if len(most) == 1 else "each of these")
    return Candidate(names.ALL, Finding("neutral", f"{lead} {what}.", evidence))


def find_divergences(material: Material) -> list[Candidate]:
    """Return where scores and stories point different ways, in released order."""
    study = material.study
    found = []
    for pair in gather_joint(material):
        if pair.says != DIVERGE or pair.about is None:
            continue
        moved = "fell" if pair.expects == "rise" else "rose"
        noun = plain(pair.about.noun)
        said = f"scores and stories point different ways: people told of {words_of(pair.theme)}, and {noun} {moved}."
        evidence = sentences(say_score(material, pair), say_stories(material, pair), say_by_person(pair))
        sentence = upper_first(in_component(study, pair.component, said))
        found.append(Candidate(pair.component, Finding("neutral", sentence, evidence)))
    return found
