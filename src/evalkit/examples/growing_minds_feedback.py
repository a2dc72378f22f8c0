"""Invented feedback of young people after counselling, with one coder's marks."""

from __future__ import annotations

from typing import Final

FEEDBACK: Final = (
    """
    {shared_heritage|I didn't have to explain my mum to her. She laughed in the right places.}
    {took_time|For the first few weeks I just said yeah, I'm good, because that's what you say.}
    """,
    """
    {no_judging|I told him the thing I've never told anybody, and he didn't make that face.}
    {pause|I write it down now before I send it. Most of it I never send.}
    """,
    """
    {took_time|It was about the sixth time that I stopped looking at the clock.}
    {repair|I talk to my brother again. Only about football, but still.}
    """,
    """
    {no_judging|You could be angry in there and she didn't get scared of me.}
    {pause|I leave the room now. Before, I used to leave the building.}
    """,
    """
    {shared_heritage|First time that somebody helping me looked like somebody in my family. I sat up straighter.}
    {heritage_pride|We talked about my name for a whole session. I use all of it now.}
    """,
    """
    {took_time|I scored myself fine at the start. I wasn't fine, I was being polite.}
    {no_judging|She said both answers are allowed, the first one and the real one.}
    """,
    """
    {long_wait|I waited so long that I'd nearly forgotten what I wanted to say.}
    {no_judging|When I got there it was good. She remembered everything, even my exam.}
    """,
    """
    {pause|The breathing thing is basic and it works, I'm annoyed that it works.}
    {school_unfair|School is still school. They moved my seat, that's all they did.}
    """,
    """
    {not_alone|Knowing that other people sit in that same chair for the same reason. I think about them sometimes.}
    {took_time|I didn't cry until the fourth one, and then I couldn't stop.}
    """,
    """
    {worn_out|I'm still tired. There are six of us and the baby doesn't sleep.}
    {no_judging|But it's an hour where nobody needs anything from me.}
    """,
    """
    {repair|I said sorry to my nan. She said, what for, and made me food.}
    {family_stories|Then she told me about when she was my age, and it was nearly the same story.}
    """,
    """
    {shared_heritage|He got it about church without me having to defend it or run it down.}
    {ends_too_soon|Sixteen sounds like a lot until you're on fourteen.}
    """,
    """
    {old_ways|I still go silent for days. We have a word for it now, so that's something.}
    {took_time|I went silent on her as well, and she just waited with me.}
    """,
    """
    {no_judging|I said I hate myself, and she didn't say no you don't. She asked since when.}
    {strengths|She kept a list of things I do well and read it to me at the end.}
    """,
    """
    {pause|When my chest goes tight I know what it is, and it passes.}
    {shared_heritage|She told me what her own aunties used to say, and I thought, okay, you know.}
    """,
    """
    {long_wait|It moved online in the middle, and I had to do it in the bathroom. Those weeks don't count.}
    {ends_too_soon|I would have liked to end it in the room.}
    """,
    """
    {no_judging|I could say it in the language I think in, and she'd answer.}
    {pause|I don't answer straight away any more. People say I've got calm.}
    """,
    """
    {school_unfair|They still search my bag. Counselling can't do anything about that.}
    {took_time|I tested her for a month before I said anything true.}
    """,
    """
    {repair|Me and my dad go for a drive. We don't talk, we drive, and it's better than before.}
    {no_judging|Nobody called it attention seeking.}
    """,
    """
    {shared_heritage|Ms Kwarteng never once said my name wrong.}
    {not_alone|She said she sees a lot of us, and that we're all the strong one at home.}
    """,
    """
    {pause|I've got a song that I put on, and by the end of it I can talk.}
    {worn_out|What I really need is a door that shuts. I know that isn't her job.}
    """,
    """
    {took_time|I nearly left after two. My mate told me to give it until five. At five I told her.}
    {no_judging|If anybody wants to ask me about it they can write to me, zee.fictional@example.org, I'm not ashamed.}
    """,
)
"""What each person wrote on the last form; the marks are one coder's."""
