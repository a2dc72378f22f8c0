"""Beside a score's main result: the change since trust was there, and other ways to work it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.presentation.alternatives import read_as
from evalkit.presentation.changes import Verdict
from evalkit.presentation.check_sentences import list_checks, say_checks
from evalkit.presentation.main_scores import choose_main_scores
from evalkit.presentation.markdown import bullets, paragraphs, plain, sentences, upper_first
from evalkit.presentation.robustness_tables import build_table_of_checks, build_table_of_trust
from evalkit.presentation.tables import data_table
from evalkit.presentation.trust_figure import draw_trust
from evalkit.presentation.trust_sentences import (
    SEE_ABOVE,
    TWO_QUESTIONS,
    compare,
    explain,
    say_both,
    say_path,
    say_rule,
    say_what_was_declared,
    say_which_baseline,
    say_who_is_in_both,
)
from evalkit.presentation.wording import at, from_to, in_component, score_name, slug

if TYPE_CHECKING:
    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.material import Material


def write_trust(material: Material, main: Headline) -> str:
    """Write the change from the first answers beside the change since trust was there.

    Both rest on the same people and always stand in the same order; which of them is the main one
    follows from what was declared before the data, never from the result.

    Parameters
    ----------
    material : Material
        Released results.
    main : Headline
        The comparison that stands for the score.

    Returns
    -------
    str
        Markdown; "" where no trusted baseline was worked out for this score.
    """
    study, change = material.study, main.change
    first, trusted = _read_both(material, main)
    if trusted is None:
        return ""
    earlier = _told_earlier(material, main)
    lead = sentences("**Two starting points.**", "" if earlier else say_rule(study, change.component))
    if not _is_told(trusted):
        return paragraphs(
            sentences(
                lead,
                say_who_is_in_both(study, change, trusted) or say_both(study, None, trusted)[0],
                say_what_was_declared(study, main),
            )
        )
    name = slug(*change.score_key)
    score = plain(score_name(study, change.measure, change.subscale))
    explained = explain(first, trusted)
    return paragraphs(
        sentences(lead, say_who_is_in_both(study, change, trusted)),
        bullets(say_both(study, first, trusted)),
        sentences(
            SEE_ABOVE if earlier else TWO_QUESTIONS,
            compare(first, trusted),
            "" if explained in {explain(*pair) for pair in earlier} else explained,
            say_what_was_declared(study, main),
            say_path(material, change),
        ),
        draw_trust(material, change, first, trusted),
        data_table(
            f"trust-{name}",
            in_component(
                study,
                change.component,
                f"{score}: change counted from two starting points, to {at(study, change.timepoint_to)}.",
            ),
            build_table_of_trust(material, change, with_first=first is not None),
        ),
    )


def _read_both(material: Material, main: Headline) -> tuple[Change | None, Change | None]:
    """Read the same people's change from their first answers, and from the trusted baseline."""
    first = read_as(material, main.change, "mean_change_same_people")
    return first, read_as(material, main.change, "mean_change_trusted")


def _is_told(trusted: Change) -> bool:
    """Whether there are people of whom two changes can be told."""
    return trusted.verdict not in {Verdict.HIDDEN, Verdict.NOBODY} and trusted.pairs != 0


def _told_earlier(material: Material, main: Headline) -> list[tuple[Change | None, Change]]:
    """Return both changes of the main scores of the same component whose two numbers are told before these."""
    told: list[tuple[Change | None, Change]] = []
    for each in choose_main_scores(material.study, material.headlines):
        if each.change.score_key == main.change.score_key:
            return told
        first, trusted = _read_both(material, each)
        if each.change.component == main.change.component and trusted is not None and _is_told(trusted):
            told.append((first, trusted))
    return []


def write_checks(material: Material, main: Headline) -> str:
    """Write, one line each, whether the main result holds up when it is worked out in other ways.

    Parameters
    ----------
    material : Material
        Released results.
    main : Headline
        The comparison that stands for the score.

    Returns
    -------
    str
        Markdown; "" where nothing else was worked out, or the comparison is hidden.
    """
    study, change = material.study, main.change
    checks = list_checks(change)
    if change.verdict is Verdict.HIDDEN or not checks:
        return ""
    said = say_checks(material, change, checks)
    score = plain(score_name(study, change.measure, change.subscale))
    caption = in_component(study, change.component, f"{score}: the change worked out in other ways.")
    return paragraphs(
        f"**Does it hold up?** {upper_first(from_to(study, change))}{say_which_baseline(change)}:"
        if said
        else "",
        bullets(said),
        data_table(
            f"checks-{slug(*change.score_key)}", caption, build_table_of_checks(material, change, checks)
        ),
    )
