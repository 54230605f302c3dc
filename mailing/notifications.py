"""What staff have to know of mailings: messages of which nobody knows whether they arrived."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import User
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy, ngettext

from publishing.enums import MailState
from publishing.localized_text import localized_text
from publishing.notifications import Notification, WaitingKind, register

from . import mailings
from .models import Delivery, Mailing


def _of_unknown_outcome() -> QuerySet[Mailing]:
    """Mailings with such messages, and how many each has."""
    unknown = Delivery.objects.filter(state=MailState.UNKNOWN, mailing=OuterRef("pk")).order_by()
    counted = unknown.values("mailing").annotate(number=Count("pk")).values("number")
    total = {"unknown_total": Coalesce(Subquery(counted), 0)}
    return mailings.of_unknown_outcome().annotate(**total).select_related("release").order_by("pk")


def _messages_of(**exact: str) -> str:
    """The list of messages of unknown outcome."""
    return f"{reverse('admin:mailing_delivery_changelist')}?{urlencode({**exact, 'state__exact': MailState.UNKNOWN})}"


class UnknownOutcome(WaitingKind):
    """One line and one mail a mailing, however many of its messages it is: a server that dies takes many with it."""

    key = "mailing.unknown_outcome"
    label = gettext_lazy("Messages to journalists of which nobody knows whether they arrived")
    heading = gettext_lazy("Unknown outcome")
    sentence = gettext_lazy(
        "Nobody knows whether messages of this mailing arrived. They are not sent again by themselves: please decide."
    )
    rights = ("mailing.change_delivery",)
    is_told_anew: ClassVar[bool] = True

    def waiting(self, user: User) -> QuerySet[Mailing]:
        return _of_unknown_outcome()

    def about(self, thing: Mailing, language: str) -> Notification:
        number = thing.unknown_total
        count = ngettext("%(n)s message of mailing %(mailing)s", "%(n)s messages of mailing %(mailing)s", number)
        title = localized_text(thing.release, "title", language)
        detail = count % {"n": number, "mailing": f"{thing.pk} ({thing.language}, {thing.get_kind_display()})"}
        return Notification(title, _messages_of(mailing__id__exact=str(thing.pk)), detail)

    def list_url(self) -> str:
        return _messages_of()

    def due(self, at: datetime) -> Iterable[tuple[int, str]]:
        return [(pk, "") for pk in _of_unknown_outcome().values_list("pk", flat=True)]


def register_kinds() -> None:
    register(UnknownOutcome())
