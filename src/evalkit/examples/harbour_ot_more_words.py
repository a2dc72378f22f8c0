"""Invented stories of harbour-ot told early, and stories of people in the garden, with the first coder's marks."""

from __future__ import annotations

from typing import Final

EARLY_STORIES: Final = {
    "eights": """
        I'm very well, thank you. {brave_face|I don't really need much, there are people worse off. You can put me
        down as doing fine.} I came because my doctor said to. The room is nice and warm.

        {kept_guard|I don't see that it helps to go over things. What's done is done.}
        """,
    "masks": """
        {brave_face|I'm a positive person. I get up, I get on with it, and I would give most things an eight.}
        If anything I could do with more time for myself. {routine|I do like that it is always the same
        hour.}

        {questions_heavy|Some of the questions I left out, they were a bit personal for a first form.}
        """,
    "letter": """
        {brave_face|All good really. A bit tired, who isn't.} I would not say that I have problems, I would say
        that I have had a busy time. {kept_guard|I would rather keep to the practical things for now.}
        """,
    "words": """
        Everything is good here, people are kind. {brave_face|I say good because I don't wish to trouble
        anybody. In my country you don't complain to a guest or to a helper.} {small_steps|We made a plan for the
        shopping, and I did it.}
        """,
    "slow": """
        {questions_heavy|It is a lot of paper. I didn't sleep well after the last one.} {brave_face|But I'm
        fine, I'm coping, I have always coped.} {small_steps|We agreed on one thing for the week, and it was
        to eat something before noon.}
        """,
}
"""What some of the same people said at the check-in in week 8, by the word that names their later story."""

GARDEN_STORIES: Final = {
    "compost": """
        {being_expected|Nobody asks you anything. You get gloves and somebody says we kept you the compost.
        That's how I knew I was expected.} {small_steps|The first day I filled one pot, and that was enough for one
        day.} {giving|I turn it every week, and what comes out of it grows the
        beans. I like being the one who does the bottom of the thing.}
        {hope|I've got seeds on my own windowsill for next year.}
        """,
    "tea": """
        I came for the tea if I'm honest. {being_expected|They learn how you take it. It had been a long time
        since anybody knew that about me.} {small_steps|I sat on the bench for three weeks before I picked anything
        up. Nobody pushed.} {lonely_still|At home it's just as it was. The garden is one morning and the week
        is long.}
        """,
    "beans": """
        {proud|I grew beans up a net, and they were taller than me. I showed the pictures to everybody, and
        sent one to garden@example.org.} {giving|We give away what we can't eat. People come to the gate and
        you hand it to them, and for once I'm not the one with my hand out.}
        """,
    "bench": """
        {back_to_doing|I used to be a joiner. They needed a bench and I said I might, and I did.} {proud|When I see
        somebody sit on it I have to look away, I'm that pleased.} {being_expected|They ring if I don't come.
        Not to tell me off, just are you all right.}
        """,
    "rain": """
        {setbacks|I don't come in the rain, and then I've missed one, and then I think I can't go back.}
        {being_expected|But the last time they had my boots ready by the door with my name on. So somebody had
        thought that I would come.} {routine|It gives the week a middle.}
        """,
    "talk": """
        {being_expected|It's easier to talk when you're both looking at a carrot. I know more about these people
        than about my own cousins.} {kinder|I killed all the tomatoes and nobody minded, and I thought, well, then
        I needn't mind either.} {small_steps|I water on the way past now, without being asked.}
        """,
    "path": """
        {giving|I swept the path because my back won't do digging. Then a lady came with a walking frame, and she
        could get to the end of it because it was swept.} {lonely_still|I won't pretend it fills the evenings.}
        {hope|I've said I'll help with the new beds in spring, if I'm spared.}
        """,
}
"""What people in the garden said in week 16."""
