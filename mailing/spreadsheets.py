"""The press list as a spreadsheet: addresses come in with their owners' consent, and nobody is brought back who has left.

Who is known stays as they are; who was erased or is off the list stays away. The whole list comes from somewhere and somebody
agreed to something: that is said of all rows at once, or each owner is asked first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy, override
from django.utils.translation import gettext as _

from proofreading.text import identity
from publishing import languages
from publishing.mail_addresses import normalised
from publishing.spreadsheet_files import open_sheet
from publishing.spreadsheet_import import SheetImport
from publishing.spreadsheet_judged import LEFT_OUT, Judged
from publishing.spreadsheet_kinds import LeftOut, SheetKind

from . import subscribers
from .enums import OFF_THE_LIST, SubscriberState
from .models import ErasedAddress, Subscriber

MOST_ROWS = 100_000
ADDRESS_HEADERS = (
    *("email", "e mail", "mail", "mel", "courriel", "email address", "e mail address", "mail address"),
    *("adresse email", "adresse e mail", "adresse mail", "adresse mel", "adresse courriel", "adresse de courriel"),
    *("adresse electronique", "emailaddress"),
)
"""What spreadsheets call the column of addresses."""


def _languages() -> list[tuple[str, str | Promise]]:
    return [(code, languages.name(code)) for code in languages.codes()]


class SubscriberListForm(forms.Form):
    """What is said of all addresses of a list."""

    origin = forms.CharField(
        label=gettext_lazy("Origin"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Where the list comes from, when, and who agreed to what."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of rows that name none"),
        required=False,
        choices=lambda: [("", "–"), *_languages()],
    )
    ask_first = forms.BooleanField(
        label=gettext_lazy("Ask each address to confirm before it receives anything"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Leave out the tick only where each owner has agreed already, and the origin says so."),
    )


def _address(cell: str) -> str:
    try:
        return normalised(cell)
    except ValidationError:
        raise ValidationError(_("“%(value)s” is not an e-mail address.") % {"value": cell.strip()}) from None


def _language_code(cell: str) -> str:
    """The language that a cell names: by its code, with a country or without, or by its name in one of the portal's."""
    if not cell.strip():
        return ""
    code = re.split(r"[-_]", cell.strip().casefold(), maxsplit=1)[0]
    found = _language_names().get(identity(cell), code)
    if found not in languages.codes():
        raise ValidationError(_("“%(value)s” is not one of the portal’s languages.") % {"value": cell.strip()})
    return found


@cache
def _language_names() -> dict[str, str]:
    names = {}
    for code in languages.codes():
        names[identity(get_language_info(code)["name_local"])] = code
        for reader in languages.codes():
            with override(reader):
                names[identity(str(languages.name(code)))] = code
    return names


def _key(email: object, language: object) -> str:
    return f"{email} {language}"


def _complete(texts: dict[str, Any], options: Mapping[str, Any]) -> None:
    if not texts.get("language") and options.get("language"):
        texts["language"] = options["language"]


def _fill(subscriber: Subscriber, options: Mapping[str, Any]) -> None:
    subscriber.origin = options["origin"]
    asks = options.get("ask_first")
    subscriber.state = SubscriberState.PENDING if asks else SubscriberState.CONFIRMED
    subscriber.confirmed_at = None if asks else timezone.now()
    subscriber.leave_token = subscribers.hashed(subscribers.leave_token(subscriber.email, subscriber.language))


def _left_out() -> LeftOut:
    """Who stays away, or is on the list or in the file already. Two queries, however many rows ask."""
    erased = set(ErasedAddress.objects.values_list("digest", flat=True))
    rows = Subscriber.objects.values_list("email", "language", "state")
    states = {_key(email, language).casefold(): state for email, language, state in rows.iterator()}
    above: set[str] = set()

    def reason(texts: Mapping[str, Any]) -> str:
        email, language = texts.get("email", ""), texts.get("language", "")
        key = _key(email, language).casefold()
        if erased and subscribers.digest(email, language) in erased:
            return _("This address was erased; it stays away.")
        if key in states:
            is_off = states[key] in OFF_THE_LIST
            return _("This address is off the list; it stays away.") if is_off else _("This address is known already.")
        if key in above:
            return _("This address stands in the file already.")
        above.add(key)
        return ""

    return reason


SUBSCRIBERS = SheetKind(
    Subscriber,
    columns=("email", "language"),
    name_of=lambda texts: _key(texts.get("email", ""), texts.get("language", "")),
    title_of=lambda written: written.get("email", ""),
    names_in=("email", "language"),
    names=lambda subscriber: [_key(subscriber.email, subscriber.language)],
    fold=str.casefold,
    needed=("email", "language"),
    fields={"language": lambda: forms.ChoiceField(label=gettext_lazy("language"), choices=_languages)},
    readers={"email": _address, "language": _language_code},
    also={"email": ADDRESS_HEADERS, "language": ("langue",)},
    told=("state", "origin", "created_at", "confirmed_at"),
    leaves_strange=True,
    keeps_known=True,
    options=SubscriberListForm,
    complete=_complete,
    fill=_fill,
    left_out=_left_out,
    # The log outlives an address that is erased.
    logged_as=lambda subscriber: f"#{subscriber.pk}",
)


@dataclass
class ListImport:
    """What an import did, or why it did nothing: sentences that name each row by the number that a spreadsheet shows."""

    errors: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    added: int = 0


def import_list(content: bytes, *, origin: str, language: str = "", ask_first: bool = False) -> ListImport:
    """Put the addresses of a spreadsheet on the list, or, where one row is wrong, none of them.

    The same rules as in the back office, for whoever operates the portal: a column for the address, and one for the language
    where it differs from row to row; ``language`` is for rows without one. With ``ask_first`` each owner is asked to confirm
    before anything is sent.
    """
    said = {"origin": origin, "language": language, "ask_first": ask_first}
    try:
        headers, rows = open_sheet(content, MOST_ROWS)
        sheet = list(rows)
        taken_in = SheetImport(SUBSCRIBERS, None, headers, said)
    except ValidationError as error:
        return ListImport(errors=error.messages)
    done, judged = ListImport(), Judged()
    for row in taken_in.judged(sheet):
        judged.take(row)
        done.errors += (_told(row.number, error.column, error.sentence) for error in row.errors)
        if row.state == LEFT_OUT:
            done.skipped.append(_told(row.number, "", row.reason))
    if done.errors:
        return ListImport(errors=done.errors)
    stored = taken_in.store(sheet, judged.stamps)
    done.errors = [_told(row.number, error.column, error.sentence) for row in stored.wrong for error in row.errors]
    done.added = 0 if done.errors else stored.written
    return done


def _told(number: int, column: str, sentence: str) -> str:
    if column:
        return _("Row %(row)s, column %(column)s: %(sentence)s") % {"row": number, "column": column, "sentence": sentence}
    return _("Row %(row)s: %(sentence)s") % {"row": number, "sentence": sentence}
