"""Registering for an event: asking, confirming, giving one's place back.

No change depends on a page being opened, and nothing here tells whether an address is registered. Whatever takes or frees a
place goes through ``EventDesk``, which locks the event's places.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Min

from news.enums import Attendance, RegistrationPhase
from publishing import clock
from publishing.mail_addresses import normalised

from . import registration_links
from .enums import RegistrationState
from .event_desk import HELD_FOR, EventDesk, Says, write_to
from .registration_models import Registration

PAUSE = timedelta(hours=1)
"""An address that registers again is not written to again sooner."""


@dataclass(frozen=True)
class RegistrationEntry:
    """What somebody writes into the form, in the language in which they read it."""

    email: str
    name: str
    language: str
    organisation: str = ""
    needs: str = ""
    attendance: str = Attendance.ON_SITE
    """Heard where the event asks for it."""


class RegistrationAnswer(Enum):
    """What somebody who asks for a place is told. It is the same whether their address was known or not."""

    ASKED = "asked"
    FULL = "full"
    CLOSED = "closed"


@transaction.atomic
def ask(event_pk: int, entry: RegistrationEntry, at: datetime | None = None) -> RegistrationAnswer:
    """Somebody asks for a place: one is held for them if there is one, and the owner of the address is asked to confirm.

    Asked again, it is the same registration. The work is the same too, whatever is known of the address: what there is no
    need of is done and taken back, so that no time tells who is registered. Raises ``ValidationError`` for what is no address.
    """
    desk = EventDesk.opened(event_pk, at)
    if desk.event.registration_phase(desk.at) != RegistrationPhase.OPEN:
        return RegistrationAnswer.CLOSED
    has_room = desk.has_room(_attendance(desk, entry))
    known = _known(event_pk, entry.email)
    stands = known if known is not None and known.state != RegistrationState.CANCELLED else None
    row = stands or _filled(known, desk, entry)
    if row.state == RegistrationState.PENDING:
        _hold_for(desk, row, entry, has_room)
    with transaction.atomic():
        _save_and_write(desk, row, is_new=stands is None)
        transaction.set_rollback(stands is None and not has_room)
    return RegistrationAnswer.ASKED if has_room else RegistrationAnswer.FULL


def _save_and_write(desk: EventDesk, row: Registration, is_new: bool) -> None:
    """The owner has the message that says where they stand, unless they had it a while ago."""
    is_written_to = is_new or row.written_at is None or desk.at - row.written_at >= PAUSE
    if is_written_to:
        row.written_at = desk.at
    row.save()
    desk.settle()
    with transaction.atomic():
        write_to([row], _SAYS_OF_STATE[row.state])
        transaction.set_rollback(not is_written_to)


def _attendance(desk: EventDesk, entry: RegistrationEntry) -> str:
    return entry.attendance if desk.event.asks_attendance else Attendance.ON_SITE


def _known(event_pk: int, email: str) -> Registration | None:
    return Registration.objects.filter(event=event_pk, address_key=normalised(email).casefold()).first()


def _filled(known: Registration | None, desk: EventDesk, entry: RegistrationEntry) -> Registration:
    """A registration as if it were the first; whoever had cancelled gets new links, and the older ones are dead."""
    email, at = normalised(entry.email), desk.at
    row = known or Registration(event_id=desk.event.pk, address_key=email.casefold())
    row.email, row.name, row.organisation = email, entry.name, entry.organisation
    row.needs, row.language, row.key = entry.needs, entry.language, uuid.uuid4()
    row.attendance = _attendance(desk, entry)
    row.state, row.holds_place, row.asked_at, row.written_at = RegistrationState.PENDING, False, at, at
    row.confirmed_at = row.queued_at = row.cancelled_at = row.told_at = None
    return row


def _hold_for(desk: EventDesk, row: Registration, entry: RegistrationEntry, has_room: bool) -> None:
    """What was not confirmed yet is as it was asked for last. A place is held while there is one, anew where that was too long
    ago; without one, the same time is given to join the waiting list."""
    row.name, row.organisation, row.needs, row.language = entry.name, entry.organisation, entry.needs, entry.language
    attendance = _attendance(desk, entry)
    if has_room and row.attendance != attendance:
        desk.count(row.attendance, -int(row.holds_place))
        row.attendance, row.holds_place = attendance, False
    if not row.holds_place:
        row.held_until, row.holds_place = desk.at + HELD_FOR, not desk.is_full(row.attendance)
        desk.count(row.attendance, int(row.holds_place))


def _leave_for(desk: EventDesk, row: Registration, attendance: str) -> None:
    """Somebody takes part in another way than they had said: the place that was theirs goes to who waits for it."""
    before, held = row.attendance, row.holds_place
    if before == attendance:
        return
    row.attendance, row.holds_place = attendance, False
    if held:
        row.save()
        desk.give_back(before)


_SAYS_OF_STATE: dict[str, str] = {
    RegistrationState.PENDING: Says.ASK,
    RegistrationState.CONFIRMED: Says.CONFIRMED,
    RegistrationState.WAITING: Says.WAITING,
}


@transaction.atomic
def confirm(token: str, at: datetime | None = None) -> Registration | None:
    """The owner of an address confirms it: the place held for them is theirs, or they join the waiting list.

    ``None`` where the link confirms nothing any more. A registration that stays to be confirmed had its place held for too
    long, and there is no other one.
    """
    found = registration_links.opened_by(token, registration_links.CONFIRM)
    if found is None:
        return None
    desk = EventDesk.opened(found.event_id, at)
    row = Registration.objects.filter(pk=found.pk).first()
    if row is None or row.state == RegistrationState.CANCELLED or not desk.gives_places:
        return None
    row.event = desk.event
    if row.state == RegistrationState.PENDING:
        _settle(desk, row)
    return row


def _settle(desk: EventDesk, row: Registration) -> None:
    """A confirmed address gets the place that is held for it, another one that is free, or a place on the waiting list."""
    if not row.holds_place and row.attendance not in desk.event.attendances:
        row.attendance = Attendance.ON_SITE  # the event does not ask any more
    if not row.holds_place and desk.is_full(row.attendance):
        if not desk.event.has_waiting_list:
            return
        row.state, row.queued_at = RegistrationState.WAITING, desk.at
    else:
        if not row.holds_place:
            desk.take(row.attendance)
        row.state, row.holds_place = RegistrationState.CONFIRMED, True
    row.held_until, row.confirmed_at, row.written_at = None, desk.at, desk.at
    row.save()
    write_to([row], _SAYS_OF_STATE[row.state])


@transaction.atomic
def cancel(pk: int, at: datetime | None = None, *, by_staff: bool = False) -> bool:
    """Give a place back, or leave the waiting list; the first who waits moves up. Says whether there was anything to cancel.

    Whoever did not do it themselves is written to. What somebody needs is nobody's business any more.
    """
    event_pk = Registration.objects.filter(pk=pk).values_list("event", flat=True).first()
    if event_pk is None:
        return False
    desk = EventDesk.opened(event_pk, at)
    row = Registration.objects.get(pk=pk)
    if row.state == RegistrationState.CANCELLED:
        return False
    had_place, was_confirmed = row.holds_place, row.state != RegistrationState.PENDING
    row.state, row.holds_place, row.needs = RegistrationState.CANCELLED, False, ""
    row.held_until, row.cancelled_at = None, desk.at
    row.save()
    if had_place:
        desk.give_back(row.attendance)
    if by_staff and was_confirmed and not desk.event.is_past(desk.at):
        write_to([row], Says.CANCELLED)
    return True


@transaction.atomic
def switch(pk: int, attendance: str, at: datetime | None = None) -> bool:
    """Somebody with a place, or waiting for one, takes part in the other way, if that has a place free.

    Who has one there already, and who gets none, stay as they are. Says whether anything changed.
    """
    event_pk = Registration.objects.filter(pk=pk).values_list("event", flat=True).first()
    if event_pk is None:
        return False
    desk = EventDesk.opened(event_pk, at)
    row = Registration.objects.get(pk=pk)
    stands = row.state in (RegistrationState.CONFIRMED, RegistrationState.WAITING) and desk.gives_places
    if not stands or attendance not in desk.event.attendances or attendance == row.attendance or desk.is_full(attendance):
        return False
    before, had_place = row.attendance, row.holds_place
    row.attendance, row.holds_place, row.state = attendance, True, RegistrationState.CONFIRMED
    row.queued_at, row.written_at = None, desk.at
    row.save()
    desk.take(attendance)
    if had_place:
        desk.give_back(before)
    write_to([row], Says.CONFIRMED)
    return True


# By staff


@transaction.atomic
def add(event_pk: int, entry: RegistrationEntry, at: datetime | None = None) -> Registration | None:
    """Staff register somebody who asked them: a place if there is one, else the waiting list, and a message that says so.

    ``None`` where there is neither. Who is registered already stays as they are.
    """
    desk = EventDesk.opened(event_pk, at)
    known = _known(event_pk, entry.email)
    if known is not None and known.state not in (RegistrationState.CANCELLED, RegistrationState.PENDING):
        return known
    attendance = _attendance(desk, entry)
    held = known is not None and known.holds_place and known.attendance == attendance
    if not held and not desk.has_room(attendance):
        return None
    if known is not None:
        _leave_for(desk, known, attendance)
    row = _filled(known, desk, entry)
    row.holds_place = held
    row.save()
    _settle(desk, row)
    return row


@transaction.atomic
def to_front(pk: int) -> bool:
    """Put somebody at the head of the waiting list."""
    row = Registration.objects.select_for_update().filter(pk=pk, state=RegistrationState.WAITING).first()
    if row is None:
        return False
    waiting = Registration.objects.filter(event=row.event_id, state=RegistrationState.WAITING, attendance=row.attendance)
    first = waiting.aggregate(first=Min("queued_at"))["first"]
    row.queued_at = first - timedelta(seconds=1)
    row.save(update_fields=["queued_at"])
    return True


@transaction.atomic
def erase(pks: Collection[int], at: datetime | None = None) -> int:
    """Delete registrations, whatever they are; the places that they held become free. Gives how many there were."""
    rows = Registration.objects.filter(pk__in=pks)
    events = sorted(set(rows.order_by().values_list("event", flat=True)))
    desks = [EventDesk.opened(event_pk, at) for event_pk in events]
    erased, _by_kind = rows.delete()
    for desk in desks:
        desk.recount()
    return erased


def let_lapse(at: datetime | None = None) -> None:
    """What the worker does: places that were held too long go to those who wait, though nobody looks at the page."""
    at = at or clock.now()
    late = Registration.objects.filter(state=RegistrationState.PENDING, holds_place=True, held_until__lte=at)
    for event_pk in late.order_by("event").values_list("event", flat=True).distinct():
        with transaction.atomic():
            EventDesk.opened(event_pk, at)
