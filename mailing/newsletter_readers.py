"""Who reads the newsletter: asking, confirming, choosing and leaving, by the rule of every list of the house."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from cluster.models import Theme
from publishing import languages
from publishing.enums import MailState

from .address_lists import AddressList
from .enums import SubscriberState
from .models import NewsletterDelivery, NewsletterReader


class NewsletterReaders(AddressList[NewsletterReader]):
    """Readers choose themes; where they choose none, they get what every theme brings.

    Nothing stays of whoever has left: no address is ever taken in by others than its owner.
    """

    def note_choices(self, entry: NewsletterReader, **choices: Any) -> None:
        entry.themes.set(choices.get("themes", ()))

    def gone(self, entries: QuerySet[NewsletterReader]) -> None:
        """The last issue that they received is told to have been their last one."""
        sent = NewsletterDelivery.objects.filter(reader__in=entries, state=MailState.SENT, left_at=None)
        last = sent.order_by().values("reader").annotate(last=Max("pk")).values("last")
        NewsletterDelivery.objects.filter(pk__in=list(last.values_list("last", flat=True))).update(left_at=timezone.now())


READERS = NewsletterReaders(NewsletterReader, "mailing.newsletter")


def confirmed() -> QuerySet[NewsletterReader]:
    return READERS.entries.filter(state=SubscriberState.CONFIRMED)


def how_many() -> dict[str, int]:
    """How many readers each language has."""
    counted = confirmed().order_by().values("language").annotate(number=Count("pk"))
    numbers = {row["language"]: row["number"] for row in counted}
    return {code: numbers.get(code, 0) for code in languages.codes()}


@transaction.atomic
def choose(token: str, codes: Collection[str], themes: Collection[Theme]) -> NewsletterReader | None:
    """What the owner of a confirmed address receives from now on: in which languages, of which themes.

    A language left out is left; one that is new needs no second confirmation: its owner has the link. ``None`` where the link
    opens nothing, or its owner has left.
    """
    opened = READERS.to_leave(token)
    if opened is None or opened.state != SubscriberState.CONFIRMED:
        return None
    rows = READERS.entries.select_for_update().filter(email__iexact=opened.email)
    left = [row for row in rows if row.language not in codes and row.state != SubscriberState.LEFT]
    for row in left:
        READERS.leave(READERS.token_of(row), only_this=True)
    for code in codes:
        row = next((row for row in rows if row.language == code), None) or _beside(opened, code)
        if row.state != SubscriberState.CONFIRMED:
            row.state, row.confirmed_at, row.left_at, row.confirm_hash = SubscriberState.CONFIRMED, timezone.now(), None, ""
            row.save(update_fields=["state", "confirmed_at", "left_at", "confirm_hash"])
        row.themes.set(themes)
    return opened


def _beside(opened: NewsletterReader, code: str) -> NewsletterReader:
    """The same owner's entry in another language."""
    hashed = READERS.hash_for(opened.email, code)
    return READERS.entries.create(email=opened.email, language=code, origin=opened.origin, leave_token=hashed)


def erase(readers: QuerySet[NewsletterReader]) -> int:
    """Erase addresses; of their messages stays that they were sent, and nothing of to whom."""
    pks = list(readers.values_list("pk", flat=True))
    NewsletterDelivery.objects.filter(reader__in=pks).update(outcome="", message_id="")
    NewsletterDelivery.objects.filter(reader__in=pks, state__in=(MailState.WAITING, MailState.CLAIMED)).delete()
    READERS.entries.filter(pk__in=pks).delete()
    return len(pks)
