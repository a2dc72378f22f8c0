"""Made-up excerpts in which every telling place is marked, the same on every run."""

from __future__ import annotations

import random
import re
from typing import Final, NamedTuple

SEED: Final = 20261122
PER_GROUP: Final = 120
NAMES: Final = {
    "British": "Sarah, Gareth, Bev, Darren, Jodie, Callum, Maureen, Kayleigh, Alfie, "
    "Pauline Hargreaves, Wayne Sugden, "
    "Tracey Ackroyd, Ffion, Morag, Ewan McAllister, Kieran, Shaz, Debs, Lewis, Imogen",
    "Irish": "Siobhan, Padraig, Niamh, Aoife, Declan, Sinéad O'Rourke, Eoin, Bríd, Cormac, Fionnuala Gallagher, "
    "Oisín, Caoimhe, Seamus, Dervla, Bernadette Quinn",
    "Caribbean": "Delroy, Marlon, Shanice, Winston, Claudette, Errol, Hyacinth, Leroy Campbell, Jermaine, Keisha, "
    "Tamika, Desmond, Verona, Devon, Sister Merlene, Cynthia Braithwaite",
    "African": "Nkechi, Oluwaseun, Kwame, Abena, Tendai, Ngozi Okafor, Chidi, Yetunde, Kofi Mensah, Bola, Hodan, Abdi, "
    "Ikram, Thandiwe, Tesfaye, Mwangi, Adaeze, Folake Adeyemi, Babatunde",
    "South Asian": "Priya, Gurpreet, Fatima, Rukhsana, Harpreet Kaur, Nasreen, "
    "Mohammed, Yusuf, Shabnam Begum, Dr Patel, "
    "Imran, Zainab, Ravinder, Anjali, Tariq Mahmood, Farzana, Jaswinder, Sabiha",
    "Eastern European and Turkish": "Agnieszka, Krzysztof, Oksana, Ioana, Bogdan, Svetlana, Katarzyna Nowak, Zeynep, "
    "Mehmet, Wojtek, Mihaela, Ruslana, Grażyna, Emre, Dorota, Vasile Popescu",
    "not used while the rules were made": "Rasheeda, Tyreese, Olamide, Efua, Sukhdeep, Marzena, Ciara, Elspeth, "
    "Abdirahman, Lakshmi, Dragos, Nkosana, Cherelle, Aneurin, Vusi Dlamini, Parveen Akhtar, Mrs Ogunleye, Tomasz",
    "also a word": "Grace, Hope, Joy, Mark, Rose, Dawn, "
    "Precious, Blessing, Will, Patience, Faith, Heather, Frank, Jack",
}
PLACES: Final = (
    "Gipton, Harehills, Dalston, Chapeltown, Seacroft, Stoke Newington, Homerton, Armley, Beeston, Hackney Wick, "
    "Middleton, Burmantofts, Clapton, Shoreditch, Roundhay, Holbeck, Leeds, Bradford, Kingston, Lagos, Sylhet, Łódź, "
    "14 Foundry Mill Street, Gipton Wood Road, Ridley Road, Roundhay Park, Kirkgate Market, the Nowell Mount"
)
ORGANISATIONS: Final = (
    "Shantona, Bellbrooke Surgery, St Mary's Church, Lotus Hub, Black Health Initiative, LGI, Allerton Grange School, "
    "Becklin Centre, Hackney Recovery Service, Ridley Library, Touchstone, Womens Aid, Carr Manor, Homerton Hospital"
)
FORMS: Final = {
    "phone": "07700 900123, 0113 496 0123, +44 20 7946 0991, 01632 960 001, (0113) 4960777, 07700900456",
    "email": "jo.bloggs@example.org, zed99@example.co.uk, info@example.invalid, a_b@example.com",
    "web": "https://example.org/jo, www.example.co.uk, @leeds_jo, example.org/story",
    "postcode": "LS8 5AB, E8 3DL, ls9 7ta, LS14, N16 8JN, BD3 9QY, E8",
    "nhs_number": "943 476 5919, 9434765919, 999 000 0018",
    "number": "QQ 12 34 56 C, 40123987, LD-448210, 12/334/5567, AB123456C",
    "date": "12/03/2021, 3rd of May, 14 February 1987, 2021-06-30, June 5th, March 2019, 1 Sept 2020",
    "age": "93, 94 years old, 101, ninety-two, a 96-year-old",
    "rare": "the mayor, a magistrate, an imam, the only wheelchair user in, triplets",
}
CARRIERS: Final = {
    "name": (
        "I would not have come back without [], honestly.",
        "[] said I could sit by the door until I felt ready.",
        "It was [] who rang me when I missed two weeks.",
        "My keyworker [] gets it. Nobody else did.",
        "We just talked, me and [], about everything.",
        "After that []'s mum told me about the group.",
    ),
    "small name": (
        "my friend [] brought me the first time and i stayed",
        "i told [] and she just listened",
        "there was this lady called [] who ran it",
    ),
    "place": (
        "I moved to [] with nothing but a bag.",
        "There is nothing for us in [] any more.",
        "We walked all the way round [] that morning.",
        "Since the one near [] closed I stay at home.",
    ),
    "small place": ("theres nothing to do in [] at night", "i grew up near [] so i know what its like"),
    "organisation": (
        "They sent me to [] and I waited nine months.",
        "Nobody at [] ever called me back.",
        "I volunteer with [] on a Tuesday now.",
    ),
    "phone": ("You can reach me on [] most days.", "My number is [], ring after six."),
    "email": ("Write to [] and I will answer.", "I signed up with [] in the end."),
    "web": ("It is all on [] if you look.", "My page is [] by the way."),
    "postcode": ("Anyone in [] knows the place.", "We live in [], two floors up."),
    "nhs_number": ("They kept asking for [], my NHS number.", "My NHS number is [] I think."),
    "number": ("My reference was [], I still know it.", "They wrote [] on the form."),
    "date": ("It all started on [] for me.", "I came on [], in the rain."),
    "age": ("My mother is [] and still dances.", "He was [], and he walked in alone."),
    "rare": ("I am [] here, so people know me.", "I was [] back then and nobody helped."),
}
HARMLESS: Final = (
    "I feel less alone since I came. My mum noticed it first.",
    "Before that I never left the house. Now I go twice a week, sometimes three times.",
    "The NHS waiting list was ten months. Then I found this.",
    "Nobody judged me there. That was the thing. Honestly, that was it.",
    "On Mondays we cook, on Fridays we paint. I like Fridays.",
    "Counselling wasn't for me at first. Organisers were patient though.",
    "My goal was 3 out of 10 when I started, now it's 7/10.",
    "I will hope for the best. May be it works out. Will it last? I hope so.",
    "Being Black and Muslim I thought they wouldn't understand. They did.",
    "It was 24/7 worry. Anxiety, panic, the lot.",
    "We did it on Zoom through Covid. Better than nothing.",
    "Dad drove me. Mum waited outside. Grandma sent cake.",
    "Sessions are two hours. There were about twelve of us.",
    "They said: come when you can. So I did.",
    "I got my confidence back, i can speak up at my sons school now",
    "Peer support made the difference. Programmes end too soon, mind.",
    "Reading helped. Walking helped. Sewing, of all things, helped most.",
    "At Christmas I was in a bad way. By Easter I was laughing again.",
    "My GP didn't know about it. My PIP stopped and they helped me appeal.",
    'It\'s somewhere to be myself. "The one good thing," my sister calls it.',
)


