"""The newsletter: who reads it, its issues with what each brings, and their messages on their way."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caps.models import Opportunity
from cluster.models import Theme
from news.models import Article, Event
from publishing import clock, languages, tasks
from publishing.fields import MomentField
from publishing.models import Addressed, Record
from publishing.outbox import QueuedMail
from publishing.own_pages import NumberedPage

from .listed_addresses import ListedAddress, list_constraints
from .newsletter_querysets import NewsletterIssueQuerySet

KINDS = ("article", "event", "opportunity")
"""What an item brings: one of these."""


class NewsletterReader(ListedAddress):
    """An address that reads the newsletter in one language: of some themes, or of all where none is chosen."""

    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))

    class Meta(ListedAddress.Meta):
        verbose_name = _("reader of the newsletter")
        verbose_name_plural = _("readers of the newsletter")
        constraints = list_constraints("mailing_reader")


class NewsletterIssue(NumberedPage, Record):
    """One newsletter. Its form holds what it says; when it goes, and in which languages, is confirmed on a page of its own.

    ``confirmed_digest`` is what was confirmed: an issue that says something else by its moment does not leave. Once it has
    gone everybody may read it, unless somebody stops it.
    """

    url_name = "newsletter"

    publishing_right = "reopen"
    """A right that no group holds: what was confirmed is written on once somebody has taken that back."""
    guarded_tasks = frozenset({tasks.Task.EDIT, tasks.Task.TRANSLATE})

    title = models.CharField(pgettext_lazy("of a newsletter", "subject"), max_length=150)
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("Some lines above the items. An empty line begins a new paragraph.")
    )
    send_from = MomentField(_("goes from"), null=True, blank=True, editable=False)
    going = models.JSONField(_("languages"), default=list, blank=True, editable=False)
    """The codes of the languages in which it was confirmed that it goes."""
    confirmed_digest = models.CharField(max_length=64, blank=True, editable=False)
    filled_at = models.DateTimeField(_("addressed"), null=True, blank=True, editable=False)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True, editable=False)

    messages_total: int
    in_waiting: int
    in_claimed: int
    in_sent: int
    in_refused: int
    in_dropped: int
    in_unknown: int
    """Brought by ``newsletters.with_progress``."""
    left_total: int
    unknown_total: int

    objects: ClassVar = NewsletterIssueQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = pgettext_lazy("an issue", "newsletter")
        verbose_name_plural = pgettext_lazy("issues", "newsletters")
        ordering = ["-pk"]
        default_permissions = (*tasks.TEXT_RIGHTS, "send")

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    @property
    def is_scheduled(self) -> bool:
        """Whether somebody has confirmed that it goes: until that is taken back nothing of it changes."""
        return self.send_from is not None

    def is_settled(self) -> bool:
        return self.is_scheduled

    @classmethod
    def settled(cls) -> Q:
        """The twin of ``is_settled`` for look-ups."""
        return Q(send_from__isnull=False)

    def is_public(self, language: str, at: datetime | None = None) -> bool:
        """The instance's twin of ``NewsletterIssueQuerySet.public``."""
        has_gone = self.filled_at is not None and self.filled_at <= (at or clock.now())
        return has_gone and self.stopped_at is None and language in self.going

    def changed_in_public(self, language: str) -> datetime:
        return max(filter(None, (self.modified_at, self.filled_at)))

    @property
    def day(self) -> date | None:
        """The day on which it goes, or went."""
        return timezone.localdate(self.send_from) if self.send_from else None

    def missing_texts(self, language: str) -> list[str]:
        """What must be written before it goes in a language."""
        return [] if getattr(self, languages.column("title", language)) else ["title"]


class NewsletterItem(models.Model):
    """What an issue brings: a news item, an event or an opportunity, by its own public words."""

    issue = models.ForeignKey(NewsletterIssue, models.CASCADE, related_name="items", verbose_name=_("newsletter"))
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("news item"))
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("event"))
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("opportunity")
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("item of a newsletter")
        verbose_name_plural = _("items of a newsletter")
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, event__isnull=True, opportunity__isnull=True)
                | Q(article__isnull=True, event__isnull=False, opportunity__isnull=True)
                | Q(article__isnull=True, event__isnull=True, opportunity__isnull=False),
                name="mailing_newsletteritem_one_thing",
                violation_error_message=_("Choose a news item, an event or an opportunity: one of them."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["issue", kind],
                    name=f"mailing_newsletteritem_{kind}",
                    violation_error_message=_("This stands in the newsletter already."),
                )
                for kind in KINDS
            ),
        ]

    def __str__(self) -> str:
        return str(self.thing or f"#{self.pk}")

    @property
    def kind(self) -> str:
        """Which of ``KINDS`` it is; empty while nothing is chosen."""
        return next((kind for kind in KINDS if getattr(self, f"{kind}_id") is not None), "")

    @property
    def thing(self) -> Addressed | None:
        kind = self.kind
        return getattr(self, kind) if kind else None


class NewsletterDelivery(QueuedMail):
    """One message of an issue, to one reader."""

    issue = models.ForeignKey(NewsletterIssue, models.CASCADE, related_name="deliveries", verbose_name=_("newsletter"))
    reader = models.ForeignKey(
        NewsletterReader, models.SET_NULL, null=True, related_name="deliveries", verbose_name=_("reader")
    )
    """None once the address is erased: how many an issue reached is told all the same."""
    left_at = models.DateTimeField(_("left"), null=True, blank=True, editable=False)
    """When its reader left, having received nothing since."""

    class Meta:
        verbose_name = _("message of a newsletter")
        verbose_name_plural = _("messages of newsletters")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "reader"], name="mailing_newsletterdelivery_once")]

    def __str__(self) -> str:
        return f"#{self.pk}, {self.get_state_display()}"
