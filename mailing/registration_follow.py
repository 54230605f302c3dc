"""What becomes of those registered when their event changes: more places, another day or place, or none as it is cancelled."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from news.models import Event
from publishing import clock
from publishing.enums import MailState
from publishing.outbox import OutboxMessage

from .enums import RegistrationState
from .event_desk import MESSAGE, EventDesk, Says, write_to
from .registration_messages import concerns
from .registration_models import Registration

TOLD = (RegistrationState.CONFIRMED, RegistrationState.WAITING)
"""Who is written to where an event is cancelled: whoever confirmed their address, with a place or without."""


def connect() -> None:
    post_save.connect(_event_saved, sender=Event, dispatch_uid="mailing.registration_follow")


def _event_saved(instance: Event, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    if created or raw or not instance.takes_registrations:
        return
    with transaction.atomic():
        EventDesk.opened(instance.pk)
        if instance.is_cancelled:
            tell_cancelled(instance)
        else:
            take_back(instance)
            if instance.tells_registered and instance.changed_facts:
                tell_changed(instance)


def tell_cancelled(event: Event) -> None:
    """Write to everybody registered that the event is cancelled, each once: in three queries however many they are."""
    rows = Registration.objects.select_for_update().filter(event=event.pk, state__in=TOLD, told_at=None)
    if event.is_past() or not (told := list(rows)):
        return
    rows.update(told_at=clock.now())
    write_to(told, Says.EVENT_CANCELLED)


def tell_changed(event: Event) -> None:
    """Write to everybody registered what has changed of the day, the place or the address online.

    Each once for what was changed together, and once for changes that follow before the message has left: what it says is read
    then. The address online is for those with a place alone, and where people choose for those online.
    """
    if event.is_past():
        return
    about = {"template": MESSAGE, "context__event": event.pk, "context__says": Says.CHANGED, "state": MailState.WAITING}
    waiting = list(OutboxMessage.objects.select_for_update().filter(**about))
    changed = {*event.changed_facts, *(fact for message in waiting for fact in message.context["changed"])}
    OutboxMessage.objects.filter(pk__in=[message.pk for message in waiting]).delete()
    rows = list(Registration.objects.select_for_update().filter(event=event.pk, state__in=TOLD))
    for row in rows:
        row.event = event
    rows = [row for row in rows if any(concerns(row, fact) for fact in changed)]
    believe_it_cancelled = [row for row in rows if row.told_at is not None]
    write_to(believe_it_cancelled, Says.CHANGED, changed=sorted(changed))
    if others := sorted(changed - {"held"}):
        not_told = [row for row in rows if row.told_at is None and any(concerns(row, fact) for fact in others)]
        write_to(not_told, Says.CHANGED, changed=others)
    Registration.objects.filter(pk__in=[row.pk for row in believe_it_cancelled]).update(told_at=None)


def take_back(event: Event) -> None:
    """An event is not cancelled after all: whoever has not been told yet is not, and would be told another time."""
    told = Registration.objects.filter(event=event.pk).exclude(told_at=None)
    if not told.exists():
        return
    about = {"template": MESSAGE, "context__event": event.pk, "context__says": Says.EVENT_CANCELLED}
    waiting = OutboxMessage.objects.select_for_update().filter(state=MailState.WAITING, **about)
    messages = [(message.pk, message.context["registration"]) for message in waiting]
    OutboxMessage.objects.filter(pk__in=[pk for pk, _registration in messages], state=MailState.WAITING).delete()
    told.filter(pk__in=[registration for _pk, registration in messages]).update(told_at=None)
