"""Who of the press list gets a release: everybody, or the journalists of some subjects, media and named lists."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from publishing import languages

from .enums import MailingKind, SubscriberState
from .models import Journalist, Mailing, ReleaseAudience, Subscriber


def of(release_pk: int) -> ReleaseAudience:
    """The audience that was chosen for a release; everybody where nothing was."""
    return ReleaseAudience.objects.filter(release=release_pk).first() or ReleaseAudience(release_id=release_pk)


def recipients(release_pk: int) -> QuerySet[Subscriber]:
    """The confirmed addresses that get a release, in every language."""
    confirmed = Subscriber.objects.filter(state=SubscriberState.CONFIRMED)
    audience = of(release_pk)
    return confirmed if audience.everybody else confirmed.filter(journalist__in=_journalists(audience).values("pk"))


def _journalists(audience: ReleaseAudience) -> QuerySet[Journalist]:
    """Those of any of the lists, subjects and media chosen; none where none is."""
    return Journalist.objects.filter(
        Q(lists__in=audience.lists.values("pk"))
        | Q(themes__in=audience.themes.values("pk"))
        | Q(medium__in=audience.media_kinds)
    )


def how_many(release_pk: int) -> dict[str, int]:
    """How many addresses would get a release now, for each language."""
    counted = recipients(release_pk).values("language").annotate(number=Count("pk")).order_by("language")
    numbers = dict(counted.values_list("language", "number"))
    return {code: numbers.get(code, 0) for code in languages.codes()}


def numbers_in_words(release_pk: int) -> str:
    """“French 12, English 3”: how many would get a release now."""
    return ", ".join(f"{languages.name(code)} {number}" for code, number in how_many(release_pk).items())


def is_settled(release_pk: int) -> bool:
    """Whether the messages of a release are addressed in every language: a choice comes too late."""
    filled = Mailing.objects.filter(release=release_pk, kind=MailingKind.RELEASE).exclude(filled_at=None)
    return filled.count() == len(languages.codes())
