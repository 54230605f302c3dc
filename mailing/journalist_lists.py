"""The named lists of the press list, brought to the press room below for its reading links under embargo."""

from __future__ import annotations

from collections.abc import Collection

from news.journalist_lists import ListMember, ListSource, register

from .enums import SubscriberState
from .models import PressList, Subscriber


def choices() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in PressList.objects.order_by("name", "pk").values_list("pk", "name")]


def members(key: str, languages: Collection[str]) -> list[ListMember]:
    """Who confirmed an address that is on a list, once for each of the languages that they asked for."""
    confirmed = Subscriber.objects.filter(state=SubscriberState.CONFIRMED, language__in=languages, journalist__lists=int(key))
    rows = confirmed.order_by("email", "language").values_list("email", "language", "journalist__outlet")
    return [ListMember(email, language, outlet) for email, language, outlet in rows]


register(ListSource(choices, members))
