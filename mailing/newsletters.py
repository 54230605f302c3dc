"""When an issue of the newsletter goes, in which languages, to whom: what was confirmed, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import clock, languages
from publishing.enums import MailState
from publishing.translated_texts import TranslatedText, TranslationState

from . import newsletter_readers, newsletter_reading
from .models import NewsletterDelivery, NewsletterIssue, NewsletterItem
from .newsletter_models import KINDS
from .newsletter_reading import IssueReading
from .queue import OVERDUE_AFTER

FRESH = timedelta(hours=24)
"""An issue whose moment is longer past never leaves by itself: not after a long standstill, not after a restore."""

A_MONTH = timedelta(days=31)


@dataclass(frozen=True)
class ReadersStanding:
    """What somebody has to see of a language before they say that it goes."""

    language: str
    readers: int
    reading: IssueReading
    left_out: int
    """How many of the items chosen are not told in it."""
    is_behind: bool
    """Whether its texts no longer say what the main language says, or not yet."""

    @property
    def can_go(self) -> bool:
        """A language without a subject, or with nothing to tell, goes nowhere."""
        return bool(self.reading.title and self.reading.items)


def standings(issue: NewsletterIssue, at: datetime | None = None) -> list[ReadersStanding]:
    """Each language as it would go at a moment."""
    chosen, readers = NewsletterItem.objects.filter(issue=issue.pk).count(), newsletter_readers.how_many()
    stale = TranslatedText.objects.of_record(issue).filter(state=TranslationState.STALE)
    behind = set(stale.values_list("language", flat=True))
    found = []
    for code in languages.codes():
        reading = newsletter_reading.read(issue, code, at)
        found.append(ReadersStanding(code, readers[code], reading, chosen - len(reading.items), code in behind))
    return found


def digest(issue: NewsletterIssue) -> str:
    """What was confirmed: the texts of the languages that go, the items in their order, and the moment."""
    rows = NewsletterItem.objects.filter(issue=issue.pk).order_by("rank", "pk")
    columns = [languages.column(name, code) for code in sorted(issue.going) for name in ("title", "introduction")]
    said = {
        "texts": [getattr(issue, name) or "" for name in columns],
        "items": list(rows.values_list("article", "event", "opportunity")),
        "going": sorted(issue.going),
        "moment": issue.send_from.timestamp() if issue.send_from else None,
    }
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def is_as_confirmed(issue: NewsletterIssue) -> bool:
    return bool(issue.confirmed_digest) and issue.confirmed_digest == digest(issue)


# What a person decides


@transaction.atomic
def schedule(issue_pk: int, moment: datetime | None, codes: Collection[str], stamp: str = "") -> NewsletterIssue:
    """Have an issue go from ``moment`` on (now without one), in the languages of ``codes``.

    ``stamp`` is that of the issue as whoever confirms it has seen it. Raises ``ValidationError`` with a sentence where it was
    changed since, is under way, is an example, or a language has nothing to tell.
    """
    issue = NewsletterIssue.objects.select_for_update().get(pk=issue_pk)
    now = clock.now()
    if issue.is_example:
        raise ValidationError(_("An example is sent to nobody."))
    if issue.filled_at or issue.is_scheduled:
        raise ValidationError(_("Somebody has confirmed this newsletter already."))
    if stamp and str(issue.stamp) != stamp:
        raise ValidationError(_("This newsletter was changed since you looked at it. Please look at it again."))
    if moment is not None and moment < now:
        raise ValidationError(_("This moment is over. Leave it empty to send the newsletter now."))
    ready = {standing.language for standing in standings(issue, moment or now) if standing.can_go}
    if not codes or set(codes) - ready:
        raise ValidationError(_("Choose at least one language, and none that has nothing to tell."))
    issue.send_from, issue.going = moment or now, sorted(codes, key=languages.codes().index)
    issue.confirmed_digest, issue.stopped_at = digest(issue), None
    issue.save()
    return issue


@transaction.atomic
def take_back(issue_pk: int) -> bool:
    """An issue that nobody was sent yet does not go: it can be written on."""
    issue = NewsletterIssue.objects.select_for_update().filter(pk=issue_pk, filled_at=None).exclude(send_from=None).first()
    if issue is None:
        return False
    issue.send_from, issue.going, issue.confirmed_digest, issue.stopped_at = None, [], "", None
    issue.save()
    return True


def stop(issue_pk: int) -> bool:
    """Nothing of an issue is handed over from now on, until somebody lets it go on."""
    rows = NewsletterIssue.objects.filter(pk=issue_pk, stopped_at=None).exclude(send_from=None)
    return bool(rows.update(stopped_at=timezone.now()))


def go_on(issue_pk: int) -> bool:
    """Let an issue that was stopped go on."""
    return bool(NewsletterIssue.objects.filter(pk=issue_pk).exclude(stopped_at=None).update(stopped_at=None))


# What the worker does


def due(at: datetime) -> QuerySet[NewsletterIssue]:
    """Issues whose moment has come and that nobody was addressed yet."""
    scheduled = NewsletterIssue.objects.filter(filled_at=None, stopped_at=None, is_example=False)
    return scheduled.filter(send_from__lte=at, send_from__gt=at - FRESH).order_by("pk")


def prepare(at: datetime | None = None) -> None:
    """Address the issues whose moment has come. Who confirms later receives the next one."""
    at = at or clock.now()
    for pk in due(at).values_list("pk", flat=True):
        _address(pk, at)


@transaction.atomic
def _address(issue_pk: int, at: datetime) -> None:
    """One row for each reader of the languages that go; none where the issue is not what was confirmed any more.

    A language that has nothing to tell any more does not go, and is not among those in which the issue went.
    """
    issue = due(at).select_for_update().filter(pk=issue_pk).first()
    if issue is None or not is_as_confirmed(issue):
        return
    going = [code for code in issue.going if newsletter_reading.read(issue, code, at).items]
    readers = newsletter_readers.confirmed().filter(language__in=going).order_by("pk").values_list("pk", flat=True)
    rows = [NewsletterDelivery(issue=issue, reader_id=pk) for pk in readers]
    NewsletterDelivery.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    issue.going = going
    gone = {"filled_at": timezone.now(), "going": going, "confirmed_digest": digest(issue)}
    NewsletterIssue.objects.filter(pk=issue.pk).update(**gone)


def hold_after_restore(at: datetime) -> int:
    """After a backup was restored: what was scheduled may have gone since, so it waits for a person."""
    return NewsletterIssue.objects.filter(filled_at=None, stopped_at=None).exclude(send_from=None).update(stopped_at=at)


# What staff look after


def changed_since_confirmed() -> list[int]:
    """Scheduled issues that say something else than what was confirmed, by a road that the form does not know."""
    scheduled = NewsletterIssue.objects.filter(filled_at=None).exclude(send_from=None)
    return [issue.pk for issue in scheduled.order_by("pk") if not is_as_confirmed(issue)]


def not_gone(at: datetime) -> QuerySet[NewsletterIssue]:
    """Issues that should have gone: their moment is over and nobody was addressed, or they wait for a person."""
    late = NewsletterIssue.objects.filter(filled_at=None, is_example=False, send_from__lte=at - OVERDUE_AFTER)
    return late | stopped_with_messages_left()


def stopped_with_messages_left() -> QuerySet[NewsletterIssue]:
    left = NewsletterDelivery.objects.filter(state=MailState.WAITING).values("issue")
    return NewsletterIssue.objects.exclude(stopped_at=None).filter(Q(filled_at=None) | Q(pk__in=left))


def with_progress(issues: QuerySet) -> QuerySet:
    """Each issue with how many of its messages are in each state, and how many left after it; counted by the database."""
    counts = {f"in_{state}": Count("deliveries", filter=Q(deliveries__state=state)) for state in MailState.values}
    left = Count("deliveries", filter=Q(deliveries__left_at__isnull=False))
    return issues.annotate(messages_total=Count("deliveries"), left_total=left, **counts)


# Suggestions


def since_last(issue: NewsletterIssue, at: datetime | None = None) -> dict[str, list]:
    """For each kind what has become public in the main language since the last issue went, and stands in none.

    Without an issue before, that of the last month.
    """
    at, main = at or clock.now(), languages.main()
    went = NewsletterIssue.objects.real().exclude(pk=issue.pk).exclude(filled_at=None)
    gone = went.aggregate(last=Max("send_from"))["last"]
    moment = languages.column("public_from", main)
    found = {}
    for kind in KINDS:
        told = NewsletterItem.objects.filter(Q(issue=issue.pk) | Q(issue__in=went)).exclude(**{kind: None})
        things = newsletter_reading.of_use(kind, main, at).filter(**{f"{moment}__gt": gone or at - A_MONTH})
        things = things.filter(is_example=False).exclude(pk__in=told.values(kind))
        found[kind] = list(things.order_by(f"-{moment}", "-pk")[:50])
    return found
