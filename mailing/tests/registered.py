"""Events with registration, and people who register, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from mailing import registration_links, registrations
from mailing.models import Registration
from mailing.registrations import RegistrationAnswer, RegistrationEntry
from news.models import Event
from publishing import languages
from tests.make import make

ONLINE = "https://visio.example.org/salle"


def event(capacity: int | None = 2, *, waiting_list: bool = True, **given) -> Event:
    """A public event in forty days, with its address online for those registered alone."""
    settings = {"takes_registrations": True, "capacity": capacity, "has_waiting_list": waiting_list, "online_url": ONLINE}
    return make(Event, "Atelier", **settings | given)


def entry(email: str, language: str = "", **given: str) -> RegistrationEntry:
    return RegistrationEntry(email, given.pop("name", "Somebody"), language or languages.main(), **given)


def ask(one: Event, email: str, at: datetime | None = None, **given: str) -> RegistrationAnswer:
    return registrations.ask(one.pk, entry(email, **given), at)


def row_of(email: str) -> Registration:
    return Registration.objects.get(address_key=email)


def confirmed(one: Event, email: str, at: datetime | None = None, **given: str) -> Registration:
    """Somebody who asked and confirmed; with a place, or on the waiting list."""
    ask(one, email, at, **given)
    registrations.confirm(registration_links.token(row_of(email), registration_links.CONFIRM), at)
    return row_of(email)


def states() -> dict[str, str]:
    return dict(Registration.objects.order_by("pk").values_list("address_key", "state"))


def later(**time: int) -> datetime:
    return timezone.now() + timedelta(**time)
