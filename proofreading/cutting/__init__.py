"""Cuts a communiqué from elsewhere into title, place, day, lead, text, quotes, “About …” texts and contacts, in each language.

Pure: pieces of a file in (``files``), parts out. What cannot be placed stays in the text.
"""

from .cutter import cut
from .parts import CutAbout, CutContact, CutEmbargo, CutQuote, CutText

__all__ = ["CutAbout", "CutContact", "CutEmbargo", "CutQuote", "CutText", "cut"]
