"""The press list and its mailings, and the tables that stand in modules of their own."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cluster.models import Theme
from news.models import Edition, PressRelease
from publishing.outbox import QueuedMail

from .contact_tables import ContactDelivery as ContactDelivery
from .contact_tables import ContactMessage as ContactMessage
from .contact_tables import ContactSubject as ContactSubject
from .contact_tables import Mailbox as Mailbox
from .enums import MailingKind, Medium
from .listed_addresses import ListedAddress, list_constraints
from .newsletter_models import NewsletterDelivery as NewsletterDelivery
from .newsletter_models import NewsletterIssue as NewsletterIssue
from .newsletter_models import NewsletterItem as NewsletterItem
from .newsletter_models import NewsletterReader as NewsletterReader
from .registration_models import EventPlaces as EventPlaces
from .registration_models import Registration as Registration


class PressList(models.Model):
    """A named list of journalists, such as “Science desks”."""

    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("named list")
        verbose_name_plural = _("named lists")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Journalist(models.Model):
    """The owner of an address of the press list, and what the press office knows of them to choose who gets what.

    One row an address, whatever the number of its languages; it goes with the last of them.
    """

    email = models.CharField(_("e-mail address"), max_length=254, unique=True, editable=False)
    """In small letters: one owner for one address however it is written."""
    outlet = models.CharField(_("outlet"), max_length=150, blank=True)
    medium = models.CharField(_("medium"), max_length=12, choices=Medium, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("subjects"))
    lists = models.ManyToManyField(PressList, blank=True, related_name="journalists", verbose_name=_("named lists"))

    class Meta:
        verbose_name = _("journalist")
        verbose_name_plural = _("journalists")
        ordering = ["email", "pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Subscriber(ListedAddress):
    """A journalist's address in one language: asked for, then confirmed by its owner, then perhaps left."""

    journalist = models.ForeignKey(
        Journalist, models.SET_NULL, null=True, editable=False, related_name="subscriptions", verbose_name=_("journalist")
    )

    class Meta(ListedAddress.Meta):
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = list_constraints("mailing_subscriber")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Each address has its owner's row."""
        if self.journalist_id is None:
            self.journalist = Journalist.objects.get_or_create(email=self.email.casefold())[0]
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "journalist"}
        super().save(*args, **kwargs)


class ErasedAddress(models.Model):
    """The keyed hash of an address whose owner asked to be forgotten, so that no import brings it back."""

    digest = models.CharField(max_length=64, unique=True)
    erased_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("erased address")
        verbose_name_plural = _("erased addresses")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ReleaseAudience(models.Model):
    """Who of the press list gets a release: everybody, as where there is no row; or the journalists of any of these."""

    release = models.OneToOneField(PressRelease, models.CASCADE, related_name="+", verbose_name=_("press release"))
    everybody = models.BooleanField(_("everybody on the list"), default=True)
    lists = models.ManyToManyField(PressList, blank=True, related_name="audiences", verbose_name=_("named lists"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("subjects"))
    media_kinds = models.JSONField(_("media"), default=list, blank=True)

    class Meta:
        verbose_name = _("audience of a release")
        verbose_name_plural = _("audiences of releases")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Mailing(models.Model):
    """A release in one language, to be sent to the press list from its moment on; or what whoever received it has to know."""

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="mailings", verbose_name=_("press release"))
    language = models.CharField(_("language"), max_length=10)
    kind = models.CharField(_("kind"), max_length=10, choices=MailingKind, default=MailingKind.RELEASE)
    correction = models.PositiveBigIntegerField(default=0, editable=False)
    """The key of the correction that it tells, if it tells one."""
    edition = models.ForeignKey(
        Edition, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("edition")
    )
    """That which a correction put in force: whoever got its words, or later ones, need not be told."""
    created_at = models.DateTimeField(_("prepared"), auto_now_add=True)
    filled_at = models.DateTimeField(_("addressed"), null=True, blank=True, editable=False)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True, editable=False)

    messages_total: int
    in_waiting: int
    in_claimed: int
    in_sent: int
    in_refused: int
    in_dropped: int
    in_unknown: int
    """Brought by ``mailings.with_progress``."""
    unknown_total: int
    """Brought by what staff are told of messages of unknown outcome."""
    by_edition: list[tuple[int, int]]
    """How many messages brought which edition; brought by the page of a release's life."""

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["release", "language", "kind", "correction"], name="mailing_mailing_once")
        ]

    def __str__(self) -> str:
        kind = "" if self.kind == MailingKind.RELEASE else f", {self.get_kind_display()}"
        return f"{self.release} ({self.language}{kind})"


class Delivery(QueuedMail):
    """One message of a mailing, to one subscriber.

    ``edition`` is the one whose words were handed over, or may have been; of several attempts whose outcome nobody knows, the
    oldest. It goes with its release alone, which takes its deliveries with it: without one a row counts as having got older
    words than any, so that its reader is told rather than not.
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries", verbose_name=_("mailing"))
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="deliveries", verbose_name=_("subscriber"))
    edition = models.ForeignKey(
        Edition, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("edition")
    )

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mailing", "subscriber"], name="mailing_delivery_once")]

    def __str__(self) -> str:
        return f"{self.subscriber}, {self.get_state_display()}"


class MailServerTrouble(models.Model):
    """That the mail server takes nothing, since when, and what it said last: one row, or none if all is well."""

    only = models.BooleanField(primary_key=True, default=True, editable=False)
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last tried"))
    reply = models.CharField(_("what the server said"), max_length=400)

    class Meta:
        verbose_name = _("trouble with the mail server")
        verbose_name_plural = _("troubles with the mail server")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="mailing_trouble_only_one")]

    def __str__(self) -> str:
        return self.reply
