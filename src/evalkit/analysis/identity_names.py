"""Names of people, places and organisations in a text: by lists, capitals, and the words beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.analysis import gazetteers, identity_words
from evalkit.analysis.gazetteers import is_english, is_everyday
from evalkit.analysis.identity_patterns import Span
from evalkit.analysis.identity_runs import add_companions, join_neighbours
from evalkit.analysis.identity_tokens import Word, is_safe, join_folded, read_phrases, read_words, span_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SHORTEST_SHOUT: Final = 12
_SHOUTED: Final = 0.6
_LONGEST_ABBREVIATION: Final = 7
_SHORTEST_NAME: Final = 3
_LIST, _CUE, _CAPITAL, _UNKNOWN = 0.9, 0.8, 0.6, 0.5


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A grantee's own lists, folded; :func:`fold_own_words` makes one of lists as written.

    Attributes
    ----------
    names, places : frozenset of str
        People and places to be found wherever they stand, whatever the capitals; may hold several words.
    organisations : frozenset of str
        Likewise.
    keep : frozenset of str
        Words and phrases that identify nobody, such as the project's own name.
    """

    names: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()


def fold_own_words(lists: Mapping[str, Iterable[str]]) -> OwnWords:
    """Return a grantee's lists as the check needs them.

    A listed full name is found whole, and each of its parts alone unless it is an everyday word.

    Parameters
    ----------
    lists : mapping of str to iterable of str
        ``names``, ``places``, ``organisations``, ``keep``, as written.

    Examples
    --------
    >>> sorted(fold_own_words({"names": ["Zoë Will"]}).names)
    ['zoe', 'zoe will']
    """
    folded = {
        kind: {join_folded(read_words(told)) for told in listed} - {""} for kind, listed in lists.items()
    }
    parts = {part for name in folded.get("names", ()) for part in name.split()}
    people = folded.get("names", set()) | {part for part in parts if not is_everyday(part)}
    others = {kind: frozenset(folded.get(kind, ())) for kind in ("places", "organisations", "keep")}
    return OwnWords(names=frozenset(people - others["keep"]), **others)


def find_names(text: str, own: OwnWords) -> list[Span]:
    """Return the places of a text where a person, place or organisation seems to be named.

    Capitals inside a sentence count unless the word is known to be harmless; at its start, and without
    capitals, a list, a word that isn't English, or the word beside it must tell.

    Parameters
    ----------
    text : str
        An excerpt.
    own : OwnWords
        The grantee's lists.

    Examples
    --------
    >>> text = "Then Nkechi came to the Rainbow Centre in Gipton."
    >>> [(span.kind, text[span.start : span.end]) for span in find_names(text, OwnWords())]
    [('name', 'Nkechi'), ('organisation', 'Rainbow Centre'), ('place', 'Gipton')]
    """
    words = read_words(text)
    shouts = _is_shouted(text)
    listed = list(_find_listed(words, own))
    kept = {word for phrase in read_phrases(words) if join_folded(phrase) in own.keep for word in phrase}
    taken = {place for span in listed for place in range(span.start, span.end)}
    open_words = [word for word in words if word not in kept and word.start not in taken]
    single = [(word, span) for word in open_words if (span := _judge(word, shouts=shouts)) is not None]
    return [*listed, *join_neighbours(add_companions(open_words, single, text), text)]


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > _SHORTEST_SHOUT and sum(map(str.isupper, letters)) > _SHOUTED * len(letters)


def _find_listed(words: Sequence[Word], own: OwnWords) -> Iterator[Span]:
    """Yield what the grantee lists, and places of several words that the gazetteer knows."""
    places = gazetteers.load_places()
    for phrase in read_phrases(words):
        told = join_folded(phrase)
        if told in own.keep or (
            phrase[0].text.islower() and all(is_everyday(word.folded) for word in phrase)
        ):
            continue  # somebody called Will is no reason to ask about every "will"
        start, end = phrase[0].start, phrase[-1].end
        if told in own.names:
            yield Span(start, end, "name", "the grantee's names", 1.0)
        elif told in own.places:
            yield Span(start, end, "place", "the grantee's places", 1.0)
        elif told in own.organisations:
            yield Span(start, end, "organisation", "the grantee's organisations", 1.0)
        elif len(phrase) > 1 and told in places and not all(is_everyday(word.folded) for word in phrase):
            yield Span(start, end, "place", "gazetteer of places", _LIST)


