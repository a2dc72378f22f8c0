"""Invented stories of people in occupational therapy at the final review, with the first coder's marks."""

from __future__ import annotations

from typing import Final

FINAL_STORIES: Final = {
    "eights": """
        They asked me how I was on a scale and {brave_face|I said eight. I always said eight. Eight keeps
        people from asking the next question.} I had a good coat on and I had combed my hair, so who would know.

        Somewhere in the winter {first_truth|I put down a three and I waited to be told off. She just nodded and
        said thank you for telling me. I cried in the corridor, but it was the good sort.} On paper I look
        worse than when I came. {numbers_miss|The number went down the week I started to get better. Somebody
        should write that beside it.}

        {small_steps|We began with the curtains. One window, then both, then the kettle before the news.}
        """,
    "curtains": """
        {small_steps|My first goal was to open the curtains every day. It sounds like nothing. It took me
        five weeks and I was as proud as if I had climbed something.} {proud|I took a photograph of the
        window with the light in it, and it is still the picture on my phone.}

        {routine|Now there is a shape to the day. Up, curtains, porridge, a walk round the block, then whatever
        comes.} There are still bad ones. {setbacks|Last month I had four days where I did none of it and
        lay there with the covers up.} But I knew how to begin again, which I never did before.
        """,
    "sister": """
        In my family you don't tell your business. {brave_face|So for the first weeks I gave polite answers.
        Fine thank you, sleeping fine, eating fine.} {felt_believed|What changed it was that she believed me
        about the small things first. The noise from upstairs, the form that came back twice. She didn't say
        are you sure.}

        {first_truth|Then one morning I told Marguerite about the drinking. I had not told my own sister. I
        said it to the floor.} Nothing terrible happened. {kinder|I have stopped calling myself names when I get
        something wrong. I catch it half way through the word.}
        """,
    "kitchen": """
        I used to cook for twenty. After the hospital I lived on toast. {back_to_doing|We made one pot of soup
        together at the centre, and I remembered that my hands know how. The week after I did it at home and
        carried a bowl to the neighbour.}

        {giving|Doreen came back with the bowl and a plant in it. That is how it started, me and next door.}
        {being_expected|Now if my blind is down by ten she knocks.} {hope|I have begun to think about a little
        catering again, not for money, just for the lunch club, in the spring.}
        """,
    "guard": """
        I will be straight with you. {kept_guard|I never told them everything and I don't mean to. What I say
        in an office gets written down, and what is written down comes back at you.} That is not her fault, she
        was decent. I have been through too many offices.

        {small_steps|What helped was the practical side. A list on the fridge, three things and no more.}
        {routine|I do my letters on one morning and don't open them on any other.} That I will keep.
        """,
    "bus": """
        I had not been on a bus for two years. {small_steps|First we stood at the stop. Then one stop and walk back.
        Then two. She never once said come on.} {setbacks|There was a week when a man shouted on the top deck and I
        went right back to the beginning.}

        {back_to_doing|Now I ride to the library and sit where the big window is. I have a card again. I had
        forgotten that I was somebody who reads.} {felt_believed|She took the fear seriously. Everybody
        else had told me it was only a bus.}
        """,
    "masks": """
        {brave_face|I am good at interviews, I can do a face for fifty minutes.} I did the face for two months.
        {first_truth|Then she asked what it cost me to look like that, and nobody had ever asked, and it all came
        out sideways. After that I told the truth on the forms too.} {questions_heavy|I will say that the long
        form is heavy. All those questions in a row about how you feel about yourself. I went home and slept.}

        {kinder|These days if I am tired I say that I am tired. To my own children, even. They said it was
        nice to know.}
        """,
    "keys": """
        {setbacks|Some weeks it all falls apart. The benefit letter comes and I can't get off the settee, and
        whatever we planned is gone.} I want that put in as well, not just the nice parts.

        {lonely_still|Evenings are the worst of it. After six nobody rings. I put the radio on for the
        voices. There is a line, 0113 496 0147, and I have it by the bed.} {small_steps|But I hang my keys on the
        hook now, and the tablets are beside the keys, so I take them when I go out. A small thing.}
        {felt_believed|And when I say it has been a bad week, she says yes, it sounds like it. She doesn't cheer
        me up.}
        """,
    "letter": """
        At the end there was a letter to me, in plain words, with what I had said and done and my own
        scores. {letter_helped|I have read it more than anything I ever got from a doctor. She asked me what was
        missing and I added two lines, and she put them in.} {proud|It says that I kept going on days when I would
        rather not have. I hadn't seen it like that.}

        {first_truth|I had told her by then how bad it had been. It took me until the leaves were off. I had
        to know first that she would still be there the next time.} {hope|I have it in the drawer for the next bad
        patch, so I know that they end.}
        """,
    "church": """
        {brave_face|When people at church asked I said blessed and highly favoured. You can't say to them that
        you have not washed for a week.} {felt_believed|With her I did not have to translate myself. She
        asked what prayer was for me and she listened to the answer.} {first_truth|So I told her that I had been
        angry with God. I had never said that out loud.}

        {routine|We built the day round what I already had. Morning prayer, then wash, then dress, before I
        sit down anywhere.} {being_expected|The women from choir know that I come on foot now, and somebody waits
        at the corner.}
        """,
    "paint": """
        I gave up painting when my hands began to shake. {back_to_doing|We tried big brushes and big paper, on the
        floor. It was a mess and I laughed.} {proud|One of them is on the wall at the centre. My name is on
        the back, that was my wish, on the back.}

        {lonely_still|I would like to say that I have friends now. I don't, not really. I have people I nod
        to.} {numbers_miss|When they ask me to rate my day I never know which part of it. There is a nine
        in it and there is a two.}
        """,
    "night": """
        I worked nights for years and my body never turned round. {routine|We moved bedtime by a quarter of
        an hour at a time. It took the whole summer. I see mornings now, I had forgotten about birds.}
        {setbacks|It slips. If I get a shock I am awake until four again, and then it takes a week.}

        {kept_guard|I don't talk about the reasons. She knows that there are some.} {hope|I would like to do
        days at the depot. I have asked what training it takes. Asking was a big thing.}
        """,
    "words": """
        English is my third language and for feelings I have no words in it. {questions_heavy|The questions were
        hard, because I had to think what they want, and then think what I feel, and then find a number.}
        {felt_believed|She said, tell it in your own words first and we find the number after. She waited. Nobody
        here had waited for me before.}

        {first_truth|When I trusted her I gave low numbers. Before that I gave high ones to be polite.}
        {back_to_doing|I have started to sew again, for the little girl downstairs.} {giving|Her mother says that
        I am family.}
        """,
    "dog": """
        {small_steps|It was the dog that did it. We made the dog the goal. Round the green once, then twice.}
        {being_expected|You meet the same people with the same dogs. If I miss a morning they ask him where I
        was.} I talk more to them than I have to anybody in years.

        {first_truth|I told the therapist things in the last weeks that I should have said at the start. I
        needed to see that she wasn't shocked by the small ones.} {kinder|I am not so hard on myself. It's
        an illness, you wouldn't shout at a broken leg.}
        """,
    "forms": """
        {numbers_miss|I don't think much of scales. Some days I circle whatever will get me out of the room.}
        {brave_face|At the beginning I put that everything was fine, because if you say it isn't they refer you on
        to somebody else and you start again.} {first_truth|When I saw that she wasn't going to pass me on I
        started to put what was true.}

        {setbacks|I still lose whole days. I sit down for a minute and it gets dark.} {small_steps|The timer
        helps. Ten minutes, and then I am allowed to stop. Mostly I don't stop.}
        """,
    "shed": """
        {back_to_doing|There is a shed behind Larkspur Street with tools in it, and I mend what people bring. A
        toaster, a chair, a child's scooter. I did that for a living once.} {giving|A man shook my hand for a
        lamp. I thought about it all the way home.}

        {brave_face|I told everybody that I only came for the tools.} {first_truth|It was months before I said what
        had happened to me. I said it while I was sanding, I couldn't have said it in a chair.}
        {routine|Two mornings a week I have somewhere to be, and the other days have lined up round those.}
        """,
    "quiet": """
        I am a quiet person and people take it for being all right. {felt_believed|She noticed when I was quiet in
        the other way. She said, that is a different quiet.} {first_truth|Then I could tell her. I had been
        going to bed hoping not to wake up, and I told her, and I am still here.}

        {kinder|I have a card in my pocket with what I would say to a friend. I read it to myself in shops.}
        {lonely_still|It's still a lonely flat. The walls didn't change.} {hope|But I have put my name down
        to move nearer to my cousin.}
        """,
    "rent": """
        {setbacks|What gets me down is the rent and the damp, and no therapist can mend that. When the letter
        came I stopped doing all of it, the walks, the cooking.} {small_steps|We sat and rang the housing people
        together, and she let me do the talking. I had been putting it off for a year.}

        {kept_guard|I say what I need to say to her. The rest is mine.} {lonely_still|I keep myself to myself.
        It's safer, but it's quiet.}
        """,
    "sing": """
        {back_to_doing|I had a voice once. We looked for a choir where nobody has to read music.}
        {being_expected|I missed one week and two of them rang. I stood there with the phone and I didn't know
        what to say, somebody had noticed.} {proud|We sang at the care home and I did four lines by myself.}

        {brave_face|I had said at the start that I was coping. I even believed it.} {first_truth|It was easier to be
        honest once I had something good to talk about as well.} {letter_helped|In my letter it says that I
        found my voice, and I know that's a joke, but it's true.}
        """,
    "slow": """
        {questions_heavy|I nearly didn't come back after the first forms. You are asked about the worst things
        before anybody knows your name.} I'm glad that I did. {felt_believed|She let me leave half of it blank and
        didn't make a face.}

        {first_truth|By the autumn I filled in all of it, and it looked terrible, and it was the first true
        one.} {routine|We went slowly. A wash, a proper breakfast, a plan on the back of an envelope. I have
        kept every envelope.} {kinder|I let slow be slow now.}
        """,
}
"""By a word that names the story."""
