"""The words of a reading as documents write them: with the typography of their language, and nothing that cannot be seen."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext

from publishing import languages
from publishing.bare_text import bare
from publishing.dates_in_words import day_in_words, moment_in_words
from publishing.localized_text import LocalizedHTML, LocalizedText
from publishing.phone_fields import written_in
from publishing.portal_links import FollowedLinks, SettledLinks
from publishing.typography import quoted, typeset

from ..reading import ContactCard, CorrectionNote, EmbargoMark, PressPicture, SpokenQuote
from .prose import Block, blocks_of


def line(text: LocalizedText) -> LocalizedText:
    return LocalizedText(bare(typeset(text.words, text.language)), text.language)


def quotation(text: LocalizedText) -> LocalizedText:
    """Somebody's words between the quotation marks of their language."""
    return LocalizedText(bare(quoted(text.words, text.language)), text.language)


def blocks(prose: LocalizedHTML, links: FollowedLinks | SettledLinks) -> tuple[Block, ...]:
    return blocks_of(prose.html, prose.language, links)


def quote(spoken: SpokenQuote) -> SpokenQuote:
    return replace(spoken, speaker=bare(spoken.speaker), role=line(spoken.role), text=quotation(spoken.text))


def contact(card: ContactCard) -> ContactCard:
    """A contact with their numbers as the page writes them, in the active language."""
    phone, out_of_hours = (written_in(number, languages.current()) for number in (card.phone, card.out_of_hours))
    return replace(card, name=bare(card.name), role=line(card.role), phone=phone, out_of_hours=out_of_hours)


def out_of_hours(card: ContactCard) -> str:
    """Where to call outside office hours, said to be so; empty where there is no such number."""
    return gettext("Outside office hours: %(phone)s") % {"phone": card.out_of_hours} if card.out_of_hours else ""


def picture(shown: PressPicture) -> PressPicture:
    return replace(
        shown, alt=line(shown.alt), caption=line(shown.caption), credit=bare(shown.credit), licence=bare(shown.licence)
    )


def correction(note: CorrectionNote) -> CorrectionNote:
    return replace(note, said=line(note.said), says=line(note.says))


def correction_day(note: CorrectionNote) -> str:
    """The day of a correction in words, in the active language, as it was in Paris."""
    return day_in_words(timezone.localtime(note.at).date())


def embargo(mark: EmbargoMark | None) -> str:
    """What marks each page of a release that is not public yet, in the active language; empty where there is no mark."""
    if mark is None:
        return ""
    if mark.until is None:
        sentences = [gettext("Under embargo: its moment of publication is not set yet.")]
    else:
        sentences = [gettext("Under embargo until %(moment)s.") % {"moment": moment_in_words(mark.until)}]
    if not mark.is_approved:
        sentences.append(gettext("Not approved: this text may still change."))
    return " ".join(sentences)
