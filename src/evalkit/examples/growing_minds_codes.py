"""The invented codebook of growing-minds."""

from __future__ import annotations

from typing import Final

from evalkit.examples.story_project import StoryCode

CODES: Final = (
    StoryCode(
        "roots",
        "Roots and strengths",
        definition="Where people come from, what they can do, and who stands behind them.",
        theme_in_words="Knowing where they come from, and what they are good at",
        expects="rise",
    ),
    StoryCode(
        "family_stories",
        "Stories of the family",
        "roots",
        definition="What somebody learnt of the people before them, or told of them.",
    ),
    StoryCode(
        "strengths",
        "Strengths that were named",
        "roots",
        definition="Somebody else said what a person is good at, or the person did.",
        exclude="Praise for school work alone.",
    ),
    StoryCode(
        "heritage_pride",
        "Pride in one's heritage",
        "roots",
        definition="Being proud of language, hair, food, name or history.",
    ),
    StoryCode("faith", "Faith and prayer", "roots", definition="Faith as something to hold on to."),
    StoryCode(
        "heard",
        "Being heard",
        definition="Whether somebody listened, and what it took before people spoke.",
        theme_in_words="Being listened to without having to explain themselves",
        expects="fall",
        domain="yp_core",
    ),
    StoryCode(
        "shared_heritage",
        "Somebody who knows it from home",
        "heard",
        definition="The counsellor or leader shares somebody's background, and that matters to them.",
    ),
    StoryCode(
        "no_judging",
        "Not being judged",
        "heard",
        definition="Saying something and not being told off, pitied or put right.",
    ),
    StoryCode(
        "took_time",
        "It took a while",
        "heard",
        definition="People said little, or that all was fine, before they said more.",
        include="Silence that was allowed.",
    ),
    StoryCode(
        "long_wait",
        "Waiting, and being passed on",
        "heard",
        definition="Help came late, or somebody had to tell it all again.",
        contrary_to="heard",
    ),
    StoryCode(
        "together",
        "Not the only one",
        definition="What others in the same place mean to people.",
        theme_in_words="Finding out that they are not the only one",
        expects="rise",
    ),
    StoryCode(
        "not_alone",
        "Others have it too",
        "together",
        definition="Hearing from others what one knows from oneself.",
    ),
    StoryCode(
        "group_safe",
        "A group that keeps it",
        "together",
        definition="What is said in the group stays there, and nobody laughs.",
    ),
    StoryCode(
        "left_out",
        "Not part of it",
        "together",
        definition="Being in the group, or asked to it, and not belonging.",
        contrary_to="together",
    ),
    StoryCode(
        "react",
        "Another way to react",
        definition="What people do in the moment when it gets hot.",
        theme_in_words="Waiting a moment, and making up afterwards",
        expects="rise",
    ),
    StoryCode(
        "pause",
        "Waiting before answering",
        "react",
        definition="Stopping, breathing, leaving the room, answering later.",
    ),
    StoryCode(
        "repair",
        "Making up again",
        "react",
        definition="A step towards somebody after a quarrel.",
        include="Small things: a plate of food, a note.",
    ),
    StoryCode(
        "old_ways",
        "Back to the old way",
        "react",
        definition="Shouting, hitting out or shutting down as before.",
        contrary_to="react",
    ),
    StoryCode(
        "still_hard",
        "What stays hard",
        definition="What no group or counsellor has changed.",
        theme_in_words="Things around them that have not changed",
        expects="fall",
    ),
    StoryCode(
        "school_unfair",
        "Unfair at school",
        "still_hard",
        definition="Being treated worse at school than others, or not believed there.",
    ),
    StoryCode(
        "worn_out",
        "Worn out",
        "still_hard",
        definition="Being tired from work, worry, care or lack of room.",
    ),
    StoryCode(
        "ends_too_soon",
        "It ends too soon",
        "still_hard",
        definition="Fearing the end, or wishing for more of it.",
    ),
)
"""Themes, each followed by its codes. Nobody used "Faith and prayer"."""
