"""Invented focus groups of growing-minds, with the first coder's marks: nobody wrote down who spoke."""

from __future__ import annotations

from typing import Final

STUDENT_GROUPS: Final = {
    "Tree of Life group 1": """
        – You draw a tree and the roots are where you come from. {family_stories|I had to ring my nan because I
        didn't know. She talked for an hour. She walked to school with her shoes in her hand so they would
        last.}

        – {heritage_pride|I wrote my whole name in the trunk, all four of them. Usually I only give the one that
        people can say.}

        – The leaves are the people. {not_alone|I thought I'd have none and then I ran out of leaves.}

        – {strengths|We had to write on each other's trees what the person is good at. Somebody wrote that I make
        new people feel normal. I took a picture of that.}

        – {school_unfair|Then you go back to class and it's the same. If we are three in the corridor it's a
        gang, if they are three it's friends.}

        – {no_judging|In there you could say that and nobody said are you sure you're not being sensitive.}

        – {ends_too_soon|It was only four weeks. You just get to the fruit and it stops.}
        """,
    "Tree of Life group 2": """
        – {took_time|The first time nobody spoke. The peer leader just did her own tree and talked about it, and
        didn't ask us. The second time I had half of mine done before I noticed.}

        – {shared_heritage|She knew what I meant with the hair. I didn't have to start at the beginning.}

        – {group_safe|We made rules and we kept them. What is said under the tree stays under the tree. It sounds
        silly, but nobody broke it.}

        – {strengths|I didn't know that looking after my brothers counts as something. I had put it under
        storms.}

        – The storms part was heavy. {not_alone|Everybody had nearly the same storms. That was the mad part.}

        – {left_out|I'll be honest, I joined late and they had all the jokes already. I sat at the end.}

        – {family_stories|My dad helped me with the roots. We never talk, and we talked about his village until my
        mum came in to see what was wrong.}
        """,
    "Tree of Life group 3": """
        – {heritage_pride|I used to say that I'm just from here. Now I say both. Here and Freetown, and I know the
        name of the street.}

        – {pause|One of the leaders showed us to put your feet flat and feel the floor, like roots. I do it
        when a teacher is in my face. It gives me a second.}

        – {old_ways|It doesn't always work. Last week I didn't feel any floor, I just went off, and I was out for
        two days.}

        – {school_unfair|They don't ask what came before. They see you at the end of it.}

        – {repair|I did go back to the teacher though. I said I was wrong to shout, and that she was wrong to laugh.
        She said sorry. That has never happened.}

        – {not_alone|It's good to hear that from boys. We don't normally.}

        – {group_safe|Nobody filmed anything. Phones in the box, and people put them in by themselves.}
        """,
    "Tree of Life group 4": """
        – {strengths|My fruit was patience. I have never been called patient by anybody in a school.}

        – {family_stories|I put my great aunt who had the shop. I found out she lent people food in the strike and
        wrote it in a book, and then burnt the book.}

        – {took_time|I lied on the first sheet. I put that I feel I belong, all fives. You don't know who reads it.
        The second one I did properly.}

        – {no_judging|When I said that I don't feel it here, they said thank you. I was waiting for the talk.}

        – {left_out|Some of my friends weren't allowed to miss maths for it. So it was us and not them, and that
        was awkward.}

        – {ends_too_soon|Who do we tell now? The leaders were sixth form, and they leave in summer.}

        – {heritage_pride|We did a wall with all the trees and a map. People stood there in break. My history
        teacher asked me how to say it right.}
        """,
    "Tree of Life group 5": """
        – {shared_heritage|They looked like us and they were calm. I know that's a strange thing to say. You see
        one person like that and you think, that's allowed.}

        – {strengths|I have a list in my phone now. It's short. I read it on the bus.}

        – {not_alone|I found out that the girl who never talks has the same thing with her mum as I do. We sit
        together now.}

        – {worn_out|I look after my sister in the evenings and then I do homework on the stairs, because that's
        where it's quiet. The tree doesn't change that.}

        – {pause|I walk to the end of the road and back before I answer my mum. She thinks I'm being rude.
        I'm being the opposite.}

        – {family_stories|I asked her about her tree, and she said nobody ever asked her. So we did hers.}

        – {school_unfair|It would be good if teachers did one too. They don't know what is in our roots and they
        mark us on the leaves.}
        """,
}
"""What students said, by the name of the document."""

PARENT_GROUPS: Final = {
    "NVR parents, tranche 1": """
        – {not_alone|I thought it was only in my house that doors get kicked. I looked round that table and people
        were nodding.}

        – {pause|Strike when the iron is cold, they said. So I say nothing at night. I say it the next day, with tea,
        and I am shaking, but I say it.}

        – {repair|I leave a plate outside his door. No talking, no lesson, just a plate with foil on. On the third
        day the plate came down washed.}

        – {old_ways|I still shout. I come in from a double shift, I see the kitchen, and it's out of my
        mouth.}

        – {worn_out|That is it, you are tired. They tell you to be a calm presence, and I am a presence that has been
        up since four.}

        – {no_judging|Nobody there said what my own church said, that I am too soft. Or what the school said, that
        I am too hard.}

        – {shared_heritage|The lady who ran it was raised like I was. So she could say, I know what your mother would
        have done, and we are going to do something else, and I did not feel insulted.}

        – {took_time|It was week five before I told them that he pushed me. I had said he's a bit lively.}

        – {ends_too_soon|Twelve weeks, and then you are by yourself with it again.}

        – {group_safe|We have a group on the phone still, just us. If one of us writes a red dot, somebody rings.}
        """,
    "NVR parents, tranche 2": """
        – {pause|I count the spoons in the drawer. When I have counted the spoons I can talk.}

        – {repair|I wrote her a letter. I said what I will not accept, and I said that I love her, and I put it on the
        pillow. She never said anything, but she kept it. I saw it in her bag.}

        – {worn_out|We are five in two rooms. There is no place to walk away to. I go and stand in the
        bath.}

        – {not_alone|I come for the others more than for the lesson. When Mrs Adeyinka told hers I thought,
        she has copied my life.}

        – {long_wait|We waited over a year for somebody to see my son, and then it was three different people, and
        each time he had to say it from the start.}

        – {left_out|I was the only father. They were kind about it, but they talked to each other.}

        – {old_ways|My husband doesn't hold with it. So I go quiet and he goes loud, and we are back where we
        were.}

        – {strengths|They asked what my daughter is good at, and I sat there. I had not thought of that in a year.
        She is funny. She is the funniest person I know.}

        – {school_unfair|At home it's better, and at school they still ring me every second day. For a jumper. For a
        look.}

        – {repair|I said sorry to my son. My parents never said sorry to me for anything. He said, are you
        ill?}
        """,
}
"""What parents and carers said, by the name of the document."""
