"""The invented codebook of harbour-ot."""

from __future__ import annotations

from typing import Final

from evalkit.examples.story_project import StoryCode

CODES: Final = (
    StoryCode(
        "trust",
        "Trust",
        definition="How somebody comes to say, or not to say, how things really are.",
        theme_in_words="The time it takes to say how things really are",
        expects="fall",
        domain="wellbeing_rating",
    ),
    StoryCode(
        "brave_face",
        "Saying that all is well",
        "trust",
        definition="Somebody said that they were better than they were.",
        include="Looking back on it, or plainly a polite answer at the time.",
        exclude="Being well.",
    ),
    StoryCode(
        "first_truth",
        "Telling it as it is",
        "trust",
        definition="Somebody told the therapist, or a form, how bad it was.",
        include="The moment, and what made it possible.",
        exclude="Being believed afterwards: use that code as well.",
    ),
    StoryCode(
        "felt_believed",
        "Being believed",
        "trust",
        definition="The therapist took somebody seriously, waited, did not judge.",
        exclude="Kindness in general.",
    ),
    StoryCode(
        "kept_guard",
        "Keeping one's guard up",
        "trust",
        definition="Somebody keeps things back, and means to.",
        exclude="Not having been asked.",
        contrary_to="first_truth",
    ),
    StoryCode(
        "own_day",
        "Everyday life",
        definition="What people do in a day, and how they came to do it.",
        theme_in_words="Small steps that give the day a shape",
        expects="rise",
        domain="day_rating",
    ),
    StoryCode(
        "small_steps",
        "Small steps",
        "own_day",
        definition="A first step that was small enough to take.",
        include="Steps that look like nothing from outside.",
    ),
    StoryCode(
        "routine",
        "A day with a shape",
        "own_day",
        definition="Times and habits that hold the day or the week together.",
        exclude="A thing done once.",
    ),
    StoryCode(
        "back_to_doing",
        "Doing again what was given up",
        "own_day",
        definition="Something that somebody used to do and does again.",
    ),
    StoryCode(
        "setbacks",
        "When it falls apart",
        "own_day",
        definition="Days or weeks in which what was built is gone.",
        include="With or without getting up again.",
        contrary_to="own_day",
    ),
    StoryCode(
        "company",
        "Other people",
        definition="Being among others, and being alone.",
        theme_in_words="Being missed by somebody if they do not come",
        expects="rise",
    ),
    StoryCode(
        "being_expected",
        "Being expected",
        "company",
        definition="Others notice when somebody comes, or does not.",
    ),
    StoryCode(
        "giving",
        "Having something to give",
        "company",
        definition="Somebody gives something to others, and it is taken.",
    ),
    StoryCode(
        "lonely_still",
        "Still alone",
        "company",
        definition="Being lonely now.",
        exclude="Loneliness that is over.",
        contrary_to="company",
    ),
    StoryCode(
        "family_peace",
        "Peace in the family",
        "company",
        definition="A quarrel in the family came to an end.",
    ),
    StoryCode(
        "self_view",
        "How I see myself",
        definition="How people look at themselves and at what is to come.",
        theme_in_words="Being kinder to themselves and looking ahead",
        expects="rise",
    ),
    StoryCode("hope", "Looking ahead", "self_view", definition="A plan or a wish for later."),
    StoryCode(
        "kinder",
        "Being kinder to oneself",
        "self_view",
        definition="Somebody judges themselves less harshly than before.",
    ),
    StoryCode("proud", "Being proud", "self_view", definition="Somebody is proud of something they did."),
    StoryCode(
        "asked",
        "Being asked",
        definition="What forms, scales and letters do to those who fill them in or get them.",
        theme_in_words="Being asked, which can weigh, and being answered, which can help",
    ),
    StoryCode(
        "questions_heavy",
        "Questions that weigh",
        "asked",
        definition="A form or a question was hard to bear, or to understand.",
    ),
    StoryCode(
        "numbers_miss",
        "What a number misses",
        "asked",
        definition="A score does not say what happened.",
    ),
    StoryCode(
        "letter_helped",
        "Getting an answer",
        "asked",
        definition="The letter at the end, or other words that came back.",
    ),
)
"""Themes, each followed by its codes. Nobody used "Peace in the family": a code that was set up in vain is told too."""
