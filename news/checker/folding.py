"""Text made comparable without losing a single place: folding keeps the length."""

from __future__ import annotations

import unicodedata

APOSTROPHES = "'’‘ʼ`´"
SPACES = (
    " \t\n\r\x0b\x0c\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
HYPHENS = "-‐‑"
SPELT = {"œ": "o", "Œ": "o", "æ": "a", "Æ": "a", "ß": "s"}


class _Folds(dict):
    """One character to one character, worked out once each."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if sign in APOSTROPHES:
            folded = "'"
        elif sign in SPACES:
            folded = " "
        elif sign in HYPHENS:
            folded = "-"
        elif sign in SPELT:
            folded = SPELT[sign]
        else:
            base = unicodedata.normalize("NFKD", sign) if len(unicodedata.normalize("NFKD", sign)) <= 3 else sign
            folded = base[0].casefold()[:1] or sign
            if folded == " " or not (folded.isalnum() or sign == folded):
                folded = sign
        self[code] = folded
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Small letters without accents, one kind of space, hyphen and apostrophe; exactly as long as ``text``.

    “œ” becomes “o”, not “oe”: a fold that lengthens the text moves every place behind it.
    """
    return text.translate(_FOLDS)
