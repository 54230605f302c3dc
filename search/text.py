"""The words of a text that a reader searches for, without those that say nothing; folded by ``proofreading.text``."""

import re
from functools import cache
from html import unescape

from django.utils.html import strip_tags

from proofreading.text import LONGEST_STEM, spelt_out, stems_of, words

EMPTY_WORDS = {
    "fr": (
        "a à au aux avec ce ces cet cette comment d dans de des du elle en est et eux il ils j je l la le les leur leurs lui "
        "ma mais me mes mon n ne nos notre nous on ou où par pas pour qu que quel quelle quelles quels qui s sa sans se ses si "
        "son sont sur ta te tes toi ton tu un une vers vos votre vous y"
    ),
    "en": (
        "a about an and are as at be but by do does for from has have he her his how i if in into is its me my no not of on or "
        "our she so than that the their them then there these they this to us was we were what when where which who why will "
        "with you your"
    ),
}
"""Words that say nothing of a page. Neither indexed nor asked for."""

_WORD = re.compile(r"[a-z0-9]+")
_END_OF_HEADING = re.compile(r"</h[1-6]>", re.IGNORECASE)


@cache
def _empty_words(language: str) -> frozenset[str]:
    return frozenset(EMPTY_WORDS.get(language, "").split())


def telling(text: str, language: str) -> list[str]:
    """The words that say something; all of them where none does."""
    found = words(text, language)
    return [word for word in found if word not in _empty_words(language)] or found


def telling_stems(text: str, language: str) -> list[str]:
    return [stem for word in telling(text, language) for stem in stems_of(word, language)]


def folded_words(text: str, language: str) -> list[str]:
    """The words as they begin when somebody types them: folded, not stemmed."""
    return [part[:LONGEST_STEM] for word in telling(text, language) for part in _WORD.findall(spelt_out(word))]


def squeezed(text: str) -> list[str]:
    """Names with signs inside as people type them without: ``aphp`` for ``AP-HP``, ``prairie`` for ``PR[AI]RIE-PSAI``."""
    found = []
    for chunk in text.split():
        if len(_WORD.findall(spelt_out(chunk))) > 1:
            found.append("".join(_WORD.findall(spelt_out(chunk)))[:LONGEST_STEM])
            found.extend(_WORD.findall(re.sub(r"[\[\]()]", "", spelt_out(chunk))))
    return found


def words_of_html(html: str) -> str:
    """The text of formatted prose, with a space where a tag stood; a heading is set off from what it heads."""
    html = _END_OF_HEADING.sub(" · ", html)
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())