def _judge(word: Word, *, shouts: bool) -> Span | None:
    if is_safe(word):
        return None
    if word.text[0].isupper() and not shouts:
        if word.text.isupper() and len(word.text) > 1:
            return _judge_abbreviation(word)
        return _judge_start(word) if word.starts else _judge_capital(word)
    return _judge_small(word)


def _kind(word: Word) -> str:
    """Return what a word most likely names: the word before it tells, then the lists."""
    if word.before in identity_words.TITLES or word.before in identity_words.NAMING:
        return "name"
    is_name = word.folded in gazetteers.load_first_names()
    if word.before in identity_words.BEFORE_A_PLACE and not is_name:
        return "place"
    is_place = word.folded in gazetteers.load_places()
    return "place" if is_place and (not is_name or word.before in {"in", "near", "around"}) else "name"


def _is_listed(word: Word) -> bool:
    lists = (gazetteers.load_first_names, gazetteers.load_last_names, gazetteers.load_places)
    return any(word.folded in load() for load in lists)


def _judge_capital(word: Word) -> Span | None:
    if (
        word.folded in {"may", "march", "april", "june", "august"}
        and word.before not in identity_words.NAMING
    ):
        return None
    score = _LIST if _is_listed(word) else _CAPITAL
    return span_of(word, _kind(word), "capital inside a sentence", score)


def _judge_abbreviation(word: Word) -> Span | None:
    if word.text in identity_words.SAFE_CAPITALS or is_everyday(word.folded):
        return None
    if _is_listed(word):
        return span_of(word, _kind(word), "list of names and places", _LIST)
    if len(word.text) <= _LONGEST_ABBREVIATION and not is_english(word.folded):
        return span_of(word, "organisation", "abbreviation", _UNKNOWN)
    return None


def _judge_start(word: Word) -> Span | None:
    """Judge the first word of a sentence, whose capital tells nothing."""
    if word.folded in identity_words.ALSO_NAMES:
        acts = word.after in identity_words.AFTER_A_NAME or word.capital_after
        return span_of(word, "name", "word that acts like a person", _CUE) if acts else None
    if is_everyday(word.folded):
        return None
    if _is_listed(word):
        return span_of(word, _kind(word), "list of names and places", _LIST)
    if word.after in identity_words.SPEAKS:
        return span_of(word, "name", "word that acts like a person", _CUE)
    return (
        None if is_english(word.folded) else span_of(word, _kind(word), "word that isn't English", _UNKNOWN)
    )


def _judge_small(word: Word) -> Span | None:
    """Judge a word without a capital of its own: typed in haste, or shouted."""
    named = word.before in identity_words.NAMING
    if word.folded in identity_words.ALSO_NAMES:
        return span_of(word, "name", "word after 'called'", _CUE) if named else None
    if len(word.folded) < _SHORTEST_NAME or is_everyday(word.folded):
        return None
    if word.folded in gazetteers.load_first_names():
        return span_of(word, _kind(word), "list of names", _LIST)
    known = is_english(word.folded)
    beside = word.before in identity_words.KIN_AND_STAFF | identity_words.SPOKEN_TO
    if named or (beside and (not known or word.folded in gazetteers.load_last_names())):
        return span_of(word, "name", "word beside a person", _CUE)
    return _judge_small_place(word, known=known)


def _judge_small_place(word: Word, *, known: bool) -> Span | None:
    near = word.before in identity_words.BEFORE_A_PLACE - {"to"}  # "to overshare" is no journey
    if word.folded in gazetteers.load_places() and (near or not known):
        return span_of(word, "place", "gazetteer of places", _LIST)
    return span_of(word, "place", "word that isn't English", _UNKNOWN) if near and not known else None
