"""What the portal keeps about the owner of an address, for whoever asks for it (GDPR, articles 15 and 20)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from publishing import languages
from publishing.log_words import PlainWords
from publishing.outbox import OutboxMessage, OutboxNotice

from . import list_requests
from .listed_addresses import ListedAddress
from .models import (
    ContactDelivery,
    ContactMessage,
    Delivery,
    ErasedAddress,
    Journalist,
    NewsletterDelivery,
    NewsletterReader,
    Registration,
    Subscriber,
)
from .server_replies import told
from .subscribers import digest

logger = logging.getLogger(__name__)

TOLD_ABOVE = (Subscriber, NewsletterReader, OutboxMessage, ContactMessage, ContactDelivery, Registration)
"""Tables whose rows of an address are told whole, so that they need not be named once more."""

PersonData = dict[str, Any]
"""Plain values, lists and mappings: what JSON holds."""


def about(email: str) -> PersonData:
    """All that is kept about an address; ``elsewhere`` names the records of other rooms that hold it, by kind and number."""
    return {
        "address": email,
        "exported_at": timezone.now().isoformat(timespec="seconds"),
        "subscriptions": [_subscription(row) for row in Subscriber.objects.filter(email__iexact=email).order_by("pk")],
        "known_of_the_owner": [_journalist(owner) for owner in Journalist.objects.filter(email=email.casefold())],
        "press_releases_sent": [_delivery(row) for row in _deliveries(email)],
        "newsletter": [_reader(row) for row in NewsletterReader.objects.filter(email__iexact=email).order_by("pk")],
        "newsletters_sent": [_newsletter(row) for row in _newsletters(email)],
        "registrations": [_registration(row) for row in _registrations(email)],
        "other_messages": [_message(row) for row in OutboxMessage.objects.filter(recipient__iexact=email).order_by("pk")],
        "messages_by_the_contact_form": [_contact(row) for row in ContactMessage.objects.filter(email__iexact=email)],
        "erased_in": [code for code in languages.codes() if ErasedAddress.objects.filter(digest=digest(email, code)).exists()],
        "elsewhere": list(_elsewhere(email)),
    }


def write_down(email: str) -> None:
    """A line in the log that says that somebody looked, without the address: the log outlives it."""
    logger.info("What is kept about one address was exported (%s)", PlainWords(digest(email, "export")[:12]))


def _subscription(row: ListedAddress) -> PersonData:
    return {
        "language": row.language,
        "state": row.state,
        "origin": row.origin,
        "asked_for_at": _iso(row.created_at),
        "confirmed_at": _iso(row.confirmed_at),
        "left_at": _iso(row.left_at),
        "messages_that_came_back": row.soft_bounces,
        "what_the_server_said": row.outcome,
    }


def _reader(row: NewsletterReader) -> PersonData:
    return _subscription(row) | {"subjects": [str(theme) for theme in row.themes.order_by("pk")]}


def _newsletters(email: str) -> models.QuerySet[NewsletterDelivery]:
    rows = NewsletterDelivery.objects.filter(reader__email__iexact=email).order_by("pk")
    return rows.select_related("issue", "reader")


def _newsletter(row: NewsletterDelivery) -> PersonData:
    return {
        "newsletter": str(row.issue),
        "language": row.reader.language if row.reader else "",
        "state": row.state,
        "settled_at": _iso(row.done_at),
        "what_the_server_said": row.outcome,
    }


def _journalist(owner: Journalist) -> PersonData:
    return {
        "outlet": owner.outlet,
        "medium": owner.medium,
        "subjects": [str(theme) for theme in owner.themes.order_by("pk")],
        "lists": [str(named) for named in owner.lists.order_by("pk")],
    }


def _registrations(email: str) -> models.QuerySet[Registration]:
    return Registration.objects.filter(address_key=email.casefold()).select_related("event").order_by("pk")


def _registration(row: Registration) -> PersonData:
    return {
        "event": str(row.event),
        "name": row.name,
        "organisation": row.organisation,
        "needs": row.needs,
        "takes_part": row.attendance,
        "language": row.language,
        "state": row.state,
        "asked_for_at": _iso(row.asked_at),
        "confirmed_at": _iso(row.confirmed_at),
        "cancelled_at": _iso(row.cancelled_at),
    }


def _deliveries(email: str) -> models.QuerySet[Delivery]:
    rows = Delivery.objects.filter(subscriber__email__iexact=email).order_by("pk")
    return rows.select_related("mailing__release", "subscriber", "edition").defer("edition__payload")


def _delivery(row: Delivery) -> PersonData:
    return {
        "release": str(row.mailing.release),
        "language": row.mailing.language,
        "kind": row.mailing.kind,
        "edition": row.edition.number if row.edition else None,
        "state": row.state,
        "settled_at": _iso(row.done_at),
        "what_the_server_said": row.outcome,
    }


def _message(row: OutboxMessage) -> PersonData:
    return {
        "kind": row.template,
        "language": row.language,
        "state": row.state,
        "posted_at": _iso(row.created_at),
        "settled_at": _iso(row.done_at),
        "what_the_server_said": row.outcome,
    }


def _contact(row: ContactMessage) -> PersonData:
    return {
        "reference": row.reference,
        "language": row.language,
        "about": row.about,
        "name": row.name,
        "organisation": row.organisation,
        "message": row.text,
        "received_at": _iso(row.created_at),
        "confirmed_at": _iso(row.confirmed_at),
        "answered_at": _iso(row.answered_at),
    }


def _elsewhere(email: str) -> Iterator[PersonData]:
    """Records of any other room with the address in a field for one: accounts, press contacts, contacts of partners; and what
    was asked for it that the worker has not looked at yet."""
    for pk in list_requests.of_address(email).values_list("pk", flat=True):
        yield {"record": OutboxNotice._meta.label, "number": str(pk), "field": "payload"}
    for model in apps.get_models():
        fields = [field.name for field in model._meta.get_fields() if isinstance(field, models.EmailField)]
        if model in TOLD_ABOVE or not fields:
            continue
        for name in fields:
            found = model._default_manager.filter(**{f"{name}__iexact": email}).order_by("pk").values_list("pk", flat=True)
            yield from ({"record": model._meta.label, "number": str(pk), "field": name} for pk in found)


def _iso(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


# To be read by a person


def as_text(data: PersonData) -> str:
    """The same as sentences and lists, in the active language."""
    parts = [
        _("What is kept about %(address)s") % {"address": data["address"]},
        _("Exported: %(moment)s") % {"moment": data["exported_at"]},
    ]
    for name, heading in _headings().items():
        parts.append(heading)
        parts.append("\n\n".join(_item(item) for item in data[name]) or _("Nothing."))
    return "\n\n".join(parts) + "\n"


def _headings() -> dict[str, str]:
    return {
        "subscriptions": _("Subscriptions to the press releases"),
        "known_of_the_owner": _("What the press office has noted"),
        "press_releases_sent": _("Press releases sent, and what followed them"),
        "newsletter": _("The newsletter"),
        "newsletters_sent": _("Newsletters sent"),
        "registrations": _("Registrations for events"),
        "other_messages": _("Other messages of the portal"),
        "messages_by_the_contact_form": _("Messages sent by the contact form"),
        "erased_in": _("Erased before; a keyed hash keeps the address away from imports, in"),
        "elsewhere": _("Other records that hold the address"),
    }


def _labels() -> dict[str, str]:
    return {
        "language": _("language"),
        "state": _("state"),
        "origin": _("origin"),
        "asked_for_at": _("asked for"),
        "confirmed_at": _("confirmed"),
        "left_at": _("left"),
        "messages_that_came_back": _("messages that came back"),
        "what_the_server_said": _("what the server said"),
        "outlet": _("outlet"),
        "medium": _("medium"),
        "subjects": _("subjects"),
        "lists": _("named lists"),
        "release": _("press release"),
        "kind": _("kind"),
        "edition": _("edition"),
        "newsletter": pgettext("an issue", "newsletter"),
        "event": _("event"),
        "name": _("name"),
        "organisation": _("organisation"),
        "needs": _("accessibility needs"),
        "cancelled_at": _("cancelled"),
        "settled_at": _("settled"),
        "posted_at": _("posted"),
        "reference": _("reference"),
        "about": pgettext("message", "about"),
        "message": _("message"),
        "received_at": _("received"),
        "answered_at": _("answered"),
        "record": _("record"),
        "number": _("number"),
        "field": _("field"),
    }


def _item(item: PersonData | str) -> str:
    if isinstance(item, str):
        return str(languages.name(item))
    labels = _labels()
    lines = [(labels[name], _words(name, value)) for name, value in item.items() if value not in (None, "", [])]
    return "\n".join(_("%(label)s: %(text)s") % {"label": label, "text": text} for label, text in lines)


def _words(name: str, value: Any) -> str:
    if name == "language" and value in languages.codes():
        return str(languages.name(value))
    if name == "what_the_server_said":
        return told(_(value))
    return ", ".join(value) if isinstance(value, list) else str(value)
