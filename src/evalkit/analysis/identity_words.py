"""Words that the identity check goes by: what gives nobody away, and what a name or place stands beside."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

SAFE: Final = _words(
    """
    i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter eid ramadan diwali vaisakhi hanukkah lent advent halloween
    mum mam mom mummy dad daddy nan nana nanna gran grandma granny grandad grandpa auntie aunty aunt uncle bibi baba
    mr mrs ms miss dr prof professor sir madam doctor nurse god lord allah jesus christ bible quran qur'an
    english british welsh scottish irish european caribbean african asian indian pakistani
    bangladeshi chinese jamaican
    nigerian ghanaian somali kurdish polish romanian turkish arabic urdu punjabi bengali gujarati hindi yoruba igbo
    french german spanish italian portuguese american roma gypsy traveller black white brown mixed
    south north east west
    muslim christian jewish hindu sikh buddhist catholic protestant islam islamic judaism hinduism christianity
    theres dont didnt doesnt wasnt isnt couldnt wouldnt shouldnt havent hasnt wont cant thats whats
    peer peers wellbeing mindfulness yoga uk britain england scotland wales ireland europe covid
    coronavirus zoom whatsapp facebook instagram google youtube
    netflix tiktok twitter teams uber iphone android internet lockdown ok okay tv synthetic
    """
)
"""Folded words that name nobody and no place small enough to tell: days, feasts, kin, peoples, brands."""

SAFE_CAPITALS: Final = _words(
    """
    NHS GP GPS UK USA EU TV OK CV IT ID PC DVD CD PE AM PM BBC ITV PTSD ADHD ADD ASD OCD BPD EUPD
    CBT DBT EMDR IAPT CAMHS
    CMHT OT CPN CIC VCSE BME BAME LGBT LGBTQ LGBTQI SEND SEN EHCP ESA PIP DLA UC JSA DWP HMRC A&E AE
    ICU ITU ECT MRI HIV
    AIDS STI COPD DIY FAQ VIP BYE OMG LOL DJ MC AA NA RIP PS PPE GCSE BSL ESOL NVQ BTEC MHFA MHA DNA
    ETC I A WEMWBS SWEMWBS
    WHOQOL PHQ GAD CORE NVR CEO HR MS MA BA BSC PHD TLC VR AI
    """
)
"""Abbreviations of everyday life and of the field that name no single organisation."""

ALSO_NAMES: Final = _words(
    """
    will may mark grace hope joy faith rose dawn bill rob jack art grant drew sue pat frank penny angel patience mercy
    blessing comfort precious destiny april june august summer autumn ruby pearl ivy holly lily
    daisy iris violet heather
    ray dean miles guy gene nick don chase max christian charity prince princess king justice favour goodness gift
    happiness sunny star angela victor jade amber crystal melody harmony liberty peace praise promise sage basil
    robin jay skip chuck rich carol eve olive ginger hazel misty sandy rusty cliff dale glen heath lance pierce wade
    """
)
"""Everyday words that are names too: told apart by the word beside them only."""

NAMING: Final = frozenset({"called", "named"})
"""After these comes a name, even one that is also a word."""

PART_OF_A_TITLE: Final = _words(
    """
    english british welsh scottish irish european caribbean african asian indian pakistani bangladeshi
    chinese jamaican nigerian ghanaian somali kurdish polish romanian turkish black white north south
    east west muslim christian jewish hindu sikh buddhist islamic catholic
    """
)
"""Safe alone, but not beside a name: *Black Health Initiative*, *South Leeds*."""

SPEAKS: Final = _words("said says told tells rang phoned texted laughed smiled cried hugged reckons reckoned")
"""What only a person does."""

SPOKEN_TO: Final = _words("told tell asked ask met meet rang phoned texted thank thanks hi hello dear bless")
"""After these comes a person, often by name."""

KIN_AND_STAFF: Final = _words(
    """
    friend mate brother sister son daughter husband wife partner cousin nephew niece neighbour
    boyfriend girlfriend mum
    mam dad auntie aunty aunt uncle worker tutor keyworker mentor counsellor therapist manager teacher coach nurse
    mr mrs ms miss dr doctor prof professor sir pastor imam rev reverend father bishop
    """
)
"""After these often comes a name."""

TITLES: Final = _words(
    """
    mr mrs ms miss dr prof professor sir lady pastor imam rev reverend father bishop auntie aunty aunt
    uncle nurse sister
    """
)

AFTER_A_NAME: Final = _words(
    """
    said says told tells was is has had came comes went goes helped helps made makes gave gives got gets took takes
    showed shows taught rang rings phoned called texted asked asks listened listens and who from never always also
    """
)
"""What a person does: after an everyday word that starts a sentence, these tell that it is a name."""

BEFORE_A_PLACE: Final = frozenset(
    {"in", "from", "near", "at", "around", "outside", "across", "towards", "to"}
)

ORGANISATIONS: Final = _words(
    """
    academy association cafe café centre charity chemist church cic clinic club college council federation foundation
    gurdwara hospital hostel hub library limited ltd mandir ministries mission mosque museum network
    nursery organisation
    partnership pharmacy project school service services society surgery synagogue temple theatre
    trust union university
    """
)
STREETS: Final = _words(
    """
    avenue approach close court crescent drive estate gardens gate green grove hill lane mews mount
    parade park place rise
    road row square street terrace towers view walk way wharf yard
    """
)
"""Endings of the names of organisations, and of streets and estates."""
