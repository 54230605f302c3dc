"""What is said of a communiqué that was brought in, beside the form that it fills: a sentence a note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.models import PressRelease
from proofreading.files import FileNotice
from publishing import languages
from publishing.admin_languages import label_of
from publishing.dates_in_words import day_in_words, hour_in_words


@dataclass(frozen=True)
class BroughtNote:
    """A sentence; words of the file that it is about, in their language; and where to go because of it."""

    sentence: str
    words: str = ""
    language: str = ""
    url: str = ""
    link: str = ""


Note = dict[str, Any]
ADD_CONTACT, ADD_BOILERPLATE = "news.add_presscontact", "news.add_boilerplate"


def notes_in_words(notes: list[Note], user: User | AnonymousUser) -> list[BroughtNote]:
    """The notes in the reader’s language; those that ask for something to be done lead to it where the reader may do it."""
    return [_SAID[note["kind"]](note, user) for note in notes if note["kind"] in _SAID]


def _in_language(note: Note) -> str:
    return str(languages.name(note["language"]))


def _file(note: Note, _user: User | AnonymousUser) -> BroughtNote:
    sentence = FileNotice(note["key"], note["params"]).render(languages.current())
    return BroughtNote(_("%(name)s: %(sentence)s") % {"name": note["name"], "sentence": sentence} if note["name"] else sentence)


def _embargo(note: Note, _user: User | AnonymousUser) -> BroughtNote:
    sentence = _("The file asks for an embargo. This sets no moment: give it when the release is approved.")
    if note["day"]:
        day = day_in_words(date.fromisoformat(note["day"]))
        moment = _at_hour(date.fromisoformat(note["day"]), note["hour"]) if note["hour"] else day
        sentence = _(
            "The file asks for an embargo until %(moment)s. This sets no moment: give it when the release is approved."
        ) % {"moment": moment}
    return BroughtNote(sentence, note["words"], note["language"])


def _at_hour(day: date, hour: str) -> str:
    told = timezone.make_aware(datetime.combine(day, time.fromisoformat(hour)))
    return _("%(day)s, %(hours)s (Paris time)") % {"day": day_in_words(day), "hours": hour_in_words(told)}


def _days_differ(note: Note, _user: User | AnonymousUser) -> BroughtNote:
    told = ", ".join(f"{languages.name(code)} {day_in_words(date.fromisoformat(day))}" for code, day in note["days"].items())
    return BroughtNote(
        _("The languages are dated differently (%(days)s): the first of these days is in the form.") % {"days": told}
    )


def _quotes(note: Note, _user: User | AnonymousUser) -> BroughtNote:
    sentence = ngettext(
        "%(number)s quote was taken out of the text into a row of its own.",
        "%(number)s quotes were taken out of the text into rows of their own.",
        note["number"],
    )
    return BroughtNote(sentence % {"number": note["number"]})


def _quote_alone(note: Note, _user: User | AnonymousUser) -> BroughtNote:
    sentence = _("A quote of %(speaker)s was found in one language only (%(language)s): look for it in the other text.")
    return BroughtNote(sentence % {"speaker": note["speaker"], "language": _in_language(note)})


def _about(note: Note, _user: User | AnonymousUser) -> BroughtNote:
    names = {"title": note["title"], "own": note["own"]}
    if note["text"]:
        sentence = _("“%(title)s”: the portal’s own text “%(own)s” is proposed instead. The file says it in other words:")
        return BroughtNote(sentence % names, note["text"], note["language"])
    return BroughtNote(_("“%(title)s”: the portal’s own text “%(own)s” is proposed; the file says the same.") % names)


def _about_unknown(note: Note, user: User | AnonymousUser) -> BroughtNote:
    sentence = _("“%(title)s” is none of the portal’s boilerplates: it stands at the end of the text (%(language)s).")
    may = user.has_perm(ADD_BOILERPLATE)
    return BroughtNote(
        sentence % {"title": note["title"], "language": _in_language(note)},
        url=reverse("admin:news_boilerplate_add") if may else "",
        link=_("Make a boilerplate of it") if may else "",
    )


def _contact_unknown(note: Note, user: User | AnonymousUser) -> BroughtNote:
    words = ", ".join(filter(None, [note["name"], note["role"], note["email"], note["phone"]]))
    sentence = _("This contact is none of the portal’s press contacts, and is not taken over:")
    if not user.has_perm(ADD_CONTACT):
        return BroughtNote(sentence, words, note["language"])
    told = {
        "name": note["name"],
        "email": note["email"],
        "phone": note["phone"],
        languages.column("role", note["language"]): note["role"],
    }
    query = urlencode({name: value for name, value in told.items() if value})
    return BroughtNote(
        sentence, words, note["language"], f"{reverse('admin:news_presscontact_add')}?{query}", _("Add this contact")
    )


def _mobile(note: Note, _user: User | AnonymousUser) -> BroughtNote:
    if not note["name"]:
        return BroughtNote(_("A mobile number stands among the contacts: it is never public, and is left out."))
    return BroughtNote(
        _("A mobile number stands beside %(name)s: it is never public, and is left out.") % {"name": note["name"]}
    )


def _bodies(_note: Note, _user: User | AnonymousUser) -> BroughtNote:
    return BroughtNote(_("Members, partners and programmes that the text names are suggested under “Who is involved”."))


def _left_out(note: Note, _user: User | AnonymousUser) -> BroughtNote:
    return BroughtNote(_("Left out, since the portal says it by itself:"), " · ".join(note["lines"]), note["language"])


def _lead_links(note: Note, _user: User | AnonymousUser) -> BroughtNote:
    sentence = _("The lead is plain text: its links are not taken over (%(language)s).")
    return BroughtNote(sentence % {"language": _in_language(note)}, " · ".join(note["links"]))


def _lacking(note: Note, _user: User | AnonymousUser) -> BroughtNote:
    words = [
        _("press contacts")
        if name == "contacts"
        else label_of(PressRelease, languages.column(name, note["language"]) if name != "dated" else name)
        for name in note["names"]
    ]
    sentence = _("Not found in the file (%(language)s): %(names)s.")
    return BroughtNote(sentence % {"language": _in_language(note), "names": ", ".join(words)})


def _no_language(note: Note, _user: User | AnonymousUser) -> BroughtNote:
    return BroughtNote(_("Nothing was found in this language: %(language)s.") % {"language": _in_language(note)})


_SAID: dict[str, Callable[[Note, User | AnonymousUser], BroughtNote]] = {
    "file": _file,
    "embargo": _embargo,
    "days-differ": _days_differ,
    "lacking": _lacking,
    "no-language": _no_language,
    "contact-unknown": _contact_unknown,
    "mobile": _mobile,
    "about": _about,
    "about-unknown": _about_unknown,
    "quotes": _quotes,
    "quote-alone": _quote_alone,
    "bodies": _bodies,
    "lead-links": _lead_links,
    "left-out": _left_out,
}
