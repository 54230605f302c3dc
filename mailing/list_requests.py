"""Asking to be put on a list: a page notes what was asked, the worker looks at who it was.

An address that is known takes other work than one that is not: a row written or none, themes, a second language. So no page
does it while somebody waits, whose clock would tell who is on a list. What a page does is one row, whatever the address.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import override

from cluster.models import Theme
from publishing import languages, outbox
from publishing.outbox import OutboxNotice

from .address_lists import AddressList
from .newsletter_readers import READERS
from .subscribers import PRESS

LISTS: dict[str, AddressList[Any]] = {"mailing.press-list-asked": PRESS, "mailing.newsletter-asked": READERS}
"""Under what topic it is noted that somebody asks for a list."""


def note(addresses: AddressList[Any], email: str, codes: Collection[str], origin: str, themes: Iterable[Theme] = ()) -> None:
    """Somebody asks for an address to be put on a list in some languages; nothing is looked up."""
    (topic,) = (topic for topic, known in LISTS.items() if known is addresses)
    asked = {"email": email, "codes": list(codes), "origin": origin, "language": languages.current()}
    with transaction.atomic():
        outbox.notify(topic, asked | {"themes": [theme.pk for theme in themes]})


def take() -> int:
    """What the worker does: each request becomes what the list makes of it. Gives how many there were."""
    return outbox.take_notices({topic: _asks_for(addresses) for topic, addresses in LISTS.items()})


def _asks_for(addresses: AddressList[Any]) -> Callable[[Mapping[str, Any]], None]:
    def ask(asked: Mapping[str, Any]) -> None:
        """A language or a theme may have gone since."""
        codes = [code for code in asked["codes"] if code in languages.codes()]
        themes = list(Theme.objects.filter(pk__in=asked["themes"]))
        with override(asked["language"]):
            addresses.ask(asked["email"], codes, asked["origin"], themes=themes)

    return ask


def of_address(email: str) -> QuerySet[OutboxNotice]:
    """What was asked for an address and not looked at yet, in small or capital letters."""
    return OutboxNotice.objects.filter(topic__in=LISTS, payload__email__iexact=email).order_by("pk")
