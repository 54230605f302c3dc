"""The messages of newsletters on their way: the discipline is that of every mail of the house."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from publishing.enums import MailState

from . import newsletter_messages, newsletter_reading, newsletters
from .enums import SubscriberState
from .letters import Letter
from .mail_messages import message_id
from .models import NewsletterDelivery, NewsletterIssue, NewsletterReader
from .newsletter_readers import READERS
from .queue import FIRST_PAUSE, Gate, MailQueue, dropped

STILL_GOES = Q(
    issue__in=NewsletterIssue.objects.filter(stopped_at=None).values("pk"),
    reader__in=NewsletterReader.objects.filter(state=SubscriberState.CONFIRMED).values("pk"),
)
"""What a message asks of its issue and its reader in the very statement that marks it."""


class NewsletterQueue(MailQueue[NewsletterDelivery]):
    """What an issue brings is read anew for each batch, and a second later at most: an item taken back is left out."""

    model = NewsletterDelivery
    waits_since = "issue__filled_at"
    as_long_as = STILL_GOES

    def due(self, at: datetime) -> QuerySet:
        return super().due(at).filter(issue__in=NewsletterIssue.objects.filter(stopped_at=None).values("pk"))

    def reading(self) -> QuerySet:
        rows = NewsletterDelivery.objects.select_related("issue", "reader").prefetch_related("reader__themes")
        return rows.order_by("pk")

    def gate(self, row: NewsletterDelivery, at: datetime) -> Gate:
        """The issue as it was confirmed, its reader, and whether it says anything to them."""
        issue, reader = row.issue, row.reader
        if issue.stopped_at is not None:
            return Gate(changes={"state": MailState.WAITING})
        if reader is None or reader.state != SubscriberState.CONFIRMED or reader.language not in issue.going:
            return dropped(_("The address is not on the list any more."), at)
        if not self.letters.get(("confirmed", issue.pk, issue.stamp), lambda: newsletters.is_as_confirmed(issue)):
            return Gate(changes={"state": MailState.WAITING, "not_before": at + FIRST_PAUSE})
        letter = self._letter(issue, reader)
        if letter is None:
            return dropped(_("Nothing that it brings is public any more, or of this reader’s themes."), at)
        return Gate(lambda: letter.to(reader.email, READERS.token_of(reader)))

    def _letter(self, issue: NewsletterIssue, reader: NewsletterReader) -> Letter | None:
        """The letter to all readers of the same language and themes, if there is anything in it."""
        language, themes = reader.language, frozenset(theme.pk for theme in reader.themes.all())

        def write() -> Letter | None:
            reading = self.letters.get(
                ("reading", issue.pk, issue.stamp, language), lambda: newsletter_reading.read(issue, language)
            )
            items = reading.items_for(themes)
            return newsletter_messages.letter_of(reading, items) if items and reading.title else None

        return self.letters.get((issue.pk, issue.stamp, language, themes), write)

    def recipient(self, row: NewsletterDelivery) -> str:
        return row.reader.email if row.reader else ""

    def message_id(self, row: NewsletterDelivery) -> str:
        return message_id("letter", row.pk, row.issue_id)

    def address_refused(self, row: NewsletterDelivery) -> None:
        if row.reader_id is not None:
            READERS.refused(row.reader_id)


NEWSLETTERS = NewsletterQueue()
