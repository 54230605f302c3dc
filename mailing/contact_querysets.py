"""Reading rules of what visitors write."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from publishing.enums import MailState
from publishing.querysets import RecordQuerySet, led_to

from .enums import ContactRole, ContactState

LATE_AFTER = timedelta(days=7)
"""How long a message may wait for its answer before the back office says so."""

ON_ITS_WAY = (MailState.WAITING, MailState.CLAIMED)
MAY_HAVE_ARRIVED = (MailState.SENT, MailState.UNKNOWN)


class MailboxQuerySet(RecordQuerySet):
    def refused(self, since: datetime) -> Self:
        """Those whose address, as it stands, was refused by its server since a moment."""
        return self.filter(refused_at__gt=since, refused_email__iexact=F("email"))


class ContactMessageQuerySet(models.QuerySet):
    def with_standing(self) -> Self:
        """Where each stands (``ContactState``): the one rule of lists, filters and the first page of the back office."""
        said = {
            ContactState.ANSWERED: Q(answered_at__isnull=False),
            ContactState.SENT: self._mail_in(MailState.SENT),
            ContactState.UNKNOWN: self._mail_in(MailState.UNKNOWN),
            ContactState.RECEIVED: self._mail_in(*ON_ITS_WAY),
        }
        whens = [When(rule, then=Value(state.value)) for state, rule in said.items()]
        return self.annotate(standing=Case(*whens, default=Value(ContactState.BOUNCED.value), output_field=models.CharField()))

    def standing_as(self, state: str) -> Self:
        return self.with_standing().filter(standing=state)

    def reached_nobody(self) -> Self:
        """Those that no mailbox has got, and that are on the way to none."""
        return self.standing_as(ContactState.BOUNCED.value)

    def unanswered_since(self, at: datetime) -> Self:
        """Those that a mailbox got, received up to a moment, and that nobody has marked as answered."""
        return self.standing_as(ContactState.SENT.value).filter(created_at__lte=at)

    def _mail_in(self, *states: str) -> Exists:
        rows = led_to(self.model, "deliveries")._default_manager.filter(
            contact_message=OuterRef("pk"), role=ContactRole.MAILBOX, state__in=states
        )
        return Exists(rows)