class Marked(NamedTuple):
    """An excerpt, the group it was made for, and its telling places: start, end, kind."""

    group: str
    text: str
    places: tuple[tuple[int, int, str], ...]


def mark(group: str, carrier: str, kind: str, told: str) -> Marked:
    """Return one carrier sentence with one telling place in it; a title isn't part of a name."""
    start = carrier.index("[]")
    text = carrier.replace("[]", told)
    title = re.match(r"(?:Dr|Mrs|Sister|the|a) ", told, re.IGNORECASE)
    skipped = len(title[0]) if title and kind in {"name", "place", "age"} else 0
    return Marked(group, text, ((start + skipped, start + len(told), kind),))


def make_excerpts() -> list[Marked]:
    """Return all excerpts: some for each kind and each group of names, in capitals as typed, and harmless ones."""
    draw = random.Random(SEED)  # noqa: S311 - made-up sentences, not secrets
    made = []
    for group, listed in NAMES.items():
        names = listed.split(", ")
        made += _fill(draw, f"name, {group}", "name", CARRIERS["name"], names)
        if group not in {"also a word", "not used while the rules were made"}:
            small = [name.lower() for name in names]
            made += _fill(draw, "name, no capitals", "name", CARRIERS["small name"], small)
    made += _fill(draw, "place", "place", CARRIERS["place"], PLACES.split(", "))
    small = [place.lower() for place in PLACES.split(", ")[:22]]
    made += _fill(draw, "place, no capitals", "place", CARRIERS["small place"], small)
    made += _fill(draw, "organisation", "organisation", CARRIERS["organisation"], ORGANISATIONS.split(", "))
    for kind, listed in FORMS.items():
        made += _fill(draw, kind, kind, CARRIERS[kind], listed.split(", "))
    return [*made, *(Marked("nobody", text, ()) for text in HARMLESS)]


def _fill(
    draw: random.Random, group: str, kind: str, carriers: tuple[str, ...], told: list[str]
) -> list[Marked]:
    return [mark(group, draw.choice(carriers), kind, draw.choice(told)) for _ in range(PER_GROUP)]
