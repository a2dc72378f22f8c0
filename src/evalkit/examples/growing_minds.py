"""The synthetic grantee ``growing-minds``: four components, nobody in them exists."""

from __future__ import annotations

from typing import Final

from evalkit.examples.counselling import make_counselling
from evalkit.examples.draws import Draws
from evalkit.examples.growing_minds_stories import make_stories
from evalkit.examples.mhfa import make_mhfa
from evalkit.examples.nvr import make_nvr
from evalkit.examples.tree_of_life import make_tree_of_life

SEED: Final = 20220731


def make_growing_minds(seed: int = SEED) -> dict[str, bytes]:
    """Return the synthetic files of ``data/raw/growing-minds``.

    The sizes do not depend on the seed. Published are 123 people who completed counselling,
    35 parents and carers in two tranches, 52 students who filled in both questionnaires and 10
    of 14 schools; invented are the 168 who started counselling, the 16 instructors, every answer,
    date and reason, what people said of themselves, every story, and the area with its population.

    Parameters
    ----------
    seed : int
        Seed of the random draws, 0 or more; the committed files come from the default.

    Returns
    -------
    dict of str to bytes
        File name: content. Nothing is written; grantee.yml, the narrative and the published
        figures beside these files are written by hand.

    Examples
    --------
    >>> files = make_growing_minds()
    >>> files["counselling-people.csv"].splitlines()[0].decode()
    'ID,Gender,Referred,Started,Ended,Reason for ending,Age,Ethnicity,Disability,Sexuality,Religion,Area'
    >>> files == make_growing_minds(seed=1)
    False
    """
    counselling = make_counselling(seed)
    return {
        **counselling,
        **make_nvr(seed),
        **make_tree_of_life(seed),
        **make_mhfa(seed),
        **make_stories(Draws(seed, "growing minds stories"), counselling["counselling-questionnaires.csv"]),
    }
