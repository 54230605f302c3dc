"""How long the portal keeps who registered for an event, and how it forgets them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from news.models import Event
from publishing.mail_addresses import normalised
from publishing.outbox import OutboxMessage

from . import registrations
from .enums import RegistrationState
from .event_desk import MESSAGE
from .registration_messages import ERASED_AFTER_DAYS
from .registration_models import EventPlaces, Registration

ERASE_AFTER = timedelta(days=ERASED_AFTER_DAYS)
NEEDS_ERASED_AFTER = timedelta(days=2)
"""What somebody needs to take part is of no use once they have."""

LET_GO_AFTER = timedelta(days=7)
"""How long a registration is kept that was never confirmed, or that is cancelled."""


@transaction.atomic
def forget(at: datetime) -> int:
    """Erase registrations of events that ended long ago, those never confirmed and those cancelled; gives their number."""
    over = Event.objects.filter(ends_at__lte=at - NEEDS_ERASED_AFTER)
    Registration.objects.filter(event__in=over).exclude(needs="").update(needs="")
    never = Registration.objects.filter(state=RegistrationState.PENDING, asked_at__lte=at - LET_GO_AFTER)
    gone = Registration.objects.filter(state=RegistrationState.CANCELLED, cancelled_at__lte=at - LET_GO_AFTER)
    erased = registrations.erase(list(never.values_list("pk", flat=True)), at)
    return erased + gone.delete()[0] + _of_old_events(at)


def _of_old_events(at: datetime) -> int:
    old = list(EventPlaces.objects.filter(event__ends_at__lte=at - ERASE_AFTER).values_list("pk", flat=True))
    erased, _by_kind = Registration.objects.filter(event__in=old).delete()
    EventPlaces.objects.filter(pk__in=old).delete()
    for event_pk in old:
        OutboxMessage.objects.filter(template=MESSAGE, context__event=event_pk).delete()
    return erased


def erase_address(email: str) -> int:
    """Erase the registrations of one address, whatever their events; their places become free."""
    rows = Registration.objects.filter(address_key=normalised(email).casefold())
    return registrations.erase(list(rows.values_list("pk", flat=True)))


def unreachable(registration_pk: int) -> None:
    """The server of an address says that there is none: nobody will confirm it, and its place is for somebody else."""
    rows = Registration.objects.filter(pk=registration_pk, state=RegistrationState.PENDING)
    registrations.erase(list(rows.values_list("pk", flat=True)))
