"""The words that something which is searched holds, kept so that the nearest ones to a misspelt word are found at once.

One slip leaves the first or the second half of a word as it was, so the words that begin or end alike are few and hold the one
that was meant, wherever the slip is: two scans of an index, whatever the size of the vocabulary, on every database. A third
look-up asks for what sounds alike (“robotik”, “robotique”). Nothing here knows what may be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from django.db.models import Q, QuerySet

from proofreading.text import LONGEST_STEM, spelt_out, stems_of
from publishing.prepared_queries import prepared

from .models import Entry, VocabularyWord
from .text import telling

SHORTEST, LONGEST = 3, 40
TELLING_SOUND = 2
"""Of so many signs a sound tells one word from others: of “essai” and “zzzz” nothing is left."""
TWO_SLIPS = 7
"""From so many letters on a word may hold two slips."""
AT_A_TIME = 500
NEAREST = 4

_PLAIN = re.compile(r"[a-z0-9]+")
_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("ch|sh"), "x"),
    (re.compile("qu|q"), "k"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("ck|c"), "k"),
    (re.compile("eau|au"), "o"),
    (re.compile("ai|ei"), "e"),
    (re.compile("[yi]+"), "i"),
    (re.compile("z"), "s"),
    (re.compile("h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("[est]+$"), ""),
)


def sound(folded: str) -> str:
    """Roughly how a word sounds, in French more than in English: equal for ways to write that are taken for each other."""
    for pattern, spelt in _SOUNDS:
        folded = pattern.sub(spelt, folded)
    return folded


def words_of(texts: Iterable[str], language: str) -> dict[str, str]:
    """The words of texts by their folded form, as they are written."""
    found: dict[str, str] = {}
    for text in texts:
        for word in telling(text, language):
            folded = "".join(_PLAIN.findall(spelt_out(word)))
            if SHORTEST <= len(folded) <= LONGEST and not folded.isdigit():
                found.setdefault(folded, word[:80])
    return found


def learn(language: str, texts: Iterable[str]) -> None:
    """Keep the words of texts that are not kept yet."""
    words = words_of(texts, language)
    known: set[str] = set()
    every = sorted(words)
    for start in range(0, len(every), AT_A_TIME):
        rows = VocabularyWord.objects.filter(language=language, folded__in=every[start : start + AT_A_TIME])
        known.update(rows.values_list("folded", flat=True))
    new = [_row(language, folded, words[folded]) for folded in every if folded not in known]
    VocabularyWord.objects.bulk_create(new, batch_size=AT_A_TIME)


def _row(language: str, folded: str, written: str) -> VocabularyWord:
    return VocabularyWord(
        language=language,
        folded=folded,
        backwards=folded[::-1],
        sound=sound(folded),
        length=len(folded),
        written=written,
    )


def forget_unheld() -> int:
    """Delete the words that no row holds any more, and all but one of those kept twice; how many."""
    held: dict[str, set[str]] = {}
    for language, lexemes in Entry.objects.values_list("language", "lexemes").iterator(chunk_size=500):
        held.setdefault(language, set()).update(lexemes.split())
    seen: set[tuple[str, str]] = set()
    gone = []
    rows = VocabularyWord.objects.order_by("pk").values_list("pk", "language", "folded", "written")
    for pk, language, folded, written in rows.iterator(chunk_size=2000):
        if (language, folded) in seen or not held.get(language, set()).issuperset(stems_of(written, language)):
            gone.append(pk)
        seen.add((language, folded))
    for start in range(0, len(gone), AT_A_TIME):
        VocabularyWord.objects.filter(pk__in=gone[start : start + AT_A_TIME]).delete()
    return len(gone)


def nearest(folded: str, language: str, besides: Mapping[str, str] | None = None) -> list[str]:
    """The words that ``folded`` may be a slip of, as they are written, the likeliest first; ``besides`` are asked too, by
    their folded forms."""
    if not SHORTEST <= len(folded) <= LONGEST:
        return []
    return nearest_of(folded, {**(besides or {}), **dict(_alike_to(folded, language))})


def nearest_of(folded: str, pool: Mapping[str, str]) -> list[str]:
    """Those of the words of ``pool`` that ``folded`` may be a slip of, the likeliest first."""
    cost = costs(folded)
    found = [(cost(other), other[0] != folded[0], other) for other in pool if other != folded]
    return [pool[other] for cost, _first, other in sorted(found) if cost < _TOO_FAR][:NEAREST]


_TOO_FAR = 9


def _alike_to(folded: str, language: str) -> list[tuple[str, str]]:
    """The words among which the one is: it begins or ends like this one, and is about as long; or it sounds the same."""
    slips = _slips_allowed(folded)
    part = max((len(folded) - 1) // (slips + 1), 1)  # one less: two letters swapped may stand on both sides of the middle
    begin, end = folded[:part], folded[::-1][:part]
    last = "z" * LONGEST_STEM
    heard = _heard(folded)
    return _words_like(
        language,
        bool(heard),
        shortest=len(folded) - slips,
        longest=len(folded) + slips,
        sound=heard,
        begin=begin,
        begin_last=begin + last,
        end=end,
        end_last=end + last,
    )


@prepared
def _words_like(
    language: str,
    is_heard: bool,
    *,
    shortest: int,
    longest: int,
    sound: str,
    begin: str,
    begin_last: str,
    end: str,
    end_last: str,
) -> QuerySet:
    length = Q(length__range=(shortest, longest))
    alike = Q(sound=sound) if is_heard else Q()
    alike |= length & Q(folded__range=(begin, begin_last))
    alike |= length & Q(backwards__range=(end, end_last))
    return VocabularyWord.objects.filter(alike, language=language).values_list("folded", "written")


def _heard(folded: str) -> str:
    """How a word sounds, where that tells it from others; else empty."""
    heard = sound(folded)
    return heard if len(folded) > SHORTEST and len(heard) >= TELLING_SOUND else ""


def _slips_allowed(folded: str) -> int:
    return 2 if len(folded) >= TWO_SLIPS else 1


def costs(typed: str) -> Callable[[str], int]:
    """How far a word is from the one typed: one for a single slip, two for another way to write what sounds the same, three
    for two slips."""
    allowed, heard, letters = _slips_allowed(typed), _heard(typed), set(typed)

    def cost(word: str) -> int:
        slips = distance(typed, word, allowed) if len(letters ^ set(word)) <= 2 * allowed else _TOO_FAR
        if slips == 1:
            return 1
        if heard and sound(word) == heard:
            return 2
        return 3 if slips == 2 <= allowed else _TOO_FAR

    return cost


def distance(typed: str, word: str, most: int) -> int:
    """How many letters were changed, added, left out or swapped with their neighbour (Damerau, CACM 7, 1964); at most
    ``most + 1``."""
    if abs(len(typed) - len(word)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(word) + 1))
    for row, letter in enumerate(typed, start=1):
        line = [row]
        for column, beside in enumerate(word, start=1):
            best = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != beside))
            if row > 1 and column > 1 and letter == word[column - 2] and typed[row - 2] == beside:
                best = min(best, before[column - 2] + 1)
            line.append(best)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return min(last[-1], most + 1)
